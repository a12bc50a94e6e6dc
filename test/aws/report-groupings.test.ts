/** What the monthly close asks Cost Explorer for, through the real SDK: sums, quantities, every kind of charge, one service at a time. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { activate, anEstate, PAYER, sourceOf } from "../../scripts/costs-picture/estate.ts";
import { exactMoney, parseMoney, sumMoney } from "../../src/core/money.ts";
import { type SpendAnswer, type SpendGrouping, TAX_SERVICE } from "../../src/core/spend-query.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";

const OTHER = "444455556666";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await anEstate();
  await activate(sandbox, ["project", "stage"]);
});
afterEach(() => sandbox.close());

const NO_STATES = { tags: { ok: true, value: [], attempts: 0 }, backfills: null } as const;

async function asked(...groupings: readonly Partial<SpendGrouping>[]) {
  const answer = await sourceOf(sandbox).ask({
    period: { start: "2026-09-01", end: "2026-11-01" },
    metric: "unblended",
    groupings: groupings.map((one) => ({ granularity: "monthly", groups: [], ...one })),
    states: NO_STATES,
  });
  if (!answer.ok) throw new Error(answer.fault.message);
  return { ...answer.value, attempts: answer.attempts };
}

const october = ({ cells }: SpendAnswer) => cells.filter(({ start }) => start === "2026-10-01");
const sum = (cells: SpendAnswer["cells"]) => exactMoney(sumMoney(cells.map(({ amount }) => parseMoney(amount) ?? 0n)));

const USAGE_TYPES = {
  eachService: true,
  quantities: true,
  groups: [
    { type: "tag", key: "project" },
    { type: "dimension", key: "USAGE_TYPE" },
  ],
} as const satisfies Partial<SpendGrouping>;

describe("without groups", () => {
  test("one cell a month, and no value", async () => {
    const { answers } = await asked({});
    expect(answers[0]?.cells.map(({ start, values, currency }) => [start, values, currency])).toEqual([
      ["2026-09-01", [], "USD"],
      ["2026-10-01", [], "USD"],
    ]);
    expect(answers[0]?.spans).toEqual([
      { start: "2026-09-01", end: "2026-10-01", estimated: false },
      { start: "2026-10-01", end: "2026-11-01", estimated: false },
    ]);
  });

  test("of some accounts: together they are all", async () => {
    const { answers } = await asked({}, { accounts: [PAYER] }, { accounts: [OTHER] }, { accounts: [PAYER, OTHER] });
    const [whole, payer, other, both] = answers.map((one) => parseMoney(sum(october(one))) ?? 0n);
    expect([both, (payer ?? 0n) + (other ?? 0n)]).toEqual([whole, whole]);
    expect([payer, other].every((one) => one !== undefined && one > 0n)).toBe(true);
  });

  test("of some values of a tag: as much as grouping tells of them", async () => {
    const { answers } = await asked(
      { tag: { key: "project", values: ["search", "docs"] } },
      { groups: [{ type: "tag", key: "project" }] },
    );
    const [filtered, grouped] = answers;
    const named =
      grouped === undefined
        ? []
        : october(grouped).filter(({ values: [value = ""] }) => ["search", "docs"].includes(value));
    expect(named).toHaveLength(2);
    expect(filtered === undefined ? "" : sum(october(filtered))).toBe(sum(named));
  });
});

describe("one request for each service", () => {
  test("puts the service before the other values, and all of them are the whole", async () => {
    const { answers, services, attempts } = await asked({}, USAGE_TYPES);
    const [whole, each] = answers;
    if (whole === undefined || each === undefined) throw new Error("two answers");
    expect(sum(october(each))).toBe(sum(october(whole)));
    expect(new Set(each.cells.map(({ values }) => values[0]))).toEqual(new Set(services));
    expect(each.cells.every(({ values }) => values.length === 3)).toBe(true);
    // The list of services, the whole, and each of them.
    expect(attempts).toBe(2 + services.length);
  });

  test("small pages tell the same", async () => {
    const one = await asked(USAGE_TYPES);
    sandbox.behaviour.pageSizeCap = 1;
    const many = await asked(USAGE_TYPES);
    expect(many.answers).toEqual(one.answers);
    expect(many.attempts).toBeGreaterThan(one.attempts);
  });

  test("quantities come with what they count: thousands of tokens, or nameless units", async () => {
    const { answers } = await asked(USAGE_TYPES);
    const units = (answers[0]?.cells ?? []).map(({ values: [service = ""], unit }) => `${service}: ${unit}`);
    expect([...new Set(units)].sort()).toEqual([
      "Amazon Bedrock: 1K tokens",
      "Claude Haiku 4.5 (Amazon Bedrock Edition): Units",
      "Claude Sonnet 4.5 (Amazon Bedrock Edition): Units",
    ]);
    expect(answers[0]?.cells.every(({ quantity = "" }) => /^\d+\.\d+$/.test(quantity))).toBe(true);
  });

  test("without being asked for, none", async () => {
    const { quantities: _, ...without } = USAGE_TYPES;
    const { answers } = await asked(without);
    expect(answers[0]?.cells.some((one) => "quantity" in one || "unit" in one)).toBe(false);
  });
});

test("every kind of charge: usage is the whole, credits are below 0, and tax is of the bill alone", async () => {
  const { answers, services } = await asked(
    {},
    {
      everyRecord: true,
      groups: [
        { type: "dimension", key: "RECORD_TYPE" },
        { type: "dimension", key: "SERVICE" },
      ],
    },
  );
  const [whole, kinds] = answers;
  if (whole === undefined || kinds === undefined) throw new Error("two answers");
  const of = (kind: string) => october(kinds).filter(({ values }) => values[0] === kind);
  expect(sum(of("Usage"))).toBe(sum(october(whole)));
  expect(Number(sum(of("Credit")))).toBeLessThan(0);
  expect(of("Tax").map(({ values }) => values[1])).toEqual([TAX_SERVICE]);
  // No other service comes with it.
  expect(new Set(kinds.cells.map(({ values }) => values[1]))).toEqual(new Set([...services, TAX_SERVICE]));
});
