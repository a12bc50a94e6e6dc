/** What an apply does: a bar, a row per target, and what runs. */
import { countOf } from "../render/plan-words.ts";
import { type Column, tableLines } from "../render/table-text.ts";
import { displayWidth, padToWidth } from "../render/terminal-text.ts";
import { BLANK, cutMiddle, cutStart, type Line, leftAndRight, line, span } from "../render/text-layout.ts";
import type { Room } from "./progress-room.ts";
import { type ApplyingState, rateOf, remainingMs, type Slot, type TargetWork, waitingOf } from "./progress-state.ts";
import { clockText, estimateText, tenthsText, verbOfWork } from "./progress-words.ts";

/** Work that is shown by name, the fewest where there are many targets; the rest is counted. */
const SLOTS_SHOWN = 6;
const FEWEST_SLOTS = 2;

/** In fewer rows targets come first, close under the head. */
const ROOMY = 9;

export function applyingLines(state: ApplyingState, now: number, { width, rows }: Room): Line[] {
  const head = headLine(state, now, width);
  const work = state.targets.reduce((sum, { total }) => sum + total, 0);
  const top = rows < ROOMY ? [BLANK, head] : [BLANK, head, BLANK];
  const forSlots = rows < ROOMY ? 0 : 1 + Math.min(work, FEWEST_SLOTS);
  const table = targetLines(state, now, width, Math.max(1, rows - top.length - 1 - forSlots));
  const left = rows - top.length - table.length;
  if (left < 0) return [head];
  if (left < 1 + Math.min(work, FEWEST_SLOTS)) return [...top, ...table];
  return [...top, ...table, BLANK, ...slotLines(state, now, width, Math.min(work, SLOTS_SHOWN, left - 1))];
}

const TITLE = "Applying";
const SHORTEST_BAR = 8;

function headLine(state: ApplyingState, now: number, width: number): Line {
  const sum = (of: (target: TargetWork) => number): number => state.targets.reduce((all, one) => all + of(one), 0);
  const total = sum((one) => one.total);
  const [done, failed] = [sum((one) => one.done), sum((one) => one.failed)];
  const ended = done + failed + sum((one) => one.untried);
  const counter = `${String(ended).padStart(String(total).length)} of ${total}`;
  const left = remainingMs(state.targets, now);
  const rest = ended === total ? "closing" : left === null || state.isStopping ? "" : `~${estimateText(left)} left`;
  const tail = `  ${counter}  ${clockText(now - state.since).padStart(5)}  ${rest.padEnd("~10:00 left".length)}`;
  const bar = width - TITLE.length - 2 - displayWidth(tail);
  if (bar < SHORTEST_BAR) return [span(TITLE, "strong"), span(tail.trimEnd())];
  return [span(`${TITLE}  `, "strong"), ...barSpans(bar, total, done, failed), span(tail)];
}

/** Something is never nothing, and only all is all. */
function barSpans(width: number, total: number, done: number, failed: number): Line {
  const share = (count: number): number =>
    count === 0 ? 0 : Math.max(1, Math.floor((width * count) / Math.max(1, total)));
  const bad = share(failed);
  const good = Math.min(share(done), width - bad);
  return [
    span("━".repeat(good), "good"),
    span("━".repeat(bad), "ends"),
    span("─".repeat(Math.max(0, width - good - bad)), "dim"),
  ];
}

function targetLines(state: ApplyingState, now: number, width: number, rows: number): Line[] {
  const shown = shownTargets(state.targets, rows);
  const table = tableLines(shown, columnsOf(state, now), { width, color: false });
  const hidden = state.targets.length - shown.length;
  return hidden === 0 ? table : [...table, line(`and ${countOf(hidden, "target", "targets")} more`, "dim")];
}

/** In the plan's order; where not all fit, those with most left to do. */
function shownTargets(targets: readonly TargetWork[], rows: number): readonly TargetWork[] {
  if (targets.length <= rows) return targets;
  const left = (target: TargetWork): number => waitingOf(target) + target.running;
  const busiest = targets.toSorted((a, b) => left(b) - left(a)).slice(0, Math.max(1, rows - 1));
  return targets.filter((target) => busiest.includes(target));
}

/** Numbers have the width of the largest that may come, so that no column moves. */
function columnsOf(state: ApplyingState, now: number): Column<TargetWork>[] {
  const digits = String(Math.max(...state.targets.map(({ total }) => total), 0)).length;
  const number = (title: string, of: (target: TargetWork) => number, drop?: number): Column<TargetWork> => ({
    title,
    cell: (target) => String(of(target)).padStart(Math.max(digits, title.length)),
    least: title.length,
    ...(drop === undefined ? {} : { drop }),
  });
  return [
    { title: "target", cell: ({ place }) => place, least: 12, cut: "start" },
    { ...number("done", ({ done }) => done), tone: ({ done }) => (done > 0 ? "good" : "dim") },
    { ...number("failed", ({ failed }) => failed), tone: ({ failed }) => (failed > 0 ? "ends" : "dim") },
    number("running", ({ running }) => running, 2),
    number("waiting", (target) => waitingOf(target) + target.untried),
    { title: "   rate", cell: (target) => rateText(rateOf(target, now)), least: 7, drop: 1 },
    {
      ...number("throttled", (target) => throttledIn(state, target), 3),
      tone: (target) => (throttledIn(state, target) > 0 ? "change" : "dim"),
    },
  ];
}

function rateText(perSecond: number | null): string {
  const text = perSecond === null ? "" : `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`;
  return text.padStart(7);
}

/** How often AWS has said to go slower. */
function throttledIn({ lanes }: ApplyingState, { id }: TargetWork): number {
  return lanes.reduce((sum, { lane, throttled }) => sum + (lane.target === id ? throttled : 0), 0);
}

/** As many rows from the first frame to the last: at the foot of a screen, one that grows would push all of it up. */
function slotLines(state: ApplyingState, now: number, width: number, rows: number): Line[] {
  const running = state.slots.filter(({ ended }) => ended === null).length;
  const shown = shownSlots(state.slots, running > rows ? rows - 1 : rows);
  const columns = slotColumns(state, width);
  const more = running > rows ? [line(`and ${running - shown.length} more`, "dim")] : [];
  const lines = [...shown.map((slot) => slotLine(slot, now, width, columns)), ...more];
  return [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, () => BLANK)];
}

/** The longest words of what runs and of how it ended. */
const WORDS = ["unpublished", "not approved", "already done"] as const;

const WORD_WIDTH = Math.max(...WORDS.map((word) => word.length)) + 2;
const LEAST_PLACE = 12;
const TIME_WIDTH = 9;

interface SlotColumns {
  readonly place: number;
  readonly name: number;
}

/** Where not all fits, the place is cut first: names tell rows apart. The same in each frame, so that no column moves. */
function slotColumns({ places, nameWidth }: ApplyingState, width: number): SlotColumns {
  const room = width - WORD_WIDTH - TIME_WIDTH - 2;
  const widest = Math.max(...[...places.values()].map((place) => displayWidth(span(place).text)), 0);
  const place = Math.min(widest, Math.max(LEAST_PLACE, room - nameWidth));
  return { place, name: Math.max(1, room - place) };
}

function slotLine(slot: Slot, now: number, width: number, columns: SlotColumns): Line {
  const { ended, work, begunAt } = slot;
  const word = ended === null ? span(verbOfWork(work)) : span(ended.word, ended.tone);
  const time = span(ended === null ? tenthsText(now - begunAt) : "", "dim");
  const left: Line = [
    { ...word, text: padToWidth(word.text, WORD_WIDTH) },
    span(padToWidth(cutStart(span(slot.place).text, columns.place), columns.place + 2), "dim"),
    span(cutMiddle(span(slot.name).text, columns.name)),
  ];
  return leftAndRight(left, time, { width, color: false }) ?? left;
}

/** In their rows; where not all fit, what runs rather than what has ended. */
function shownSlots(slots: readonly Slot[], rows: number): readonly Slot[] {
  const first = slots
    .toSorted((a, b) => Number(a.ended !== null) - Number(b.ended !== null))
    .slice(0, Math.max(0, rows));
  return slots.filter((slot) => first.includes(slot));
}
