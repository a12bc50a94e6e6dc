import { aDesired, aLive, at, DEV, type Given, GLOBAL_NOVA, HAIKU, NOVA, PROD, SONNET } from "../../fakes/builders.ts";

/** No policy: whatever ends is told in one line, and changes go on. */
export const given: Given = {
  desired: [
    aDesired({ name: "search", source: HAIKU }),
    aDesired({ name: "labels", source: NOVA }),
    aDesired({ name: "support-bot", target: DEV, source: GLOBAL_NOVA }),
    aDesired({ name: "new-on-it", source: HAIKU, declaredAt: at(30) }),
    aDesired({ name: "lives-on", source: SONNET }),
  ],
  live: [
    aLive({ name: "search", source: HAIKU }),
    aLive({ name: "labels", source: NOVA }),
    aLive({ name: "support-bot", target: DEV, source: GLOBAL_NOVA }),
    aLive({ name: "lives-on", source: SONNET }),
    aLive({ name: "by-hand", source: HAIKU, stack: null }),
  ],
  targets: [PROD, DEV],
  lifecycles: {
    "anthropic.claude-haiku-4-5-20251001-v1:0": {
      status: "LEGACY",
      legacy: "2026-06-15T00:00:00Z",
      extendedAccess: "2026-09-15T00:00:00Z",
      endOfLife: "2027-02-21T00:00:00Z",
    },
    "amazon.nova-lite-v1:0": { status: "LEGACY", endOfLife: "2026-11-20T00:00:00Z" },
    "amazon.nova-2-lite-v1:0": { status: "LEGACY" },
    "anthropic.claude-sonnet-4-5-20250929-v1:0": { status: "ACTIVE", endOfLife: "2027-02-22T00:00:00Z" },
  },
};
