/** Cost Explorer's figures in the sandbox, through the real SDK and the AWS CLI: shapes, quirks, sums. */
import {
  type CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
  GetDimensionValuesCommand,
  GetTagsCommand,
} from "@aws-sdk/client-cost-explorer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { activate, anEstate, explorer, NOW, PAYER } from "../../scripts/costs-picture/estate.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { errorOf } from "./clients.ts";
import { isInstalled, programEnvironment, run } from "./programs.ts";

const LINKED = "444455556666";
const OCTOBER = { Start: "2026-10-01", End: "2026-11-01" };
const YEAR = { Start: "2025-11-01", End: "2026-11-25" };

let sandbox: Sandbox;
let client: CostExplorerClient;
beforeEach(async () => {
  sandbox = await anEstate();
  client = explorer(sandbox);
});
afterEach(() => sandbox.close());

type Asked = Partial<GetCostAndUsageCommandInput>;

async function ask(asked: Asked = {}, by: CostExplorerClient = client) {
  const input = { TimePeriod: OCTOBER, Granularity: "MONTHLY" as const, Metrics: ["UnblendedCost"], ...asked };
  return await by.send(new GetCostAndUsageCommand(input));
}

const tag = (Key: string) => ({ Type: "TAG" as const, Key });
const dimension = (Key: string) => ({ Type: "DIMENSION" as const, Key });

/** Nano-dollars by the first key of each group, over all spans. */
async function amounts(asked: Asked, by: CostExplorerClient = client): Promise<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  let token: string | undefined;
  do {
    const { ResultsByTime = [], NextPageToken } = await ask({ ...asked, ...(token && { NextPageToken: token }) }, by);
    for (const { Groups = [], Total } of ResultsByTime) {
      const cells = Groups.length > 0 ? Groups : [{ Keys: ["total"], Metrics: Total }];
      for (const { Keys, Metrics } of cells) {
        const amount = BigInt((Metrics?.UnblendedCost?.Amount ?? "").replace(".", ""));
        sums[Keys?.[0] ?? ""] = (sums[Keys?.[0] ?? ""] ?? 0n) + amount;
      }
    }
    token = NextPageToken;
  } while (token !== undefined);
  return sums;
}

const sum = (all: Record<string, bigint>) => Object.values(all).reduce((total, one) => total + one, 0n);

describe("GetCostAndUsage", () => {
  test("its shape, grouped and not", async () => {
    const whole = await ask({ Metrics: ["UnblendedCost", "UsageQuantity"] });
    expect(whole.ResultsByTime).toEqual([
      {
        TimePeriod: OCTOBER,
        Total: {
          UnblendedCost: { Amount: expect.stringMatching(/^\d+\.\d{9}$/), Unit: "USD" },
          UsageQuantity: { Amount: expect.stringMatching(/^\d+\.\d{6}$/), Unit: "N/A" },
        },
        Groups: [],
        Estimated: false,
      },
    ]);
    const grouped = await ask({ GroupBy: [dimension("SERVICE"), dimension("REGION")] });
    expect(grouped.GroupDefinitions).toEqual([dimension("SERVICE"), dimension("REGION")]);
    expect(grouped.ResultsByTime?.[0]?.Total).toEqual({});
    expect(grouped.ResultsByTime?.[0]?.Groups?.[0]?.Keys?.length).toBe(2);
  });

  test("the end is exclusive, a month may be cut, and only the open month is estimated", async () => {
    const { ResultsByTime } = await ask({ TimePeriod: { Start: "2026-09-15", End: "2026-11-03" } });
    expect(ResultsByTime?.map(({ TimePeriod, Estimated }) => [TimePeriod?.Start, TimePeriod?.End, Estimated])).toEqual([
      ["2026-09-15", "2026-10-01", false],
      ["2026-10-01", "2026-11-01", false],
      ["2026-11-01", "2026-11-03", true],
    ]);
  });

  test("however it is cut or grouped, the sum is the same to the last digit", async () => {
    await activate(sandbox, ["project", "stage"]);
    const total = (await amounts({})).total;
    for (const asked of [
      { Granularity: "DAILY" as const },
      { GroupBy: [dimension("RECORD_TYPE")] },
      { GroupBy: [tag("project"), dimension("USAGE_TYPE")], Granularity: "DAILY" as const },
      { GroupBy: [tag("project"), tag("stage")] },
    ]) {
      expect(sum(await amounts(asked))).toBe(total);
    }
  });

  test("pages hold everything once; a token is good for its own question alone", async () => {
    const asked = { Granularity: "DAILY" as const, GroupBy: [dimension("USAGE_TYPE")] };
    const whole = await amounts(asked);
    sandbox.behaviour.pageSizeCap = 2;
    expect(await amounts(asked)).toEqual(whole);
    const { NextPageToken } = await ask(asked);
    expect(NextPageToken).toBeDefined();
    const changed = await errorOf(ask({ ...asked, Granularity: "MONTHLY", NextPageToken }));
    expect(changed.name).toBe("RequestChangedException");
    expect((await errorOf(ask({ ...asked, NextPageToken: "x" }))).name).toBe("InvalidNextTokenException");
  });

  test("the same question, the same figures; a closed month does not change as time goes on", async () => {
    const first = await amounts({ GroupBy: [dimension("SERVICE")] });
    const later = await anEstate({ now: () => new Date("2026-12-20T00:00:00Z") });
    try {
      expect(await amounts({ GroupBy: [dimension("SERVICE")] }, explorer(later))).toEqual(first);
    } finally {
      await later.close();
    }
  });

  test("thirteen months: growth, a change of models, credits, tax, native and Marketplace services", async () => {
    const months = await ask({ TimePeriod: YEAR, GroupBy: [dimension("SERVICE")] });
    const services = months.ResultsByTime?.map(({ Groups }) => Groups?.map(({ Keys }) => Keys?.[0]) ?? []) ?? [];
    expect(services.length).toBe(13);
    expect(services[0]).toContain("Claude Sonnet 4 (Amazon Bedrock Edition)");
    expect(services.at(-2)).not.toContain("Claude Sonnet 4 (Amazon Bedrock Edition)");
    expect(services.at(-2)).toEqual(
      expect.arrayContaining(["Amazon Bedrock", "Claude Sonnet 4.5 (Amazon Bedrock Edition)", "Tax"]),
    );
    const usage = { Filter: { Dimensions: { Key: "RECORD_TYPE" as const, Values: ["Usage"] } } };
    const november = await amounts({ ...usage, TimePeriod: { Start: "2025-11-01", End: "2025-12-01" } });
    const october = await amounts({ ...usage });
    expect((october.total ?? 0n) > (november.total ?? 0n)).toBe(true);
    const records = await amounts({ GroupBy: [dimension("RECORD_TYPE")] });
    expect(Object.keys(records).sort()).toEqual(["Credit", "Tax", "Usage"]);
    expect((records.Credit ?? 0n) < 0n).toBe(true);
  });
});

describe("tags", () => {
  test("a key that is not active, or that nobody knows, is one group without a value, and no error", async () => {
    const groups = (await ask({ GroupBy: [tag("project")] })).ResultsByTime?.[0]?.Groups;
    expect(groups?.map(({ Keys }) => Keys)).toEqual([["project$"]]);
    expect(Object.keys(await amounts({ GroupBy: [tag("nobody")] }))).toEqual(["nobody$"]);
  });

  test("a key activated late counts from then on; written back, it counts before", async () => {
    const asked = { GroupBy: [tag("project")] };
    await activate(sandbox, ["project"]);
    expect(Object.keys(await amounts({ ...asked, TimePeriod: { Start: "2025-10-01", End: "2025-11-01" } }))).toEqual([
      "project$",
    ]);
    const after = Object.keys(await amounts(asked));
    expect(after).toEqual([
      "project$",
      "project$ads",
      "project$docs",
      "project$research",
      "project$search",
      "project$support",
    ]);
  });

  test("GetTags, and filters by tag", async () => {
    await activate(sandbox, ["project"]);
    const keys = await client.send(new GetTagsCommand({ TimePeriod: OCTOBER }));
    expect(keys.Tags).toEqual(["project"]);
    const values = await client.send(new GetTagsCommand({ TimePeriod: OCTOBER, TagKey: "project", SearchString: "s" }));
    expect([values.Tags, values.TotalSize]).toEqual([["ads", "docs", "research", "search", "support"], 5]);
    const ads = { Tags: { Key: "project", Values: ["ads"] } };
    const none = { Tags: { Key: "project", MatchOptions: ["ABSENT" as const] } };
    const whole = (await amounts({})).total ?? 0n;
    const parts = await Promise.all([ads, none, { Not: { Or: [ads, none] } }].map((Filter) => amounts({ Filter })));
    expect(parts.reduce((all, part) => all + (part.total ?? 0n), 0n)).toBe(whole);
  });
});

describe("who may see what", () => {
  test("the payer sees every account, a linked one its own, by the payer's keys", async () => {
    sandbox.behaviour.payerAccount = PAYER;
    await activate(sandbox, ["project"]);
    const asked = { GroupBy: [dimension("LINKED_ACCOUNT")] };
    const all = await amounts(asked);
    expect(Object.keys(all)).toEqual([PAYER, LINKED]);
    const linked = explorer(sandbox, LINKED);
    expect(await amounts(asked, linked)).toEqual({ [LINKED]: all[LINKED] });
    expect(Object.keys(await amounts({ GroupBy: [tag("project")] }, linked))).toContain("project$docs");
  });

  test("a refused action", async () => {
    sandbox.behaviour.deniedOperations = ["ce:GetCostAndUsage"];
    expect((await errorOf(ask())).name).toBe("AccessDeniedException");
  });
});

test("services are found by a word of their names, Marketplace's too, and other services are not", async () => {
  const input = { Dimension: "SERVICE" as const, TimePeriod: OCTOBER };
  const found = await client.send(new GetDimensionValuesCommand({ ...input, SearchString: "Bedrock" }));
  expect(found.DimensionValues?.map(({ Value }) => Value)).toEqual([
    "Amazon Bedrock",
    "Claude Haiku 4.5 (Amazon Bedrock Edition)",
    "Claude Sonnet 4.5 (Amazon Bedrock Edition)",
  ]);
  const all = await client.send(new GetDimensionValuesCommand(input));
  expect(all.DimensionValues?.map(({ Value }) => Value)).toContain("Amazon Elastic Compute Cloud - Compute");
  expect((await errorOf(client.send(new GetDimensionValuesCommand({ ...input, MaxResults: 1 })))).message).toContain(
    "SortBy",
  );
  const sorted = { ...input, MaxResults: 1, SortBy: [{ Key: "UnblendedCost" }] };
  expect((await client.send(new GetDimensionValuesCommand(sorted))).NextPageToken).toBeDefined();
});

test.each<[string, Asked]>([
  ["before end date", { TimePeriod: { Start: "2026-10-01", End: "2026-10-01" } }],
  ["yyyy-MM-dd", { TimePeriod: { Start: "2026-02-30", End: "2026-03-01" } }],
  ["beginning of next month", { TimePeriod: { Start: "2026-10-01", End: "2026-12-02" } }],
  ["historical data", { TimePeriod: { Start: "2020-01-01", End: "2026-01-01" } }],
  ["HOURLY", { Granularity: "HOURLY" }],
  ["up to 2 groups", { GroupBy: [tag("a"), tag("b"), tag("c")] }],
  [
    "one root operator",
    { Filter: { Dimensions: { Key: "SERVICE", Values: ["x"] }, Tags: { Key: "a", Values: ["b"] } } },
  ],
  ["at least two", { Filter: { And: [{ Dimensions: { Key: "SERVICE", Values: ["x"] } }] } }],
  ["STARTS_WITH", { Filter: { Dimensions: { Key: "SERVICE", Values: ["A"], MatchOptions: ["STARTS_WITH"] } } }],
  ["ABSENT", { Filter: { Dimensions: { Key: "SERVICE", MatchOptions: ["ABSENT"] } } }],
  ["Metric Money", { Metrics: ["Money"] }],
  ["least one metric", { Metrics: [] }],
])("refused: %s", async (text, asked) => {
  const error = await errorOf(ask(asked));
  expect([error.name, error.message]).toEqual(["ValidationException", expect.stringContaining(text)]);
});

test("what was really called is charged, under the tags of that moment", async () => {
  sandbox.behaviour.syntheticCosts = false;
  await activate(sandbox, ["project"]);
  const place = { account: PAYER, region: "us-west-2", modelId: "x", foundationModel: "amazon.nova-pro-v1:0" };
  await sandbox.recordUse({ ...place, tags: { project: "a$b" } }, new Date(NOW), { inputTokens: 1_000_000 });
  await sandbox.recordUse({ ...place, tags: {} }, new Date(NOW), { inputTokens: 500_000, outputTokens: 1 });
  const today = { TimePeriod: { Start: "2026-11-24", End: "2026-11-25" } };
  expect(await amounts({ ...today, GroupBy: [tag("project")] })).toEqual({
    project$: 400_003_200n,
    project$a$b: 800_000_000n,
  });
  const usage = await amounts({ ...today, GroupBy: [dimension("USAGE_TYPE")] });
  expect(Object.keys(usage)).toEqual(["USW2-NovaPro-input-tokens", "USW2-NovaPro-output-tokens"]);
});

const present = isInstalled("aws", "--version");
if (!present) console.warn("aws is not installed: the AWS CLI test is skipped");

test.skipIf(!present)("the AWS CLI asks for costs", async () => {
  const period = ["--time-period", "Start=2026-10-01,End=2026-11-01", "--output", "json"];
  const environment = programEnvironment(sandbox.url);
  const grouped = ["--granularity", "MONTHLY", "--metrics", "UnblendedCost", "--group-by", "Type=TAG,Key=project"];
  const costs = await run("aws", ["ce", "get-cost-and-usage", ...period, ...grouped], environment);
  expect([costs.stderr, costs.code]).toEqual(["", 0]);
  expect(JSON.parse(costs.stdout).ResultsByTime[0].Groups[0].Keys).toEqual(["project$"]);
  const values = await run(
    "aws",
    ["ce", "get-dimension-values", ...period, "--dimension", "SERVICE", "--search-string", "Bedrock"],
    environment,
  );
  expect(JSON.parse(values.stdout).TotalSize).toBe(3);
});
