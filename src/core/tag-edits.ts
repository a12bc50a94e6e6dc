/** Differences between two sets of tags, as data. */
import { isIdentityTag } from "./ownership.ts";
import { compareText, type Tags } from "./profile.ts";

/** Keys in code-unit order, so that order never enters a hash. */
export interface TagEdits {
  /** New and changed keys; `from` is null when the key is new. */
  readonly set: Readonly<Record<string, { readonly from: string | null; readonly to: string }>>;
  /** Keys that go, with the value they had. */
  readonly remove: Readonly<Record<string, string>>;
}

/** One key's change; `from` is null when the key is new, `to` is null when it goes. */
export interface TagEdit {
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface TagRules {
  /** Keys that are never a difference: `ignoreTags` of the file, and `aws:*`. */
  readonly isIgnored: (key: string) => boolean;
  readonly unlistedTags: "remove" | "keep";
}

/** Reads one tag; safe for keys such as `__proto__`, which AWS allows: what objects have by themselves is no text. */
export function tagOf(tags: Tags, key: string): string | null {
  const value: unknown = tags[key];
  return typeof value === "string" ? value : null;
}

/** Some of the tags, as an object of their own. */
export function pickTags(tags: Tags, isWanted: (key: string) => boolean): Tags {
  const picked: Record<string, string> = {};
  for (const key in tags) {
    const value = tagOf(tags, key);
    if (value === null || !isWanted(key)) continue;
    if (key !== "__proto__") picked[key] = value;
    // Assigned, it would be taken for the object's prototype.
    else Object.defineProperty(picked, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return picked;
}

/** Edits that turn `live` into `wanted`; undeclared keys go unless they are Strata's, ignored or to be kept. */
export function diffTags(live: Tags, wanted: Tags, rules: TagRules): TagEdits {
  const edits: TagEdit[] = [];
  for (const key in wanted) {
    const from = tagOf(live, key);
    const to = tagOf(wanted, key);
    if (from !== to && !rules.isIgnored(key)) edits.push({ key, from, to });
  }
  if (rules.unlistedTags === "remove") {
    for (const key in live) {
      if (tagOf(wanted, key) !== null || key.startsWith("strata:") || rules.isIgnored(key)) continue;
      edits.push({ key, from: tagOf(live, key), to: null });
    }
  }
  return toEdits(edits);
}

/** Edits that take the given keys away where they are present. */
export function removeTags(live: Tags, keys: readonly string[]): TagEdits {
  const present = keys.filter((key) => tagOf(live, key) !== null);
  return toEdits(present.map((key) => ({ key, from: tagOf(live, key), to: null })));
}

/** One set of edits out of several; a later edit of a key wins. */
export function mergeEdits(...parts: readonly TagEdits[]): TagEdits {
  if (parts.every(isEmptyEdits)) return NO_EDITS;
  const [first = NO_EDITS, ...others] = parts.filter((edits) => !isEmptyEdits(edits));
  if (others.length === 0) return first;
  return toEdits([...new Map(parts.flatMap(listEdits).map((edit) => [edit.key, edit])).values()]);
}

export const NO_EDITS: TagEdits = { set: {}, remove: {} };

function toEdits(list: readonly TagEdit[]): TagEdits {
  if (list.length === 0) return NO_EDITS;
  const set: [string, { from: string | null; to: string }][] = [];
  const remove: [string, string][] = [];
  for (const { key, from, to } of list.toSorted((a, b) => compareText(a.key, b.key))) {
    if (to === null) remove.push([key, from ?? ""]);
    else set.push([key, { from, to }]);
  }
  return { set: Object.fromEntries(set), remove: Object.fromEntries(remove) };
}

/** The edits as one list in key order. */
export function listEdits(edits: TagEdits): TagEdit[] {
  const set = Object.entries(edits.set).map(([key, { from, to }]) => ({ key, from, to }));
  const remove = Object.entries(edits.remove).map(([key, from]) => ({ key, from, to: null }));
  return [...set, ...remove].sort((a, b) => compareText(a.key, b.key));
}

export function isEmptyEdits(edits: TagEdits): boolean {
  if (edits === NO_EDITS) return true;
  return Object.keys(edits.set).length === 0 && Object.keys(edits.remove).length === 0;
}

export function applyEdits(tags: Tags, edits: TagEdits): Tags {
  const result = new Map(Object.entries(tags));
  for (const { key, to } of listEdits(edits)) {
    if (to === null) result.delete(key);
    else result.set(key, to);
  }
  return Object.fromEntries(result);
}

/** What a person is shown: Strata's identity tags stay out, `strata:protect` and `strata:retire-after` do not. */
export function shownEdits(edits: TagEdits): TagEdit[] {
  return listEdits(edits).filter(({ key }) => !isIdentityTag(key));
}
