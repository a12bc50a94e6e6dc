/** The plan guards' truth table (DESIGN section 4): every situation under every consent, and what counts. */
import { describe, expect, test } from "vitest";
import { buildPlan } from "../../src/core/build-plan.ts";
import type { GuardLimits } from "../../src/core/desired.ts";
import { checkGuards, countServing, expiredAllowance } from "../../src/core/guards.ts";
import { WHOLE_SCOPE } from "../../src/core/plan.ts";
import type { LiveProfile } from "../../src/core/profile.ts";
import { aLive, anObservation, aState, NOW, ourTags, PRO } from "../fakes/values.ts";
import { app, type Cell, DUE, diffOf, LATER, PROTECTED, pro, releasing, replacing, tagged } from "./lifecycle-cells.ts";

const LIMITS = { maxDeletes: 5, maxDeletePercent: 30, inUseDays: 7 };
const STOPS = { many: "safety/too-many-deletes", nothing: "safety/nothing-desired", none: undefined } as const;

interface Consent {
  /** `--allow-deletes`. */
  readonly flag?: number;
  /** `guards.allow`. */
  readonly file?: number;
  readonly until?: string;
}

function verdictOf(cell: Cell, { flag, file, until = "2026-12-01" }: Consent = {}, without: GuardLimits = LIMITS) {
  const desired = aState(cell.desired ?? [], cell.state);
  const limits = file === undefined ? without : { ...without, allow: { deletes: file, inUse: [], until } };
  const observation = anObservation(cell.live ?? [], cell.target);
  const diff = diffOf(cell);
  const plan = buildPlan({ stacks: desired, scope: WHOLE_SCOPE, observation, diff, billing: [], diagnostics: [] });
  return checkGuards({
    plan,
    limits,
    desiredCount: desired.profiles.length,
    serving: countServing(observation, desired),
    now: NOW,
    ...(flag === undefined ? {} : { allowDeletes: flag }),
  });
}

/** So many live profiles of ours, of which the first `gone` are in no entry. */
function estate(live: number, gone: number): Cell {
  const names = Array.from({ length: live }, (_, i) => `app${i}`);
  const kept = names.slice(gone);
  return {
    desired: kept.map((name) => app({ name })),
    live: names.map((awsName) => aLive({ awsName, tags: ourTags(awsName) })),
  };
}

/** `ends` end; `stop` is what stops them when nobody consents. */
const SITUATIONS: readonly (readonly [name: string, live: number, ends: number, stop: keyof typeof STOPS])[] = [
  ["nothing ends", 9, 0, "none"],
  ["nothing ends, of ten", 10, 0, "none"],
  ["fewer than maxDeletes, of nine", 9, 4, "none"],
  ["exactly maxDeletes, of nine", 9, 5, "none"],
  ["one more than maxDeletes, of nine", 9, 6, "many"],
  ["fewer than both, of ten", 10, 2, "none"],
  ["exactly the percentage, of ten", 10, 3, "none"],
  ["above the percentage alone, of ten", 10, 4, "many"],
  ["above the percentage by a fraction, of thirteen", 13, 4, "many"],
  ["exactly maxDeletes, under the percentage, of seventeen", 17, 5, "none"],
  ["above maxDeletes alone, of forty", 40, 6, "many"],
  ["above maxDeletes, exactly the percentage, of twenty", 20, 6, "many"],
  ["above both, of ten", 10, 9, "many"],
  ["nothing desired, one ends", 1, 1, "nothing"],
  ["nothing desired, fewer than maxDeletes end", 3, 3, "nothing"],
  ["nothing desired, more than both end", 12, 12, "nothing"],
  ["nothing desired, nothing live", 0, 0, "none"],
];

/** From the number that ends to a consent, and whether that passes it. */
const CONSENTS: readonly (readonly [name: string, of: (ends: number) => Consent, passes: boolean])[] = [
  ["no consent", () => ({}), false],
  ["flag: less", (n) => ({ flag: n - 1 }), false],
  ["flag: equal", (n) => ({ flag: n }), true],
  ["flag: more", (n) => ({ flag: n + 1 }), true],
  ["flag: none at all", () => ({ flag: 0 }), false],
  ["file, live: less", (n) => ({ file: n - 1 }), false],
  ["file, live: equal", (n) => ({ file: n }), true],
  ["file, live: more", (n) => ({ file: n + 1 }), true],
  ["file, on its last day: less", (n) => ({ file: n - 1, until: "2026-11-23" }), false],
  ["file, on its last day: equal", (n) => ({ file: n, until: "2026-11-23" }), true],
  ["file, on its last day: more", (n) => ({ file: n + 1, until: "2026-11-23" }), true],
  ["file, expired: less", (n) => ({ file: n - 1, until: "2026-11-22" }), false],
  ["file, expired: equal", (n) => ({ file: n, until: "2026-11-22" }), false],
  ["file, expired: more", (n) => ({ file: n + 1, until: "2026-11-22" }), false],
  ["both less: they do not add up", (n) => ({ flag: n - 1, file: n - 1 }), false],
  ["flag equal, file less: the higher counts", (n) => ({ flag: n, file: n - 1 }), true],
  ["flag less, file equal: the higher counts", (n) => ({ flag: n - 1, file: n }), true],
  ["flag equal, file expired", (n) => ({ flag: n, file: n, until: "2026-11-22" }), true],
  ["flag less, file expired", (n) => ({ flag: n - 1, file: n, until: "2026-11-22" }), false],
];

describe.each(SITUATIONS)("%s", (_, live, ends, stop) => {
  const cell = estate(live, ends);
  test.each(CONSENTS)("%s", (__, consentTo, passes) => {
    const verdict = verdictOf(cell, consentTo(ends));
    expect(verdict.ends).toBe(ends);
    const expected = stop === "none" || passes ? [] : [STOPS[stop]];
    expect(verdict.stops.map(({ code }) => code)).toEqual(expected);
  });
});

test.each([
  ["33.3 % is above 33 %", { ...LIMITS, maxDeletePercent: 33 }, STOPS.many],
  ["33.3 % is not above 34 %", { ...LIMITS, maxDeletePercent: 34 }, undefined],
  ["maxDeletes: 0 stops every one", { ...LIMITS, maxDeletes: 0 }, STOPS.many],
  ["maxDeletePercent: 100 stops none that maxDeletes lets pass", { ...LIMITS, maxDeletePercent: 100 }, undefined],
])("four of twelve: %s", (_, limits, stop) => {
  expect(verdictOf(estate(12, 4), {}, limits).stops[0]?.code).toBe(stop);
});

describe("what counts", () => {
  const other = app({ name: "bot" });
  const bot = aLive({ awsName: "bot", tags: ourTags("bot") });
  const swap = { desired: [app({ candidates: [PRO] }), other] };
  test.each<readonly [string, Cell, ends: number, serving: number]>([
    ["a delete", { desired: [other], live: [bot, aLive()] }, 1, 2],
    ["a double", { desired: [app()], live: [aLive(), aLive(), aLive()] }, 2, 3],
    ["a replace without grace", { ...swap, live: [bot, aLive()], state: replacing(0, "model") }, 1, 2],
    [
      "the rest of a replace without grace",
      { ...swap, live: [bot, aLive(), pro()], state: replacing(0, "model") },
      1,
      3,
    ],
    ["a replace with grace: no", { ...swap, live: [bot, aLive()], state: replacing(1, "model") }, 0, 2],
    ["a retirement: neither it nor what it is a part of", { desired: [other], live: [bot, tagged(DUE)] }, 0, 1],
    ["one that retires later: not in the percentage", { desired: [other], live: [bot, tagged(LATER)] }, 0, 1],
    ["a protected one: only in the percentage", { desired: [other], live: [bot, tagged(PROTECTED)] }, 0, 2],
    ["a release: only in the percentage", { desired: [other], live: [bot, aLive()], state: releasing("app") }, 0, 2],
    ["a blocked one: only in the percentage", { desired: [other], live: [bot, aLive({ awsName: "x" })] }, 0, 2],
    ["an adoption and a tag edit: no", { desired: [app({ adopt: true })], live: [aLive({ tags: {} })] }, 0, 0],
    ["another stack's: no", { desired: [], live: [tagged({ "strata:stack": "other" })] }, 0, 0],
    [
      "a former stack's",
      { desired: [other], live: [bot, tagged({ "strata:stack": "old" })], state: { formerStacks: ["old"] } },
      1,
      2,
    ],
  ])("%s", (_, cell, ends, serving) => {
    const { stops, ...verdict } = verdictOf(cell);
    expect([verdict.ends, verdict.serving, stops]).toEqual([ends, serving, []]);
  });

  test.each<readonly [string, LiveProfile]>([
    ["is protected", tagged(PROTECTED)],
    ["is due", tagged(DUE)],
    ["retires later", tagged(LATER)],
  ])("nothing desired, and all that is ours %s: nothing ends, so nothing stops", (_, live) => {
    expect(verdictOf({ live: [live] }).stops).toEqual([]);
  });

  test("targets that could not be read are no part of the percentage", () => {
    const target = { account: "111122223333", region: "eu-west-1" };
    const read = anObservation([aLive()]).targets;
    expect(countServing({ targets: [...read, { target, status: "unreadable" }] }, aState([]))).toBe(1);
  });
});

describe("what a person is told", () => {
  test("the numbers, and the consent that would pass", () => {
    const [stop] = verdictOf(estate(10, 4)).stops;
    expect(stop?.detail).toBe(
      "4 live profiles of 10 (40 %) would end; the guards allow 5 and 30 %. Nothing is applied.",
    );
    expect(stop?.hint).toContain("--allow-deletes 4");
  });

  test("a consent in the file that does not reach", () => {
    expect(verdictOf(estate(9, 6), { file: 5 }).stops[0]?.hint).toContain("consents to 5 deletes, through 2026-12-01");
  });

  test.each([
    ["2026-11-22", "safety/allowance-expired"],
    ["2026-11-23", undefined],
  ])("a consent through %s: %s", (until, code) => {
    const limits = { ...LIMITS, allow: { deletes: 1, inUse: [], until } };
    expect(expiredAllowance(limits, NOW)?.code).toBe(code);
  });
});
