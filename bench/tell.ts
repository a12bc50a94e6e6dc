/** Figures of a case in words, for every row alike. Pure. */
import type { Measured } from "./results.ts";
import { bytesText, median, spreadText, summarise } from "./statistics.ts";

export function secondsOf({ runs }: Measured): number[] {
  return runs.map(({ seconds }) => seconds);
}

export function medianSeconds(one: Measured): number {
  return median(secondsOf(one));
}

export function timeText(one: Measured): string {
  return spreadText(summarise(secondsOf(one)));
}

/** Empty where memory was not measured. */
export function peakText({ runs }: Measured): string {
  const peaks = runs.flatMap(({ peakBytes }) => peakBytes ?? []);
  return peaks.length === 0 ? "" : bytesText(median(peaks));
}

/** `3 runs`, or `1–3 runs` where cases differ. */
export function runsText(measured: readonly Measured[]): string {
  const counts = measured.flatMap(({ runs }) => (runs.length === 0 ? [] : [runs.length]));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0) return "no run";
  return least === most ? `${most} ${most === 1 ? "run" : "runs"}` : `${least}–${most} runs`;
}
