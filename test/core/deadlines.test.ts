/** Rows of profiles on models that end: which, in what order, whose, and what to change. */
import { describe, expect, test } from "vitest";
import { aheadProblem, daysAhead } from "../../src/core/days-ahead.ts";
import { type DeadlineRow, deadlineRows, needsLifecycles, type ProfileAmounts } from "../../src/core/deadlines.ts";
import type { ReadTarget } from "../../src/core/observation.ts";
import { mergeDeadlines, type PlanDeadlines } from "../../src/core/plan-deadlines.ts";
import {
  aDesired,
  aLive,
  anObservation,
  aState,
  at,
  DEV,
  type Given,
  GLOBAL_NOVA,
  HAIKU,
  type Lifecycles,
  NOVA,
  NOW,
  PROD,
  SONNET,
} from "../fakes/builders.ts";

const HAIKU_MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0";
const NOVA_MODEL = "amazon.nova-lite-v1:0";
const ends = (day: string) => ({ status: "LEGACY", endOfLife: `${day}T00:00:00Z` });

function rowsOf(given: Partial<Given>, days = 90, amounts: ProfileAmounts | null = null): DeadlineRow[] {
  const whole: Given = { desired: [], targets: [PROD, DEV], ...given };
  return deadlineRows(aState(whole), anObservation(whole), { days, now: NOW }, amounts);
}

const onHaiku = aLive({ name: "search", source: HAIKU });

describe("which models count, 90 days from 2026-11-23", () => {
  test.each<[string, Lifecycles[string], number | null | undefined]>([
    ["ended", ends("2026-01-01"), -326],
    ["ends today", ends("2026-11-23"), 0],
    ["ends on the last day", ends("2027-02-21"), 90],
    ["ends a day later", ends("2027-02-22"), undefined],
    ["active, and its end is near", { ...ends("2027-01-01"), status: "ACTIVE" }, 39],
    ["active without an end", { status: "ACTIVE" }, undefined],
    ["legacy without a told end", { status: "LEGACY", legacy: "2026-06-01T00:00:00Z" }, null],
    ["legacy, and its end is far", ends("2030-01-01"), undefined],
  ])("%s", (_, lifecycle, daysLeft) => {
    const rows = rowsOf({ live: [onHaiku], lifecycles: { [HAIKU_MODEL]: lifecycle } });
    expect(rows.map((row) => row.daysLeft)).toEqual(daysLeft === undefined ? [] : [daysLeft]);
  });

  test("a model that the region does not tell is not known", () => {
    expect(rowsOf({ live: [onHaiku], lifecycles: { [NOVA_MODEL]: ends("2026-12-01") } })).toEqual([]);
  });

  test("all days are told", () => {
    const lifecycle = {
      ...ends("2027-01-01"),
      legacy: "2026-06-01T10:00:00Z",
      extendedAccess: "2026-09-01T00:00:00Z",
    };
    const [row] = rowsOf({ live: [onHaiku], lifecycles: { [HAIKU_MODEL]: lifecycle } });
    expect(row).toMatchObject({
      model: HAIKU_MODEL,
      status: "LEGACY",
      legacy: "2026-06-01",
      extendedAccess: "2026-09-01",
      endOfLife: "2027-01-01",
      arn: onHaiku.arn,
      accountName: "prod",
      money: null,
    });
  });
});

const LIFECYCLES: Lifecycles = {
  [HAIKU_MODEL]: ends("2027-01-15"),
  [NOVA_MODEL]: ends("2026-12-31"),
  "amazon.nova-2-lite-v1:0": { status: "LEGACY" },
};

test("the soonest end first, then account, region and name; ends that are not told last; never another stack's", () => {
  const rows = rowsOf({
    live: [
      aLive({ name: "untold", source: GLOBAL_NOVA }),
      aLive({ name: "b", source: HAIKU }),
      aLive({ name: "a", source: HAIKU, stack: null }),
      aLive({ name: "c", source: HAIKU, target: DEV }),
      aLive({ name: "first", source: NOVA, target: DEV }),
      aLive({ name: "theirs", source: NOVA, stack: "data-science" }),
      aLive({ name: "lives-on", source: SONNET }),
    ],
    lifecycles: LIFECYCLES,
  });
  expect(rows.map(({ name, ownership }) => `${name} ${ownership}`)).toEqual([
    "first ours",
    "a unmanaged",
    "b ours",
    "c ours",
    "untold ours",
  ]);
});

describe("who answers for it", () => {
  const projects = [
    { name: "discovery", formerly: ["search"], owner: "@acme/discovery" },
    { name: "ads", formerly: [] },
  ];
  test.each<[Record<string, string>, string | null, string | null]>([
    [{ project: "discovery", owner: "ann" }, "discovery", "@acme/discovery"],
    [{ project: "search", owner: "ann" }, "discovery", "@acme/discovery"],
    [{ project: "ads", owner: "ann" }, "ads", "ann"],
    [{ project: "unknown", owner: "ann" }, "unknown", "ann"],
    [{ owner: "ann" }, null, "ann"],
    [{ project: "ads" }, "ads", null],
  ])("%j", (tags, project, owner) => {
    const [row] = rowsOf({ live: [{ ...onHaiku, tags }], lifecycles: LIFECYCLES, state: { projects } });
    expect([row?.project, row?.owner]).toEqual([project, owner]);
  });
});

describe("what of the file to change", () => {
  const alias = { name: "fast", declaredAt: at(7) };
  test.each<[string, Partial<Given>, unknown]>([
    ["the entry", { desired: [aDesired({ name: "search", source: HAIKU })] }, { alias: null, declaredAt: at(10) }],
    [
      "its alias",
      { desired: [aDesired({ name: "search", source: HAIKU, alias })] },
      { alias: "fast", declaredAt: at(7) },
    ],
    ["nothing where no entry is", {}, null],
    ["nothing where the entry has moved on", { desired: [aDesired({ name: "search", source: SONNET, alias })] }, null],
    [
      "nothing where it retires",
      {
        desired: [aDesired({ name: "search", source: HAIKU })],
        live: [aLive({ name: "search", source: HAIKU, tags: { "strata:retire-after": "2026-11-24T09:00:00Z" } })],
      },
      null,
    ],
    [
      "nothing where it is not ours",
      {
        desired: [aDesired({ name: "search", source: HAIKU })],
        live: [aLive({ name: "search", source: HAIKU, stack: null })],
      },
      null,
    ],
  ])("%s", (_, given, change) => {
    const [row] = rowsOf({ live: [onHaiku], lifecycles: LIFECYCLES, ...given });
    expect(row?.change).toEqual(change);
  });
});

test("money stands beside the profiles that it is known of", () => {
  const live = [onHaiku, aLive({ name: "other", source: HAIKU })];
  const of = ({ account, name }: { account: string; name: string }) =>
    `${account}/${name}` === `${PROD.account}/search` ? 5n : undefined;
  const rows = rowsOf({ live, lifecycles: LIFECYCLES }, 90, { month: "2026-10", unit: "USD", of });
  expect(rows.map(({ name, money }) => [name, money])).toEqual([
    ["other", null],
    ["search", 5n],
  ]);
});

describe("whose models are asked for, a call each", () => {
  const state = (minModelLifeMs?: number, desired = [aDesired({ name: "search" })]) =>
    aState({ desired, state: minModelLifeMs === undefined ? {} : { minModelLifeMs } });
  const target = (live: ReadTarget["live"], catalogue: ReadTarget["catalogue"] = {}): ReadTarget => {
    return { target: PROD, status: "read", live, catalogue };
  };
  const theirs = aLive({ name: "x", stack: "data-science" });
  const free = aLive({ name: "x", stack: null });
  const policy = 86_400_000;

  test.each([
    ["nobody asks", target([onHaiku]), [state()], "nobody", false],
    ["ours", target([theirs, onHaiku]), [state()], "ours", true],
    ["none of ours", target([theirs, free]), [state()], "ours", false],
    ["unmanaged ones", target([theirs, free]), [state()], "not-foreign", true],
    ["only another stack's", target([theirs]), [state()], "not-foreign", false],
    ["an empty target", target([]), [state()], "not-foreign", false],
    ["read before", target([onHaiku], { foundation: new Map() }), [state()], "ours", false],
    ["denied before", target([onHaiku], { foundation: null }), [state(policy)], "ours", false],
    ["a policy, and something is to come", target([]), [state(policy)], "policy", true],
    ["a policy, and something of ours is there", target([onHaiku]), [state(policy, [])], "policy", true],
    ["a policy, and nothing", target([free]), [state(policy, [])], "policy", false],
    ["a policy, and drift asks", target([]), [state(policy)], "ours", true],
    ["a policy, and a run that only looks", target([onHaiku]), [state(policy)], "nobody", false],
    ["a policy of 0", target([onHaiku]), [state(0)], "policy", false],
    ["a policy of the base alone", target([onHaiku]), [state(), state(policy)], "policy", true],
  ] as const)("%s", (_, observed, versions, wish, isNeeded) => {
    expect(needsLifecycles(observed, versions, wish)).toBe(isNeeded);
  });
});

describe("how far ahead", () => {
  test.each([
    ["90d", "2026-11-23", 90],
    ["12w", "2026-11-23", 84],
    ["1m", "2026-11-23", 30],
    ["3m", "2026-11-23", 92],
    ["1m", "2027-01-31", 28],
    ["1m", "2028-01-31", 29],
    ["13m", "2026-11-30", 395],
    ["9999d", "2026-11-23", 9999],
  ])("%s from %s on", (text, today, days) => {
    expect(aheadProblem(text)).toBeUndefined();
    expect(daysAhead(text, today)).toBe(days);
  });

  test.each(["", "90", "d", "0d", "-3d", "90D", "90 d", "1y", "mtd", "10000d", "1.5m"])("not %j", (text) => {
    expect(aheadProblem(text)).toContain("90d, 12w or 3m");
  });
});

describe("parts of a plan", () => {
  const one = (name: string, endOfLife: string | null) => {
    const rest = { arn: `arn:${name}`, model: "m", status: "LEGACY", legacy: null, extendedAccess: null };
    return { ...PROD, name, ...rest, endOfLife };
  };
  const part = (until: string, profiles: PlanDeadlines["profiles"], target = PROD): PlanDeadlines => {
    return { days: 90, until, targets: [target], profiles };
  };

  test("nothing where no part looked", () => {
    expect(mergeDeadlines([undefined, undefined])).toBeUndefined();
  });

  test("around midnight the shorter look counts", () => {
    const merged = mergeDeadlines([
      part("2027-02-22", [one("late", "2027-02-22"), one("untold", null)], DEV),
      undefined,
      part("2027-02-21", [one("near", "2027-02-21")]),
    ]);
    expect(merged).toMatchObject({ until: "2027-02-21", targets: [PROD, DEV] });
    expect(merged?.profiles.map(({ name }) => name)).toEqual(["near", "untold"]);
  });
});
