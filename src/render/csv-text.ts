/** CSV as RFC 4180 has it, harmless to open in a spreadsheet and to look at in a terminal. */
import { escapeForTerminal } from "./terminal-text.ts";

/** Signs with which a spreadsheet takes a cell for a formula. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** A number is no formula, though it may begin with a minus. */
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Rows of cells, the titles first; lines end with CRLF. A text that a spreadsheet would run gets an apostrophe before it. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}

function cellText(text: string): string {
  const shown = escapeForTerminal(text, { keepNewlines: true });
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${shown}` : shown;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
