import { aKept, PROD_EU, SONNET_EU, aDesired, aLive, type Given } from "../../fakes/builders.ts";

const names = ["answers", "billing-agent", "checkout-summarizer", "search-rerank"];
const kept = names.map((name) => aKept(name));

export const given: Given = {
  desired: [...kept.map(({ desired }) => desired), aDesired({ name: "answers", target: PROD_EU, source: SONNET_EU })],
  live: [
    ...kept.map(({ live }) => live),
    aLive({ name: "answers", target: PROD_EU, source: SONNET_EU }),
    aLive({ name: "sagemaker-made", stack: null, tags: { AmazonBedrockManaged: "true" } }),
  ],
};
