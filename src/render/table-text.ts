/** A table that gives way: what does not fit is dropped in the order of its worth, then columns are narrowed. */
import { displayWidth, fitToWidth, padToWidth } from "./terminal-text.ts";
import { cutMiddle, cutStart, type Line, span, type TextStyle, type Tone, wrapWords } from "./text-layout.ts";

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => string;
  readonly tone?: (row: T) => Tone;
  /** Never narrower than this, unless its widest cell is. */
  readonly least: number;
  /** Left out where even the least widths do not fit, the highest number first; without it, never. */
  readonly drop?: number;
  /** What of a text is cut out; the beginning or the middle where the end tells rows apart. */
  readonly cut?: "start" | "middle" | "end";
  /** Narrower still where even the least widths do not fit, once all else is dropped: texts go on in the next line. */
  readonly wrap?: number;
  /** How it tells the same in so many columns, where it is narrowed; without it, texts are cut. */
  readonly narrow?: (width: number) => Pick<Column<T>, "title" | "cell">;
}

interface Measured<T> {
  readonly column: Column<T>;
  readonly cells: readonly string[];
  readonly natural: number;
  readonly least: number;
  readonly wraps: boolean;
}

const GAP = 2;

/** A column that is empty in every row is left out. */
export function tableLines<T>(rows: readonly T[], columns: readonly Column<T>[], style: TextStyle): Line[] {
  const measured = columns
    .map((column) => measure(column, rows))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const left = wrapColumns(dropColumns(measured, style.width), style.width);
  const room = shrink(left, style.width);
  const shown = left.map((one, index) => narrowed(one, room[index] ?? 0, rows));
  const widths = shown.map(({ natural }, index) => Math.min(natural, room[index] ?? 0));
  const toLines = (textOf: (one: Measured<T>) => string, toneOf: (one: Measured<T>) => Tone): Line[] => {
    const cells = shown.map((one, index) => fitCell(textOf(one), one, widths[index] ?? 0));
    const height = Math.max(1, ...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) =>
      shown.map((one, index) => {
        const text = cells[index]?.[at] ?? "";
        return span(index === shown.length - 1 ? text : padToWidth(text, (widths[index] ?? 0) + GAP), toneOf(one));
      }),
    );
  };
  const titles = toLines(
    ({ column }) => column.title,
    () => "dim",
  );
  const body = rows.flatMap((row, at) =>
    toLines(
      ({ cells }) => cells[at] ?? "",
      ({ column }) => column.tone?.(row) ?? "plain",
    ),
  );
  return [...titles, ...body];
}

/** One text for each line that the cell takes. */
function fitCell<T>(text: string, { column, wraps }: Measured<T>, width: number): string[] {
  if (wraps) return wrapWords(text, width);
  return [cutText(text, width, column.cut)];
}

/** A text that fits into a width, with `…` for what was cut out. */
export function cutText(text: string, width: number, cut: Column<never>["cut"] = "end"): string {
  switch (cut) {
    case "start":
      return cutStart(text, width);
    case "middle":
      return cutMiddle(text, width);
    case "end":
      return fitToWidth(text, width);
  }
}

function measure<T>(column: Column<T>, rows: readonly T[]): Measured<T> {
  const cells = rows.map((row) => span(column.cell(row)).text);
  const natural = cells.reduce((width, cell) => Math.max(width, displayWidth(cell)), column.title.length);
  return {
    column,
    cells,
    natural,
    least: Math.min(natural, Math.max(column.least, column.title.length)),
    wraps: false,
  };
}

/** Only where the least widths do not fit. */
function wrapColumns<T>(columns: readonly Measured<T>[], width: number): readonly Measured<T>[] {
  if (neededWidth(columns) <= width) return columns;
  return columns.map((one) => {
    const { wrap } = one.column;
    return wrap === undefined ? one : { ...one, least: Math.min(one.least, wrap), wraps: true };
  });
}

function neededWidth<T>(columns: readonly Measured<T>[]): number {
  return columns.reduce((sum, { least }) => sum + least, GAP * (columns.length - 1));
}

function dropColumns<T>(columns: readonly Measured<T>[], width: number): readonly Measured<T>[] {
  const ranks = columns.flatMap(({ column }) => column.drop ?? []);
  if (neededWidth(columns) <= width || ranks.length === 0) return columns;
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
