/** Carries out a plan: every executable change ends in exactly one outcome (DESIGN section 6). */
import PQueue from "p-queue";
import type { ExecutableChange } from "../core/change.ts";
import { type ClosingNote, type Outcome, skippedOutcome } from "../core/outcome.ts";
import type { Executable } from "../core/plan.ts";
import { keyId, type Target, targetId } from "../core/profile.ts";
import { closeTarget } from "./close.ts";
import { executeChange } from "./execute-change.ts";
import type { ExecutionContext } from "./execution-context.ts";

export interface ExecuteOptions
  extends Omit<ExecutionContext, "successors" | "checksUpdates" | "lockedOut" | "resent"> {
  readonly onStart?: (change: Executable) => void;
  /** Told of each change once, as it ends. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Asked before each change: true stops new ones, and those in flight go on to their end. */
  readonly isStopping?: () => boolean;
  /** Called once a target has nothing left to do, with its outcomes as the closing list left them. */
  readonly afterTarget?: (target: Target, outcomes: readonly Outcome[]) => Promise<void>;
}

export interface Executed {
  /** One of each change, as it stood after the closing list. */
  readonly outcomes: readonly Outcome[];
  readonly notes: readonly ClosingNote[];
}

/** Changes in work at the same time in one target: as many as the pace lets requests fly, so that a stop is quick. */
const CHANGES_AT_ONCE = 16;

/** More tag edits of one target than this are sent without another look: one read each would double their cost. */
const CHECKED_UPDATES = 20;

/** No path deletes before it has created: each phase of a target begins when the one before has ended. */
const PHASES: readonly (readonly ExecutableChange["action"][])[] = [
  ["create", "update", "adopt", "release"],
  ["replace"],
  ["delete", "retire"],
];

/** Targets are independent, and a failed change stops nothing else. */
export async function execute(changes: readonly Executable[], options: ExecuteOptions): Promise<Executed> {
  const context: ExecutionContext = {
    ...options,
    successors: new Map(),
    checksUpdates: true,
    lockedOut: new Set(),
    resent: new Set(),
  };
  const targets = groupBy(changes, (change) => targetId(change.key));
  const ended = await Promise.all(targets.map((group) => executeTarget(group, context, options)));
  return { outcomes: ended.flatMap(({ outcomes }) => outcomes), notes: ended.flatMap(({ notes }) => notes) };
}

async function executeTarget(
  changes: readonly Executable[],
  context: ExecutionContext,
  options: ExecuteOptions,
): Promise<Executed> {
  const outcomes: Outcome[] = [];
  const checksUpdates = changes.filter(({ action }) => action === "update").length <= CHECKED_UPDATES;
  for (const actions of PHASES) {
    const queue = new PQueue({ concurrency: CHANGES_AT_ONCE });
    // Changes of one key run one after the other: several replacements of a key share the one new profile.
    const lanes = groupBy(
      changes.filter(({ action }) => actions.includes(action)),
      (change) => keyId(change.key),
    );
    const ended = await Promise.all(
      lanes.map((lane) => queue.add(() => executeLane(lane, { ...context, checksUpdates }, options))),
    );
    outcomes.push(...ended.flat());
  }
  const target: Target | undefined = changes[0]?.key;
  const isCut = target === undefined || options.isStopping?.() === true || context.lockedOut.has(target.account);
  const executed = isCut ? { outcomes, notes: [] } : await closeTarget(target, outcomes, context);
  if (target !== undefined) await options.afterTarget?.(target, executed.outcomes);
  return executed;
}

function groupBy<T>(items: readonly T[], idOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(idOf(item));
    if (group === undefined) groups.set(idOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

async function executeLane(
  lane: readonly Executable[],
  context: ExecutionContext,
  options: ExecuteOptions,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const change of lane) {
    const outcome = await executeOne(change, context, options);
    options.onOutcome?.(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function executeOne(change: Executable, context: ExecutionContext, options: ExecuteOptions): Promise<Outcome> {
  const { account } = change.key;
  if (options.isStopping?.() === true) return skippedOutcome(change, "stopped", "not tried: the run was stopped");
  if (context.lockedOut.has(account)) {
    return skippedOutcome(change, "credentials", "not tried: AWS no longer takes the credentials");
  }
  options.onStart?.(change);
  const outcome = await executeChange(change, context);
  if (outcome.fault?.kind === "credentials") context.lockedOut.add(account);
  return outcome;
}
