/**
 * Lines of coloured text that never run wider than the terminal. Every text passes the escape on its way into a span,
 * so what strangers wrote cannot move the cursor or colour the rest.
 */
import picocolors from "picocolors";
import {
  displayWidth,
  escapeForTerminal,
  fitToWidth,
  padToWidth,
  takeWidth,
  takeWidthFromEnd,
} from "./terminal-text.ts";

/** How text is laid out for the terminal (or pipe) it goes to. */
export interface TextStyle {
  readonly width: number;
  readonly color: boolean;
}

/** What a piece of text means; colour only repeats what words already say. */
export type Tone = "plain" | "strong" | "dim" | "good" | "change" | "warn" | "ends" | "removed" | "added";

export interface Span {
  readonly text: string;
  readonly tone: Tone;
  /** Wider than the terminal rather than cut or broken: what is to be copied or searched for. */
  readonly isWhole?: true;
}

export type Line = readonly Span[];

export function span(text: string, tone: Tone = "plain"): Span {
  return { text: escapeForTerminal(text), tone };
}

export function wholeSpan(text: string, tone: Tone = "plain"): Span {
  return { ...span(text, tone), isWhole: true };
}

export function line(text: string, tone: Tone = "plain"): Line {
  return [span(text, tone)];
}

export const BLANK: Line = [];

export function lineWidth(spans: Line): number {
  return spans.reduce((sum, { text }) => sum + displayWidth(text), 0);
}

/** The text, or `…` and its end: of a path and an ARN the end says most. */
export function cutStart(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `…${takeWidthFromEnd(text, Math.max(0, width - 1))}`;
}

/** The text, or its beginning, `…` and its end. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const head = takeWidth(text, Math.ceil(Math.max(0, width - 1) / 2));
  return `${head}…${takeWidthFromEnd(text, Math.max(0, width - 1 - displayWidth(head)))}`;
}

/** Pieces one after the other, `gap` between them, as many a row as fit; a piece too wide for a row is broken. */
export function wrapPieces(pieces: readonly string[], width: number, gap = " "): string[] {
  const room = Math.max(1, width);
  const rows: string[] = [];
  let row: string | null = null;
  for (const piece of pieces) {
    const joined: string = row === null ? piece : `${row}${gap}${piece}`;
    if (displayWidth(joined) <= room) {
      row = joined;
      continue;
    }
    if (row !== null) rows.push(row);
    const broken = breakText(piece, room);
    for (const full of broken.slice(0, -1)) rows.push(full);
    row = broken.at(-1) ?? "";
  }
  return row === null ? rows : [...rows, row];
}

/** The same for pieces of several tones. */
export function wrapLines(pieces: readonly Line[], width: number): Line[] {
  const rows: Line[] = [];
  let row: Line | null = null;
  for (const piece of pieces.flatMap((one) => (lineWidth(one) <= width ? [one] : brokenLine(one, width)))) {
    const joined: Line = row === null ? piece : [...row, span(" "), ...piece];
    if (row !== null && lineWidth(joined) > width) {
      rows.push(row);
      row = piece;
    } else row = joined;
  }
  return row === null ? rows : [...rows, row];
}

function brokenLine(spans: Line, width: number): Line[] {
  return spans.flatMap(({ text, tone }) => wrapPieces([text], width).map((row) => [{ text: row, tone }]));
}

/** Ends an ARN, a path, a list or a sentence after one of its parts, where that does not leave the row half empty. */
function breakableHead(head: string): string {
  const end = Math.max(...["/", ":", ",", " "].map((mark) => head.lastIndexOf(mark))) + 1;
  return end * 2 > head.length ? head.slice(0, end) : head;
}

function breakText(text: string, width: number): string[] {
  const rows: string[] = [];
  let rest = text;
  while (displayWidth(rest) > width) {
    const head = breakableHead(takeWidth(rest, width)) || ([...rest][0] ?? rest);
    rows.push(head);
    rest = rest.slice(head.length);
  }
  return [...rows, rest];
}

/** A sentence in rows of whole words. */
export function wrapWords(text: string, width: number): string[] {
  return wrapPieces(escapeForTerminal(text).split(" ").filter(Boolean), width);
}

/** A sentence in lines that all begin at the same column. */
export function paragraph(text: string, indent: number, style: TextStyle, tone: Tone = "plain"): Line[] {
  const margin = span(" ".repeat(indent));
  return wrapWords(text, style.width - indent).map((row) => [margin, { text: row, tone }]);
}

/** Keeps one empty line between the parts that have something to say. */
export function joinParts(parts: readonly (readonly Line[])[]): Line[] {
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? [...part] : [BLANK, ...part]));
}

/** Lines with the label before the first of them and the others under it. */
export function labelled(label: string, rows: readonly Line[], indent: number, labelWidth: number): Line[] {
  const first = `${" ".repeat(indent)}${padToWidth(escapeForTerminal(label), labelWidth)} `;
  return rows.map((row, index) => {
    const margin = index === 0 ? first : " ".repeat(indent + labelWidth + 1);
    return [{ text: margin, tone: "plain" as const }, ...row];
  });
}

/** Left and right on one line where both fit, with at least two spaces between; else undefined. */
export function leftAndRight(left: Line, right: Span, style: TextStyle): Line | undefined {
  const gap = style.width - lineWidth(left) - displayWidth(right.text);
  return gap < 2 ? undefined : [...left, span(" ".repeat(gap)), right];
}

/** The beginning of a line that fits, with `…` where something was cut off. */
export function cutLine(spans: Line, width: number): Line {
  if (lineWidth(spans) <= width || spans.some(({ isWhole }) => isWhole)) return spans;
  let room = width;
  return spans.map(({ text, tone }) => {
    const cut = room > 0 ? fitToWidth(text, room) : "";
    room -= displayWidth(cut);
    return { text: cut, tone };
  });
}

/** Lines as one text that ends with a newline; whatever would still be too wide is cut. */
export function renderLines(lines: readonly Line[], style: TextStyle): string {
  const paint = painterOf(style.color);
  return lines.map((spans) => `${paintLine(trimEnd(cutLine(spans, style.width)), paint)}\n`).join("");
}

function trimEnd(spans: Line): Line {
  const last = spans.at(-1);
  if (last === undefined) return spans;
  const text = last.text.trimEnd();
  return text === "" ? trimEnd(spans.slice(0, -1)) : [...spans.slice(0, -1), { ...last, text }];
}

type Painter = Readonly<Record<Tone, (text: string) => string>>;

function paintLine(spans: Line, paint: Painter): string {
  return spans.map(({ text, tone }) => (text.trim() === "" ? text : paint[tone](text))).join("");
}

function painterOf(color: boolean): Painter {
  const { bold, dim, green, yellow, red, magenta, strikethrough } = picocolors.createColors(color);
  return {
    plain: (text) => text,
    strong: bold,
    dim,
    good: green,
    change: yellow,
    warn: (text) => bold(magenta(text)),
    ends: (text) => bold(red(text)),
    removed: (text) => strikethrough(red(text)),
    added: green,
  };
}
