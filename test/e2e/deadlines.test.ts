/** Models that end, by the built command: listed, told by plan and drift, kept off by the policy. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, strata } from "./command.ts";

const LITE = "amazon.nova-lite-v1:0";
const PRO = "amazon.nova-pro-v1:0";

/** `2027-01-15`, so many days from today on. */
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const CONFIG = `version: 1
stack: e2e
regions: [us-west-2, us-east-1]
models:
  fast: us.amazon.nova-lite-v1:0
projects:
  discovery: { owner: "@acme/discovery" }
defaults: { regions: [us-west-2] }
profiles:
  search:
    model: fast
    tags: { project: discovery }
  ads:
    model: us.amazon.nova-pro-v1:0
    tags: { project: ads, owner: ann }
  lives-on:
    model: us.anthropic.claude-sonnet-4-5-20250929-v1:0
    tags: { project: ads }
`;
const POLICY = CONFIG.replace("defaults:", "policy: { minModelLife: 90d }\ndefaults:");

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  folder = aFolder({ "profiles.yaml": CONFIG });
  expect((await run("apply", "--yes")).code).toBe(0);
  sandbox.behaviour.endingModels = [`${LITE}@${day(30)}`, PRO];
});
afterEach(() => sandbox.close());

const run = (...args: string[]) => strata(folder, args, { env: envOf(sandbox) });
const write = (text: string): void => writeFileSync(join(folder, "profiles.yaml"), text);
const LINE =
  /! 1 profile is on a model that ends by [\d-]+; 1 profile is on a legacy\nmodel whose end is not told: strata list --expiring 90d/;

async function byHand(name: string): Promise<void> {
  await sandbox.put({ region: "us-west-2", name, source: `us.${LITE}`, tags: { owner: "bob" } });
}

describe("list --expiring", () => {
  test("whose, until when, and what to change where", async () => {
    await byHand("by-hand");
    const ended = await run("list", "--expiring", "90d");
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(new RegExp(`^by-hand +${day(30)} +(?:29|30) d +amazon.nova-lite-v1:0 +bob`, "m"));
    expect(ended.stdout).toMatch(/^search +\S+ +\d+ d +amazon.nova-lite-v1:0 +@acme\/discovery +discovery/m);
    expect(ended.stdout).toMatch(/^ads +not told +amazon.nova-pro-v1:0 +ann +ads/m);
    expect(ended.stdout).not.toContain("lives-on");
    expect(ended.stdout).toContain("  profiles.yaml:5: alias fast (1 entry)\n  profiles.yaml:13: ads\n");
    expect(ended.stdout).toContain("In no file: by-hand.");
  });

  test("only what ends in time; JSON; what is unmanaged; a narrowed scope", async () => {
    await byHand("by-hand");
    const names = async (...args: string[]) => {
      const { code, stdout } = await run("list", "--format", "json", ...args);
      expect(code).toBe(0);
      return JSON.parse(stdout).profiles.map(({ name }: { name: string }) => name);
    };
    expect(await names("--expiring", "2w")).toEqual(["ads"]);
    expect(await names("--expiring", "3m")).toEqual(["by-hand", "search", "ads"]);
    expect(await names("--expiring", "3m", "--unmanaged")).toEqual(["by-hand"]);
    expect(await names("--expiring", "3m", "--only", "s*")).toEqual(["search"]);
  });

  test("where nobody may read how long models live, nothing is said to live on", async () => {
    sandbox.behaviour.deniedOperations = ["bedrock:ListFoundationModels"];
    const ended = await run("list", "--expiring", "90d");
    expect([ended.code, ended.stdout]).toEqual([7, "Which models end could not be read in 1 target.\n"]);
    const system = await run("list", "--system", "--expiring", "90d");
    expect([system.code, system.stdout]).toEqual([7, "Which models end could not be read in 2 regions.\n"]);
  });

  test("what to copy no more", async () => {
    const { code, stdout } = await run("list", "--system", "--expiring", "90d", "--format", "json");
    const { sources } = JSON.parse(stdout) as { sources: { id: string; region: string; endOfLife: string | null }[] };
    expect(code).toBe(0);
    expect(sources).toContainEqual(
      expect.objectContaining({ id: `us.${LITE}`, region: "us-east-1", endOfLife: day(30), model: LITE }),
    );
    expect(sources.every(({ id }) => !id.includes("sonnet-4-5"))).toBe(true);
  });

  test.each(["90", "mtd", "0d", "3y", ""])("not --expiring %j", async (text) => {
    const ended = await run("list", "--expiring", text);
    expect([ended.code, ended.stderr.includes("90d, 12w or 3m")]).toEqual([64, true]);
  });

  test("a catalogue that is closed is no good news: exit 7", async () => {
    sandbox.behaviour.deniedOperations = ["bedrock:ListFoundationModels"];
    const ended = await run("list", "--expiring", "90d");
    expect([ended.code, ended.stderr.includes("aws/lifecycles-unread")]).toEqual([7, true]);
  });
});

describe("drift and plan", () => {
  test("drift says it in every format, and is no drift by it", async () => {
    const ended = await run("drift", "--detailed-exitcode");
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringMatching(LINE)]);
    expect((await run("drift", "--format", "markdown")).stdout).toContain("`strata list --expiring 90d`");
    const { deadlines } = JSON.parse((await run("drift", "--format", "json")).stdout);
    expect(deadlines.targets).toEqual([{ account: "111122223333", region: "us-west-2" }]);
    expect(deadlines.profiles.map(({ name }: { name: string }) => name)).toEqual(["search", "ads"]);
  });

  test("a plan without a policy does not look", async () => {
    const { deadlines } = JSON.parse((await run("plan", "--format", "json")).stdout);
    expect(deadlines).toBeUndefined();
  });

  test("where the catalogue is closed, drift goes on, and says so once for all targets", async () => {
    write(CONFIG.replace("regions: [us-west-2] }", "regions: [us-west-2, us-east-1] }"));
    expect((await run("apply", "--yes")).code).toBe(0);
    sandbox.behaviour.deniedOperations = ["bedrock:ListFoundationModels"];
    const ended = await run("drift", "--detailed-exitcode");
    expect(ended.code).toBe(0);
    expect(ended.stdout.match(/aws\/lifecycles-unread/g)).toHaveLength(1);
    expect(ended.stdout).not.toContain("--expiring");
  });

  test("it survives the saved plan, the comment and the parts, and no hash knows of it", async () => {
    write(POLICY);
    const shown = await run("plan", "--out", "plan.json");
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(LINE)]);
    expect((await run("plan", "--from", "plan.json")).stdout).toMatch(LINE);
    expect((await run("plan", "--from", "plan.json", "--format", "markdown")).stdout).toContain(
      "Model ends: `1 profile",
    );
    for (const part of ["1", "2"]) await run("plan", "--shard", `${part}/2`, "--out", `${part}.json`);
    const merged = await run("plan", "merge", "1.json", "2.json", "--format", "json");
    const whole = JSON.parse((await run("plan", "--format", "json")).stdout);
    expect(JSON.parse(merged.stdout)).toEqual(whole);
    sandbox.behaviour.endingModels = [];
    const later = JSON.parse((await run("plan", "--format", "json")).stdout);
    expect(later.deadlines.profiles).toEqual([]);
    expect(later.hash).toBe(whole.hash);
    expect((await run("plan", "--check", "plan.json")).code).toBe(0);
  });
});

describe("policy.minModelLife", () => {
  const NEW = POLICY.replace(
    "profiles:\n",
    `profiles:
  new-one: { model: fast }
  other: { model: us.anthropic.claude-sonnet-4-5-20250929-v1:0 }
`,
  );

  test("a create on an ending model is blocked with its line, the rest is done, and what lives there stays", async () => {
    write(NEW);
    const planned = await run("plan");
    expect(planned.code).toBe(5);
    expect(planned.stdout).toContain("x new-one  BLOCKED: The model ends sooner than the policy allows");
    expect(planned.stdout.replaceAll(/\s+/g, " ")).toContain(
      `"new-one" is not created: ${LITE} ends on ${day(30)}, and \`policy.minModelLife\` asks for 90 days.`,
    );
    expect(planned.stdout).toContain("Give the alias `fast` (profiles.yaml:5)");
    expect(planned.stdout.match(/policy\/model-ends/g)).toHaveLength(2);
    const applied = await run("apply", "--yes");
    expect(applied.code).toBe(5);
    const names = sandbox.profiles().map(({ name }) => name);
    expect(names.sort()).toEqual(["ads", "lives-on", "other", "search"]);
    // Merely told: nothing is left to do.
    expect((await run("plan", "--detailed-exitcode")).code).toBe(5);
  });

  test("a replacement onto an ending model is blocked, one away from it is not", async () => {
    const sonnet = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    write(POLICY.replace(sonnet, `us.${PRO}`).replace("model: fast", `model: ${sonnet}`));
    const { summary, changes } = JSON.parse((await run("plan", "--format", "json")).stdout);
    expect(summary).toMatchObject({ replace: 1, blocked: 1 });
    const blocked = changes.find(({ action }: { action: string }) => action === "blocked");
    expect(blocked).toMatchObject({ name: "lives-on", because: [{ code: "plan/model-ends-soon" }] });
  });

  test("an adoption is blocked", async () => {
    await byHand("by-hand");
    write(`${POLICY}  by-hand: { model: fast, adopt: true }\n`);
    const planned = await run("plan");
    expect([planned.code, planned.stdout.includes('"by-hand" is not adopted')]).toEqual([5, true]);
  });

  test("an approved plan is not stale when its model came too near: the change is blocked", async () => {
    sandbox.behaviour.endingModels = [`${LITE}@${day(100)}`];
    write(NEW);
    expect((await run("plan", "--out", "plan.json")).code).toBe(0);
    sandbox.behaviour.endingModels = [`${LITE}@${day(80)}`];
    expect((await run("plan", "--check", "plan.json")).code).toBe(0);
    expect((await run("apply", "--plan", "plan.json", "--yes")).code).toBe(5);
    expect(sandbox.profiles().map(({ name }) => name)).toContain("other");
  });

  test("where the catalogue is closed nothing is blocked, and that is said", async () => {
    sandbox.behaviour.deniedOperations = ["bedrock:ListFoundationModels"];
    write(NEW);
    const planned = await run("plan");
    expect([planned.code, planned.stdout.match(/aws\/lifecycles-unread/g)?.length]).toEqual([0, 1]);
  });

  test("what is no number of days is an error with its place", async () => {
    write(POLICY.replace("90d", "3m"));
    const ended = await run("validate");
    expect([ended.code, ended.stdout + ended.stderr]).toEqual([6, expect.stringContaining("profiles.yaml:8:25")]);
  });
});

test("doctor goes on telling which models are at their end", async () => {
  sandbox.behaviour.endingModels = [`${LITE}@${day(30)}`, `${PRO}@${day(-1)}`];
  const { stdout } = await run("doctor");
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(`the model is LEGACY and ends on ${day(30)}`);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(`the model reached its end of life on ${day(-1)}`);
});
