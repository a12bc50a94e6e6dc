/** The usage gateway against the sandbox: batches of 500 series, pages, and replies that are none. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AwsClients } from "../../src/aws/clients.ts";
import { usageGateway } from "../../src/aws/usage-gateway.ts";
import { makePacer } from "../../src/engine/pace.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { ACCOUNT, REGION, TARGET } from "../fakes/values.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const NOW = "2026-11-23T09:00:00Z";
const WEEK = { since: "2026-11-16T09:00:00Z", until: "2026-11-23T09:01:00Z", periodSeconds: 3600 };

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ now: () => new Date(NOW) });
});
afterEach(() => sandbox.close());

function gateway(endpoint = sandbox.url) {
  const clients = new AwsClients({
    endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    homeRegion: REGION,
    sessionName: "test",
    pace: makePacer({ clock: { elapsedMs: () => performance.now(), sleep }, random: () => 0.5 }).pace,
  });
  return usageGateway(clients, TARGET);
}

const use = (modelId: string, at: string, counts: object) =>
  sandbox.recordUse(
    { account: ACCOUNT, region: REGION, modelId, foundationModel: "m", tags: {} },
    new Date(at),
    counts,
  );

test("sums by period, oldest first, of each id and metric; who is silent is there without a period", async () => {
  await use("a", "2026-11-20T10:30:00Z", { invocations: 2, inputTokens: 30, throttles: 1 });
  await use("a", "2026-11-20T08:00:00Z", { invocations: 1 });
  await use("a", "2026-11-10T08:00:00Z", { invocations: 99 });
  const answer = await gateway().readUse(["a", "b"], ["invocations", "inputTokens", "throttles"], WEEK);
  if (!answer.ok) throw new Error(answer.fault.message);
  expect(answer.value.get("a")?.get("invocations")).toEqual([
    { at: "2026-11-20T08:00:00Z", sum: 1 },
    { at: "2026-11-20T10:00:00Z", sum: 2 },
  ]);
  expect(answer.value.get("a")?.get("throttles")).toEqual([{ at: "2026-11-20T10:00:00Z", sum: 1 }]);
  expect(answer.value.get("b")?.get("invocations")).toEqual([]);
  expect(sandbox.calls.map(({ operation, region }) => [operation, region])).toEqual([["GetMetricData", REGION]]);
});

test("1,001 series are three calls, and each finds its own", async () => {
  const ids = Array.from({ length: 1001 }, (_, i) => `id${i}`);
  await use("id0", NOW, { invocations: 1 });
  await use("id500", NOW, { invocations: 2 });
  await use("id1000", NOW, { invocations: 3 });
  const answer = await gateway().readUse(ids, ["invocations"], WEEK);
  if (!answer.ok) throw new Error(answer.fault.message);
  const found = [...answer.value].flatMap(([id, series]) =>
    (series.get("invocations") ?? []).map(({ sum }) => [id, sum]),
  );
  expect([found, sandbox.calls.length, answer.attempts]).toEqual([
    [
      ["id0", 1],
      ["id500", 2],
      ["id1000", 3],
    ],
    3,
    3,
  ]);
});

test("series that go on over several pages are whole", async () => {
  sandbox.behaviour.pageSizeCap = 1; // a hundred datapoints a page
  for (let hour = 1; hour <= 120; hour++) {
    const at = new Date(Date.parse(NOW) - hour * 3_600_000).toISOString();
    await use("a", at, { invocations: 1 });
    await use("b", at, { invocations: 2 });
  }
  const answer = await gateway().readUse(["a", "b"], ["invocations"], WEEK);
  if (!answer.ok) throw new Error(answer.fault.message);
  const sums = [...answer.value.values()].map((series) =>
    (series.get("invocations") ?? []).reduce((n, { sum }) => n + sum, 0),
  );
  expect([sums, sandbox.calls.length]).toEqual([[120, 240], 3]);
});

describe("a reply that is none is never taken for silence", () => {
  test.each(["html", "truncated", "empty", "object"] as const)("%s", async (as) => {
    sandbox.behaviour.faults = [{ kind: "malformed", as, times: 1 }];
    await use("a", NOW, { invocations: 1 });
    const answer = await gateway().readUse(["a"], ["invocations"], WEEK);
    if (!answer.ok) throw new Error(answer.fault.message);
    expect([answer.value.get("a")?.get("invocations")?.length, answer.attempts]).toEqual([1, 2]);
  });
});

describe("which ids were called", () => {
  const idsOf = async () => {
    const answer = await gateway().modelIds();
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer;
  };

  test("each once, all pages, of the last two weeks alone", async () => {
    sandbox.behaviour.pageSizeCap = 2;
    const ids = ["c", "a", "us.b.c-v1:0", "d", "e"];
    for (const id of ids) await use(id, "2026-11-20T10:30:00Z", { invocations: 1 });
    await use("old", "2026-11-08T10:30:00Z", { invocations: 1 });
    await use("a", "2026-11-21T10:30:00Z", { throttles: 1 });
    expect(await idsOf()).toMatchObject({ value: [...ids].sort(), attempts: 3 });
    expect(sandbox.calls.map(({ operation }) => operation)).toEqual(Array(3).fill("ListMetrics"));
  });

  test("a metric with more dimensions than the model counts nothing again", async () => {
    const only = { Name: "ModelId", Value: "a" };
    const metric = (...Dimensions: object[]) => ({ Namespace: "AWS/Bedrock", MetricName: "Invocations", Dimensions });
    const Metrics = [metric(only, { Name: "Tier", Value: "x" }), metric(only), metric({ Name: "Tier" }), metric()];
    const stub = createServer((_, reply) => {
      reply.setHeader("content-type", "application/x-amz-json-1.0");
      reply.end(JSON.stringify({ Metrics }));
    });
    await new Promise<void>((resolve) => stub.listen(0, "127.0.0.1", resolve));
    const { port } = stub.address() as AddressInfo;
    const answer = await gateway(`http://127.0.0.1:${port}`).modelIds();
    stub.close();
    expect(answer).toMatchObject({ ok: true, value: ["a"] });
  });

  test("a denial is a fault that names the action", async () => {
    sandbox.behaviour.deniedOperations = ["cloudwatch:ListMetrics"];
    const answer = await gateway().modelIds();
    expect(answer).toMatchObject({ ok: false, fault: { kind: "denied", operation: "cloudwatch:ListMetrics" } });
  });
});

test("tokens from and into the cache are series of their own", async () => {
  await use("a", NOW, { invocations: 1, cacheReadTokens: 30, cacheWriteTokens: 4 });
  const answer = await gateway().readUse(["a"], ["cacheReadTokens", "cacheWriteTokens"], WEEK);
  if (!answer.ok) throw new Error(answer.fault.message);
  expect([...(answer.value.get("a")?.values() ?? [])].map(([point]) => point?.sum)).toEqual([30, 4]);
});

test("a denial is a fault that names the action", async () => {
  sandbox.behaviour.deniedOperations = ["GetMetricData"];
  const answer = await gateway().readUse(["a"], ["invocations"], WEEK);
  expect(answer.ok ? null : [answer.fault.kind, answer.fault.operation]).toEqual([
    "denied",
    "cloudwatch:GetMetricData",
  ]);
});
