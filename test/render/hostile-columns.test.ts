/** Names and tags from anywhere keep the columns of every table, and none of them steers the terminal. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { judge } from "../../src/core/approval.ts";
import { comparePlans } from "../../src/core/compare-plans.ts";
import { NOTHING_ENDED } from "../../src/core/ended.ts";
import type { ProfileRow } from "../../src/core/listing.ts";
import { parseMoney } from "../../src/core/money.ts";
import type { Output } from "../../src/core/outputs.ts";
import type { Spend } from "../../src/core/spend.ts";
import type { TagRow } from "../../src/core/tag-clocks.ts";
import { totalsOf, type UseRow } from "../../src/core/use-report.ts";
import { renderActivationLine } from "../../src/render/activation-text.ts";
import { backfillQuestion, renderBackfillPlan } from "../../src/render/backfill-text.ts";
import { renderCostsText } from "../../src/render/costs-text.ts";
import { renderDriftText } from "../../src/render/drift-text.ts";
import { renderListText } from "../../src/render/list-text.ts";
import { renderApplySummary } from "../../src/render/outcome-text.ts";
import { renderOutputsText } from "../../src/render/outputs-text.ts";
import { renderPlanDiff } from "../../src/render/plan-diff-text.ts";
import { renderPlanText } from "../../src/render/plan-text.ts";
import { applyQuestion } from "../../src/render/question-text.ts";
import { tableLines } from "../../src/render/table-text.ts";
import { renderTagsTable } from "../../src/render/tags-table-text.ts";
import { lineWidth, renderLines } from "../../src/render/text-layout.ts";
import { renderUsageText } from "../../src/render/usage-text.ts";
import { aFault, anActivation, aPlanReport, at, PROD, PROD_EU } from "../fakes/builders.ts";
import { columnsOf, expectSafe, hostile, withoutColours } from "./hostile-text.ts";
import { givenWith } from "./plan-arbitrary.ts";

const style = fc.record({ width: fc.integer({ min: 60, max: 200 }), color: fc.boolean() });
const WIDE = { width: 200, color: false };
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 6 });

function expectOneColumn(text: string, mark: string | RegExp, count: number): void {
  const columns = columnsOf(text, mark);
  expect(columns).toHaveLength(count);
  expect(new Set(columns).size, text).toBe(1);
}

test("a table: each column begins at the same place in every row, whatever is dropped and cut", () => {
  const rows = some(fc.array(hostile, { minLength: 4, maxLength: 4 }));
  fc.assert(
    fc.property(rows, style, (cells, given) => {
      const columns = ["A", "B", "C", "D"].map((title, index) => ({
        title,
        cell: (row: readonly string[]) => row[index] ?? "",
        least: 8,
        ...(index === 2 ? { cut: "start" as const, drop: 1 } : {}),
      }));
      const lines = tableLines(cells, columns, given);
      const starts = lines.map((spans) => spans.map((_, index) => lineWidth(spans.slice(0, index))).join());
      expect(new Set(starts).size).toBe(1);
      expectSafe(renderLines(lines, given), given.width);
    }),
    { numRuns: 300 },
  );
});

test("list", () => {
  const row = fc.record({ name: hostile, stack: fc.option(hostile), tags: fc.dictionary(hostile, hostile) });
  fc.assert(
    fc.property(some(row), style, (rows, given) => {
      const shown = rows.map(({ name, stack, tags }): ProfileRow => {
        const base = {
          ...PROD,
          accountName: name,
          name,
          awsName: name,
          arn: name,
          id: "zzzzzzzzzzzz",
          source: "source",
        };
        const rest = { modelArns: [], description: name, createdAt: null, declaredAt: at(1, name) };
        return { ...base, ...rest, stack, tags, ownership: "foreign", protect: false, retireAfter: null } as never;
      });
      expectSafe(renderListText(shown, given), given.width);
      expectOneColumn(renderListText(shown, WIDE), "zzzzzzzzzzzz", rows.length);
    }),
  );
});

test("usage", () => {
  const counts = { invocations: 1, inputTokens: 2, outputTokens: 3, clientErrors: 0, serverErrors: 0, throttles: 0 };
  const time = { since: "2026-11-23T08:00:00Z", until: "2026-11-23T09:00:00Z", periodSeconds: 3600, periods: [] };
  fc.assert(
    fc.property(some(hostile), style, (names, given) => {
      const rows = names.flatMap((name): UseRow[] =>
        [PROD, PROD_EU].map((target) => {
          const profile = { ...target, accountName: name, name, id: name, arn: name, retireAfter: null };
          return { ...profile, counts, lastCall: "2026-11-23T08:00:00Z", series: [], tokenSeries: [] };
        }),
      );
      const unread = [{ ...PROD, accountName: names[0] ?? "", status: "unreadable" as const, fault: aFault() }];
      const report = { time, rows, totals: totalsOf(rows), unread };
      expectSafe(renderUsageText(report, given), given.width);
      expectOneColumn(renderUsageText(report, WIDE), /us-east-1(?!:)|eu-west-1/, rows.length);
    }),
  );
});

test("costs", () => {
  fc.assert(
    fc.property(some(hostile), hostile, style, (values, key, given) => {
      const money = parseMoney("12.34") ?? 0n;
      const spend: Spend = {
        isLinked: false,
        payer: "111122223333",
        by: [{ kind: "tag", name: key }],
        period: { start: "2026-10-30", end: "2026-11-02" },
        granularity: "daily",
        metric: "unblended",
        currency: "USD",
        services: values,
        spans: [{ start: "2026-10-30", end: "2026-10-31", estimated: false }],
        rows: values.map((value) => ({ values: [value], total: money, series: [money] })),
        total: money,
        series: [money],
        coverage: [
          {
            key,
            status: { status: "active", since: null, countsFrom: null },
            isKnown: true,
            partialFrom: null,
            covered: money,
            uncovered: 0n,
            share: 1,
          },
        ],
      };
      expectSafe(renderCostsText(spend, { requests: 1, kept: 0 }, given), given.width);
      expectOneColumn(renderCostsText(spend, { requests: 1, kept: 0 }, WIDE), /12\.34/, values.length + 1);
    }),
  );
});

test("outputs", () => {
  fc.assert(
    fc.property(some(hostile), (names) => {
      const outputs = names.map((name): Output => {
        const arn = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdefghijkl";
        return {
          ...PROD,
          accountName: null,
          name,
          arn,
          id: "abcdefghijkl",
          source: name,
          model: name,
          tags: {},
          declaredAt: null,
        };
      });
      const missing = names.map((name) => ({ ...PROD, accountName: name, name, why: name }));
      const text = renderOutputsText({ outputs, missing, places: [] }, [], WIDE);
      expectSafe(text, 1_000);
      expectOneColumn(text, "arn:aws:bedrock", names.length);
    }),
  );
});

test("cost allocation tags, and what becomes of them", () => {
  fc.assert(
    fc.property(some(hostile), style, (keys, given) => {
      const rows = keys.map((key) => {
        const clocks = {
          seen: "known",
          shown: "passed",
          isBackfilling: false,
          status: "Active",
          updatedAt: null,
          usedAt: null,
          countsFrom: "2026-11-01",
        };
        return { key, isDeclared: true, ...clocks } as unknown as TagRow;
      });
      const table = { account: "111122223333", rows, isRead: true, backfills: [] };
      expectSafe(renderTagsTable(table, given), given.width);
      const tags = keys.map((key) => ({ key, status: "Active" as const }));
      const plan = { from: "2026-08-01T00:00:00Z", account: null, declared: keys, tags, last: null } as never;
      expectSafe(renderBackfillPlan(plan, given), given.width);
      expectSafe(backfillQuestion(plan).text(given), given.width);
      const outcomes = keys.map((key) => {
        return {
          tag: anActivation(key),
          status: "failed",
          fault: aFault({ message: key }),
          note: key,
          skip: null,
        } as never;
      });
      for (const outcome of outcomes)
        expectSafe(renderActivationLine(outcome, { ...given, done: 1, total: 9 }), given.width);
    }),
  );
});

test("plan, compact plan, drift, question and comparison", () => {
  fc.assert(
    fc.property(givenWith(hostile), givenWith(hostile), style, (one, other, given) => {
      const [report, second] = [aPlanReport(one), aPlanReport(other)];
      for (const compact of ["wanted", "too-tall"] as const) {
        expectSafe(renderPlanText(report, { ...given, full: false, compact }), given.width);
        expectSafe(
          renderDriftText({ ...report, isDeclared: () => false }, { ...given, full: false, compact }),
          given.width,
        );
      }
      expectSafe(renderPlanText(report, { ...given, full: true }), given.width);
      expectSafe(renderDriftText({ ...report, isDeclared: () => true }, { ...given, full: true }), given.width);
      expectSafe(applyQuestion(report.plan).text(given), given.width);
      const asked = judge(report.plan, { saved: [second.plan], additive: false, due: false });
      const comparison = comparePlans([second.plan], asked.unapproved, asked.approved);
      expectSafe(renderPlanDiff({ plan: report.plan, comparison, effect: "checked" }, given), given.width);
      expectSafe(renderApplySummary(report.plan, NOTHING_ENDED, given), given.width);
    }),
    { numRuns: 60 },
  );
});

test("colour only repeats what words say: without it, the same characters stand there", () => {
  fc.assert(
    fc.property(givenWith(hostile), fc.integer({ min: 60, max: 200 }), (given, width) => {
      const report = aPlanReport(given);
      const text = (color: boolean) => renderPlanText(report, { width, color, full: true });
      expect(withoutColours(text(true))).toBe(text(false));
    }),
    { numRuns: 100 },
  );
});
