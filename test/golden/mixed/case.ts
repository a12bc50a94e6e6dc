import { anActivation, aDesired, aKept, aLive, at, DEV, type Given, HAIKU, NOVA, PROD_EU, SONNET_EU } from "../../fakes/builders.ts";

const tags = { team: "checkout", "cost-center": "CC-1042", env: "prod" };
const kept = ["answers", "docs", "faq", "labels", "mail", "notes", "ocr", "pages", "quiz", "recap", "summary"].map((name) =>
  aKept(name),
);

export const given: Given = {
  desired: [
    ...kept.map(({ desired }) => desired),
    aDesired({ name: "checkout-summarizer", tags, declaredAt: at(22, "profiles/prod.yaml") }),
    aDesired({
      name: "checkout-summarizer",
      target: PROD_EU,
      source: SONNET_EU,
      tags,
      declaredAt: at(22, "profiles/prod.yaml"),
    }),
    aDesired({
      name: "search-rerank",
      tags: { "cost-center": "CC-2210", "data-class": "internal", team: "search" },
      declaredAt: at(41, "profiles/prod.yaml"),
    }),
    aDesired({ name: "support-bot", target: DEV, source: HAIKU, declaredAt: at(18, "profiles/dev.yaml") }),
  ],
  live: [
    ...kept.map(({ live }) => live),
    aLive({ name: "search-rerank", tags: { "cost-center": "CC-1007", team: "search", temp: "yes" } }),
    aLive({ name: "billing-agent", id: "b1l2l3i4n5g6", tags: { "strata:protect": "true" } }),
    aLive({ name: "support-bot", target: DEV, source: NOVA, id: "p0a8s7d6f5g4" }),
    aLive({ name: "hackday-2025", target: DEV, source: NOVA, id: "z9y8x7w6v5u4" }),
    aLive({ name: "sagemaker-made", target: DEV, stack: null }),
  ],
  billing: [anActivation("cost-center", { account: "999900001111" })],
  configFiles: ["profiles.yaml", "profiles/dev.yaml", "profiles/prod.yaml"],
};
