/** What a piece of work would take, told from the same work on fewer profiles. Pure. */
import type { Measured } from "./results.ts";
import { medianSeconds } from "./tell.ts";

/**
 * On the straight line through the two largest smaller cases. From a single one in proportion, which makes it too long by
 * the start of the program. Undefined where none was run.
 */
export function expectedFor(
  measured: readonly Measured[],
  { tool, work, n, latencyMs }: Pick<Measured, "tool" | "work" | "n" | "latencyMs">,
): NonNullable<Measured["notRun"]> | undefined {
  const smaller = measured.filter(
    (one) => one.tool === tool && one.work === work && one.latencyMs === latencyMs && one.n < n && one.runs.length > 0,
  );
  const [largest, before] = smaller.toSorted((a, b) => b.n - a.n);
  if (largest === undefined) return undefined;
  const seconds = medianSeconds(largest);
  if (before === undefined) return { seconds: (seconds * n) / largest.n, from: [largest.n] };
  const perProfile = Math.max(0, (seconds - medianSeconds(before)) / (largest.n - before.n));
  return { seconds: seconds + perProfile * (n - largest.n), from: [before.n, largest.n] };
}
