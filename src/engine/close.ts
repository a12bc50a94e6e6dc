/**
 * The last look at a target that was written: whether AWS lists what was made, and whether it was made twice (DESIGN
 * section 6). A double arises where a reply was lost and names are not unique, or where two applies ran at once.
 */
import { compareAge } from "../core/decision.ts";
import type { Answer } from "../core/fault.ts";
import type { ClosingNote, Outcome } from "../core/outcome.ts";
import { isProtected, retirementOf } from "../core/ownership.ts";
import type { LiveProfile, Target } from "../core/profile.ts";
import { type Creation, isResultOf, isUnseen } from "./create-profile.ts";
import type { ExecutionContext } from "./execution-context.ts";

export interface Closed {
  /** The outcomes, put right where the list showed that another profile serves the key. */
  readonly outcomes: readonly Outcome[];
  readonly notes: readonly ClosingNote[];
}

type Made = Outcome & { readonly arn: string; readonly change: Creation & Outcome["change"] };

/** One listing, and only where something was created; tags are read of doubles alone. */
export async function closeTarget(
  target: Target,
  outcomes: readonly Outcome[],
  context: ExecutionContext,
): Promise<Closed> {
  const made = outcomes.filter((outcome): outcome is Made => isMade(outcome, context));
  if (made.length === 0) return { outcomes, notes: [] };
  const listed = await context.ports.reader(target).listProfiles();
  if (!listed.ok) return { outcomes, notes: [unread(target, listed)] };
  const notes: ClosingNote[] = [];
  const corrected = new Map<Outcome, Outcome>();
  for (const outcome of made) {
    const closed = await closeKey(outcome, listed.value, context);
    notes.push(...closed.notes);
    corrected.set(outcome, closed.outcome);
  }
  return { outcomes: outcomes.map((outcome) => corrected.get(outcome) ?? outcome), notes };
}

/** Also of changes that failed later on: their new profile is there all the same. */
function isMade({ change, arn }: Outcome, context: ExecutionContext): boolean {
  if (change.action !== "create" && change.action !== "replace") return false;
  return arn !== null && arn !== change.arn && !context.knownArns.has(arn);
}

interface ClosedKey {
  readonly outcome: Outcome;
  readonly notes: readonly ClosingNote[];
}

async function closeKey(outcome: Made, listed: readonly LiveProfile[], context: ExecutionContext): Promise<ClosedKey> {
  const { change, arn } = outcome;
  const { key } = change;
  const own = listed.find((live) => live.arn === arn);
  const unseen = listed.filter((live) => live.arn !== arn && isUnseen(live, change, context));
  const twins = await serving(unseen, change, context);
  if (own === undefined) {
    const [first] = [...twins].sort(compareAge);
    if (first !== undefined && (await isEnded(arn, change, context))) return supersededBy(first, outcome);
    const text = `${key.name} was made, and AWS does not list it yet`;
    return { outcome, notes: [{ kind: "not-listed", key, arn, servedBy: null, text }] };
  }
  const [oldest, ...younger] = [own, ...twins].sort(compareAge);
  if (oldest === undefined || younger.length === 0) return { outcome, notes: [] };
  if (context.resent.has(arn)) {
    // Whichever sending made them: one stays.
    return endDoubles(oldest, younger, outcome, context, "a lost reply had made it more than once");
  }
  // With every reply at the first sending, the others are another run's, which ends its own.
  if (oldest === own) return { outcome, notes: [left(outcome, younger[0]?.arn ?? "", "another run made it")] };
  const already: Made = { ...outcome, status: "already" };
  return endDoubles(oldest, [own], already, context, "another apply made it first");
}

/** Asked only where another serves the key: elsewhere a profile that is not listed is one that is not listed yet. */
async function isEnded(arn: string, change: Creation, context: ExecutionContext): Promise<boolean> {
  const tags = await context.ports.reader(change.key).readTags(arn);
  return !tags.ok && isGone(tags);
}

/** The other apply was quicker in ending this run's profile as the double that it is. */
function supersededBy(first: LiveProfile, outcome: Made): ClosedKey {
  const { change, arn } = outcome;
  const note = `another apply made it first, and has ended this run's own ${arn}`;
  return {
    outcome: { ...outcome, status: "already", arn: first.arn, note },
    notes: [{ kind: "double-ended", key: change.key, arn, servedBy: first.arn, text: `${change.key.name}: ${note}` }],
  };
}

/** Those that serve the key as this change wants it: their tags are read now, since bulk reads lag. */
async function serving(
  unseen: readonly LiveProfile[],
  change: Creation,
  context: ExecutionContext,
): Promise<LiveProfile[]> {
  const reader = context.ports.reader(change.key);
  const read = await Promise.all(unseen.map(async (live) => ({ live, tags: await reader.readTags(live.arn) })));
  return read.flatMap(({ live, tags }) => {
    const isTwin = tags.ok && isResultOf(change, tags.value, context) && retirementOf(tags.value) === undefined;
    return isTwin ? [live] : [];
  });
}

/** The oldest stays; an outcome whose profile ends here names the one that stays. */
async function endDoubles(
  oldest: LiveProfile,
  younger: readonly LiveProfile[],
  outcome: Made,
  context: ExecutionContext,
  why: string,
): Promise<ClosedKey> {
  const { change, attempts } = outcome;
  const results = await Promise.all(younger.map(({ arn }) => endOne(arn, oldest.arn, change, context)));
  const notes = younger.map(({ arn }, index): ClosingNote => {
    const result = results[index];
    if (result?.ok === false) return left(outcome, arn, result.why);
    const text = `${change.key.name}: ${why}; ${oldest.arn} stays, the younger ${arn} is ended again`;
    return { kind: "double-ended", key: change.key, arn, servedBy: oldest.arn, text };
  });
  const isOwnEnded = younger.some(({ arn }, index) => arn === outcome.arn && results[index]?.ok === true);
  if (!isOwnEnded) return { outcome, notes };
  const spent = results.reduce((sum, result) => sum + (result.ok ? result.attempts : 0), attempts);
  const note = `${why}; this run's own ${outcome.arn} is ended again`;
  return { outcome: { ...outcome, arn: oldest.arn, attempts: spent, note }, notes };
}

function left({ change, arn: own }: Made, arn: string, why: string): ClosingNote {
  const text = `${change.key.name} is there twice: ${arn} too (${why}); the next apply ends the younger`;
  return { kind: "double-left", key: change.key, arn, servedBy: own, text };
}

type Ended = { readonly ok: true; readonly attempts: number } | { readonly ok: false; readonly why: string };

/** Like every delete: only what still carries our mark and no protection, as read a moment before. */
async function endOne(arn: string, stays: string, change: Creation, context: ExecutionContext): Promise<Ended> {
  const tags = await context.ports.reader(change.key).readTags(arn);
  if (!tags.ok) return isGone(tags) ? { ok: true, attempts: tags.attempts } : { ok: false, why: tags.fault.message };
  const wantsProtection = change.after.tags["strata:protect"] !== undefined;
  if (!isResultOf(change, tags.value, context)) return { ok: false, why: "its tags have changed" };
  if (isProtected(tags.value) && !wantsProtection) return { ok: false, why: "it is protected by now" };
  const held = await context.beforeEnd?.(change.key, arn, stays);
  if (typeof held === "string") return { ok: false, why: held };
  const answer = await context.ports.writer(change.key).deleteProfile(arn);
  const attempts = tags.attempts + answer.attempts;
  return answer.ok || isGone(answer) ? { ok: true, attempts } : { ok: false, why: answer.fault.message };
}

function isGone(answer: Answer<unknown> & { ok: false }): boolean {
  return answer.fault.kind === "not-found";
}

function unread(target: Target, { fault }: Answer<unknown> & { ok: false }): ClosingNote {
  const text = `what was made could not be listed once more: ${fault.operation}: ${fault.message}`;
  return { kind: "unread", key: { ...target, name: "" }, arn: null, servedBy: null, text };
}
