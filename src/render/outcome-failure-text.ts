/** Changes that did not end as planned: what AWS said, and what to do. */
import { type AnyOutcome, isParameterOutcome } from "../core/parameter-outcome.ts";
import { detail } from "./detail-row.ts";
import { adviceFor } from "./fault-text.ts";
import { headLines } from "./head-line.ts";
import { outcomeTone, outcomeWord } from "./outcome-words.ts";
import { ACTION_WORDS, countOf, placeOf } from "./plan-words.ts";
import { type Line, line, type TextStyle } from "./text-layout.ts";

/** Of what was not tried, which the next plan shows anyway, at most so many are named. */
const NAMED = 40;

type Names = ReadonlyMap<string, string>;

export function failureLines(outcomes: readonly AnyOutcome[], names: Names, style: TextStyle): Line[] {
  return outcomes.filter(({ status }) => status === "failed").flatMap((outcome) => failedLines(outcome, names, style));
}

function failedLines(outcome: AnyOutcome, names: Names, style: TextStyle): Line[] {
  const { change, fault, note, attempts, arn } = outcome;
  return [
    ...head(outcome, names, style),
    ...parameterRow(outcome, style),
    ...(arn === null ? [] : detail("ARN", arn, style)),
    ...(fault === null ? [] : detail("AWS said", `${fault.code ?? fault.kind}: ${fault.message}`, style)),
    ...(fault === null ? [] : detail("to", `${fault.operation}, ${countOf(attempts, "request", "requests")}`, style)),
    ...(fault?.requestId === undefined ? [] : detail("request id", fault.requestId, style)),
    ...(note === null ? [] : detail("state", note, style)),
    ...(fault === null ? [] : detail("next", adviceFor(fault, change), style, "strong")),
  ];
}

/** Stale changes with their reason, then those that were never tried; what nobody approved is only counted. */
export function leftLines(outcomes: readonly AnyOutcome[], names: Names, style: TextStyle): Line[] {
  const stale = outcomes.filter(({ status }) => status === "stale");
  const skipped = outcomes.filter(({ status, skip }) => status === "skipped" && skip !== "not-approved");
  const more = skipped.length - NAMED;
  const told = [...stale, ...skipped.slice(0, NAMED)].flatMap((outcome) => [
    ...head(outcome, names, style),
    ...parameterRow(outcome, style),
    ...(outcome.status === "stale" && outcome.arn !== null ? detail("ARN", outcome.arn, style) : []),
    ...(outcome.note === null ? [] : detail("why", outcome.note, style)),
  ]);
  return more <= 0 ? told : [...told, line(`and ${more} more that were not tried`)];
}

function parameterRow(outcome: AnyOutcome, style: TextStyle): Line[] {
  return isParameterOutcome(outcome) ? detail("parameter", outcome.change.parameter, style) : [];
}

function head(outcome: AnyOutcome, names: Names, style: TextStyle): Line[] {
  const { change } = outcome;
  const { account, region, name } = change.key;
  const { marker, one } = ACTION_WORDS[change.action];
  const phrase = `${one} ${outcomeWord(outcome)}, ${placeOf(names.get(account) ?? null, account, region)}`;
  return headLines({ marker, name, phrase, tone: outcomeTone(outcome), declaredAt: change.declaredAt }, style);
}
