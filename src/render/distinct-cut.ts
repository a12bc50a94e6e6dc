/** How narrow a column of names may become before two of them look the same. */
import { type Column, cutText } from "./table-text.ts";
import { displayWidth } from "./terminal-text.ts";

type Cut = NonNullable<Column<never>["cut"]>;

/** The cut that leaves the texts apart in the fewest columns, `floor` at least; the end is cut where both are as good. */
export function distinctCut(texts: readonly string[], floor: number): { readonly cut: Cut; readonly least: number } {
  const all = [...new Set(texts)];
  const end = leastWidth(all, floor, "end");
  const middle = leastWidth(all, floor, "middle");
  return middle < end ? { cut: "middle", least: middle } : { cut: "end", least: end };
}

/** Tried from the widest down, so that no wider column has doubles either. */
function leastWidth(texts: readonly string[], floor: number, cut: Cut): number {
  let least = Math.max(floor, ...texts.map(displayWidth));
  while (least > floor && new Set(texts.map((text) => cutText(text, least - 1, cut))).size === texts.length) least -= 1;
  return least;
}
