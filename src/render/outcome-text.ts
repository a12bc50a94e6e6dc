/** What an apply did: a line as each change ends, and the report at the end. */

import type { Activation } from "../core/billing.ts";
import type { Action } from "../core/change.ts";
import { type Ended, isCutOff } from "../core/ended.ts";
import { type ClosingNote, isIncomplete, type OutcomeStatus, tally } from "../core/outcome.ts";
import type { ParameterAction, PlannedParameter } from "../core/parameter-change.ts";
import { type AnyOutcome, isParameterOutcome } from "../core/parameter-outcome.ts";
import { countExecutable, type Plan, type PlannedChange } from "../core/plan.ts";
import { activationCounts, activationLines } from "./activation-text.ts";
import { failureLines, leftLines } from "./outcome-failure-text.ts";
import { doneWord, outcomeTone, outcomeWord } from "./outcome-words.ts";
import { countsText } from "./plan-summary-text.ts";
import { ACTION_WORDS, placeOf } from "./plan-words.ts";
import { joinParts, type Line, line, paragraph, renderLines, span, type TextStyle, wholeSpan } from "./text-layout.ts";

export interface OutcomeLineOptions extends TextStyle {
  readonly done: number;
  readonly total: number;
  /** By account id, as the file names them. */
  readonly accountNames?: ReadonlyMap<string, string>;
}

/** `[ 3/12] created  prod us-east-1 support-bot`: told when a change ends; one line without its break, cut where it has to be. */
export function renderOutcomeLine(outcome: AnyOutcome, options: OutcomeLineOptions): string {
  const { change, fault, note } = outcome;
  const { account, region, name } = change.key;
  const total = String(options.total);
  const counter = `[${String(options.done).padStart(total.length)}/${total}]`;
  const place = placeOf(options.accountNames?.get(account) ?? null, account, region);
  const verb = outcome.status === "applied" ? "" : ` (${ACTION_WORDS[change.action].one})`;
  const why = fault === null ? note : `${fault.operation}: ${fault.code ?? fault.kind}`;
  const spans: Line = [
    span(`${counter} `, "dim"),
    span(`${outcomeWord(outcome)}${verb}`, outcomeTone(outcome)),
    span(`  ${place} ${isParameterOutcome(outcome) ? outcome.change.parameter : name}`),
    span(why === null ? "" : `  ${why}`, "dim"),
  ];
  return renderLines([spans], options).trimEnd();
}

export interface InFlight {
  readonly changes: readonly (PlannedChange | PlannedParameter)[];
  readonly tags: readonly Activation[];
}

/** Told when a run is cut off at once: whether these changes were done, nobody has waited to see. */
export function renderInFlight(
  { changes, tags }: InFlight,
  outcomes: readonly AnyOutcome[],
  plan: Plan,
  style: TextStyle,
): string {
  const names = accountNamesOf(plan);
  const rows = changes.map((change) => {
    const { account, region, name } = change.key;
    const what = "parameter" in change ? change.parameter : name;
    return line(`  ${ACTION_WORDS[change.action].one} ${placeOf(names.get(account) ?? null, account, region)} ${what}`);
  });
  rows.push(...tags.map(({ key }) => line(`  activate billing ${key}`)));
  const done = outcomes.filter(({ status }) => status === "applied").length;
  const head =
    rows.length === 0
      ? `Stopped at once. Nothing was in flight; ${done} done before.`
      : `Stopped at once, ${done} done before. In flight, perhaps done, perhaps not:`;
  const last = paragraph("The next strata apply looks and does only what is left.", 0, style);
  return renderLines([...paragraph(head, 0, style, "ends"), ...rows, ...last], style).trimEnd();
}

/** The report of a whole apply, failures last, nearest to the prompt. */
export function renderApplySummary(plan: Plan, ended: Ended, style: TextStyle): string {
  const { outcomes, activations, notes } = ended;
  const names = accountNamesOf(plan);
  const left = countExecutable(plan) - outcomes.length - activations.length;
  const parts = [
    newArnLines(outcomes, names, style),
    noteLines(notes, style),
    leftLines(outcomes, names, style),
    activationLines(activations, style),
    failureLines(outcomes, names, style),
    outcomes.length + activations.length === 0 && left <= 0 ? [idleLine(plan)] : closingLines(ended, left, style),
  ];
  return renderLines(joinParts(parts), style);
}

/** In the place of the summary, when guards have stopped the run before it began; what they said stands above it. */
export function renderGuardStop(plan: Plan, style: TextStyle): string {
  const left = countExecutable(plan) === 0 ? "Nothing was to be done here." : `Not done: ${countsText(plan)}.`;
  const text = `Nothing was applied: the guards stopped it before the first change. ${left}`;
  return renderLines(paragraph(text, 0, style, "ends"), style);
}

/** By account id, as the file names them. */
export function accountNamesOf({ targets }: Plan): Map<string, string> {
  return new Map(targets.flatMap((t) => (t.accountName === null ? [] : [[t.account, t.accountName]])));
}

/** Of what is only told for completeness, at most so many are named. */
const NAMED = 40;

/** Callers need these; whole, so that they can be copied. */
function newArnLines(outcomes: readonly AnyOutcome[], names: ReadonlyMap<string, string>, style: TextStyle): Line[] {
  const made = outcomes.filter(
    (one) => !isParameterOutcome(one) && one.arn !== null && isNewArn(one.change.action) && one.arn !== one.change.arn,
  );
  if (made.length === 0) return [];
  const more = made.length - NAMED;
  const rows = made.slice(0, NAMED).flatMap(({ change, arn, note, status }) => {
    const { account, region, name } = change.key;
    const place = placeOf(names.get(account) ?? null, account, region);
    const end =
      change.action === "replace"
        ? `: ${status === "failed" ? "its old one is still there" : (note ?? "the old ARN has ended")}`
        : "";
    return [...paragraph(`${name}, ${place}${end}`, 2, style), [span("    "), wholeSpan(arn ?? "", "strong")]];
  });
  const rest = more <= 0 ? [] : paragraph(`and ${more} more: strata outputs lists them.`, 2, style);
  return [line("New ARNs", "strong"), ...rows, ...rest];
}

/** What the list at the end showed: nothing that failed, but nothing to keep silent about either. */
function noteLines(notes: readonly ClosingNote[], style: TextStyle): Line[] {
  return notes.flatMap(({ text, key }) => paragraph(`Note: ${text} (${key.account} ${key.region}).`, 0, style, "warn"));
}

function isNewArn(action: Action | ParameterAction): boolean {
  return action === "create" || action === "replace";
}

const STATUS_COUNTS: Readonly<Record<Exclude<OutcomeStatus, "applied">, string>> = {
  already: "already done",
  failed: "failed",
  stale: "left alone",
  skipped: "not tried",
};

/** What is blocked was to be done, and could not be. */
function idleLine({ summary }: Plan): Line {
  if (summary.blocked === 0) return line("Nothing was to be done.", "good");
  return line(`Nothing was done: ${summary.blocked} blocked.`, "warn");
}

/** Where no reply came, the work may have been done. */
function isPerhapsDone({ status, fault }: AnyOutcome): boolean {
  return status === "failed" && fault?.ambiguous === true;
}

function perhapsText(count: number): string {
  return count === 0 ? "" : ` (${count} without a reply: perhaps done)`;
}

/** `left`: changes that have no outcome, because the run crashed before it could tell. */
function closingLines({ outcomes, activations }: Ended, left: number, style: TextStyle): Line[] {
  const tags = activationCounts(activations);
  const counts = tally(outcomes);
  const applied = outcomes.filter(({ status }) => status === "applied");
  const actions = [...new Set(applied.map(({ change }) => change.action))];
  const done = actions.map(
    (action) => `${applied.filter(({ change }) => change.action === action).length} ${doneWord(action)}`,
  );
  const unapproved = outcomes.filter(({ skip }) => skip === "not-approved").length;
  const perhaps = outcomes.filter(isPerhapsDone).length;
  const told = { ...counts, skipped: counts.skipped - unapproved };
  const rest = (["already", "failed", "stale", "skipped"] as const).flatMap((status) =>
    told[status] === 0
      ? []
      : [`${told[status]} ${STATUS_COUNTS[status]}${status === "failed" ? perhapsText(perhaps) : ""}`],
  );
  if (unapproved > 0) rest.push(`${unapproved} not approved and left as they are`);
  const unknown = left > 0 ? [`${left} without an outcome`] : [];
  const isWhole = !isIncomplete(outcomes) && !activations.some(isCutOff) && left <= 0;
  const isDone = done.length + tags.done.length > 0;
  const text = [...done, ...tags.done, ...rest, ...tags.rest, ...unknown].join(", ");
  const isRefused = activations.some(({ status }) => status === "failed" || status === "stale");
  const isNone = isRefused && !isDone && counts.already === 0;
  const verdict =
    isWhole && !isNone ? "Applied" : isDone ? "Applied in part" : perhaps > 0 ? "Perhaps applied" : "Nothing applied";
  const tone = isRefused ? "warn" : "good";
  return [
    ...paragraph(`${verdict}: ${text}.`, 0, style, isWhole ? tone : "ends"),
    ...(isWhole || !(isDone || perhaps > 0)
      ? []
      : paragraph("What is done stays done: the next strata apply does only the rest.", 0, style)),
  ];
}
