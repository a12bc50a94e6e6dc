/** Answers that are kept: for how long, for whom, and what never is. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../../src/core/fault.ts";
import type { SpendAnswer, SpendQuery } from "../../src/core/spend-query.ts";
import { keptCosts } from "../../src/engine/kept-costs.ts";
import type { CostGateway } from "../../src/engine/ports/costs.ts";
import type { Clock } from "../../src/engine/ports.ts";

const ANSWER: SpendAnswer = {
  spans: [{ start: "2026-10-01", end: "2026-11-01", estimated: false }],
  cells: [{ start: "2026-10-01", values: ["a"], amount: "1.5", currency: "USD" }],
};
const DENIED: Answer<never> = {
  ok: false,
  fault: { kind: "denied", retryable: false, operation: "ce:GetCostAndUsage", message: "no" },
  attempts: 1,
};
const query = (start: string, end: string): SpendQuery => ({
  period: { start, end },
  granularity: "monthly",
  metric: "unblended",
  services: ["Amazon Bedrock"],
  groups: [{ type: "tag", key: "project" }],
});
const OCTOBER = query("2026-10-01", "2026-11-01");
const NOVEMBER = query("2026-11-01", "2026-11-25");

let texts: Map<string, string>;
let nowMs: number;
let asked: number;
let reply: Answer<SpendAnswer>;
beforeEach(() => {
  texts = new Map();
  nowMs = Date.parse("2026-11-24T09:00:00Z");
  asked = 0;
  reply = { ok: true, value: ANSWER, attempts: 2 };
});

const clock: Clock = {
  now: (laterMs = 0) => new Date(nowMs + laterMs).toISOString().replace(".000Z", "Z"),
  sleep: () => Promise.resolve(),
  elapsedMs: () => nowMs,
};
const store = {
  read: (key: string) => Promise.resolve(texts.get(key) ?? null),
  write: (key: string, text: string) => Promise.resolve(void texts.set(key, text)),
};
const counting: CostGateway = {
  bedrockServices: () => Promise.resolve({ ok: true, value: ["Amazon Bedrock"], attempts: 1 }),
  spend: () => {
    asked += 1;
    return Promise.resolve(reply);
  },
};
const aGateway = ({ payer = "111122223333", endpoint = null as string | null, refresh = false } = {}) =>
  keptCosts(counting, { store, clock, origin: { payer, endpoint }, refresh });
const later = (hours: number) => {
  nowMs += hours * 3_600_000;
};

describe("a second time", () => {
  test("the same question is not asked again, and took no request", async () => {
    expect((await aGateway().spend(OCTOBER)).attempts).toBe(2);
    expect(await aGateway().spend(OCTOBER)).toEqual({ ok: true, value: ANSWER, attempts: 0 });
    expect(asked).toBe(1);
  });

  test("another question, payer or endpoint is", async () => {
    await aGateway().spend(OCTOBER);
    await aGateway().spend(NOVEMBER);
    await aGateway().spend({ ...OCTOBER, metric: "amortized" });
    await aGateway({ payer: "444455556666" }).spend(OCTOBER);
    await aGateway({ endpoint: "http://127.0.0.1:1" }).spend(OCTOBER);
    expect(asked).toBe(5);
  });

  test("--refresh asks, and keeps the newer answer", async () => {
    await aGateway().spend(OCTOBER);
    reply = { ok: true, value: { ...ANSWER, cells: [] }, attempts: 1 };
    await aGateway({ refresh: true }).spend(OCTOBER);
    expect(await aGateway().spend(OCTOBER)).toMatchObject({ value: { cells: [] }, attempts: 0 });
  });

  test("services are kept too", async () => {
    await aGateway().bedrockServices(OCTOBER.period);
    expect((await aGateway().bedrockServices(OCTOBER.period)).attempts).toBe(0);
  });
});

test.each<[string, SpendQuery, number, number]>([
  ["the open month, within 12 hours", NOVEMBER, 11, 1],
  ["the open month, after them", NOVEMBER, 12, 2],
  ["a closed month, within a week", OCTOBER, 167, 1],
  ["a closed month, after it", OCTOBER, 168, 2],
])("%s", async (_, question, hours, times) => {
  await aGateway().spend(question);
  later(hours);
  await aGateway().spend(question);
  expect(asked).toBe(times);
});

test("early in a month the bill of the last one is still open", async () => {
  nowMs = Date.parse("2026-11-10T09:00:00Z");
  await aGateway().spend(OCTOBER);
  later(12);
  await aGateway().spend(OCTOBER);
  expect(asked).toBe(2);
});

test("a fault is never kept", async () => {
  reply = DENIED;
  expect(await aGateway().spend(OCTOBER)).toEqual(DENIED);
  expect(texts.size).toBe(0);
});

test.each([
  ["", "empty"],
  ["{", "cut off"],
  ["null", "nothing"],
  ['{"format":"strata-costs-1"}', "half of one"],
  ['{"format":"other","question":{},"until":"2999","value":[]}', "another program's"],
])("a kept file that is damaged or foreign is asked again: %j, %s", async (text) => {
  await aGateway().spend(OCTOBER);
  for (const key of texts.keys()) texts.set(key, text);
  expect(await aGateway().spend(OCTOBER)).toMatchObject({ value: ANSWER, attempts: 2 });
  expect(asked).toBe(2);
});

test("the answer to another question under the same name is no answer, nor is one of the wrong shape", async () => {
  await aGateway().spend(OCTOBER);
  const [[key = "", text = ""] = []] = texts;
  texts.set(key, text.replace('"monthly"', '"daily"'));
  await aGateway().spend(OCTOBER);
  texts.set(key, text.replace('"amount":"1.5"', '"amount":1.5'));
  await aGateway().spend(OCTOBER);
  expect(asked).toBe(3);
});
