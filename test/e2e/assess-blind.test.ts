/** `strata assess` where it does not see everything: what it tells is true all the same. Uses the built command. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UpdateCostAllocationTagsStatusCommand } from "@aws-sdk/client-cost-explorer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { activate, explorer } from "../../scripts/costs-picture/estate.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, strata } from "./command.ts";
import { DEV, lastMonth, OWN, putMessy, spendMessy } from "./messy-estate.ts";

const DAY_MS = 86_400_000;
const NOVA = "us.amazon.nova-lite-v1:0";

let sandbox: Sandbox;
let folder: string;
/** ms that the sandbox's clock is behind. */
let behindMs: number;
beforeEach(async () => {
  behindMs = 0;
  sandbox = await startSandbox({
    now: () => new Date(Date.now() - behindMs),
    behaviour: { syntheticCosts: false, organization: [`${OWN}=payer`, `${DEV}=dev`] },
  });
  folder = aFolder();
});
afterEach(() => sandbox.close());

const run = (...args: string[]) => strata(folder, ["assess", ...args], { env: envOf(sandbox) });
const flat = (text: string) => text.replace(/\s+/g, " ");
const json = async (...args: string[]) => JSON.parse((await run("--format", "json", ...args)).stdout);
const asked = (operation: string) => sandbox.calls.filter((call) => call.operation === operation).length;
const paid = () => sandbox.calls.filter(({ service }) => service === "ce").length;

/** What is done by it was done so long ago that Cost Explorer shows it. */
async function earlier(work: (now: Date) => Promise<void>): Promise<void> {
  behindMs = 2 * DAY_MS;
  await work(new Date(Date.now() - behindMs));
  behindMs = 0;
}

/** 800 USD under the tags, 1,200 under none. */
async function spendUnder(tags: Readonly<Record<string, string>>): Promise<void> {
  const place = { account: OWN, region: "us-west-2", foundationModel: "amazon.nova-pro-v1:0" };
  await sandbox.recordUse({ ...place, modelId: "x", tags }, lastMonth(), { inputTokens: 1_000_000_000 });
  await sandbox.recordUse({ ...place, modelId: "y", tags: {} }, lastMonth(), { inputTokens: 1_500_000_000 });
}

const spendFound = ({ findings }: { findings: { kind: string; spend: unknown }[] }) =>
  findings.find(({ kind }) => kind === "unattributed-spend")?.spend;
const BY_PROJECT = { key: "project", amount: "1200", total: "3000" };

describe("spend that nobody answers for", () => {
  test("is told by what billing follows, where tags cannot be read", async () => {
    await putMessy(sandbox);
    await earlier((now) => spendMessy(sandbox, now));
    sandbox.behaviour.deniedOperations = ["GetResources", "ListTagsForResource"];
    const value = await json();
    expect(spendFound(value)).toMatchObject(BY_PROJECT);
    expect(value.summary.managers).toMatchObject({ nobody: 0, unknown: value.summary.profiles });
    expect(value.next.words).toEqual(["strata", "assess"]);
    const text = flat((await run()).stdout);
    expect(text).toContain("Whether there is anything to take over is not known.");
    expect(text).toContain("project not known 60 %");
  });

  test("is told of all regions, where the profiles of one were looked at", async () => {
    await putMessy(sandbox);
    await sandbox.put({ name: "lonely", region: "us-east-2", source: NOVA });
    await earlier((now) => spendMessy(sandbox, now));
    expect(spendFound(await json("--region", "us-east-2"))).toMatchObject(BY_PROJECT);
    expect(flat((await run("--region", "us-east-2")).stdout)).toContain("whatever the region");
  });

  test("is told by Strata's own mark, where billing follows that alone", async () => {
    await putMessy(sandbox);
    await spendUnder({ "strata:name": "ours" });
    await earlier((now) => activate(sandbox, ["strata:name"], now));
    const text = flat((await run()).stdout);
    expect(text).toContain("60 % of the Bedrock spend");
    expect(text).toContain("carries no strata:name");
    expect(text).toContain("strata:name 1 7.1 % 40 %");
  });

  test("names what its key was chosen from", async () => {
    await putMessy(sandbox);
    await spendUnder({ project: "search" });
    await earlier((now) => activate(sandbox, ["project", "stage"], now));
    expect(flat((await run()).stdout)).toContain("carries no project, the best covered of 2 active keys");
    expect(spendFound(await json())).toMatchObject({ key: "project", knownKeys: 2, activeKeys: 2 });
  });

  test("is not told where billing follows the key only since; why, and the sum, are", async () => {
    await putMessy(sandbox);
    await spendUnder({});
    sandbox.behaviour.billingDelayMs = 0;
    const place = { account: OWN, region: "us-west-2", modelId: "x", foundationModel: "amazon.nova-pro-v1:0" };
    await sandbox.recordUse({ ...place, tags: { project: "x" } }, new Date(), {});
    const CostAllocationTagsStatus = [{ TagKey: "project", Status: "Active" as const }];
    await explorer(sandbox).send(new UpdateCostAllocationTagsStatusCommand({ CostAllocationTagsStatus }));
    const text = flat((await run()).stdout);
    expect(text).not.toContain("of the Bedrock spend");
    expect(text).toContain("Spend: 2,000.00 USD, Bedrock usage of");
    expect(text).toContain("project: not known: none of that spend carries project, and billing follows it only since");

    sandbox.behaviour.deniedOperations = ["ListCostAllocationTagBackfillHistory"];
    expect(flat((await run()).stdout)).toContain("Whether keys were backfilled is not known. ce:ListCost");
  });

  test("is nothing where nothing was charged: the keys say so", async () => {
    await putMessy(sandbox);
    await earlier((now) => activate(sandbox, ["project"], now));
    const text = flat((await run()).stdout);
    expect(text).toContain("project: no share, since nothing was spent.");
    expect(text).not.toContain("not asked");
  });
});

test("a role for billing that cannot be assumed costs nothing; what is asked is counted", async () => {
  await putMessy(sandbox);
  await earlier((now) => spendMessy(sandbox, now));
  sandbox.clearCalls();
  const { spend } = await json();
  expect([spend.requests, paid()]).toEqual([paid(), 4]);
  sandbox.behaviour.deniedOperations = ["sts:AssumeRole"];
  sandbox.clearCalls();
  const text = flat((await run("--billing-role-name", "finance")).stdout);
  expect([paid(), asked("AssumeRole") > 0]).toEqual([0, true]);
  expect(text).toContain("Cost Explorer was not asked.");
});

test("what is refused everywhere is one line on each stream, and no advice to begin anew", async () => {
  sandbox.behaviour.deniedOperations = ["bedrock:ListInferenceProfiles"];
  const { code, stdout, stderr } = await run("--role-name", "strata-plan");
  expect([code, stdout.match(/NOT READ/g)?.length, stderr.match(/aws\/target-unreadable/g)?.length]).toEqual([7, 1, 1]);
  expect(stdout).toMatch(/33 targets \(.*and 27\s+more\): NOT READ\. The first:/s);
  expect(stdout).toContain("Nothing could be looked into, so nothing is known.");
  expect(stdout).not.toContain("nothing to take over");
  expect(stdout).toContain("Next: strata assess --role-name strata-plan");
});

describe("the import that it ends with works", () => {
  const next = async (...args: string[]): Promise<string[]> => (await json("--no-money", ...args)).next.words.slice(1);

  test("where a configuration is there already", async () => {
    await putMessy(sandbox);
    folder = aFolder({ "profiles.yaml": "version: 1\nstack: other\n", "profiles-2.yaml": "" });
    expect(flat((await run("--no-money")).stdout)).toContain("commands on it take --config profiles-3.yaml");
    const words = await next();
    expect(words).toEqual(expect.arrayContaining(["--config", "profiles-3.yaml", "--out"]));
    expect((await strata(folder, words, { env: envOf(sandbox) })).code).toBe(0);
  });

  test("where a region of one account cannot be read", async () => {
    await putMessy(sandbox);
    sandbox.behaviour.deniedOperations = [{ operation: "ListInferenceProfiles", account: DEV, region: "us-west-2" }];
    const words = await next("--organization", "--role-name", "strata-plan");
    const imported = await strata(folder, words, { env: envOf(sandbox) });
    expect([imported.code, imported.stderr]).toEqual([0, expect.stringContaining("entries")]);
  });
});

test.each([{ AWS_REGION: "", AWS_DEFAULT_REGION: "" }, { AWS_REGION: "" }])(
  "an empty variable is one that is not set: %j",
  async (empty) => {
    const env = envOf(sandbox, empty);
    expect(await strata(folder, ["assess"], { env })).toMatchObject({ code: 0, stderr: "" });
    const home = { ...env, AWS_REGION: "", AWS_DEFAULT_REGION: "eu-west-1" };
    await strata(folder, ["init", "--yes", "--stack", "genai", "--no-workflows"], { env: home });
    expect(readFileSync(join(folder, "profiles.yaml"), "utf8")).toContain("eu-west-1");
    expect((await strata(folder, ["list"], { env: home })).stderr).toBe("");
  },
);
