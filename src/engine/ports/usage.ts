/** What is asked of CloudWatch about the use of profiles. Reads only. */
import type { Answer } from "../../core/fault.ts";
import type { UseMetric, UsePoint, UseWindow } from "../../core/use-series.ts";

/** By profile id, then by metric: periods in which something was counted, oldest first. */
export type UseSeries = ReadonlyMap<string, ReadonlyMap<UseMetric, readonly UsePoint[]>>;

/** Reads of one target. */
export interface UsageReader {
  /**
   * Every `ModelId` that was called in the last two weeks: profiles, system profiles, models (`cloudwatch:ListMetrics`, all
   * pages). One that was called first a moment ago may be missing for a quarter of an hour (AWS.md section 7).
   */
  modelIds(): Promise<Answer<readonly string[]>>;
  /** Sums by period (`cloudwatch:GetMetricData`, 500 series a call). Every id is in the answer: silence is no period at all. */
  readUse(ids: readonly string[], metrics: readonly UseMetric[], window: UseWindow): Promise<Answer<UseSeries>>;
}
