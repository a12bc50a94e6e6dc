/** Use of profiles and models from CloudWatch: `AWS/Bedrock`, one series for each id and metric (docs/AWS.md section 7). */
import type { Metric, MetricDataQuery, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { Answer } from "../core/fault.ts";
import { compareText, type Target, targetId } from "../core/profile.ts";
import type { UseMetric, UsePoint, UseWindow } from "../core/use-series.ts";
import type { UsageReader, UseSeries } from "../engine/ports/usage.ts";
import type { AwsClients } from "./clients.ts";
import { MalformedReply, memberOf } from "./malformed.ts";
import { allPages } from "./pages.ts";
import { toMoment } from "./to-moment.ts";
import { ask } from "./translate.ts";

const METRIC_NAMES: Readonly<Record<UseMetric, string>> = {
  invocations: "Invocations",
  inputTokens: "InputTokenCount",
  outputTokens: "OutputTokenCount",
  cacheReadTokens: "CacheReadInputTokenCount",
  cacheWriteTokens: "CacheWriteInputTokenCount",
  clientErrors: "InvocationClientErrors",
  serverErrors: "InvocationServerErrors",
  throttles: "InvocationThrottles",
};

/** Series that one GetMetricData takes (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html). */
const SERIES_A_CALL = 500;

/** One profile's metric. */
interface Wanted {
  readonly id: string;
  readonly metric: UseMetric;
}

export function usageGateway(clients: AwsClients, target: Target): UsageReader {
  return {
    modelIds: () => modelIds(clients, target),
    readUse: (ids, metrics, window) => readUse(clients, target, ids, metrics, window),
  };
}

const NAMESPACE = "AWS/Bedrock";
const DIMENSION = "ModelId";

/** By the metric that every kind of model has. */
async function modelIds(clients: AwsClients, target: Target): Promise<Answer<readonly string[]>> {
  const listed = await allPages<string>((token) =>
    ask(
      { pace: clients.pace, target: targetId(target), operation: "cloudwatch:ListMetrics" },
      async () => {
        const { ListMetricsCommand } = await import("@aws-sdk/client-cloudwatch");
        const client = await clients.cloudWatch(target);
        return client.send(
          new ListMetricsCommand({
            Namespace: NAMESPACE,
            MetricName: METRIC_NAMES.invocations,
            Dimensions: [{ Name: DIMENSION }],
            ...(token === undefined ? {} : { NextToken: token }),
          }),
        );
      },
      ({ Metrics, NextToken }) => ({ items: memberOf(Metrics, "Metrics").flatMap(modelIdOf), next: NextToken }),
    ),
  );
  return listed.ok ? { ...listed, value: [...new Set(listed.value)].sort(compareText) } : listed;
}

/** A metric of a model and something else beside counts what that of the model alone counts too. */
function modelIdOf({ Dimensions }: Metric): string[] {
  const [only, ...others] = memberOf(Dimensions, "Dimensions");
  return only?.Name === DIMENSION && only.Value !== undefined && others.length === 0 ? [only.Value] : [];
}

async function readUse(
  clients: AwsClients,
  target: Target,
  ids: readonly string[],
  metrics: readonly UseMetric[],
  window: UseWindow,
): Promise<Answer<UseSeries>> {
  const wanted = ids.flatMap((id) => metrics.map((metric): Wanted => ({ id, metric })));
  const series = new Map(
    ids.map((id) => [id, new Map(metrics.map((metric): [UseMetric, UsePoint[]] => [metric, []]))]),
  );
  let attempts = 0;
  for (let from = 0; from < wanted.length; from += SERIES_A_CALL) {
    const batch = wanted.slice(from, from + SERIES_A_CALL);
    const answer = await readBatch(clients, target, batch, window);
    attempts += answer.attempts;
    if (!answer.ok) return { ...answer, attempts };
    for (const { one, points } of answer.value)
      series
        .get(one.id)
        ?.get(one.metric)
        ?.push(...points);
  }
  for (const byMetric of series.values()) {
    for (const points of byMetric.values()) points.sort((a, b) => (a.at < b.at ? -1 : 1));
  }
  return { ok: true, value: series, attempts };
}

interface Part {
  readonly one: Wanted;
  readonly points: readonly UsePoint[];
}

/** A long series comes in parts, on several pages. */
function readBatch(
  clients: AwsClients,
  target: Target,
  batch: readonly Wanted[],
  { since, until, periodSeconds }: UseWindow,
): Promise<Answer<Part[]>> {
  const queries = batch.map((one, index) => toQuery(one, index, periodSeconds));
  return allPages((token) =>
    ask(
      { pace: clients.pace, target: targetId(target), operation: "cloudwatch:GetMetricData" },
      async () => {
        const { GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
        const client = await clients.cloudWatch(target);
        return client.send(
          new GetMetricDataCommand({
            MetricDataQueries: queries,
            StartTime: new Date(since),
            EndTime: new Date(until),
            ScanBy: "TimestampAscending",
            ...(token === undefined ? {} : { NextToken: token }),
          }),
        );
      },
      ({ MetricDataResults, NextToken }) => ({
        items: memberOf(MetricDataResults, "MetricDataResults").map((result) => toPart(result, batch)),
        next: NextToken,
      }),
    ),
  );
}

function toQuery({ id, metric }: Wanted, index: number, Period: number): MetricDataQuery {
  return {
    Id: `q${index}`,
    MetricStat: {
      Metric: {
        Namespace: NAMESPACE,
        MetricName: METRIC_NAMES[metric],
        Dimensions: [{ Name: DIMENSION, Value: id }],
      },
      Period,
      Stat: "Sum",
    },
  };
}

/** Calls that a reply fails to tell must not be taken for silence. */
function toPart({ Id, Timestamps, Values, StatusCode }: MetricDataResult, batch: readonly Wanted[]): Part {
  const one = batch[Number(Id?.slice(1))];
  if (one === undefined) throw new MalformedReply("the reply holds a series that nobody asked for");
  const times = memberOf(Timestamps, "Timestamps");
  const values = memberOf(Values, "Values");
  if (StatusCode === "InternalError" || StatusCode === "Forbidden" || times.length !== values.length) {
    throw new MalformedReply(`the series of ${one.id} is not whole (${StatusCode ?? "no status"})`);
  }
  return { one, points: times.map((at, index) => ({ at: toMoment(at), sum: Math.round(values[index] ?? 0) })) };
}
