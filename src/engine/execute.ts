/** Carries out a plan: every executable change ends in exactly one outcome (DESIGN section 6). */

import PQueue from "p-queue";
import type { ExecutableChange } from "../core/change.ts";
import { groupBy } from "../core/group-by.ts";
import { type ClosingNote, type Outcome, skippedOutcome } from "../core/outcome.ts";
import type { Executable } from "../core/plan.ts";
import { keyId, type Target, targetId } from "../core/profile.ts";
import { mayBecome } from "../core/successors.ts";
import { BulkLook } from "./bulk-look.ts";
import { closeTarget } from "./close.ts";
import { executeChanges } from "./execute-change.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { isTagChange, tagBatches } from "./tag-batches.ts";
import { oneByOneNotes, type WrittenTarget } from "./tag-notes.ts";
import { TagWriter } from "./tag-writer.ts";

export interface ExecuteOptions
  extends Omit<
    ExecutionContext,
    "successors" | "checksUpdates" | "bulkLook" | "tagWriter" | "takenNames" | "lockedOut" | "resent"
  > {
  /** Elapsed milliseconds at which the reads of the plan began; absent: now. */
  readonly readAtMs?: number;
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

/** What one target's execution goes by. */
type TargetContext = ExecutionContext & Pick<ExecuteOptions, "onStart" | "onOutcome" | "isStopping" | "afterTarget">;

/** Units in work at the same time in one target: as many as the pace lets requests fly, so that a stop is quick. */
const UNITS_AT_ONCE = 16;

/** More tag edits of one target than this are not looked at one by one before they are sent: that would double their cost. */
const CHECKED_UPDATES = 20;

/** No path deletes before it has created: each phase of a target begins when the one before has ended. */
const PHASES: readonly (readonly ExecutableChange["action"][])[] = [
  ["create", "update", "adopt", "release"],
  ["replace"],
  ["delete", "retire"],
];

/** Targets are independent, and a failed change stops nothing else. */
export async function execute(changes: readonly Executable[], options: ExecuteOptions): Promise<Executed> {
  const readAtMs = options.readAtMs ?? options.clock.elapsedMs();
  const shared = { readAtMs, successors: new Map(), lockedOut: new Set<string>(), resent: new Set<string>() };
  const targets = [...groupBy(changes, ({ key }) => targetId(key)).values()];
  const ended = await Promise.all(targets.map((group) => executeTarget(group, { ...options, ...shared })));
  return {
    outcomes: ended.flatMap(({ outcomes }) => outcomes),
    notes: [...ended.flatMap(({ notes }) => notes), ...oneByOneNotes(ended)],
  };
}

type SharedContext = Omit<TargetContext, "checksUpdates" | "bulkLook" | "tagWriter" | "takenNames"> &
  Required<Pick<ExecuteOptions, "readAtMs">>;

async function executeTarget(changes: readonly Executable[], shared: SharedContext): Promise<Executed & WrittenTarget> {
  const target: Target | undefined = changes[0]?.key;
  if (target === undefined) return { outcomes: [], notes: [], refusal: null };
  const tagWriter = new TagWriter(shared.ports.writer(target), shared.isStopping);
  const checksUpdates = changes.filter(({ action }) => action === "update").length <= CHECKED_UPDATES;
  const bulkLook = new BulkLook(shared.ports.reader(target), shared.clock, shared.readAtMs);
  const context: TargetContext = { ...shared, tagWriter, checksUpdates, bulkLook, takenNames: new Set() };
  const outcomes: Outcome[] = [];
  for (const actions of PHASES) {
    const phase = changes.filter(({ action }) => actions.includes(action));
    const held = heldBack(phase, outcomes);
    for (const outcome of held) context.onOutcome?.(outcome);
    const left = new Set(held.map(({ change }) => change));
    const tried = phase.filter((change) => !left.has(change));
    for (const outcome of [...held, ...(await executePhase(tried, context))]) outcomes.push(outcome);
  }
  const isCut = shared.isStopping?.() === true || shared.lockedOut.has(target.account);
  const executed = isCut ? { outcomes, notes: [] } : await closeTarget(target, outcomes, context);
  await shared.afterTarget?.(target, executed.outcomes);
  return { ...executed, refusal: tagWriter.refusal };
}

/** Ends whose successor was to be made in this run, and was not: their callers would be left with nothing. */
function heldBack(phase: readonly Executable[], before: readonly Outcome[]): Outcome[] {
  const lost = before.filter(({ change, status }) => change.action === "create" && !MADE.has(status));
  return phase.flatMap((change) => {
    const successor = lost.find((one) => mayBecome(change, one.change))?.change.key.name;
    if (successor === undefined) return [];
    const way = `to end it all the same: strata apply --only ${change.key.name}`;
    const note = `not tried: "${successor}", which may take its place, was not made; ${way}`;
    return [skippedOutcome(change, "unmet", note)];
  });
}

const MADE: ReadonlySet<Outcome["status"]> = new Set(["applied", "already"]);

/** What goes out together: one change, or equal tag edits. */
type Unit = readonly Executable[];

/** Begins units as soon as there is room, one after the other. */
type Add = (units: readonly Unit[]) => Promise<Outcome[]>;

/** Answers in the order of the changes. */
async function executePhase(changes: readonly Executable[], context: TargetContext): Promise<Outcome[]> {
  const queue = new PQueue({ concurrency: UNITS_AT_ONCE });
  const batches = tagBatches(changes.filter(isTagChange));
  const others = changes.filter((change) => !isTagChange(change));
  // Changes of one key run one after the other: several replacements of a key share the one new profile.
  const byKey = groupBy(others, ({ key }) => keyId(key));
  const lanes: Unit[][] = [
    ...[...byKey.values()].map((lane) => lane.map((change) => [change])),
    ...batches.filter(({ length }) => length === 1).map((batch) => [batch]),
  ];
  const addFirst: Add = (units) => queue.add(() => executeInTurn(units, context), { priority: 1 });
  const ended = await Promise.all([
    // A few requests for many profiles: they do not wait until everything else is begun.
    executeBatches(
      batches.filter(({ length }) => length > 1),
      addFirst,
      context,
    ),
    ...lanes.map((lane) => queue.add(() => executeInTurn(lane, context))),
  ]);
  const byChange = new Map(ended.flat().map((outcome) => [outcome.change, outcome]));
  return changes.flatMap((change) => byChange.get(change) ?? []);
}

/** The first batch tells whether AWS takes bulk requests: where it does not, each change goes by itself. */
async function executeBatches(batches: readonly Unit[], add: Add, { tagWriter }: TargetContext): Promise<Outcome[]> {
  const [first, ...rest] = batches;
  if (first === undefined) return [];
  const outcomes = await add([first]);
  const units = tagWriter.refusal === null ? rest : rest.flatMap(apart);
  return [outcomes, ...(await Promise.all(units.map((unit) => add([unit]))))].flat();
}

function apart(unit: Unit): Unit[] {
  return unit.map((change) => [change]);
}

async function executeInTurn(units: readonly Unit[], context: TargetContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  // Where bulk requests were refused meanwhile, a stop need not wait for a whole batch.
  for (const unit of context.tagWriter.refusal === null ? units : units.flatMap(apart)) {
    outcomes.push(...(await executeUnit(unit, context)));
  }
  return outcomes;
}

async function executeUnit(unit: Unit, context: TargetContext): Promise<Outcome[]> {
  const outcomes = skippedUnit(unit, context) ?? (await tryUnit(unit, context));
  for (const outcome of outcomes) context.onOutcome?.(outcome);
  return outcomes;
}

async function tryUnit(unit: Unit, context: TargetContext): Promise<Outcome[]> {
  for (const change of unit) context.onStart?.(change);
  const outcomes = await executeChanges(unit, context);
  for (const { change, fault } of outcomes) {
    if (fault?.kind === "credentials") context.lockedOut.add(change.key.account);
  }
  return outcomes;
}

/** Null where there is no reason to leave it. */
function skippedUnit(unit: Unit, { isStopping, lockedOut }: TargetContext): Outcome[] | null {
  if (isStopping?.() === true) {
    return unit.map((change) => skippedOutcome(change, "stopped", "not tried: the run was stopped"));
  }
  if (!unit.some(({ key }) => lockedOut.has(key.account))) return null;
  return unit.map((change) => skippedOutcome(change, "credentials", "not tried: AWS no longer takes the credentials"));
}
