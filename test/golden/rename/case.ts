import { aDesired, aLive, at, type Given } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [aDesired({ name: "search-ranking", declaredAt: at(12) })],
  live: [aLive({ name: "search-rerank", id: "s3arch000000" })],
};
