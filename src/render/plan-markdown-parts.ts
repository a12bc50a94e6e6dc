/** The parts of the Markdown plan around its tables: heading, alarms, billing, guards, what was found, and the end. */
import { endsArn } from "../core/change.ts";
import type { GuardVerdict } from "../core/guards.ts";
import { isMovedAway } from "../core/parameter-change.ts";
import type { Plan, PlannedChange } from "../core/plan.ts";
import { countExecutable, ownPart } from "../core/plan.ts";
import { targetId } from "../core/profile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { callsSentence } from "./calls-text.ts";
import { faultText } from "./fault-text.ts";
import { diagnosticsFence } from "./markdown-diagnostics.ts";
import type { MarkdownOrigin } from "./markdown-options.ts";
import { whereCode } from "./markdown-plan-words.ts";
import { code, link } from "./markdown-text.ts";
import { HASH_DIGITS } from "./next-step.ts";
import { countsText } from "./plan-summary-text.ts";
import { countOf, inWords } from "./plan-words.ts";

/** Names that a sentence gives before it only counts. */
const NAMED = 5;

export function headingLine(plan: Plan): string {
  const counts = countsText(ownPart(plan)) || "nothing to do";
  return `### Bedrock profiles ${code(plan.stack)}${shardText(plan)}: ${counts}`;
}

/** Which part of a plan it is; empty for a whole one. */
export function shardText({ shard }: Plan): string {
  return shard === undefined ? "" : `, shard ${shard.index} of ${shard.count}`;
}

/** What must not be missed, as GitHub's alerts; the worst first. */
export function alerts(plan: Plan, guards: GuardVerdict | null): string[] {
  const fresh = ownPart(plan);
  return [
    ...guardAlert(guards),
    ...endingAlert(fresh),
    ...blockedAlert(fresh),
    ...unreadAlert(plan),
    ...scopeAlert(plan),
  ];
}

function alert(kind: "CAUTION" | "WARNING" | "NOTE", lines: readonly string[]): string[] {
  return [`> [!${kind}]`, ...lines.map((line) => `> ${line}`), ""];
}

function guardAlert(guards: GuardVerdict | null): string[] {
  if (guards === null || guards.stops.length === 0) return [];
  const { ends, parameters, serving, limits } = guards;
  const all = ends + parameters;
  const limit = `the limit is ${limits.maxDeletes}, and ${limits.maxDeletePercent} % from 10 profiles up`;
  const isEmptied = guards.stops.some(({ code: stop }) => stop === "safety/nothing-desired");
  const why = isEmptied
    ? `Nothing is declared, and ${countOf(ends, "live profile", "live profiles")} would end${lostText(parameters)}.`
    : `${ends} of ${countOf(serving, "live profile", "live profiles")} would end${lostText(parameters)}; ${limit}.`;
  return alert("CAUTION", [
    `**A guard stops this plan: nothing of it will be applied.** ${why}`,
    `If this is meant, consent to exactly this many: \`guards: { allow: { deletes: ${all}, until: … } }\` in the file, or \`--allow-deletes ${all}\`.`,
  ]);
}

function lostText(parameters: number): string {
  return parameters === 0 ? "" : `, and ${countOf(parameters, "parameter", "parameters")} be lost to readers`;
}

function endingAlert({ changes, parameters, targets }: Plan): string[] {
  const places = new Map(targets.map((target) => [targetId(target), target]));
  const nameOf = ({ key }: PlannedChange): string => {
    const target = places.get(targetId(key));
    return `${code(key.name)} (${code(`${target?.accountName ?? key.account} ${key.region}`)})`;
  };
  const ending = changes.filter(endsArn);
  const changing = changes.filter((change) => change.action === "replace" && change.graceMs > 0);
  const moved = parameters.filter(isMovedAway);
  if (ending.length + changing.length + moved.length === 0) return [];
  const counts = [
    ...(ending.length === 0 ? [] : [countOf(ending.length, "ARN ends", "ARNs end")]),
    ...(changing.length === 0 ? [] : [countOf(changing.length, "ARN changes", "ARNs change")]),
    ...(moved.length === 0 ? [] : [countOf(moved.length, "parameter moves", "parameters move")]),
  ];
  const graces = [...new Set(changing.flatMap((change) => (change.action === "replace" ? [change.graceMs] : [])))];
  const grace = graces
    .sort((a, b) => a - b)
    .map(inWords)
    .join(" or ");
  const calls = callsSentence([...ending, ...changing]);
  return alert("CAUTION", [
    `**${counts.join(" and ")} with this change.**`,
    ...(ending.length === 0 ? [] : [`Callers of ${naming(ending.map(nameOf))} fail at once.`]),
    ...(changing.length === 0
      ? []
      : [`Callers of ${naming(changing.map(nameOf))} have ${grace} from the apply on to take the new ARN.`]),
    ...(moved.length === 0
      ? []
      : [`Readers of ${naming(moved.map(({ parameter }) => code(parameter)))} find nothing there any more.`]),
    ...(calls === "" ? [] : [calls]),
  ]);
}

function naming(names: readonly string[]): string {
  const shown = names.slice(0, NAMED);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}

function blockedAlert({ changes, parameters, summary }: Plan): string[] {
  if (summary.blocked === 0) return [];
  const count = countOf(summary.blocked, "change is blocked", "changes are blocked");
  const isAlone = [...changes, ...parameters].every(({ action }) => action === "blocked");
  const rest = isAlone ? "" : "; the others will";
  return alert("WARNING", [`**${count}**, and will not be made${rest}. Each says below how to mend it.`]);
}

function unreadAlert({ targets }: Plan): string[] {
  const unread = targets.filter(({ status }) => status === "unreadable");
  if (unread.length === 0) return [];
  const shown = unread.slice(0, NAMED).map((target) => {
    const why = target.fault === null ? "no answer" : faultText(target.fault);
    return `- ${whereCode(target)}: ${code(why)}`;
  });
  const more = unread.length - shown.length;
  return alert("WARNING", [
    `**${unread.length} of ${countOf(targets.length, "target", "targets")} could not be read:** nothing is changed there.`,
    ...shown,
    ...(more === 0 ? [] : [`- and ${more} more`]),
  ]);
}

function scopeAlert({ scope }: Plan): string[] {
  const parts = [
    ...scope.targets.map((target) => `--target ${target}`),
    ...scope.only.map((glob) => `--only ${glob}`),
    ...scope.exclude.map((glob) => `--exclude ${glob}`),
  ];
  return parts.length === 0 ? [] : alert("NOTE", [`**Only a part was looked at:** ${naming(parts.map(code))}.`]);
}

export function billingPart({ billing }: Plan): string[] {
  const activate = billing.filter(({ action }) => action === "activate-tag");
  const waiting = billing.filter(({ action }) => action === "waiting");
  const unchecked = billing.filter(({ action }) => action === "unchecked");
  const sentences = [
    ...(activate.length === 0
      ? []
      : [
          `${naming(activate.map(({ key, from }) => `${code(key)} ${code(from ?? "unknown")} → **Active**`))}; in Cost Explorer up to 24 h later, not reaching back.`,
        ]),
    ...(waiting.length === 0
      ? []
      : [
          `Waiting for billing to know them, up to 24 h after the first call through a profile that carries them: ${naming(waiting.map(({ key }) => code(key)))}.`,
        ]),
    ...(unchecked.length === 0 ? [] : [`Not checked: ${naming(unchecked.map(({ key }) => code(key)))}.`]),
  ];
  const account = billing.find((change) => change.account !== undefined)?.account;
  const payer = account === undefined ? "" : ` (payer ${code(account)})`;
  return sentences.length === 0 ? [] : [`Cost allocation tags${payer}: ${sentences.join(" ")}`, ""];
}

/** One line of figures: what was judged, what was read, what is not touched. */
export function guardsPart({ targets, summary, shard }: Plan, guards: GuardVerdict | null): string[] {
  const read = targets.filter(({ status }) => status === "read").length;
  const pending = targets.filter(({ status }) => status === "pending").length;
  const unmanaged = targets.reduce((sum, target) => sum + target.unmanaged, -summary.adopt);
  const pieces = [
    ...(guards === null ? [] : [guardFigures(guards)]),
    ...(guards === null && shard !== undefined ? ["not asked, since they judge all shards at once"] : []),
    `${read} of ${countOf(targets.length, "target", "targets")} read${pending === 0 ? "" : ` (${pending} pending)`}`,
    ...(summary.keep === 0 ? [] : [`${summary.keep} unchanged`]),
    ...(unmanaged <= 0 ? [] : [`${unmanaged} not ours, untouched`]),
  ];
  return [`Guards: ${pieces.join(" · ")}`, ""];
}

function guardFigures({ ends, parameters, serving, limits, consent, stops }: GuardVerdict): string {
  const share = serving === 0 ? "" : `${Math.round(((ends + parameters) * 100) / serving)} %, `;
  const consented = consent === null ? "" : `, consent to ${consent}`;
  const verdict = stops.length === 0 ? "✓" : "**stop**";
  const lost = parameters === 0 ? "" : `, ${countOf(parameters, "parameter", "parameters")} lost to readers`;
  return `deletes, and replaces without grace: ${ends} of ${serving}${lost} (${share}limit ${limits.maxDeletePercent} %, max ${limits.maxDeletes}${consented}) ${verdict}`;
}

/** Warnings, in a fence: their words name profiles. What the alerts and the table tell is not told again. */
export function foundPart({ changes, diagnostics }: Plan, limit: number): string[] {
  const told = new Set(changes.flatMap(({ because }) => because.map(({ code: why, text }) => `${why} ${text}`)));
  const isTold = ({ code: found, detail }: Diagnostic): boolean =>
    found === "aws/target-unreadable" ||
    found === "safety/too-many-deletes" ||
    found === "safety/nothing-desired" ||
    told.has(`${found} ${detail}`);
  const rest = diagnostics.filter((found) => !isTold(found));
  return diagnosticsFence(rest, limit);
}

/** What the hash stands for, and what a merge does. */
export function endPart(plan: Plan, guards: GuardVerdict | null, origin: MarkdownOrigin): string {
  const { commit, run, readAt } = origin;
  const pieces = [
    `Plan ${code(plan.hash.slice(0, HASH_DIGITS))}`,
    ...(commit === null ? [] : [`for ${code(commit.slice(0, 7))}`]),
    ...(readAt === null ? [] : [`read ${readAt.slice(0, 10)} ${readAt.slice(11, 16)} UTC`]),
    ...(run === null ? [] : [`in ${link(`run ${run.id}`, run.url)}`]),
  ];
  const isStopped = guards !== null && guards.stops.length > 0;
  const isIdle = countExecutable(ownPart(plan)) === 0;
  const merging = isStopped || isIdle ? "Merging changes nothing." : "Merging applies exactly this, or stops.";
  const isApproval = commit !== null && plan.shard === undefined;
  return `${pieces.join(" ")}.${isApproval ? ` ${merging}` : ""}`;
}
