/** Is a live profile a copy of the desired source? The API never says what a profile was copied from (AWS.md 1.3). */
import { type Catalogue, lookUpSource, modelArnsOf } from "./catalogue.ts";
import { SOURCE_TAG } from "./ownership.ts";
import type { LiveProfile } from "./profile.ts";

/** Each of the two witnesses, and what they say together (DESIGN section 4). */
export interface SourceMatch {
  /** `different` only when the tag AND the models differ; `unknown` when the models cannot be compared. */
  readonly verdict: "same" | "different" | "unknown";
  readonly tagAgrees: boolean;
  /** Null when the models of the source are not known. */
  readonly modelsAgree: boolean | null;
}

export function matchSource(live: LiveProfile, source: string, catalogue: Catalogue): SourceMatch {
  const tagAgrees = bearsSource(live, source);
  const modelArns = modelArnsOf(catalogue, source, live.target);
  const modelsAgree = modelArns === null ? null : sameSet(live.modelArns, modelArns);
  const verdict = tagAgrees || modelsAgree === true ? "same" : modelsAgree === false ? "different" : "unknown";
  return { verdict, tagAgrees, modelsAgree };
}

/** Whether the verdict is `same`: the tag proves it, mostly, and then nobody has to compare models. */
export function isCopyOf(live: LiveProfile, source: string, catalogue: Catalogue): boolean {
  return bearsSource(live, source) || matchSource(live, source, catalogue).modelsAgree === true;
}

function bearsSource({ tags }: LiveProfile, source: string): boolean {
  return tags?.[SOURCE_TAG] === source;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  // AWS mostly lists them in one order.
  if (a.length === b.length && a.every((item, at) => item === b[at])) return true;
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((item) => right.has(item));
}

/**
 * Picks the source among the candidates of a `routing`: the one that what serves already has, while it is still valid,
 * then that of a retiring profile; else the first that the catalogue offers; without a catalogue the first, and AWS
 * decides (DESIGN section 2).
 */
export function resolveSource(
  candidates: readonly string[],
  active: readonly LiveProfile[],
  retiring: readonly LiveProfile[],
  catalogue: Catalogue,
): string {
  const [first = "", ...others] = candidates;
  if (others.length === 0) return first;
  const usable = candidates.filter((id) => lookUpSource(catalogue, id) !== "absent");
  const stickTo = (live: readonly LiveProfile[]): string | undefined =>
    usable.find((id) => live.some((profile) => isCopyOf(profile, id, catalogue)));
  return stickTo(active) ?? stickTo(retiring) ?? usable[0] ?? first;
}
