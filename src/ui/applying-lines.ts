/** What an apply does: a bar, a row per target, and what runs. */
import { countOf } from "../render/plan-words.ts";
import { type Column, tableLines } from "../render/table-text.ts";
import { displayWidth, fitToWidth, padToWidth } from "../render/terminal-text.ts";
import { BLANK, type Line, leftAndRight, line, lineWidth, span } from "../render/text-layout.ts";
import type { Room } from "./progress-room.ts";
import { type ApplyingState, rateOf, remainingMs, type Slot, type TargetWork, waitingOf } from "./progress-state.ts";
import { clockText, estimateText, tenthsText, verbOfWork } from "./progress-words.ts";

/** Work that is shown by name; the rest is counted. */
const SLOTS_SHOWN = 6;

/** A blank line on either side of the head, the titles, and one target. */
const SMALLEST_TABLE = 4;

export function applyingLines(state: ApplyingState, now: number, { width, rows }: Room): Line[] {
  const head = headLine(state, now, width);
  const room = rows - 1;
  if (room < SMALLEST_TABLE) return [head];
  const work = state.targets.reduce((sum, { total }) => sum + total, 0);
  const slotRows = Math.min(work, SLOTS_SHOWN);
  const table = targetLines(state, now, width, Math.max(1, room - 3 - (slotRows + 1)));
  const slots = slotLines(state.slots, now, width, Math.min(slotRows, room - table.length - 3));
  return [BLANK, head, BLANK, ...table, ...(slots.length === 0 ? [] : [BLANK, ...slots])];
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
function slotLines(slots: readonly Slot[], now: number, width: number, rows: number): Line[] {
  const running = slots.filter(({ ended }) => ended === null).length;
  const shown = shownSlots(slots, running > rows ? rows - 1 : rows);
  const wordWidth = Math.max(...WORDS.map((word) => word.length));
  const placeWidth = Math.min(Math.max(...shown.map(({ place }) => displayWidth(span(place).text)), 0), width >> 1);
  const more = running > rows ? [line(`and ${running - shown.length} more`, "dim")] : [];
  const lines = [...shown.map((slot) => slotLine(slot, now, width, wordWidth, placeWidth)), ...more];
  return [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, () => BLANK)];
}

const TIME_WIDTH = 10;

/** The longest words of what runs and of how it ended. */
const WORDS = ["unpublished", "not approved", "already done"] as const;

function slotLine(slot: Slot, now: number, width: number, wordWidth: number, placeWidth: number): Line {
  const { ended, work, begunAt } = slot;
  const word = ended === null ? span(verbOfWork(work)) : span(ended.word, ended.tone);
  const time = span(ended === null ? tenthsText(now - begunAt) : "", "dim");
  const left: Line = [
    { ...word, text: padToWidth(word.text, wordWidth + 2) },
    span(padToWidth(fitToWidth(span(slot.place).text, placeWidth), placeWidth + 2), "dim"),
  ];
  const named = [...left, span(fitToWidth(span(slot.name).text, Math.max(1, width - lineWidth(left) - TIME_WIDTH)))];
  return leftAndRight(named, time, { width, color: false }) ?? named;
}

/** In their rows; where not all fit, what runs rather than what has ended. */
function shownSlots(slots: readonly Slot[], rows: number): readonly Slot[] {
  const first = slots
    .toSorted((a, b) => Number(a.ended !== null) - Number(b.ended !== null))
    .slice(0, Math.max(0, rows));
  return slots.filter((slot) => first.includes(slot));
}
