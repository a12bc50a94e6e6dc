// CloudWatch: the metrics of AWS/Bedrock, read only. One service for each wire, all with the signing name `monitoring`.

import { ApiError } from "./api-error.ts";
import { UseData } from "./cloudwatch-data.ts";
import {
  type Input,
  invalid,
  listOf,
  type MetricQuery,
  membersOf,
  readMetric,
  readPeriod,
  readQueries,
  readRange,
  readStatistic,
  type TimeRange,
  textOf,
  wholeNumber,
} from "./cloudwatch-input.ts";
import { DIMENSION, METRICS, NAMESPACE, statisticOf } from "./cloudwatch-metrics.ts";
import { WIRES, type Wire } from "./cloudwatch-wires.ts";
import { decodePageToken, encodePageToken, queryDigest } from "./page-token.ts";
import type { Caller, Operation, Service, ServiceContext } from "./service.ts";
import { DAY_MS, HOUR_MS } from "./traffic.ts";

type Handler = (input: Input, context: ServiceContext, caller: Caller) => Input;

/** Datapoints of the largest page (documented); `pageSizeCap` counts for a hundred each. */
const MOST_DATAPOINTS = 100_800;
const POINTS_PER_CAP = 100;

interface Point {
  readonly at: number;
  readonly value: number;
}

const getMetricData: Handler = (input, context, caller) => {
  const now = context.now().getTime();
  const range = readRange(input, now);
  const queries = readQueries(input, range, now).filter(({ isReturned }) => isReturned);
  const most = input.MaxDatapoints ?? MOST_DATAPOINTS;
  const cap = context.behaviour.pageSizeCap * POINTS_PER_CAP;
  const size = Math.min(wholeNumber(most, "MaxDatapoints", 1, MOST_DATAPOINTS), cap);
  const { NextToken, ...question } = input;
  const digest = queryDigest([caller.account, caller.region, question]);
  const isAscending = readOrder(input.ScanBy);
  const data = new UseData(context, caller);
  const series = queries.map((query) => {
    const points = pointsOf(query, range, data);
    return { query, points: isAscending ? points : points.reverse() };
  });
  const from = readToken(NextToken, digest);
  const next = from + size;
  const total = series.reduce((sum, { points }) => sum + points.length, 0);
  const token = next < total ? { NextToken: encodePageToken({ after: next, issuedAt: now, query: digest }) } : {};
  return { MetricDataResults: cut(series, from, next), Messages: [], ...token };
};

function readOrder(value: unknown): boolean {
  if (value === undefined || value === null || value === "TimestampDescending") return false;
  if (value !== "TimestampAscending") throw invalid("ScanBy is TimestampDescending or TimestampAscending.");
  return true;
}

function readToken(value: unknown, digest: string): number {
  if (value === undefined || value === null) return 0;
  const token = decodePageToken(String(value));
  if (token?.query === digest) return token.after;
  throw new ApiError("InvalidNextToken", 400, "The specified nextToken is invalid.");
}

function pointsOf({ metric, period, statistic }: MetricQuery, range: TimeRange, data: UseData): Point[] {
  if (!metric.exists) return [];
  return data.periods(metric.modelId, { ...range, period }).flatMap(({ at, counts }) => {
    const value = statisticOf(metric.name, statistic, counts);
    return value === undefined ? [] : [{ at, value }];
  });
}

interface Series {
  readonly query: MetricQuery;
  readonly points: readonly Point[];
}

/** The part of the results between two datapoints; a series that is cut says so, an empty one is in the page of its place. */
function cut(series: readonly Series[], from: number, to: number): Input[] {
  let begin = 0;
  return series.flatMap(({ query, points }): Input[] => {
    const [first, end] = [begin, begin + points.length];
    begin = end;
    const isHere = points.length === 0 ? first >= from && first < to : first < to && end > from;
    if (!isHere) return [];
    const part = points.slice(Math.max(0, from - first), to - first);
    return [
      {
        Id: query.id,
        Label: query.label,
        Timestamps: part.map(({ at }) => new Date(at)),
        Values: part.map(({ value }) => value),
        StatusCode: end > to ? "PartialData" : "Complete",
      },
    ];
  });
}

/** Datapoints that one GetMetricStatistics may answer (documented). */
const MOST_STATISTICS = 1440;

const getMetricStatistics: Handler = (input, context, caller) => {
  const now = context.now().getTime();
  const range = readRange(input, now);
  const metric = readMetric(input);
  const period = readPeriod(input.Period, range, now);
  const statistics = listOf(input.Statistics, "Statistics").map(readStatistic);
  if (statistics.length === 0) throw invalid("The parameter Statistics is required.");
  if ((range.end - range.start) / period > MOST_STATISTICS) {
    throw new ApiError(
      "InvalidParameterCombination",
      400,
      `You have requested more than ${MOST_STATISTICS} datapoints.`,
    );
  }
  const periods = metric.exists ? new UseData(context, caller).periods(metric.modelId, { ...range, period }) : [];
  const points = periods.flatMap(({ at, counts }) => {
    const values = statistics.map((name) => [name, statisticOf(metric.name, name, counts)] as const);
    if (values.some(([, value]) => value === undefined)) return [];
    return [{ Timestamp: new Date(at), ...Object.fromEntries(values), Unit: METRICS[metric.name]?.unit }];
  });
  return { Label: metric.name, Datapoints: points };
};

const MOST_METRICS = 500;
/** A metric without data for so long is no longer listed (documented). */
const LISTED_FOR = 14 * DAY_MS;
const RECENTLY_ACTIVE = 3 * HOUR_MS;

const listMetrics: Handler = (input, context, caller) => {
  const now = context.now().getTime();
  const filters = listOf(input.Dimensions, "Dimensions").map((entry) => membersOf(entry, "DimensionFilter"));
  const isWanted = (modelId: string): boolean =>
    filters.every(({ Name, Value }) => textOf(Name, "Name") === DIMENSION && (Value ?? modelId) === modelId);
  const since = readRecency(input.RecentlyActive);
  const data = new UseData(context, caller);
  const window = { start: now - since, end: now + 1, period: since + 1 };
  const metrics = data
    .modelIds()
    .filter(isWanted)
    .flatMap((modelId) => {
      const [use] = data.periods(modelId, window);
      const names = Object.keys(METRICS).filter(
        (name) =>
          (input.MetricName ?? name) === name &&
          use !== undefined &&
          statisticOf(name, "Sum", use.counts) !== undefined,
      );
      return names.map((name) => ({
        Namespace: NAMESPACE,
        MetricName: name,
        Dimensions: [{ Name: DIMENSION, Value: modelId }],
      }));
    });
  const { NextToken, ...question } = input;
  const digest = queryDigest([caller.account, caller.region, question]);
  const from = readToken(NextToken, digest);
  const next = from + Math.min(MOST_METRICS, context.behaviour.pageSizeCap);
  const found = (input.Namespace ?? NAMESPACE) === NAMESPACE ? metrics : [];
  const token =
    next < found.length ? { NextToken: encodePageToken({ after: next, issuedAt: now, query: digest }) } : {};
  return { Metrics: found.slice(from, next), ...token };
};

/** The one value that there is (documented). */
function readRecency(value: unknown): number {
  if (value === undefined || value === null) return LISTED_FOR;
  if (value !== "PT3H") throw invalid("RecentlyActive is PT3H.");
  return RECENTLY_ACTIVE;
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListMetrics: listMetrics,
};

export function cloudWatchServices(context: ServiceContext): Service[] {
  return WIRES.map((wire) => ({
    signingName: "monitoring",
    protocol: wire.protocol,
    match: (request) => {
      const name = wire.operationOf(request) ?? "";
      const handler = Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
      return handler === undefined ? undefined : operationOf(name, handler, wire, context);
    },
  }));
}

function operationOf(name: string, handler: Handler, wire: Wire, context: ServiceContext): Operation {
  return {
    name,
    action: `cloudwatch:${name}`,
    mutates: false,
    run: (request) => wire.reply(handler(wire.read(request), context, request.caller)),
  };
}
