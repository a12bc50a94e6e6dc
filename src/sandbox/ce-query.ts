// What GetCostAndUsage and its like are asked: period, granularity, metrics and groups, checked as far as AWS.md 6 goes.

import { objectOf, readDimension } from "./ce-filter.ts";
import { validationError } from "./constraints.ts";
import type { Dimension } from "./cost-lines.ts";
import { DAY_MS } from "./traffic.ts";

type Json = Readonly<Record<string, unknown>>;

/** Days since 1970; the end is exclusive. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

export type GroupBy =
  | { readonly type: "DIMENSION"; readonly key: Dimension }
  | { readonly type: "TAG"; readonly key: string };

export const METRICS = [
  "UnblendedCost",
  "BlendedCost",
  "AmortizedCost",
  "NetUnblendedCost",
  "NetAmortizedCost",
  "UsageQuantity",
  "NormalizedUsageAmount",
] as const;
export type Metric = (typeof METRICS)[number];

/** Two groups at most, of dimensions and tags (AWS.md 6). */
const MAX_GROUPS = 2;
/** How far back it remembers: not confirmed (AWS.md 6). */
const MONTHS_BACK = 14;

export function dayOfText(text: unknown, name: string): number {
  const day = typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(day) || textOfDay(day / DAY_MS) !== text) {
    throw validationError(`${name} must be a date of the form yyyy-MM-dd`);
  }
  return day / DAY_MS;
}

export function textOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** First day of a day's month; `more` months later. */
export function monthOf(day: number, more = 0): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + more) / DAY_MS;
}

export function readPeriod(value: unknown, now: Date): Period {
  const { Start, End } = objectOf(value, "TimePeriod");
  const period = { from: dayOfText(Start, "Start"), until: dayOfText(End, "End") };
  if (period.from >= period.until) {
    throw validationError("Start date (and hour) should be before end date (and hour)");
  }
  const thisMonth = monthOf(Math.floor(now.getTime() / DAY_MS));
  if (period.until > monthOf(thisMonth, 1)) {
    throw validationError("end date past the beginning of next month is not allowed");
  }
  if (period.from < monthOf(thisMonth, -MONTHS_BACK)) {
    throw validationError(`You haven't enabled historical data beyond ${MONTHS_BACK} months`);
  }
  return period;
}

/** The spans that amounts are told for: days, or months as far as they are in the period. */
export function bucketsOf({ from, until }: Period, granularity: unknown): Period[] {
  const next = (day: number): number => (granularity === "MONTHLY" ? monthOf(day, 1) : day + 1);
  const buckets: Period[] = [];
  for (let day = from; day < until; day = next(day)) buckets.push({ from: day, until: Math.min(until, next(day)) });
  return buckets;
}

export function readGranularity(value: unknown): "DAILY" | "MONTHLY" {
  if (value === "DAILY" || value === "MONTHLY") return value;
  throw validationError(`Granularity must be DAILY or MONTHLY; the sandbox does not serve ${String(value)}`);
}

export function readMetrics(value: unknown): readonly Metric[] {
  if (!Array.isArray(value) || value.length === 0) throw validationError("At least one metric is required");
  const wrong = value.find((metric) => !METRICS.includes(metric));
  if (wrong !== undefined) throw validationError(`Metric ${String(wrong)} is not one of ${METRICS.join(", ")}`);
  return value as Metric[];
}

export function readGroups(value: unknown): readonly GroupBy[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw validationError("GroupBy must be a list");
  if (value.length > MAX_GROUPS) throw validationError(`GroupBy can have up to ${MAX_GROUPS} groups`);
  const groups = value.map((entry) => readGroup(objectOf(entry, "GroupBy")));
  if (new Set(groups.map((group) => JSON.stringify(group))).size < groups.length) {
    throw validationError("GroupBy must not name a group twice");
  }
  return groups;
}

function readGroup({ Type: type, Key: key }: Json): GroupBy {
  if (type === "DIMENSION") return { type, key: readDimension(key) };
  if (type !== "TAG") throw validationError(`The sandbox groups by DIMENSION and TAG, not by ${String(type)}`);
  if (typeof key !== "string" || key === "") throw validationError("GroupBy must have a Key");
  return { type, key };
}
