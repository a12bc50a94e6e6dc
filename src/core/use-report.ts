/** Who is called how often: the rows of `strata usage`. Values only. */
import type { ProfileRow, UnreadRow } from "./listing.ts";
import type { Moment } from "./moment.ts";
import { sumOf, type UseMetric, type UsePoint } from "./use-series.ts";

export const USE_METRICS = [
  "invocations",
  "inputTokens",
  "outputTokens",
  "clientErrors",
  "serverErrors",
  "throttles",
] as const satisfies readonly UseMetric[];

export type UseCounts = Readonly<Record<UseMetric, number>>;

/** One profile of ours, with what CloudWatch counted. */
export interface UseRow
  extends Pick<ProfileRow, "account" | "accountName" | "region" | "name" | "id" | "arn" | "retireAfter"> {
  readonly counts: UseCounts;
  /** Beginning of the last period with a successful call; null where there is none. */
  readonly lastCall: Moment | null;
  /** Invocations of each period, the silent ones included. */
  readonly series: readonly number[];
  /** Tokens of each period, in and out together. */
  readonly tokenSeries: readonly number[];
}

/** How far `usage` looks back, and in what steps: sums of 12 to 31 periods, of a length that CloudWatch keeps so long. */
export const SPANS = {
  "1h": { hours: 1, periodSeconds: 300 },
  "24h": { hours: 24, periodSeconds: 3_600 },
  "7d": { hours: 7 * 24, periodSeconds: 6 * 3_600 },
  "30d": { hours: 30 * 24, periodSeconds: 24 * 3_600 },
} as const;

export type Span = keyof typeof SPANS;

export const SPAN_NAMES = Object.keys(SPANS) as readonly Span[];

/** The time that a report looks at. */
export interface ReportTime {
  /** Beginning of the first period. */
  readonly since: Moment;
  readonly until: Moment;
  readonly periodSeconds: number;
  /** Beginnings of the periods, oldest first; the last one may not be over. */
  readonly periods: readonly Moment[];
}

export interface UseReport {
  readonly time: ReportTime;
  readonly rows: readonly UseRow[];
  readonly totals: UseCounts;
  /** Targets that no row can speak for. */
  readonly unread: readonly UnreadRow[];
}

export function toUseRow(
  { account, accountName, region, name, id, arn, retireAfter }: ProfileRow,
  series: ReadonlyMap<UseMetric, readonly UsePoint[]>,
  { periods }: ReportTime,
): UseRow {
  const invocations = series.get("invocations") ?? [];
  const byPeriod = (metric: UseMetric): number[] => {
    const sums = new Map((series.get(metric) ?? []).map(({ at, sum }) => [at, sum]));
    return periods.map((at) => sums.get(at) ?? 0);
  };
  const output = byPeriod("outputTokens");
  return {
    ...{ account, accountName, region, name, id, arn, retireAfter },
    counts: countsOf((metric) => sumOf(series.get(metric) ?? [])),
    lastCall: invocations.findLast(({ sum }) => sum > 0)?.at ?? null,
    series: byPeriod("invocations"),
    tokenSeries: byPeriod("inputTokens").map((input, at) => input + (output[at] ?? 0)),
  };
}

export function totalsOf(rows: readonly UseRow[]): UseCounts {
  return countsOf((metric) => rows.reduce((sum, { counts }) => sum + counts[metric], 0));
}

function countsOf(count: (metric: UseMetric) => number): UseCounts {
  return Object.fromEntries(USE_METRICS.map((metric) => [metric, count(metric)])) as UseCounts;
}
