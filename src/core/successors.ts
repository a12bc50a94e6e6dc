/** Deletes that are half of a rename: an ARN does not end before the profile that takes its place is there. Pure. */
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { blockedChange, type Change, hasReason } from "./change.ts";
import { declaredTags } from "./decision.ts";
import type { Diff } from "./diff.ts";
import { groupBy } from "./group-by.ts";
import { type Judged, judgeChanges } from "./judge.ts";
import { type DesiredProfile, keyId, type Tags, targetId } from "./profile.ts";

/**
 * True where the profile that goes may be the one that comes, under another name: the plan calls them a rename, or they are
 * of one source and no tag tells them apart. Both are of one target.
 */
export function mayBecome(gone: Change, made: Change): boolean {
  if (made.action !== "create" || !isGoing(gone) || gone.before?.source !== made.after.source) return false;
  return (hasReason(gone, "rename") && hasReason(made, "rename")) || !areApart(gone, made.after.tags);
}

function isGoing(change: Change): boolean {
  return change.action === "delete" && !hasReason(change, "duplicate");
}

/** A tag that one of them lacks was added, or is gone; one that both have with two values makes them two. */
function areApart({ before }: Change, tags: Tags): boolean {
  const old = before?.tags ?? {};
  return Object.keys(old).some((key) => Object.hasOwn(tags, key) && tags[key] !== old[key]);
}

/** Blocks deletes whose successor is blocked; who really wants the end alone narrows the run to it. */
export function holdSuccessors(diff: Diff, desired: readonly DesiredProfile[]): Diff {
  const blocked = new Set(diff.changes.flatMap((change) => (isNotMade(change) ? [keyId(change.key)] : [])));
  if (blocked.size === 0) return diff;
  const missing = groupBy(
    desired.filter(({ key }) => blocked.has(keyId(key))),
    ({ key }) => targetId(key),
  );
  const changes = groupBy(diff.changes, ({ key }) => targetId(key));
  return judgeChanges(diff, (change): Judged => {
    const id = targetId(change.key);
    const source = isGoing(change) ? change.before?.source : undefined;
    const wanted = (missing.get(id) ?? []).filter(({ candidates }) => candidates.includes(source ?? ""));
    if (wanted.length === 0) return { change };
    // One that goes and one that was to come: what the plan calls a rename where nothing is blocked.
    const isOnlyPair = wanted.length === 1 && isAlone(changes.get(id) ?? [], source ?? "");
    const successor = wanted.find((entry) => isOnlyPair || !areApart(change, declaredTags(entry)));
    return successor === undefined ? { change } : held(change, successor);
  });
}

function isAlone(changes: readonly Change[], source: string): boolean {
  const going = changes.filter((one) => isGoing(one) && one.before?.source === source);
  return going.length === 1 && !changes.some(({ action, after }) => action === "create" && after?.source === source);
}

/** A create that was blocked, or that somebody else's profile stands in the way of. */
function isNotMade(change: Change): boolean {
  return change.action === "blocked" && (change.arn === null || hasReason(change, "plan/name-taken"));
}

function held(change: Change, { key: { name } }: DesiredProfile): Judged {
  const detail = `${change.arn} is not deleted: "${name}", of the same source, may be what takes its place, and it is blocked.`;
  const found = diagnostic("plan/successor-blocked", {
    detail,
    target: change.key,
    hint: `Mend what blocks "${name}". To end "${change.key.name}" all the same, run with --only ${change.key.name}.`,
  });
  return { change: blockedChange(change, { code: "plan/successor-blocked", text: detail }), found };
}
