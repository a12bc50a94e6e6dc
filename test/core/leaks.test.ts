/** Which way calls went, what would have taken them, and that nothing is counted twice or left out. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mendOf } from "../../src/core/leak-mend.ts";
import { verdictOf, wayOf } from "../../src/core/leak-way.ts";
import { type LeakInput, leakReport, type UsedModel } from "../../src/core/leaks.ts";
import type { ProfileRow } from "../../src/core/listing.ts";
import { type ModelUse, NO_USE, sumUse, tokensOf } from "../../src/core/model-use.ts";
import { tokenCoverage } from "../../src/core/token-coverage.ts";
import { coverageLine } from "../../src/render/coverage-line.ts";
import { findingText } from "../../src/render/leaks-words.ts";
import { at } from "../fakes/builders.ts";

const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const KEYS = ["project"];
const ACCOUNT = "111122223333";
const REGION = "us-west-2";

function aRow(over: Partial<ProfileRow> = {}): ProfileRow {
  const { id = "06vsfs68yb4g" } = over;
  return {
    account: ACCOUNT,
    accountName: null,
    region: REGION,
    name: "search",
    awsName: "search",
    arn: `arn:aws:bedrock:${REGION}:${ACCOUNT}:application-inference-profile/${id}`,
    id,
    ownership: "ours",
    stack: "test",
    source: `us.${SONNET}`,
    modelArns: ["us-east-1", "us-west-2"].map((one) => `arn:aws:bedrock:${one}::foundation-model/${SONNET}`),
    description: null,
    tags: { project: "search" },
    createdAt: "2026-11-01T00:00:00Z",
    protect: false,
    retireAfter: null,
    declaredAt: at(3),
    ...over,
  };
}

const wayFor = (modelId: string, row = aRow(), keys = KEYS) =>
  wayOf(modelId, (id) => (id === row.id ? row : undefined), keys);
const judged = (modelId: string, row?: ProfileRow, keys = KEYS): string => {
  const way = wayFor(modelId, row, keys);
  return `${way.kind} ${verdictOf(way, keys)}`;
};

describe("which way calls went", () => {
  const { id, arn } = aRow();
  test.each<[string, string, Partial<ProfileRow>?, string[]?]>([
    ["ours covered", id],
    ["ours covered", arn],
    ["ours covered", id, { tags: {} }, []],
    ["ours leaked", id, { tags: { stage: "prod" } }],
    ["ours leaked", id, { tags: { project: "" } }],
    ["ours covered", id, { tags: { project: " " } }],
    ["not-ours leaked", id, { ownership: "foreign", tags: { project: "" } }],
    ["not-ours elsewhere", id, { ownership: "foreign" }],
    ["not-ours elsewhere", arn, { ownership: "unmanaged" }],
    ["not-ours leaked", id, { ownership: "unmanaged", tags: null }],
    ["not-ours leaked", id, { ownership: "foreign" }, []],
    ["direct leaked", SONNET],
    ["direct leaked", `us.${SONNET}`],
    ["direct leaked", `arn:aws:bedrock:us-west-2::foundation-model/${SONNET}`],
    ["direct leaked", `arn:aws:bedrock:us-west-2:${ACCOUNT}:inference-profile/us.${SONNET}`],
    ["unknown leaked", "x9y8z7w6v5u4"],
    ["unknown leaked", `arn:aws:bedrock:us-west-2:${ACCOUNT}:application-inference-profile/x9y8z7w6v5u4`],
    ["unknown leaked", `arn:aws:bedrock:us-west-2:${ACCOUNT}:provisioned-model/${id}`],
    ["unknown leaked", `arn:aws:bedrock:us-west-2:${ACCOUNT}:default-prompt-router/anthropic.claude:1`],
    ["unknown leaked", ""],
  ])("%s: %s %j", (expected, modelId, over, keys) => expect(judged(modelId, aRow(over), keys)).toBe(expected));
});

describe("what would have taken them", () => {
  const regional = aRow({
    id: "r",
    name: "regional",
    source: SONNET,
    modelArns: [`arn:aws:bedrock:us-west-2::foundation-model/${SONNET}`],
  });
  const worldwide = aRow({
    id: "g",
    name: "global",
    source: `global.${SONNET}`,
    modelArns: [
      `arn:aws:bedrock:::foundation-model/${SONNET}`,
      `arn:aws:bedrock:us-west-2::foundation-model/${SONNET}`,
    ],
  });
  const geo = aRow({ id: "a", name: "geo" });
  const other = aRow({
    id: "o",
    name: "other",
    modelArns: ["arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0"],
  });
  const retiring = aRow({ id: "t", name: "old", retireAfter: "2026-12-01T00:00:00Z" });
  const undeclared = aRow({ id: "u", name: "left over", declaredAt: null });
  const all = [regional, worldwide, geo, other, retiring, undeclared];
  test.each([
    [SONNET, all, { kind: "use", names: ["regional"], sameRouting: true }],
    [`us.${SONNET}`, all, { kind: "use", names: ["geo"], sameRouting: true }],
    [`global.${SONNET}`, all, { kind: "use", names: ["global"], sameRouting: true }],
    [`us.${SONNET}`, [regional, worldwide], { kind: "use", names: ["global", "regional"], sameRouting: false }],
    [`us.${SONNET}`, [other, retiring, undeclared], { kind: "add", model: `us.${SONNET}`, routing: null }],
    ["x9y8z7w6v5u4", all, { kind: "none" }],
  ])("%s", (modelId, ours, expected) => expect(mendOf(wayFor(modelId), ours)).toEqual(expected));

  test("a profile with an empty value is no mend", () => {
    const empty = {
      ...inputOf(
        [{ account: ACCOUNT, accountName: null, region: REGION, modelId: `us.${SONNET}`, now: USED, before: null }],
        KEYS,
      ),
      profiles: [aRow({ tags: { project: "" } })],
    };
    const { rows } = leakReport(empty, { status: "none", why: { text: "", answer: null } });
    expect(rows.map(({ mend }) => mend)).toEqual([{ kind: "add", model: `us.${SONNET}`, routing: null }]);
  });

  test("of somebody else's profile whose source nobody knows, the entry lets the routing find it", () => {
    const row = aRow({ ownership: "unmanaged", source: null, tags: null });
    expect(mendOf(wayFor(row.id, row), [])).toEqual({ kind: "add", model: SONNET, routing: "geo" });
  });
});

const USED = { ...NO_USE, invocations: 1, inputTokens: 100 };
const anyUse = fc.record<ModelUse>({
  invocations: fc.nat(1_000),
  inputTokens: fc.nat(1_000_000),
  outputTokens: fc.nat(1_000_000),
  cacheReadTokens: fc.nat(1_000),
  cacheWriteTokens: fc.nat(1_000),
});
const IDS = [
  "06vsfs68yb4g",
  "unmanaged123",
  "foreign12345",
  "untagged1234",
  SONNET,
  `us.${SONNET}`,
  "x9y8z7w6v5u4",
  "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0",
];
const PROFILES = ["us-west-2", "eu-central-1"].flatMap((region) => [
  aRow({ region }),
  aRow({ region, id: "unmanaged123", ownership: "unmanaged", tags: { a: "b" } }),
  aRow({ region, id: "foreign12345", ownership: "foreign" }),
  aRow({ region, id: "untagged1234", tags: {} }),
]);
const anyLedger = fc.uniqueArray(
  fc.record({
    account: fc.constant(ACCOUNT),
    accountName: fc.constant(null),
    region: fc.constantFrom("us-west-2", "eu-central-1", "us-east-1"),
    modelId: fc.oneof(fc.constantFrom(...IDS), fc.string({ maxLength: 20 })),
    now: anyUse,
    before: fc.option(anyUse),
  }),
  { selector: ({ region, modelId }) => `${region} ${modelId}`, maxLength: 30 },
);
const inputOf = (used: readonly UsedModel[], tagKeys: readonly string[]): LeakInput => ({
  stack: "test",
  tagKeys,
  used,
  profiles: PROFILES,
  time: { days: 7, since: "2026-11-16T09:00:00Z", until: "2026-11-23T09:01:00Z", beforeSince: "2026-11-09T09:00:00Z" },
  unread: [],
});

test("over any ledger: covered, elsewhere and leaked are all, and the rows are what is not covered", () => {
  fc.assert(
    fc.property(anyLedger, fc.constantFrom([], KEYS, ["project", "stage"]), (used, keys) => {
      const { rows, totals, coverage } = leakReport(inputOf(used, keys), {
        status: "none",
        why: { text: "", answer: null },
      });
      expect(sumUse([totals.covered, totals.elsewhere, totals.leaked])).toEqual(totals.all);
      expect(totals.all).toEqual(sumUse(used.map(({ now }) => now)));
      const sumOf = (verdict: string) => sumUse(rows.filter((row) => row.verdict === verdict).map(({ use }) => use));
      expect([sumOf("leaked"), sumOf("elsewhere")]).toEqual([totals.leaked, totals.elsewhere]);
      expect([coverage.covered, coverage.all]).toEqual([tokensOf(totals.covered), tokensOf(totals.all)]);
      if (keys.length === 0) expect(totals.elsewhere).toEqual(NO_USE);
    }),
  );
});

test.each([
  [{ covered: 91, all: 100 }, { covered: 94, all: 100 }, "token coverage 91 % (−3) in the last 7 days"],
  [{ covered: 94, all: 100 }, { covered: 91, all: 100 }, "token coverage 94 % (+3) in the last 7 days"],
  [{ covered: 1, all: 3 }, { covered: 33, all: 99 }, "token coverage 33 % (±0) in the last 7 days"],
  [{ covered: 9_999, all: 10_000 }, null, "token coverage >99 % in the last 7 days"],
  [{ covered: 1, all: 10_000 }, { covered: 0, all: 0 }, "token coverage <1 % in the last 7 days"],
  [{ covered: 0, all: 5 }, { covered: 5, all: 5 }, "token coverage 0 % (−100) in the last 7 days"],
  [{ covered: 0, all: 0 }, { covered: 5, all: 5 }, "token coverage: no tokens in the last 7 days"],
])("%j after %j: %s", (now, before, line) => {
  expect(coverageLine(tokenCoverage(now, before, { since: "2026-11-16T09:00:00Z", days: 7, unread: 0 }))).toBe(line);
});

test("where nothing could be read, nothing is said to have been called, or to be covered", () => {
  const unread = [{ account: ACCOUNT, accountName: null, region: REGION, status: "unreadable" as const, fault: null }];
  const told = (used: readonly UsedModel[]) => {
    const report = leakReport({ ...inputOf(used, KEYS), unread }, { status: "none", why: { text: "", answer: null } });
    return [findingText(report), coverageLine(report.coverage)];
  };
  expect(told([])).toEqual([
    "What was called in the last 7 days is not known: 1 target could not be read.",
    "token coverage: not known in the last 7 days, without 1 target not read",
  ]);
  const covered = { account: ACCOUNT, accountName: null, region: REGION, modelId: aRow().id, now: USED, before: null };
  expect(told([covered])[0]).toBe(
    "Everything that could be read of the last 7 days went through profiles of ours, or others with the tags; 1 target could not be read.",
  );
});
