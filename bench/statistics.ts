/** Figures of several runs as one, and in words. Pure. */

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** @throws RangeError without values. */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError("nothing was measured");
  const middle = sorted.length / 2;
  const [low = min, high = max] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return { median: (low + high) / 2, min, max, count: sorted.length };
}

export function median(values: readonly number[]): number {
  return summarise(values).median;
}

/** How much longer `value` is than `base`. */
export function ratioText(value: number, base: number): string {
  const ratio = value / base;
  return `${digits(ratio)} ×`;
}

export function secondsText(seconds: number): string {
  return seconds < 0.1 ? `${digits(seconds * 1000)} ms` : `${digits(seconds)} s`;
}

/** The median with the span around it: `0.46 s (0.44–0.51)`. */
export function spreadText({ median: middle, min, max, count }: Summary): string {
  if (count === 1) return secondsText(middle);
  const factor = middle < 0.1 ? 1000 : 1;
  return `${secondsText(middle)} (${digits(min * factor)}–${digits(max * factor)})`;
}

export function bytesText(bytes: number): string {
  if (bytes < 1_000_000) return `${grouped(Math.round(bytes))} bytes`;
  return bytes < 1e9 ? `${grouped(Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

export function countText(count: number): string {
  return grouped(count);
}

/** Three digits that count, whole numbers from a hundred up. */
function digits(value: number): string {
  if (value >= 99.95) return grouped(Math.round(value));
  return value.toFixed(value >= 9.995 ? 1 : 2);
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `items` beginning with another one each time, so that none of them always goes first. */
export function rotated<T>(items: readonly T[], by: number): T[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
