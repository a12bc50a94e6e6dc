/** Which changes of the current plan somebody has approved (DESIGN section 6). */
import type { Activation } from "./billing.ts";
import { isTimeBorn } from "./change.ts";
import { activations, type Executable, executables, type Plan } from "./plan.ts";
import { keyId, type Target, targetId } from "./profile.ts";
import { listEdits, type TagEdits } from "./tag-edits.ts";

/** The ways of approving add up: a change is approved when one of them approves it. */
export interface Approval {
  /** Saved plans: their union is approved. Null where none was given. */
  readonly saved: readonly Plan[] | null;
  /** Creates, tag updates and activations. */
  readonly additive: boolean;
  /** What time brought. */
  readonly due: boolean;
}

/** What a person says yes to at the prompt: the whole plan. */
export const WHOLE_PLAN: Approval = { saved: null, additive: false, due: false };

export interface Judgement {
  readonly approved: readonly Executable[];
  /** New since the approval: work that nobody has seen. Never time-born. */
  readonly unapproved: readonly Executable[];
  /**
   * What never makes an approval stale: time-born changes that this run was not asked to do, and those that a saved plan
   * lists as already pending without it, which it does not approve.
   */
  readonly postponed: readonly Executable[];
  /** Cost allocation tags are time-born too: what is not approved is postponed. */
  readonly tags: { readonly approved: readonly Activation[]; readonly postponed: readonly Activation[] };
}

export function judge(plan: Plan, approval: Approval): Judgement {
  const isApproved = approver(approval);
  const pending = new Set((approval.saved ?? []).flatMap(pendingBefore).map(({ hash }) => hash));
  const isPostponed = (change: Executable): boolean => isTimeBorn(change) || pending.has(change.hash);
  const all = executables(plan);
  const rest = all.filter((change) => !isApproved(change));
  return {
    approved: all.filter(isApproved),
    unapproved: rest.filter((change) => !isPostponed(change)),
    postponed: rest.filter(isPostponed),
    tags: judgeTags(plan, approval),
  };
}

function judgeTags(plan: Plan, { saved, additive, due }: Approval): Judgement["tags"] {
  const all = activations(plan);
  const isAll = saved === null || additive || due;
  const hashes = new Set((saved ?? []).flatMap(activations).map(({ hash }) => hash));
  const isApproved = ({ hash }: Activation): boolean => isAll || hashes.has(hash);
  return { approved: all.filter(isApproved), postponed: all.filter((tag) => !isApproved(tag)) };
}

/** What a saved plan approves: not what its base would bring without it, which its reviewers were not asked about. */
export function approvedBy(saved: Plan): Executable[] {
  return executables(saved).filter(({ alreadyPending }) => alreadyPending !== true);
}

function pendingBefore(saved: Plan): Executable[] {
  return executables(saved).filter(({ alreadyPending }) => alreadyPending === true);
}

function approver({ saved, additive, due }: Approval): (change: Executable) => boolean {
  if (saved === null && !additive && !due) return () => true;
  const isSaved = saved === null ? () => false : covering(saved);
  return (change) =>
    isSaved(change) ||
    (additive && (change.action === "create" || change.action === "update")) ||
    (due && isTimeBorn(change));
}

/**
 * True for changes that one of the saved plans holds, and for the rest of a tag edit of theirs that was cut off half
 * way. What ends an ARN is covered by nothing but its own hash.
 */
function covering(saved: readonly Plan[]): (change: Executable) => boolean {
  const approved = saved.flatMap(approvedBy);
  const hashes = new Set(approved.map(({ hash }) => hash));
  const edits = new Map<string, TagEdits[]>();
  for (const change of approved) {
    if (change.action !== "update" && change.action !== "adopt") continue;
    const id = profileId(change);
    edits.set(id, [...(edits.get(id) ?? []), change.tagEdits]);
  }
  return (change) => {
    if (hashes.has(change.hash)) return true;
    if (change.action !== "update") return false;
    return (edits.get(profileId(change)) ?? []).some((whole) => isPartOf(change.tagEdits, whole));
  };
}

function profileId({ key, arn }: Executable): string {
  return `${keyId(key)} ${arn ?? ""}`;
}

/** An edit is the same edit only from the same value to the same value. */
function isPartOf(part: TagEdits, whole: TagEdits): boolean {
  const approved = new Set(listEdits(whole).map((edit) => JSON.stringify([edit.key, edit.from, edit.to])));
  return listEdits(part).every(({ key, from, to }) => approved.has(JSON.stringify([key, from, to])));
}

/** True when the plan's hash begins with these digits (`--expect`). */
export function hasHash(plan: Plan, digits: string): boolean {
  return plan.hash.startsWith(digits.toLowerCase());
}

/** What a plan holds of these targets: what concerns the run of one shard. */
export function withinTargets(plan: Plan, targets: readonly Target[]): Plan {
  const ids = new Set(targets.map(targetId));
  const isHere = ({ key }: { readonly key: Target }): boolean => ids.has(targetId(key));
  return { ...plan, changes: plan.changes.filter(isHere), parameters: plan.parameters.filter(isHere) };
}
