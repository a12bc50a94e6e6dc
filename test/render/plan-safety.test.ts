/** Whatever is in the plan, the terminal shows lines that fit, and nothing that could move its cursor. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { NOTHING_ENDED } from "../../src/core/ended.ts";
import { toRows } from "../../src/core/listing.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import { renderListText } from "../../src/render/list-text.ts";
import { renderApplySummary, renderOutcomeLine } from "../../src/render/outcome-text.ts";
import { renderPlanText } from "../../src/render/plan-text.ts";
import { applyQuestion } from "../../src/render/question-text.ts";
import { renderShowText } from "../../src/render/show-text.ts";
import { aFault, anObservation, aPlanReport, aState } from "../fakes/builders.ts";
import { expectSafe } from "./hostile-text.ts";
import { anyGiven } from "./plan-arbitrary.ts";

const widths = fc.integer({ min: 60, max: 200 });
test("the plan", () => {
  fc.assert(
    fc.property(anyGiven, widths, fc.boolean(), (given, width, color) => {
      const report = aPlanReport(given);
      const text = renderPlanText(report, { width, color, full: given.full ?? false });
      expectSafe(text, width);
      expect(color || !text.includes("\u001b")).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("every change that ends an ARN is named in the plan's last list, whatever the width", () => {
  fc.assert(
    fc.property(anyGiven, widths, (given, width) => {
      const report = aPlanReport(given);
      const { summary } = report.plan;
      const text = renderPlanText(report, { width, color: false, full: false });
      const list = text.slice(text.lastIndexOf("\nPlan: "));
      const ends = list.match(/ARN ENDS|OLD ONE ENDS|ARN CHANGES, old works/g) ?? [];
      expect(ends).toHaveLength(summary.delete + summary.retire + summary.replace);
    }),
    { numRuns: 300 },
  );
});

test("live profiles", () => {
  fc.assert(
    fc.property(anyGiven, widths, fc.boolean(), (given, width, color) => {
      const rows = toRows(aState(given), anObservation(given));
      expectSafe(renderListText(rows, { width, color }), width);
      for (const row of rows) expectSafe(renderShowText(row, { width, color }), width, [row.arn, ...row.modelArns]);
    }),
    { numRuns: 150 },
  );
});

test("outcomes", () => {
  const endings = fc.constantFrom<Outcome["status"]>("applied", "already", "failed", "stale", "skipped");
  fc.assert(
    fc.property(anyGiven, widths, endings, fc.string({ unit: "binary" }), (given, width, status, note) => {
      const { plan } = aPlanReport(given);
      const outcomes = plan.changes.flatMap((change): Outcome[] =>
        change.hash === null
          ? []
          : [
              {
                status,
                change,
                arn: `${note}:new`,
                attempts: 3,
                note,
                skip: null,
                fault: status === "failed" ? aFault({ message: note }) : null,
              },
            ],
      );
      expectSafe(renderApplySummary(plan, { ...NOTHING_ENDED, outcomes }, { width, color: true }), width, [
        `${note}:new`,
      ]);
      outcomes.forEach((outcome, index) => {
        const row = renderOutcomeLine(outcome, { width, color: true, done: index + 1, total: outcomes.length });
        expectSafe(row, width);
        expect(row).not.toContain("\n");
      });
      expectSafe(applyQuestion(plan).text({ width, color: true }), width);
    }),
    { numRuns: 150 },
  );
});
