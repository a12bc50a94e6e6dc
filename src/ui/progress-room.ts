/** How much of a window the lines of one frame may take. */

export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Room {
  readonly width: number;
  /** At least 1. */
  readonly rows: number;
}

/** Wider than this a row is hard to follow from one end to the other. */
const WIDEST = 80;

/** A frame is to be looked at in passing: what does not fit into so many rows is counted instead. */
const TALLEST = 18;

/**
 * The last column stays free, since terminals differ in what they do there. Half of the rows stay free for a window that
 * gets narrower than the frame: most terminals break each of its rows in two then, and what does not fit into the window
 * any more is pushed into the scrollback, where no program can reach it.
 */
export function roomOf({ columns, rows }: WindowSize): Room {
  return { width: Math.max(1, Math.min(WIDEST, columns - 1)), rows: Math.max(1, Math.min(TALLEST, rows >> 1)) };
}
