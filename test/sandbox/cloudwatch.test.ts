// CloudWatch through the JavaScript SDK (JSON), boto3 and the AWS CLI (CBOR).
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, test } from "vitest";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/server.ts";
import { trafficOfDay } from "../../src/sandbox/traffic.ts";
import { ACCOUNT, aSandbox, errorOf, REGION, signed, testClock } from "./clients.ts";
import { isInstalled, programEnvironment, run } from "./programs.ts";

const ID = "06vsfs68yb4g";
const PLACE = { account: ACCOUNT, region: REGION, modelId: ID, foundationModel: "amazon.nova-lite-v1:0", tags: {} };
const NOW = "2026-11-23T09:00:00.000Z";
const DAY = 86_400_000;

const ago = (ms: number): Date => new Date(Date.parse(NOW) - ms);
const used = (sandbox: Sandbox, msAgo: number, invocations = 1, modelId = ID) =>
  sandbox.recordUse({ ...PLACE, modelId }, ago(msAgo), {
    invocations,
    inputTokens: invocations * 10,
    latencyMs: invocations * 500,
  });

async function opened(options: SandboxOptions = {}) {
  const sandbox = await aSandbox({ now: testClock(NOW).now, ...options });
  const clientOf = (accessKeyId = "test", region = REGION) =>
    new CloudWatchClient({
      endpoint: sandbox.url,
      region,
      credentials: { accessKeyId, secretAccessKey: "test" },
      maxAttempts: 1,
    });
  return { sandbox, client: clientOf(), clientOf };
}

type Query = NonNullable<GetMetricDataCommandInput["MetricDataQueries"]>[number];

const query = (metric = "Invocations", over: { Period?: number; Stat?: string; ModelId?: string } = {}): Query => ({
  Id: "q0",
  MetricStat: {
    Metric: {
      Namespace: "AWS/Bedrock",
      MetricName: metric,
      Dimensions: [{ Name: "ModelId", Value: over.ModelId ?? ID }],
    },
    Period: over.Period ?? 3600,
    Stat: over.Stat ?? "Sum",
  },
});

const asked = (queries: Query[], over: Partial<GetMetricDataCommandInput> = {}) =>
  new GetMetricDataCommand({ MetricDataQueries: queries, StartTime: ago(DAY), EndTime: ago(0), ...over });

// The SDK gives errors that it knows their modelled names: `ValidationError` on the wire is its `ValidationException`.
describe("GetMetricData", () => {
  test("sums the uses by period, newest first unless asked otherwise; a silent metric is an empty series", async () => {
    const { sandbox, client } = await opened();
    await used(sandbox, 3_600_000, 2);
    await used(sandbox, 3_590_000, 3);
    await used(sandbox, 7_200_000, 4);
    await used(sandbox, 2 * DAY, 9);
    const silent = { ...query("InvocationThrottles"), Id: "q1" };
    const { MetricDataResults, NextToken } = await client.send(asked([query(), silent]));
    expect(NextToken).toBeUndefined();
    expect(MetricDataResults).toEqual([
      {
        Id: "q0",
        Label: "Invocations",
        StatusCode: "Complete",
        Timestamps: [ago(3_600_000), ago(7_200_000)],
        Values: [5, 4],
      },
      { Id: "q1", Label: "InvocationThrottles", StatusCode: "Complete", Timestamps: [], Values: [] },
    ]);
    const ascending = await client.send(asked([query()], { ScanBy: "TimestampAscending" }));
    expect(ascending.MetricDataResults?.[0]?.Values).toEqual([4, 5]);
  });

  test.each([
    ["Invocations", "Sum", 5],
    ["InputTokenCount", "Sum", 50],
    ["InputTokenCount", "SampleCount", 5],
    ["InputTokenCount", "Average", 10],
    ["InvocationLatency", "Average", 500],
    ["InvocationLatency", "Maximum", 500],
  ])("%s, %s", async (metric, Stat, value) => {
    const { sandbox, client } = await opened();
    await used(sandbox, 60_000, 5);
    const { MetricDataResults } = await client.send(asked([query(metric, { Stat, Period: 86_400 })]));
    expect(MetricDataResults?.[0]?.Values).toEqual([value]);
  });

  test("only what is the caller's: no other account, region or model; without a dimension all models together", async () => {
    const { sandbox, client, clientOf } = await opened();
    await used(sandbox, 60_000, 5);
    await used(sandbox, 60_000, 7, "amazon.nova-lite-v1:0");
    const valuesOf = async (one: CloudWatchClient, wanted = query()) =>
      (await one.send(asked([wanted]))).MetricDataResults?.[0]?.Values;
    expect(await valuesOf(client)).toEqual([5]);
    expect(await valuesOf(clientOf("444455556666"))).toEqual([]);
    expect(await valuesOf(clientOf("test", "us-east-1"))).toEqual([]);
    expect(await valuesOf(client, query("Invocations", { ModelId: "none" }))).toEqual([]);
    const { MetricStat } = query();
    const everything = { Id: "q", MetricStat: { ...MetricStat, Metric: { ...MetricStat?.Metric, Dimensions: [] } } };
    expect(await valuesOf(client, everything as Query)).toEqual([12]);
  });

  test("pages by datapoints: a series that goes on is PartialData, and a foreign token is refused", async () => {
    const { sandbox, client } = await opened();
    for (const hours of [1, 2, 3, 4, 5]) await used(sandbox, hours * 3_600_000, hours);
    const queries = ["q0", "q1"].map((Id) => ({ ...query(), Id }));
    const pages: (string | undefined)[][] = [];
    const values: Record<string, number[]> = { q0: [], q1: [] };
    let NextToken: string | undefined;
    do {
      const page = await client.send(asked(queries, { MaxDatapoints: 3, ...(NextToken && { NextToken }) }));
      for (const { Id, Values } of page.MetricDataResults ?? []) values[Id ?? ""]?.push(...(Values ?? []));
      pages.push((page.MetricDataResults ?? []).map(({ StatusCode }) => StatusCode));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(values).toEqual({ q0: [1, 2, 3, 4, 5], q1: [1, 2, 3, 4, 5] });
    expect(pages).toEqual([["PartialData"], ["Complete", "PartialData"], ["PartialData"], ["Complete"]]);
    expect((await errorOf(client.send(asked(queries, { NextToken: "x" })))).name).toBe("InvalidNextToken");
  });

  test.each<[string, Partial<GetMetricDataCommandInput>]>([
    ["a period below a minute", { MetricDataQueries: [query("Invocations", { Period: 30 })] }],
    ["a period that is no multiple of a minute", { MetricDataQueries: [query("Invocations", { Period: 90 })] }],
    [
      "minutes that are no longer kept",
      { MetricDataQueries: [query("Invocations", { Period: 60 })], StartTime: ago(16 * DAY) },
    ],
    [
      "five minutes that are no longer kept",
      { MetricDataQueries: [query("Invocations", { Period: 300 })], StartTime: ago(64 * DAY) },
    ],
    ["no query", { MetricDataQueries: [] }],
    ["501 queries", { MetricDataQueries: Array.from({ length: 501 }, (_, i) => ({ ...query(), Id: `q${i}` })) }],
    ["the same id twice", { MetricDataQueries: [query(), query()] }],
    ["an id that begins with a digit", { MetricDataQueries: [{ ...query(), Id: "1" }] }],
    ["an expression", { MetricDataQueries: [{ Id: "q", Expression: "SUM(METRICS())" }] }],
    ["a percentile", { MetricDataQueries: [query("InvocationLatency", { Stat: "p99" })] }],
    ["an end before the start", { EndTime: ago(2 * DAY) }],
    ["too many datapoints", { MaxDatapoints: 100_801 }],
  ])("refuses %s", async (_, over) => {
    const { client } = await opened();
    expect((await errorOf(client.send(asked([query()], over)))).name).toBe("ValidationException");
  });

  test("can be denied, throttled and switched off by region", async () => {
    const { sandbox, client } = await opened({ behaviour: { deniedOperations: ["cloudwatch:GetMetricData"] } });
    const denied = await errorOf(client.send(asked([query()])));
    expect([denied.name, denied.message]).toEqual([
      "AccessDeniedException",
      expect.stringContaining("cloudwatch:GetMetricData"),
    ]);
    Object.assign(sandbox.behaviour, { deniedOperations: [], faults: [{ kind: "throttle", probability: 1 }] });
    expect((await errorOf(client.send(asked([query()])))).name).toBe("ThrottlingException");
  });
});

describe("made-up traffic", () => {
  test("only where it is switched on; a whole day is the day of traffic.ts, and hours and minutes agree with it", async () => {
    const { sandbox, client } = await opened();
    const profile = await sandbox.put({ region: REGION, name: "app", source: "us.amazon.nova-lite-v1:0" });
    const sums = async (Period: number) => {
      const range = { StartTime: new Date("2026-11-20T00:00:00Z"), EndTime: new Date("2026-11-21T00:00:00Z") };
      const wanted = [query("Invocations", { Period, ModelId: profile.id })];
      const [series] = (await client.send(asked(wanted, range))).MetricDataResults ?? [];
      return (series?.Values ?? []).reduce((sum, value) => sum + value, 0);
    };
    expect(await sums(86_400)).toBe(0);
    sandbox.behaviour.syntheticUsage = true;
    const day = Date.parse("2026-11-20T00:00:00Z") / DAY;
    const { invocations } = trafficOfDay(`${ACCOUNT}/${REGION}/app`, day);
    expect([await sums(86_400), await sums(3600), await sums(300), await sums(60)]).toEqual(Array(4).fill(invocations));
  });

  test("nothing that is still to come, nothing of other profiles", async () => {
    const { sandbox, client } = await opened({ behaviour: { syntheticUsage: true } });
    const profile = await sandbox.put({ region: REGION, name: "app", source: "us.amazon.nova-lite-v1:0" });
    const range = { StartTime: ago(0), EndTime: ago(-DAY) };
    const ofIt = query("Invocations", { ModelId: profile.id });
    const { MetricDataResults } = await client.send(asked([ofIt], range));
    expect(MetricDataResults?.[0]?.Values).toEqual([]);
    expect((await client.send(asked([query()]))).MetricDataResults?.[0]?.Values).toEqual([]);
  });
});

test("ListMetrics: what had data in the last two weeks, and with RecentlyActive in three hours", async () => {
  const { sandbox, client } = await opened();
  await used(sandbox, 4 * 3_600_000, 1, "before");
  await used(sandbox, 60_000, 1, "now");
  await used(sandbox, 15 * DAY, 1, "long-ago");
  const namesOf = async (input: ConstructorParameters<typeof ListMetricsCommand>[0]) => {
    const { Metrics } = await client.send(new ListMetricsCommand({ Namespace: "AWS/Bedrock", ...input }));
    return Metrics?.map(({ MetricName, Dimensions }) => `${Dimensions?.[0]?.Value} ${MetricName}`);
  };
  expect(await namesOf({ MetricName: "Invocations" })).toEqual(["before Invocations", "now Invocations"]);
  expect(await namesOf({ MetricName: "Invocations", RecentlyActive: "PT3H" })).toEqual(["now Invocations"]);
  expect(await namesOf({ Dimensions: [{ Name: "ModelId", Value: "now" }] })).toEqual([
    "now Invocations",
    "now InputTokenCount",
    "now OutputTokenCount",
    "now InvocationLatency",
  ]);
  expect(await namesOf({ Namespace: "AWS/EC2" })).toEqual([]);
});

test("GetMetricStatistics: the same figures", async () => {
  const { sandbox, client } = await opened();
  await used(sandbox, 60_000, 5);
  const input = {
    Namespace: "AWS/Bedrock",
    MetricName: "InputTokenCount",
    Dimensions: [{ Name: "ModelId", Value: ID }],
    StartTime: ago(DAY),
    EndTime: ago(0),
    Period: 86_400,
    Statistics: ["Sum" as const, "Average" as const],
  };
  const { Datapoints, Label } = await client.send(new GetMetricStatisticsCommand(input));
  expect([Label, Datapoints]).toEqual([
    "InputTokenCount",
    [{ Timestamp: ago(DAY), Sum: 50, Average: 10, Unit: "Count" }],
  ]);
  const fine = new GetMetricStatisticsCommand({ ...input, StartTime: ago(2 * DAY), Period: 60 });
  expect((await errorOf(client.send(fine))).name).toBe("InvalidParameterCombinationException");
});

describe("the control endpoint for uses", () => {
  const post = async (sandbox: Sandbox, body: unknown) => {
    const answer = await fetch(`${sandbox.url}/_sandbox/uses`, { method: "POST", body: JSON.stringify(body) });
    return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
  };

  test("records a use; what is left out is that of the profile, and now", async () => {
    const { sandbox, client } = await opened();
    const { id } = await sandbox.put({
      region: REGION,
      name: "app",
      source: "us.amazon.nova-lite-v1:0",
      tags: { project: "search" },
    });
    const [status, body] = await post(sandbox, { region: REGION, modelId: id, invocations: 3 });
    expect([status, body]).toEqual([
      200,
      { ...PLACE, modelId: id, tags: { project: "search" }, at: NOW, invocations: 3 },
    ]);
    const later = { EndTime: ago(-60_000) };
    const { MetricDataResults } = await client.send(
      asked([query("Invocations", { ModelId: id, Period: 86_400 })], later),
    );
    expect(MetricDataResults?.[0]?.Values).toEqual([3]);
  });

  test.each([
    [{}, "region"],
    [{ region: REGION }, "modelId"],
    [{ region: REGION, modelId: ID, invocations: -1 }, "invocations"],
    [{ region: REGION, modelId: ID, at: "yesterday" }, "at"],
    [{ region: REGION, modelId: ID, tags: { a: 1 } }, "tags"],
  ])("refuses %j", async (body, name) => {
    const { sandbox } = await opened();
    const [status, { error, code }] = await post(sandbox, body);
    expect([status, code, error]).toEqual([400, "bad-use", expect.stringContaining(name)]);
  });
});

test("a body that is no CBOR is refused in CBOR", async () => {
  const { sandbox } = await opened();
  const url = `${sandbox.url}/service/GraniteServiceVersion20100801/operation/GetMetricData`;
  const headers = { ...signed("monitoring"), "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" };
  const answer = await fetch(url, { method: "POST", headers, body: "{}" });
  expect([answer.status, answer.headers.get("smithy-protocol"), answer.headers.get("content-type")]).toEqual([
    400,
    "rpc-v2-cbor",
    "application/cbor",
  ]);
  expect(await answer.text()).toContain("ValidationError");
});

describe.skipIf(!isInstalled("aws", "--version"))("the AWS CLI, over CBOR", () => {
  const QUERY = JSON.stringify([query("Invocations", { Period: 86_400 })]);
  const TIMES = ["--start-time", ago(DAY).toISOString(), "--end-time", NOW];

  test("aws cloudwatch get-metric-data, list-metrics and get-metric-statistics", async () => {
    const { sandbox } = await opened();
    await used(sandbox, 60_000, 5);
    const env = programEnvironment(sandbox.url);
    const aws = (...args: string[]) => run("aws", ["cloudwatch", ...args, "--output", "json"], env);
    const [data, list, statistics, refused] = await Promise.all([
      aws("get-metric-data", "--metric-data-queries", QUERY, ...TIMES),
      aws("list-metrics", "--namespace", "AWS/Bedrock", "--metric-name", "Invocations"),
      aws(
        "get-metric-statistics",
        "--namespace",
        "AWS/Bedrock",
        "--metric-name",
        "Invocations",
        "--dimensions",
        `Name=ModelId,Value=${ID}`,
        "--period",
        "86400",
        "--statistics",
        "Sum",
        ...TIMES,
      ),
      aws("get-metric-data", "--metric-data-queries", QUERY.replace("86400", "30"), ...TIMES),
    ]);
    expect([data.stderr, list.stderr, statistics.stderr]).toEqual(["", "", ""]);
    expect(JSON.parse(data.stdout).MetricDataResults[0]).toMatchObject({
      Timestamps: [ago(DAY).getTime() / 1000],
      Values: [5],
      StatusCode: "Complete",
    });
    expect(JSON.parse(list.stdout).Metrics[0].Dimensions).toEqual([{ Name: "ModelId", Value: ID }]);
    expect(JSON.parse(statistics.stdout).Datapoints[0]).toMatchObject({ Sum: 5, Unit: "Count" });
    expect(refused.stderr).toContain("(ValidationError) when calling the GetMetricData operation");
    expect(sandbox.calls.map(({ operation }) => operation)).not.toContain("unknown");
  });
});

test.skipIf(!isInstalled("python3", "-cimport boto3"))("boto3, over CBOR: its paginator too", async () => {
  const { sandbox } = await opened();
  for (const hours of [1, 2, 3]) await used(sandbox, hours * 3_600_000, hours);
  const script = `
import boto3, datetime, json
client = boto3.client("cloudwatch")
end = datetime.datetime.fromisoformat("${NOW.replace("Z", "+00:00")}")
pages = client.get_paginator("get_metric_data").paginate(
    MetricDataQueries=json.loads('''${JSON.stringify([query()])}'''),
    StartTime=end - datetime.timedelta(days=1), EndTime=end, PaginationConfig={"PageSize": 2})
points = [(t.isoformat(), v) for page in pages for r in page["MetricDataResults"] for t, v in zip(r["Timestamps"], r["Values"])]
print(json.dumps(points))
`;
  const { stdout, stderr } = await run("python3", ["-c", script], programEnvironment(sandbox.url));
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(
    [1, 2, 3].map((hours) => [
      ago(hours * 3_600_000)
        .toISOString()
        .replace(".000Z", "+00:00"),
      hours,
    ]),
  );
  expect(sandbox.calls.map(({ operation }) => operation)).toEqual(["GetMetricData", "GetMetricData"]);
});
