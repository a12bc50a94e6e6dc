/** A table that gives way: what does not fit is dropped in the order of its worth, then columns are narrowed. */
import { displayWidth, fitToWidth, padToWidth } from "./terminal-text.ts";
import { cutStart, type Line, span, type TextStyle, type Tone } from "./text-layout.ts";

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => string;
  readonly tone?: (row: T) => Tone;
  /** Never narrower than this, unless its widest cell is. */
  readonly least: number;
  /** Left out where even the least widths do not fit, the highest number first; without it, never. */
  readonly drop?: number;
  /** Which end of a text is cut off; the beginning where the end tells rows apart. */
  readonly cut?: "start" | "end";
  /** How it tells the same in so many columns, where it is narrowed; without it, texts are cut. */
  readonly narrow?: (width: number) => Pick<Column<T>, "title" | "cell">;
}

interface Measured<T> {
  readonly column: Column<T>;
  readonly cells: readonly string[];
  readonly natural: number;
  readonly least: number;
}

const GAP = 2;

/** A column that is empty in every row is left out. */
export function tableLines<T>(rows: readonly T[], columns: readonly Column<T>[], style: TextStyle): Line[] {
  const measured = columns
    .map((column) => measure(column, rows))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const left = dropColumns(measured, style.width);
  const room = shrink(left, style.width);
  const shown = left.map((one, index) => narrowed(one, room[index] ?? 0, rows));
  const widths = shown.map(({ natural }, index) => Math.min(natural, room[index] ?? 0));
  const toLine = (textOf: (one: Measured<T>) => string, toneOf: (one: Measured<T>) => Tone): Line =>
    shown.map((one, index) => {
      const width = widths[index] ?? 0;
      const text = one.column.cut === "start" ? cutStart(textOf(one), width) : fitToWidth(textOf(one), width);
      return span(index === shown.length - 1 ? text : padToWidth(text, width + GAP), toneOf(one));
    });
  const titles = toLine(
    ({ column }) => column.title,
    () => "dim",
  );
  const body = rows.map((row, at) =>
    toLine(
      ({ cells }) => cells[at] ?? "",
      ({ column }) => column.tone?.(row) ?? "plain",
    ),
  );
  return [titles, ...body];
}

function measure<T>(column: Column<T>, rows: readonly T[]): Measured<T> {
  const cells = rows.map((row) => span(column.cell(row)).text);
  const natural = cells.reduce((width, cell) => Math.max(width, displayWidth(cell)), column.title.length);
  return { column, cells, natural, least: Math.min(natural, Math.max(column.least, column.title.length)) };
}

function dropColumns<T>(columns: readonly Measured<T>[], width: number): readonly Measured<T>[] {
  const needed = columns.reduce((sum, { least }) => sum + least, GAP * (columns.length - 1));
  const ranks = columns.flatMap(({ column }) => column.drop ?? []);
  if (needed <= width || ranks.length === 0) return columns;
  const worst = Math.max(...ranks);
  return dropColumns(
    columns.filter(({ column }) => column.drop !== worst),
    width,
  );
}

function narrowed<T>(one: Measured<T>, width: number, rows: readonly T[]): Measured<T> {
  const { column, natural } = one;
  if (width >= natural || column.narrow === undefined) return one;
  return measure({ ...column, ...column.narrow(width) }, rows);
}

/** Takes from the last column first, down to its least width, then from the one before. */
function shrink<T>(columns: readonly Measured<T>[], width: number): number[] {
  let excess = columns.reduce((sum, { natural }) => sum + natural, GAP * (columns.length - 1)) - width;
  const widths: number[] = [];
  for (const { natural, least } of [...columns].reverse()) {
    const given = Math.max(0, Math.min(excess, natural - least));
    widths.unshift(natural - given);
    excess -= given;
  }
  return widths;
}
