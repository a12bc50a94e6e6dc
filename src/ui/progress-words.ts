/** How progress calls things: places, work, spans of time. */
import { CALLER, type Target, targetId } from "../core/profile.ts";
import { ACTION_WORDS, placeOf } from "../render/plan-words.ts";
import type { Work } from "./view.ts";

/** Activations belong to no target. */
const BILLING = "billing";

/** The id of the target that a piece of work counts in. */
export function targetOfWork(work: Work): string {
  return work.action === "activate-tag" ? BILLING : targetId(work.key);
}

export function placeOfTarget(target: Target, accountName: string | null): string {
  const { account, region } = target;
  return account === CALLER && accountName === null ? region : placeOf(accountName, account, region);
}

export function placeOfWork(work: Work, names: ReadonlyMap<string, string>): string {
  return work.action === "activate-tag" ? BILLING : placeOfTarget(work.key, names.get(work.key.account) ?? null);
}

/**
 * What the row of a piece of work calls each target, by id. An account that is the same in all rows is left out: the table
 * tells it, and names need the room.
 */
export function placesInRows(work: readonly Work[], names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const accounts = new Set(work.flatMap((one) => (one.action === "activate-tag" ? [] : [one.key.account])));
  const regionOf = (one: Work): string => (one.action === "activate-tag" ? BILLING : one.key.region);
  return new Map(work.map((one) => [targetOfWork(one), accounts.size > 1 ? placeOfWork(one, names) : regionOf(one)]));
}

export function nameOfWork(work: Work): string {
  if (work.action === "activate-tag") return work.key;
  return "parameter" in work ? work.parameter : work.key.name;
}

export function verbOfWork(work: Work): string {
  return work.action === "activate-tag" ? "activate" : ACTION_WORDS[work.action].one;
}

/** `0:07`, `12:40`, `1:02:03`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Rounded up, so that it does not jump about: to 5 s within the first minute, to 10 s after it. */
export function estimateText(ms: number): string {
  const step = ms < 60_000 ? 5_000 : 10_000;
  return clockText(Math.ceil(Math.max(ms, 1) / step) * step);
}

/** `0.8 s`. */
export function tenthsText(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
}
