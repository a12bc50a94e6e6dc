/** How each action is marked and named, in one table: markers and words, so that colour is never needed. */
import type { Action, Change } from "../core/change.ts";
import { hasReason } from "../core/change.ts";
import type { ParameterAction } from "../core/parameter-change.ts";
import type { Tone } from "./text-layout.ts";

export interface ActionWords {
  readonly marker: string;
  readonly tone: Tone;
  /** In counts: "2 create", "1 tag update", with the plural where the word has one. */
  readonly one: string;
  readonly many: string;
}

export const ACTION_WORDS: Readonly<Record<Action | ParameterAction, ActionWords>> = {
  create: { marker: "+", tone: "good", one: "create", many: "create" },
  update: { marker: "~", tone: "change", one: "tag update", many: "tag updates" },
  adopt: { marker: "~", tone: "change", one: "adopt", many: "adopt" },
  release: { marker: "~", tone: "change", one: "release", many: "release" },
  replace: { marker: "+/-", tone: "ends", one: "replace", many: "replace" },
  delete: { marker: "-", tone: "ends", one: "delete", many: "delete" },
  retire: { marker: "-", tone: "ends", one: "retire", many: "retire" },
  publish: { marker: ">", tone: "change", one: "publish", many: "publish" },
  unpublish: { marker: "<", tone: "change", one: "unpublish", many: "unpublish" },
  keep: { marker: "=", tone: "dim", one: "unchanged", many: "unchanged" },
  retiring: { marker: "=", tone: "dim", one: "retiring", many: "retiring" },
  protected: { marker: "x", tone: "warn", one: "protected kept", many: "protected kept" },
  blocked: { marker: "x", tone: "warn", one: "blocked", many: "blocked" },
};

export const BILLING_MARKER = "$";

export function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What the change does to the ARN that callers hold: the words that must not be missed. */
export function arnEffect(change: Change): string {
  switch (change.action) {
    case "create":
      return hasReason(change, "rename") ? "new ARN (renamed)" : "new ARN";
    case "adopt":
    case "release":
      return "ARN stays";
    case "replace":
      return change.graceMs === 0 ? "ARN CHANGES, OLD ONE ENDS" : `ARN CHANGES, old works ${inWords(change.graceMs)}`;
    case "delete":
      if (hasReason(change, "duplicate")) return "ARN ENDS (a double)";
      return hasReason(change, "rename") ? "ARN ENDS (renamed)" : "ARN ENDS";
    case "retire":
      return "ARN ENDS (it is due)";
    default:
      return "";
  }
}

/** The same with the id of the ARN that ends or changes, where no detail around it says which one it is. */
export function effectOnArn(change: Change): string {
  const effect = arnEffect(change);
  if (change.action !== "replace" && change.action !== "delete" && change.action !== "retire") return effect;
  return `${effect} .../${change.arn.slice(change.arn.lastIndexOf("/") + 1)}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in the largest unit that tells it whole: `24 h`, `7 days`, `90 min`. */
export function inWords(ms: number): string {
  if (ms > DAY && ms % DAY === 0) return `${ms / DAY} days`;
  if (ms >= HOUR && ms % HOUR === 0) return `${ms / HOUR} h`;
  if (ms >= MINUTE && ms % MINUTE === 0) return `${ms / MINUTE} min`;
  return `${Math.ceil(ms / 1000)} s`;
}

/** `prod us-east-1`; the number where the file gives the account no name. */
export function placeOf(accountName: string | null, account: string, region: string): string {
  return `${accountName ?? account} ${region}`;
}
