// The metrics of AWS/Bedrock and their statistics (AWS.md 7).
import type { UseCounts } from "./ledger.ts";

export const NAMESPACE = "AWS/Bedrock";
/** The one dimension; its value is a profile's or a model's id. */
export const DIMENSION = "ModelId";

interface Metric {
  readonly unit: "Count" | "Milliseconds";
  readonly sum: (counts: UseCounts) => number;
  /** How many values were put in; a period without any has no datapoint. */
  readonly samples: (counts: UseCounts) => number;
}

const invocations = (counts: UseCounts): number => counts.invocations;

function count(pick: (counts: UseCounts) => number, samples = pick): Metric {
  return { unit: "Count", sum: pick, samples };
}

export const METRICS: Readonly<Record<string, Metric>> = {
  Invocations: count(invocations),
  InputTokenCount: count((counts) => counts.inputTokens, invocations),
  OutputTokenCount: count((counts) => counts.outputTokens, invocations),
  CacheReadInputTokenCount: count((counts) => counts.cacheReadTokens),
  CacheWriteInputTokenCount: count((counts) => counts.cacheWriteTokens),
  InvocationClientErrors: count((counts) => counts.clientErrors),
  InvocationServerErrors: count((counts) => counts.serverErrors),
  InvocationThrottles: count((counts) => counts.throttles),
  InvocationLatency: { unit: "Milliseconds", sum: (counts) => counts.latencyMs, samples: invocations },
};

export const STATISTICS = ["Sum", "SampleCount", "Average", "Maximum", "Minimum"] as const;
export type Statistic = (typeof STATISTICS)[number];

/** Undefined where nothing was put in. Single values are not kept, so the extremes are the average. */
export function statisticOf(name: string, statistic: Statistic, counts: UseCounts): number | undefined {
  const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  const samples = metric?.samples(counts) ?? 0;
  if (metric === undefined || samples === 0) return undefined;
  if (statistic === "SampleCount") return samples;
  return statistic === "Sum" ? metric.sum(counts) : metric.sum(counts) / samples;
}
