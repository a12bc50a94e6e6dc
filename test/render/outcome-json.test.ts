/** The machine's side of an apply: JSON Lines while it runs, one document at the end. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import applySchema from "../../schema/apply.schema.json" with { type: "json" };
import reportSchema from "../../schema/report.schema.json" with { type: "json" };
import { NOTHING_ENDED } from "../../src/core/ended.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import { renderApplyJson, renderReportLine, renderReportSummary } from "../../src/render/outcome-json.ts";
import { aDesired, aFault, aLive, aPlanReport, HAIKU, NOVA } from "../fakes/builders.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
const isLine = ajv.compile(reportSchema);
const isApply = ajv.compile(applySchema);

const { plan } = aPlanReport({
  desired: [aDesired({ name: "new\nline" }), aDesired({ name: "support-bot", source: HAIKU })],
  live: [aLive({ name: "support-bot", source: NOVA }), aLive({ name: "gone" })],
});

const [failedFault, staleNote] = [aFault(), "it is protected by now, so it was left alone"];
const outcomes: readonly Outcome[] = plan.changes.map((change) => ({
  status: change.action === "create" ? "failed" : change.action === "delete" ? "stale" : "applied",
  change,
  arn: change.action === "replace" ? `${change.arn}-new` : change.arn,
  attempts: 2,
  fault: change.action === "create" ? failedFault : null,
  note: change.action === "delete" ? staleNote : null,
  skip: null,
}));

const ended = { ...NOTHING_ENDED, outcomes };

describe("a report", () => {
  const lines = [...outcomes.map(renderReportLine), renderReportSummary(plan, ended)];

  test("is one valid line per change, and a summary last", () => {
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(line.indexOf("\n")).toBe(line.length - 1);
      expect(isLine(JSON.parse(line)), JSON.stringify(isLine.errors)).toBe(true);
    }
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(["outcome", "outcome", "outcome", "summary"]);
  });

  test("tells old and new ARN apart", () => {
    const replaced = lines.map((line) => JSON.parse(line)).find(({ action }) => action === "replace");
    expect(replaced.arn).toBe(`${replaced.oldArn}-new`);
  });

  test("counts what the run could not tell any more", () => {
    expect(JSON.parse(renderReportSummary(plan, { ...ended, outcomes: outcomes.slice(0, 1) }))).toMatchObject({
      complete: false,
      counts: { untold: 2 },
    });
  });
});

test("an apply as one document", () => {
  const document = JSON.parse(renderApplyJson(plan, ended));
  expect(isApply(document), JSON.stringify(isApply.errors)).toBe(true);
  expect(document).toMatchObject({ complete: false, counts: { applied: 1, failed: 1, stale: 1, untold: 0 } });
});
