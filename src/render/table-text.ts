/** A table that gives way: columns shrink in the order of their worth until the row fits the terminal. */
import { displayWidth, fitToWidth, padToWidth } from "./terminal-text.ts";
import { type Line, span, type TextStyle, type Tone } from "./text-layout.ts";

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => string;
  readonly tone?: (row: T) => Tone;
  /** Never narrower than this, unless its widest cell is. */
  readonly least: number;
}

const GAP = 2;

/** Columns that say the same nothing in every row are left out; the last one takes what room there is. */
export function tableLines<T>(rows: readonly T[], columns: readonly Column<T>[], style: TextStyle): Line[] {
  const texts = rows.map((row) => columns.map((column) => span(column.cell(row)).text));
  const used = columns.map((_, index) => texts.some((cells) => cells[index] !== ""));
  const widths = shrink(
    columns.map((column, index) => (used[index] === true ? widest(column, texts, index) : 0)),
    columns.map(({ least }) => least),
    style.width,
  );
  const toLine = (cells: readonly string[], toneOf: (index: number) => Tone): Line =>
    widths.flatMap((width, index) =>
      width === 0 ? [] : [span(padToWidth(fitToWidth(cells[index] ?? "", width), width + GAP), toneOf(index))],
    );
  const titles = toLine(
    columns.map(({ title }) => title),
    () => "dim",
  );
  return [titles, ...rows.map((row, at) => toLine(texts[at] ?? [], (index) => columns[index]?.tone?.(row) ?? "plain"))];
}

function widest<T>(column: Column<T>, texts: readonly (readonly string[])[], index: number): number {
  return texts.reduce((width, cells) => Math.max(width, displayWidth(cells[index] ?? "")), column.title.length);
}

/** Takes from the last column first, down to its least width, then from the one before. */
function shrink(natural: readonly number[], least: readonly number[], width: number): number[] {
  const shown = natural.filter((column) => column > 0).length;
  let excess = natural.reduce((sum, column) => sum + column, 0) + GAP * Math.max(0, shown - 1) - width;
  const widths = [...natural];
  for (let index = widths.length - 1; index >= 0 && excess > 0; index--) {
    const column = widths[index] ?? 0;
    const given = Math.max(0, Math.min(excess, column - Math.min(column, least[index] ?? 0)));
    widths[index] = column - given;
    excess -= given;
  }
  return widths;
}
