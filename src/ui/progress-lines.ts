/** Lays out what goes on, as lines that fit into the window: a pure function of state, time and size. */
import { cutLine, type Line, line } from "../render/text-layout.ts";
import { renderWaitingLine } from "../render/waiting-text.ts";
import { applyingLines } from "./applying-lines.ts";
import { roomOf, type WindowSize } from "./progress-room.ts";
import type { ProgressState } from "./progress-state.ts";
import { readingLines } from "./reading-lines.ts";

const STOPPING = "Stopping after what is in flight (Ctrl-C again ends at once)";

/** Requests without an answer that are told one by one. */
const WAITS_SHOWN = 2;

export function progressLines(state: NonNullable<ProgressState>, now: number, size: WindowSize): Line[] {
  const room = roomOf(size);
  const style = { width: room.width, color: false };
  const stop = state.isStopping ? [line(STOPPING, "warn")] : [];
  const waits = state.waiting
    .toSorted((a, b) => b.waitedMs - a.waitedMs)
    .slice(0, WAITS_SHOWN)
    .map((one) => line(renderWaitingLine(one, style), "dim"));
  const most = Math.max(0, room.rows - 1 - stop.length);
  const below = [...stop, ...waits.slice(0, most)];
  const rest = { ...room, rows: room.rows - below.length };
  const above = state.kind === "reading" ? readingLines(state, now, rest) : applyingLines(state, now, rest);
  return [...above.slice(0, Math.max(1, rest.rows)), ...below]
    .slice(0, room.rows)
    .map((spans) => cutLine(spans, room.width));
}
