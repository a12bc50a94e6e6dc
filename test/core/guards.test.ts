import { describe, expect, test } from "vitest";
import { diffProfiles } from "../../src/core/diff.ts";
import { checkGuards } from "../../src/core/guards.ts";
import { buildPlan, countServing, WHOLE_SCOPE } from "../../src/core/plan.ts";
import { aDesired, aLive, anObservation, aState, NOW, ourTags, PRO } from "../fakes/values.ts";

interface Case {
  readonly name: string;
  /** Live profiles of ours, of which the first `gone` are in no entry of the file. */
  readonly live: number;
  readonly gone: number;
  readonly replaced?: number;
  readonly graceMs?: number;
  readonly allowDeletes?: number;
  readonly allow?: { deletes: number; until: string };
  readonly stops: string | null;
}

const TOO_MANY = "safety/too-many-deletes";
const NOTHING = "safety/nothing-desired";

const TABLE: Case[] = [
  { name: "no deletes", live: 9, gone: 0, stops: null },
  { name: "as many as allowed, below ten profiles", live: 9, gone: 5, stops: null },
  { name: "one more than allowed", live: 9, gone: 6, stops: TOO_MANY },
  { name: "exactly the percentage, from ten profiles up", live: 10, gone: 3, stops: null },
  { name: "above the percentage, from ten profiles up", live: 10, gone: 4, stops: TOO_MANY },
  { name: "the same percentage below ten profiles does not count", live: 9, gone: 4, stops: null },
  { name: "all of them", live: 3, gone: 3, stops: NOTHING },
  { name: "all of one", live: 1, gone: 1, stops: NOTHING },
  { name: "nothing live and nothing desired", live: 0, gone: 0, stops: null },
  { name: "replaces with grace do not count", live: 10, gone: 0, replaced: 9, graceMs: 1000, stops: null },
  { name: "replaces without grace count", live: 10, gone: 0, replaced: 4, graceMs: 0, stops: TOO_MANY },
  { name: "consent to exactly that many", live: 9, gone: 6, allowDeletes: 6, stops: null },
  { name: "consent to fewer", live: 9, gone: 6, allowDeletes: 5, stops: TOO_MANY },
  { name: "consent passes the percentage too", live: 10, gone: 9, allowDeletes: 9, stops: null },
  { name: "consent to the tear-down", live: 3, gone: 3, allowDeletes: 3, stops: null },
  { name: "consent to less than the tear-down", live: 3, gone: 3, allowDeletes: 2, stops: NOTHING },
  {
    name: "consent in the file, on its last day",
    live: 9,
    gone: 6,
    allow: { deletes: 6, until: "2026-11-23" },
    stops: null,
  },
  {
    name: "consent in the file, a day late",
    live: 9,
    gone: 6,
    allow: { deletes: 6, until: "2026-11-22" },
    stops: TOO_MANY,
  },
  {
    name: "the higher consent counts",
    live: 9,
    gone: 6,
    allowDeletes: 2,
    allow: { deletes: 6, until: "2027-01-01" },
    stops: null,
  },
];

function verdictOf(row: Case) {
  const names = Array.from({ length: row.live }, (_, i) => `app${i}`);
  const live = names.map((awsName) => aLive({ awsName, tags: ourTags(awsName) }));
  const kept = names.slice(row.gone);
  const profiles = kept.map((name, i) => aDesired({ name, ...(i < (row.replaced ?? 0) ? { candidates: [PRO] } : {}) }));
  const limits = {
    maxDeletes: 5,
    maxDeletePercent: 30,
    inUseDays: 7,
    ...(row.allow === undefined ? {} : { allow: { inUse: [], ...row.allow } }),
  };
  const desired = aState(profiles, { guards: limits, replacement: { graceMs: row.graceMs ?? 0, on: ["model"] } });
  const observation = anObservation(live);
  const diff = diffProfiles(desired, observation, NOW);
  const plan = buildPlan({ stacks: desired, scope: WHOLE_SCOPE, observation, diff, billing: [], diagnostics: [] });
  const allow = row.allowDeletes === undefined ? {} : { allowDeletes: row.allowDeletes };
  return checkGuards({
    plan,
    limits,
    desiredCount: profiles.length,
    serving: countServing(observation, desired),
    now: NOW,
    ...allow,
  });
}

describe("plan guards", () => {
  test.each(TABLE)("$name", (row) => {
    expect(verdictOf(row).stops.map(({ code }) => code)).toEqual(row.stops === null ? [] : [row.stops]);
  });

  test("the message carries the numbers, and the consent that would pass", () => {
    const [stop] = verdictOf({ name: "", live: 10, gone: 4, stops: TOO_MANY }).stops;
    expect(stop?.detail).toBe(
      "4 live profiles of 10 (40 %) would end; the guards allow 5 and 30 %. Nothing is applied.",
    );
    expect(stop?.hint).toContain("--allow-deletes 4");
  });

  test("retiring profiles are neither counted nor a base of the percentage", () => {
    const retiring = aLive({ tags: { ...ourTags(), "strata:retire-after": "2026-01-01T00:00:00Z" } });
    const desired = aState([]);
    const observation = anObservation([retiring]);
    const diff = diffProfiles(desired, observation, NOW);
    const plan = buildPlan({ stacks: desired, scope: WHOLE_SCOPE, observation, diff, billing: [], diagnostics: [] });
    expect(plan.summary.retire).toBe(1);
    expect(countServing(observation, desired)).toBe(0);
    expect(checkGuards({ plan, limits: desired.guards, desiredCount: 0, serving: 0, now: NOW }).stops).toEqual([]);
  });
});
