/** Bars and sparklines made of block characters. */

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;
const HEIGHTS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** `part` of `most` as a bar of at most `width` columns; something is never nothing. */
export function bar(part: number, most: number, width: number): string {
  if (part <= 0 || most <= 0) return "";
  const eighths = Math.max(1, Math.round((Math.min(part, most) / most) * width * 8));
  return `${"█".repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ""}`;
}

/** One column for each value, from 0 up to the largest of them; `nothing` for none, as a dot where silence is to be seen. */
export function sparkline(values: readonly number[], nothing = " "): string {
  const most = Math.max(0, ...values);
  return values
    .map((value) => (value <= 0 || most === 0 ? nothing : (HEIGHTS[Math.ceil((value / most) * 8) - 1] ?? "█")))
    .join("");
}

/** What one column of a sparkline stands for: `BY DAY`, `BY 3 DAYS`. */
export function trendTitle(count: number, unit: string): string {
  return count === 1 ? `BY ${unit}` : `BY ${count} ${unit}S`;
}

/** At most `count` means of values that follow each other, each of as many as the others but perhaps the first. */
export function condense(
  values: readonly number[],
  count: number,
): { readonly means: number[]; readonly each: number } {
  const each = Math.max(1, Math.ceil(values.length / count));
  const first = values.length % each || each;
  const means: number[] = [];
  for (let at = 0; at < values.length; at += means.length === 1 ? first : each) {
    const some = values.slice(at, at === 0 ? first : at + each);
    means.push(some.reduce((sum, value) => sum + value, 0) / some.length);
  }
  return { means, each };
}
