/** Rows, totals and coverage out of what Cost Explorer answers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactMoney, parseMoney, sumMoney } from "../../src/core/money.ts";
import { coverageOf, modelOf, tabulate, tagValue } from "../../src/core/spend.ts";
import { readBy, valuesBy } from "../../src/core/spend-by.ts";
import type { CostTagStatus, SpendAnswer } from "../../src/core/spend-query.ts";

const SPANS = ["2026-10-01", "2026-10-02", "2026-10-03"].map((start) => ({ start, end: "x", estimated: false }));
const ACTIVE: CostTagStatus = { status: "active", since: null, countsFrom: null };
const PERIOD = { start: "2026-10-01", end: "2026-11-01" };

function answer(...cells: readonly (readonly [start: string, value: string, amount: string])[]): SpendAnswer {
  return {
    spans: SPANS,
    cells: cells.map(([start, value, amount]) => ({ start, values: [value], amount, currency: "USD" })),
  };
}

const byTag = (told: readonly string[]) => told.map(tagValue);

describe("tabulate", () => {
  test("the largest first, what is untagged last, each day in its place", () => {
    const table = tabulate(
      answer(
        ["2026-10-01", "", "100"],
        ["2026-10-02", "a", "1.5"],
        ["2026-10-03", "b", "2"],
        ["2026-10-01", "a", "0.25"],
      ),
      byTag,
    );
    expect(table.rows.map(({ values, total, series }) => [values, exactMoney(total), series.map(exactMoney)])).toEqual([
      [["b"], "2", ["0", "0", "2"]],
      [["a"], "1.75", ["0.25", "1.5", "0"]],
      [[null], "100", ["100", "0", "0"]],
    ]);
    expect([exactMoney(table.total), table.currency]).toEqual(["103.75", "USD"]);
  });

  test("rows and series sum up to the total, to the last digit", () => {
    const amount = fc
      .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.nat(10 ** 9 - 1))
      .map(([whole, rest]) => `${whole}.${String(rest).padStart(9, "0")}`);
    const one = fc.tuple(
      fc.constantFrom(...SPANS.map(({ start }) => start)),
      fc.constantFrom("", "a", "b", "c"),
      amount,
    );
    fc.assert(
      fc.property(fc.array(one), (cells) => {
        const table = tabulate(answer(...cells), byTag);
        const told = sumMoney(cells.map(([, , text]) => parseMoney(text) ?? 0n));
        expect(table.total).toBe(told);
        expect(sumMoney(table.rows.map(({ total }) => total))).toBe(told);
        expect(sumMoney(table.series)).toBe(told);
        for (const row of table.rows) expect(sumMoney(row.series)).toBe(row.total);
        const { covered, uncovered } = coverageOf("k", ACTIVE, table, 0, PERIOD);
        expect(covered + uncovered).toBe(told);
      }),
    );
  });

  test("two currencies are no sum", () => {
    const { cells } = answer(["2026-10-01", "a", "1"]);
    const mixed = { spans: SPANS, cells: [...cells, ...cells.map((cell) => ({ ...cell, currency: "EUR" }))] };
    expect(() => tabulate(mixed, byTag)).toThrow("EUR and USD");
  });
});

describe("coverage", () => {
  const table = tabulate(answer(["2026-10-01", "a", "60"], ["2026-10-01", "", "40"]), byTag);
  const none = tabulate(answer(["2026-10-01", "", "40"]), byTag);
  test("the share that carries the key", () => expect(coverageOf("k", ACTIVE, table, 0, PERIOD).share).toBe(0.6));
  test("nothing carries an active key: that is a fact", () =>
    expect(coverageOf("k", ACTIVE, none, 0, PERIOD).share).toBe(0));
  test.each(["inactive", "unseen", "unknown"] as const)("nothing carries a key that is %s: nobody knows", (status) => {
    expect(coverageOf("k", { status, since: null, countsFrom: null }, none, 0, PERIOD).share).toBeNull();
  });
  test.each([
    ["before the period", "2026-09-01", "active", null, 0],
    ["on its first day", "2026-10-01", "active", null, 0],
    ["within it", "2026-10-20", "active", "2026-10-20", 0],
    ["after it", "2026-11-01", "late", null, null],
  ] as const)("an active key that counts from a day %s", (_, day, status, partialFrom, share) => {
    const counts: CostTagStatus = { status: "active", since: "2026-11-24T09:00:00Z", countsFrom: `${day}T09:00:00Z` };
    expect(coverageOf("k", counts, none, 0, PERIOD)).toMatchObject({ status: { status }, partialFrom, share });
  });
  test.each([
    ["-30", "20"],
    ["70", "-70"],
    ["120", "-20"],
    ["-20", "120"],
  ])("%s with the key and %s without are no shares of anything, yet known", (tagged, untagged) => {
    const mixed = tabulate(answer(["2026-10-01", "a", tagged], ["2026-10-01", "", untagged]), byTag);
    expect(coverageOf("k", ACTIVE, mixed, 0, PERIOD)).toMatchObject({ share: null, isKnown: true });
  });
  test("values prove that a key is active, whether that could be read or not", () => {
    expect(coverageOf("k", { status: "unknown", since: null, countsFrom: null }, table, 0, PERIOD).share).toBe(0.6);
  });
});

test.each([
  ["Claude Sonnet 4.5 (Amazon Bedrock Edition)", "USW2-MP:USW2_InputTokenCount-Units", "Claude Sonnet 4.5"],
  ["Amazon Bedrock", "USW2-NovaLite-input-tokens", "NovaLite"],
  ["Amazon Bedrock", "USE1-Claude4.6Sonnet-output-tokens-cross-region-global", "Claude4.6Sonnet"],
  ["Amazon Bedrock", "USE1-Nova2.0Lite-cache-read-input-token-count", "Nova2.0Lite"],
  ["Amazon Bedrock", "USE1-openai.gpt-oss-120b-mantle-input-tokens-standard", "openai.gpt-oss-120b"],
  ["Amazon Bedrock", "Guardrail", "Amazon Bedrock: Guardrail"],
])("%s, %s is %s", (service, usageType, model) => expect(modelOf(service, usageType)).toBe(model));

describe("readBy", () => {
  test.each([
    [undefined, ["project"], [{ kind: "tag", name: "project" }]],
    [undefined, [], [{ kind: "dimension", name: "service" }]],
    [
      "project,region",
      [],
      [
        { kind: "tag", name: "project" },
        { kind: "dimension", name: "region" },
      ],
    ],
    ["tag:region", [], [{ kind: "tag", name: "region" }]],
    ["model", [], [{ kind: "dimension", name: "model" }]],
  ])("%s", (text, keys, by) => expect(readBy(text, keys)).toEqual({ ok: true, by }));

  test.each([
    ["a,b,c", "2 at most"],
    ["model,project", "by itself"],
    ["a,a", "twice"],
    ["tag:a,a", "twice"],
    ["proj$x", "key$value"],
    ["a,", "no name"],
    ["", "no name"],
  ])("%j is refused", (text, why) =>
    expect(readBy(text, [])).toEqual({ ok: false, why: expect.stringContaining(why) }),
  );

  test("a model's usage types are one row", () => {
    expect(valuesBy([{ kind: "dimension", name: "model" }])(["Amazon Bedrock", "EU-NovaPro-output-tokens"])).toEqual([
      "NovaPro",
    ]);
  });
});
