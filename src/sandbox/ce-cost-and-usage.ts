// GetCostAndUsage: amounts by span and group, in pages (AWS.md 6).
import { ApiError } from "./api-error.ts";
import { readFilter } from "./ce-filter.ts";
import {
  bucketsOf,
  type GroupBy,
  type Metric,
  monthOf,
  type Period,
  readGranularity,
  readGroups,
  readMetrics,
  readPeriod,
  textOfDay,
} from "./ce-query.ts";
import type { CostRequest } from "./ce-request.ts";
import { decimal, type GroupSums, sumUp } from "./ce-sums.ts";
import { decodePageToken, encodePageToken, queryDigest } from "./page-token.ts";
import { NANO_DIGITS } from "./prices.ts";
import { DAY_MS } from "./traffic.ts";

/** A page holds so many groups for each item that a page of a listing may hold; AWS's own limit is not known. */
const GROUPS_AN_ITEM = 5;

/** One group of one span. */
interface Row {
  readonly bucket: number;
  readonly sum: GroupSums;
}

export function getCostAndUsage({ input, caller, context, lines, appliesFrom }: CostRequest): unknown {
  const now = context.now();
  const buckets = bucketsOf(readPeriod(input.TimePeriod, now), readGranularity(input.Granularity));
  const metrics = readMetrics(input.Metrics);
  const groups = readGroups(input.GroupBy);
  const sums = sumUp(lines, { buckets, groups, filter: readFilter(input.Filter), appliesFrom });
  const { NextPageToken: token, ...query } = input;
  const digest = queryDigest([caller.account, query]);
  const rows = groups.length === 0 ? [] : buckets.flatMap((_, bucket) => rowsOf(sums, bucket));
  const from = placeOf(token, digest);
  const page = rows.slice(from, from + GROUPS_AN_ITEM * context.behaviour.pageSizeCap);
  const next = from + page.length;
  const isWhole = from === 0 && next >= rows.length;
  const firstOfMonth = monthOf(Math.floor(now.getTime() / DAY_MS));
  const results = buckets.flatMap((span, bucket) => {
    const here = page.filter((row) => row.bucket === bucket).map(({ sum }) => sum);
    if (here.length === 0 && !isWhole) return [];
    return [toResult({ span, bucket, here, sums, metrics, isGrouped: here.length > 0, firstOfMonth })];
  });
  return {
    ...(groups.length === 0 ? {} : { GroupDefinitions: groups.map(toDefinition) }),
    ResultsByTime: results,
    DimensionValueAttributes: [],
    ...(next < rows.length
      ? { NextPageToken: encodePageToken({ after: next, issuedAt: now.getTime(), query: digest }) }
      : {}),
  };
}

const toDefinition = ({ type, key }: GroupBy) => ({ Type: type, Key: key });

function rowsOf(sums: readonly GroupSums[], bucket: number): Row[] {
  return sums.filter(({ touched }) => touched[bucket]).map((sum) => ({ bucket, sum }));
}

interface ResultParts {
  readonly span: Period;
  readonly bucket: number;
  readonly here: readonly GroupSums[];
  readonly sums: readonly GroupSums[];
  readonly metrics: readonly Metric[];
  readonly isGrouped: boolean;
  readonly firstOfMonth: number;
}

function toResult({ span, bucket, here, sums, metrics, isGrouped, firstOfMonth }: ResultParts) {
  return {
    TimePeriod: { Start: textOfDay(span.from), End: textOfDay(span.until) },
    Total: isGrouped ? {} : metricsOf(metrics, totalOf(sums, bucket)),
    Groups: here.map((sum) => ({ Keys: sum.keys, Metrics: metricsOf(metrics, figuresOf(sum, bucket)) })),
    Estimated: span.until > firstOfMonth,
  };
}

/** @throws ApiError where the token is none, or the question was changed between two pages (AWS.md 6). */
function placeOf(token: unknown, digest: string): number {
  if (token === undefined || token === null) return 0;
  const place = typeof token === "string" ? decodePageToken(token) : undefined;
  if (place === undefined) throw new ApiError("InvalidNextTokenException", 400, "The next page token is invalid.");
  if (place.query === digest) return place.after;
  throw new ApiError("RequestChangedException", 400, "The request parameters changed between pages.");
}

interface Figures {
  readonly amount: number;
  readonly quantity: number;
  readonly unit: string | null;
}

function figuresOf({ amounts, quantities, unit }: GroupSums, bucket: number): Figures {
  return { amount: amounts[bucket] ?? 0, quantity: quantities[bucket] ?? 0, unit };
}

function totalOf(sums: readonly GroupSums[], bucket: number): Figures {
  const figures = sums.map((sum) => figuresOf(sum, bucket));
  const units = new Set(sums.map(({ unit }) => unit));
  return {
    amount: figures.reduce((sum, { amount }) => sum + amount, 0),
    quantity: figures.reduce((sum, { quantity }) => sum + quantity, 0),
    unit: units.size === 1 ? (figures[0]?.unit ?? null) : null,
  };
}

/** No commitments here, so every kind of cost is the same. Quantities of different units are summed all the same. */
function metricsOf(metrics: readonly Metric[], { amount, quantity, unit }: Figures) {
  return Object.fromEntries(
    metrics.map((metric) => {
      if (metric === "UsageQuantity") return [metric, { Amount: decimal(quantity, 6), Unit: unit || "N/A" }];
      if (metric === "NormalizedUsageAmount") return [metric, { Amount: "0", Unit: "N/A" }];
      return [metric, { Amount: decimal(amount, NANO_DIGITS), Unit: "USD" }];
    }),
  );
}
