// ListMetrics through the JavaScript SDK (JSON) and the AWS CLI (CBOR): pages, filters, and who calls models directly.
import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type ListMetricsCommandOutput,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, test } from "vitest";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/server.ts";
import { trafficOfDay } from "../../src/sandbox/traffic.ts";
import { ACCOUNT, aSandbox, errorOf, REGION, testClock } from "./clients.ts";
import { isInstalled, programEnvironment, run } from "./programs.ts";

const NOW = "2026-11-23T09:00:00.000Z";
const DAY = 86_400_000;
const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";

async function opened(options: SandboxOptions = {}) {
  const sandbox = await aSandbox({ now: testClock(NOW).now, ...options });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new CloudWatchClient({ endpoint: sandbox.url, region: REGION, credentials, maxAttempts: 1 });
  return { sandbox, client };
}

const used = (sandbox: Sandbox, modelId: string, msAgo = 60_000) =>
  sandbox.recordUse(
    { account: ACCOUNT, region: REGION, modelId, foundationModel: SONNET, tags: {} },
    new Date(Date.parse(NOW) - msAgo),
    { invocations: 1, inputTokens: 10 },
  );

type Input = ConstructorParameters<typeof ListMetricsCommand>[0];
const asked = { Namespace: "AWS/Bedrock", MetricName: "Invocations" } satisfies Input;
const idsOf = ({ Metrics = [] }: Pick<ListMetricsCommandOutput, "Metrics">) =>
  (Metrics ?? []).map(({ Dimensions }) => Dimensions?.[0]?.Value);

describe("ListMetrics", () => {
  test("in pages, whose tokens are good for the same question alone", async () => {
    const { sandbox, client } = await opened({ behaviour: { pageSizeCap: 2 } });
    for (const id of ["a", "b", "c"]) await used(sandbox, id);
    const first = await client.send(new ListMetricsCommand(asked));
    const { NextToken } = first;
    const second = await client.send(new ListMetricsCommand({ ...asked, ...(NextToken && { NextToken }) }));
    expect([idsOf(first), idsOf(second), second.NextToken]).toEqual([["a", "b"], ["c"], undefined]);
    const other = client.send(
      new ListMetricsCommand({ ...asked, MetricName: "InputTokenCount", ...(NextToken && { NextToken }) }),
    );
    expect((await errorOf(other)).message).toContain("nextToken");
  });

  test.each<[string, Input, string[]]>([
    ["a dimension by its name", { Dimensions: [{ Name: "ModelId" }] }, ["a", "b"]],
    ["a dimension by its value", { Dimensions: [{ Name: "ModelId", Value: "b" }] }, ["b"]],
    ["the last three hours", { RecentlyActive: "PT3H" }, ["b"]],
    ["another metric", { MetricName: "InvocationThrottles" }, []],
  ])("filters by %s", async (_, more, ids) => {
    const { sandbox, client } = await opened();
    await used(sandbox, "a", 5 * 3_600_000);
    await used(sandbox, "b");
    expect(idsOf(await client.send(new ListMetricsCommand({ ...asked, ...more })))).toEqual(ids);
  });

  test("a dimension that is none brings nothing, a recency that is none is refused", async () => {
    const { sandbox, client } = await opened();
    await used(sandbox, "a");
    const none = new ListMetricsCommand({ ...asked, Dimensions: [{ Name: "Nobody" }] });
    expect(idsOf(await client.send(none))).toEqual([]);
    const wrong = new ListMetricsCommand({ ...asked, RecentlyActive: "PT1H" as "PT3H" });
    expect((await errorOf(client.send(wrong))).message).toContain("PT3H");
  });
});

test("made-up traffic has those who call models directly, where there is a profile", async () => {
  const { sandbox, client } = await opened({ behaviour: { syntheticUsage: true } });
  expect(idsOf(await client.send(new ListMetricsCommand(asked)))).toEqual([]);
  const { id } = await sandbox.put({ region: REGION, name: "app", source: "us.amazon.nova-lite-v1:0" });
  const ids = idsOf(await client.send(new ListMetricsCommand(asked)));
  expect(ids).toEqual(expect.arrayContaining([id, `us.${SONNET}`]));
  const Metric = {
    Namespace: "AWS/Bedrock",
    MetricName: "InputTokenCount",
    Dimensions: [{ Name: "ModelId", Value: `us.${SONNET}` }],
  };
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: "q", MetricStat: { Metric, Period: 86_400, Stat: "Sum" } }],
      StartTime: new Date("2026-11-20T00:00:00Z"),
      EndTime: new Date("2026-11-21T00:00:00Z"),
    }),
  );
  const day = Date.parse("2026-11-20T00:00:00Z") / DAY;
  const { inputTokens } = trafficOfDay(`${ACCOUNT}/${REGION}/direct sonnet`, day);
  expect(MetricDataResults?.[0]?.Values).toEqual([inputTokens]);
});

describe.skipIf(!isInstalled("aws", "--version"))("the AWS CLI, over CBOR", () => {
  test("lists all pages, with filters", async () => {
    const { sandbox } = await opened({ behaviour: { pageSizeCap: 1 } });
    for (const id of ["a", "b", "c"]) await used(sandbox, id, id === "c" ? 5 * 3_600_000 : 60_000);
    const list = async (...more: string[]) => {
      const args = ["cloudwatch", "list-metrics", "--namespace", "AWS/Bedrock", "--metric-name", "Invocations"];
      const { stdout } = await run("aws", [...args, ...more, "--output", "json"], programEnvironment(sandbox.url));
      return idsOf(JSON.parse(stdout));
    };
    const [all, recent, one] = await Promise.all([
      list(),
      list("--recently-active", "PT3H"),
      list("--dimensions", "Name=ModelId,Value=b"),
    ]);
    expect([all, recent, one]).toEqual([["a", "b", "c"], ["a", "b"], ["b"]]);
  });
});
