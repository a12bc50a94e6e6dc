/** `strata leaks` and `drift --coverage` as a user runs them. Uses the built command. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import schema from "../../schema/leaks.schema.json" with { type: "json" };
import planSchema from "../../schema/plan.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, PROFILES, strata } from "./command.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const DAY = 86_400_000;

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  folder = aFolder({ "profiles.yaml": PROFILES });
  for (const [name, region, prefix, project] of [
    ["search", "eu-central-1", "eu", "search"],
    ["search", "us-west-2", "us", "search"],
    ["myapp-01", "us-west-2", "us", "app01"],
  ] as const) {
    const source = `${prefix}.${SONNET}`;
    const stage = name === "search" ? "prod" : "test";
    const tags = { project, stage, "strata:stack": "e2e", "strata:name": name, "strata:source": source };
    await sandbox.put({ name, region, source, tags });
  }
});
afterEach(() => sandbox.close());

const run = (...args: string[]) => strata(folder, args, { env: envOf(sandbox) });
const found = async (...args: string[]) => JSON.parse((await run("leaks", "--format", "json", ...args)).stdout);

/** Through the real SDK, as an application would. */
async function converse(modelId: string, region = "us-west-2"): Promise<void> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new BedrockRuntimeClient({ endpoint: sandbox.url, region, credentials, maxAttempts: 1 });
  await client.send(new ConverseCommand({ modelId, messages: [{ role: "user", content: [{ text: "Hello there" }] }] }));
}

/** Over the control endpoint: a past that no call can make. */
async function used(modelId: string, counts: object, msAgo = 0, more: object = {}): Promise<void> {
  const at = new Date(Date.now() - msAgo).toISOString();
  const body = JSON.stringify({ region: "us-west-2", modelId, invocations: 1, ...counts, at, ...more });
  expect((await fetch(`${sandbox.url}/_sandbox/uses`, { method: "POST", body })).status).toBe(200);
}

const idOf = (name: string, region = "us-west-2"): string =>
  sandbox.profiles().find((one) => one.name === name && one.region === region)?.id ?? "";

interface Row {
  readonly modelId: string;
  readonly region: string;
  readonly verdict: string;
  readonly way: string;
  readonly instead: object;
}
const rowsOf = ({ rows }: { rows: readonly Row[] }) =>
  rows.map(({ modelId, region, verdict, way }) => `${verdict} ${way} ${region} ${modelId}`).sort();

describe("every direct call is found, and none that went through a tagged profile", () => {
  test("calls by invoke, and by the SDK through ids, ARNs and profiles of others", async () => {
    await sandbox.put({ name: "chat-bot", region: "us-west-2", source: "us.amazon.nova-lite-v1:0", tags: { a: "b" } });
    await sandbox.put({
      name: "ads",
      region: "us-west-2",
      source: `us.${SONNET}`,
      tags: { project: "ads", "strata:stack": "other", "strata:name": "ads" },
    });
    await sandbox.put({
      name: "bare",
      region: "us-west-2",
      source: `us.${SONNET}`,
      tags: { "strata:stack": "e2e", "strata:name": "bare" },
    });
    for (const [name, target] of [
      ["myapp-01", "us-west-2"],
      ["search", "eu-central-1"],
    ] as const)
      expect((await run("invoke", name, "hello", "--target", `*/${target}`)).code).toBe(0);
    const arnOf = (name: string) => sandbox.profiles().find((one) => one.name === name)?.arn ?? "";
    for (const name of ["chat-bot", "ads", "bare", "search"])
      await converse(arnOf(name), name === "search" ? "eu-central-1" : "us-west-2");
    await converse("us.anthropic.claude-haiku-4-5-20251001-v1:0");
    await converse("eu.amazon.nova-2-lite-v1:0", "eu-central-1");
    await converse("anthropic.claude-3-haiku-20240307-v1:0");
    await converse(`us.${SONNET}`);
    await used("arn:aws:bedrock:us-west-2:111122223333:provisioned-model/abc123def456", { inputTokens: 5 });
    await used("x9y8z7w6v5u4", { inputTokens: 7 });
    const told = await found("--no-money");
    expect(new Ajv({ strict: false }).validate(schema, told)).toBe(true);
    expect(rowsOf(told)).toEqual([
      `elsewhere not-ours us-west-2 ${idOf("ads")}`,
      "leaked direct eu-central-1 eu.amazon.nova-2-lite-v1:0",
      "leaked direct us-west-2 anthropic.claude-3-haiku-20240307-v1:0",
      "leaked direct us-west-2 us.anthropic.claude-haiku-4-5-20251001-v1:0",
      `leaked direct us-west-2 us.${SONNET}`,
      `leaked not-ours us-west-2 ${idOf("chat-bot")}`,
      `leaked ours us-west-2 ${idOf("bare")}`,
      "leaked unknown us-west-2 arn:aws:bedrock:us-west-2:111122223333:provisioned-model/abc123def456",
      "leaked unknown us-west-2 x9y8z7w6v5u4",
    ]);
    const insteadOf = (id: string) => told.rows.find(({ modelId }: Row) => modelId === id).instead;
    expect(insteadOf(`us.${SONNET}`)).toEqual({
      kind: "use",
      names: ["myapp-01", "search"],
      sameRouting: true,
    });
    expect(insteadOf("eu.amazon.nova-2-lite-v1:0")).toMatchObject({ kind: "add", model: "eu.amazon.nova-2-lite-v1:0" });
    expect(insteadOf(idOf("chat-bot"))).toEqual({ kind: "add", model: "amazon.nova-lite-v1:0", routing: "geo" });
    expect(insteadOf(idOf("bare"))).toEqual({ kind: "tag", name: "bare", keys: ["project"] });
    expect(told.totals.covered.invocations).toBe(3);
    expect(told.totals.all.invocations).toBe(3 + 1 + 8);
    expect(sandbox.calls.filter(({ operation }) => operation === "GetCostAndUsage")).toEqual([]);
  });

  test("nothing leaks: exit 0 with --detailed-exitcode; something: 2, and 0 without", async () => {
    expect((await run("invoke", "myapp-01", "hello")).code).toBe(0);
    const clean = await run("leaks", "--detailed-exitcode");
    expect([clean.code, clean.stderr]).toEqual([0, ""]);
    expect(clean.stdout).toContain("token coverage 100 % in the last 7 days");
    await converse(`us.${SONNET}`);
    expect((await run("leaks", "--no-money", "--detailed-exitcode")).code).toBe(2);
    expect((await run("leaks", "--no-money")).code).toBe(0);
  });
});

describe("money and coverage", () => {
  test("the estimate is what the bill asked for the very same tokens, and says that it is one", async () => {
    const at = 20 * 3_600_000 + DAY; // yesterday or the day before, whatever the hour
    await used(`us.${SONNET}`, { inputTokens: 2_000_000, outputTokens: 100_000 }, at, { foundationModel: SONNET });
    await used("amazon.nova-lite-v1:0", { inputTokens: 3_000 }, at);
    await used(idOf("myapp-01"), { inputTokens: 1_000_000 }, at);
    const told = await found();
    const costs = new Map(
      told.rows.map((row: { modelId: string; estimatedCost: string }) => [row.modelId, row.estimatedCost]),
    );
    expect([costs.get(`us.${SONNET}`), costs.get("amazon.nova-lite-v1:0")]).toEqual(["7.5", "0.00018"]);
    expect(told.totals.estimatedCost).toBe("7.50018");
    expect(told.asked).toEqual({ requests: 2, kept: 0, priceUsd: "0.02" });
    const shown = await run("leaks");
    expect(shown.stdout).toMatch(/≈ 7\.50/);
    expect(shown.stdout).toContain("≈ is an estimate");
    for (const format of ["markdown", "html"]) {
      const { stdout } = await run("leaks", "--format", format);
      expect(stdout).toMatch(/≈ 7\.50/);
      expect(stdout).toContain("is an estimate");
    }
  });

  test("of two accounts, the estimate is that of who pays, whichever is looked at", async () => {
    const file = PROFILES.replace(
      /regions: .*/,
      'regions: [us-west-2]\naccounts: { prod: { id: "111122223333" }, dev: { id: "444455556666" } }\nbilling: { account: prod }',
    ).replaceAll(/tags: \{ (?=project)/g, "accounts: [prod]\n    tags: { ");
    writeFileSync(join(folder, "profiles.yaml"), file);
    sandbox.behaviour.payerAccount = "111122223333";
    const dev = { account: "444455556666", foundationModel: "amazon.nova-lite-v1:0" };
    await used("us.amazon.nova-lite-v1:0", { inputTokens: 1_000_000 }, 2 * DAY, dev);
    await used(`us.${SONNET}`, { inputTokens: 1_000_000 }, 2 * DAY, { foundationModel: SONNET });
    const role = ["--role-name", "strata"];
    const all = await found(...role);
    expect(all.rows.map((row: { account: string; estimatedCost: string }) => [row.account, row.estimatedCost])).toEqual(
      [
        ["111122223333", "3"],
        ["444455556666", "0.06"],
      ],
    );
    const one = await found(...role, "--target", "dev/us-west-2");
    expect([one.estimate.payer, one.totals.estimatedCost]).toEqual(["111122223333", "0.06"]);
  });

  test("Cost Explorer refused: no figure, one line why, exit 0", async () => {
    await converse(`us.${SONNET}`);
    sandbox.behaviour.deniedOperations = ["ce:GetDimensionValues"];
    const told = await run("leaks");
    expect(told.code).toBe(0);
    expect(told.stdout.match(/No estimate: ce:GetDimensionValues was not answered/g)).toHaveLength(1);
    expect(told.stdout).not.toContain("≈");
  });

  test("points are against the span before, which 14 days back nobody can list", async () => {
    await used(idOf("myapp-01"), { inputTokens: 910 });
    await used(`us.${SONNET}`, { inputTokens: 90 });
    await used(idOf("myapp-01"), { inputTokens: 94 }, 10 * DAY);
    await used("x9y8z7w6v5u4", { outputTokens: 6 }, 10 * DAY);
    expect((await run("leaks", "--no-money")).stdout).toContain("token coverage 91 % (−3) in the last 7 days");
    const long = await run("leaks", "--no-money", "--last", "14d");
    expect(long.stdout).toMatch(/token coverage 91 % in the last 14 days/);
    expect(long.stdout).toContain("Not compared with the span before");
    const { tokenCoverage } = await found("--no-money");
    expect(tokenCoverage).toMatchObject({ all: 1000, covered: 910, share: 0.91, points: -3, unread: 0 });
  });

  test("drift --coverage: a line in text and Markdown, a key in JSON, nothing asked without it", async () => {
    await used(idOf("myapp-01"), { inputTokens: 75 });
    await used("x9y8z7w6v5u4", { inputTokens: 25 });
    expect((await run("drift")).stdout).not.toContain("coverage");
    expect(sandbox.calls.filter(({ operation }) => operation === "ListMetrics")).toEqual([]);
    const line = "token coverage 75 % in the last 7 days";
    expect((await run("drift", "--coverage")).stdout).toContain(line);
    expect((await run("drift", "--coverage", "--format", "markdown")).stdout).toContain(`\n${line}\n`);
    const told = JSON.parse((await run("drift", "--coverage", "--format", "json")).stdout);
    expect(new Ajv({ strict: false }).validate(planSchema, told)).toBe(true);
    expect(told.tokenCoverage).toMatchObject({ all: 100, covered: 75, share: 0.75, points: null });
    sandbox.behaviour.deniedOperations = [{ operation: "cloudwatch:ListMetrics", region: "eu-central-1" }];
    const partly = await run("drift", "--coverage");
    expect([partly.code, partly.stdout.includes(`${line}, without 1 target not read`)]).toEqual([0, true]);
    expect(partly.stdout).toContain("aws/use-unread");
  });
});

describe("formats and refusals", () => {
  test("csv, markdown, html to a file", async () => {
    await converse(`us.${SONNET}`);
    const csv = await run("leaks", "--no-money", "--format", "csv");
    expect(csv.stdout.split("\r\n")).toHaveLength(3);
    expect(csv.stdout).toContain(`,us-west-2,us.${SONNET},us.${SONNET},leaked,direct,${SONNET},`);
    const markdown = await run("leaks", "--no-money", "--format", "markdown");
    expect(markdown.stdout).toMatch(/^\| `us\.anthropic.* \| `us-west-2` \| 1 \| /m);
    const page = await run("leaks", "--no-money", "--format", "html", "--out", "leaks.html");
    expect([page.code, readFileSync(join(folder, "leaks.html"), "utf8").slice(0, 15)]).toEqual([0, "<!doctype html>"]);
  });

  test.each([
    ["--last", "15d"],
    ["--last", "0d"],
    ["--last", "2w"],
    ["--only", "x"],
    ["--target", "nowhere/x"],
  ])("%s %s is a usage error", async (...args) => expect((await run("leaks", ...args)).code).toBe(64));

  test("where nothing can be read, it is not said that nothing was called", async () => {
    sandbox.behaviour.deniedOperations = ["cloudwatch:GetMetricData"];
    const { code, stdout } = await run("leaks");
    expect([code, stdout]).toEqual([7, expect.stringMatching(/is not known: 2 targets\s+could\s+not be read/)]);
    expect(stdout).toContain("token coverage: not known");
  });

  test("a target whose metrics are denied is not taken for a silent one: exit 7, the others are told", async () => {
    await converse(`us.${SONNET}`);
    sandbox.behaviour.deniedOperations = [{ operation: "cloudwatch:ListMetrics", region: "eu-central-1" }];
    const { code, stdout, stderr } = await run("leaks", "--no-money", "--format", "json", "--detailed-exitcode");
    const { rows, unread, tokenCoverage } = JSON.parse(stdout);
    expect([code, rows.length, unread[0].fault.operation]).toEqual([7, 1, "cloudwatch:ListMetrics"]);
    expect(tokenCoverage.unread).toBe(1);
    expect(stderr).toContain("aws/use-unread");
    expect(stderr).toContain("Allow cloudwatch:ListMetrics");
  });
});
