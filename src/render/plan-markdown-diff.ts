/** The full plan of the Markdown as one fence of the language `diff`, which GitHub colours. */
import { diffArrays } from "diff";
import type { BlockedChange, ProfileSpec, ReplaceChange } from "../core/change.ts";
import type { Plan, PlannedChange, PlanTarget } from "../core/plan.ts";
import { compareText, type Tags, targetId } from "../core/profile.ts";
import { listEdits, shownEdits, type TagEdits } from "../core/tag-edits.ts";
import { CODES } from "../diagnostics/codes.ts";
import { callsRow } from "./calls-text.ts";
import { plain } from "./markdown-text.ts";
import { hintsOf } from "./plan-change-text.ts";
import type { PlanLayout } from "./plan-markdown-layout.ts";
import { parameterDiffLines } from "./plan-markdown-parameters.ts";
import { isLoud } from "./plan-markdown-tables.ts";
import { moneyWords } from "./plan-money.ts";
import { arnEffect, countOf } from "./plan-words.ts";
import { shownValue, tagRows } from "./tags-text.ts";
import { padToWidth } from "./terminal-text.ts";

/** Names are padded to it. */
export const NAME_WIDTH = 30;
const LABEL_WIDTH = 13;
const TAGS_WIDTH = 96;

/** Lines of the fence, target after target, and how many changes they do not name. */
export interface DiffLines {
  readonly lines: readonly string[];
  readonly unnamed: number;
}

/** `changes` are those of the plan that are to be told, in order. */
export function planDiffLines(plan: Plan, changes: readonly PlannedChange[], layout: PlanLayout): DiffLines {
  const byTarget = new Map<string, PlannedChange[]>();
  let quiet = 0;
  let unnamed = 0;
  let loud = 0;
  for (const change of changes) {
    // Without bodies they would only repeat the table.
    if (isLoud(change) && !layout.endBodies) continue;
    const isNamed = isLoud(change) ? ++loud <= layout.loudChanges : ++quiet <= layout.quietChanges;
    if (!isNamed) {
      unnamed += 1;
      continue;
    }
    const id = targetId(change.key);
    const group = byTarget.get(id);
    if (group === undefined) byTarget.set(id, [change]);
    else group.push(change);
  }
  const hints = hintsOf(plan.diagnostics);
  const lines = plan.targets.flatMap((target) => {
    const here = byTarget.get(targetId(target)) ?? [];
    return here.length === 0
      ? []
      : [targetLine(target), ...here.flatMap((change) => changeLines(change, layout, hints)), ""];
  });
  return { lines: [...lines, ...parameterDiffLines(plan, layout.quietChanges), ...billingLines(plan)], unnamed };
}

function targetLine({ account, accountName, region }: PlanTarget): string {
  return `@@ ${[accountName, account, region]
    .filter((part) => part !== null)
    .map(plain)
    .join(" ")} @@`;
}

const SIGNS: Readonly<Record<PlannedChange["action"], string>> = {
  create: "+",
  update: "!",
  adopt: "!",
  release: "!",
  replace: "!",
  delete: "-",
  retire: "-",
  keep: "#",
  protected: "#",
  retiring: "#",
  blocked: "#",
};

const WORDS: Readonly<Partial<Record<PlannedChange["action"], string>>> = { update: "tags", blocked: "BLOCKED" };

function changeLines(change: PlannedChange, layout: PlanLayout, hints: ReadonlyMap<string, string>): string[] {
  const { action, key, declaredAt } = change;
  const word = WORDS[action] ?? action;
  const effect = action === "create" ? "" : arnEffect(change);
  const place = declaredAt === null ? "" : `  ${plain(declaredAt.file)}:${declaredAt.start.line}`;
  const phrase = effect === "" ? word : `${word}: ${effect}`;
  const head = `${SIGNS[action]} ${padToWidth(plain(key.name), NAME_WIDTH)} ${padToWidth(phrase, place === "" ? 0 : 20)}${place}`;
  return [head, ...bodyLines(change, layout, hints)];
}

function bodyLines(change: PlannedChange, layout: PlanLayout, hints: ReadonlyMap<string, string>): string[] {
  switch (change.action) {
    case "create":
      return layout.createBodies ? specLines(change.after) : [];
    case "update":
    case "adopt":
    case "release":
      return layout.editBodies ? [...editLines(change.before.tags, change.tagEdits), ...moneyLines(change)] : [];
    case "replace":
      return layout.endBodies ? [...replaceLines(change), ...callLines(change), ...moneyLines(change)] : [];
    case "delete":
    case "retire":
      return layout.endBodies
        ? [
            row("-", "arn", change.arn),
            ...callLines(change),
            ...sourceLines(change.before.source),
            ...moneyLines(change),
          ]
        : [];
    case "blocked":
      return layout.endBodies ? blockedLines(change, hints) : [];
    case "retiring":
      return layout.endBodies ? callLines(change) : [];
    default:
      return [];
  }
}

function callLines(change: PlannedChange): string[] {
  const text = callsRow(change);
  return text === undefined ? [] : [row("#", "calls", text)];
}

function moneyLines(change: PlannedChange): string[] {
  return moneyWords(change).map((words, at) => row("#", at === 0 ? "money" : "", words));
}

function row(sign: string, label: string, value: string): string {
  return `${sign}   ${padToWidth(plain(label), LABEL_WIDTH)}${plain(value)}`;
}

function specLines({ source, description, tags }: ProfileSpec): string[] {
  return [
    row("+", "source", source ?? "(unknown)"),
    ...(description === null ? [] : [row("+", "description", description)]),
    ...tagRows(clipped(tags), TAGS_WIDTH).map(
      (text, index) => `+   ${padToWidth(index === 0 ? "tags" : "", LABEL_WIDTH)}${text}`,
    ),
  ];
}

function clipped(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [plain(key), plain(value)]));
}

function sourceLines(source: string | null): string[] {
  return source === null ? [] : [row("-", "source", source)];
}

/** The tags as they are and as they will be, the unchanged ones between: they say whose profile it is. */
function editLines(live: Tags, edits: TagEdits): string[] {
  const shown = shownEdits(edits);
  if (shown.length === 0) {
    const keys = listEdits(edits).map(({ key }) => key);
    return [row("#", "marks", `Strata's own only: ${keys.join(", ")}`)];
  }
  const before = new Map(Object.entries(live));
  for (const { key, from } of shown) if (from !== null) before.set(key, from);
  const after = new Map(before);
  for (const { key, to } of shown) {
    if (to === null) after.delete(key);
    else after.set(key, to);
  }
  return diffArrays(tagLines(before), tagLines(after)).flatMap(({ added, removed, value }) =>
    value.map((line) => `${added ? "+" : removed ? "-" : " "}   ${line}`),
  );
}

function tagLines(tags: ReadonlyMap<string, string>): string[] {
  const sorted = [...tags].sort(([a], [b]) => compareText(a, b));
  return sorted.map(
    ([key, value]) => `${padToWidth(shownValue(plain(key)), LABEL_WIDTH - 1)} ${shownValue(plain(value))}`,
  );
}

function replaceLines({ before, after, arn, successor }: ReplaceChange): string[] {
  const isNewSource = before.source !== after.source;
  const isNewDescription = after.description !== null && before.description !== after.description;
  const tags = diffArrays(
    tagLines(new Map(Object.entries(before.tags))),
    tagLines(new Map(Object.entries(after.tags))),
  );
  return [
    ...(isNewSource ? [row("-", "source", before.source ?? "(unknown)"), row("+", "source", after.source)] : []),
    ...(isNewDescription
      ? [row("-", "description", before.description ?? "(none)"), row("+", "description", after.description ?? "")]
      : []),
    ...tags.flatMap(({ added, removed, value }) =>
      added || removed ? value.map((line) => `${added ? "+" : "-"}   ${line}`) : [],
    ),
    row("-", "arn", arn),
    row("+", "arn", successor === null ? "(known after apply)" : `${successor} is there already`),
  ];
}

function blockedLines({ because }: BlockedChange, hints: ReadonlyMap<string, string>): string[] {
  return because.flatMap(({ code, text }) => {
    const mend = hints.get(`${code} ${text}`) ?? (code in CODES ? CODES[code as keyof typeof CODES].mend : undefined);
    return [row("#", "why", text), ...(mend === undefined ? [] : [row("#", "to mend", mend)]), row("#", "code", code)];
  });
}

function billingLines({ billing }: Plan): string[] {
  const told = billing.filter(({ action }) => action === "activate-tag");
  if (told.length === 0) return [];
  return [
    "@@ billing @@",
    ...told.map(({ key, from }) => `! ${padToWidth(plain(key), NAME_WIDTH)} ${plain(from ?? "unknown")} -> Active`),
    "",
  ];
}

/** `9,800 more changes that only add or edit`. */
export function unnamedLine(unnamed: number): string[] {
  return unnamed === 0 ? [] : [`# and ${countOf(unnamed, "more change", "more changes")}, counted above`];
}
