/** One change against AWS, with the checks that have to be made at the last moment (DESIGN section 6). */
import type { CreateChange, EndingChange, ReplaceChange } from "../core/change.ts";
import type { Answer } from "../core/fault.ts";
import type { Outcome } from "../core/outcome.ts";
import { RETIRE_TAG } from "../core/ownership.ts";
import type { Executable, PlannedChange } from "../core/plan.ts";
import { keyId } from "../core/profile.ts";
import { type Created, createProfile } from "./create-profile.ts";
import { editTags } from "./edit-tags.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { type Ending, lastLook, stillServed } from "./last-look.ts";
import { applied, failed, GONE, lostReplyNote, outcome } from "./outcomes.ts";
import { isTagChange } from "./tag-batches.ts";

/** One change, or equal tag edits together; an outcome of each. */
export async function executeChanges(changes: readonly Executable[], context: ExecutionContext): Promise<Outcome[]> {
  const edits = changes.filter(isTagChange);
  const others = changes.filter((change) => !isTagChange(change));
  return [
    ...(await editTags(edits, context)),
    ...(await Promise.all(others.map((one) => executeChange(one, context)))),
  ];
}

/** The next apply finds it by its tags. */
const MAY_BE_THERE = "it may be there";
const NOTHING_REPLACED = "nothing was replaced; the old profile goes on";

type ProfileChange = PlannedChange & (CreateChange | ReplaceChange | EndingChange);

async function executeChange(change: ProfileChange, context: ExecutionContext): Promise<Outcome> {
  switch (change.action) {
    case "create": {
      const made = await createProfile(change, context);
      if (!made.ok) return failed(change, made, lostReplyNote(made.fault, MAY_BE_THERE));
      if (made.value.madeNow) return applied(change, made.value.arn, made.attempts);
      return outcome("already", change, made.value.arn, made.attempts, "another apply had made it");
    }
    case "replace":
      return replace(change, context);
    case "delete":
    case "retire":
      return end(change, change.arn, context, 0);
  }
}

async function replace(change: PlannedChange & ReplaceChange, context: ExecutionContext): Promise<Outcome> {
  const id = keyId(change.key);
  const known = change.successor ?? context.successors.get(id);
  const made: Answer<Created> =
    known === undefined
      ? await createProfile(change, context)
      : { ok: true, value: { arn: known, madeNow: false, resent: false }, attempts: 0 };
  if (!made.ok) return failed(change, made, lostReplyNote(made.fault, MAY_BE_THERE) ?? NOTHING_REPLACED);
  const { arn } = made.value;
  if (arn === change.arn) {
    return outcome("stale", change, arn, made.attempts, "AWS answered with the old ARN, so it was not ended");
  }
  context.successors.set(id, arn);
  const ended = await endOld(change, context, made.attempts);
  const isLeft = ended.status === "stale" && made.value.madeNow;
  return { ...ended, arn, ...(isLeft ? { note: `${ended.note}; the new profile is there` } : {}) };
}

async function endOld(
  change: PlannedChange & ReplaceChange,
  context: ExecutionContext,
  attempts: number,
): Promise<Outcome> {
  if (change.graceMs === 0) return end(change, change.arn, context, attempts);
  const looked = await lastLook(change, change.arn, context, attempts);
  if (!looked.ok) return looked.outcome;
  const checked = await stillServed(change, context, looked.attempts);
  if (!checked.ok) return checked.outcome;
  const retireAfter = context.clock.now(change.graceMs);
  const answer = await context.ports.writer(change.key).setTags(change.arn, { [RETIRE_TAG]: retireAfter });
  const total = checked.attempts + answer.attempts;
  if (answer.ok) return outcome("applied", change, change.arn, total, `the old ARN works until ${retireAfter}`);
  if (answer.fault.kind === "not-found") return applied(change, change.arn, total);
  const lost = lostReplyNote(answer.fault, "the old one may retire or not");
  const note = `the new profile is there, ${lost ?? "the old one does not retire yet"}`;
  return failed(change, { ...answer, attempts: total }, note);
}

/** Deletes only what still carries our stack and no protection, as read a moment before. */
async function end(change: Ending, arn: string, context: ExecutionContext, before: number): Promise<Outcome> {
  const checked = await lastLook(change, arn, context, before);
  if (!checked.ok) return checked.outcome;
  const served = await stillServed(change, context, checked.attempts);
  if (!served.ok) return served.outcome;
  const { attempts } = served;
  const held = await context.beforeEnd?.(change.key, arn, context.successors.get(keyId(change.key)) ?? null);
  if (typeof held === "string") return outcome("stale", change, arn, attempts, `${held}, so it was left alone`);
  const answer = await context.ports.writer(change.key).deleteProfile(arn);
  const total = attempts + answer.attempts;
  if (answer.ok) return applied(change, arn, total);
  if (answer.fault.kind === "not-found") return outcome("already", change, arn, total, GONE);
  return failed(change, { ...answer, attempts: total }, lostReplyNote(answer.fault, "it may be gone"));
}
