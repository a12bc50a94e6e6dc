/** `strata plan --money` as a user runs it: the figures are Cost Explorer's own, and no hash knows of them. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCostAndUsageCommand, UpdateCostAllocationTagsStatusCommand } from "@aws-sdk/client-cost-explorer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { activate, explorer } from "../../scripts/costs-picture/estate.ts";
import type { PlanFile } from "../../src/core/plan-file.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, strata } from "./command.ts";

const ACCOUNT = "111122223333";
const DAY_MS = 86_400_000;
const NOVA = "amazon.nova-2-lite-v1:0";

const profile = (name: string, project: string, model = NOVA, regions = "us-west-2") =>
  `  ${name}: { model: ${model}, routing: geo, regions: [${regions}], tags: { project: ${project} } }\n`;
const HEAD = `version: 1
stack: e2e
regions: [us-west-2, eu-central-1]
costAllocationTags: [project, strata:name]
projects: { discovery: { formerly: [search] }, ads: {} }
guards: { maxDeletePercent: 100 }
profiles:
`;
const BEFORE = [
  HEAD,
  profile("finder", "search"),
  profile("mover", "search", NOVA, "us-west-2, eu-central-1"),
  profile("swapped", "ads"),
  profile("ended", "ads"),
].join("");
const AFTER = [
  HEAD,
  profile("finder", "discovery"),
  profile("mover", "ads", NOVA, "us-west-2, eu-central-1"),
  profile("swapped", "ads", "anthropic.claude-haiku-4-5-20251001-v1:0"),
].join("");

let sandbox: Sandbox;
let folder: string;
let cache: string;
/** ms that the sandbox's clock is behind. */
let behindMs: number;
beforeEach(async () => {
  // Long enough ago that the profiles were there for all of the last full month.
  behindMs = 70 * DAY_MS;
  sandbox = await startSandbox({ now: () => new Date(Date.now() - behindMs) });
  cache = mkdtempSync(join(tmpdir(), "strata-cache-"));
  folder = aFolder({ "profiles.yaml": BEFORE });
  expect((await run("apply", "--yes")).code).toBe(0);
  writeFileSync(join(folder, "profiles.yaml"), AFTER);
  behindMs = 0;
});
afterEach(() => sandbox.close());

const run = (...args: readonly string[]) => strata(folder, args, { env: envOf(sandbox, { XDG_CACHE_HOME: cache }) });

/** Followed since so long that Cost Explorer shows it, and written back for a year. */
async function follow(daysAgo: number, ...keys: readonly string[]): Promise<void> {
  behindMs = daysAgo * DAY_MS;
  await activate(sandbox, keys, new Date(Date.now() - behindMs));
  behindMs = 0;
  sandbox.clearCalls();
}

const flat = (text: string) => text.replaceAll(/\s+/g, " ");
const costRequests = () =>
  sandbox.calls.flatMap(({ service, operation }) => (service === "ce" ? [operation] : [])).sort();
/** What every plan asks about the cost allocation tags of its file. */
const OWN = "ListCostAllocationTags";

const now = new Date();
const monthStart = (months: number) =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months)).toISOString().slice(0, 10);
const MONTH = monthStart(-1).slice(0, 7);

/** `region name` → amount, as Cost Explorer tells it to anybody. */
async function amounts(stack?: string): Promise<Map<string, string>> {
  const own = { Dimensions: { Key: "RECORD_TYPE" as const, Values: ["Usage"] } };
  const { ResultsByTime = [] } = await explorer(sandbox).send(
    new GetCostAndUsageCommand({
      TimePeriod: { Start: monthStart(-1), End: monthStart(0) },
      Granularity: "MONTHLY",
      Metrics: ["UnblendedCost"],
      GroupBy: [
        { Type: "DIMENSION", Key: "REGION" },
        { Type: "TAG", Key: "strata:name" },
      ],
      Filter: stack === undefined ? own : { And: [own, { Tags: { Key: "strata:stack", Values: [stack] } }] },
    }),
  );
  const groups = ResultsByTime.flatMap(({ Groups = [] }) => Groups);
  return new Map(
    groups.map(({ Keys = [], Metrics }) => [
      `${Keys[0]} ${Keys[1]?.slice("strata:name$".length)}`,
      // The same number, without the zeros behind it.
      (Metrics?.UnblendedCost?.Amount ?? "").replace(/\.?0+$/, ""),
    ]),
  );
}

const planned = async (...args: readonly string[]): Promise<PlanFile> =>
  JSON.parse((await run("plan", "--format", "json", ...args)).stdout);
const moneyOf = ({ changes }: PlanFile) =>
  changes.map(({ name, region, money }) => [`${region} ${name}`, money?.amount]);

describe("with the tags followed", () => {
  beforeEach(() => follow(4, "project", "strata:name"));

  test("each figure is what Cost Explorer tells anybody who asks", async () => {
    const told = await amounts();
    expect(told.size).toBeGreaterThanOrEqual(5);
    const plan = await planned("--money");
    expect(moneyOf(plan)).toEqual(
      plan.changes.map(({ name, region }) => [`${region} ${name}`, told.get(`${region} ${name}`)]),
    );
    expect(plan.changes.map(({ name, money }) => [name, money?.moves])).toEqual([
      ["mover", [{ key: "project", from: "discovery", to: "ads" }]],
      ["ended", []],
      ["finder", [{ key: "project", from: "discovery", to: "discovery" }]],
      ["mover", [{ key: "project", from: "discovery", to: "ads" }]],
      ["swapped", []],
    ]);
    expect(plan.changes.every(({ money }) => money?.month === MONTH && money.currency === "USD" && !money.ofName)).toBe(
      true,
    );
  });

  test("list --expiring --money puts the same figures beside models that end", async () => {
    const told = await amounts();
    sandbox.behaviour.endingModels = [`${NOVA}@2030-01-01`];
    sandbox.clearCalls();
    const ended = await run("list", "--expiring", "9999d", "--money", "--format", "json");
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringContaining("Cost Explorer was asked")]);
    const { expiring, profiles } = JSON.parse(ended.stdout);
    expect(expiring.money).toEqual({ month: MONTH, unit: "USD" });
    expect(profiles.map(({ name, region, money }: Record<string, unknown>) => [`${region} ${name}`, money])).toEqual(
      ["eu-central-1 mover", "us-west-2 ended", "us-west-2 finder", "us-west-2 mover", "us-west-2 swapped"].map(
        (key) => [key, told.get(key)],
      ),
    );
    const text = (await run("list", "--expiring", "9999d", "--money")).stdout;
    expect(text).toContain(`USD IN ${MONTH}`);
    expect((await run("list", "--money")).code).toBe(64);
    const tags = { "strata:stack": "e2e", "strata:name": "finder", "strata:retire-after": "2099-01-01T00:00:00Z" };
    await sandbox.put({ name: "finder-2", account: ACCOUNT, region: "us-west-2", source: `us.${NOVA}`, tags });
    const doubled = await run("list", "--expiring", "9999d", "--money", "--format", "json");
    const finders = JSON.parse(doubled.stdout).profiles.filter(({ name }: { name: string }) => name === "finder");
    expect(finders.map(({ money }: { money: unknown }) => money)).toEqual([null, null]);
    sandbox.clearCalls();
    expect((await run("list", "--expiring", "9999d", "--format", "json")).stdout).toContain('"money": null');
    expect(costRequests()).toEqual([]);
  });

  test("the words, in the terminal and for a pull request, also of a saved plan", async () => {
    const made = await run("plan", "--money", "--out", "plan.json");
    expect(made.code).toBe(0);
    const text = flat(made.stdout);
    expect(text).toMatch(
      new RegExp(`money moves [\\d,.]+ USD/month from \`discovery\` to \`ads\` \\(as in ${MONTH}\\)`),
    );
    expect(text).toMatch(new RegExp(`money cost [\\d,.]+ USD in ${MONTH} on the old model`));
    expect(text).toMatch(new RegExp(`money cost [\\d,.]+ USD in ${MONTH} ~ finder`));
    expect(text).toContain("money moves nothing: both are names of `discovery`");
    expect(text).toMatch(/This plan moves [\d,.]+ USD\/month between projects\./);
    expect(made.stderr).toContain("Cost Explorer was asked 4 times: 0.04 USD.");
    sandbox.clearCalls();
    const again = await run("plan", "--from", "plan.json");
    for (const words of text.match(/money (?:moves|cost) [^()]+/g) ?? []) expect(flat(again.stdout)).toContain(words);
    const comment = await run("plan", "--from", "plan.json", "--format", "markdown");
    expect(comment.stdout).toMatch(
      new RegExp(`\\| Cost \\(${MONTH}\\) \\|[\\s\\S]+\\*\\*delete\\*\\* \\| \`ended\` .* [\\d.]+ USD \\|`),
    );
    expect(comment.stdout).toMatch(/^This plan moves [\d,.]+ USD\/month between projects\.$/m);
    expect(costRequests()).toEqual([]);
  });

  test("the hashes are the same with and without it, and an apply takes the plan as approved", async () => {
    const bare = await planned();
    expect(costRequests()).toEqual([OWN]);
    const told = await planned("--money", "--out", "plan.json");
    expect([told.hash, told.changes.map(({ hash }) => hash)]).toEqual([
      bare.hash,
      bare.changes.map(({ hash }) => hash),
    ]);
    expect(bare.changes.some(({ money }) => money !== undefined)).toBe(false);
    const applied = await run("apply", "--plan", "plan.json", "--yes");
    expect([applied.code, applied.stderr]).toEqual([0, expect.not.stringContaining("approval/")]);
    expect((await planned()).changes.map(({ action }) => action)).toEqual(["retiring"]);
  });

  test("one request for the account, whatever the plan is long; the next run finds it kept", async () => {
    await run("plan", "--money");
    const states = ["ListCostAllocationTagBackfillHistory", OWN];
    expect(costRequests()).toEqual(["GetCostAndUsage", "GetDimensionValues", ...states]);
    sandbox.clearCalls();
    const { stderr } = await run("plan", "--money");
    expect(costRequests()).toEqual(states);
    expect(stderr).toContain("asked 2 times: 0.02 USD; 2 answers were kept from before.");
  });

  test("what it says it asked is what was asked", async () => {
    const { stderr } = await run("plan", "--money");
    expect(stderr).toContain(`asked ${costRequests().length} times: 0.0${costRequests().length} USD.`);
  });

  test("a role that is refused is no request to Cost Explorer", async () => {
    sandbox.behaviour.deniedOperations = ["sts:AssumeRole"];
    const { stderr } = await run("plan", "--money", "--billing-role-name", "finance");
    expect([costRequests(), stderr]).toEqual([[], expect.stringContaining("Cost Explorer was not asked.")]);
  });

  test("what may have been used before it was adopted did not cost nothing", async () => {
    const place = { account: ACCOUNT, region: "us-west-2", source: `us.${NOVA}` };
    const created = new Date(Date.now() - 100 * DAY_MS);
    const tags = { project: "ads", "strata:stack": "e2e", "strata:name": "legacy" };
    await sandbox.put({ name: "legacy", ...place, tags, createdAt: created });
    sandbox.behaviour.syntheticCosts = false;
    // All of the month's use was without the marks.
    const used = new Date(`${MONTH}-10T10:00:00Z`);
    const call = { account: ACCOUNT, region: "us-west-2", modelId: "x", foundationModel: NOVA };
    await sandbox.recordUse({ ...call, tags: { project: "ads" } }, used, { inputTokens: 1_000_000_000 });
    writeFileSync(join(folder, "profiles.yaml"), `${AFTER}${profile("legacy", "discovery")}`);
    const plan = await planned("--money");
    expect(plan.changes.find(({ name }) => name === "legacy")?.money).toMatchObject({
      amount: null,
      unknown: { why: "unbilled" },
      moves: [{ key: "project", from: "ads", to: "discovery" }],
    });
  });

  test("a name whose profiles are of two projects is not told as of one", async () => {
    const tags = {
      project: "theirs",
      "strata:stack": "e2e",
      "strata:name": "mover",
      "strata:retire-after": "2099-01-01T00:00:00Z",
    };
    const createdAt = new Date(Date.now() - 100 * DAY_MS);
    await sandbox.put({
      name: "mover-2",
      account: ACCOUNT,
      region: "us-west-2",
      source: `us.${NOVA}`,
      tags,
      createdAt,
    });
    const text = flat((await run("plan", "--money")).stdout);
    expect(text).toMatch(
      /mover .*? money cost [\d,.]+ USD in [\d-]+ under this name how much of it moves is not known/,
    );
    expect(text).toContain("Not in it: 1 change whose money is not known.");
  });

  test("a plan that does not touch money asks nobody", async () => {
    writeFileSync(join(folder, "profiles.yaml"), `${BEFORE}${profile("new", "ads")}`);
    const { code, stderr } = await run("plan", "--money");
    expect([code, costRequests()]).toEqual([0, [OWN]]);
    expect(stderr).toContain("nobody was asked what anything cost");
  });

  test("Cost Explorer refuses: a warning, and the plan is the same", async () => {
    sandbox.behaviour.deniedOperations = ["ce:GetCostAndUsage"];
    const { code, stdout, stderr } = await run("plan", "--money", "--detailed-exitcode");
    expect(code).toBe(2);
    expect(flat(stdout)).toMatch(
      /What the profiles cost is not known ce:GetCostAndUsage in account 111122223333: .*costs\/profiles-unknown/,
    );
    expect(stdout).not.toMatch(/^ +money /m);
    expect(stderr).toContain("Cost Explorer was asked");
  });

  test("nobody may ask how the keys stand: nothing is told, and no costs are asked for", async () => {
    sandbox.behaviour.deniedOperations = ["ce:ListCostAllocationTags"];
    const { code, stdout } = await run("plan", "--money");
    expect([code, flat(stdout)]).toEqual([0, expect.stringContaining("costs/profiles-unknown")]);
    expect(costRequests()).not.toContain("GetCostAndUsage");
  });

  test("parts of shards hold it, and so does the plan that they make", async () => {
    const whole = await planned("--money");
    await run("plan", "--money", "--shard", "1/2", "--out", "part-1.json");
    await run("plan", "--money", "--shard", "2/2", "--out", "part-2.json");
    const { stdout } = await run("plan", "merge", "part-1.json", "part-2.json", "--out", "merged.json");
    const merged: PlanFile = JSON.parse(readFileSync(join(folder, "merged.json"), "utf8"));
    expect([merged.hash, merged.changes]).toEqual([whole.hash, whole.changes]);
    expect(flat(stdout)).toMatch(/This plan moves [\d,.]+ USD\/month between projects\./);
  });

  test("a part that was made without money is not left unsaid in the total", async () => {
    await run("plan", "--money", "--shard", "1/2", "--out", "part-1.json");
    await run("plan", "--shard", "2/2", "--out", "part-2.json");
    const texts = [await run("plan", "merge", "part-1.json", "part-2.json")];
    await run("plan", "--shard", "1/2", "--out", "part-1.json");
    await run("plan", "--money", "--shard", "2/2", "--out", "part-2.json");
    texts.push(await run("plan", "merge", "part-1.json", "part-2.json"));
    const told = texts.map(({ stdout }) => flat(stdout)).filter((text) => text.includes("This plan moves"));
    expect(told.length).toBeGreaterThan(0);
    for (const text of told) expect(text).toContain("Not in it:");
  });

  test("a name that another stack has too is not known, until billing tells stacks apart", async () => {
    const tags = { "strata:stack": "theirs", "strata:name": "mover", project: "ads" };
    await sandbox.put({ name: "theirs", account: ACCOUNT, region: "us-west-2", source: `us.${NOVA}`, tags });
    const money = async () => {
      const { changes } = await planned("--money");
      return changes.find(({ name, region }) => name === "mover" && region === "us-west-2")?.money;
    };
    expect(await money()).toMatchObject({ amount: null, unknown: { why: "shared-name" } });
    await follow(2, "strata:stack");
    const [all, ours] = await Promise.all([amounts(), amounts("e2e")]);
    expect(ours.get("us-west-2 mover")).not.toBe(all.get("us-west-2 mover"));
    expect((await money())?.amount).toBe(ours.get("us-west-2 mover"));
  });

  test.each(["--check", "--from"])("--money with %s is refused", async (flag) => {
    await run("plan", "--out", "plan.json");
    const { code, stderr } = await run("plan", "--money", flag, "plan.json");
    expect([code, flat(stderr)]).toEqual([64, expect.stringContaining("leave --money out")]);
  });
});

test("a key that billing follows since this month: not known, and no costs are asked for", async () => {
  sandbox.behaviour.billingDelayMs = 0;
  const place = { account: ACCOUNT, region: "us-west-2", modelId: "none", foundationModel: NOVA };
  await sandbox.recordUse({ ...place, tags: { project: "x", "strata:name": "x" } }, new Date(), {});
  const CostAllocationTagsStatus = ["project", "strata:name"].map((TagKey) => ({ TagKey, Status: "Active" as const }));
  await explorer(sandbox).send(new UpdateCostAllocationTagsStatusCommand({ CostAllocationTagsStatus }));
  sandbox.clearCalls();
  const { code, stdout } = await run("plan", "--money");
  const today = new Date().toISOString().slice(0, 10);
  expect([code, flat(stdout)]).toEqual([0, expect.stringContaining(`cost not known (followed only since ${today})`)]);
  expect(stdout).not.toContain("This plan moves");
  expect(costRequests()).toEqual(["ListCostAllocationTagBackfillHistory", OWN]);
});

test("a key that billing does not know: said once, with what to do", async () => {
  const { code, stdout } = await run("plan", "--money");
  expect(code).toBe(0);
  expect(flat(stdout)).toContain(
    "Billing of account 111122223333 has met no charge with the tag key strata:name yet, by which costs of profiles are told.",
  );
  expect(stdout).not.toMatch(/^ +money /m);
});
