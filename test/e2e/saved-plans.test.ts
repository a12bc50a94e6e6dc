/** Plans that were saved, reviewed and approved: what they cover, and what stops them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import checkSchema from "../../schema/check.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { appliedSandbox } from "./applied.ts";
import { aFolder, envOf, PROFILES, strata } from "./command.ts";

const isCheck = new Ajv({ strict: true, allowUnionTypes: true }).compile(checkSchema);

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  folder = aFolder({ "profiles.yaml": PROFILES });
});
afterEach(() => sandbox.close());

const run = (...args: string[]) =>
  strata(folder, args, {
    env: envOf(sandbox),
  });
const edit = (from: string | RegExp, to: string): void => {
  const path = join(folder, "profiles.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
};
const saved = (name = "plan.json") => JSON.parse(readFileSync(join(folder, name), "utf8"));
const names = () =>
  sandbox
    .profiles()
    .map(({ region, name }) => `${region} ${name}`)
    .sort();

async function applied(): Promise<void> {
  await sandbox.close();
  sandbox = await appliedSandbox(PROFILES);
}

let wholePlan: Promise<string> | undefined;
/** `plan.json`, the plan of everything as long as nothing is applied: it is the same each time, so it is made once. */
async function savePlan(): Promise<void> {
  wholePlan ??= run("plan", "--out", "plan.json").then(() => readFileSync(join(folder, "plan.json"), "utf8"));
  writeFileSync(join(folder, "plan.json"), await wholePlan);
}

/** Everything applied, then `search` gone from the file: one delete in each region, and a tag edit. */
async function withDeletes(): Promise<void> {
  await applied();
  edit(/ {2}search:[\s\S]*$/, "");
  edit("stage: test", "stage: prod");
}

describe("apply --plan", () => {
  test("does what was approved, without a question; run again it has nothing left", async () => {
    await run("plan", "--out", "plan.json");
    const first = await run("apply", "--plan", "plan.json");
    expect([first.code, names()]).toEqual([0, ["eu-central-1 search", "us-west-2 myapp-01", "us-west-2 search"]]);
    const again = await run("apply", "--plan", "plan.json");
    expect(again.code).toBe(0);
  });

  test("is what the plan says comes next, without the flags that the file holds", async () => {
    const { stdout } = await run("plan", "--only", "search", "--out", "my plan.json");
    expect(stdout).toContain("Next: strata apply --plan 'my plan.json'\n");
    expect((await run("apply", "--plan", "my plan.json")).code).toBe(0);
    expect(names()).toEqual(["eu-central-1 search", "us-west-2 search"]);
  });

  test("a subset is fine: a run that failed half way is simply run again", async () => {
    await savePlan();
    sandbox.behaviour.deniedOperations = [{ operation: "CreateInferenceProfile", region: "eu-central-1" }];
    expect((await run("apply", "--plan", "plan.json")).code).toBe(3);
    sandbox.behaviour.deniedOperations = [];
    expect((await run("apply", "--plan", "plan.json")).code).toBe(0);
    expect(names()).toHaveLength(3);
  });

  test("anything new: exit 4, the difference is told, nothing is applied", async () => {
    await savePlan();
    edit("stage: test", "stage: prod");
    edit("profiles:\n", "profiles:\n  late: { model: us.amazon.nova-lite-v1:0 }\n");
    const ended = await run("apply", "--plan", "plan.json");
    expect([ended.code, names()]).toEqual([4, []]);
    expect(ended.stdout).toContain("New\n  +   111122223333 us-west-2  late  create, new ARN");
    expect(ended.stdout).toMatch(/tag stage +approved: test\n +now: +prod/);
    expect(ended.stdout).toContain("Nothing was applied.");
    const json = await run("apply", "--plan", "plan.json", "--format", "json");
    const check = JSON.parse(json.stdout);
    expect(isCheck(check), JSON.stringify(isCheck.errors)).toBe(true);
    expect(check).toMatchObject({
      covered: false,
      same: 2,
      added: [{ name: "late" }],
      changed: [{ name: "myapp-01" }],
    });
  });

  test("several plans: their union is approved", async () => {
    await run("plan", "--out", "one.json");
    edit("profiles:\n", "profiles:\n  late: { model: us.amazon.nova-lite-v1:0, regions: [us-west-2] }\n");
    await run("plan", "--out", "two.json");
    edit(/ {2}late:.*\n/, "");
    edit("profiles:\n", "profiles:\n  third: { model: us.amazon.nova-lite-v1:0, regions: [us-west-2] }\n");
    await run("plan", "--out", "three.json");
    edit("profiles:\n", "profiles:\n  late: { model: us.amazon.nova-lite-v1:0, regions: [us-west-2] }\n");
    expect((await run("apply", "--plan", "one.json", "--plan", "two.json")).code).toBe(4);
    expect((await run("apply", "--plan", "two.json", "--plan", "three.json")).code).toBe(0);
    expect(names()).toHaveLength(5);
  });

  test("the scope comes from the file; giving another beside it is refused", async () => {
    await run("plan", "--only", "search", "--target", "*/us-west-2", "--out", "plan.json");
    expect(saved().scope).toEqual({ targets: ["111122223333/us-west-2"], only: ["search"], exclude: [] });
    expect((await run("apply", "--plan", "plan.json", "--only", "search")).code).toBe(64);
    expect((await run("apply", "--plan", "plan.json")).code).toBe(0);
    expect(names()).toEqual(["us-west-2 search"]);
    await run("plan", "--out", "whole.json");
    const both = await run("apply", "--plan", "plan.json", "--plan", "whole.json");
    expect([both.code, both.stderr.includes("approval/other-scope")]).toEqual([64, true]);
  });

  test("guards hold for what is approved too", async () => {
    await applied();
    edit(/profiles:[\s\S]*$/, "profiles: {}\n");
    await run("plan", "--out", "plan.json");
    expect((await run("apply", "--plan", "plan.json")).code).toBe(5);
    expect(names()).toHaveLength(3);
    expect((await run("apply", "--plan", "plan.json", "--allow-deletes", "3")).code).toBe(0);
    expect(names()).toEqual([]);
  });

  test("a half-done tag edit is covered by the approval of the whole", async () => {
    await applied();
    const { arn, tags } = sandbox.profiles().find(({ name }) => name === "myapp-01") ?? { arn: "", tags: {} };
    await sandbox.setTags(arn, { ...tags, old: "x" });
    edit("stage: test", "stage: prod");
    await run("plan", "--out", "plan.json");
    sandbox.behaviour.deniedOperations = ["UntagResource"];
    expect((await run("apply", "--plan", "plan.json")).code).toBe(3);
    sandbox.behaviour.deniedOperations = [];
    expect((await run("apply", "--plan", "plan.json")).code).toBe(0);
    expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
  });

  test("what time brought never makes it stale: it is left, and done when asked for", async () => {
    await applied();
    await sandbox.put({
      account: "111122223333",
      region: "us-west-2",
      name: "search-2",
      source: "us.amazon.nova-lite-v1:0",
      tags: { "strata:stack": "e2e", "strata:name": "search", "strata:retire-after": "2026-01-01T00:00:00Z" },
    });
    const early = aFolder({ "profiles.yaml": PROFILES });
    await strata(early, ["plan", "--sandbox", "--out", "plan.json"]);
    const ended = await run("apply", "--plan", join(early, "plan.json"), "--report", "report.jsonl");
    expect(ended.code).toBe(0);
    const [line] = readFileSync(join(folder, "report.jsonl"), "utf8").split("\n");
    expect(JSON.parse(line ?? "")).toMatchObject({ status: "skipped", skip: "not-approved", action: "retire" });
    expect(names()).toHaveLength(4);
    edit("stage: test", "stage: prod");
    const due = await run("apply", "--due");
    expect([due.code, names().length]).toEqual([0, 3]);
    expect(due.stdout).toContain("1 not approved and left as they are");
    expect(sandbox.profiles().find(({ name }) => name === "myapp-01")?.tags.stage).toBe("test");
  });
});

describe("a saved plan is refused, and nothing applied", () => {
  type Plan = Record<string, unknown> & { changes: Record<string, unknown>[]; scope: Record<string, unknown> };
  const rows: readonly [string, (plan: Plan) => unknown, string, number][] = [
    ["of another format version", (plan) => ({ ...plan, formatVersion: "2.0" }), "approval/other-version", 4],
    ["without a version", ({ formatVersion: _, ...plan }) => plan, "approval/not-a-plan", 4],
    ["of another shape", (plan) => ({ ...plan, changes: {} }), "changes is not a list", 4],
    ["that is a list", () => [], "approval/not-a-plan", 4],
    ["with another stack than it was saved with", (plan) => ({ ...plan, stack: "other" }), "approval/edited", 4],
    ["with a wider scope", (plan) => ({ ...plan, scope: { ...plan.scope, only: ["x"] } }), "approval/edited", 4],
    ["with a change taken out", (plan) => ({ ...plan, changes: plan.changes.slice(1) }), "approval/edited", 4],
    [
      "with another model in a change",
      (plan) => ({
        ...plan,
        changes: plan.changes.map((c) => ({
          ...c,
          after: { ...(c.after as object), source: "us.amazon.nova-pro-v1:0" },
        })),
      }),
      "does not fit",
      4,
    ],
    [
      "with another target of a change",
      (plan) => ({ ...plan, changes: plan.changes.map((c) => ({ ...c, region: "us-east-1" })) }),
      "does not fit",
      4,
    ],
  ];
  test.each(rows)("one %s", async (_, mutate, text, code) => {
    await savePlan();
    writeFileSync(join(folder, "plan.json"), JSON.stringify(mutate(saved())));
    const ended = await run("apply", "--plan", "plan.json");
    expect([ended.code, names()]).toEqual([code, []]);
    expect(ended.stderr).toContain(text);
    for (const flag of ["--check", "--from"]) expect((await run("plan", flag, "plan.json")).code).toBe(code);
  });

  test("one of another stack", async () => {
    await savePlan();
    edit("stack: e2e", "stack: another");
    const ended = await run("apply", "--plan", "plan.json");
    expect([ended.code, ended.stderr.includes("approval/other-stack"), names()]).toEqual([4, true, []]);
  });

  test("a file that is not there, or not JSON", async () => {
    const missing = await run("apply", "--plan", "nowhere.json");
    expect([missing.code, missing.stderr.includes("nowhere.json")]).toEqual([64, true]);
    writeFileSync(join(folder, "plan.json"), "{");
    expect((await run("apply", "--plan", "plan.json")).code).toBe(4);
    expect(sandbox.calls).toEqual([]);
  });
});

describe("other ways to say yes", () => {
  test("--expect: the plan that was shown, or exit 4", async () => {
    const { hash } = JSON.parse((await run("plan", "--format", "json")).stdout);
    edit("stage: test", "stage: prod");
    const other = await run("apply", "--expect", hash.slice(0, 12));
    expect([other.code, other.stderr.includes("approval/not-covered"), names()]).toEqual([4, true, []]);
    edit("stage: prod", "stage: test");
    edit("stage: prod", "stage: prod");
    const now = JSON.parse((await run("plan", "--format", "json")).stdout).hash;
    expect((await run("apply", "--expect", now.slice(0, 12).toUpperCase())).code).toBe(0);
    expect(names()).toHaveLength(3);
    expect((await run("apply", "--expect", now.slice(0, 11))).code).toBe(64);
    expect((await run("apply", "--expect", "not-a-hash-at-all")).code).toBe(64);
  });

  test("--additive: no ARN ends or changes; what is left makes exit 4", async () => {
    await withDeletes();
    const ended = await run("apply", "--additive");
    expect([ended.code, names()]).toEqual([4, ["eu-central-1 search", "us-west-2 myapp-01", "us-west-2 search"]]);
    expect(ended.stderr).toContain("They are left as they are.");
    expect(sandbox.profiles().find(({ name }) => name === "myapp-01")?.tags.stage).toBe("prod");
    edit(
      "profiles:\n",
      "profiles:\n  search:\n    model: anthropic.claude-sonnet-4-5-20250929-v1:0\n    routing: geo\n    tags: { project: search, stage: prod }\n",
    );
    expect((await run("apply", "--additive")).code).toBe(0);
  });

  test("--plan and --additive add up", async () => {
    await withDeletes();
    await run("plan", "--out", "plan.json");
    edit("profiles:\n", "profiles:\n  late: { model: us.amazon.nova-lite-v1:0, regions: [us-west-2] }\n");
    expect((await run("apply", "--plan", "plan.json")).code).toBe(4);
    expect((await run("apply", "--plan", "plan.json", "--additive")).code).toBe(0);
    expect(names()).toEqual(["us-west-2 late", "us-west-2 myapp-01"]);
  });
});

describe("plan --check and --from", () => {
  test("--check: covered or exit 4", async () => {
    await savePlan();
    const good = await run("plan", "--check", "plan.json");
    expect([good.code, good.stdout]).toEqual([
      0,
      "The approved plan covers the current one: 3 changes are left to be done.\n",
    ]);
    await run("apply", "--yes");
    const done = await run("plan", "--check", "plan.json", "--format", "json");
    expect([done.code, JSON.parse(done.stdout)]).toMatchObject([0, { covered: true, same: 0, gone: [{}, {}, {}] }]);
    edit("stage: test", "stage: prod");
    expect((await run("plan", "--check", "plan.json")).code).toBe(4);
  });

  test("--from shows the saved plan as it was, without AWS or configuration", async () => {
    const shown = await run("plan", "--out", "plan.json");
    sandbox.clearCalls();
    const elsewhere = aFolder({ "plan.json": readFileSync(join(folder, "plan.json"), "utf8") });
    const again = await strata(elsewhere, ["plan", "--from", "plan.json", "--detailed-exitcode"]);
    expect([again.code, sandbox.calls]).toEqual([2, []]);
    const body = (text: string) => text.slice(text.indexOf("111122223333"), text.indexOf("Guards"));
    expect(again.stdout).toContain(body(shown.stdout).split("\nPlan:")[0]);
    const json = await strata(elsewhere, ["plan", "--from", "plan.json", "--format", "json"]);
    expect(JSON.parse(json.stdout)).toEqual(saved());
  });

  test("--from tells what had stopped it", async () => {
    await applied();
    edit(/profiles:[\s\S]*$/, "profiles: {}\n");
    expect((await run("plan", "--out", "plan.json")).code).toBe(5);
    const again = await run("plan", "--from", "plan.json");
    expect([again.code, again.stdout.includes("Guards: STOP. ")]).toEqual([5, true]);
  });
});
