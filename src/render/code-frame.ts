/** A line of a source file with what is meant underlined. */
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import { displayWidth, escapeForTerminal, takeWidth, takeWidthFromEnd } from "./terminal-text.ts";

/** A line cut where the underlined part begins and ends; ready for a terminal. */
export interface MarkedLine {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
  /** Columns before the underline, and its length. */
  readonly indent: number;
  readonly length: number;
}

/** Cuts out the line in which a range begins, trimmed to a width around the range. */
export function markedLine(source: string, { start, end }: SourceRange, width: number): MarkedLine {
  // A line may be megabytes long; marks drawn over other characters take up text, but no columns.
  const reach = 4 * width;
  const lineStart = start.offset - start.column + 1;
  const before = source.slice(Math.max(lineStart, start.offset - reach), start.offset);
  const rest = firstLine(source.slice(start.offset, start.offset + 2 * reach));
  const length = Math.max(0, Math.min(end.offset - start.offset, rest.length, reach));
  const marked = printable(markedPart(rest.slice(0, length)));
  return trimmed(printable(before), marked, printable(rest.slice(length).trimEnd()), width);
}

function firstLine(text: string): string {
  const end = text.search(/\r?\n/);
  return end === -1 ? text : text.slice(0, end);
}

/** A range over several lines may end in spaces; one over spaces alone means just them. */
function markedPart(text: string): string {
  return text.trim() === "" ? text : text.trimEnd();
}

/** Tabs have no width of their own; four spaces keep the underline in its place. */
function printable(text: string): string {
  return escapeForTerminal(text.replaceAll("\t", "    "));
}

function trimmed(before: string, marked: string, after: string, width: number): MarkedLine {
  const total = displayWidth(before) + displayWidth(marked) + displayWidth(after);
  // Where nothing is marked, as at the end of a line, the mark still takes a column.
  if (total <= width && displayWidth(before) < width) return measured(before, marked, after);
  const most = Math.min(width - 4, Math.max(Math.floor(width * 0.7), width - displayWidth(before) - 1));
  const middle = cutEnd(marked, most);
  const room = width - Math.max(1, displayWidth(middle));
  // The right side gets what the left one leaves, and the other way round, so that no column is wasted.
  const rightNeed = Math.min(displayWidth(after), Math.floor(room / 3));
  const left = cutStart(before, room - rightNeed);
  return measured(left, middle, cutEnd(after, Math.max(0, room - displayWidth(left))));
}

function cutStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? "" : `…${takeWidthFromEnd(text, width - 1)}`;
}

function cutEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? "" : `${takeWidth(text, width - 1)}…`;
}

function measured(before: string, marked: string, after: string): MarkedLine {
  return { before, marked, after, indent: displayWidth(before), length: Math.max(1, displayWidth(marked)) };
}
