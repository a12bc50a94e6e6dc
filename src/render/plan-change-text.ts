/** One change of the terminal plan: its head line, and under it what will be different. */
import type { Action, BlockedChange, Change, ProfileSpec, ReplaceChange } from "../core/change.ts";
import type { PlannedChange } from "../core/plan.ts";
import type { Tags } from "../core/profile.ts";
import { diffTags, shownEdits, type TagEdits } from "../core/tag-edits.ts";
import { CODES } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { callsRow, isCalled } from "./calls-text.ts";
import { detail } from "./detail-row.ts";
import { headLines } from "./head-line.ts";
import { moneyWords } from "./plan-money.ts";
import type { PlanTextOptions } from "./plan-report.ts";
import { ACTION_WORDS, arnEffect, inWords } from "./plan-words.ts";
import { DETAIL_INDENT, LABEL_WIDTH, tagEditLines, tagRows } from "./tags-text.ts";
import { type Line, labelled, span, wrapLines, wrapPieces, wrapWords } from "./text-layout.ts";
import { wordDifference } from "./word-diff-text.ts";

/** What a change needs to know of the lines around it. */
export interface ChangeContext {
  readonly options: PlanTextOptions;
  /** How to mend what is blocked, as `hintsOf` finds it. */
  readonly hints: ReadonlyMap<string, string>;
  /** Where these very tags of this very name were told above; null where they have to be told. */
  readonly tagsAt: string | null;
}

export function changeLines(change: PlannedChange | Change, context: ChangeContext): Line[] {
  const { marker, tone } = ACTION_WORDS[change.action];
  const head = { marker, name: change.key.name, phrase: phraseOf(change), tone, declaredAt: change.declaredAt };
  return [
    ...headLines(head, context.options),
    ...detailLines(change, context),
    ...("hash" in change ? moneyLines(change, context.options) : []),
  ];
}

function moneyLines(change: PlannedChange, options: PlanTextOptions): Line[] {
  return moneyWords(change).flatMap((words, at) => detail(at === 0 ? "money" : "", words, options));
}

const PHRASES: Readonly<Partial<Record<Action, string>>> = {
  create: "create",
  update: "tags",
  adopt: "adopt",
  release: "release",
  replace: "REPLACE",
  delete: "DELETE",
  retire: "RETIRE",
  keep: "unchanged",
};

function phraseOf(change: Change): string {
  const because = change.because.map(({ text }) => text).join("; ");
  switch (change.action) {
    case "protected":
    case "retiring":
      return `${change.action}: ${because}`;
    case "blocked":
      return `BLOCKED: ${blockedSummary(change)}`;
    default:
      return [PHRASES[change.action], loudEffect(change)].filter(Boolean).join(", ");
  }
}

/** A create's new ARN goes without saying; every other effect is said in the head line. */
function loudEffect(change: Change): string {
  return change.action === "create" ? "" : arnEffect(change);
}

function detailLines(change: Change, context: ChangeContext): Line[] {
  const { options } = context;
  switch (change.action) {
    case "create":
      return [...specLines(change.after, context), ...whyLines(change, options)];
    case "update":
    case "adopt":
    case "release":
      return [...editLines(change.tagEdits, options), ...arnLines(change.arn, options), ...whyLines(change, options)];
    case "replace":
      return replaceLines(change, options);
    case "delete":
    case "retire":
      return endingLines(change, options);
    case "blocked":
      return blockedLines(change, context);
    case "protected":
    case "retiring":
      return [...arnRow(change.arn, options), ...callLines(change, options)];
    case "keep":
      return [];
  }
}

function specLines(spec: ProfileSpec, { options, tagsAt }: ChangeContext): Line[] {
  const width = options.width - DETAIL_INDENT - LABEL_WIDTH - 1;
  const tags = tagsAt === null ? tagRows(spec.tags, width) : wrapWords(`(as above in ${tagsAt})`, width);
  return [
    ...detail("source", spec.source ?? "(unknown)", options),
    ...(spec.description === null ? [] : detail("description", spec.description, options)),
    ...labelled(
      "tags",
      tags.map((row) => [span(row)]),
      DETAIL_INDENT,
      LABEL_WIDTH,
    ),
  ];
}

/** Edits without Strata's identity tags; where there are no others, that is said. */
function editLines(edits: TagEdits, options: PlanTextOptions): Line[] {
  const shown = shownEdits(edits);
  if (shown.length > 0) return tagEditLines(shown, options);
  const sets = Object.keys(edits.set);
  const removes = Object.keys(edits.remove);
  const parts = [
    ...(sets.length === 0 ? [] : [`sets ${sets.join(", ")}`]),
    ...(removes.length === 0 ? [] : [`removes ${removes.join(", ")}`]),
  ];
  return detail("marks", `Strata's own only: ${parts.join("; ")}`, options, "dim");
}

function replaceLines(change: ReplaceChange, options: PlanTextOptions): Line[] {
  const { before, after, arn, successor, graceMs } = change;
  const isNewSource = before.source !== after.source;
  const newArn = successor === null ? "(known after apply)" : `${shortArn(successor, options)}, which is there already`;
  const ending = graceMs === 0 ? "stops working in this apply" : `works ${inWords(graceMs)} more, then it retires`;
  return [
    ...(isNewSource
      ? [
          ...detail("source", before.source ?? "(unknown)", options, "dim"),
          ...detail("", `-> ${after.source}`, options, "strong"),
        ]
      : detail("source", after.source, options)),
    ...descriptionLines(before, after, options),
    ...tagEditLines(shownEdits(tagDifference(before.tags, after.tags)), options),
    ...detail("new ARN", newArn, options),
    ...detail("old ARN", `${shortArn(arn, options)} ${ending}`, options, "ends"),
    ...callLines(change, options),
    ...whyLines(change, options),
  ];
}

function descriptionLines(before: ProfileSpec, after: ProfileSpec, options: PlanTextOptions): Line[] {
  if (after.description === null || before.description === after.description) return [];
  const width = options.width - DETAIL_INDENT - LABEL_WIDTH - 1;
  const merged = wordDifference(span(before.description ?? "").text, span(after.description).text);
  if (merged !== null) return labelled("description", wrapLines(merged, width), DETAIL_INDENT, LABEL_WIDTH);
  return [
    ...detail("description", before.description ?? "(none)", options, "dim"),
    ...detail("", `-> ${after.description}`, options, "strong"),
  ];
}

function tagDifference(before: Tags, after: Tags): TagEdits {
  return diffTags(before, after, { isIgnored: () => false, unlistedTags: "remove" });
}

function endingLines(change: Change & { readonly arn: string }, options: PlanTextOptions): Line[] {
  return [
    ...detail("ARN", `${shortArn(change.arn, options)} stops working in this apply`, options, "ends"),
    ...callLines(change, options),
    ...(change.before?.source == null ? [] : detail("source", change.before.source, options)),
    ...whyLines(change, options),
  ];
}

function callLines(change: Change, options: PlanTextOptions): Line[] {
  const text = callsRow(change);
  return text === undefined ? [] : detail("calls", text, options, isCalled(change) ? "warn" : "plain");
}

function blockedSummary(change: BlockedChange): string {
  const code = change.because[0]?.code;
  return code !== undefined && code in CODES ? CODES[code as keyof typeof CODES].summary : "it cannot be made";
}

/** A blocked change and its diagnostic have code and words in common. */
function hintKey(code: string, text: string): string {
  return `${code} ${text}`;
}

export function hintsOf(diagnostics: readonly Diagnostic[]): Map<string, string> {
  return new Map(
    diagnostics.flatMap(({ code, detail: text, hint }) => (hint === undefined ? [] : [[hintKey(code, text), hint]])),
  );
}

function blockedLines(change: BlockedChange, { options, hints }: ChangeContext): Line[] {
  return change.because.flatMap(({ code, text }) => {
    const mend = hints.get(hintKey(code, text)) ?? (code in CODES ? CODES[code as keyof typeof CODES].mend : undefined);
    return [
      ...detail("why", text, options),
      ...(mend === undefined ? [] : detail("to mend", mend, options)),
      ...detail("code", code, options, "dim"),
    ];
  });
}

function whyLines(change: Change, options: PlanTextOptions): Line[] {
  return change.because.flatMap(({ text }) => detail("why", text, options));
}

/** The section above tells account and region; the id is what is new. */
function shortArn(arn: string, { full }: PlanTextOptions): string {
  return full ? arn : `.../${arn.slice(arn.lastIndexOf("/") + 1)}`;
}

function arnRow(arn: string | null, options: PlanTextOptions): Line[] {
  return arn === null ? [] : labelled("ARN", arnRows(shortArn(arn, options), options), DETAIL_INDENT, LABEL_WIDTH);
}

function arnRows(text: string, options: PlanTextOptions): Line[] {
  return wrapPieces([span(text).text], options.width - DETAIL_INDENT - LABEL_WIDTH - 1).map((row) => [
    span(row, "dim"),
  ]);
}

/** A tag update names its ARN only when asked for everything. */
function arnLines(arn: string, options: PlanTextOptions): Line[] {
  return options.full ? arnRow(arn, options) : [];
}
