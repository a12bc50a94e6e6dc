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

/** Wider than this a row is hard to follow from one end to the other, and a narrowed window breaks it. */
const WIDEST = 100;

/** A frame is to be looked at in passing: what does not fit into so many rows is counted instead. */
const TALLEST = 18;

/** The last column stays free, since terminals differ in what they do there; two rows are for the cursor and what is above. */
export function roomOf({ columns, rows }: WindowSize): Room {
  return { width: Math.max(1, Math.min(WIDEST, columns - 1)), rows: Math.max(1, Math.min(TALLEST, rows - 2)) };
}
