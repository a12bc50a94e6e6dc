/** One parameter against AWS, with the looks that have to be taken at the last moment. */
import type { Answer } from "../core/fault.ts";
import { isOurs, NAME_TAG, STACK_TAG, type Stacks } from "../core/ownership.ts";
import type { PlannedParameter } from "../core/parameter-change.ts";
import { type ParameterOutcome, parameterOutcome, skippedParameter } from "../core/parameter-outcome.ts";
import type { Tags } from "../core/profile.ts";
import { tagOf } from "../core/tag-edits.ts";
import { serves } from "./marks.ts";
import type { WritePorts } from "./ports.ts";

export interface ParameterContext extends Stacks {
  readonly ports: Pick<WritePorts, "parameters" | "parameterWriter" | "reader">;
}

/** What a parameter may hold as far as this run knows: more than one value where a reply was lost, none where it is not there. */
export type Held = ReadonlySet<string>;

/** Writes `to` where the parameter is ours and still holds what it is known to hold. */
export async function publishParameter(
  change: PlannedParameter,
  to: string,
  held: Held,
  context: ParameterContext,
): Promise<ParameterOutcome> {
  const objection = change.to === null ? null : await unserving(change, to, context);
  if (objection !== null) return objection;
  let attempts = 0;
  if (held.size === 0) {
    const made = await make(change, to, context);
    attempts = made.attempts;
    if (made.ok) return parameterOutcome("applied", change, { arn: to, attempts });
    // Made by a request whose reply was lost, or by somebody else: its tags and its value tell.
    if (made.fault.kind !== "conflict") return unlessHeld(change, to, made, attempts, context);
  }
  const looked = await look(change, new Set([...held, to]), attempts, context);
  if (!looked.ok) return looked.outcome;
  if (looked.found === null) {
    const made = await make(change, to, context);
    attempts = looked.attempts + made.attempts;
    return made.ok
      ? parameterOutcome("applied", change, { arn: to, attempts })
      : unlessHeld(change, to, made, attempts, context);
  }
  return overwrite(change, to, looked.found, looked.attempts, context);
}

async function overwrite(
  change: PlannedParameter,
  to: string,
  found: Found,
  before: number,
  context: ParameterContext,
): Promise<ParameterOutcome> {
  const writer = context.ports.parameterWriter(change.key);
  const put = found.value === to ? null : await writer.overwriteParameter(change.parameter, to);
  let attempts = before + (put?.attempts ?? 0);
  if (put?.ok === false) return unlessHeld(change, to, put, attempts, context);
  const marks = marksOf(change, context);
  const isMarked = Object.entries(marks).every(([name, value]) => tagOf(found.tags, name) === value);
  const marked = isMarked ? null : await writer.tagParameter(change.parameter, marks);
  attempts += marked?.attempts ?? 0;
  if (marked?.ok === false) return failed(change, marked, attempts, "it holds the ARN, and its tags are the old ones");
  return parameterOutcome("applied", change, { arn: to, attempts });
}

/** Deletes what is ours and still holds what it is known to hold. */
export async function unpublishParameter(
  change: PlannedParameter,
  held: Held,
  context: ParameterContext,
): Promise<ParameterOutcome> {
  const looked = await look(change, change.from === null ? null : held, 0, context);
  if (!looked.ok) return looked.outcome;
  if (looked.found === null) return gone(change, looked.attempts);
  const answer = await context.ports.parameterWriter(change.key).deleteParameter(change.parameter);
  const attempts = looked.attempts + answer.attempts;
  if (answer.ok) return parameterOutcome("applied", change, { arn: null, attempts });
  return answer.fault.kind === "not-found" ? gone(change, attempts) : failed(change, answer, attempts);
}

function gone(change: PlannedParameter, attempts: number): ParameterOutcome {
  return parameterOutcome("already", change, { arn: null, attempts, note: "it was gone already" });
}

function make(change: PlannedParameter, to: string, context: ParameterContext): Promise<Answer<void>> {
  return context.ports.parameterWriter(change.key).createParameter(change.parameter, to, marksOf(change, context));
}

function marksOf({ key }: PlannedParameter, { stack }: Stacks): Tags {
  return { [STACK_TAG]: stack, [NAME_TAG]: key.name };
}

/** An ARN that the plan knew is published only while its profile serves: it may not be ours yet, or no longer be there. */
async function unserving(
  change: PlannedParameter,
  to: string,
  { ports, ...stacks }: ParameterContext,
): Promise<ParameterOutcome | null> {
  const read = await ports.reader(change.key).readTags(to);
  const { attempts } = read;
  if (!read.ok && read.fault.kind === "not-found")
    return parameterOutcome("stale", change, { attempts, note: "its profile is gone by now, so it was left alone" });
  if (!read.ok) return failed(change, read, attempts, "whether its profile serves could not be read");
  if (serves(read.value, change.key, stacks)) return null;
  return { ...skippedParameter(change, "unmet", "not tried: its profile does not serve this name as ours"), attempts };
}

interface Found {
  readonly tags: Tags;
  readonly value: string;
}

type Look =
  | { readonly ok: true; readonly found: Found | null; readonly attempts: number }
  | { readonly ok: false; readonly outcome: ParameterOutcome };

/**
 * Before a parameter is overwritten or deleted it has to be ours still, and to hold one of these values (null: any, it
 * could not be read before either). `found` is null where it is gone.
 */
async function look(
  change: PlannedParameter,
  held: Held | null,
  before: number,
  context: ParameterContext,
): Promise<Look> {
  const { key, parameter } = change;
  const reader = context.ports.parameters(key);
  const tags = await reader.readParameterTags(parameter);
  let attempts = before + tags.attempts;
  if (!tags.ok) {
    if (tags.fault.kind === "not-found") return { ok: true, found: null, attempts };
    const note = "it was left alone: its tags could not be read once more";
    return { ok: false, outcome: failed(change, tags, attempts, note) };
  }
  if (!isOurs(tags.value, context)) {
    const note = "it does not carry this stack's mark by now, so it was left alone";
    return { ok: false, outcome: parameterOutcome("stale", change, { attempts, note }) };
  }
  if (held === null) return { ok: true, found: { tags: tags.value, value: "" }, attempts };
  const values = await reader.readParameters([parameter]);
  attempts += values.attempts;
  if (!values.ok) {
    const note = "it was left alone: what it holds could not be read once more";
    return { ok: false, outcome: failed(change, values, attempts, note) };
  }
  const value = values.value.get(parameter);
  if (value === undefined) return { ok: true, found: null, attempts };
  if (held.has(value)) return { ok: true, found: { tags: tags.value, value }, attempts };
  const note = "it holds something else by now, so it was left alone";
  return { ok: false, outcome: parameterOutcome("stale", change, { arn: value, attempts, note }) };
}

/** Where no reply ever came the work may have been done: the parameter itself tells. */
async function unlessHeld(
  change: PlannedParameter,
  to: string,
  answer: Answer<unknown> & { ok: false },
  attempts: number,
  { ports }: ParameterContext,
): Promise<ParameterOutcome> {
  if (answer.fault.ambiguous !== true) return failed(change, answer, attempts);
  const read = await ports.parameters(change.key).readParameters([change.parameter]);
  const all = attempts + read.attempts;
  if (!read.ok || read.value.get(change.parameter) !== to) return failed(change, answer, all);
  const note = "its reply was lost, and it holds the ARN";
  return parameterOutcome("already", change, { arn: to, attempts: all, note });
}

function failed(
  change: PlannedParameter,
  { fault }: Answer<unknown> & { ok: false },
  attempts: number,
  note?: string,
): ParameterOutcome {
  return parameterOutcome("failed", change, { attempts, fault, ...(note === undefined ? {} : { note }) });
}
