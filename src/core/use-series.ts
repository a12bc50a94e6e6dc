/** Use of profiles over time, as CloudWatch counts it (AWS.md section 7). */
import type { Moment } from "./moment.ts";

/** What is counted; the gateway knows what AWS calls it. */
export type UseMetric =
  | "invocations"
  | "inputTokens"
  | "outputTokens"
  | "cacheReadTokens"
  | "cacheWriteTokens"
  | "clientErrors"
  | "serverErrors"
  | "throttles";

/** One period in which something was counted. */
export interface UsePoint {
  /** Beginning of the period. */
  readonly at: Moment;
  readonly sum: number;
}

/** Half-open stretch of time in periods of equal length, the first of which begins at `since`. */
export interface UseWindow {
  readonly since: Moment;
  readonly until: Moment;
  /** Seconds; a whole number of minutes. */
  readonly periodSeconds: number;
}

export function sumOf(points: readonly UsePoint[]): number {
  return points.reduce((sum, point) => sum + point.sum, 0);
}
