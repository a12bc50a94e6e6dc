/** `strata tags` and `strata tags backfill` as a user runs them. Uses the built command. */
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import backfillSchema from "../../schema/backfill.schema.json" with { type: "json" };
import tagsSchema from "../../schema/tags.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, PROFILES, strata } from "./command.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
const isTags = ajv.compile(tagsSchema);
const isBackfill = ajv.compile(backfillSchema);
const FILE = PROFILES.replace("[project]", "[project, stage]");
const DAY = 24 * 60 * 60 * 1000;

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await startSandbox({ behaviour: { billingDelayMs: 0 } });
  folder = aFolder({ "profiles.yaml": FILE });
});
afterEach(() => sandbox.close());

const run = (args: readonly string[]) =>
  strata(folder, args, {
    env: envOf(sandbox),
  });

async function use(...keys: string[]): Promise<void> {
  const tags = Object.fromEntries(keys.map((key) => [key, "x"]));
  const place = { account: "111122223333", region: "us-west-2", modelId: "06vsfs68yb4g", foundationModel: "m", tags };
  await sandbox.recordUse(place, new Date(Date.now() - 300_000), { invocations: 1 });
}

const writes = () => sandbox.calls.filter(({ operation }) => /^(?:Start|Update)/.test(operation)).length;
/** The first of this month and of last month's, as the flag takes them. */
const monthsAgo = (months: number) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
};

describe("tags", () => {
  test("each declared key with its clocks; with --all whatever else billing knows", async () => {
    await use("project", "owner");
    await run(["apply", "--yes"]);
    const { code, stdout, stderr } = await run(["tags"]);
    expect([code, stderr]).toEqual([0, ""]);
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(text).toContain("Cost allocation tags of account 111122223333 KEY BILLING STATUS SINCE");
    expect(text).toContain("it takes up to 24 h from then to show in Cost Explorer.");
    expect(text).toContain("stage Not known to billing: it learns a key up to 24 h after");
    expect(text).toContain("No backfill is known.");
    expect(text).not.toContain("owner");
    const all = JSON.parse((await run(["tags", "--all", "--format", "json"])).stdout);
    expect(isTags(all), JSON.stringify(isTags.errors)).toBe(true);
    expect(
      all.tags.map(({ key, declared, seen, shown }: Record<string, unknown>) => [key, declared, seen, shown]),
    ).toEqual([
      ["project", true, "passed", "pending"],
      ["stage", true, "waiting", "inactive"],
      ["owner", false, "passed", "inactive"],
    ]);
    expect(writes()).toBe(1);
  });

  test("billing that cannot be asked: a warning, exit 0, and nothing is claimed", async () => {
    sandbox.behaviour.payerAccount = "999900001111";
    const { code, stdout, stderr } = await run(["tags", "--format", "json"]);
    expect([code, stderr.includes("billing/linked-account")]).toEqual([0, true]);
    expect(isTags(JSON.parse(stdout)), JSON.stringify(isTags.errors)).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({ read: false, tags: [{ key: "project", known: null, says: [] }, {}] });
    expect((await run(["tags"])).stdout).toContain("not checked");
  });

  test("a file without cost tags asks nothing", async () => {
    folder = aFolder({ "profiles.yaml": FILE.replace(/costAllocationTags.*\n/, "") });
    const { code, stdout } = await run(["tags"]);
    expect([code, stdout, sandbox.calls.length]).toEqual([
      0,
      "The file names no cost allocation tags (costAllocationTags).\n",
      0,
    ]);
  });
});

describe("tags backfill", () => {
  test("explains, and starts nothing without a yes", async () => {
    await use("project", "owner");
    const { code, stdout, stderr } = await run(["tags", "backfill", "--from", monthsAgo(2)]);
    expect([code, stdout, writes()]).toEqual([8, "", 0]);
    const text = stderr.replaceAll(/\s+/g, " ");
    expect(text).toContain("It writes the present status of all keys into these months");
    expect(text).toContain("inactive, their values disappear where they were: owner, project");
    expect(text).toContain("AWS takes one in 24 hours");
    expect(text).toContain("the next can only be asked for a day later: project, stage.");
  });

  test("with a yes it starts; a second one within a day is refused by AWS, and says so", async () => {
    await use("project", "stage");
    await run(["apply", "--yes"]);
    const from = monthsAgo(3);
    const started = await run(["tags", "backfill", "--from", from, "--yes", "--format", "json"]);
    expect(isBackfill(JSON.parse(started.stdout)), JSON.stringify(isBackfill.errors)).toBe(true);
    expect([started.code, JSON.parse(started.stdout).backfill.from]).toEqual([0, `${from}-01T00:00:00Z`]);
    const again = await run(["tags", "backfill", "--from", from, "--yes"]);
    expect([again.code, again.stderr.includes("billing/backfill-refused")]).toEqual([1, true]);
    expect((await run(["tags"])).stdout).toContain(`Backfilled: costs carry its values from ${from}-01 on.`);
  });

  test("one that is in work is told without asking AWS again", async () => {
    sandbox.behaviour.billingDelayMs = DAY;
    await run(["tags", "backfill", "--from", monthsAgo(1), "--yes"]);
    const again = await run(["tags", "backfill", "--from", monthsAgo(1), "--yes"]);
    expect([again.code, writes(), again.stderr.includes("is in work")]).toEqual([1, 1, true]);
  });

  test.each([
    ["a month to come", [monthsAgo(-1)]],
    ["too long ago", [monthsAgo(13)]],
    ["no month", ["2026-8"]],
  ])("%s is a usage error", async (_, from) => {
    const { code } = await run(["tags", "backfill", "--from", ...from, "--yes"]);
    expect([code, sandbox.calls.length]).toEqual([64, 0]);
  });

  test("without knowing the keys' status it does nothing: exit 1", async () => {
    sandbox.behaviour.deniedOperations = ["ce:ListCostAllocationTags"];
    const { code, stderr } = await run(["tags", "backfill", "--from", monthsAgo(1), "--yes"]);
    expect([code, stderr.includes("billing/unknown-effect"), writes()]).toEqual([1, true, 0]);
  });

  test("nor without knowing the backfills, in whole sentences", async () => {
    sandbox.behaviour.deniedOperations = ["ce:ListCostAllocationTagBackfillHistory"];
    const { code, stderr } = await run(["tags", "backfill", "--from", monthsAgo(1), "--yes"]);
    expect([code, writes()]).toEqual([1, 0]);
    expect(stderr.replace(/\s+/g, " ")).toMatch(/BackfillHistory\b[^.]*\. Nothing was changed\./);
  });
});
