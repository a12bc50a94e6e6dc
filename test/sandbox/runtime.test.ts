// Bedrock runtime through the real SDK: streams, whole answers, AWS's refusals, and what the ledger counts.
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { connect } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, test } from "vitest";
import type { Behaviour } from "../../src/sandbox/behaviour.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/server.ts";
import { ACCOUNT, aSandbox, errorOf, type Place, REGION, signed, testClock } from "./clients.ts";

const SONNET = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const MODEL = SONNET.slice(3);
const MISTRAL = "mistral.mistral-large-2402-v1:0";
const TAGS = { project: "app01", stage: "test" };

/** HTTP/1.1: the SDK's own default is HTTP/2 (AWS.md 9). */
function runtimeOf(sandbox: Sandbox, { region = REGION, accessKeyId = "test" }: Place = {}) {
  const credentials = { accessKeyId, secretAccessKey: "test" };
  const requestHandler = new NodeHttpHandler();
  return new BedrockRuntimeClient({ endpoint: sandbox.url, region, credentials, requestHandler, maxAttempts: 1 });
}

/** As an application makes it: HTTP/2. */
function untouchedRuntimeOf({ url }: Sandbox) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new BedrockRuntimeClient({ endpoint: url, region: REGION, credentials, maxAttempts: 1 });
}

async function aProfile(options: SandboxOptions = {}, source = SONNET) {
  const sandbox = await aSandbox({ ...options, behaviour: { streamPauseMs: 0, ...options.behaviour } });
  const profile = await sandbox.put({ region: REGION, name: "myapp-01", source, tags: TAGS });
  return { sandbox, profile, client: runtimeOf(sandbox) };
}

function asking(modelId: string, text = "What is a tag?", more: Partial<ConverseCommandInput> = {}) {
  return { modelId, messages: [{ role: "user" as const, content: [{ text }] }], ...more };
}

async function eventsOf(stream: AsyncIterable<ConverseStreamOutput> | undefined): Promise<ConverseStreamOutput[]> {
  const events: ConverseStreamOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

const textOf = (events: readonly ConverseStreamOutput[]): string =>
  events.map(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? "").join("");

/** With a state file, and a clock that stands still: all uses fall into one minute. */
async function counted() {
  const stateFile = join(mkdtempSync(join(tmpdir(), "strata-runtime-")), "state.json");
  const made = await aProfile({ stateFile, now: testClock().now });
  return { ...made, uses: () => JSON.parse(readFileSync(stateFile, "utf8")).uses };
}

describe("HTTP/2, the SDK's own default, on the same port", () => {
  test("answers whole and in a stream, many at once on one connection, beside HTTP/1.1", async () => {
    const { sandbox, client: http1, profile } = await aProfile();
    const client = untouchedRuntimeOf(sandbox);
    const texts = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { stream } = await client.send(new ConverseStreamCommand(asking(profile.arn)));
        return textOf(await eventsOf(stream));
      }),
    );
    const whole = await client.send(new ConverseCommand(asking(profile.arn, "x".repeat(200_000))));
    const { output } = await http1.send(new ConverseCommand(asking(profile.arn)));
    expect(new Set(texts)).toEqual(new Set([output?.message?.content?.[0]?.text]));
    expect(whole.output?.message?.role).toBe("assistant");
    client.destroy();
  });

  test("refusals of AWS's, too large a body, and a connection that is cut", async () => {
    const { sandbox, profile } = await aProfile();
    const client = untouchedRuntimeOf(sandbox);
    const refused = await errorOf(client.send(new ConverseCommand(asking("no-such-model"))));
    expect(refused.name).toBe("ValidationException");
    const large = client.send(new ConverseCommand(asking(profile.arn, "x".repeat(1_100_000))));
    await expect(large).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
    sandbox.behaviour.faults = [{ kind: "reset", times: 1 }];
    await expect(client.send(new ConverseCommand(asking(profile.arn)))).rejects.toThrow();
    expect((await client.send(new ConverseCommand(asking(profile.arn)))).output).toBeDefined();
    client.destroy();
  });

  test.each([{ ":authority": "evil.example" }, { origin: "https://evil.example" }])("refuses %j", async (headers) => {
    const { sandbox } = await aProfile();
    const session = connect(sandbox.url);
    const request = session.request({ ":path": "/", ...headers });
    const [{ ":status": status }] = (await once(request, "response")) as [Record<string, unknown>];
    session.destroy();
    expect(status).toBe(403);
  });

  test("the sandbox ends while a client still holds its connection", async () => {
    const { sandbox, profile } = await aProfile();
    const client = untouchedRuntimeOf(sandbox);
    await client.send(new ConverseCommand(asking(profile.arn)));
    await sandbox.close();
    client.destroy();
  });
});

describe("an answer", () => {
  test("comes as a stream of events through the profile's ARN, the same text as in one piece", async () => {
    const { client, profile } = await aProfile();
    const { stream } = await client.send(new ConverseStreamCommand(asking(profile.arn)));
    const events = await eventsOf(stream);
    const names = events.map((event) => Object.keys(event)[0]);
    expect(names.filter((name, index) => name !== names[index - 1])).toEqual([
      "messageStart",
      "contentBlockDelta",
      "contentBlockStop",
      "messageStop",
      "metadata",
    ]);
    expect(names.length).toBeGreaterThan(8);
    const whole = await client.send(new ConverseCommand(asking(profile.arn)));
    expect(whole.output?.message?.content).toEqual([{ text: textOf(events) }]);
    expect(textOf(events)).toContain("in place of Claude Sonnet 4.5. You wrote: “What is a tag?”");
    expect(whole.stopReason).toBe("end_turn");
    const { usage, metrics } = events.at(-1)?.metadata ?? {};
    expect([usage, metrics]).toEqual([whole.usage, whole.metrics]);
    expect(usage).toEqual({ inputTokens: 4, outputTokens: expect.any(Number), totalTokens: expect.any(Number) });
  });

  test("is cut at maxTokens and at stop sequences, and counts what was said before", async () => {
    const { client, profile } = await aProfile();
    const cut = await client.send(
      new ConverseCommand(asking(profile.arn, "Hi", { inferenceConfig: { maxTokens: 1 } })),
    );
    expect([cut.stopReason, cut.usage?.outputTokens]).toEqual(["max_tokens", 1]);
    const inferenceConfig = { stopSequences: ["in place"] };
    const stopped = await client.send(new ConverseCommand(asking(profile.arn, "Hi", { inferenceConfig })));
    expect([stopped.stopReason, stopped.output?.message?.content]).toEqual([
      "stop_sequence",
      [{ text: "The sandbox answers " }],
    ]);
    const system = [{ text: "x".repeat(400) }];
    const told = await client.send(new ConverseCommand(asking(profile.arn, "Hi", { system })));
    expect(told.usage?.inputTokens).toBe(101);
  });

  test("of a system profile, and of a model that is on demand", async () => {
    const { client } = await aProfile();
    for (const modelId of [SONNET, `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/${SONNET}`, MISTRAL]) {
      expect((await client.send(new ConverseCommand(asking(modelId)))).stopReason).toBe("end_turn");
    }
  });

  test.each([
    ["anthropic", SONNET],
    ["nova", "us.amazon.nova-lite-v1:0"],
  ])("of InvokeModel in the form of %s, whole and streamed", async (kind, source) => {
    const { client, profile } = await aProfile({}, source);
    const body =
      kind === "anthropic"
        ? { anthropic_version: "bedrock-2023-05-31", max_tokens: 99, messages: [{ role: "user", content: "Hi" }] }
        : { messages: [{ role: "user", content: [{ text: "Hi" }] }], inferenceConfig: { maxTokens: 99 } };
    const input = { modelId: profile.arn, body: JSON.stringify(body), contentType: "application/json" };
    const whole = JSON.parse((await client.send(new InvokeModelCommand(input))).body.transformToString());
    const said = kind === "anthropic" ? whole.content[0].text : whole.output.message.content[0].text;
    const { body: stream } = await client.send(new InvokeModelWithResponseStreamCommand(input));
    let streamed = "";
    for await (const { chunk } of stream ?? []) {
      const event = JSON.parse(Buffer.from(chunk?.bytes ?? []).toString());
      streamed += event.delta?.text ?? event.contentBlockDelta?.delta.text ?? "";
    }
    expect(streamed).toBe(said);
    expect(said).toContain("You wrote: “Hi”");
  });
});

describe("a refusal", () => {
  const arn = (id: string, region = REGION, account = ACCOUNT) =>
    `arn:aws:bedrock:${region}:${account}:application-inference-profile/${id}`;
  test.each<[string, string, string, number, RegExp]>([
    ["a profile that is not there", arn("000000000000"), "ResourceNotFoundException", 404, /was not found/],
    ["another region's profile", arn("0", "eu-west-1"), "ValidationException", 400, /identifier is invalid/],
    [
      "another account's profile",
      arn("0", REGION, "444455556666"),
      "ValidationException",
      400,
      /identifier is invalid/,
    ],
    ["a model that nobody knows", "acme.model-1", "ValidationException", 400, /identifier is invalid/],
    ["a profile-only model", MODEL, "ValidationException", 400, /with on-demand throughput isn’t supported\. Retry/],
    ["an embedding model", "amazon.titan-embed-text-v2:0", "ValidationException", 400, /supported text or chat model/],
  ])("of %s", async (_, modelId, name, status, words) => {
    const { client } = await aProfile();
    const error = await errorOf(client.send(new ConverseStreamCommand(asking(modelId))));
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status }, message: expect.stringMatching(words) });
  });

  test("of a bare id of a profile, which only the control plane takes", async () => {
    const { client, profile } = await aProfile();
    expect((await errorOf(client.send(new ConverseCommand(asking(profile.id))))).message).toContain(
      "identifier is invalid",
    );
  });

  test.each<[Partial<Behaviour>, string, RegExp]>([
    [
      { unauthorizedModels: [MODEL] },
      "AccessDeniedException",
      /^You don't have access to the model with the specified/,
    ],
    [{ unsubscribedModels: [MODEL] }, "AccessDeniedException", /aws-marketplace:Subscribe/],
    [{ endingModels: [`${MODEL}@2026-01-01`] }, "ResourceNotFoundException", /reached the end of its life/],
    [
      { scpDeniedRegions: ["us-east-2"] },
      "AccessDeniedException",
      /us-east-2::foundation-model\/.* service control policy$/,
    ],
    [
      { deniedOperations: ["InvokeModelWithResponseStream"] },
      "AccessDeniedException",
      /perform: bedrock:InvokeModelWithResponseStream on resource: arn:.*:application-inference-profile\/.* no identity-based/,
    ],
    [
      { faults: [{ kind: "throttle", probability: 1, operations: ["ConverseStream"] }] },
      "ThrottlingException",
      /Too many/,
    ],
    [{ faults: [{ kind: "error", operations: ["ConverseStream"] }] }, "InternalServerException", /internal error/],
  ])("by the switches %j", async (behaviour, name, words) => {
    const { client, profile } = await aProfile({ behaviour });
    const error = await errorOf(client.send(new ConverseStreamCommand(asking(profile.arn))));
    expect(error).toMatchObject({ name, message: expect.stringMatching(words) });
  });

  test("of a model at its end of life, by the sandbox's clock", async () => {
    const { client } = await aProfile({ now: testClock("2027-02-01T00:00:00Z").now });
    const error = await errorOf(client.send(new ConverseCommand(asking(MISTRAL))));
    expect(error).toMatchObject({
      name: "ResourceNotFoundException",
      message: expect.stringContaining("end of its life"),
    });
  });

  test.each<[string, Partial<ConverseCommandInput>, RegExp]>([
    ["a blank text", { messages: [{ role: "user", content: [{ text: " " }] }] }, /messages\.0\.content\.0 is blank/],
    ["no message", { messages: [] }, /must start with a user message/],
    [
      "an answer first",
      { messages: [{ role: "assistant", content: [{ text: "a" }] }] },
      /must start with a user message/,
    ],
    ["no tokens", { inferenceConfig: { maxTokens: 0 } }, /'inferenceConfig.maxTokens'.*greater than or equal to 1/],
    ["too warm", { inferenceConfig: { temperature: 1.5 } }, /'inferenceConfig.temperature'.*less than or equal to 1/],
  ])("of %s", async (_, more, words) => {
    const { client, profile } = await aProfile();
    const error = await errorOf(client.send(new ConverseCommand(asking(profile.arn, "Hi", more))));
    expect(error).toMatchObject({ name: "ValidationException", message: expect.stringMatching(words) });
  });

  test("of a temperature, by models that take none", async () => {
    const { client, profile } = await aProfile({}, "global.anthropic.claude-opus-4-7");
    const inferenceConfig = { temperature: 0.5 };
    const error = await errorOf(client.send(new ConverseCommand(asking(profile.arn, "Hi", { inferenceConfig }))));
    expect(error.message).toBe("The model returned the following errors: `temperature` is deprecated for this model.");
  });
});

describe("paths", () => {
  const post = async (sandbox: Sandbox, id: string) => {
    const headers = { ...signed("bedrock"), "content-type": "application/json" };
    const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hi" }] }] });
    const answer = await fetch(`${sandbox.url}/model/${id}/converse`, { method: "POST", headers, body });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };

  test("one encoded segment answers; a bare slash is a 200 that says it knows no such operation", async () => {
    const { sandbox, profile } = await aProfile();
    expect((await post(sandbox, encodeURIComponent(profile.arn))).json.stopReason).toBe("end_turn");
    expect((await post(sandbox, profile.arn.replace("/", "%2F"))).json.stopReason).toBe("end_turn");
    expect(await post(sandbox, profile.arn)).toEqual({
      status: 200,
      json: { Output: { __type: "com.amazon.coral.service#UnknownOperationException" }, Version: "1.0" },
    });
    const twice = await post(sandbox, encodeURIComponent(encodeURIComponent(profile.arn)));
    expect(twice).toEqual({ status: 400, json: { message: "The provided model identifier is invalid." } });
  });
});

describe("a stream that breaks", () => {
  test("with an exception after half of the text", async () => {
    const { client, profile } = await aProfile({ behaviour: { streamBreak: "modelStreamErrorException" } });
    const { stream } = await client.send(new ConverseStreamCommand(asking(profile.arn)));
    let text = "";
    const read = async () => {
      for await (const event of stream ?? []) text += textOf([event]);
    };
    expect((await errorOf(read())).name).toBe("ModelStreamErrorException");
    expect(text).toMatch(/^The sandbox answers/);
  });

  test("or is just over, without the events that end one", async () => {
    const { client, profile } = await aProfile({ behaviour: { streamBreak: "cut" } });
    const { stream } = await client.send(new ConverseStreamCommand(asking(profile.arn)));
    expect((await eventsOf(stream)).map((event) => Object.keys(event)[0])).not.toContain("messageStop");
  });
});

describe("the ledger", () => {
  test("counts calls, tokens, refusals and throttles under the profile's id with its tags, and keeps them", async () => {
    const { client, profile, sandbox, uses } = await counted();
    const answers = [
      await client.send(new ConverseCommand(asking(profile.arn))),
      await client.send(new ConverseCommand(asking(profile.arn, "More?"))),
    ];
    await errorOf(client.send(new ConverseCommand(asking(profile.arn, "Hi", { inferenceConfig: { maxTokens: 0 } }))));
    sandbox.behaviour.faults = [{ kind: "throttle", probability: 1, operations: ["Converse"] }];
    await errorOf(client.send(new ConverseCommand(asking(profile.arn))));
    sandbox.behaviour.faults = [{ kind: "error", status: 503, operations: ["Converse"] }];
    await errorOf(client.send(new ConverseCommand(asking(profile.arn))));
    sandbox.behaviour.faults = [];
    await errorOf(client.send(new ConverseCommand(asking("acme.model-1"))));
    const sum = (pick: (answer: (typeof answers)[number]) => number | undefined) =>
      answers.reduce((total, answer) => total + (pick(answer) ?? 0), 0);
    expect(uses()).toMatchObject([
      {
        account: ACCOUNT,
        region: REGION,
        modelId: profile.id,
        foundationModel: MODEL,
        tags: TAGS,
        invocations: 2,
        inputTokens: sum(({ usage }) => usage?.inputTokens),
        outputTokens: sum(({ usage }) => usage?.outputTokens),
        latencyMs: sum(({ metrics }) => metrics?.latencyMs),
        clientErrors: 1,
        throttles: 1,
        serverErrors: 1,
      },
    ]);
  });

  test("bills to the tags of the moment, and knows system profiles by their id", async () => {
    const { client, profile, sandbox, uses } = await counted();
    await client.send(new ConverseCommand(asking(profile.arn)));
    await sandbox.setTags(profile.arn, { project: "other" });
    await client.send(new ConverseCommand(asking(profile.arn)));
    await client.send(new ConverseCommand(asking(SONNET)));
    expect(uses().map(({ modelId, tags }: { modelId: string; tags: object }) => [modelId, tags])).toEqual([
      [profile.id, TAGS],
      [profile.id, { project: "other" }],
      [SONNET, {}],
    ]);
  });
});
