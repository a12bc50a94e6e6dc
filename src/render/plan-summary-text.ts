/** The end of the terminal plan: counts, one line per change, guards, hash, and what to do next. */
import { type Action, endsArn } from "../core/change.ts";
import type { GuardVerdict } from "../core/guards.ts";
import { isMovedAway } from "../core/parameter-change.ts";
import { countExecutable, type Plan, type PlannedChange, summaryOf } from "../core/plan.ts";
import { callsSentence } from "./calls-text.ts";
import { compactHint } from "./compact-rows.ts";
import { HASH_DIGITS, nextCommand } from "./next-step.ts";
import { changeList } from "./plan-list-text.ts";
import { totalWords } from "./plan-money.ts";
import type { PlanReport, PlanTextOptions } from "./plan-report.ts";
import { ACTION_WORDS, countOf } from "./plan-words.ts";
import { type Line, line, lineWidth, paragraph, span, wrapPieces } from "./text-layout.ts";

/** Quiet classes first, the worst last, nearest to the prompt. */
const DONE: readonly Action[] = ["create", "adopt", "update", "release", "retire", "replace", "delete"];
const RESTING: readonly Action[] = ["protected", "retiring", "blocked"];

export function summaryLines(report: PlanReport, options: PlanTextOptions): Line[] {
  const { plan, guards } = report;
  const list = [...changeList(plan, options), ...compactHint(options)];
  if (countExecutable(plan) === 0) {
    const resting = options.compact === undefined ? [] : list;
    const told = [...resting, ...nothingToDo(plan, options), ...loneGuard(plan, guards, options)];
    return [...told, ...partLines(report, options)];
  }
  return [
    ...paragraph(`Plan: ${countsText(plan)}`, 0, options, "strong"),
    ...baseLines(plan, options),
    ...list,
    ...moneyLines(plan, options),
    ...alarmLines(plan, options),
    ...unreadLines(plan, options),
    ...(guards === null ? [] : guardLines(plan, guards, options)),
    ...partLines(report, options),
    ...hashLines(report, options),
  ];
}

function baseLines(plan: Plan, options: PlanTextOptions): Line[] {
  if (plan.base === undefined) return [];
  const counts = (isOld: boolean): string => {
    const changes = plan.changes.filter(({ alreadyPending }) => (alreadyPending === true) === isOld);
    const billing = plan.billing.filter(({ alreadyPending }) => (alreadyPending === true) === isOld);
    const parameters = plan.parameters.filter(({ alreadyPending }) => (alreadyPending === true) === isOld);
    return countsText({ ...plan, summary: summaryOf(changes, billing, parameters) }) || "nothing";
  };
  return paragraph(`Of this change: ${counts(false)}. Already pending: ${counts(true)}.`, 0, options);
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
  const published = (["publish", "unpublish"] as const).flatMap((action) =>
    summary[action] === 0 ? [] : [countOf(summary[action], action, action)],
  );
  const done = [...calm, ...published, ...tags, ...ending];
  const rest = [...RESTING.flatMap(told), ...waiting];
  return [done, rest]
    .filter((part) => part.length > 0)
    .map((part) => part.join(", "))
    .join("; ");
}

/** A part is not for applying: guards have the word on the whole. */
function partLines({ plan: { shard }, guards }: PlanReport, options: PlanTextOptions): Line[] {
  if (shard === undefined || guards !== null) return [];
  const others = shard.count === 1 ? "it" : `the parts of all ${shard.count} shards`;
  return paragraph(`Guards: not asked. They judge the plan that strata plan merge makes of ${others}.`, 0, options);
}

/** Never sounds better than it is: what was not read is not called unchanged. */
function nothingToDo(plan: Plan, options: PlanTextOptions): Line[] {
  if (plan.shard !== undefined && plan.targets.length === 0)
    return paragraph("Nothing is planned: no target falls into this shard.", 0, options);
  const read = plan.targets.filter(({ status }) => status === "read").length;
  const rest = countsText(plan);
  if (read === 0 && plan.targets.length > 0) {
    // Complete, and none read: all wait for their role.
    const count = plan.targets.length;
    const pending = count === 1 ? "its one target is pending" : `all ${count} targets are pending`;
    return plan.complete
      ? paragraph(`Nothing is planned: ${pending}.`, 0, options)
      : paragraph("Nothing is planned: no target was read.", 0, options, "warn");
  }
  const left = rest === "" ? "" : ` Left as it is: ${rest}.`;
  if (plan.summary.blocked > 0)
    return paragraph(`Nothing can be applied: ${rest}.${keptText(plan)}`, 0, options, "warn");
  const isWhole = read === plan.targets.length;
  const head = isWhole ? "No changes." : "No changes in the targets that were read.";
  return paragraph(`${head}${keptText(plan)}${left}`, 0, options, isWhole ? "good" : "warn");
}

function keptText({ summary, changes, stack }: Plan): string {
  if (summary.keep > 0) return ` ${countOf(summary.keep, "profile is", "profiles are")} as the file says.`;
  return changes.length > 0 ? "" : ` Nothing is declared, and nothing of the stack "${stack}" is live.`;
}

/** Without changes the guards matter only when they object. */
function loneGuard(plan: Plan, guards: GuardVerdict | null, options: PlanTextOptions): Line[] {
  return guards === null || guards.stops.length === 0 ? [] : guardLines(plan, guards, options);
}

function moneyLines(plan: Plan, options: PlanTextOptions): Line[] {
  const text = totalWords(plan);
  return text === "" ? [] : paragraph(text, 0, options);
}

/** The one sentence that a hurried reader must see. */
function alarmLines(plan: Plan, options: PlanTextOptions): Line[] {
  const ends = plan.changes.filter(endsArn);
  const ending = ends.length;
  const changes = plan.changes.filter((change) => change.action === "replace" && change.graceMs > 0);
  const changing = changes.length;
  const moved = plan.parameters.filter(isMovedAway).length;
  const said = (text: string, of: readonly PlannedChange[]): string => [text, callsSentence(of)].join(" ").trim();
  const texts = [
    ...(ending === 0
      ? []
      : [
          said(
            `${countOf(ending, "ARN ends", "ARNs end")} in this apply: whoever still calls ${ending === 1 ? "it fails" : "them fails"} at once.`,
            ends,
          ),
        ]),
    ...(changing === 0
      ? []
      : [
          said(
            `${countOf(changing, "ARN changes", "ARNs change")}: callers have to take the new one while the old one works.`,
            changes,
          ),
        ]),
    ...(moved === 0
      ? []
      : [
          `${countOf(moved, "parameter moves", "parameters move")}: whoever still reads the former path finds nothing there.`,
        ]),
  ];
  return texts.flatMap((text) => paragraph(`! ${text}`, 0, options, "ends"));
}

function unreadLines({ targets }: Plan, options: PlanTextOptions): Line[] {
  const count = targets.filter(({ status }) => status === "unreadable").length;
  if (count === 0) return [];
  return paragraph(
    `! ${countOf(count, "target was", "targets were")} not read: nothing is changed there.`,
    0,
    options,
    "warn",
  );
}

function guardLines({ summary }: Plan, guards: GuardVerdict, options: PlanTextOptions): Line[] {
  if (guards.stops.length === 0) {
    const due =
      summary.retire === 0 ? "" : `, ${countOf(summary.retire, "due retirement", "due retirements")} not counted`;
    const where = guards.isOfAllShards === true ? ", all shards taken together" : "";
    return paragraph(`Guards: ok. ${guardFigures(guards)}${due}${where}`, 0, options);
  }
  return guards.stops.flatMap(({ summary: what, detail, hint }) => [
    ...paragraph(`Guards: STOP. ${what}.`, 0, options, "ends"),
    ...paragraph(detail, 2, options),
    ...(hint === undefined ? [] : paragraph(hint, 2, options)),
  ]);
}

function guardFigures({ ends, parameters, serving, limits, consent }: GuardVerdict): string {
  const consented = consent === null ? "" : `, consent to ${consent}`;
  const limit = `limit ${limits.maxDeletePercent} %, max ${limits.maxDeletes}${consented}`;
  const lost = parameters === 0 ? "" : `, ${countOf(parameters, "parameter", "parameters")} lost to readers`;
  return `${ends} of ${serving} deleted, or replaced without grace${lost} (${limit})`;
}

/** A command that does not fit goes on after a backslash, so that it can still be copied. */
function commandLines(words: readonly string[], options: PlanTextOptions): Line[] {
  const rows = wrapPieces(
    words.map((word) => span(word).text),
    options.width - 8,
  );
  return rows.map((row, index) => [
    span(`${index === 0 ? "Next: " : "      "}${row}${index === rows.length - 1 ? "" : " \\"}`, "strong"),
  ]);
}

function hashLines(report: PlanReport, options: PlanTextOptions): Line[] {
  const hash = report.plan.hash.slice(0, HASH_DIGITS);
  const command = options.next === "untold" ? undefined : nextCommand(report);
  const told = line(`Plan hash ${hash}`, "dim");
  if (command === undefined) return [told];
  const next = span(`Next: ${command.join(" ")}`, "strong");
  const joined = [...told, span("      "), next];
  return lineWidth(joined) <= options.width ? [joined] : [told, ...commandLines(command, options)];
}
