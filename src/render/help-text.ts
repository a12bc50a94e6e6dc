/** The help of one command, as a page for the terminal: calm for `-h`, whole for `--help`. */
import {
  joinParts,
  type Line,
  lineWidth,
  paragraph,
  renderLines,
  span,
  type TextStyle,
  wrapPieces,
  wrapWords,
} from "./text-layout.ts";

export interface HelpRow {
  readonly term: string;
  readonly text: string;
}

export interface HelpGroup {
  readonly title: string;
  readonly rows: readonly HelpRow[];
}

export interface HelpExample {
  /** A line for the shell, whole. */
  readonly command: string;
  readonly note?: string;
}

/** What is known about one command; the terminal and `docs/cli.md` show the same. */
export interface CommandHelp {
  /** As it is called: `strata tags backfill`. */
  readonly words: string;
  readonly usage: string;
  readonly summary: string;
  /** Paragraphs: what it does, and what it does not do. */
  readonly about: readonly string[];
  /** Arguments and own options. */
  readonly options: readonly HelpGroup[];
  readonly commands: readonly HelpGroup[];
  /** Flags of the global options that it heeds. */
  readonly globals: readonly string[];
  readonly examples: readonly HelpExample[];
  readonly exits: readonly HelpRow[];
  /** Path of its page from the root of the repository. */
  readonly docs: string;
}

export type HelpDetail = "short" | "long";

const INDENT = 2;
const GAP = 2;
/** A text that would get less room than this goes below its term. */
const MIN_TEXT_WIDTH = 24;
/** Where a text goes that stands below its term. */
const BELOW = 6;
/** Copied into a shell, a command must not be cut or broken. */
const UNCUT = Number.POSITIVE_INFINITY;

export function renderHelp(help: CommandHelp, detail: HelpDetail, style: TextStyle): string {
  const parts = detail === "short" ? shortParts(help, style) : longParts(help, style);
  return renderLines(joinParts(parts), { ...style, width: UNCUT });
}

function shortParts(help: CommandHelp, style: TextStyle): Line[][] {
  const isRoot = help.commands.length > 0 && help.globals.length === 0;
  const more = isRoot ? "Options, examples and exit codes" : "Examples and exit codes";
  return [
    usageLines(help, style),
    paragraph(asSentence(help.summary), 0, style),
    ...groupParts(help.commands, style),
    ...groupParts(isRoot ? [] : help.options, style),
    paragraph(`${more}: ${help.words} --help`, 0, style, "dim"),
  ];
}

function longParts(help: CommandHelp, style: TextStyle): Line[][] {
  return [
    usageLines(help, style),
    ...help.about.map((text) => paragraph(text, 0, style)),
    ...groupParts(help.commands, style),
    ...groupParts(help.options, style),
    globalLines(help, style),
    exampleLines(help, style),
    ...groupParts([{ title: "Exit codes", rows: help.exits }], style),
    [[span("Read more: ", "strong"), span(help.docs)]],
  ];
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/([^.?])$/, "$1.")}`;
}

function usageLines({ usage }: CommandHelp, style: TextStyle): Line[] {
  const [first = "", ...rest] = wrapWords(usage, style.width - "Usage: ".length);
  return [[span("Usage: ", "strong"), span(first)], ...rest.map((row) => [span(`       ${row}`)])];
}

function titled(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [[span(`${title}:`, "strong")], ...lines];
}

/** These groups share one column, so that the eye stays on it. */
function groupParts(groups: readonly HelpGroup[], style: TextStyle): Line[][] {
  const terms = groups.flatMap(({ rows }) => rows.map(({ term }) => term.length));
  const column = INDENT + Math.max(0, ...terms) + GAP;
  return groups.map(({ title, rows }) =>
    titled(
      title,
      rows.flatMap((row) => rowLines(row, column, style)),
    ),
  );
}

function rowLines({ term, text }: HelpRow, column: number, style: TextStyle): Line[] {
  const head: Line = [span(" ".repeat(INDENT)), span(term, "strong")];
  if (style.width - column < MIN_TEXT_WIDTH) return [head, ...paragraph(text, BELOW, style)];
  const [first = "", ...rest] = wrapWords(text, style.width - column);
  const pad = " ".repeat(column - lineWidth(head));
  return [[...head, span(pad), span(first)], ...rest.map((row) => [span(" ".repeat(column)), span(row)])];
}

function globalLines({ globals }: CommandHelp, style: TextStyle): Line[] {
  if (globals.length === 0) return [];
  const rows = wrapPieces(globals, style.width - INDENT, "  ");
  return titled(
    "Global options (see strata --help)",
    rows.map((row) => [span(`${" ".repeat(INDENT)}${row}`)]),
  );
}

/** Notes stand beside the commands where all of them fit, else each above its command. */
function exampleLines({ examples }: CommandHelp, style: TextStyle): Line[] {
  const noted = examples.filter(({ note }) => note !== undefined);
  const column = INDENT + Math.max(0, ...noted.map(({ command }) => command.length)) + GAP;
  const isWide = noted.every(({ note = "" }) => column + 2 + note.length <= style.width);
  const lines = examples.flatMap(({ command, note }): Line[] => {
    const shown = span(`${" ".repeat(INDENT)}${command}`);
    if (note === undefined) return [[shown]];
    const remark = `# ${note}`;
    if (isWide) return [[shown, span(" ".repeat(column - lineWidth([shown]))), span(remark, "dim")]];
    return [...paragraph(remark, INDENT, style, "dim"), [shown]];
  });
  return titled("Examples", lines);
}
