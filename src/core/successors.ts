/** Deletes that are half of a rename: an ARN does not end before the profile that takes its place is there. Pure. */
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { blockedChange, type Change, hasReason } from "./change.ts";
import { declaredTags } from "./decision.ts";
import type { Diff } from "./diff.ts";
import { groupBy } from "./group-by.ts";
import { type Judged, judgeChanges } from "./judge.ts";
import { type DesiredProfile, keyId, type Tags, targetId } from "./profile.ts";

/**
 * True where the profile that goes may be the one that was to come under another name: the plan calls them a rename, or
 * they are of one source and carry the same tags. Both are of one target.
 */
export function mayBecome(gone: Change, made: Change): boolean {
  if (made.action !== "create" || !mayMove(gone, [made.after.source])) return false;
  return (hasReason(gone, "rename") && hasReason(made, "rename")) || hasSameTags(gone, made.after.tags);
}

function mayMove(gone: Change, sources: readonly string[]): boolean {
  return gone.action === "delete" && !hasReason(gone, "duplicate") && sources.includes(gone.before.source ?? "");
}

function hasSameTags({ before }: Change, tags: Tags): boolean {
  const text = (all: Tags): string => JSON.stringify(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  return before !== null && text(before.tags) === text(tags);
}

/** Blocks deletes whose successor is blocked; who really wants the end alone narrows the run to it. */
export function holdSuccessors(diff: Diff, desired: readonly DesiredProfile[]): Diff {
  const blocked = new Set(diff.changes.flatMap((change) => (isNotMade(change) ? [keyId(change.key)] : [])));
  if (blocked.size === 0) return diff;
  const missing = groupBy(
    desired.filter(({ key }) => blocked.has(keyId(key))),
    ({ key }) => targetId(key),
  );
  return judgeChanges(diff, (change): Judged => {
    const successor = (missing.get(targetId(change.key)) ?? []).find(
      (entry) => mayMove(change, entry.candidates) && hasSameTags(change, declaredTags(entry)),
    );
    return successor === undefined ? { change } : held(change, successor);
  });
}

/** A create that was blocked, or that somebody else's profile stands in the way of. */
function isNotMade(change: Change): boolean {
  return change.action === "blocked" && (change.arn === null || hasReason(change, "plan/name-taken"));
}

function held(change: Change, { key: { name } }: DesiredProfile): Judged {
  const detail = `${change.arn} is not deleted: "${name}", of the same source and tags, may be what takes its place, and it is blocked.`;
  const found = diagnostic("plan/successor-blocked", {
    detail,
    target: change.key,
    hint: `Mend what blocks "${name}". To end "${change.key.name}" all the same, run with --only ${change.key.name}.`,
  });
  return { change: blockedChange(change, { code: "plan/successor-blocked", text: detail }), found };
}
