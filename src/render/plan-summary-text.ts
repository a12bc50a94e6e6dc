/** The end of the terminal plan: counts, one line per change, guards, hash, and what to do next. */
import { type Action, endsArn } from "../core/change.ts";
import type { GuardVerdict } from "../core/guards.ts";
import { countExecutable, type Plan } from "../core/plan.ts";
import { HASH_DIGITS, nextCommand } from "./next-step.ts";
import { changeList } from "./plan-list-text.ts";
import type { PlanReport, PlanTextOptions } from "./plan-report.ts";
import { ACTION_WORDS, countOf } from "./plan-words.ts";
import { type Line, leftAndRight, line, paragraph, span } from "./text-layout.ts";

/** Quiet classes first, the worst last, nearest to the prompt. */
const DONE: readonly Action[] = ["create", "adopt", "update", "release", "retire", "replace", "delete"];
const RESTING: readonly Action[] = ["protected", "retiring", "blocked"];

export function summaryLines(report: PlanReport, options: PlanTextOptions): Line[] {
  const { plan, guards } = report;
  if (countExecutable(plan) === 0) return [...nothingToDo(plan, options), ...loneGuard(guards, options)];
  return [
    ...paragraph(`Plan: ${countsText(plan)}`, 0, options, "strong"),
    ...changeList(plan, options),
    ...alarmLines(plan, options),
    ...(guards === null ? [] : guardLines(guards, options)),
    ...hashLines(report, options),
  ];
}

/** `2 create, 1 delete; 1 protected kept`: what is done, then what is left as it is. */
export function countsText({ summary }: Plan): string {
  const told = (action: Action): string[] => {
    const { one, many } = ACTION_WORDS[action];
    return summary[action] === 0 ? [] : [countOf(summary[action], one, many)];
  };
  const isCalm = (action: Action): boolean => ACTION_WORDS[action].tone !== "ends";
  const tags = summary.activate === 0 ? [] : [countOf(summary.activate, "cost tag", "cost tags")];
  const waiting = summary.waiting === 0 ? [] : [countOf(summary.waiting, "cost tag waiting", "cost tags waiting")];
  const calm = DONE.filter(isCalm).flatMap(told);
  const ending = DONE.filter((action) => !isCalm(action)).flatMap(told);
  const done = [...calm, ...tags, ...ending];
  const rest = [...RESTING.flatMap(told), ...waiting];
  return [done, rest]
    .filter((part) => part.length > 0)
    .map((part) => part.join(", "))
    .join("; ");
}

function nothingToDo(plan: Plan, options: PlanTextOptions): Line[] {
  const { keep } = plan.summary;
  const where = plan.complete ? "" : " where AWS could be read";
  const rest = countsText(plan);
  const kept = `${countOf(keep, "profile is", "profiles are")} as the file says${where}.`;
  if (plan.summary.blocked > 0) {
    return paragraph(`Nothing can be applied: ${rest}. ${keep === 0 ? "" : kept}`, 0, options, "warn");
  }
  const isEmpty = keep === 0 && plan.changes.length === 0;
  const state = isEmpty ? `There is no profile of the stack "${plan.stack}"${where}, and none is declared.` : kept;
  const told = keep === 0 && !isEmpty ? "" : ` ${state}`;
  return paragraph(`No changes.${told}${rest === "" ? "" : ` Left as it is: ${rest}.`}`, 0, options, "good");
}

/** Without changes the guards matter only when they object. */
function loneGuard(guards: GuardVerdict | null, options: PlanTextOptions): Line[] {
  return guards === null || guards.stops.length === 0 ? [] : guardLines(guards, options);
}

/** The one sentence that a hurried reader must see. */
function alarmLines(plan: Plan, options: PlanTextOptions): Line[] {
  const ending = plan.changes.filter(endsArn).length;
  const changing = plan.changes.filter((change) => change.action === "replace" && change.graceMs > 0).length;
  const texts = [
    ...(ending === 0
      ? []
      : [`${countOf(ending, "ARN ends", "ARNs end")} in this apply: whoever still calls it fails at once.`]),
    ...(changing === 0
      ? []
      : [
          `${countOf(changing, "ARN changes", "ARNs change")}: callers have to take the new one while the old one works.`,
        ]),
  ];
  return texts.flatMap((text) => paragraph(`! ${text}`, 0, options, "ends"));
}

function guardLines(guards: GuardVerdict, options: PlanTextOptions): Line[] {
  if (guards.stops.length === 0) return paragraph(`Guards: ${guardFigures(guards)} ok`, 0, options);
  return guards.stops.flatMap(({ summary, detail, hint }) => [
    ...paragraph(`Guards: STOP. ${summary}.`, 0, options, "ends"),
    ...paragraph(detail, 2, options),
    ...(hint === undefined ? [] : paragraph(hint, 2, options)),
  ]);
}

function guardFigures({ ends, serving, limits, consent }: GuardVerdict): string {
  const consented = consent === null ? "" : `, consent to ${consent}`;
  const limit = `limit ${limits.maxDeletePercent} %, max ${limits.maxDeletes}${consented}`;
  return `${ends} of ${serving} deleted, or replaced without grace (${limit})`;
}

function hashLines(report: PlanReport, options: PlanTextOptions): Line[] {
  const hash = report.plan.hash.slice(0, HASH_DIGITS);
  const command = options.next === "untold" ? undefined : nextCommand(report);
  const told = line(`Plan hash ${hash}`, "dim");
  if (command === undefined) return [told];
  const next = span(`Next: ${command}`, "strong");
  const joined = leftAndRight(told, next, options);
  return joined === undefined
    ? [told, ...paragraph(next.text, 0, options, "strong")]
    : [[...told, span("      "), next]];
}
