/** What an apply did, as Markdown: a status line on the plan's comment, and a comment of its own when it failed. */
import { formatMarker } from "../core/comment-marker.ts";
import type { ApplyReport, ReportOutcome } from "../core/read-report.ts";
import type { MarkdownOptions, MarkdownOrigin } from "./markdown-options.ts";
import { byteLength, cell, fence, link } from "./markdown-text.ts";
import { HASH_DIGITS } from "./next-step.ts";
import { countOf } from "./plan-words.ts";

/** True when all that was to be done is done. */
export function isWhole(report: ApplyReport): boolean {
  return report.summary?.complete === true && report.refusal === null && !hasGaps(report);
}

/** True where more may have been done than is told. */
function hasGaps({ missing, cutOff }: ApplyReport): boolean {
  return missing.length + cutOff > 0;
}

/** `**Applied:** 3 changes in [run 7](…), 2026-11-23 09:20 UTC.` */
export function statusLine(report: ApplyReport, origin: MarkdownOrigin): string {
  const { refusal, outcomes, cutOff } = report;
  const where = origin.run === null ? "" : ` in ${link(`run ${origin.run.id}`, origin.run.url)}`;
  const when = origin.readAt === null ? "" : `, ${origin.readAt.slice(0, 10)} ${origin.readAt.slice(11, 16)} UTC`;
  const done = outcomes.filter(({ status }) => status === "applied" || status === "already").length;
  const gaps = gapText(report);
  if (refusal !== null && done > 0)
    return `**Not all shards applied: ${REFUSALS[refusal.reason]}**${where}${when}. ${countOf(done, "change was", "changes were")} made in others.${gaps}`;
  if (refusal !== null && hasGaps(report))
    return `**Not all shards applied: ${REFUSALS[refusal.reason]}**${where}${when}.${gaps}`;
  if (refusal !== null) return `**Not applied: ${REFUSALS[refusal.reason]}**${where}${when}. Nothing was changed.`;
  if (cutOff > 0) return `**The apply was cut off after ${countOf(done, "change", "changes")}**${where}${when}.${gaps}`;
  if (hasGaps(report)) return `**Not all of the apply is known: ${countsOf(report)}**${where}${when}.${gaps}`;
  const left = leftByChoice(outcomes);
  const refused = countOf(outcomes.filter(isRefusedTag).length, "cost tag was", "cost tags were");
  const tags = outcomes.some(isRefusedTag) ? ` ${refused} not activated.` : "";
  const rest =
    left === 0
      ? ""
      : ` ${countOf(left, "change was", "changes were")} left alone, as nobody had approved ${left === 1 ? "it" : "them"}.`;
  if (isWhole(report)) return `**Applied: ${countOf(done, "change", "changes")}**${where}${when}.${tags}${rest}`;
  return `**The apply failed: ${countsOf(report)}**${where}${when}.${rest}`;
}

/** Of which shards it is not known what they did; empty where it is known, and of a run without shards. */
function gapText({ missing, cutOff }: ApplyReport): string {
  if (missing.length === 0) return "";
  const [shards, have] = missing.length === 1 ? ["Shard", "has"] : ["Shards", "have"];
  const named = `${shards} ${missing.join(", ")}`;
  if (cutOff === 0) return ` ${named} ${have} left no report: what is done there is not known.`;
  return ` ${named} ${have} left no whole report: more may be done there than is told.`;
}

/** A cost allocation tag that AWS refused makes no apply fail (DESIGN section 7), but it is told. */
function isRefusedTag({ action, status }: ReportOutcome): boolean {
  return action === "activate-tag" && (status === "failed" || status === "stale");
}

const REFUSALS = {
  "not-covered": "what is live, or the file, is no longer what was reviewed",
  guard: "a guard stopped it",
} as const;

function leftByChoice(outcomes: readonly ReportOutcome[]): number {
  return outcomes.filter(({ skip }) => skip === "not-approved").length;
}

function countsOf({ outcomes, summary }: ApplyReport): string {
  const count = (test: (outcome: ReportOutcome) => boolean): number => outcomes.filter(test).length;
  const pieces: [number, string][] = [
    [count(({ status }) => status === "applied" || status === "already"), "done"],
    [count(({ status }) => status === "failed"), "failed"],
    [count(({ status }) => status === "stale"), "left alone, since no longer as planned"],
    [count(({ status, skip }) => status === "skipped" && skip !== "not-approved"), "not tried"],
    [summary?.counts.untold ?? 0, "not told of"],
  ];
  const told = pieces.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return told.length === 0 ? "nothing was done" : told.join(", ");
}

/** Rows of what did not end as planned, at first; then all of what was done. */
const ROWS = [500, 200, 100, 50, 20, 5, 0];

/** A whole comment: the status, the failures with AWS's words, and what was done. Fits by leaving out what was done. */
export function renderResultMarkdown(report: ApplyReport, options: MarkdownOptions & { readonly key: string }): string {
  let text = "";
  for (const rows of ROWS) {
    text = render(report, options, rows);
    if (byteLength(text) <= options.maxBytes) return text;
  }
  return text;
}

function render(report: ApplyReport, options: MarkdownOptions & { readonly key: string }, rows: number): string {
  const { outcomes, notes, refusal } = report;
  const bad = outcomes.filter(({ status, skip }) => !isDone(status) && skip !== "not-approved");
  const good = outcomes.filter(({ status }) => isDone(status));
  return `${[
    ...(options.hasMarker ? [markerLine(report, options)] : []),
    "### Bedrock profiles: what the apply did",
    "",
    statusLine(report, options.origin),
    "",
    ...(refusal === null ? [] : refusalLines(refusal.text, refusal.reason)),
    ...table(bad, rows),
    ...(good.length === 0
      ? []
      : ["<details><summary>Done</summary>", "", ...table(good, Math.floor(rows / 2)), "</details>", ""]),
    ...(notes.length === 0 ? [] : [...fence(notes.slice(0, 20), "text"), ""]),
    ...(isWhole(report) ? [] : [mend(report)]),
  ].join("\n")}\n`;
}

function markerLine({ summary }: ApplyReport, { origin, key }: MarkdownOptions & { readonly key: string }): string {
  return formatMarker({
    kind: "result",
    key,
    hash: summary?.planHash.slice(0, HASH_DIGITS) ?? "",
    head: origin.commit?.slice(0, 7) ?? null,
    run: origin.run?.id ?? null,
    truncated: false,
  });
}

function isDone(status: ReportOutcome["status"]): boolean {
  return status === "applied" || status === "already";
}

/** Characters of a refusal's text; the log has all of it. */
const REFUSAL_TEXT = 20_000;

function refusalLines(text: string, reason: keyof typeof REFUSALS): string[] {
  const title = reason === "guard" ? "Why" : "What differs";
  const shown = text.slice(0, REFUSAL_TEXT).trimEnd().split("\n");
  return [`${title}:`, "", ...fence(shown, "text"), ""];
}

function table(outcomes: readonly ReportOutcome[], rows: number): string[] {
  const shown = outcomes.slice(0, rows);
  const more = outcomes.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : ["| | Change | Profile | Where | ARN | Why |", "|---|---|---|---|---|---|"]),
    ...shown.map((outcome) => {
      const { status, action, name, account, region, arn, fault, note } = outcome;
      const id = arn === null ? "" : cell(arn.slice(arn.lastIndexOf("/") + 1));
      const why = fault === null || note === null ? (fault ?? note) : `${fault}; ${note}`;
      const word = isDone(status) ? status : `**${status === "skipped" ? "not tried" : status}**`;
      return `| ${word} | ${cell(action)} | ${cell(name)} | ${placeCell(account, region)} | ${id} | ${why === null ? "" : cell(why)} |`;
    }),
    ...(shown.length === 0 ? [] : [""]),
    ...(more === 0 ? [] : [`And ${more} more.`, ""]),
  ];
}

/** A cost allocation tag belongs to whoever pays, and to no region. */
function placeCell(account: string, region: string): string {
  const parts = [account, region].filter((part) => part !== "").map(cell);
  return [...(region === "" ? ["billing"] : []), ...parts].join(" ");
}

function mend({ refusal, missing, cutOff }: ApplyReport): string {
  if (refusal?.reason === "not-covered") {
    return "Someone changed AWS, or another change was merged, after the review. Look at what is new (`strata plan`), and open a pull request that brings it: its plan will be the one to approve.";
  }
  if (refusal?.reason === "guard") return "If it is meant, consent in the file (`guards.allow`), and merge that.";
  if (cutOff > 0)
    return "Run the failed job again: what is done is not done twice, and what the cut doubled is removed.";
  if (missing.length > 0)
    return `Run the job of ${missing.length === 1 ? "this shard" : "these shards"} again: what is done is not done twice.`;
  return "Mend the cause, then run the failed job again: what is done is not done twice.";
}

const STATUS_BEGIN = "<!-- strata:status -->";
const STATUS_END = "<!-- /strata:status -->";

/** A plan's comment with a status under its marker, in the place of one that is there. Other lines stay as they are. */
export function withStatus(comment: string, status: string): string {
  const [marker = "", ...rest] = comment.split("\n");
  const end = rest[0] === STATUS_BEGIN ? rest.indexOf(STATUS_END) : -1;
  const body = end < 0 ? rest : rest.slice(end + 1);
  return [marker, STATUS_BEGIN, status, "", STATUS_END, ...body].join("\n");
}
