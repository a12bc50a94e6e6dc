/** Plans and applies by shards, as the jobs of a matrix run them: the built command, each shard a process of its own. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import planSchema from "../../schema/plan.schema.json" with { type: "json" };
import reportSchema from "../../schema/report.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, type Ended, envOf, strata } from "./command.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
const isPlan = ajv.compile(planSchema);
const isLine = ajv.compile(reportSchema);

const FILE = `version: 1
stack: e2e
regions: [us-west-2, us-east-1, us-east-2]
accounts:
  prod: { id: "111122223333" }
  dev: { id: "444455556666", regions: [us-west-2, us-east-1] }
defaults: { regions: [us-west-2, us-east-1] }
costAllocationTags: [project]
billing: { account: "111122223333" }
publish: { ssm: "/genai/{name}" }
guards: { maxDeletes: 3, maxDeletePercent: 60 }
profiles:
  app: { model: us.amazon.nova-lite-v1:0, accounts: [prod, dev], tags: { project: app } }
  bot: { model: us.amazon.nova-lite-v1:0, accounts: [prod, dev], tags: { project: bot } }
  search: { model: us.amazon.nova-lite-v1:0, accounts: [prod], regions: [us-east-2], tags: { project: search } }
`;
interface Saved {
  readonly guards: object;
  readonly targets: readonly object[];
  readonly seal: string;
}
const SHARDS = ["1/3", "2/3", "3/3"] as const;

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await startSandbox({ behaviour: { billingDelayMs: 0 } });
  folder = aFolder({ "profiles.yaml": FILE });
});
afterEach(() => sandbox.close());

const env = (more: Record<string, string> = {}) => envOf(sandbox, { STRATA_ROLE_NAME: "strata", ...more });
const run = (...args: string[]): Promise<Ended> => strata(folder, args, { env: env() });
const bytes = (name: string): string => readFileSync(join(folder, name), "utf8");
const json = (name: string) => JSON.parse(bytes(name));
const edit = (from: string | RegExp, to: string): void => {
  const text = bytes("profiles.yaml");
  expect(text.replace(from, to)).not.toBe(text);
  writeFileSync(join(folder, "profiles.yaml"), text.replace(from, to));
};
const codes = (all: readonly Ended[]): (number | null)[] => all.map(({ code }) => code);
const live = (): string[] => sandbox.profiles().map(({ account, region, name }) => `${account} ${region} ${name}`);
const count = (operation: string): number => sandbox.calls.filter((call) => call.operation === operation).length;

/** Each shard in a process of its own, all at once. */
const inShards = (args: (shard: string, at: number) => readonly string[]): Promise<Ended[]> =>
  Promise.all(SHARDS.map((shard, at) => run(...args(shard, at + 1), "--shard", shard)));
const PARTS = ["part-1.json", "part-2.json", "part-3.json"];
const planParts = (...more: string[]): Promise<Ended[]> =>
  inShards((_, at) => ["plan", "--out", `part-${at}.json`, ...more]);
const merge = (...more: string[]): Promise<Ended> => run("plan", "merge", ...PARTS, "--out", "plan.json", ...more);
const apply = (...more: string[]): Promise<Ended[]> =>
  inShards((_, at) => ["apply", "--plan", "plan.json", "--report", `report-${at}.jsonl`, ...more]);

/** What billing learns of a key, so that there is something to activate. */
async function use(key: string): Promise<void> {
  const place = { account: "111122223333", region: "us-west-2", modelId: "06vsfs68yb4g", foundationModel: "m" };
  const at = new Date(Date.now() - 300_000);
  await sandbox.recordUse({ ...place, tags: { [key]: "x" } }, at, { invocations: 1 });
}

test("a whole life: the merged plan is that of one run, byte for byte; shards apply it; nothing is left", async () => {
  await use("project");
  expect(codes(await planParts())).toEqual([0, 0, 0]);
  expect(count("ListCostAllocationTags")).toBe(1);
  const targets = PARTS.map((name) => json(name).targets.length);
  expect(targets.sort()).toEqual([1, 2, 2]);
  for (const name of PARTS) expect(isPlan(json(name)), JSON.stringify(isPlan.errors)).toBe(true);

  expect((await merge()).code).toBe(0);
  await run("plan", "--out", "whole.json");
  expect(bytes("plan.json")).toBe(bytes("whole.json"));
  expect(json("plan.json").summary).toMatchObject({ create: 9, publish: 9, activate: 1 });
  const markdown = await run("plan", "merge", ...PARTS, "--format", "markdown");
  expect(markdown.stdout).toBe((await run("plan", "--format", "markdown")).stdout);

  const applied = await apply();
  expect(codes(applied)).toEqual([0, 0, 0]);
  expect(applied[1]?.stdout).toMatch(/^Stack e2e {3}profiles\.yaml {3}shard 2 of 3 {3}\d targets? read\n/);
  expect([live().length, count("UpdateCostAllocationTagsStatus")]).toEqual([9, 1]);
  const lines = [1, 2, 3].map((at) => bytes(`report-${at}.jsonl`).trim().split("\n"));
  for (const line of lines.flat()) expect(isLine(JSON.parse(line)), JSON.stringify(isLine.errors)).toBe(true);
  expect(JSON.parse(lines[2]?.at(-1) ?? "")).toMatchObject({ complete: true, shard: { index: 3, count: 3 } });

  expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
  expect(codes(await planParts("--detailed-exitcode"))).toEqual([0, 0, 0]);
  expect(codes(await apply())).toEqual([0, 0, 0]);
});

describe("guards judge all shards at once", () => {
  beforeEach(async () => {
    await run("apply", "--yes");
    edit(/ {2}bot:.*\n/, "");
  });

  test("four deletes in four targets: no part is stopped, the whole is, and no shard applies any", async () => {
    expect(codes(await planParts())).toEqual([0, 0, 0]);
    const merged = await merge();
    expect([merged.code, json("plan.json").guards]).toMatchObject([5, { ends: 4, serving: 9, maxDeletes: 3 }]);
    expect(merged.stdout).toContain("consent to exactly this many with --allow-deletes 4");
    const stopped = await apply();
    expect([codes(stopped), live().length]).toEqual([[5, 5, 5], 9]);
    expect(JSON.parse(bytes("report-3.jsonl").split("\n")[0] ?? "")).toMatchObject({
      type: "refusal",
      reason: "guard",
    });
    expect(codes(await apply("--allow-deletes", "3"))).toEqual([5, 5, 5]);
  });

  test.each([
    [
      "more that serve",
      (plan: Saved) => ({
        ...plan,
        targets: plan.targets.map((target) => ({ ...target, managed: 20 })),
        guards: { ...plan.guards, serving: 100 },
      }),
    ],
    ["fewer targets", (plan: Saved) => ({ ...plan, targets: plan.targets.slice(1) })],
    ["no seal", ({ seal: _, ...plan }: Saved) => plan],
  ])("a merged plan with %s than it was saved with is refused", async (_, edited) => {
    edit("maxDeletes: 3", "maxDeletes: 9");
    edit(/ {2}search:.*\n/, "");
    await planParts();
    expect((await merge()).code).toBe(0);
    writeFileSync(join(folder, "plan.json"), JSON.stringify(edited(json("plan.json"))));
    const refused = await apply();
    expect([codes(refused), live().length]).toEqual([[4, 4, 4], 9]);
    expect(refused[0]?.stderr).toContain("approval/edited");
  });

  test("consent to all of them is heard by the merge, and by every shard", async () => {
    await planParts();
    expect((await merge("--allow-deletes", "4")).code).toBe(0);
    await run("plan", "--allow-deletes", "4", "--out", "whole.json");
    expect(bytes("plan.json")).toBe(bytes("whole.json"));
    const applied = await apply("--allow-deletes", "4");
    expect([codes(applied), live()]).toEqual([[0, 0, 0], expect.not.arrayContaining([expect.stringContaining("bot")])]);
    expect(applied[0]?.stdout).toContain(", all shards taken together");
  });

  test("an emptied file is one also where each shard has few", async () => {
    edit(/profiles:\n[\s\S]*$/, "profiles: {}\n");
    await planParts();
    const merged = await merge();
    expect([merged.code, json("plan.json").diagnostics.map((one: { code: string }) => one.code)]).toEqual([
      5,
      ["safety/nothing-desired"],
    ]);
  });
});

test("what is new stops its own shard alone: the others do what was approved", async () => {
  await planParts();
  await merge();
  edit(
    "profiles:\n",
    "profiles:\n  late: { model: us.amazon.nova-lite-v1:0, accounts: [prod], regions: [us-east-2] }\n",
  );
  const applied = await apply();
  expect([codes(applied).sort(), live().length]).toEqual([[0, 0, 4], expect.any(Number)]);
  expect(live().some((one) => one.endsWith("late"))).toBe(false);
  const refused = applied.find(({ code }) => code === 4);
  expect(refused?.stdout).toContain("late");
  // What other shards had to do is not told as gone.
  expect(refused?.stdout).not.toContain("no longer to be done");
  const additive = await inShards(() => ["apply", "--plan", "plan.json", "--additive"]);
  expect([codes(additive), live().length]).toEqual([[0, 0, 0], 10]);
});

test("a plan of one run is applied by shards, a merged one as a whole, and --check asks shard by shard", async () => {
  await run("plan", "--out", "plan.json");
  expect(codes(await inShards(() => ["plan", "--check", "plan.json"]))).toEqual([0, 0, 0]);
  expect(codes(await apply())).toEqual([0, 0, 0]);
  edit("project: search", "project: find");
  await planParts();
  await merge();
  edit("project: find", "project: found");
  expect(codes(await inShards(() => ["plan", "--check", "plan.json"])).sort()).toEqual([0, 0, 4]);
  edit("project: found", "project: find");
  expect((await run("apply", "--plan", "plan.json")).code).toBe(0);
  expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
});

test("a target that could not be read: exit 7 of its part, and of the merged plan, as of one run", async () => {
  sandbox.behaviour.deniedOperations = [{ operation: "ListInferenceProfiles", account: "444455556666" }];
  const parts = codes(await planParts());
  expect([parts.includes(7), parts.includes(0)]).toEqual([true, true]);
  const merged = await merge();
  expect([merged.code, json("plan.json").complete]).toEqual([7, false]);
  const withoutIds = (name: string) => bytes(name).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|"seal": .*/g, "id");
  expect((await run("plan", "--out", "whole.json")).code).toBe(7);
  expect(withoutIds("plan.json")).toBe(withoutIds("whole.json"));
});

test("what is denied in several shards is told once, with all targets", async () => {
  sandbox.behaviour.deniedOperations = ["tag:GetResources"];
  edit(/publish:.*\n/, "");
  await planParts();
  await merge();
  await run("plan", "--out", "whole.json");
  expect(bytes("plan.json")).toBe(bytes("whole.json"));
  const [told] = json("plan.json").diagnostics;
  expect([told.code, told.targets.length]).toEqual(["aws/tags-read-one-by-one", 5]);
});

test("with a base, and with a consent that no shard knows", async () => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: "pipe" });
  const who = ["-c", "user.name=dev", "-c", "user.email=dev@example.com", "-c", "commit.gpgsign=false"];
  git("init", "-q", "-b", "main");
  git("add", "profiles.yaml");
  git(...who, "commit", "-q", "-m", "begin");
  edit("  bot: { model: us.amazon.nova-lite-v1:0", "  robot: { model: us.amazon.nova-micro-v1:0");
  const flags = ["--base", "main", "--allow-in-use", "serch"];
  await planParts(...flags);
  expect((await merge()).code).toBe(0);
  await run("plan", ...flags, "--out", "whole.json");
  expect(bytes("plan.json")).toBe(bytes("whole.json"));
  expect(json("plan.json").diagnostics).toMatchObject([{ hint: 'Did you mean "search"?' }]);
  expect(json("plan.json").changes.filter((one: { alreadyPending: boolean }) => one.alreadyPending)).toHaveLength(5);
});

test("--target narrows first; a shard without a target is a part like any other", async () => {
  await planParts("--target", "dev/*");
  expect(json("part-3.json")).toMatchObject({ targets: [], scope: { targets: json("part-1.json").scope.targets } });
  expect((await merge()).code).toBe(0);
  await run("plan", "--target", "dev/*", "--out", "whole.json");
  expect(bytes("plan.json")).toBe(bytes("whole.json"));
  const empty = await run("plan", "--target", "dev/*", "--shard", "3/3");
  expect([empty.code, empty.stdout]).toEqual([0, expect.stringContaining("no target falls into this shard")]);
  const nowhere = await run("plan", "--target", "dve/*", "--shard", "3/3");
  expect([nowhere.code, nowhere.stderr]).toEqual([64, expect.stringContaining("usage/unknown-target")]);
});

test("without accounts: the caller's one is asked for by every shard, also one without a target", async () => {
  writeFileSync(
    join(folder, "profiles.yaml"),
    FILE.replace(/accounts:\n.*\n.*\n/, "")
      .replaceAll(/accounts: \[.*?\], /g, "")
      .replace(/billing:.*\n/, ""),
  );
  const all = await Promise.all(
    [1, 2, 3, 4].map((at) => run("plan", "--target", "*/us-*", "--shard", `${at}/4`, "--out", `part-${at}.json`)),
  );
  expect(codes(all)).toEqual([0, 0, 0, 0]);
  expect(json("part-4.json").scope.targets).toEqual(json("part-1.json").scope.targets);
  expect((await run("plan", "merge", ...PARTS, "part-4.json", "--out", "plan.json")).code).toBe(0);
  await run("plan", "--target", "*/us-*", "--out", "whole.json");
  expect(bytes("plan.json")).toBe(bytes("whole.json"));

  const elsewhere = ["plan", "--target", "*/us-*", "--shard", "4/4", "--out", "part-4.json"];
  await strata(folder, elsewhere, { env: env({ AWS_ACCESS_KEY_ID: "444455556666" }) });
  const mixed = await run("plan", "merge", ...PARTS, "part-4.json");
  expect([mixed.code, mixed.stderr.replaceAll(/\s+/g, " ")]).toEqual([
    64,
    expect.stringContaining("differ in configuration or account of the credentials, scope."),
  ]);
});

describe("refused", () => {
  test.each<[string, string[], string]>([
    ["a shard beyond the last", ["plan", "--shard", "4/3"], "It takes one of up to 256 shards"],
    ["two shards", ["plan", "--shard", "1/2", "--shard", "2/2"], "give it once"],
    ["no number", ["plan", "--shard", "one"], "It takes one of up to 256 shards"],
    ["names that a shard cannot check", ["plan", "--shard", "1/3", "--only", "app"], "usage/contradiction"],
    ["consent that no part can weigh", ["plan", "--shard", "1/3", "--allow-deletes", "9"], "strata plan merge"],
    ["a plan that is made", ["plan", "--shard", "1/3", "--from", "plan.json"], "usage/contradiction"],
    ["drift by shards", ["drift", "--shard", "1/3"], "unknown option '--shard'"],
    ["an apply of whatever there is", ["apply", "--shard", "1/3", "--yes"], "name the merged plan with --plan"],
    ["an expected hash", ["apply", "--shard", "1/3", "--plan", "plan.json", "--expect", "0".repeat(12)], "--expect"],
    ["what is due", ["apply", "--shard", "1/3", "--plan", "plan.json", "--due"], "--due"],
    ["an option of plan behind merge", ["plan", "merge", "part-1.json", "--base", "main"], "unknown option '--base'"],
    ["a file that is not there", ["plan", "merge", "nowhere.json"], "usage/unreadable-file"],
    ["no file", ["plan", "merge"], "missing required argument"],
  ])("%s: exit 64, and AWS is not asked", async (_, args, text) => {
    const ended = await run(...args);
    expect([ended.code, sandbox.calls.length]).toEqual([64, 0]);
    expect(ended.stderr).toContain(text);
  });

  test("a part where only a whole plan will do, and parts that are none", async () => {
    await planParts();
    await run("plan", "--out", "plan.json");
    for (const args of [
      ["apply", "--plan", "part-1.json"],
      ["plan", "--check", "part-1.json"],
    ]) {
      const ended = await run(...args);
      expect([ended.code, ended.stderr.includes("approval/part-alone"), live()]).toEqual([4, true, []]);
    }
    expect((await run("comment", "--from", "part-1.json")).stderr).toContain("approval/part-alone");
    expect((await run("plan", "--from", "part-1.json")).code).toBe(0);
    const two = await run("plan", "merge", "part-1.json", "part-3.json");
    expect([two.code, two.stderr]).toEqual([64, expect.stringContaining("No file is the part of shard 2/3.")]);
    writeFileSync(join(folder, "part-2.json"), bytes("part-2.json").replace('"serving": 0', '"serving": 99'));
    const edited = await merge();
    expect([edited.code, edited.stderr]).toEqual([64, expect.stringContaining("approval/edited")]);
    await run("drift", "--format", "json", "--out", "drift.json");
    const drift = await run("apply", "--plan", "drift.json", "--shard", "1/3");
    expect([drift.code, drift.stderr]).toEqual([4, expect.stringContaining("no figures of the guards")]);
  });
});
