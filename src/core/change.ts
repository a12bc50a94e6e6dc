/** What is to be done, or why it is not: one tagged value per decision (DESIGN sections 3, 4 and 8). */
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import type { Calls } from "./calls.ts";
import { compareTargets, compareText, type ProfileKey, type Tags } from "./profile.ts";
import type { TagEdits } from "./tag-edits.ts";

/** A profile as one side of a change shows it. Identity tags and ignored tags are left out of `tags`. */
export interface ProfileSpec {
  /** Source id, or null where a live profile's source cannot be told. */
  readonly source: string | null;
  readonly description: string | null;
  readonly tags: Tags;
}

export type ReasonCode =
  | "not-declared"
  | "duplicate"
  | "model-changed"
  | "description-changed"
  | "rename"
  | "unfinished-replace"
  | "taken-back"
  | "retire-due"
  | "retire-later"
  | "retire-in-use"
  | "retire-held"
  | "protected"
  | "released"
  | "adopted"
  | "plan/name-taken"
  | "plan/mark-mismatch"
  | "plan/adopt-refused"
  | "plan/unknown-source"
  | "plan/model-ends-soon"
  | "plan/successor-blocked"
  | "plan/too-many-tags"
  | "plan/in-use"
  | "plan/use-unread"
  | "plan/arn-held";

/** Why a change is in the plan; display only, never part of a hash. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
}

interface ChangeBase {
  readonly key: ProfileKey;
  readonly because: readonly Reason[];
  readonly declaredAt: SourceRange | null;
  /** Only of what ends an ARN, where it was asked: its calls lately; null where nobody could tell. */
  readonly calls?: Calls | null;
}

/** Changes of a live profile. */
interface LiveChange extends ChangeBase {
  readonly arn: string;
  readonly before: ProfileSpec;
}

export interface CreateChange extends ChangeBase {
  readonly action: "create";
  readonly arn: null;
  readonly before: null;
  readonly after: ProfileSpec & { readonly source: string };
  readonly tagEdits: null;
}

/** Tag edits on a profile of ours. */
export interface UpdateChange extends LiveChange {
  readonly action: "update";
  readonly after: ProfileSpec;
  readonly tagEdits: TagEdits;
}

/** A new profile in the place of an old one: create, check, then retire or delete the old. */
export interface ReplaceChange extends LiveChange {
  readonly action: "replace";
  readonly after: ProfileSpec & { readonly source: string };
  readonly tagEdits: null;
  /** Milliseconds the old ARN goes on working; 0 deletes it in the same apply. */
  readonly graceMs: number;
  /** ARN of the new profile where an earlier apply already made it: only the old one's end is left to do. */
  readonly successor: string | null;
  /** Ignored tags of the old profile, such as MAP credits: they move along unseen, and enter no hash. */
  readonly carriedTags: Tags;
}

export interface EndingChange extends LiveChange {
  readonly action: "delete" | "retire";
  readonly after: null;
  readonly tagEdits: null;
  /** Only of a double: the ARN that goes on serving the key. Without it the double must not end. */
  readonly survivor?: string;
}

export interface AdoptChange extends LiveChange {
  readonly action: "adopt";
  readonly after: ProfileSpec;
  readonly tagEdits: TagEdits;
}

/** Strata's tags go, the profile stays. */
export interface ReleaseChange extends LiveChange {
  readonly action: "release";
  readonly after: ProfileSpec;
  readonly tagEdits: TagEdits;
}

/** A profile that is left as it is: nothing to do, protected, or retiring and not due yet. */
export interface RestingChange extends LiveChange {
  readonly action: "keep" | "protected" | "retiring";
  readonly after: ProfileSpec | null;
  readonly tagEdits: null;
}

/** A change that cannot be made; stops only itself. `arn` names what stands in the way. */
export interface BlockedChange extends ChangeBase {
  readonly action: "blocked";
  readonly arn: string | null;
  readonly before: ProfileSpec | null;
  readonly after: ProfileSpec | null;
  readonly tagEdits: null;
}

export type ExecutableChange = CreateChange | UpdateChange | ReplaceChange | EndingChange | AdoptChange | ReleaseChange;

export type Change = ExecutableChange | RestingChange | BlockedChange;
export type Action = Change["action"];

export function isExecutable(change: Change): change is ExecutableChange {
  switch (change.action) {
    case "keep":
    case "protected":
    case "retiring":
    case "blocked":
      return false;
    default:
      return true;
  }
}

/** Rest of work that was approved earlier, brought by time or by a kill: never makes an approved plan stale. */
export function isTimeBorn(change: Change): boolean {
  return change.action === "retire" || (change.action === "delete" && hasReason(change, "duplicate"));
}

/** True when an ARN stops working in this very apply. */
export function endsArn(change: Change): boolean {
  return (
    change.action === "delete" || change.action === "retire" || (change.action === "replace" && change.graceMs === 0)
  );
}

export function hasReason(change: Change, code: ReasonCode): boolean {
  return change.because.some((reason) => reason.code === code);
}

/** The change as one that must not be made, for this reason alone. */
export function blockedChange({ key, arn, before, after, declaredAt, calls }: Change, because: Reason): BlockedChange {
  return {
    action: "blocked",
    key,
    arn,
    before,
    after,
    tagEdits: null,
    because: [because],
    declaredAt,
    ...(calls === undefined ? {} : { calls }),
  };
}

/** A due retirement that has to wait. It was approved before, and was told to come: it is kept, not blocked. */
export function retiringChange(change: EndingChange, why: Reason): RestingChange {
  const { key, arn, before, because, declaredAt, calls } = change;
  return {
    action: "retiring",
    key,
    arn,
    before,
    after: null,
    tagEdits: null,
    because: [...because, why],
    declaredAt,
    ...(calls === undefined ? {} : { calls }),
  };
}

/** Total order: account, region, name, action, ARN. Every output and every hash rests on it. */
export function compareChanges(a: Change, b: Change): number {
  return compareTargets(a.key, b.key) || compareInTarget(a, b);
}

/** The same for changes of one target. */
export function compareInTarget(a: Change, b: Change): number {
  return (
    compareText(a.key.name, b.key.name) || compareText(a.action, b.action) || compareText(a.arn ?? "", b.arn ?? "")
  );
}
