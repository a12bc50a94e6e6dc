import { aDesired, aLive, at, type Given, HAIKU, NOVA } from "../../fakes/builders.ts";

const base = { team: "checkout", env: "prod" };

export const given: Given = {
  desired: [
    aDesired({ name: "legacy-bot", source: NOVA, adopt: true, tags: { team: "support", stage: "prod" }, declaredAt: at(10) }),
    aDesired({ name: "back-again", source: HAIKU, declaredAt: at(14) }),
    aDesired({ name: "re-marked", declaredAt: at(18) }),
  ],
  live: [
    aLive({ name: "legacy-bot", source: NOVA, stack: null, id: "l3gacy000000", tags: { team: "care" } }),
    aLive({ name: "old-report", id: "r3port000000" }),
    aLive({ name: "due", id: "du3000000000", tags: { "strata:retire-after": "2026-11-22T09:00:00Z" } }),
    aLive({ name: "not-yet", id: "n0ty3t000000", tags: { "strata:retire-after": "2026-11-24T09:00:00Z" } }),
    aLive({ name: "unreadable-time", tags: { "strata:retire-after": "soon" } }),
    aLive({ name: "back-again", source: HAIKU, tags: { ...base, "strata:retire-after": "2026-11-24T09:00:00Z" } }),
    aLive({ name: "re-marked", stack: "genai-pilot" }),
  ],
  state: {
    formerStacks: ["genai-pilot"],
    release: [{ pattern: "old-*", declaredAt: at(40) }],
  },
};
