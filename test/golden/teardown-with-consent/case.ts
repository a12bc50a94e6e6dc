import { aLive, type Given, NOVA } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [],
  live: ["one", "two"].map((name) => aLive({ name: `old-${name}`, source: NOVA })),
  allowDeletes: 2,
};
