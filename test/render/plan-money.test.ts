/** A plan's money in words: each wording once, and strangers' values only in the format's own quotes. */
import { describe, expect, test } from "vitest";
import type { ChangeMoney, MoneyMove } from "../../src/core/change-money.ts";
import type { PlannedChange } from "../../src/core/plan.ts";
import { COMMENT_BYTES, NO_ORIGIN } from "../../src/render/markdown-options.ts";
import { byteLength } from "../../src/render/markdown-text.ts";
import { renderPlanMarkdown } from "../../src/render/plan-markdown.ts";
import { moneyCell, moneyMonth, moneyWords, totalWords } from "../../src/render/plan-money.ts";
import { aDesired, aLive, aPlanReport, HAIKU, NOVA } from "../fakes/builders.ts";

const { plan } = aPlanReport({
  desired: [
    aDesired({ name: "edited", tags: { project: "ads" } }),
    aDesired({ name: "swapped", source: HAIKU }),
    aDesired({ name: "told-anew", description: "new" }),
  ],
  live: [
    aLive({ name: "edited" }),
    aLive({ name: "swapped", source: NOVA }),
    aLive({ name: "told-anew", description: "old" }),
    aLive({ name: "ended" }),
  ],
  state: { replacement: { graceMs: 0, on: ["model", "description"] } },
});
const changeOf = (name: string): PlannedChange => {
  const found = plan.changes.find(({ key }) => key.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const money = (more: Partial<ChangeMoney> = {}): ChangeMoney => ({
  month: "2026-10",
  amount: "4120.3291",
  currency: "USD",
  moves: [],
  ...more,
});
const move = (key: string, from: string | null, to: string | null, more: Partial<MoneyMove> = {}): MoneyMove => ({
  key,
  from,
  to,
  ...more,
});
const moves = (...all: MoneyMove[]): ChangeMoney => money({ moves: all });

test.each<[string, ChangeMoney | undefined, string[]]>([
  ["edited", undefined, []],
  [
    "edited",
    moves(move("project", "search", "ads")),
    ["moves 4,120.33 USD/month from `search` to `ads` (as in 2026-10)"],
  ],
  ["edited", moves(move("project", null, "ads")), ["attributes 4,120.33 USD/month to `ads` (as in 2026-10)"]],
  ["edited", moves(move("project", "ads", null)), ["leaves 4,120.33 USD/month of `ads` unattributed (as in 2026-10)"]],
  ["edited", moves(move("project", "ads", "ads")), ["moves nothing: both are names of `ads`"]],
  [
    "edited",
    moves(move("project", "a", "b"), move("stage", "test", "prod"), move("team", null, "red"), move("unit", "x", null)),
    [
      "moves 4,120.33 USD/month from `a` to `b` (as in 2026-10)",
      "`stage`: moves 4,120.33 USD/month from `test` to `prod` (as in 2026-10)",
      "`team`: attributes 4,120.33 USD/month to `red` (as in 2026-10)",
      "`unit`: leaves 4,120.33 USD/month of `x` unattributed (as in 2026-10)",
    ],
  ],
  [
    "edited",
    moves(move("project", "a", "b", { unfollowed: true })),
    ["`project`: moves nothing, since billing does not follow the key yet"],
  ],
  [
    "edited",
    money({ estimated: true, moves: [move("project", "a", "b")] }),
    ["moves 4,120.33 USD/month from `a` to `b` (as in 2026-10, estimated)"],
  ],
  ["edited", money({ amount: "0", moves: [move("project", "a", "b")] }), ["cost nothing in 2026-10"]],
  [
    "edited",
    money({ amount: "-2", moves: [move("project", "a", "b")] }),
    ["moves -2.00 USD/month from `a` to `b` (as in 2026-10)"],
  ],
  [
    "edited",
    money({ ofName: true, moves: [move("project", "a", "b")] }),
    ["moves 4,120.33 USD/month from `a` to `b` (as in 2026-10, under this name)"],
  ],
  [
    "edited",
    money({
      ofName: true,
      moves: [move("project", "a", "b", { unsure: "other-values" }), move("stage", "test", "prod")],
    }),
    [
      "cost 4,120.33 USD in 2026-10 under this name",
      "how much of it moves is not known: another profile of this name has another `project`",
      "`stage`: moves 4,120.33 USD/month from `test` to `prod` (as in 2026-10, under this name)",
    ],
  ],
  [
    "ended",
    moves(move("project", "a", "b", { unsure: "renamed" })),
    ["cost 4,120.33 USD in 2026-10", "whether it moves to the new name, which has another `project`, is not known"],
  ],
  ["edited", money({ amount: "0", ofName: true }), ["cost nothing in 2026-10 under this name"]],
  ["swapped", money(), ["cost 4,120.33 USD in 2026-10 on the old model"]],
  ["swapped", money({ ofName: true }), ["cost 4,120.33 USD in 2026-10 under this name"]],
  ["swapped", money({ amount: "0", currency: null }), ["cost nothing in 2026-10"]],
  [
    "swapped",
    moves(move("project", "a", "b")),
    ["cost 4,120.33 USD in 2026-10 on the old model", "moves 4,120.33 USD/month from `a` to `b` (as in 2026-10)"],
  ],
  ["told-anew", money(), ["cost 4,120.33 USD in 2026-10"]],
  ["ended", money({ amount: "12" }), ["cost 12.00 USD in 2026-10"]],
  ["ended", money({ amount: "12", estimated: true }), ["cost 12.00 USD in 2026-10 (estimated)"]],
  ["ended", money({ amount: "12", ofName: true }), ["cost 12.00 USD in 2026-10 under this name"]],
  ...(
    [
      [{ why: "followed-since", since: "2026-10-12" }, "followed only since 2026-10-12"],
      [{ why: "shared-name" }, "others have a profile of this name there"],
      [{ why: "unnamed" }, "it carries no strata:name"],
      [{ why: "adopted" }, "it gets its marks only now"],
      [{ why: "unbilled" }, "nothing was billed under this name; it may have been marked later"],
    ] as const
  ).map(([unknown, why]): [string, ChangeMoney, string[]] => [
    "edited",
    money({ amount: null, currency: null, unknown, moves: [move("project", "a", "b")] }),
    [`cost not known (${why})`],
  ]),
])("%s: %j", (name, told, words) => {
  const change = told === undefined ? changeOf(name) : { ...changeOf(name), money: told };
  expect(moneyWords(change)).toEqual(words);
});

test.each<[ChangeMoney | undefined, string]>([
  [undefined, ""],
  [money(), "4,120.33 USD"],
  [money({ ofName: true }), "4,120.33 USD under its name"],
  [money({ amount: "0" }), "nothing"],
  [money({ amount: null, currency: null, unknown: { why: "unnamed" } }), "not known"],
])("in a table: %j is %s", (told, text) => {
  expect(moneyCell(told === undefined ? changeOf("ended") : { ...changeOf("ended"), money: told })).toBe(text);
});

test("a plan of parts from either side of a month's end has no one month", () => {
  const of = (month: string) => ({ ...changeOf("ended"), money: money({ month }) });
  expect(moneyMonth([of("2026-10"), changeOf("ended"), of("2026-10")])).toBe("2026-10");
  expect([moneyMonth([of("2026-10"), of("2026-11")]), moneyMonth([changeOf("ended")])]).toEqual([undefined, undefined]);
});

test("a comment of very many changes fits, and its total stays", () => {
  const names = Array.from({ length: 4_000 }, (_, at) => `profile-${at}`);
  const cost = { isKnown: true, amount: 10n ** 18n, currency: "USD", estimated: false, isOfName: true } as const;
  const report = aPlanReport({
    desired: names.slice(400).map((name) => aDesired({ name, tags: { project: "ads" } })),
    live: names.map((name, at) => aLive({ name, id: `p${at}`, tags: { project: "search" } })),
    costs: () => cost,
  });
  const text = renderPlanMarkdown(report, { maxBytes: COMMENT_BYTES, origin: NO_ORIGIN, hasMarker: true });
  expect(byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
  expect(text).toContain("\nThis plan moves 3,600.00 USD/month between projects.\n");
  expect(text).toContain("| Cost (2026-10) |");
});

test("a comment without its edits keeps the largest moves, with whose money goes where", () => {
  const names = Array.from({ length: 700 }, (_, at) => `profile-${String(at).padStart(3, "0")}`);
  const amountOf = (name: string) => BigInt(Number(name.slice(-3)) + 1) * 10n ** 18n;
  const report = aPlanReport({
    desired: names.map((name) => aDesired({ name, tags: { project: "ads" } })),
    live: names.map((name, at) => aLive({ name, id: `p${at}`, tags: { project: "a|b" } })),
    costs: ({ name }) => ({
      isKnown: true,
      amount: amountOf(name),
      currency: "USD",
      estimated: false,
      isOfName: false,
    }),
  });
  const text = renderPlanMarkdown(report, { maxBytes: 25_000, origin: NO_ORIGIN, hasMarker: false });
  const rows = text.split("\n").filter((line) => line.includes("USD/month from"));
  expect(rows).toHaveLength(10);
  expect(rows[0]).toContain("`profile-699`");
  expect(rows[0]).toContain("moves 700.00 USD/month from `a\\|b` to `ads` (as in 2026-10)");
  expect(text).toContain("\nAnd 690 smaller moves of money.\n");
});

describe("the total", () => {
  const totalOf = (...told: ChangeMoney[]): string =>
    totalWords({
      ...plan,
      changes: told.map((one, at) => {
        const edited = changeOf("edited");
        return { ...edited, key: { ...edited.key, name: `p${at}` }, money: one };
      }),
    });
  const moved = moves(move("project", "search", "ads"));

  test.each<[string, ChangeMoney[]]>([
    ["This plan moves 8,240.66 USD/month between projects.", [moved, moved]],
    ["This plan attributes 4,120.33 USD/month that had no project.", [moves(move("project", null, "a"))]],
    ["This plan leaves 4,120.33 USD/month without a project.", [moves(move("project", "a", null))]],
    [
      "This plan moves 4,120.33 USD/month between projects, attributes 4,120.33 USD/month that had no project and leaves 4,120.33 USD/month without a project.",
      [moved, moves(move("project", null, "a")), moves(move("project", "a", null))],
    ],
    [
      "This plan moves 4,120.33 USD/month between projects. Not in it: 1 change whose money is not known.",
      [moved, { ...moved, amount: null, currency: null, unknown: { why: "unnamed" } }],
    ],
    [
      "This plan moves 4,120.33 USD/month between projects. Not in it: 2 changes whose money is not known.",
      [
        moved,
        moves(move("project", "a", "b", { unsure: "other-values" })),
        moves(move("project", "a", "b", { unsure: "renamed" })),
      ],
    ],
    [
      "This plan moves 4,120.33 USD/month between projects. Estimated: the bill of that month is not final.",
      [{ ...moved, estimated: true }],
    ],
    ["", [moves(move("stage", "a", "b"))]],
    ["", [money()]],
    ["", [moves(move("project", "a", "a"))]],
    ["", [moved, { ...moved, currency: "EUR" }]],
    ["", [{ ...moved, amount: null, currency: null, unknown: { why: "unnamed" } }]],
  ])("%j", (text, told) => {
    expect(totalOf(...told)).toBe(text);
  });
});
