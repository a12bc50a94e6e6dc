import { connect } from "node:net";
import { expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aSandbox, signed, testClock } from "./clients.ts";
import { bedrock, raw, tagging } from "./raw-http.ts";

const alive = async (sandbox: Sandbox) =>
  (await bedrock(sandbox, "GET", "/inference-profiles?type=APPLICATION")).status;

test("only loopback is listened on", async () => {
  for (const host of ["0.0.0.0", "::", "192.168.0.1", "localhost.example.com"]) {
    await expect(startSandbox({ host: host as "::1" })).rejects.toMatchObject({ code: "host-refused" });
  }
  const sandbox = await aSandbox();
  expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}`);
});

test("a port that is taken is a clear error", async () => {
  const { port } = await aSandbox();
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: "port-unavailable" });
});

test.each([
  ["another host", { host: "evil.example.com" }, 403],
  ["another host with our port", { host: "evil.example.com:4566" }, 403],
  ["a host that only starts like ours", { host: "127.0.0.1.evil.example.com" }, 403],
  ["a web page", { origin: "http://127.0.0.1:8080" }, 403],
  ["localhost", { host: "LOCALHOST:1" }, 200],
  ["IPv6 loopback", { host: "[::1]:1" }, 200],
])("a request with the headers of %s", async (_name, headers, status) => {
  const sandbox = await aSandbox();
  const answer = await raw(sandbox, "GET", "/inference-profiles?type=APPLICATION", {
    ...signed("bedrock"),
    ...(headers as Record<string, string>),
  });
  expect(answer.status).toBe(status);
  const control = await raw(sandbox, "GET", "/_sandbox/behaviour", headers as Record<string, string>);
  expect(control.status).toBe(status);
});

test.each<[string, string, string, string | undefined, number]>([
  ["malformed JSON", "POST", "/inference-profiles", "{", 400],
  ["a JSON list", "POST", "/inference-profiles", "[]", 400],
  ["an empty body", "POST", "/inference-profiles", "", 400],
  ["a null modelSource", "POST", "/inference-profiles", '{"inferenceProfileName":"a","modelSource":null}', 400],
  ["a text as modelSource", "POST", "/inference-profiles", '{"inferenceProfileName":"a","modelSource":"x"}', 400],
  ["a null tag", "POST", "/tagResource", '{"resourceARN":"arn:aws:bedrock:us-west-2:1:x/y","tags":[null]}', 400],
  ["maxResults 0", "GET", "/inference-profiles?maxResults=0", undefined, 400],
  ["maxResults 1001", "GET", "/inference-profiles?maxResults=1001", undefined, 400],
  ["maxResults text", "GET", "/inference-profiles?maxResults=ten", undefined, 400],
  ["an unknown path", "GET", "/guardrails", undefined, 404],
  ["a wrong method", "PUT", "/inference-profiles", "{}", 404],
  ["a path of dots", "GET", "/inference-profiles/../x", undefined, 404],
  ["1 MiB and a byte", "POST", "/inference-profiles", "x".repeat(1024 * 1024 + 1), 413],
])("%s never brings it down", async (_name, method, path, body, status) => {
  const sandbox = await aSandbox();
  const answer = await raw(sandbox, method, path, signed("bedrock"), body);
  expect(answer.status).toBe(status);
  expect(answer.headers["x-amzn-requestid"]).toBeDefined();
  expect(answer.headers["x-amzn-errortype"]).toBeDefined();
  expect(await alive(sandbox)).toBe(200);
});

test("unknown services and operations are UnknownOperationException", async () => {
  const sandbox = await aSandbox();
  const cost = await raw(
    sandbox,
    "POST",
    "/",
    { ...signed("ce", "us-east-1"), "x-amz-target": "AWSInsightsIndexService.GetAnomalies" },
    "{}",
  );
  expect([cost.status, cost.json.__type]).toEqual([404, "UnknownOperationException"]);
  const prototype = await tagging(sandbox, "constructor", {});
  expect(prototype.status).toBe(404);
  const nowhere = await raw(sandbox, "GET", "/inference-profiles", signed("bedrock", "xx-moon-1"));
  expect([nowhere.status, nowhere.headers["x-amzn-errortype"]]).toEqual([
    404,
    expect.stringContaining("UnknownOperationException"),
  ]);
  expect(sandbox.calls.map(({ operation, service, status }) => [operation, service, status])).toEqual([
    ["unknown", "ce", 404],
    ["unknown", "tagging", 404],
    ["ListInferenceProfiles", "bedrock", 404],
  ]);
});

test("bytes that are no HTTP, and a client that leaves in the middle", async () => {
  const sandbox = await aSandbox();
  const speak = (text: string) =>
    new Promise<void>((done) => {
      const socket = connect(sandbox.port, "127.0.0.1", () => socket.end(text));
      socket.once("close", () => done());
      socket.on("error", () => undefined).resume();
    });
  await speak("\x16\x03\x01 hello\r\n\r\n");
  await speak("POST /inference-profiles HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{");
  expect(await alive(sandbox)).toBe(200);
});

test("calls are counted with operation, place and status, and can be cleared", async () => {
  const sandbox = await aSandbox();
  await bedrock(sandbox, "GET", "/inference-profiles?type=APPLICATION");
  await tagging(sandbox, "GetResources", {});
  expect(sandbox.calls).toEqual([
    expect.objectContaining({
      operation: "ListInferenceProfiles",
      service: "bedrock",
      account: "111122223333",
      region: "us-west-2",
      status: 200,
    }),
    expect.objectContaining({ operation: "GetResources", service: "tagging", status: 200 }),
  ]);
  sandbox.clearCalls();
  expect(sandbox.calls).toEqual([]);
});

test("the control endpoints steer it and show what is in it", async () => {
  const sandbox = await aSandbox({ now: testClock().now, behaviour: { quota: 7 } });
  const control = (method: string, path: string, body?: unknown) =>
    raw(sandbox, method, `/_sandbox/${path}`, {}, body === undefined ? undefined : JSON.stringify(body));
  expect((await control("GET", "behaviour")).json).toMatchObject({ quota: 7, uniqueNames: true });
  const put = await control("PUT", "behaviour", { uniqueNames: false, faults: [{ kind: "error", times: 1 }] });
  expect(put.json).toMatchObject({ quota: 7, uniqueNames: false });
  expect([await alive(sandbox), await alive(sandbox)]).toEqual([500, 200]);
  expect((await control("GET", "calls")).json.calls.map(({ status }: { status: number }) => status)).toEqual([
    500, 200,
  ]);
  expect((await control("DELETE", "calls")).json).toEqual({ calls: [] });
  await control("DELETE", "behaviour");
  expect(sandbox.behaviour).toMatchObject({ quota: 7, uniqueNames: true, faults: [] });

  const seed = {
    region: "eu-central-1",
    name: "other",
    source: "eu.amazon.nova-2-lite-v1:0",
    tags: { a: "b" },
    createdAt: "2026-01-02T03:04:05Z",
  };
  const made = await control("POST", "profiles", seed);
  expect(made.json).toMatchObject({ name: "other", createdAt: "2026-01-02T03:04:05.000000+00:00", tags: { a: "b" } });
  expect((await control("GET", "state")).json).toEqual({ profiles: [made.json] });
});

test.each([
  ["PUT", "behaviour", '{"quota":"x"}', 400],
  ["PUT", "behaviour", '{"__proto__":1}', 400],
  ["PUT", "behaviour", "{", 400],
  ["PUT", "behaviour", "[]", 400],
  ["POST", "profiles", '{"name":"a"}', 400],
  ["POST", "profiles", '{"region":"us-west-2","name":"a","source":"us.amazon.nova-lite-v1:0","tags":{"a":1}}', 400],
  ["POST", "profiles", '{"region":"us-west-2","name":"a","source":"us.amazon.nova-lite-v1:0","modelArns":"x"}', 400],
  ["POST", "profiles", '{"region":"us-west-2","name":"a","source":"us.amazon.nova-lite-v1:0","account":"1"}', 400],
  ["POST", "profiles", '{"region":"us-west-2","name":"a","source":"us.amazon.nova-lite-v1:0","createdAt":"soon"}', 400],
  ["POST", "behaviour", "{}", 405],
  ["GET", "nothing", undefined, 404],
])("a wrong control request is refused: %s %s %s", async (method, path, body, status) => {
  const sandbox = await aSandbox();
  const answer = await raw(sandbox, method, `/_sandbox/${path}`, {}, body);
  expect(answer.status).toBe(status);
  expect(answer.json.error).toEqual(expect.any(String));
  expect(sandbox.profiles()).toEqual([]);
});

test("closing twice does no harm", async () => {
  const sandbox = await startSandbox();
  await Promise.all([sandbox.close(), sandbox.close()]);
  await expect(raw(sandbox, "GET", "/")).rejects.toThrow();
});
