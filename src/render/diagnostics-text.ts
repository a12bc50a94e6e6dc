/** Diagnostics as text for people: what is wrong, where, and how to mend it. */
import type picocolors from "picocolors";
import { compareText } from "../core/profile.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { markedLine } from "./code-frame.ts";
import { displayWidth, escapeForTerminal } from "./terminal-text.ts";
import { wrapPieces } from "./text-layout.ts";

/** What `picocolors.createColors` makes. */
export type Colors = ReturnType<typeof picocolors.createColors>;

export interface DiagnosticsTextOptions {
  readonly color: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** Says below the count how to learn more: for a person at a terminal, never for a script's log. */
  readonly explains?: boolean;
}

type Paint = (text: string) => string;

/** Lines of prose longer than this are hard to read, however wide the terminal. */
const MAX_PROSE = 100;

/** Renders all diagnostics, sorted by place, with a count below; ends with a line break, or is empty. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  options: DiagnosticsTextOptions,
): string {
  if (diagnostics.length === 0) return "";
  const sorted = sortDiagnostics(diagnostics);
  const blocks = sorted.map((diagnostic) => block(diagnostic, sources, options));
  const more = options.explains === true ? `${options.color.dim(explainText(sorted))}\n` : "";
  return `${[...blocks, countDiagnostics(diagnostics)].join("\n\n")}\n${more}`;
}

/** How to learn more about the first error, or the first warning where there is no error. */
function explainText(sorted: readonly Diagnostic[]): string {
  const telling = sorted.find(({ severity }) => severity === "error") ?? sorted[0];
  return `strata explain ${telling?.code} tells more`;
}

/** By file, place in it and code; what has no place in a file comes last. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      comparePlaces(a.subject, b.subject) ||
      compareText(targetText(a), targetText(b)) ||
      compareText(a.code, b.code) ||
      compareText(a.detail, b.detail),
  );
}

function comparePlaces(a: SourceRange | undefined, b: SourceRange | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareText(a.file, b.file) || a.start.offset - b.start.offset || a.end.offset - b.end.offset;
}

/** `3 errors, 1 warning`. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  return [counted(errors, "error"), counted(warnings, "warning")].filter((part) => part !== "").join(", ");
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function block(diagnostic: Diagnostic, sources: ReadonlyMap<string, string>, options: DiagnosticsTextOptions): string {
  const { color } = options;
  const paint = diagnostic.severity === "error" ? color.red : color.yellow;
  const places = [diagnostic.subject, ...(diagnostic.related ?? []).map(({ range }) => range)];
  const digits = Math.max(1, ...places.map((place) => String(place?.start.line ?? 0).length));
  const frame = new Frame(sources, options, digits);
  const lines = headLines(diagnostic, options, paint);
  if (diagnostic.subject !== undefined) lines.push(...frame.lines(diagnostic.subject, "^", paint));
  const target = targetText(diagnostic);
  if (target !== "") lines.push(frame.pointer(target));
  lines.push(...frame.note(diagnostic.detail, ""));
  if (diagnostic.hint !== undefined) lines.push(...frame.note(diagnostic.hint, "help: "));
  for (const { message, range } of diagnostic.related ?? [])
    lines.push(...frame.lines(range, "-", color.cyan, message));
  return lines.join("\n");
}

function headLines({ severity, code, summary }: Diagnostic, { color, width }: DiagnosticsTextOptions, paint: Paint) {
  const label = `${severity}[${code}]`;
  const [first = "", ...rest] = wrapPieces(`${label}: ${summary}`.split(" "), Math.max(width, label.length + 1));
  const head = `${color.bold(paint(label))}${color.bold(first.slice(label.length))}`;
  return [head, ...rest.map((row) => `  ${color.bold(row)}`)];
}

function targetText({ target }: Diagnostic): string {
  if (target === undefined) return "";
  return `${target.account}/${target.region}${target.name === undefined ? "" : ` ${target.name}`}`;
}

/** Frames of one diagnostic: their line numbers share a column. */
class Frame {
  readonly #sources: ReadonlyMap<string, string>;
  readonly #options: DiagnosticsTextOptions;
  readonly #gutter: string;

  constructor(sources: ReadonlyMap<string, string>, options: DiagnosticsTextOptions, digits: number) {
    this.#sources = sources;
    this.#options = options;
    this.#gutter = " ".repeat(digits);
  }

  pointer(place: string): string {
    return `${this.#gutter}${this.#options.color.dim("-->")} ${escapeForTerminal(place)}`;
  }

  lines(range: SourceRange, underline: string, paint: Paint, message = ""): string[] {
    const { color, width } = this.#options;
    const { line, column, offset } = range.start;
    const source = this.#sources.get(range.file);
    // A file that could not be read has no lines to point at.
    const isWholeFile = source === undefined && offset === range.end.offset;
    const lines = [this.pointer(isWholeFile ? range.file : `${range.file}:${line}:${column}`)];
    if (source === undefined) return message === "" ? lines : [...lines, ...this.note(message, "")];
    const bar = color.dim(`${this.#gutter} |`);
    const room = Math.max(20, width - this.#gutter.length - 3);
    const { before, marked, after, indent, length } = markedLine(source, range, room);
    const number = color.dim(`${String(line).padStart(this.#gutter.length)} |`);
    const marks = `${" ".repeat(indent)}${paint(underline.repeat(length))}`;
    const shown = [...lines, bar, `${number} ${before}${marked}${after}`.trimEnd()];
    if (message === "") return [...shown, `${bar} ${marks}`];
    const words = escapeForTerminal(message);
    const beside = indent + length + 1 + displayWidth(words);
    if (beside <= room) return [...shown, `${bar} ${marks} ${paint(words)}`];
    // No room to the right of the marks: below them, as far to the right as it can begin.
    const rows = wrapPieces(wordsOf(words, room), room);
    const start = Math.max(0, Math.min(indent, room - Math.max(...rows.map(displayWidth))));
    return [...shown, `${bar} ${marks}`, ...rows.map((row) => `${bar} ${" ".repeat(start)}${paint(row)}`)];
  }

  note(text: string, label: string): string[] {
    const { color, width } = this.#options;
    const indent = `${this.#gutter} `;
    const room = Math.max(20, Math.min(width, MAX_PROSE) - indent.length - 2);
    const prose = wrapPieces(wordsOf(`${label}${escapeForTerminal(text)}`, room), room);
    return prose.map((row, index) => {
      if (index > 0) return `${indent}  ${row}`;
      return `${indent}${color.dim("=")} ${label === "" ? row : `${color.cyan(label.trimEnd())}${row.slice(label.length - 1)}`}`;
    });
  }
}

/** Words to break a text between; what stands in backticks stays in one row where that does not leave gaps. */
function wordsOf(text: string, room: number): string[] {
  const pieces = text.match(/(?:[^\s`]|`[^`]*`|`)+/g) ?? [];
  return pieces.flatMap((piece) => (displayWidth(piece) * 3 > room * 2 ? piece.split(" ") : [piece]));
}
