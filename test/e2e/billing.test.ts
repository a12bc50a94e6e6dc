/** Cost allocation tags as a user meets them: in plan and apply, with the payer in another account, and refused. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import applySchema from "../../schema/apply.schema.json" with { type: "json" };
import reportSchema from "../../schema/report.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, PROFILES, strata } from "./command.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
const isLine = ajv.compile(reportSchema);
const isApply = ajv.compile(applySchema);

const PAYER = "999900001111";
const FILE = PROFILES.replace("[project]", "[project, stage]");
const PAID = FILE.replace("costAllocationTags", `billing: { account: "${PAYER}" }\ncostAllocationTags`);

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await startSandbox({ behaviour: { billingDelayMs: 0 } });
  folder = aFolder({ "profiles.yaml": FILE });
});
afterEach(() => sandbox.close());

const run = (args: readonly string[], more: Record<string, string> = {}) =>
  strata(folder, args, {
    env: envOf(sandbox, more),
  });

/** Billing has seen these keys on a call of some minutes ago. */
async function use(...keys: string[]): Promise<void> {
  const tags = Object.fromEntries(keys.map((key) => [key, "x"]));
  const place = { account: "111122223333", region: "us-west-2", modelId: "06vsfs68yb4g", foundationModel: "m", tags };
  await sandbox.recordUse(place, new Date(Date.now() - 300_000), { invocations: 1 });
}

const billingCalls = () => sandbox.calls.filter(({ service }) => service === "ce").map(({ operation }) => operation);
const billingOf = (json: string) =>
  JSON.parse(json).billing.map(({ action, key }: { action: string; key: string }) => `${action} ${key}`);

describe("plan and apply", () => {
  test("waits, activates what billing knows in one call, and then has nothing to do", async () => {
    await use("project");
    const plan = await run(["plan", "--format", "json"]);
    expect([plan.code, billingOf(plan.stdout), billingCalls()]).toEqual([
      0,
      ["activate-tag project", "waiting stage"],
      ["ListCostAllocationTags"],
    ]);
    const applied = await run(["apply", "--yes", "--report", "report.jsonl"]);
    expect([applied.code, applied.stdout.includes("Applied: 3 created, 1 cost tag activated.")]).toEqual([0, true]);
    expect(applied.stderr).toContain("[4/4] activated  billing project");
    const lines = readFileSync(join(folder, "report.jsonl"), "utf8").trimEnd().split("\n");
    for (const line of lines) expect(isLine(JSON.parse(line)), JSON.stringify(isLine.errors)).toBe(true);
    expect(JSON.parse(lines.at(-2) ?? "")).toMatchObject({
      status: "applied",
      action: "activate-tag",
      account: "111122223333",
      name: "project",
    });
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ complete: true, counts: { applied: 4, untold: 0 } });
    const again = await run(["plan", "--detailed-exitcode"]);
    expect([again.code, again.stdout.includes("waiting: unknown to billing")]).toEqual([0, true]);
    await use("stage");
    const due = await run(["apply", "--due", "--format", "json"]);
    expect(isApply(JSON.parse(due.stdout)), JSON.stringify(isApply.errors)).toBe(true);
    expect([due.code, JSON.parse(due.stdout).counts.applied]).toEqual([0, 1]);
    expect((await run(["plan"])).stdout).toContain("No changes.");
  });

  test("asks before it activates, even where that is all there is to do", async () => {
    await run(["apply", "--yes"]);
    await use("project", "stage");
    const asked = await run(["apply"]);
    expect([asked.code, billingCalls().includes("UpdateCostAllocationTagsStatus")]).toEqual([8, false]);
  });

  test("a saved plan stays good when a tag stops waiting; that tag is skipped, as nobody approved it", async () => {
    await use("project");
    await run(["plan", "--out", "plan.json"]);
    await use("stage");
    const applied = await run(["apply", "--plan", "plan.json", "--format", "json"]);
    const { outcomes, complete } = JSON.parse(applied.stdout);
    const tags = outcomes.filter(({ action }: { action: string }) => action === "activate-tag");
    expect([applied.code, complete]).toEqual([0, true]);
    expect(tags.map(({ name, skip }: { name: string; skip: string }) => [name, skip])).toEqual([
      ["stage", "not-approved"],
      ["project", null],
    ]);
    expect((await run(["plan", "--check", "plan.json"])).code).toBe(0);
  });

  test("drift asks billing nothing, nor does a file without cost tags", async () => {
    await run(["drift"]);
    writeFileSync(join(folder, "profiles.yaml"), FILE.replace(/costAllocationTags.*\n/, ""));
    await run(["plan"]);
    expect(billingCalls()).toEqual([]);
  });
});

describe("trouble is a warning, never an exit code", () => {
  test("denied: the keys stay unchecked, and the payer is named", async () => {
    sandbox.behaviour.deniedOperations = ["ce:ListCostAllocationTags"];
    const { code, stdout } = await run(["plan"]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "Not checked: project, stage. The role in use may not ask account 111122223333.",
    );
    expect(stdout).toContain("billing/not-checked");
    expect((await run(["apply", "--yes"])).code).toBe(0);
  });

  test("a linked account is told apart from a missing permission", async () => {
    sandbox.behaviour.payerAccount = PAYER;
    const { code, stdout } = await run(["plan"]);
    expect([code, stdout.includes("billing/linked-account")]).toEqual([0, true]);
  });

  test("a refused activation: told as failed, with exit 0", async () => {
    await run(["apply", "--yes"]);
    await use("project", "stage");
    sandbox.behaviour.deniedOperations = ["ce:UpdateCostAllocationTagsStatus"];
    const applied = await run(["apply", "--yes"]);
    expect([applied.code, applied.stderr.includes("billing/not-activated")]).toEqual([0, true]);
    expect(applied.stdout).toContain("Nothing applied: 2 cost tags not activated.");
    const asJson = await run(["apply", "--yes", "--format", "json"]);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ complete: true, counts: { failed: 2 } });
    const asMarkdown = await run(["apply", "--yes", "--format", "markdown"]);
    expect(asMarkdown.stdout).toContain("2 cost tags were not activated.");
  });

  test("GovCloud has no Cost Explorer: that is said, and nothing asked", async () => {
    const gov = FILE.replace("[us-west-2, eu-central-1]", "[us-gov-west-1]").replace("    regions: [us-west-2]\n", "");
    writeFileSync(join(folder, "profiles.yaml"), gov);
    expect((await run(["plan"])).stdout).toContain("billing/no-cost-explorer");
    expect(billingCalls()).toEqual([]);
  });
});

describe("the payer's account", () => {
  beforeEach(() => {
    sandbox.behaviour.payerAccount = PAYER;
    writeFileSync(join(folder, "profiles.yaml"), PAID);
  });

  test("without a role it is not asked at all: the answer would be another account's", async () => {
    const { code, stdout } = await run(["plan"]);
    expect([code, stdout.includes("billing/role-needed"), billingCalls()]).toEqual([0, true, []]);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ["a role of its own", {}, ["--billing-role-name", "strata-billing"]],
    ["the same from the environment", { STRATA_BILLING_ROLE_NAME: "strata-billing" }, []],
    ["the role of every account", { STRATA_ROLE_NAME: "strata" }, []],
  ])("%s reaches it", async (_, env, args) => {
    await use("project", "stage");
    const { code, stderr } = await run(["apply", "--yes", ...args], env);
    expect([code, stderr.includes("billing/")]).toEqual([0, false]);
    const asked = sandbox.calls.filter(({ service }) => service === "ce").map(({ account }) => account);
    expect(new Set(asked)).toEqual(new Set([PAYER]));
    expect((await run(["plan", ...args], env)).stdout).toContain("No changes.");
  });

  test("a role that cannot be assumed is a warning", async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "sts:AssumeRole", account: PAYER }];
    const { code, stdout } = await run(["plan", "--billing-role-name", "strata-billing"]);
    expect([code, stdout.includes("billing/not-checked")]).toEqual([0, true]);
    const words = stdout.replace(/\s+/g, " ");
    expect(words).toContain(`The role in account ${PAYER} cannot be assumed`);
    expect(words).toContain("the caller's own policy has to allow sts:AssumeRole on it");
    expect(words).not.toContain("Allow ce:");
    const costs = (await run(["costs", "--billing-role-name", "strata-billing"])).stderr.replace(/\s+/g, " ");
    expect(costs).toContain(`has to exist in account ${PAYER} and to trust the caller`);
    expect(costs).toContain("--billing-role-name, another payer with billing.account");
    expect(costs).not.toContain("role in use in account");
  });

  test("a role's name that is none is a usage error", async () => {
    expect((await run(["plan", "--billing-role-name", "arn:aws:iam::1:role/x"])).code).toBe(64);
    expect((await run(["plan"], { STRATA_BILLING_ROLE_NAME: "a b" })).code).toBe(64);
  });
});
