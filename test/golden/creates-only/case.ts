import { aDesired, at, GLOBAL_NOVA, type Given, PROD_EU, SONNET_EU } from "../../fakes/builders.ts";

const tags = { team: "checkout", "cost-center": "CC-1042", env: "prod" };

export const given: Given = {
  desired: [
    aDesired({ name: "checkout-summarizer", tags, declaredAt: at(22) }),
    aDesired({ name: "checkout-summarizer", tags, declaredAt: at(22), target: PROD_EU, source: SONNET_EU }),
    aDesired({
      name: "batch-labels",
      source: GLOBAL_NOVA,
      description: "Labels for the nightly batch",
      tags: { project: "labels", note: "two words", empty: "" },
      protect: true,
      declaredAt: at(31),
    }),
  ],
  billing: [
    { action: "unchecked", key: "project", from: null, hash: null },
    { action: "unchecked", key: "stage", from: null, hash: null },
  ],
};
