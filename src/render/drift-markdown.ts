/** Drift as Markdown: the body of the one issue, a job summary. */
import type { Action } from "../core/change.ts";
import { formatMarker } from "../core/comment-marker.ts";
import { isDrift } from "../core/drift.ts";
import { isParameterDrift } from "../core/parameter-change.ts";
import type { Plan, PlannedChange } from "../core/plan.ts";
import { isSameTarget, targetId } from "../core/profile.ts";
import { shownEdits } from "../core/tag-edits.ts";
import { faultText } from "./fault-text.ts";
import type { MarkdownOptions, MarkdownOrigin } from "./markdown-options.ts";
import { placeLink, whereCell, whereCode } from "./markdown-plan-words.ts";
import { byteLength, cell, code, fence, link, plain } from "./markdown-text.ts";
import { HASH_DIGITS } from "./next-step.ts";
import { driftedParameterTable } from "./plan-markdown-parameters.ts";
import { countOf } from "./plan-words.ts";
import { shownValue } from "./tags-text.ts";
import { padToWidth } from "./terminal-text.ts";

/** What is live and not as the file says: drift, but for what only time brought. */
export function driftedChanges(plan: Plan): readonly PlannedChange[] {
  return plan.changes.filter(isDrift);
}

/** Rows of the table and lines of the differences, until the text fits. */
const LIMITS: readonly (readonly [number, number])[] = [
  [200, 2_000],
  [200, 400],
  [200, 0],
  [100, 0],
  [40, 0],
  [10, 0],
  [0, 0],
];

export function renderDriftMarkdown(plan: Plan, options: MarkdownOptions): string {
  let text = "";
  for (const [rows, lines] of LIMITS) {
    text = render(plan, options, rows, lines);
    if (byteLength(text) <= options.maxBytes) return text;
  }
  return text;
}

function render(plan: Plan, options: MarkdownOptions, rows: number, lines: number): string {
  const drifted = driftedChanges(plan);
  const count = drifted.length + plan.parameters.filter(isParameterDrift).length;
  const { origin } = options;
  const isCut = drifted.length > rows || lines < (LIMITS[0]?.[1] ?? 0);
  return `${[
    ...(options.hasMarker ? [marker(plan, origin, isCut)] : []),
    `### Bedrock profiles ${code(plan.stack)}: ${count === 0 ? "no drift" : countOf(count, "difference", "differences")}`,
    "",
    ...intro(plan, count),
    ...unread(plan),
    ...table(plan, drifted, rows, origin),
    ...driftedParameterTable(plan, rows),
    ...tagDifferences(plan, drifted, lines),
    endLine(plan, origin),
  ].join("\n")}\n`;
}

function marker({ stack, hash }: Plan, { commit, run }: MarkdownOrigin, truncated: boolean): string {
  const head = commit?.slice(0, 7) ?? null;
  return formatMarker({
    kind: "drift",
    key: stack,
    hash: hash.slice(0, HASH_DIGITS),
    head,
    run: run?.id ?? null,
    truncated,
  });
}

function intro(plan: Plan, count: number): string[] {
  if (count === 0) return [`${countOf(plan.summary.keep, "profile is", "profiles are")} as the file says.`, ""];
  return [
    "What is live is not what the file on this branch says. Either someone changed AWS outside Strata, or a merge was not applied.",
    "",
    "- To put AWS back: run `strata apply`, or the apply workflow.",
    "- To keep what is live: open a pull request that changes the file.",
    "",
  ];
}

function unread({ targets }: Plan): string[] {
  const missing = targets.filter(({ status }) => status === "unreadable");
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 20).map((target) => {
    return `> - ${whereCode(target)}: ${code(target.fault === null ? "no answer" : faultText(target.fault))}`;
  });
  const more = missing.length - shown.length;
  const head = `> **${countOf(missing.length, "target was", "targets were")} not read:** drift there is unknown.`;
  return ["> [!WARNING]", head, ...shown, ...(more === 0 ? [] : [`> - and ${more} more`]), ""];
}

/** In words that say what happened, not what an apply would do. */
const WORDS: Readonly<Partial<Record<Action, string>>> = {
  create: "**missing**: deleted outside Strata, or never applied",
  update: "tags are not as declared",
  replace: "has another source than declared",
  delete: "**live, but not declared**",
  adopt: "declared to be adopted, not ours yet",
  release: "declared to be released, still ours",
  blocked: "cannot be reconciled",
};

function table(plan: Plan, drifted: readonly PlannedChange[], rows: number, origin: MarkdownOrigin): string[] {
  const places = new Map(plan.targets.map((target) => [targetId(target), target]));
  const shown = drifted.slice(0, rows);
  const more = drifted.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : ["| Profile | Where | Drift | ARN | Declared |", "|---|---|---|---|---|"]),
    ...shown.map((change) => {
      const target = places.get(targetId(change.key)) ?? { ...change.key, accountName: null };
      const id = change.arn === null ? "" : cell(change.arn.slice(change.arn.lastIndexOf("/") + 1));
      const place = change.declaredAt === null ? "" : placeLink(change.declaredAt, origin);
      return `| ${cell(change.key.name)} | ${whereCell(target)} | ${WORDS[change.action] ?? ""} | ${id} | ${place} |`;
    }),
    ...(shown.length === 0 ? [] : [""]),
    ...(more === 0 ? [] : [`And ${countOf(more, "difference", "differences")} more.`, ""]),
  ];
}

/** From what the file says to what is live: the way somebody changed it, which is not the way an apply would. */
function tagDifferences(plan: Plan, drifted: readonly PlannedChange[], limit: number): string[] {
  const blocks = drifted.flatMap((change) => {
    if (change.action !== "update") return [];
    const target = plan.targets.find((one) => isSameTarget(one, change.key));
    const place = [target?.accountName ?? change.key.account, change.key.region].map(plain).join(" ");
    const edits = shownEdits(change.tagEdits).flatMap(({ key, from, to }) => {
      const label = padToWidth(shownValue(plain(key)), 14);
      return [
        ...(to === null ? [] : [`- ${label} ${shownValue(plain(to))}`]),
        ...(from === null ? [] : [`+ ${label} ${shownValue(plain(from))}`]),
      ];
    });
    return [`@@ ${plain(change.key.name)} ${place} @@`, ...edits];
  });
  const shown = blocks.slice(0, limit);
  if (shown.length === 0) return [];
  const more = blocks.length - shown.length;
  const lines = [...shown, ...(more === 0 ? [] : [`# and ${countOf(more, "line", "lines")} more`])];
  return ["Tags, from declared to live:", "", ...fence(lines, "diff"), ""];
}

function endLine({ hash }: Plan, { commit, run, readAt }: MarkdownOrigin): string {
  const pieces = [
    `Drift ${code(hash.slice(0, HASH_DIGITS))}`,
    ...(commit === null ? [] : [`against ${code(commit.slice(0, 7))}`]),
    ...(readAt === null ? [] : [`read ${readAt.slice(0, 10)} ${readAt.slice(11, 16)} UTC`]),
    ...(run === null ? [] : [`in ${link(`run ${run.id}`, run.url)}`]),
  ];
  return `${pieces.join(" ")}.`;
}
