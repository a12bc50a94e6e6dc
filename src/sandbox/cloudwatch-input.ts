// Requests to CloudWatch, checked: names, dimensions, times and periods. AWS's own texts are not confirmed.
import { ApiError } from "./api-error.ts";
import { DIMENSION, NAMESPACE, STATISTICS, type Statistic } from "./cloudwatch-metrics.ts";
import { MINUTE_MS } from "./ledger.ts";
import { DAY_MS, HOUR_MS } from "./traffic.ts";

/** A request's members, whatever the wire; times are ms since 1970, or what cannot be read as a time. */
export type Input = Readonly<Record<string, unknown>>;

/** The metric that is asked for. */
export interface MetricName {
  readonly name: string;
  /** Absent: of all models together. */
  readonly modelId?: string;
  /** False for another namespace or other dimensions: nothing is there. */
  readonly exists: boolean;
}

export interface MetricQuery {
  readonly id: string;
  readonly label: string;
  readonly metric: MetricName;
  /** ms. */
  readonly period: number;
  readonly statistic: Statistic;
  readonly isReturned: boolean;
}

export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

const MOST_QUERIES = 500;

export function invalid(message: string): ApiError {
  return new ApiError("ValidationError", 400, message);
}

export function membersOf(value: unknown, name: string): Input {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(`${name} must be a structure.`);
  return value as Input;
}

export function textOf(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "") throw invalid(`The parameter ${name} is required.`);
  return value;
}

export function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid(`${name} must be a list.`);
  return value;
}

export function wholeNumber(value: unknown, name: string, least: number, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw invalid(`${name} must be a whole number from ${least} to ${most}.`);
  }
  return value;
}

/** CloudWatch rounds the start down: to the minute, the further back to five of them, or to the hour (documented). */
export function readRange(input: Input, now: number): TimeRange {
  const [start, end] = [timeOf(input.StartTime, "StartTime"), timeOf(input.EndTime, "EndTime")];
  if (start >= end) throw invalid("The parameter StartTime must be less than the parameter EndTime.");
  const step = finestPeriod(now - start);
  return { start: Math.floor(start / step) * step, end };
}

function timeOf(value: unknown, name: string): number {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw invalid(`The parameter ${name} must be a time.`);
  return value.getTime();
}

/** The finest period that data of such an age is kept in. */
function finestPeriod(ageMs: number): number {
  if (ageMs <= 15 * DAY_MS) return MINUTE_MS;
  return ageMs <= 63 * DAY_MS ? 5 * MINUTE_MS : HOUR_MS;
}

/** In seconds on the wire; these are no high-resolution metrics, so that a minute is the least. */
export function readPeriod(value: unknown, { start }: TimeRange, now: number): number {
  const period = wholeNumber(value, "Period", 1, 86_400 * 365) * 1000;
  const step = finestPeriod(now - start);
  if (period % step === 0) return period;
  throw invalid(`Period must be a multiple of ${step / 1000} for data that begins then.`);
}

export function readMetric(value: Input): MetricName {
  const namespace = textOf(value.Namespace, "Namespace");
  const name = textOf(value.MetricName, "MetricName");
  const dimensions = listOf(value.Dimensions, "Dimensions").map((entry) => membersOf(entry, "Dimension"));
  const known = dimensions.filter(({ Name }) => Name === DIMENSION);
  const exists = namespace === NAMESPACE && known.length === dimensions.length && dimensions.length <= 1;
  const [only] = known;
  return { name, exists, ...(only === undefined ? {} : { modelId: textOf(only.Value, "Value") }) };
}

export function readStatistic(value: unknown): Statistic {
  const found = STATISTICS.find((statistic) => statistic === value);
  if (found === undefined) throw invalid(`The sandbox serves the statistics ${STATISTICS.join(", ")}.`);
  return found;
}

export function readQueries(input: Input, range: TimeRange, now: number): readonly MetricQuery[] {
  const entries = listOf(input.MetricDataQueries, "MetricDataQueries");
  if (entries.length === 0 || entries.length > MOST_QUERIES) {
    throw invalid(`MetricDataQueries must hold 1 to ${MOST_QUERIES} queries, not ${entries.length}.`);
  }
  const queries = entries.map((entry) => readQuery(membersOf(entry, "MetricDataQuery"), range, now));
  if (new Set(queries.map(({ id }) => id)).size < queries.length) throw invalid("Each Id must be unique.");
  return queries;
}

function readQuery(query: Input, range: TimeRange, now: number): MetricQuery {
  const id = textOf(query.Id, "Id");
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id)) throw invalid(`The value ${id} for parameter Id is invalid.`);
  if (query.Expression !== undefined) throw invalid("The sandbox serves no expressions: give MetricStat.");
  const stat = membersOf(query.MetricStat, "MetricStat");
  const metric = readMetric(membersOf(stat.Metric, "Metric"));
  const label = typeof query.Label === "string" && query.Label !== "" ? query.Label : metric.name;
  return {
    id,
    label,
    metric,
    period: readPeriod(stat.Period, range, now),
    statistic: readStatistic(stat.Stat),
    isReturned: query.ReturnData !== false,
  };
}
