import { aDesired, aLive, at, type Given, HAIKU, NOVA, PROD, SONNET } from "../../fakes/builders.ts";

const alias = { name: "fast", declaredAt: at(8) };

/** `policy.minModelLife`: nothing new on a model that ends too soon; what lives there is told, and may be renamed. */
export const given: Given = {
  desired: [
    aDesired({ name: "new-search", source: HAIKU, declaredAt: at(20) }),
    aDesired({ name: "moves", source: HAIKU, alias, declaredAt: at(24) }),
    aDesired({ name: "taken-over", source: HAIKU, adopt: true, declaredAt: at(28) }),
    aDesired({ name: "stays", source: HAIKU, declaredAt: at(32) }),
    aDesired({ name: "stays-too", source: HAIKU, tags: { team: "search" }, declaredAt: at(36) }),
    aDesired({ name: "renamed", source: NOVA, declaredAt: at(40) }),
    aDesired({ name: "lives-on", source: SONNET, declaredAt: at(44) }),
  ],
  live: [
    aLive({ name: "moves", source: SONNET }),
    aLive({ name: "taken-over", source: HAIKU, stack: null }),
    aLive({ name: "stays", source: HAIKU }),
    aLive({ name: "stays-too", source: HAIKU }),
    aLive({ name: "old-name", source: NOVA }),
    aLive({ name: "not-wanted", source: SONNET }),
  ],
  targets: [PROD],
  state: { minModelLifeMs: 90 * 86_400_000 },
  lifecycles: {
    "anthropic.claude-haiku-4-5-20251001-v1:0": { status: "LEGACY", endOfLife: "2027-02-20T00:00:00Z" },
    "amazon.nova-lite-v1:0": { status: "LEGACY" },
    // Exactly as long as the policy asks for.
    "anthropic.claude-sonnet-4-5-20250929-v1:0": { status: "ACTIVE", endOfLife: "2027-02-21T00:00:00Z" },
  },
};
