import { aDesired, aLive, at, type Given, NOVA } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [aDesired({ name: "search-rerank", source: NOVA, declaredAt: at(10) })],
  live: [
    aLive({ name: "search-rerank", source: NOVA, id: "0ld3st000000", createdAt: "2026-01-01T00:00:00.000000+00:00" }),
    aLive({ name: "search-rerank", awsName: "search-rerank-2", source: NOVA, id: "y0ung3r00000" }),
    aLive({ name: "search-rerank", awsName: "search-rerank-3", source: NOVA, id: "y0ung3st0000" }),
  ],
};
