/** One change against AWS, with the checks that have to be made at the last moment (DESIGN section 6). */
import type { AdoptChange, EndingChange, ReleaseChange, ReplaceChange, UpdateChange } from "../core/change.ts";
import type { Answer } from "../core/fault.ts";
import type { Outcome, OutcomeStatus } from "../core/outcome.ts";
import { isOurs, isProtected, RETIRE_TAG, STACK_TAG } from "../core/ownership.ts";
import type { Executable, PlannedChange } from "../core/plan.ts";
import { keyId, type Tags } from "../core/profile.ts";
import { listEdits, type TagEdits, tagOf } from "../core/tag-edits.ts";
import { type Created, createProfile } from "./create-profile.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { hasName, serves } from "./marks.ts";

export async function executeChange(change: Executable, context: ExecutionContext): Promise<Outcome> {
  switch (change.action) {
    case "create": {
      const made = await createProfile(change, context);
      if (!made.ok) return failed(change, made, lostReplyNote(made));
      if (made.value.madeNow) return applied(change, made.value.arn, made.attempts);
      return outcome("already", change, made.value.arn, made.attempts, "another apply had made it");
    }
    case "update":
    case "adopt":
    case "release":
      return editTags(change, context);
    case "replace":
      return replace(change, context);
    case "delete":
    case "retire":
      return end(change, change.arn, context, 0);
  }
}

type Edit = PlannedChange & (UpdateChange | AdoptChange | ReleaseChange);

async function editTags(change: Edit, context: ExecutionContext): Promise<Outcome> {
  const writer = context.ports.writer(change.key);
  const { set, remove } = splitEdits(change.tagEdits);
  let attempts = 0;
  if (change.action !== "update" || context.checksUpdates) {
    const checked = await lastLook(change, change.arn, context, 0);
    if (!checked.ok) return checked.outcome;
    attempts = checked.attempts;
  }
  const setting = {
    send: () => writer.setTags(change.arn, set),
    done: "its new tags are set, its old ones are not removed",
  };
  const removing = {
    send: () => writer.removeTags(change.arn, remove),
    done: "its old tags are removed, its new ones are not set",
  };
  const steps = [...(Object.keys(set).length > 0 ? [setting] : []), ...(remove.length > 0 ? [removing] : [])];
  let done: string | null = null;
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    const answer = await step.send();
    attempts += answer.attempts;
    if (!answer.ok && step === setting && isFull(answer) && steps.length > 0) {
      // The old tags have to make room first: AWS counts all of them in between (AWS.md section 3).
      steps.push(setting);
      continue;
    }
    if (!answer.ok) return endEdit(change, answer, attempts, done);
    done = step.done;
  }
  return applied(change, change.arn, attempts);
}

function isFull({ fault }: Answer<void> & { ok: false }): boolean {
  return fault.code === "TooManyTagsException";
}

function endEdit(change: Edit, answer: Answer<void> & { ok: false }, attempts: number, note: string | null): Outcome {
  if (answer.fault.kind === "not-found") return outcome("stale", change, change.arn, attempts, GONE);
  return failed(change, { ...answer, attempts }, note);
}

function splitEdits(edits: TagEdits): { set: Record<string, string>; remove: string[] } {
  const list = listEdits(edits);
  return {
    set: Object.fromEntries(list.flatMap(({ key, to }) => (to === null ? [] : [[key, to]]))),
    remove: list.filter(({ to }) => to === null).map(({ key }) => key),
  };
}

async function replace(change: PlannedChange & ReplaceChange, context: ExecutionContext): Promise<Outcome> {
  const id = keyId(change.key);
  const known = change.successor ?? context.successors.get(id);
  const made: Answer<Created> =
    known === undefined
      ? await createProfile(change, context)
      : { ok: true, value: { arn: known, madeNow: false, resent: false }, attempts: 0 };
  if (!made.ok) return failed(change, made, lostReplyNote(made) ?? "nothing was replaced; the old profile goes on");
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
  return failed(change, { ...answer, attempts: total }, "the new profile is there, the old one does not retire yet");
}

type Ending = PlannedChange & (EndingChange | ReplaceChange);

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
  return failed(change, { ...answer, attempts: total }, null);
}

type Look = { readonly ok: true; readonly attempts: number } | { readonly ok: false; readonly outcome: Outcome };

/** Whose the profile is may have changed since the plan was made, above all while a person thought it over. */
async function lastLook(change: Edit | Ending, arn: string, context: ExecutionContext, before: number): Promise<Look> {
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
async function stillServed(change: Ending, context: ExecutionContext, before: number): Promise<Look> {
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

function objectionTo(change: Edit | Ending, tags: Tags, context: ExecutionContext): string | null {
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

/** Where no reply ever came, the work may have been done: the next apply finds it by its tags. */
function lostReplyNote({ fault }: Answer<unknown> & { ok: false }): string | null {
  return fault.ambiguous === true ? "its reply was lost, so it may be there: the next apply sees" : null;
}

const GONE = "it was gone already";

function outcome(
  status: OutcomeStatus,
  change: PlannedChange,
  arn: string | null,
  attempts: number,
  note: string | null,
): Outcome {
  return { status, change, arn, attempts, fault: null, note, skip: null };
}

function applied(change: PlannedChange, arn: string, attempts: number): Outcome {
  return outcome("applied", change, arn, attempts, null);
}

function failed(change: PlannedChange, answer: Answer<unknown> & { ok: false }, note: string | null): Outcome {
  const { attempts, fault } = answer;
  return { status: "failed", change, arn: change.arn, attempts, fault, note, skip: null };
}
