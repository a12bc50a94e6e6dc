/** The last step of an apply: activates cost allocation tags in batches; one outcome for each key (AWS.md section 6). */
import { type ActivationOutcome, skippedActivation } from "../core/activation-outcome.ts";
import type { Activation } from "../core/billing.ts";
import type { Fault } from "../core/fault.ts";
import type { TagActivator } from "./ports/billing.ts";

export interface ActivateOptions {
  readonly activator: TagActivator;
  /** Asked before each request: true starts nothing new. */
  readonly isStopping?: () => boolean;
  readonly onStart?: (tags: readonly Activation[]) => void;
  /** Told of each key once, as it ends. */
  readonly onOutcome?: (outcome: ActivationOutcome) => void;
}

/** Keys of one request, as AWS takes them. */
const BATCH = 20;

const STOPPED = "not tried: the run was stopped";
const LOCKED_OUT = "not tried: AWS no longer takes the credentials";
const UNKNOWN = "billing does not know the key any more: it waits for a billed call through a profile that carries it";

export async function activateTags(
  tags: readonly Activation[],
  options: ActivateOptions,
): Promise<readonly ActivationOutcome[]> {
  const outcomes: ActivationOutcome[] = [];
  const tell = (outcome: ActivationOutcome): void => {
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  };
  for (let at = 0; at < tags.length; at += BATCH) {
    const batch = tags.slice(at, at + BATCH);
    const ended = await activateBatch(batch, options, outcomes.some(isLockedOut));
    for (const outcome of ended) tell(outcome);
  }
  return outcomes;
}

function isLockedOut({ fault }: ActivationOutcome): boolean {
  return fault?.kind === "credentials";
}

/** An unknown key fails its whole batch, so the batch is sent again without it: it never blocks the others. */
async function activateBatch(
  batch: readonly Activation[],
  options: ActivateOptions,
  lockedOut: boolean,
): Promise<ActivationOutcome[]> {
  const ended: ActivationOutcome[] = [];
  let left = batch;
  let attempts = 0;
  while (left.length > 0) {
    if (lockedOut) return [...ended, ...left.map((tag) => skippedActivation(tag, "credentials", LOCKED_OUT))];
    if (options.isStopping?.() === true) {
      return [...ended, ...left.map((tag) => skippedActivation(tag, "stopped", STOPPED))];
    }
    options.onStart?.(left);
    const answer = await options.activator.activate(left.map(({ key }) => key));
    attempts += answer.attempts;
    if (!answer.ok) {
      if (answer.fault.kind !== "invalid" || left.length === 1)
        return [...ended, ...failAll(left, answer.fault, attempts)];
      return [...ended, ...(await oneByOne(left, options))];
    }
    if (answer.value.kind === "done") {
      const refused = new Map(answer.value.refused.map((one) => [one.key, one]));
      return [...ended, ...left.map((tag) => endOf(tag, refused.get(tag.key), attempts))];
    }
    const unknown = new Set(answer.value.keys);
    const lost = left.filter(({ key }) => unknown.has(key));
    ended.push(...lost.map((tag) => outcome("stale", tag, attempts, { note: UNKNOWN })));
    left = left.filter(({ key }) => !unknown.has(key));
  }
  return ended;
}

/** AWS refuses a batch without naming a key: each is sent by itself, so that only the wrong ones fail. */
async function oneByOne(tags: readonly Activation[], options: ActivateOptions): Promise<ActivationOutcome[]> {
  const ended: ActivationOutcome[] = [];
  for (const tag of tags) ended.push(...(await activateBatch([tag], options, ended.some(isLockedOut))));
  return ended;
}

function failAll(tags: readonly Activation[], fault: Fault, attempts: number): ActivationOutcome[] {
  return tags.map((tag) => outcome("failed", tag, attempts, { fault }));
}

function endOf(
  tag: Activation,
  refused: { readonly code: string; readonly message: string } | undefined,
  attempts: number,
): ActivationOutcome {
  if (refused === undefined) return outcome("applied", tag, attempts, {});
  const { code, message } = refused;
  const operation = "ce:UpdateCostAllocationTagsStatus";
  const fault: Fault = { kind: "unknown", retryable: false, operation, message, ...(code === "" ? {} : { code }) };
  return outcome("failed", tag, attempts, { fault });
}

function outcome(
  status: ActivationOutcome["status"],
  tag: Activation,
  attempts: number,
  { fault, note }: { readonly fault?: Fault; readonly note?: string },
): ActivationOutcome {
  return { status, tag, attempts, fault: fault ?? null, note: note ?? null, skip: null };
}
