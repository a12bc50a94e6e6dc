/** What is read once more right before a change is made: the plan may have waited at a prompt (DESIGN section 6). */
import type { EndingChange, ReplaceChange } from "../core/change.ts";
import type { Outcome } from "../core/outcome.ts";
import { isOurs, isProtected, RETIRE_TAG, STACK_TAG } from "../core/ownership.ts";
import type { PlannedChange } from "../core/plan.ts";
import type { Tags } from "../core/profile.ts";
import { tagOf } from "../core/tag-edits.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { hasName, serves } from "./marks.ts";
import { failed, GONE, outcome } from "./outcomes.ts";
import type { TagChange } from "./tag-batches.ts";

export type Ending = PlannedChange & (EndingChange | ReplaceChange);

export type Look = { readonly ok: true; readonly attempts: number } | { readonly ok: false; readonly outcome: Outcome };

/** Whose the profile is may have changed since the plan was made, above all while a person thought it over. */
export async function lastLook(
  change: TagChange | Ending,
  arn: string,
  context: ExecutionContext,
  before: number,
): Promise<Look> {
  const read = await context.ports.reader(change.key).readTags(arn);
  const attempts = before + read.attempts;
  if (!read.ok) {
    const isGone = read.fault.kind === "not-found";
    const status = change.action === "update" || change.action === "adopt" ? "stale" : "already";
    if (isGone) return { ok: false, outcome: outcome(status, change, arn, attempts, GONE) };
    const note = "it was left alone: its tags could not be read once more";
    return { ok: false, outcome: failed(change, { ...read, attempts }, note) };
  }
  const objection = objectionTo(change, read.value, context);
  if (objection === null) return { ok: true, attempts };
  return { ok: false, outcome: outcome("stale", change, arn, attempts, objection) };
}

/**
 * What ends because another profile serves its key ends only while that one is there: between plan and apply somebody
 * may have taken it away, and the key would be left with nothing. One that this very run has made is there.
 */
export async function stillServed(change: Ending, context: ExecutionContext, before: number): Promise<Look> {
  const other = change.action === "replace" ? change.successor : (change.survivor ?? null);
  if (other === null) return { ok: true, attempts: before };
  const read = await context.ports.reader(change.key).readTags(other);
  const attempts = before + read.attempts;
  if (!read.ok && read.fault.kind !== "not-found") {
    const note = "it was left alone: whether another profile serves its key could not be read";
    return { ok: false, outcome: failed(change, { ...read, attempts }, note) };
  }
  if (read.ok && serves(read.value, change.key, context)) return { ok: true, attempts };
  const note = `${other} no longer serves the key, so this one was left alone`;
  return { ok: false, outcome: outcome("stale", change, change.arn, attempts, note) };
}

/** Why a change must not be made of a profile that carries these tags by now; null where it may. */
export function objectionTo(change: TagChange | Ending, tags: Tags, context: ExecutionContext): string | null {
  const stack = tagOf(tags, STACK_TAG);
  const isMine = isOurs(tags, context);
  if (change.action === "adopt") {
    if (isMine && !hasName(tags, change.key)) return "its mark names another entry by now, so it was left alone";
    return stack === null || isMine ? null : `the stack "${stack}" owns it by now, so it was left alone`;
  }
  if (!isMine) return "it no longer carries this stack's mark, so it was left alone";
  if (!hasName(tags, change.key)) return "its mark names another entry by now, so it was left alone";
  if (change.action === "update" || change.action === "release") return null;
  if (isProtected(tags)) return "it is protected by now, so it was left alone";
  const retireAfter = tagOf(tags, RETIRE_TAG);
  if (change.action === "retire" && retireAfter === null) return "it is not retiring any more";
  // Another apply may have promised its callers a grace while this one waited at its prompt.
  return (retireAfter ?? "") > context.clock.now() ? "it is to retire later by now, so it was left alone" : null;
}
