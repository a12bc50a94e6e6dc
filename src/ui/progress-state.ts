/** What goes on in a run, from the events it tells: a pure reducer. Times are elapsed milliseconds, given from outside. */
import type { NamedTarget } from "../core/desired.ts";
import type { Fault } from "../core/fault.ts";
import type { AnyOutcome } from "../core/parameter-outcome.ts";
import { targetId } from "../core/profile.ts";
import type { LaneSpeed, Waiting } from "../engine/ports.ts";
import { activationWord, outcomeTone, outcomeWord } from "../render/outcome-words.ts";
import { displayWidth } from "../render/terminal-text.ts";
import { span, type Tone } from "../render/text-layout.ts";
import { nameOfWork, placeOfTarget, placeOfWork, placesInRows, targetOfWork } from "./progress-words.ts";
import type { ProgressEvent, Work } from "./view.ts";

/** Null while nothing goes on that is worth showing. */
export type ProgressState = ReadingState | ApplyingState | null;

interface Ongoing {
  readonly since: number;
  readonly isStopping: boolean;
  readonly lanes: readonly LaneSpeed[];
  readonly waiting: readonly Waiting[];
}

export interface ReadingState extends Ongoing {
  readonly kind: "reading";
  readonly targets: readonly TargetRead[];
}

export interface TargetRead {
  readonly id: string;
  readonly place: string;
  /** `pending`: its account is not there yet, so nothing is read. */
  readonly status: "queued" | "reading" | "read" | "unreadable" | "pending";
  readonly begunAt: number | null;
  readonly profiles: number;
  readonly fault: Fault | null;
}

export interface ApplyingState extends Ongoing {
  readonly kind: "applying";
  readonly targets: readonly TargetWork[];
  /** What runs, each in a row that it keeps; what has ended stays until something else takes its row. */
  readonly slots: readonly Slot[];
  /** What the rows call each target, by id. */
  readonly places: ReadonlyMap<string, string>;
  /** The columns that the longest name of all the work takes. */
  readonly nameWidth: number;
}

/** Work of one target; `total` is the sum of what ended, what runs and what waits. */
export interface TargetWork {
  readonly id: string;
  readonly place: string;
  readonly total: number;
  readonly done: number;
  /** Failed, or left alone because it was not as planned any more. */
  readonly failed: number;
  /** Ended without a try: the run was stopped, or a condition of it was not met. */
  readonly untried: number;
  readonly running: number;
  /** When the last of them were done, oldest first. */
  readonly doneAt: readonly number[];
  /** What has ended, and as what it counts: a parameter may end once more, and counts as it ended last. */
  readonly endings: ReadonlyMap<Work, Counted>;
}

export interface Slot {
  readonly work: Work;
  readonly place: string;
  readonly name: string;
  readonly begunAt: number;
  /** How it ended; null while it runs. */
  readonly ended: { readonly word: string; readonly tone: Tone } | null;
}

type Counted = "done" | "failed" | "untried";

/** So many endings tell a rate. */
const ENDINGS_KEPT = 64;

export function progressState(state: ProgressState, event: ProgressEvent, now: number): ProgressState {
  switch (event.type) {
    case "reading":
      return { kind: "reading", ...ongoing(now), targets: event.targets.map(toTargetRead) };
    case "applying":
      return beginApplying(event.work, event.accountNames, now);
    case "idle":
      return null;
  }
  if (state === null) return null;
  if (event.type === "stopping") return { ...state, isStopping: true };
  if (event.type === "lanes") return { ...state, lanes: event.lanes, waiting: event.waiting };
  return state.kind === "reading" ? reading(state, event, now) : applying(state, event, now);
}

function ongoing(now: number): Ongoing {
  return { since: now, isStopping: false, lanes: [], waiting: [] };
}

function toTargetRead({ target, accountName }: NamedTarget): TargetRead {
  const place = placeOfTarget(target, accountName ?? null);
  return { id: targetId(target), place, status: "queued", begunAt: null, profiles: 0, fault: null };
}

function reading(state: ReadingState, event: ProgressEvent, now: number): ReadingState {
  if (event.type === "target-begun")
    return withTarget(state, targetId(event.target), { status: "reading", begunAt: now });
  if (event.type !== "target-read") return state;
  const { target } = event;
  const seen =
    target.status === "read" ? { profiles: target.live.length, fault: null } : { fault: target.fault ?? null };
  return withTarget(state, targetId(target.target), { status: target.status, ...seen });
}

function withTarget(state: ReadingState, id: string, change: Partial<TargetRead>): ReadingState {
  return { ...state, targets: state.targets.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

function beginApplying(work: readonly Work[], names: ReadonlyMap<string, string>, now: number): ApplyingState {
  const targets = new Map<string, TargetWork>();
  for (const one of work) {
    const id = targetOfWork(one);
    const target = targets.get(id) ?? { ...NO_WORK, id, place: placeOfWork(one, names) };
    targets.set(id, { ...target, total: target.total + 1 });
  }
  const nameWidth = work.reduce((width, one) => Math.max(width, displayWidth(span(nameOfWork(one)).text)), 0);
  const places = placesInRows(work, names);
  return { kind: "applying", ...ongoing(now), targets: [...targets.values()], slots: [], places, nameWidth };
}

const NO_WORK = { total: 0, done: 0, failed: 0, untried: 0, running: 0, doneAt: [], endings: new Map() } as const;

function applying(state: ApplyingState, event: ProgressEvent, now: number): ApplyingState {
  switch (event.type) {
    case "begun":
      return event.work.reduce((all, work) => begin(all, work, now), state);
    case "outcome":
      return end(state, event.outcome.change, event.outcome, outcomeWord(event.outcome), now);
    case "activation":
      return end(state, event.outcome.tag, event.outcome, activationWord(event.outcome), now);
    default:
      return state;
  }
}

/** It takes the first row that is free, so that no other has to move. What begins once more keeps the row that it had. */
function begin(state: ApplyingState, work: Work, now: number): ApplyingState {
  const hasEnded = state.targets.some(({ endings }) => endings.has(work));
  if (hasEnded || state.slots.some((slot) => slot.work === work)) return state;
  const place = state.places.get(targetOfWork(work)) ?? "";
  const slot: Slot = { work, place, name: nameOfWork(work), begunAt: now, ended: null };
  const free = state.slots.findIndex(({ ended }) => ended !== null);
  const slots = free < 0 ? [...state.slots, slot] : state.slots.with(free, slot);
  return withWork({ ...state, slots }, work, ({ running }) => ({ running: running + 1 }));
}

const COUNTED_AS = {
  applied: "done",
  already: "done",
  failed: "failed",
  stale: "failed",
  skipped: "untried",
} as const satisfies Record<AnyOutcome["status"], Counted>;

function end(
  state: ApplyingState,
  work: Work,
  outcome: Pick<AnyOutcome, "status">,
  word: string,
  now: number,
): ApplyingState {
  const at = state.slots.findIndex((slot) => slot.work === work && slot.ended === null);
  const slot = state.slots[at];
  const slots =
    slot === undefined ? state.slots : state.slots.with(at, { ...slot, ended: { word, tone: outcomeTone(outcome) } });
  const count = COUNTED_AS[outcome.status];
  return withWork({ ...state, slots }, work, (target) => {
    const before = target.endings.get(work);
    const uncounted = before === undefined ? target : { ...target, [before]: target[before] - 1 };
    const isWorkDone = count !== "untried" && before === undefined;
    return {
      ...uncounted,
      running: target.running - (slot === undefined ? 0 : 1),
      [count]: uncounted[count] + 1,
      doneAt: isWorkDone ? [...target.doneAt, now].slice(-ENDINGS_KEPT) : target.doneAt,
      endings: new Map(target.endings).set(work, count),
    };
  });
}

function withWork(
  state: ApplyingState,
  work: Work,
  change: (target: TargetWork) => Partial<TargetWork>,
): ApplyingState {
  const id = targetOfWork(work);
  return { ...state, targets: state.targets.map((one) => (one.id === id ? { ...one, ...change(one) } : one)) };
}

/** What has neither begun nor ended. */
export function waitingOf({ total, done, failed, untried, running }: TargetWork): number {
  return Math.max(0, total - done - failed - untried - running);
}

/** A rate is told after so many endings and so long (ms): before, it would only jump. */
const FEWEST_ENDINGS = 4;
const SHORTEST_SPAN = 2_000;

/** Endings a second, of the last of them up to now; null while that is not known. */
export function rateOf({ doneAt }: TargetWork, now: number): number | null {
  const [first] = doneAt;
  if (first === undefined || doneAt.length < FEWEST_ENDINGS || now - first < SHORTEST_SPAN) return null;
  return ((doneAt.length - 1) * 1000) / (now - first);
}

/** Milliseconds until the slowest target is done, at the rates of now; null while one of them is not known. */
export function remainingMs(targets: readonly TargetWork[], now: number): number | null {
  let longest = 0;
  for (const target of targets) {
    const left = waitingOf(target) + target.running;
    if (left === 0) continue;
    const rate = rateOf(target, now);
    if (rate === null) return null;
    longest = Math.max(longest, (left * 1000) / rate);
  }
  return longest;
}
