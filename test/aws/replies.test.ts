/** What the gateways make of replies that are no replies, and of errors of the way to AWS: real SDK, real HTTP. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { readGateway, writeGateway } from "../../src/aws/bedrock-gateway.ts";
import { AwsClients } from "../../src/aws/clients.ts";
import { identityGateway } from "../../src/aws/sts-gateway.ts";
import type { Answer } from "../../src/core/fault.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const TARGET = { account: "111122223333", region: "us-west-2" };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Clients without any retry, so that each fault shows as it is. */
function clientsAt(endpoint: string): AwsClients {
  return new AwsClients({
    endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    homeRegion: "us-west-2",
    sessionName: "test",
    pace: (_, send) => send(),
  });
}

const REQUEST = { name: "a", copyFrom: "arn:x", description: null, tags: {}, token: "t" };
const READS: readonly [string, (clients: AwsClients) => Promise<Answer<unknown> | undefined>][] = [
  ["listProfiles", (clients) => readGateway(clients, TARGET).listProfiles()],
  ["listTags", (clients) => readGateway(clients, TARGET).listTags()],
  ["readTags", (clients) => readGateway(clients, TARGET).readTags("arn:aws:bedrock:us-west-2:111122223333:x/y")],
  ["the catalogue of system profiles", (clients) => readGateway(clients, TARGET).readCatalogue("system")],
  ["the catalogue of models", (clients) => readGateway(clients, TARGET).readCatalogue("foundation")],
  ["createProfile", (clients) => writeGateway(clients, TARGET).createProfile(REQUEST)],
  ["setTagsInBulk", async (clients) => (await writeGateway(clients, TARGET).setTagsInBulk(["a"], { b: "c" })).get("a")],
  [
    "removeTagsInBulk",
    async (clients) => (await writeGateway(clients, TARGET).removeTagsInBulk(["a"], ["b"])).get("a"),
  ],
];
const BODIES: readonly [string, string, string][] = [
  ["a page of a proxy", "text/html", "<html><body>Sign in to the network</body></html>"],
  ["half a reply", "application/json", '{"inferenceProfileSummaries":[{"inferenceProf'],
  ["nothing", "application/json", ""],
  ["an object without the member", "application/json", "{}"],
];

describe.each(READS)("%s", (_, call) => {
  test.each(BODIES)("%s with status 200 is a lost reply, never an empty result", async (__, type, body) => {
    const url = await serve((_request, response) => response.writeHead(200, { "content-type": type }).end(body));
    const answer = await call(clientsAt(url));
    expect(answer).toMatchObject({
      ok: false,
      fault: { kind: "unavailable", retryable: true, code: "MalformedReply", ambiguous: true },
    });
  });
});

test("a bulk reply: each failure is its own profile's, in AWS's words; what is not named is done", async () => {
  const codes: [string, string, number, string][] = [
    ["a", "ResourceNotFoundException", 404, "not-found"],
    ["b", "AccessDeniedException", 403, "denied"],
    ["c", "ThrottlingException", 429, "throttled"],
    ["d", "InternalServiceException", 500, "unavailable"],
    ["e", "TooManyTagsException", 400, "quota"],
    ["f", "InvalidParameterException", 400, "invalid"],
    ["g", "SomethingNew", 418, "unknown"],
  ];
  const failures = codes.map(([arn, ErrorCode, StatusCode]) => [arn, { ErrorCode, StatusCode, ErrorMessage: "said" }]);
  const body = JSON.stringify({ FailedResourcesMap: Object.fromEntries(failures) });
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r-1" };
  const url = await serve((_, response) => response.writeHead(200, headers).end(body));
  const arns = [...codes.map(([arn]) => arn), "h"];
  const answers = await writeGateway(clientsAt(url), TARGET).setTagsInBulk(arns, { x: "y" });
  expect(answers.get("h")).toEqual({ ok: true, value: undefined, attempts: 1 });
  for (const [arn, code, , kind] of codes) {
    const fault = { kind, code, message: "said", operation: "tag:TagResources", requestId: "r-1" };
    expect(answers.get(arn)).toMatchObject({ ok: false, attempts: 1, fault });
  }
});

test("a profile without its ARN makes the whole list a broken one", async () => {
  const body = JSON.stringify({ inferenceProfileSummaries: [{ inferenceProfileName: "a" }] });
  const url = await serve((_, response) => response.writeHead(200).end(body));
  expect(await readGateway(clientsAt(url), TARGET).listProfiles()).toMatchObject({ ok: false });
});

describe("errors", () => {
  const answers: readonly [string, number, string, object][] = [
    ["AccessDeniedException", 403, "no", { kind: "denied", retryable: false }],
    ["ThrottlingException", 429, "slow down", { kind: "throttled", retryable: true }],
    ["ConflictException", 400, "there", { kind: "conflict", retryable: false }],
    ["ServiceQuotaExceededException", 400, "full", { kind: "quota", retryable: false }],
    ["ValidationException", 400, "wrong", { kind: "invalid", retryable: false }],
    ["InternalServerException", 500, "oh", { kind: "unavailable", retryable: true, ambiguous: true }],
    [
      "ExpiredTokenException",
      403,
      "The security token included in the request is expired",
      { kind: "credentials", retryable: false },
    ],
    ["UnrecognizedClientException", 403, "The security token is invalid.", { kind: "credentials", retryable: false }],
    ["SomethingNew", 418, "new", { kind: "unknown", retryable: false }],
  ];
  test.each(answers)("%s %i", async (name, status, message, expected) => {
    const headers = { "x-amzn-errortype": `${name}:http://internal.amazon.com/`, "x-amzn-requestid": "r-1" };
    const url = await serve((_, response) => response.writeHead(status, headers).end(JSON.stringify({ message })));
    const answer = await writeGateway(clientsAt(url), TARGET).createProfile(REQUEST);
    const said = expect.stringContaining(message);
    expect(answer).toMatchObject({ ok: false, fault: { ...expected, message: said, requestId: "r-1", code: name } });
  });

  test("a region that may not be enabled is named as that", async () => {
    const headers = { "x-amzn-errortype": "UnrecognizedClientException" };
    const url = await serve((_, response) => response.writeHead(403, headers).end('{"message":"invalid token"}'));
    const answer = await readGateway(clientsAt(url), TARGET).listProfiles();
    expect(answer).toMatchObject({ fault: { message: expect.stringContaining("may not be enabled") } });
  });

  test("a 503 that is a page", async () => {
    const url = await serve((_, response) =>
      response.writeHead(503, { "content-type": "text/html" }).end("<h1>busy</h1>"),
    );
    const answer = await readGateway(clientsAt(url), TARGET).listProfiles();
    expect(answer).toMatchObject({ ok: false, fault: { kind: "unavailable", retryable: true } });
  });

  test("a connection that is cut", async () => {
    const url = await serve((request) => request.socket.destroy());
    const answer = await writeGateway(clientsAt(url), TARGET).deleteProfile("arn:x/y");
    expect(answer).toMatchObject({
      ok: false,
      fault: { kind: "unavailable", retryable: true, ambiguous: true, code: "ECONNRESET" },
    });
  });

  test("nobody there", async () => {
    const answer = await identityGateway(clientsAt("http://127.0.0.1:9")).callerAccount();
    expect(answer).toMatchObject({
      ok: false,
      fault: {
        kind: "unavailable",
        code: "ECONNREFUSED",
        message: expect.stringContaining("nothing answers at 127.0.0.1:9"),
      },
    });
    expect(answer).not.toMatchObject({ fault: { ambiguous: true } });
  });

  test("a name that does not exist", async () => {
    const answer = await readGateway(clientsAt("http://no-such-host.invalid"), TARGET).listProfiles();
    if (answer.ok) throw new Error("it answered");
    expect(answer.fault).toMatchObject({ kind: "unavailable", code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) });
    expect(answer.fault.message).toContain("no-such-host.invalid");
  });

  test("a server that speaks no TLS, where https is asked for", async () => {
    const url = await serve((_, response) => response.end());
    const answer = await readGateway(clientsAt(url.replace("http:", "https:")), TARGET).listProfiles();
    expect(answer).toMatchObject({ ok: false, fault: { kind: "unavailable", retryable: false } });
  });
});

test("each page is a request of its own: one that fails does not begin the list anew", async () => {
  const page = (token: string | null) =>
    JSON.stringify({
      inferenceProfileSummaries: [{ inferenceProfileArn: `arn:x/${token ?? "first"}` }],
      nextToken: token === null ? "two" : "",
    });
  const seen: (string | null)[] = [];
  const url = await serve((request, response) => {
    const token = new URL(request.url ?? "/", "http://x").searchParams.get("nextToken");
    seen.push(token);
    if (token === "two" && seen.length === 2)
      response.writeHead(500, { "x-amzn-errortype": "InternalServerException" }).end("{}");
    else response.writeHead(200).end(page(token));
  });
  const clients = new AwsClients({
    endpoint: url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    homeRegion: "us-west-2",
    sessionName: "test",
    pace: async (_, send) => {
      const first = await send();
      return first.ok ? first : send().then((again) => ({ ...again, attempts: again.attempts + first.attempts }));
    },
  });
  const answer = await readGateway(clients, TARGET).listProfiles();
  expect(seen).toEqual([null, "two", "two"]);
  expect(answer).toMatchObject({ ok: true, attempts: 3, value: [{ arn: "arn:x/first" }, { arn: "arn:x/two" }] });
});
