/**
 * Where a frame stands: the cursor rests at the beginning of its first row, so the frame is what is below the cursor.
 * Whatever a terminal does to its lines when the window changes, the cursor stays with its line, but for one terminal
 * (`cursorDrifts`); so nobody has to count the rows that a narrower window makes of a line. And a window that gets lower
 * drops what is below the cursor before it pushes anything into the scrollback. A terminal changes before it tells so: what
 * is drawn in between must not leave anything either.
 */
import { stripVTControlCharacters } from "node:util";
import { displayWidth } from "../render/terminal-text.ts";
import type { FrameTerminal } from "./frame-terminal.ts";
import type { WindowSize } from "./progress-room.ts";

const ESC = "\u001B";
/** Keys that are typed meanwhile move it along the row. */
const [SAVE_CURSOR, RESTORE_CURSOR] = [`\r${ESC}7`, `${ESC}8`];
const [HIDE_CURSOR, SHOW_CURSOR] = [`${ESC}[?25l`, `${ESC}[?25h`];
/** What is too wide is cut at the last column instead of going on in the next row. */
const [CUT_LINES, BREAK_LINES] = [`${ESC}[?7l`, `${ESC}[?7h`];
/** Terminals that know it show what is in between all at once. */
const [BEGIN_UPDATE, END_UPDATE] = [`${ESC}[?2026h`, `${ESC}[?2026l`];
const CLEAR_ROW = `${ESC}[2K`;
/** Not at the top left corner: tmux would push the whole screen into the scrollback. */
const CLEAR_TO_END = `${ESC}[J`;
/** Stops at the last row, where a line feed would push the first row into the scrollback. */
const NEXT_ROW = `\r${ESC}[B`;

interface Shown {
  /** What the window was believed to be. */
  readonly size: WindowSize;
  /** Columns of each row. */
  readonly widths: readonly number[];
}

export class FramePlace {
  readonly #terminal: FrameTerminal;
  #shown: Shown | null = null;

  constructor(terminal: FrameTerminal) {
    this.#terminal = terminal;
  }

  show(rows: readonly string[]): void {
    const room = rows.length > (this.#shown?.widths.length ?? 0) ? makeRoom(rows.length) : "";
    const drawn = rows.map((row) => CLEAR_ROW + row).join(NEXT_ROW);
    const text = `${SAVE_CURSOR}${CUT_LINES}${drawn}${CLEAR_TO_END}${BREAK_LINES}${RESTORE_CURSOR}`;
    this.#terminal.write(`${BEGIN_UPDATE}${HIDE_CURSOR}${room}${text}${END_UPDATE}`);
    const widths = rows.map((row) => displayWidth(stripVTControlCharacters(row)));
    this.#shown = { size: this.#terminal.size(), widths };
  }

  /** Takes it off the screen, where it is shown. */
  clear(): void {
    if (this.#shown === null) return;
    const drift = this.#terminal.cursorDrifts ? driftOf(this.#shown, this.#terminal.size()) : 0;
    this.#shown = null;
    this.#terminal.write(
      `${up(drift)}${SAVE_CURSOR}${CLEAR_ROW}${NEXT_ROW}${CLEAR_TO_END}${RESTORE_CURSOR}${SHOW_CURSOR}`,
    );
  }
}

/**
 * Rows that the cursor has been moved down by, where the window has only got narrower; one that got lower may have dropped
 * rows before it broke them. xterm.js breaks lines from the last one up, but never the one that the cursor has come to.
 */
function driftOf({ size, widths }: Shown, { columns, rows }: WindowSize): number {
  if (rows < size.rows) return 0;
  const added = (width: number): number => Math.max(0, Math.ceil(width / columns) - 1);
  return widths.reduceRight((cursor, width, row) => (row === cursor ? cursor : cursor + added(width)), 0);
}

/** Scrolls so far that so many rows fit from that of the cursor on. */
function makeRoom(rows: number): string {
  return "\n".repeat(rows - 1) + up(rows - 1);
}

/** To the beginning of the row that is so many rows further up. */
function up(rows: number): string {
  return rows === 0 ? "" : `\r${ESC}[${rows}A`;
}
