/** Carries out a plan: every executable change ends in exactly one outcome (DESIGN section 6). */
import PQueue from "p-queue";
import { type ExecutableChange, isExecutable } from "../core/change.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Executable, Plan, PlannedChange } from "../core/plan.ts";
import { keyId, targetId } from "../core/profile.ts";
import { executeChange } from "./execute-change.ts";
import type { ExecutionContext } from "./execution-context.ts";

export interface ExecuteOptions extends Omit<ExecutionContext, "stack" | "successors" | "checksUpdates"> {
  readonly onStart?: (change: PlannedChange) => void;
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Asked before each change: true stops new ones, and those in flight go on to their end. */
  readonly isStopping?: () => boolean;
}

/** Writes in flight at the same time in one target: control-plane limits are low and unpublished (AWS.md section 4). */
const WRITES_AT_ONCE = 8;

/** More tag edits of one target than this are sent without another look: one read each would double their cost. */
const CHECKED_UPDATES = 20;

/** No path deletes before it has created: each phase of a target begins when the one before has ended. */
const PHASES: readonly (readonly ExecutableChange["action"][])[] = [
  ["create", "update", "adopt", "release"],
  ["replace"],
  ["delete", "retire"],
];

/** Targets are independent, and a failed change stops nothing else. */
export async function execute(plan: Plan, options: ExecuteOptions): Promise<Outcome[]> {
  const context: ExecutionContext = { ...options, stack: plan.stack, successors: new Map(), checksUpdates: true };
  const byTarget = new Map<string, Executable[]>();
  for (const change of plan.changes) {
    if (!isExecutable(change)) continue;
    const id = targetId(change.key);
    byTarget.set(id, [...(byTarget.get(id) ?? []), change]);
  }
  const outcomes = await Promise.all([...byTarget.values()].map((changes) => executeTarget(changes, context, options)));
  return outcomes.flat();
}

async function executeTarget(
  changes: readonly Executable[],
  context: ExecutionContext,
  options: ExecuteOptions,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const checksUpdates = changes.filter(({ action }) => action === "update").length <= CHECKED_UPDATES;
  for (const actions of PHASES) {
    const queue = new PQueue({ concurrency: WRITES_AT_ONCE });
    const lanes = toLanes(changes.filter(({ action }) => actions.includes(action)));
    const ended = await Promise.all(
      lanes.map((lane) => queue.add(() => executeLane(lane, { ...context, checksUpdates }, options))),
    );
    outcomes.push(...ended.flat());
  }
  return outcomes;
}

/** Changes of one key run one after the other: several replacements of a key share the one new profile. */
function toLanes(changes: readonly Executable[]): Executable[][] {
  const lanes = new Map<string, Executable[]>();
  for (const change of changes) {
    const id = keyId(change.key);
    lanes.set(id, [...(lanes.get(id) ?? []), change]);
  }
  return [...lanes.values()];
}

async function executeLane(
  lane: readonly Executable[],
  context: ExecutionContext,
  options: ExecuteOptions,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const change of lane) {
    const outcome = options.isStopping?.() === true ? notTried(change) : await start(change, context, options);
    options.onOutcome?.(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

function start(change: Executable, context: ExecutionContext, options: ExecuteOptions): Promise<Outcome> {
  options.onStart?.(change);
  return executeChange(change, context);
}

function notTried(change: Executable): Outcome {
  return {
    status: "skipped",
    change,
    arn: change.arn,
    attempts: 0,
    fault: null,
    note: "not tried: the run was stopped",
  };
}
