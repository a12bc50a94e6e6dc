/** Figures that are kept: for how long, for whom, together with what, and what never is. */
import { beforeEach, describe, expect, test } from "vitest";
import type { CostTag } from "../../src/core/billing.ts";
import type { Answer } from "../../src/core/fault.ts";
import type { KeyStates } from "../../src/core/key-states.ts";
import type { SpendFigures, SpendGrouping } from "../../src/core/spend-query.ts";
import type { Backfill } from "../../src/core/tag-clocks.ts";
import type { SpendQuestion } from "../../src/engine/ask-spend.ts";
import { keptSpend } from "../../src/engine/kept-costs.ts";
import type { Clock } from "../../src/engine/ports.ts";

const FIGURES: SpendFigures = {
  services: ["Amazon Bedrock"],
  answers: [
    {
      spans: [{ start: "2026-10-01", end: "2026-11-01", estimated: false }],
      cells: [{ start: "2026-10-01", values: ["a"], amount: "1.5", currency: "USD" }],
    },
  ],
};
const DENIED: Answer<never> = {
  ok: false,
  fault: { kind: "denied", retryable: false, operation: "ce:GetCostAndUsage", message: "no" },
  attempts: 1,
};
const ACTIVE: CostTag = { key: "project", status: "Active", updatedAt: "2026-01-05T09:00:00Z", usedAt: null };
const BACKFILL: Backfill = {
  from: "2026-08-01T00:00:00Z",
  requestedAt: "2026-11-10T09:00:00Z",
  status: "SUCCEEDED",
  completedAt: "2026-11-10T12:00:00Z",
};
const states = (tags: readonly CostTag[] = [ACTIVE], backfills: readonly Backfill[] | null = null): KeyStates => ({
  tags: { ok: true, value: tags, attempts: 1 },
  backfills: backfills === null ? null : { ok: true, value: backfills, attempts: 1 },
});
const grouping = (key: string): SpendGrouping => ({ granularity: "monthly", groups: [{ type: "tag", key }] });
const question = (start: string, end: string, more: Partial<SpendQuestion> = {}): SpendQuestion => ({
  period: { start, end },
  metric: "unblended",
  groupings: [grouping("project")],
  states: states(),
  ...more,
});
const OCTOBER = question("2026-10-01", "2026-11-01");
const NOVEMBER = question("2026-11-01", "2026-11-25");

let texts: Map<string, string>;
let nowMs: number;
let asked: number;
let reply: Answer<SpendFigures>;
beforeEach(() => {
  texts = new Map();
  nowMs = Date.parse("2026-11-24T09:00:00Z");
  asked = 0;
  reply = { ok: true, value: FIGURES, attempts: 2 };
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
const counting = () => {
  asked += 1;
  return Promise.resolve(reply);
};
const anAsker = ({ payer = "111122223333", endpoint = null as string | null, refresh = false } = {}) =>
  keptSpend(counting, { store, clock, origin: { payer, endpoint }, refresh });
const later = (hours: number) => {
  nowMs += hours * 3_600_000;
};

describe("a second time", () => {
  test("the same question is not asked again, and took no request", async () => {
    expect((await anAsker()(OCTOBER)).attempts).toBe(2);
    expect(await anAsker()(OCTOBER)).toEqual({ ok: true, value: FIGURES, attempts: 0 });
    expect(asked).toBe(1);
  });

  test.each([
    ["period", NOVEMBER, {}],
    ["metric", { ...OCTOBER, metric: "amortized" as const }, {}],
    ["grouping", { ...OCTOBER, groupings: [grouping("stage")] }, {}],
    ["coverage besides", { ...OCTOBER, groupings: [grouping("project"), grouping("stage")] }, {}],
    ["payer", OCTOBER, { payer: "444455556666" }],
    ["endpoint", OCTOBER, { endpoint: "http://127.0.0.1:1" }],
  ])("another %s is asked whole", async (_, other, origin) => {
    await anAsker()(OCTOBER);
    expect((await anAsker(origin)(other)).attempts).toBe(2);
  });

  test("--refresh asks, and keeps the newer answer", async () => {
    await anAsker()(OCTOBER);
    reply = { ok: true, value: { services: [], answers: [] }, attempts: 1 };
    await anAsker({ refresh: true })(OCTOBER);
    expect(await anAsker()(OCTOBER)).toMatchObject({ value: { services: [] }, attempts: 0 });
  });
});

describe("the states of the keys", () => {
  const since = (updatedAt: string) => states([{ ...ACTIVE, updatedAt }]);
  test.each<[string, KeyStates]>([
    ["unknown to billing", states([])],
    ["inactive", states([{ ...ACTIVE, status: "Inactive" }])],
    ["activated at another time", since("2026-11-05T09:00:00Z")],
    ["written back", states([ACTIVE], [BACKFILL])],
    ["not told", { tags: DENIED, backfills: null }],
  ])("figures of a key that was %s are none of it as it is now", async (_, before) => {
    await anAsker()({ ...OCTOBER, states: before });
    await anAsker()(OCTOBER);
    expect(asked).toBe(2);
    await anAsker()({ ...OCTOBER, states: before });
    expect(asked).toBe(2);
  });

  test("the order in which AWS tells them, and a later use, make no difference", async () => {
    const older = { ...BACKFILL, requestedAt: "2026-09-10T09:00:00Z" };
    const stage = { ...ACTIVE, key: "stage" };
    const both = { ...OCTOBER, groupings: [grouping("project"), grouping("stage")] };
    await anAsker()({ ...both, states: states([ACTIVE, stage], [BACKFILL, older]) });
    const used = { ...ACTIVE, usedAt: "2026-11-01T00:00:00Z" };
    await anAsker()({ ...both, states: states([stage, used], [older, BACKFILL]) });
    expect(asked).toBe(1);
  });

  test("those of keys that nothing is grouped by make none either", async () => {
    const byRegion = {
      ...OCTOBER,
      groupings: [{ granularity: "daily", groups: [{ type: "dimension", key: "REGION" }] }],
    } as const;
    await anAsker()({ ...byRegion, states: since("2026-11-24T08:00:00Z") });
    await anAsker()({ ...byRegion, states: { tags: DENIED, backfills: null } });
    expect(asked).toBe(1);
  });

  test.each<[string, KeyStates, boolean]>([
    ["a key that was activated within the last day", since("2026-11-23T09:00:01Z"), false],
    ["a key that was activated before it", since("2026-11-23T09:00:00Z"), true],
    ["a backfill in work", states([ACTIVE], [{ ...BACKFILL, status: "PROCESSING", completedAt: null }]), false],
    ["a backfill of the last day", states([ACTIVE], [{ ...BACKFILL, completedAt: "2026-11-24T08:00:00Z" }]), false],
    ["an older backfill", states([ACTIVE], [BACKFILL]), true],
  ])("%s: kept is %3$s", async (_, now, isKept) => {
    await anAsker()({ ...OCTOBER, states: now });
    expect(texts.size > 0).toBe(isKept);
  });
});

const UNREAD: KeyStates = { tags: DENIED, backfills: null };
test.each<[string, SpendQuestion, number, number]>([
  ["the open month, within 12 hours", NOVEMBER, 11, 1],
  ["the open month, after them", NOVEMBER, 12, 2],
  ["a closed month, within a week", OCTOBER, 167, 1],
  ["a closed month, after it", OCTOBER, 168, 2],
  ["a closed month where a change would not be noticed, within 12 hours", { ...OCTOBER, states: UNREAD }, 11, 1],
  ["a closed month where a change would not be noticed, after them", { ...OCTOBER, states: UNREAD }, 12, 2],
  [
    "a closed month where a backfill would not be noticed, after them",
    { ...OCTOBER, states: { ...states(), backfills: DENIED } },
    12,
    2,
  ],
])("%s", async (_, one, hours, times) => {
  await anAsker()(one);
  later(hours);
  await anAsker()(one);
  expect(asked).toBe(times);
});

test("early in a month the bill of the last one is still open", async () => {
  nowMs = Date.parse("2026-11-10T09:00:00Z");
  await anAsker()(OCTOBER);
  later(12);
  await anAsker()(OCTOBER);
  expect(asked).toBe(2);
});

test("a fault is never kept", async () => {
  reply = DENIED;
  expect(await anAsker()(OCTOBER)).toEqual(DENIED);
  expect(texts.size).toBe(0);
});

test.each([
  ["", "empty"],
  ["{", "cut off"],
  ["null", "nothing"],
  ['{"format":"strata-costs-2"}', "half of one"],
  ['{"format":"strata-costs-1","question":{},"until":"2999","value":[]}', "an older version's"],
])("a kept file that is damaged or foreign is asked again: %j, %s", async (text) => {
  await anAsker()(OCTOBER);
  for (const key of texts.keys()) texts.set(key, text);
  expect(await anAsker()(OCTOBER)).toMatchObject({ value: FIGURES, attempts: 2 });
  expect(asked).toBe(2);
});

test("the answer to another question under the same name is no answer, nor is one of the wrong shape", async () => {
  await anAsker()(OCTOBER);
  const [[key = "", text = ""] = []] = texts;
  texts.set(key, text.replace('"monthly"', '"daily"'));
  await anAsker()(OCTOBER);
  texts.set(key, text.replace('"amount":"1.5"', '"amount":1.5'));
  await anAsker()(OCTOBER);
  expect(asked).toBe(3);
});
