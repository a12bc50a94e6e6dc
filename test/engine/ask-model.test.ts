/** When a model is asked again, and when not: each call is paid for, and text that was shown stays shown. */
import { describe, expect, test } from "vitest";
import type { Answer, Fault } from "../../src/core/fault.ts";
import type { ModelAnswer } from "../../src/core/model-answer.ts";
import { askEach, askModel } from "../../src/engine/ask-model.ts";
import type { Question, RuntimeGateway } from "../../src/engine/ports/runtime.ts";

const QUESTION: Question = { arn: "arn:x", prompt: "Hi", system: null, maxTokens: null, temperature: null };
const ANSWER: ModelAnswer = {
  stopReason: "end_turn",
  tokens: { input: 1, output: 1, total: 2, cacheRead: 0, cacheWrite: 0 },
  latencyMs: 5,
};

/** What one request does: says something, then ends with a fault or without one. */
interface Turn {
  readonly says?: string;
  readonly fault?: Partial<Fault>;
}

function aRuntime(turns: readonly Turn[]) {
  let requests = 0;
  const runtime: RuntimeGateway = {
    ask: async (_question, { onText }): Promise<Answer<ModelAnswer>> => {
      const { says, fault } = turns[requests] ?? turns.at(-1) ?? {};
      requests += 1;
      if (says !== undefined) onText(says);
      if (fault === undefined) return { ok: true, value: ANSWER, attempts: 1 };
      const base = { kind: "throttled", retryable: true, operation: "o", message: "m" } as const;
      return { ok: false, fault: { ...base, ...fault }, attempts: 1 };
    },
  };
  return { runtime, requests: () => requests };
}

function aClock() {
  const slept: number[] = [];
  let now = 0;
  const clock = {
    elapsedMs: () => (now += 7),
    sleep: async (ms: number) => {
      slept.push(ms);
    },
  };
  return { clock, slept };
}

const THROTTLED: Turn = { fault: {} };
const LOST: Turn = { fault: { kind: "unavailable", ambiguous: true, code: "ECONNRESET" } };
const BUSY: Turn = { fault: { kind: "unavailable", ambiguous: true, code: "ServiceUnavailableException" } };
const UNREACHED: Turn = { fault: { kind: "unavailable", code: "ECONNREFUSED" } };
const DENIED: Turn = { fault: { kind: "denied", retryable: false } };
const FINE: Turn = { says: "Hello" };

describe("one question", () => {
  test.each<[string, readonly Turn[], boolean, number]>([
    ["answered at once", [FINE], true, 1],
    ["throttled once", [THROTTLED, FINE], true, 2],
    ["throttled for good", [THROTTLED], false, 3],
    ["busy twice", [BUSY, BUSY, FINE], true, 3],
    ["not reached once", [UNREACHED, FINE], true, 2],
    ["lost, and perhaps paid for", [LOST, FINE], false, 1],
    ["denied", [DENIED, FINE], false, 1],
    ["throttled after some text", [{ says: "Hel", ...THROTTLED }, FINE], false, 1],
  ])("%s", async (_, turns, isOk, requests) => {
    const { runtime, requests: sent } = aRuntime(turns);
    const { clock, slept } = aClock();
    const said: string[] = [];
    const ports = { clock, signal: new AbortController().signal };
    const { answer } = await askModel(runtime, QUESTION, ports, (text) => said.push(text));
    expect([answer.ok, answer.attempts, sent()]).toEqual([isOk, requests, requests]);
    expect(slept).toEqual([500, 2_000].slice(0, requests - 1));
    expect(said.length).toBeLessThanOrEqual(1);
  });

  test("nothing is asked again once the user has had enough; the first text is timed", async () => {
    const stop = new AbortController();
    const { runtime, requests } = aRuntime([THROTTLED]);
    stop.abort();
    await askModel(runtime, QUESTION, { ...aClock(), signal: stop.signal }, () => undefined);
    expect(requests()).toBe(1);
    const ports = { ...aClock(), signal: new AbortController().signal };
    expect((await askModel(aRuntime([FINE]).runtime, QUESTION, ports, () => undefined)).firstTextMs).toBe(7);
    expect((await askModel(aRuntime([{}]).runtime, QUESTION, ports, () => undefined)).firstTextMs).toBeNull();
  });
});

describe("a question each", () => {
  test("is asked once, a few at a time, and answered in the order of the questions", async () => {
    let [open, most] = [0, 0];
    const runtime = (index: number): RuntimeGateway => ({
      ask: async () => {
        open += 1;
        most = Math.max(most, open);
        await Promise.resolve();
        await new Promise(setImmediate);
        open -= 1;
        return { ok: true, value: { ...ANSWER, latencyMs: index }, attempts: 1 };
      },
    });
    const asks = Array.from({ length: 40 }, (_, index) => ({ runtime: runtime(index), question: QUESTION }));
    const asked = await askEach(asks, { ...aClock(), signal: new AbortController().signal });
    expect(asked.map((one) => one?.answer.ok === true && one.answer.value.latencyMs)).toEqual(asks.map((_, at) => at));
    expect(most).toBe(8);
    const throttled = aRuntime([THROTTLED]);
    await askEach([{ runtime: throttled.runtime, question: QUESTION }], {
      ...aClock(),
      signal: new AbortController().signal,
    });
    expect(throttled.requests()).toBe(1);
  });

  test("ends when the user has had enough: what had not ended counts as not asked", async () => {
    const stop = new AbortController();
    const first: RuntimeGateway = {
      ask: async () => {
        stop.abort();
        return { ok: true, value: ANSWER, attempts: 1 };
      },
    };
    const cut = aRuntime([LOST]);
    const late = aRuntime([FINE]);
    const asks = [first, cut.runtime, ...Array<RuntimeGateway>(8).fill(late.runtime)];
    const asked = await askEach(
      asks.map((runtime) => ({ runtime, question: QUESTION })),
      { ...aClock(), signal: stop.signal },
    );
    expect(asked[0]?.answer.ok).toBe(true);
    expect(asked.slice(1)).toEqual(asks.slice(1).map(() => null));
    expect(late.requests()).toBe(0);
  });
});
