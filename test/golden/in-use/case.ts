import { aDesired, aKept, aLive, at, DEV, type Given, HAIKU, NOVA, PROD_EU } from "../../fakes/builders.ts";

const kept = aKept("kept");
const DUE = { "strata:retire-after": "2026-11-22T09:00:00Z" };
const LATER = { "strata:retire-after": "2026-11-30T09:00:00Z" };

export const given: Given = {
  desired: [
    kept.desired,
    aDesired({ name: "support-bot", source: HAIKU, declaredAt: at(18) }),
    aDesired({ name: "twice", declaredAt: at(22) }),
  ],
  live: [
    kept.live,
    aLive({ name: "support-bot", source: NOVA, id: "p0a8s7d6f5g4" }),
    aLive({ name: "hackday-2025", id: "z9y8x7w6v5u4", target: DEV }),
    aLive({ name: "old-bot", id: "o1d2b3o4t5a6" }),
    aLive({ name: "consented", id: "c0n5e6n7t8e9" }),
    aLive({ name: "twice", id: "aaaaaaaaaaaa" }),
    aLive({ name: "twice", awsName: "twice-2", id: "bbbbbbbbbbbb", createdAt: "2026-08-01T00:00:00.000000+00:00" }),
    aLive({ name: "due-and-quiet", id: "quiet0000000", target: PROD_EU, tags: DUE }),
    aLive({ name: "due-and-called", id: "called000000", target: PROD_EU, tags: DUE }),
    aLive({ name: "later", id: "later0000000", target: PROD_EU, tags: LATER }),
  ],
  calls: {
    p0a8s7d6f5g4: 1204,
    o1d2b3o4t5a6: 88_000,
    c0n5e6n7t8e9: 3,
    bbbbbbbbbbbb: 1,
    called000000: 12,
    later0000000: 5,
  },
  state: {
    guards: {
      maxDeletes: 5,
      maxDeletePercent: 50,
      inUseDays: 7,
      allow: { deletes: 0, inUse: ["consented"], until: "2026-12-01" },
    },
  },
};
