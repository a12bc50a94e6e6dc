/** The terminal plan: a pure string, printed once (UX.md section 3 is the standard). */
import type { Plan } from "../core/plan.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { foundRows, unreadRows } from "./compact-rows.ts";
import { deadlineLines } from "./deadline-lines.ts";
import { billingLines } from "./plan-billing-text.ts";
import { parameterLines } from "./plan-parameters-text.ts";
import type { PlanReport, PlanTextOptions } from "./plan-report.ts";
import { summaryLines } from "./plan-summary-text.ts";
import { targetSections } from "./plan-target-text.ts";
import { countOf } from "./plan-words.ts";
import { joinParts, type Line, paragraph, renderLines, span, wrapPieces } from "./text-layout.ts";

export function renderPlanText(report: PlanReport, options: PlanTextOptions): string {
  const { plan } = report;
  const isCompact = options.compact !== undefined;
  const parts = [
    headingLines(report, options),
    ...(isCompact
      ? [unreadRows(plan.targets)]
      : [...changeSections(report, options), parameterLines(plan, options), billingLines(plan, options)]),
    countLines(plan, options),
    warningLines(report, options),
    deadlineLines(plan, options),
    summaryLines(report, options),
  ];
  return renderLines(joinParts(parts), options);
}

/** With a base, what it would change too stands apart: a reviewer is asked about the rest. */
function changeSections(report: PlanReport, options: PlanTextOptions): Line[][] {
  const { plan } = report;
  if (plan.base === undefined) return targetSections(report, options);
  const { ref, commit } = plan.base;
  const fresh = plan.changes.filter((change) => change.alreadyPending !== true);
  const old = plan.changes.filter((change) => change.alreadyPending === true);
  const read = plan.targets.filter(({ status }) => status === "read");
  const heading = `Already pending without this change (as at ${ref}, ${commit.slice(0, 7)}):`;
  return [
    ...(fresh.length === 0 ? [paragraph("This change brings nothing of its own.", 0, options, "good")] : []),
    ...targetSections({ ...report, plan: { ...plan, changes: fresh } }, options),
    ...(old.length === 0 ? [] : [paragraph(heading, 0, options, "strong")]),
    ...targetSections({ ...report, unchanged: [], plan: { ...plan, targets: read, changes: old } }, options),
  ];
}

export function headingLines({ plan, configFiles }: PlanReport, options: PlanTextOptions): Line[] {
  const [first = "", ...others] = configFiles;
  const files = others.length === 0 ? first : `${first} + ${countOf(others.length, "file", "files")}`;
  const told = [`Stack ${plan.stack}`, files, ...shardTexts(plan), readText(plan), ...scopeTexts(plan)];
  const pieces = told.filter((piece) => piece !== "");
  return wrapPieces(
    pieces.map((piece) => span(piece).text),
    options.width,
    "   ",
  ).map((row) => [span(row, "dim")]);
}

function readText({ targets }: Plan): string {
  const count = (status: string): number => targets.filter((target) => target.status === status).length;
  const unreadable = count("unreadable");
  const pending = count("pending");
  return [
    `${countOf(count("read"), "target", "targets")} read`,
    ...(unreadable === 0 ? [] : [`${unreadable} NOT READ`]),
    ...(pending === 0 ? [] : [`${pending} pending`]),
  ].join(", ");
}

function shardTexts({ shard }: Plan): string[] {
  return shard === undefined ? [] : [`shard ${shard.index} of ${shard.count}`];
}

/** A narrowed plan says so first: what is outside was not looked at. */
function scopeTexts({ scope }: Plan): string[] {
  const texts = [
    ...scope.targets,
    ...scope.only.map((glob) => `only ${glob}`),
    ...scope.exclude.map((glob) => `without ${glob}`),
  ];
  return texts.length === 0 ? [] : [`scope: ${texts.join(", ")}`];
}

/** What the sections above do not show. */
function countLines(plan: Plan, options: PlanTextOptions): Line[] {
  const { keep } = plan.summary;
  // Those that are about to be adopted are told above, and are touched.
  const unmanaged = plan.targets.reduce((sum, target) => sum + target.unmanaged, -plan.summary.adopt);
  const isTold = plan.changes.length === 0;
  const pieces = [
    ...(keep === 0 || isTold ? [] : [options.full ? `Unchanged ${keep}` : `Unchanged ${keep} (--full shows them)`]),
    ...(unmanaged === 0 ? [] : [`Not ours ${unmanaged}, never touched (strata list shows them)`]),
  ];
  return wrapPieces(pieces, options.width, "   ").map((row) => [span(row, "dim")]);
}

/** Whatever was found, except what the sections and the guards tell in their own place. */
export function warningLines({ plan, guards }: PlanReport, options: PlanTextOptions): Line[] {
  const hasGuards = guards !== null;
  const reasons = new Set(plan.changes.flatMap(({ because }) => because.map(({ code, text }) => `${code} ${text}`)));
  const isToldElsewhere = ({ code, detail }: Diagnostic): boolean =>
    code === "aws/target-unreadable" || (hasGuards && isStop(code)) || reasons.has(`${code} ${detail}`);
  const told = plan.diagnostics.filter((found) => !isToldElsewhere(found));
  return options.compact === undefined ? told.flatMap((found) => foundLines(found, options)) : foundRows(told, options);
}

/** Told by the guards' own lines, where there are any. */
function isStop(code: string): boolean {
  return code === "safety/too-many-deletes" || code === "safety/nothing-desired";
}

function foundLines(found: Diagnostic, options: PlanTextOptions): Line[] {
  const { severity, summary, detail, hint, code, target } = found;
  const name = target?.name === undefined ? "" : `${target.name}: `;
  return [
    ...paragraph(`${severity}: ${name}${summary}`, 0, options, "warn"),
    ...paragraph(detail, 2, options),
    ...(hint === undefined ? [] : paragraph(hint, 2, options)),
    ...paragraph(code, 2, options, "dim"),
  ];
}
