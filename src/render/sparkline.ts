const BARS = "▁▂▃▄▅▆▇█";
const NOTHING = "·";

/** One bar a value, the greatest of the row as high as a line is; a value of 0 is a dot, so that silence is seen. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(0, ...values);
  return values
    .map((value) => (value <= 0 ? NOTHING : (BARS[Math.ceil((value / most) * BARS.length) - 1] ?? NOTHING)))
    .join("");
}
