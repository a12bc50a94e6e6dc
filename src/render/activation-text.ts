/** How cost allocation tags ended, in the terminal: a line as each ends, and their part of the report. */
import type { ActivationOutcome } from "../core/activation-outcome.ts";
import { detail } from "./detail-row.ts";
import { faultText } from "./fault-text.ts";
import { headLines } from "./head-line.ts";
import { activationWord, outcomeTone } from "./outcome-words.ts";
import { BILLING_MARKER, countOf } from "./plan-words.ts";
import { type Line, renderLines, span, type TextStyle } from "./text-layout.ts";

export interface ActivationLineOptions extends TextStyle {
  readonly done: number;
  readonly total: number;
}

/** `[12/12] activated  billing project`: one line without its break. */
export function renderActivationLine(outcome: ActivationOutcome, options: ActivationLineOptions): string {
  const { tag, fault, note } = outcome;
  const total = String(options.total);
  const why = fault === null ? note : `${fault.operation}: ${fault.code ?? fault.kind}`;
  const spans: Line = [
    span(`[${String(options.done).padStart(total.length)}/${total}] `, "dim"),
    span(activationWord(outcome), outcomeTone(outcome)),
    span(`  billing ${tag.key}`),
    span(why === null ? "" : `  ${why}`, "dim"),
  ];
  return renderLines([spans], options).trimEnd();
}

/** What did not become active, each with its reason; what nobody approved is only counted. */
export function activationLines(outcomes: readonly ActivationOutcome[], style: TextStyle): Line[] {
  const told = outcomes.filter(({ status, skip }) => status !== "applied" && skip !== "not-approved");
  return told.flatMap((outcome) => {
    const { tag, fault, note } = outcome;
    const payer = tag.account === undefined ? "billing" : `billing of ${tag.account}`;
    const phrase = `activate ${activationWord(outcome)}, ${payer}`;
    return [
      ...headLines(
        { marker: BILLING_MARKER, name: tag.key, phrase, tone: outcomeTone(outcome), declaredAt: null },
        style,
      ),
      ...(fault === null ? [] : detail("AWS said", faultText(fault), style)),
      ...(fault?.requestId === undefined ? [] : detail("request id", fault.requestId, style)),
      ...(note === null ? [] : detail("why", note, style)),
    ];
  });
}

/** `2 cost tags activated`, and how many others ended how. */
export function activationCounts(outcomes: readonly ActivationOutcome[]): { done: string[]; rest: string[] } {
  const count = (test: (outcome: ActivationOutcome) => boolean): number => outcomes.filter(test).length;
  const tags = (number: number, what: string): string[] =>
    number === 0 ? [] : [`${countOf(number, "cost tag", "cost tags")} ${what}`];
  return {
    done: tags(
      count(({ status }) => status === "applied"),
      "activated",
    ),
    rest: [
      ...tags(
        count(({ status }) => status === "failed"),
        "not activated",
      ),
      ...tags(
        count(({ status }) => status === "stale"),
        "waiting again",
      ),
      ...tags(
        count(({ status, skip }) => status === "skipped" && skip !== "not-approved"),
        "not tried",
      ),
      ...tags(
        count(({ skip }) => skip === "not-approved"),
        "not approved",
      ),
    ],
  };
}
