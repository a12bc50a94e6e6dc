/** Outcomes as JSON: one a line while an apply runs (schema/report.schema.json), or all at the end (apply.schema.json). */
import type { ActivationOutcome } from "../core/activation-outcome.ts";
import { type Ended, isCutOff } from "../core/ended.ts";
import { type ClosingNote, isIncomplete, tally } from "../core/outcome.ts";
import { type AnyOutcome, isParameterOutcome } from "../core/parameter-outcome.ts";
import { countExecutable, type Plan } from "../core/plan.ts";
import { toFileFault } from "../core/plan-file.ts";
import { jsonLine, jsonText } from "./json-text.ts";

/** One line of `--report FILE`, written as the change ends. */
export function renderReportLine(outcome: AnyOutcome): string {
  return jsonLine({ type: "outcome", ...toJsonOutcome(outcome) });
}

/** The same for a cost allocation tag: its key is the name, and it has no region. */
export function renderReportActivation(outcome: ActivationOutcome): string {
  return jsonLine({ type: "outcome", ...toJsonActivation(outcome) });
}

/** A line of `--report FILE` for what the list at the end showed. */
export function renderReportNote(note: ClosingNote): string {
  return jsonLine({ type: "note", ...toJsonNote(note) });
}

/** A line of `--report FILE` of a run that refused to change anything: why, as the terminal shows it. */
export function renderReportRefusal(reason: "not-covered" | "guard", text: string): string {
  return jsonLine({ type: "refusal", reason, text });
}

/** The last line of `--report FILE`: a file without it belongs to a run that was killed. */
export function renderReportSummary(plan: Plan, ended: Pick<Ended, "outcomes" | "activations">): string {
  return jsonLine({ type: "summary", formatVersion: "1.0", ...toJsonSummary(plan, ended) });
}

export function renderApplyJson(plan: Plan, run: Ended): string {
  const summary = toJsonSummary(plan, run);
  const ended = {
    outcomes: [...run.outcomes.map(toJsonOutcome), ...run.activations.map(toJsonActivation)],
    notes: run.notes.map(toJsonNote),
  };
  return jsonText({ formatVersion: "1.0", ...summary, ...ended });
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

function toJsonActivation({ status, tag, attempts, fault, note, skip }: ActivationOutcome) {
  return {
    status,
    action: tag.action,
    account: tag.account ?? "",
    region: "",
    name: tag.key,
    hash: tag.hash,
    oldArn: null,
    arn: null,
    attempts,
    fault: fault === null ? null : toFileFault(fault),
    note,
    skip,
  };
}

function toJsonSummary(plan: Plan, { outcomes, activations }: Pick<Ended, "outcomes" | "activations">) {
  const untold = Math.max(0, countExecutable(plan) - outcomes.length - activations.length);
  return {
    stack: plan.stack,
    planHash: plan.hash,
    complete: untold === 0 && !isIncomplete(outcomes) && !activations.some(isCutOff),
    counts: { ...tally([...outcomes, ...activations]), untold },
    ...(plan.shard === undefined ? {} : { shard: { index: plan.shard.index, count: plan.shard.count } }),
  };
}
