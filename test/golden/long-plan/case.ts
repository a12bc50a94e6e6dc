import { aDesired, aKept, aLive, at, DEV, type Given, HAIKU, NOVA, PROD_EU } from "../../fakes/builders.ts";

const many = Array.from({ length: 45 }, (_, index) => `team-${String(index + 1).padStart(2, "0")}`);
const kept = many.map((name) => aKept(`kept-${name}`));

/** As in a window that holds no more: of everything one line, of what rests too. */
export const given: Given = {
  compact: true,
  desired: [
    ...kept.map(({ desired }) => desired),
    ...many.map((name, index) => aDesired({ name, declaredAt: at(10 + 4 * index) })),
    aDesired({ name: "search", tags: { team: "search" } }),
    aDesired({ name: "support-bot", source: HAIKU }),
    aDesired({ name: "taken", target: PROD_EU, source: "eu.amazon.nova-lite-v1:0" }),
  ],
  live: [
    ...kept.map(({ live }) => live),
    aLive({ name: "search" }),
    aLive({ name: "support-bot", source: NOVA }),
    aLive({ name: "taken", target: PROD_EU, source: NOVA, stack: null }),
    aLive({ name: "kept-for-good", tags: { team: "care", "strata:protect": "true" } }),
    aLive({ name: "hackday-2025" }),
  ],
  unread: [{ ...DEV, status: "unreadable" }],
};
