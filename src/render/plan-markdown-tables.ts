/** The two tables of the Markdown plan: what ends or cannot be made, one by one; and what is done in each target. */
import type { Action } from "../core/change.ts";
import type { Plan, PlannedChange, PlanTarget } from "../core/plan.ts";
import { targetId } from "../core/profile.ts";
import { callsCell, daysOf } from "./calls-text.ts";
import { type MarkdownOrigin, NO_ORIGIN } from "./markdown-options.ts";
import { arnCell, whereCell, whyOf } from "./markdown-plan-words.ts";
import { cell } from "./markdown-text.ts";
import type { PlanLayout } from "./plan-markdown-layout.ts";
import { largestMoves, moneyCell, moneyMonth, moneyWords } from "./plan-money.ts";
import { ACTION_WORDS, countOf } from "./plan-words.ts";

/** The worst first: what a reviewer must see in five seconds. */
const LOUD: readonly Action[] = ["delete", "replace", "retire", "protected", "blocked"];

export function isLoud({ action }: PlannedChange): boolean {
  return LOUD.includes(action);
}

export function loudTable(plan: Plan, layout: PlanLayout, origin: MarkdownOrigin): string[] {
  const places = new Map(plan.targets.map((target) => [targetId(target), target]));
  const rank = ({ action }: PlannedChange): number => LOUD.indexOf(action);
  const loud = plan.changes.filter(isLoud).sort((a, b) => rank(a) - rank(b));
  if (loud.length === 0) return [];
  const shown = loud.slice(0, layout.loudChanges);
  const hasCalls = loud.some(({ calls }) => calls !== undefined);
  const hasMoney = loud.some(({ money }) => money !== undefined);
  const rows = shown.map((change) => {
    const target = places.get(targetId(change.key)) ?? { ...change.key, accountName: null };
    const why = whyOf(change, layout.links ? origin : NO_ORIGIN);
    const calls = hasCalls ? ` ${callsCell(change)} |` : "";
    const money = hasMoney ? ` ${moneyCell(change)} |` : "";
    return `| ${actionCell(change)} | ${cell(change.key.name)} | ${whereCell(target)} | ${arnCell(change)} |${calls}${money} ${why} |`;
  });
  const titles = [...(hasCalls ? [`Calls${daysText(loud)}`] : []), ...(hasMoney ? [`Cost${monthText(loud)}`] : [])];
  const head = [
    `| | Profile | Where | ARN |${titles.map((title) => ` ${title} |`).join("")} Why |`,
    `|---|---|---|---|${"--:|".repeat(titles.length)}---|`,
  ];
  const table = shown.length === 0 ? [] : [...head, ...rows, ""];
  return [...table, ...moreLoud(loud.slice(shown.length))];
}

/** Whose money goes where, once the edits themselves are left out: the largest first. */
export function movesTable(plan: Plan, layout: PlanLayout): string[] {
  const moves = layout.moves === 0 ? [] : largestMoves(plan.changes);
  if (moves.length === 0) return [];
  const places = new Map(plan.targets.map((target) => [targetId(target), target]));
  const rows = moves.slice(0, layout.moves).map((change) => {
    const target = places.get(targetId(change.key)) ?? { ...change.key, accountName: null };
    return `| ${cell(change.key.name)} | ${whereCell(target)} | ${moneyWords(change).map(cell).join("<br>")} |`;
  });
  const hidden = moves.length - rows.length;
  return [
    "| Profile | Where | Money |",
    "|---|---|---|",
    ...rows,
    "",
    ...(hidden === 0 ? [] : [`And ${countOf(hidden, "smaller move", "smaller moves")} of money.`, ""]),
  ];
}

function daysText(changes: readonly PlannedChange[]): string {
  const days = daysOf(changes);
  return days === undefined ? "" : ` (${countOf(days, "day", "days")})`;
}

function monthText(changes: readonly PlannedChange[]): string {
  const month = moneyMonth(changes);
  return month === undefined ? "" : ` (${month})`;
}

function actionCell({ action }: PlannedChange): string {
  return action === "protected" || action === "retire" ? action : `**${action}**`;
}

/** Beyond the limit they are counted by kind, never left unsaid. */
function moreLoud(rest: readonly PlannedChange[]): string[] {
  if (rest.length === 0) return [];
  const counts = LOUD.flatMap((action) => {
    const count = rest.filter((change) => change.action === action).length;
    return count === 0 ? [] : [countOf(count, ACTION_WORDS[action].one, ACTION_WORDS[action].many)];
  });
  return [`**And ${counts.join(", ")} more**, not listed here.`, ""];
}

interface Column {
  readonly title: string;
  readonly actions: readonly Action[];
}

const COLUMNS: readonly Column[] = [
  { title: "create", actions: ["create"] },
  { title: "adopt", actions: ["adopt"] },
  { title: "tags", actions: ["update"] },
  { title: "release", actions: ["release"] },
  { title: "retire", actions: ["retire"] },
  { title: "replace", actions: ["replace"] },
  { title: "delete", actions: ["delete"] },
  { title: "protected", actions: ["protected"] },
  { title: "retiring", actions: ["retiring"] },
  { title: "blocked", actions: ["blocked"] },
];

/** One row for each target with changes; columns without a count are left out. */
export function targetTable(plan: Plan, layout: PlanLayout): string[] {
  const byTarget = new Map<string, PlannedChange[]>();
  for (const change of plan.changes) {
    const id = targetId(change.key);
    const group = byTarget.get(id);
    if (group === undefined) byTarget.set(id, [change]);
    else group.push(change);
  }
  const targets = plan.targets.filter((target) => byTarget.has(targetId(target)));
  const columns = COLUMNS.filter(({ actions }) => plan.changes.some(({ action }) => actions.includes(action)));
  const shown = targets.slice(0, layout.targets);
  if (shown.length === 0) return [];
  const rows = shown.map((target) => targetRow(target, byTarget.get(targetId(target)) ?? [], columns));
  const hidden = targets.length - shown.length;
  return [
    `| Account | Region |${columns.map(({ title }) => ` ${title} |`).join("")} ours |`,
    `|---|---|${columns.map(() => "--:|").join("")}--:|`,
    ...rows,
    "",
    ...(hidden === 0 ? [] : [`And ${countOf(hidden, "target", "targets")} more with changes.`, ""]),
  ];
}

function targetRow(target: PlanTarget, changes: readonly PlannedChange[], columns: readonly Column[]): string {
  const account =
    target.accountName === null ? cell(target.account) : `${cell(target.accountName)} ${cell(target.account)}`;
  const counts = columns.map(({ actions }) => changes.filter(({ action }) => actions.includes(action)).length);
  return `| ${account} | ${cell(target.region)} |${counts.map((count) => ` ${count === 0 ? "" : count} |`).join("")} ${target.managed} |`;
}
