import { BedrockClient } from "@aws-sdk/client-bedrock";
import { GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { expect, test } from "vitest";
import { clientsOf, errorOf } from "./clients.ts";
import { aCreate, LIST, outcomes, setUp } from "./fault-setup.ts";

const THROTTLED =
  "Too many requests, please wait before trying again. You have sent too many requests.  Wait before trying again.";

test("throttle: a bucket per operation, refilled by the clock, with AWS's status and text", async () => {
  const { clock, bedrock } = await setUp([{ kind: "throttle", ratePerSecond: 2 }]);
  const list = () => bedrock.send(LIST);
  expect(await outcomes(3, list)).toEqual(["ok", "ok", "ThrottlingException"]);
  const refused = await errorOf(list());
  expect(refused).toMatchObject({ message: THROTTLED, $metadata: { httpStatusCode: 429 } });
  await bedrock.send(aCreate("another-operation-has-its-own-bucket"));
  clock.advance(500);
  expect(await outcomes(2, list)).toEqual(["ok", "ThrottlingException"]);
  clock.advance(60_000);
  expect(await outcomes(3, list)).toEqual(["ok", "ok", "ThrottlingException"]);
});

test("throttle: burst, regions, and charging refused calls", async () => {
  const { clock, sandbox, bedrock } = await setUp([
    { kind: "throttle", ratePerSecond: 1, burst: 3, regions: ["us-west-2"], chargeRefused: true },
  ]);
  expect(await outcomes(4, () => bedrock.send(LIST))).toEqual(["ok", "ok", "ok", "ThrottlingException"]);
  expect(await outcomes(5, () => clientsOf(sandbox, { region: "us-east-1" }).bedrock.send(LIST))).not.toContain(
    "ThrottlingException",
  );
  clock.advance(900);
  expect(await outcomes(1, () => bedrock.send(LIST))).toEqual(["ThrottlingException"]);
  clock.advance(900);
  expect(await outcomes(1, () => bedrock.send(LIST))).toEqual(["ThrottlingException"]);
});

test("throttle in the tagging API and in STS has their names and status 400", async () => {
  const { tagging, sts } = await setUp([{ kind: "throttle", ratePerSecond: 0, burst: 1, skip: 1 }]);
  await tagging.send(new GetResourcesCommand({}));
  await tagging.send(new GetResourcesCommand({}));
  const refused = await errorOf(tagging.send(new GetResourcesCommand({})));
  expect(refused).toMatchObject({ name: "ThrottledException", $metadata: { httpStatusCode: 400 } });
  await sts.send(new GetCallerIdentityCommand({}));
  expect(await errorOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ name: "Throttling" });
});

test("the SDK's own retries get through a throttle that passes", async () => {
  const { sandbox } = await setUp([{ kind: "error", status: 503, times: 2 }]);
  const { bedrock } = clientsOf(sandbox, { maxAttempts: 3 });
  expect((await bedrock.send(LIST)).$metadata.attempts).toBe(3);
  expect(sandbox.calls.map(({ status }) => status)).toEqual([503, 503, 200]);
});

test("error before the work leaves nothing behind; after it, the work is done", async () => {
  const { sandbox, bedrock } = await setUp([
    { kind: "error", times: 1 },
    { kind: "error", when: "after", times: 1 },
  ]);
  expect(await errorOf(bedrock.send(aCreate("a")))).toMatchObject({
    name: "InternalServerException",
    $metadata: { httpStatusCode: 500 },
  });
  expect(sandbox.profiles()).toHaveLength(0);
  expect((await errorOf(bedrock.send(aCreate("a")))).name).toBe("InternalServerException");
  expect(sandbox.profiles()).toHaveLength(1);
});

test("reset before and after the work: a lost reply is found again by its token", async () => {
  const { sandbox, bedrock } = await setUp([
    { kind: "reset", operations: ["CreateInferenceProfile"], times: 1 },
    { kind: "reset", operations: ["CreateInferenceProfile"], when: "after", times: 1 },
  ]);
  expect(await errorOf(bedrock.send(aCreate("a")))).toMatchObject({ code: "ECONNRESET" });
  expect(sandbox.profiles()).toHaveLength(0);
  expect(await errorOf(bedrock.send(aCreate("a")))).toMatchObject({ code: "ECONNRESET" });
  const [made] = sandbox.profiles();
  expect((await bedrock.send(aCreate("a"))).inferenceProfileArn).toBe(made?.arn);
  expect(sandbox.calls.map(({ status }) => status)).toEqual([0, 0, 201]);
});

test("hang: no answer at all, and close() does not wait for it", async () => {
  const { sandbox } = await setUp([{ kind: "hang", when: "after" }]);
  const requestHandler = new NodeHttpHandler({ requestTimeout: 30, throwOnRequestTimeout: true });
  const bedrock = new BedrockClient({
    endpoint: sandbox.url,
    region: "us-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler,
  });
  expect(await errorOf(bedrock.send(aCreate("a")))).toMatchObject({ name: "TimeoutError" });
  expect(sandbox.profiles()).toHaveLength(1);
  const waiting = errorOf(clientsOf(sandbox).bedrock.send(LIST));
  await expect.poll(() => sandbox.calls.length).toBe(2);
  await sandbox.close();
  expect(await waiting).toMatchObject({ code: "ECONNRESET" });
});

test("delay and latencyMs add up; a delayed request does no work once the sandbox closes", async () => {
  const { sandbox, bedrock } = await setUp([
    { kind: "delay", delayMs: 10 },
    { kind: "delay", delayMs: 10 },
  ]);
  sandbox.behaviour.latencyMs = 10;
  const start = performance.now();
  await bedrock.send(LIST);
  expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  sandbox.behaviour.latencyMs = 40;
  const late = errorOf(bedrock.send(aCreate("late")));
  await new Promise((done) => setTimeout(done, 20));
  await sandbox.close();
  await late;
  await new Promise((done) => setTimeout(done, 80));
  expect(sandbox.profiles()).toHaveLength(0);
});

test("skip and times pick the nth call of an operation", async () => {
  const { bedrock } = await setUp([{ kind: "error", operations: ["ListInferenceProfiles"], skip: 2, times: 1 }]);
  expect(await outcomes(5, () => bedrock.send(LIST))).toEqual(["ok", "ok", "InternalServerException", "ok", "ok"]);
});

test("probabilities follow the seed: same seed, same run", async () => {
  const play = async (faultSeed: number) => {
    const { bedrock } = await setUp([{ kind: "error", probability: 0.4 }], { faultSeed });
    return outcomes(40, () => bedrock.send(LIST));
  };
  const first = await play(3);
  expect(await play(3)).toEqual(first);
  expect(await play(4)).not.toEqual(first);
  const hits = first.filter((name) => name !== "ok").length;
  expect(hits).toBeGreaterThan(6);
  expect(hits).toBeLessThan(27);
});

test("faults can be set and lifted while it runs", async () => {
  const { sandbox, bedrock } = await setUp([]);
  expect(await outcomes(1, () => bedrock.send(LIST))).toEqual(["ok"]);
  sandbox.behaviour.faults = [{ kind: "error" }];
  expect(await outcomes(1, () => bedrock.send(LIST))).toEqual(["InternalServerException"]);
  sandbox.behaviour.faults = [];
  expect(await outcomes(1, () => bedrock.send(LIST))).toEqual(["ok"]);
});
