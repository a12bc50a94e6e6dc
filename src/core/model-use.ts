/** What went through one ModelId, as CloudWatch counts it: calls and tokens of every kind. Values only. */
import type { Moment } from "./moment.ts";
import type { UseMetric, UsePoint } from "./use-series.ts";

/** CloudWatch counts tokens from and into the cache beside those of the input. */
export const MODEL_METRICS = [
  "invocations",
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
] as const satisfies readonly UseMetric[];

export type ModelUse = Readonly<Record<(typeof MODEL_METRICS)[number], number>>;

export const NO_USE: ModelUse = countsOf(() => 0);

/** Sums of the points that begin at `since` or later, and before `until`. */
export function sumBetween(
  series: ReadonlyMap<UseMetric, readonly UsePoint[]>,
  since: Moment,
  until: Moment | null = null,
): ModelUse {
  return countsOf((metric) => {
    const points = (series.get(metric) ?? []).filter(({ at }) => at >= since && (until === null || at < until));
    return points.reduce((sum, point) => sum + point.sum, 0);
  });
}

export function sumUse(uses: readonly ModelUse[]): ModelUse {
  return countsOf((metric) => uses.reduce((sum, use) => sum + use[metric], 0));
}

/** All that is billed by the token. */
export function tokensOf({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: ModelUse): number {
  return inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens;
}

function countsOf(count: (metric: (typeof MODEL_METRICS)[number]) => number): ModelUse {
  return Object.fromEntries(MODEL_METRICS.map((metric) => [metric, count(metric)])) as ModelUse;
}
