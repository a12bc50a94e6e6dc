/** The gateway to Bedrock's runtime against the sandbox: what is sent, what is heard, and every way it can break off. */
import { describe, expect, test } from "vitest";
import { AwsClients } from "../../src/aws/clients.ts";
import { runtimeGateway } from "../../src/aws/runtime-gateway.ts";
import type { Patience, Question } from "../../src/engine/ports/runtime.ts";
import type { Pace } from "../../src/engine/ports.ts";
import type { Behaviour } from "../../src/sandbox/behaviour.ts";
import { ACCOUNT, aSandbox, REGION } from "../sandbox/clients.ts";

const never: Pace = () => {
  throw new Error("a call that is paid for must not be paced: the pace tries again");
};
const LONG: Patience = { firstMs: 20_000, silenceMs: 20_000 };
const OPUS = "global.anthropic.claude-opus-4-7";

interface Asking {
  readonly behaviour?: Partial<Behaviour>;
  readonly source?: string;
  readonly question?: Partial<Question>;
  readonly patience?: Patience;
  readonly onText?: (text: string, stop: () => void) => void;
}

async function ask({ behaviour = {}, source = "us.amazon.nova-lite-v1:0", question, patience = LONG, onText }: Asking) {
  const sandbox = await aSandbox({ behaviour: { streamPauseMs: 0, ...behaviour } });
  const { arn } = await sandbox.put({ region: REGION, name: "x", source });
  const clients = new AwsClients({
    endpoint: sandbox.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    homeRegion: REGION,
    sessionName: "test",
    pace: never,
  });
  const stop = new AbortController();
  const said: string[] = [];
  const listener = {
    patience,
    signal: stop.signal,
    onText: (text: string) => {
      said.push(text);
      onText?.(text, () => stop.abort());
    },
  };
  const whole = { arn, prompt: "Hi", system: null, maxTokens: null, temperature: null, ...question };
  const answer = await runtimeGateway(clients, { account: ACCOUNT, region: REGION }).ask(whole, listener);
  return { answer, said, text: said.join(""), calls: sandbox.calls };
}

const faultOf = ({ answer }: Awaited<ReturnType<typeof ask>>) => (answer.ok ? undefined : answer.fault);

describe("an answer", () => {
  test("comes in pieces, and with its figures", async () => {
    const { answer, said, text } = await ask({ question: { system: "Be brief." } });
    expect(said.length).toBeGreaterThan(5);
    expect(text).toContain("You wrote: “Hi”");
    expect(answer).toMatchObject({
      ok: true,
      value: { stopReason: "end_turn", tokens: { input: 3, cacheRead: 0 }, latencyMs: expect.any(Number) },
    });
  });

  test("is as long as it may be; a temperature is sent only when it is given", async () => {
    const short = await ask({ source: OPUS, question: { maxTokens: 1 } });
    expect(short.answer).toMatchObject({ ok: true, value: { stopReason: "max_tokens", tokens: { output: 1 } } });
    const warm = await ask({ source: OPUS, question: { temperature: 0 } });
    expect(faultOf(warm)).toMatchObject({ kind: "invalid", message: expect.stringContaining("`temperature`") });
  });

  test("is asked for with signed requests, whatever API key the environment has", async () => {
    process.env.AWS_BEARER_TOKEN_BEDROCK = "somebody else's key";
    try {
      expect((await ask({})).answer.ok).toBe(true);
    } finally {
      delete process.env.AWS_BEARER_TOKEN_BEDROCK;
    }
  });
});

describe("what breaks off", () => {
  test.each<[string, Partial<Behaviour>, object]>([
    ["refused", { faults: [{ kind: "throttle", probability: 1 }] }, { kind: "throttled", code: "ThrottlingException" }],
    ["cut before", { faults: [{ kind: "reset" }] }, { kind: "unavailable", ambiguous: true }],
    ["a web page", { faults: [{ kind: "malformed" }] }, { kind: "unavailable", code: "MalformedReply" }],
    ["nothing", { faults: [{ kind: "malformed", as: "empty" }] }, { code: "MalformedReply" }],
    ["half", { faults: [{ kind: "malformed", as: "truncated", when: "after" }] }, { code: "MalformedReply" }],
    [
      "over too soon",
      { streamBreak: "cut" },
      { code: "MalformedReply", message: expect.stringContaining("ended before") },
    ],
    [
      "an error in the stream",
      { streamBreak: "throttlingException" },
      { kind: "throttled", requestId: expect.any(String) },
    ],
    ["a model's error", { streamBreak: "modelStreamErrorException" }, { kind: "unavailable", ambiguous: true }],
  ])("%s", async (_, behaviour, fault) => {
    expect(faultOf(await ask({ behaviour }))).toMatchObject(fault);
  });

  test("a model that keeps silent, before its first word and after it", async () => {
    const hung = await ask({ behaviour: { faults: [{ kind: "hang" }] }, patience: { ...LONG, firstMs: 60 } });
    expect(faultOf(hung)).toMatchObject({ kind: "unavailable", code: "TimeoutError", ambiguous: true });
    const stuck = await ask({ behaviour: { streamPauseMs: 5_000 }, patience: { ...LONG, silenceMs: 60 } });
    expect(faultOf(stuck)).toMatchObject({ kind: "unavailable", code: "TimeoutError" });
    expect(stuck.said.length).toBeLessThan(2);
  });

  test("Ctrl-C ends it at once, in the middle of a piece's pause", async () => {
    const { answer, said } = await ask({ behaviour: { streamPauseMs: 500 }, onText: (_, stop) => stop() });
    expect([answer.ok, said.length]).toEqual([false, 1]);
  });

  test("nothing is asked twice", async () => {
    const { calls } = await ask({ behaviour: { faults: [{ kind: "error", status: 503 }] } });
    expect(calls.map(({ operation }) => operation)).toEqual(["ConverseStream"]);
  });
});
