/** The plan as GitHub-flavoured Markdown: a comment on a pull request, a job summary (UX.md section 2). */
import { formatMarker } from "../core/comment-marker.ts";
import { countExecutable, ownPart, type Plan } from "../core/plan.ts";
import { deadlineMarkdown } from "./deadline-lines.ts";
import type { MarkdownOptions } from "./markdown-options.ts";
import { byteLength, code, fence, link } from "./markdown-text.ts";
import { HASH_DIGITS } from "./next-step.ts";
import { type DiffLines, NAME_WIDTH, planDiffLines, unnamedLine } from "./plan-markdown-diff.ts";
import { PLAN_LAYOUTS, type PlanLayout } from "./plan-markdown-layout.ts";
import { alerts, billingPart, endPart, foundPart, guardsPart, headingLine, shardText } from "./plan-markdown-parts.ts";
import { isLoud, loudTable, movesTable, targetTable } from "./plan-markdown-tables.ts";
import { totalWords } from "./plan-money.ts";
import type { PlanReport } from "./plan-report.ts";
import { countOf } from "./plan-words.ts";

/** A full plan of fewer lines is shown open. */
const OPEN_BELOW = 12;
const COMMIT_DIGITS = 7;
const FOUND_LIMIT = 20;
/** Of a change in the full plan: its sign, and its name padded. */
const LEAST_LINE_BYTES = 2 + NAME_WIDTH;

/** Goes down the ladder of layouts until the text fits; counts, and all that ends an ARN, stay longest. */
export function renderPlanMarkdown(report: PlanReport, options: MarkdownOptions): string {
  const frame = frameOf(report, options);
  const quiet = frame.own.changes.filter((change) => !isLoud(change)).length;
  let text = "";
  for (const layout of PLAN_LAYOUTS) {
    // A plan of very many changes is not written out in full only to be found too long.
    const named = Math.min(quiet, layout.quietChanges);
    if (!hasNothing(report.plan) && named * LEAST_LINE_BYTES > options.maxBytes) continue;
    text = render(report, options, layout, frame);
    if (byteLength(text) <= options.maxBytes) return text;
  }
  return text;
}

/** What is the same whatever the layout. */
interface Frame {
  readonly own: Plan;
  readonly top: readonly string[];
  readonly money: readonly string[];
  readonly middle: readonly string[];
  readonly end: string;
}

function frameOf({ plan, guards }: PlanReport, { origin }: MarkdownOptions): Frame {
  const own = ownPart(plan);
  return {
    own,
    top: [headingLine(plan), "", ...alerts(plan, guards)],
    money: moneyPart(own),
    middle: [...billingPart(own), ...guardsPart(plan, guards), ...deadlinePart(plan), ...foundPart(plan, FOUND_LIMIT)],
    end: endPart(plan, guards, origin),
  };
}

function render(report: PlanReport, options: MarkdownOptions, layout: PlanLayout, frame: Frame): string {
  const { plan } = report;
  const { origin } = options;
  const isWhole = layout === PLAN_LAYOUTS[0];
  const body = hasNothing(plan)
    ? [nothingLine(report, options)]
    : [
        ...frame.top,
        ...loudTable(frame.own, layout, origin),
        ...targetTable(frame.own, layout),
        ...frame.money,
        ...movesTable(frame.own, layout),
        ...frame.middle,
        ...fullPlan(plan, frame.own, layout),
        ...pendingPart(plan, layout),
        ...(isWhole ? [] : [`Left out for its length: ${leftOut(origin.run)}`, ""]),
        frame.end,
      ];
  const marker = options.hasMarker ? [markerLine(plan, options, !isWhole)] : [];
  return `${[...marker, ...body].join("\n")}\n`;
}

function markerLine({ stack, hash }: Plan, { origin }: MarkdownOptions, truncated: boolean): string {
  return formatMarker({
    kind: "plan",
    key: stack,
    hash: hash.slice(0, HASH_DIGITS),
    head: origin.commit?.slice(0, COMMIT_DIGITS) ?? null,
    run: origin.run?.id ?? null,
    truncated,
  });
}

/** A sentence of figures alone: no stranger's text is in it. */
function moneyPart(own: Plan): string[] {
  const text = totalWords(own);
  return text === "" ? [] : [text, ""];
}

/** True when one line tells it all: nothing to do, nothing in doubt. */
export function hasNothing(plan: Plan): boolean {
  const isQuiet = plan.changes.every(({ action }) => action === "retiring");
  const hasBilling = ownPart(plan).billing.some(({ action }) => action !== "unchecked");
  return isQuiet && !hasBilling && plan.complete && plan.diagnostics.length === 0 && countExecutable(plan) === 0;
}

function nothingLine({ plan, guards }: PlanReport, { origin }: MarkdownOptions): string {
  const { keep, retiring } = plan.summary;
  const ends = deadlineMarkdown(plan);
  const deadline = ends === null ? "" : `${ends} `;
  const kept = `${countOf(keep, "profile is", "profiles are")} as the file says`;
  const waits = retiring === 0 ? "" : `, ${retiring} retiring`;
  return `Bedrock profiles ${code(plan.stack)}${shardText(plan)}: no changes. ${kept}${waits}. ${deadline}${endPart(plan, guards, origin)}`;
}

function deadlinePart(plan: Plan): string[] {
  const told = deadlineMarkdown(plan);
  return told === null ? [] : [told, ""];
}

function fullPlan(plan: Plan, fresh: Plan, layout: PlanLayout): string[] {
  const published = fresh.summary.publish + fresh.summary.unpublish;
  if (fresh.changes.length + fresh.summary.activate + published === 0) {
    return plan.base === undefined ? [] : ["This change brings nothing of its own.", ""];
  }
  const profiles = countOf(fresh.changes.length, "profile", "profiles");
  const tags = fresh.summary.activate === 0 ? "" : `, ${countOf(fresh.summary.activate, "cost tag", "cost tags")}`;
  const parameters = published === 0 ? "" : `, ${countOf(published, "parameter", "parameters")}`;
  return folded(
    `Full plan (${profiles}${parameters}${tags})`,
    planDiffLines({ ...plan, billing: fresh.billing }, fresh.changes, layout),
  );
}

/** What the base would bring too: apart from what the reviewer is asked about, and never open. */
function pendingPart(plan: Plan, layout: PlanLayout): string[] {
  const pending = plan.changes.filter(({ alreadyPending }) => alreadyPending === true);
  if (plan.base === undefined || pending.length === 0) return [];
  const { ref, commit } = plan.base;
  const count = countOf(pending.length, "change", "changes");
  const at = `${code(ref)} ${code(commit.slice(0, COMMIT_DIGITS))}`;
  const diff = planDiffLines({ ...plan, billing: [], parameters: [] }, pending, layout);
  return [
    `Already pending without this change, at ${at}: ${count}. An apply makes them only where their own plan was approved.`,
    "",
    ...folded("Already pending", diff, false),
  ];
}

function folded(title: string, { lines, unnamed }: DiffLines, mayOpen = true): string[] {
  const told = [...lines, ...unnamedLine(unnamed)];
  while (told.at(-1) === "") told.pop();
  const isOpen = mayOpen && told.length < OPEN_BELOW;
  return [
    `<details${isOpen ? " open" : ""}><summary>${title}</summary>`,
    "",
    ...fence(told, "diff"),
    "",
    "</details>",
    "",
  ];
}

function leftOut(run: MarkdownOptions["origin"]["run"]): string {
  const where = run === null ? "" : `, and ${link("the run", run.url)} keeps all of it`;
  return `what adds or edits is shortened first. The saved plan holds everything${where}.`;
}
