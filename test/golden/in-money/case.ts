import { parseMoney } from "../../../src/core/money.ts";
import type { ProfileCost } from "../../../src/core/profile-money.ts";
import { aDesired, aLive, at, type Given, HAIKU, NOVA, SONNET } from "../../fakes/builders.ts";

const cost = (amount: string, more: Partial<Extract<ProfileCost, { isKnown: true }>> = {}): ProfileCost => ({
  isKnown: true,
  amount: parseMoney(amount) ?? 0n,
  currency: "USD",
  estimated: false,
  isOfName: false,
  ...more,
});

const COSTS: Readonly<Record<string, ProfileCost>> = {
  "ads-copy": cost("4120.333"),
  "ads-review": cost("4120.327"),
  "cost-centre": cost("80.5"),
  doubtful: { isKnown: false, why: "shared-name" },
  "first-project": cost("120"),
  "hackday-2025": cost("12"),
  idle: cost("0"),
  late: { isKnown: false, why: "followed-since", since: "2026-10-12" },
  "no-project": cost("30.004", { estimated: true }),
  rerank: cost("640.1"),
  renamed: cost("77"),
  swapped: cost("9.99", { isOfName: true }),
};

const project = (name: string, to: string | null, from: string | null, line: number) => ({
  desired: aDesired({ name, tags: to === null ? {} : { project: to }, declaredAt: at(line) }),
  live: aLive({ name, tags: from === null ? {} : { project: from } }),
});
const moved = [
  project("ads-copy", "ads", "search", 20),
  project("ads-review", "ads", "discovery", 21),
  project("doubtful", "ads", "discovery", 22),
  project("first-project", "ads", null, 23),
  project("idle", "discovery", "ads", 24),
  project("late", "discovery", "ads", 25),
  project("no-project", null, "ads", 26),
  project("renamed", "discovery", "search", 27),
];

/** Every way in which a change speaks of money. */
export const given: Given = {
  desired: [
    ...moved.map(({ desired }) => desired),
    aDesired({
      name: "cost-centre",
      tags: { "cost-center": "CC-2", project: "ads", stage: "prod", team: "blue" },
      declaredAt: at(28),
    }),
    aDesired({ name: "new", tags: { project: "ads" }, declaredAt: at(29) }),
    aDesired({ name: "rerank", source: HAIKU, tags: { project: "discovery" }, declaredAt: at(30) }),
    aDesired({ name: "swapped", source: SONNET, tags: { project: "ads" }, declaredAt: at(31) }),
  ],
  live: [
    ...moved.map(({ live }) => live),
    aLive({ name: "cost-centre", tags: { "cost-center": "CC-1", project: "ads", stage: "test", team: "red" } }),
    aLive({ name: "hackday-2025", source: NOVA, tags: { project: "ads" } }),
    aLive({ name: "rerank", source: NOVA, tags: { project: "ads" } }),
    aLive({ name: "swapped", source: NOVA, tags: { project: "ads" } }),
  ],
  state: {
    costAllocationTags: ["project", "cost-center", "stage", "strata:name"],
    projects: [
      { name: "discovery", formerly: ["search"] },
      { name: "ads", formerly: [] },
    ],
  },
  costs: ({ name }) => COSTS[name] ?? cost("1"),
  unfollowed: ["stage"],
};
