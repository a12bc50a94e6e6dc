/** Outcomes as JSON: one a line while an apply runs (schema/report.schema.json), or all at the end (apply.schema.json). */
import { type ClosingNote, isIncomplete, tally } from "../core/outcome.ts";
import { type AnyOutcome, isParameterOutcome } from "../core/parameter-outcome.ts";
import { countExecutable, type Plan } from "../core/plan.ts";
import { toFileFault } from "../core/plan-file.ts";

/** One line of `--report FILE`, written as the change ends. */
export function renderReportLine(outcome: AnyOutcome): string {
  return `${JSON.stringify({ type: "outcome", ...toJsonOutcome(outcome) })}\n`;
}

/** A line of `--report FILE` for what the list at the end showed. */
export function renderReportNote(note: ClosingNote): string {
  return `${JSON.stringify({ type: "note", ...toJsonNote(note) })}\n`;
}

/** A line of `--report FILE` of a run that refused to change anything: why, as the terminal shows it. */
export function renderReportRefusal(reason: "not-covered" | "guard", text: string): string {
  return `${JSON.stringify({ type: "refusal", reason, text })}\n`;
}

/** The last line of `--report FILE`: a file without it belongs to a run that was killed. */
export function renderReportSummary(plan: Plan, outcomes: readonly AnyOutcome[]): string {
  return `${JSON.stringify({ type: "summary", formatVersion: "1.0", ...toJsonSummary(plan, outcomes) })}\n`;
}

export function renderApplyJson(
  plan: Plan,
  outcomes: readonly AnyOutcome[],
  notes: readonly ClosingNote[] = [],
): string {
  const summary = toJsonSummary(plan, outcomes);
  const ended = { outcomes: outcomes.map(toJsonOutcome), notes: notes.map(toJsonNote) };
  return `${JSON.stringify({ formatVersion: "1.0", ...summary, ...ended }, null, 2)}\n`;
}

function toJsonNote({ kind, key, arn, servedBy, text }: ClosingNote) {
  const { account, region, name } = key;
  return { kind, account, region, name, arn, servedBy, text };
}

function toJsonOutcome(outcome: AnyOutcome) {
  const { status, change, arn, attempts, fault, note, skip } = outcome;
  const { account, region, name } = change.key;
  return {
    status,
    action: change.action,
    account,
    region,
    name,
    hash: change.hash,
    ...(isParameterOutcome(outcome) ? { parameter: outcome.change.parameter } : {}),
    oldArn: isParameterOutcome(outcome) ? outcome.change.from : outcome.change.arn,
    arn,
    attempts,
    fault: fault === null ? null : toFileFault(fault),
    note,
    skip,
  };
}

function toJsonSummary(plan: Plan, outcomes: readonly AnyOutcome[]) {
  const untold = Math.max(0, countExecutable(plan) - outcomes.length);
  return {
    stack: plan.stack,
    planHash: plan.hash,
    complete: untold === 0 && !isIncomplete(outcomes),
    counts: { ...tally(outcomes), untold },
  };
}
