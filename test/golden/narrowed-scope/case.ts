import { aDesired, aLive, at, type Given, PROD } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [aDesired({ name: "search-rerank", tags: { team: "search" }, declaredAt: at(12) })],
  live: [aLive({ name: "search-rerank" })],
  targets: [PROD],
  scope: { targets: ["prod/us-east-1"], only: ["search-*"], exclude: ["search-old"] },
};
