/** `strata costs` as a user runs it: figures, warnings, what is kept, refusals. Uses the built command. */
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UpdateCostAllocationTagsStatusCommand } from "@aws-sdk/client-cost-explorer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { activate, explorer } from "../../scripts/costs-picture/estate.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, PROFILES, strata } from "./command.ts";

const PAYER = "111122223333";
const DAY_MS = 86_400_000;

let sandbox: Sandbox;
let cache: string;
/** ms that the sandbox's clock is behind. */
let behindMs: number;
beforeEach(async () => {
  behindMs = 0;
  sandbox = await startSandbox({
    now: () => new Date(Date.now() - behindMs),
    behaviour: { syntheticCosts: false },
  });
  cache = mkdtempSync(join(tmpdir(), "strata-cache-"));
});
afterEach(() => sandbox.close());

const env = () => ({
  AWS_ENDPOINT_URL: sandbox.url,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  XDG_CACHE_HOME: cache,
});
const costs = (args: readonly string[] = [], more: Record<string, string> = {}, file = PROFILES) =>
  strata(aFolder({ "profiles.yaml": file }), ["costs", ...args], { env: { ...env(), ...more } });

/** 1,800 USD of a Marketplace model under `search`, 1,200 of Amazon's own under nothing; two days ago. */
async function spend(account = PAYER): Promise<void> {
  const at = new Date(Date.now() - 2 * DAY_MS);
  const sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";
  const place = { account, region: "us-west-2" };
  const tags = { project: "search", stage: "prod" };
  await sandbox.recordUse({ ...place, modelId: "x", foundationModel: sonnet, tags }, at, { inputTokens: 600_000_000 });
  const direct = { ...place, modelId: "y", foundationModel: "amazon.nova-pro-v1:0", tags: {} };
  await sandbox.recordUse(direct, at, { inputTokens: 1_500_000_000 });
}

/** Activated and written back so long ago that Cost Explorer shows it. */
async function activateEarlier(keys: readonly string[] = ["project"]): Promise<void> {
  behindMs = 2 * DAY_MS;
  await activate(sandbox, keys, new Date(Date.now() - behindMs));
  behindMs = 0;
}

/** Without a backfill. */
async function activateOnly(keys: readonly string[]): Promise<void> {
  sandbox.behaviour.billingDelayMs = 0;
  const CostAllocationTagsStatus = keys.map((TagKey) => ({ TagKey, Status: "Active" as const }));
  await explorer(sandbox).send(new UpdateCostAllocationTagsStatusCommand({ CostAllocationTagsStatus }));
}

const requests = () =>
  sandbox.calls
    .filter(({ service }) => service === "ce")
    .map(({ operation }) => operation)
    .sort();

describe("the figures", () => {
  test("40 % of spend is untagged, which one line says", async () => {
    await spend();
    await activate(sandbox, ["project"], new Date());
    const { code, stdout, stderr } = await costs();
    expect([code, stderr.includes("costs/tag-late")]).toEqual([0, false]);
    expect(stdout.split("\n")).toContain("Coverage: project 60 % (40 % of spend, 1,200.00 USD, carries no project)");
    expect(stdout).toMatch(/search +1,800\.00 +60 %/);
    expect(stdout).toMatch(/\(untagged\) +1,200\.00 +40 %/);
    expect(stdout).toMatch(/TOTAL +3,000\.00/);
    expect(stdout).toContain("Claude Sonnet 4.5 (Amazon Bedrock Edition)");
    expect(stdout).toContain("asked 4 times: 0.04 USD");
  });

  test("keys that were activated at one time are one warning, and so are keys that billing does not know", async () => {
    const file = PROFILES.replace("[project]", "[project, stage, team, owner]");
    await spend();
    await activateOnly(["project", "stage"]);
    const { stderr } = await costs([], {}, file);
    expect(stderr.match(/warning\[costs\//g)).toHaveLength(2);
    const text = stderr.replaceAll(/\s+/g, " ");
    expect(text).toMatch(
      /Active only after the period, since \d{4}-\d\d-\d\d: project, stage\. What of its spend carried them is/,
    );
    expect(text).toMatch(/Not known to the billing of account 111122223333, .*: team, owner\. What .* of them is not/);
  });

  test("two keys, as JSON; the rows are exact", async () => {
    await spend();
    await activate(sandbox, ["project", "stage"], new Date());
    const { code, stdout } = await costs(["--by", "project,stage", "--format", "json", "--last", "7d"]);
    const { rows, total, coverage, currency } = JSON.parse(stdout);
    expect([code, total, currency]).toEqual([0, "3000", "USD"]);
    expect(rows.map(({ values, total: one }: { values: unknown; total: string }) => [values, one])).toEqual([
      [["search", "prod"], "1800"],
      [[null, null], "1200"],
    ]);
    expect(coverage.map(({ key, share }: { key: string; share: number }) => [key, share])).toEqual([
      ["project", 0.6],
      ["stage", 0.6],
    ]);
  });

  test("CSV has no more on stdout than its lines; HTML goes to a file", async () => {
    await spend();
    await activate(sandbox, ["project"], new Date());
    const csv = await costs(["--format", "csv", "--by", "project,service"]);
    expect(csv.stdout.split("\r\n").slice(0, 1)).toEqual([
      "project,service,start,end,amount,currency,metric,estimated,payer,linked",
    ]);
    expect(csv.stdout.split("\r\n").length).toBe(4);
    expect(csv.stderr).toContain("Cost Explorer was asked");
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const html = await strata(folder, ["costs", "--format", "html", "--out", "costs.html"], { env: env() });
    expect([html.code, html.stdout]).toEqual([0, ""]);
    expect(readFileSync(join(folder, "costs.html"), "utf8")).toMatch(/^<!doctype html>[\s\S]+<svg [\s\S]+1,800\.00/);
  });

  test("a key that is not active is told as not known, never as 100 % untagged", async () => {
    await spend();
    const { code, stdout, stderr } = await costs();
    expect([code, stderr]).toEqual([0, expect.stringContaining("costs/tag-inactive")]);
    expect(stdout).toContain("Coverage: project not known");
    expect(stdout).toMatch(/\(not known\) +3,000\.00/);
    expect(stdout).not.toContain("untagged");
  });

  test("the status of the keys refused: said, and figures that prove themselves still stand", async () => {
    await spend();
    await activate(sandbox, ["project"], new Date());
    sandbox.behaviour.deniedOperations = ["ce:ListCostAllocationTags"];
    const { code, stdout, stderr } = await costs();
    expect([code, stderr]).toEqual([0, expect.stringContaining("costs/tag-status-unknown")]);
    expect(stdout).toContain("Coverage: project 60 %");
  });

  test("nothing was spent", async () => {
    const { code, stdout } = await costs();
    expect([code, stdout.includes("Nothing was spent.")]).toEqual([0, true]);
    expect(requests()).toEqual(["GetDimensionValues", "ListCostAllocationTags"]);
  });

  test("a made-up past, with --sandbox and nothing else", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    expect((await strata(folder, ["apply", "--sandbox", "--yes"])).code).toBe(0);
    const { code, stdout } = await strata(folder, ["costs", "--sandbox", "--by", "service", "--last", "3m"]);
    expect([code, stdout.includes("Claude Sonnet 4.5 (Amazon Bedrock Edition)")]).toEqual([0, true]);
  });
});

describe("what is kept", () => {
  test("a second run asks only how keys stand; --refresh asks again; files are this user's alone", async () => {
    await spend();
    await activateEarlier();
    const first = await costs();
    sandbox.clearCalls();
    const second = await costs();
    const states = ["ListCostAllocationTagBackfillHistory", "ListCostAllocationTags"];
    expect(requests()).toEqual(states);
    expect(second.stdout).toContain("asked 2 times: 0.02 USD; 2 answers were kept");
    expect(second.stdout.split("\n").slice(0, 6)).toEqual(first.stdout.split("\n").slice(0, 6));
    sandbox.clearCalls();
    await costs(["--refresh"]);
    expect(requests()).toEqual(["GetCostAndUsage", "GetDimensionValues", ...states]);
    const folder = join(cache, "strata", "costs");
    const files = readdirSync(folder);
    expect(files.length).toBe(1);
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test("a new question asks for the services anew: what came since counts", async () => {
    await spend();
    await activateEarlier();
    await costs(["--last", "mtd"]);
    const haiku = { account: PAYER, region: "us-west-2", modelId: "z", tags: {} };
    const foundationModel = "anthropic.claude-haiku-4-5-20251001-v1:0";
    await sandbox.recordUse({ ...haiku, foundationModel }, new Date(), { inputTokens: 100_000_000 });
    const json = ["--last", "mtd", "--by", "region", "--format", "json"];
    const asked = JSON.parse((await costs(json)).stdout);
    const anew = JSON.parse((await costs([...json, "--refresh"])).stdout);
    expect([asked.services, asked.total]).toEqual([anew.services, anew.total]);
    expect(asked.services).toContain("Claude Haiku 4.5 (Amazon Bedrock Edition)");
  });

  test("nothing from before an activation or a backfill is told after it", async () => {
    await spend();
    expect((await costs(["--last", "7d"])).stdout).toContain("project not known");
    await activateOnly(["project"]);
    const late = await costs(["--last", "7d"]);
    expect(late.stdout).toContain("project not known: billing follows the key only since");
    await activate(sandbox, ["project"], new Date());
    const { stdout, stderr } = await costs(["--last", "7d"]);
    expect(stdout).toMatch(/search +1,800\.00 +60 %/);
    expect([stderr.includes("costs/tag-late"), stdout.includes("only from")]).toEqual([false, false]);
  });

  test("a damaged file, and a place that cannot be written, do no harm", async () => {
    await spend();
    await activateEarlier();
    await costs();
    const folder = join(cache, "strata", "costs");
    for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"format":"strata-costs-2","val');
    expect((await costs()).stdout).toContain("asked 4 times");
    for (const file of readdirSync(folder)) {
      const text = readFileSync(join(folder, file), "utf8");
      writeFileSync(
        join(folder, file),
        text.replace(/\\?"amount\\?":\\?"[^"\\]*/g, (amount) => `${amount}<b>`),
      );
    }
    expect((await costs()).code).toBe(0);
    expect((await costs([], { XDG_CACHE_HOME: "/dev/null" })).stdout).toContain("asked 4 times");
  });
});

describe("a key that billing follows only since the period", () => {
  test("says nothing about it: not known, and never untagged as a fact", async () => {
    await spend();
    await activateOnly(["project"]);
    const { code, stdout, stderr } = await costs();
    expect([code, stderr.replaceAll(/\s+/g, " ")]).toEqual([0, expect.stringContaining("after the period")]);
    expect(stdout).toMatch(/^Coverage: project not known: billing follows the key only since \d{4}-\d\d-\d\d$/m);
    expect([stdout.includes("(not known)"), stdout.includes("(untagged)")]).toEqual([true, false]);
  });
});

test("a key that billing follows since a day of the period: its coverage says so", async () => {
  await spend();
  await sandbox.recordUse(
    { account: PAYER, region: "us-west-2", modelId: "y", foundationModel: "amazon.nova-pro-v1:0", tags: {} },
    new Date(),
    { inputTokens: 1_000_000 },
  );
  await activateOnly(["project"]);
  const since = new Date(Date.now() - 5 * DAY_MS).toISOString().slice(0, 10);
  const args = ["--since", since, "--format", "markdown"];
  const { stdout, stderr } = await costs(args);
  const today = new Date().toISOString().slice(0, 10);
  expect(stdout).toContain(`; costs carry its values only from ${today} on`);
  expect(stderr).toContain("costs/tag-late");
  sandbox.behaviour.deniedOperations = ["ce:ListCostAllocationTagBackfillHistory"];
  const unread = await costs(args);
  expect(unread.stderr.replaceAll(/\s+/g, " ")).toContain("Whether it was written back could not be read: ce:List");
});

test("a linked account is told as one, with what to do", async () => {
  await spend();
  sandbox.behaviour.payerAccount = "999988887777";
  const { code, stdout, stderr } = await costs();
  expect([code, stdout.replaceAll(/\s+/g, " ")]).toEqual([
    0,
    expect.stringContaining(`account ${PAYER} (linked: its own costs only)`),
  ]);
  const words = stderr.replaceAll(/\s+/g, " ");
  expect(words).toContain(`Account ${PAYER} is a linked one: name the payer as \`billing: { account: … }\``);
});

test.each([
  ["Project", "--by project instead of Project"],
  ["stgae", "--by stage instead of stgae"],
  ["Region", "--by region instead of Region"],
])("--by %s: did you mean another", async (by, words) => {
  await spend();
  expect((await costs(["--by", by])).stderr.replaceAll(/\s+/g, " ")).toContain(`Did you mean ${words}?`);
});

describe("refusals", () => {
  test("what was asked in vain is charged for, and told", async () => {
    await spend();
    await activateEarlier();
    sandbox.behaviour.deniedOperations = ["ce:GetCostAndUsage"];
    sandbox.clearCalls();
    const { stderr } = await costs();
    expect(requests().length).toBe(4);
    expect(stderr).toContain("Cost Explorer was asked 4 times: 0.04 USD.");
  });

  test.each([
    ["--only", "search"],
    ["--target", `${PAYER}/us-west-2`],
    ["--exclude", "x"],
  ])("%s %s: exit 64, since it would only look narrowed", async (...scope) => {
    const { code, stderr } = await costs(scope);
    expect([code, stderr.includes("the whole account that pays")]).toEqual([64, true]);
  });

  test.each([
    [["--by", "a,b,c"], "2 at most"],
    [["--last", "month"], "30d, 4w or 3m"],
    [["--format", "dotenv"], "costs writes text, json, markdown, csv and html"],
  ])("%j is a usage error, and AWS is not asked", async (args, text) => {
    const { code, stderr } = await costs(args);
    expect([code, sandbox.calls.length, stderr.replace(/\s+/g, " ")]).toEqual([64, 0, expect.stringContaining(text)]);
  });

  test("Cost Explorer refuses: exit 1, the account and the permission", async () => {
    await spend();
    sandbox.behaviour.deniedOperations = ["ce:GetCostAndUsage"];
    const { code, stdout, stderr } = await costs();
    const words = stderr.replace(/\s+/g, " ");
    expect([code, stdout]).toEqual([1, ""]);
    expect(words).toContain("costs/unreadable");
    expect(words).toContain(`Allow ce:GetCostAndUsage to the role in use in account ${PAYER}`);
  });

  test("a faulted answer is not kept", async () => {
    await spend();
    sandbox.behaviour.deniedOperations = ["ce:GetCostAndUsage"];
    await costs();
    sandbox.behaviour.deniedOperations = [];
    expect((await costs()).stdout).toContain("3,000.00");
  });

  test("further back than Cost Explorer remembers", async () => {
    const { code, stderr } = await costs(["--since", "2020-01"]);
    expect([code, stderr.replace(/\s+/g, " ")]).toEqual([1, expect.stringContaining("remembers about 14 of them")]);
  });

  test("a file that is not valid: exit 6, and AWS is not asked", async () => {
    expect([(await costs([], {}, PROFILES.replace("stack:", "stak:"))).code, sandbox.calls.length]).toEqual([6, 0]);
  });
});

describe("whose costs", () => {
  const file = PROFILES.replace("regions:", 'billing: { account: "999900001111" }\nregions:');

  test("another payer wants a role: said before anything is asked", async () => {
    const { code, stderr } = await costs([], {}, file);
    expect([code, stderr.replace(/\s+/g, " ")]).toEqual([64, expect.stringContaining("--billing-role-name")]);
    expect(requests()).toEqual([]);
  });

  test.each([
    [["--billing-role-name", "payer"], {}],
    [[], { STRATA_BILLING_ROLE_NAME: "payer" }],
    [[], { STRATA_ROLE_NAME: "everywhere" }],
  ])("through its role: %j %j", async (args, more) => {
    sandbox.behaviour.payerAccount = "999900001111";
    await spend();
    const { code, stdout } = await costs([...args, "--by", "account"], more as Record<string, string>, file);
    expect([code, stdout.includes("payer 999900001111")]).toEqual([0, true]);
    expect(stdout).toMatch(new RegExp(`${PAYER} +3,000\\.00`));
    expect(new Set(sandbox.calls.filter(({ service }) => service === "ce").map(({ account }) => account))).toEqual(
      new Set(["999900001111"]),
    );
  });
});

test("its schema", async () => {
  const { code, stdout } = await strata(aFolder(), ["schema", "costs"]);
  expect([code, JSON.parse(stdout).title]).toEqual([0, "Costs of Bedrock by tag"]);
});
