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

/** Longest line of which more than the neighbourhood of the mark is looked at. */
const NEIGHBOURHOOD = 2_000;

/** Cuts out the line in which a range begins, trimmed to a width around the range. */
export function markedLine(source: string, { start, end }: SourceRange, width: number): MarkedLine {
  const lineStart = source.lastIndexOf("\n", start.offset - 1) + 1;
  const newline = source.indexOf("\n", start.offset);
  const lineEnd = newline === -1 ? source.length : newline;
  const line = source.slice(lineStart, lineEnd).replace(/\r$/, "");
  const from = Math.min(start.offset - lineStart, line.length);
  const to = Math.max(from, Math.min(end.offset - lineStart, line.length));
  return trimmed(
    printable(line.slice(Math.max(0, from - NEIGHBOURHOOD), from)),
    printable(markedPart(line.slice(from, Math.min(to, from + NEIGHBOURHOOD)))),
    printable(line.slice(to, to + NEIGHBOURHOOD).trimEnd()),
    width,
  );
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
  if (total <= width) return measured(before, marked, after);
  const most = Math.min(width - 4, Math.max(Math.floor(width * 0.7), width - displayWidth(before) - 1));
  const middle = cutEnd(marked, most);
  const room = width - displayWidth(middle);
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
