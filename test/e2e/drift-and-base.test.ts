/** What somebody changed outside Strata, and what a branch alone would change. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { appliedSandbox } from "./applied.ts";
import { aFolder, envOf, PROFILES, strata } from "./command.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const run = (folder: string, ...args: string[]) =>
  strata(folder, args, {
    env: envOf(sandbox),
  });

async function applied(): Promise<string> {
  await sandbox.close();
  sandbox = await appliedSandbox(PROFILES);
  return aFolder({ "profiles.yaml": PROFILES });
}

function profile(name: string, region = "us-west-2") {
  const found = sandbox.profiles().find((p) => p.name === name && p.region === region);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe("drift", () => {
  test("none", async () => {
    const folder = await applied();
    const ended = await run(folder, "drift", "--detailed-exitcode");
    expect([ended.code, ended.stdout.includes("No drift.")]).toEqual([0, true]);
  });

  test("a deleted profile, changed tags: exit 2 only when asked for", async () => {
    const folder = await applied();
    await sandbox.remove(profile("myapp-01").arn);
    const { arn, tags } = profile("search");
    await sandbox.setTags(arn, { ...tags, project: "ads" });
    const ended = await run(folder, "drift", "--detailed-exitcode");
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain("MISSING: deleted outside Strata");
    expect(ended.stdout).toMatch(/project +search -> ads/);
    expect((await run(folder, "drift")).code).toBe(0);
    const json = JSON.parse((await run(folder, "drift", "--format", "json")).stdout);
    expect(json.summary).toMatchObject({ create: 1, update: 1 });
  });

  test("what time brought is no drift", async () => {
    const folder = await applied();
    await sandbox.put({
      account: "111122223333",
      region: "us-west-2",
      name: "search-2",
      source: "us.amazon.nova-lite-v1:0",
      tags: { "strata:stack": "e2e", "strata:name": "search", "strata:retire-after": "2026-01-01T00:00:00Z" },
    });
    const ended = await run(folder, "drift", "--detailed-exitcode");
    expect([ended.code, ended.stdout.includes("Not drift: 1 change")]).toEqual([0, true]);
  });

  test("--everywhere finds orphans in regions that the file does not look after, and says which it could not read", async () => {
    const folder = await applied();
    writeFileSync(join(folder, "profiles.yaml"), PROFILES.replace("[us-west-2, eu-central-1]", "[us-west-2]"));
    sandbox.behaviour.disabledRegions = ["af-south-1"];
    const near = await run(folder, "drift", "--detailed-exitcode");
    expect(near.code).toBe(0);
    const ended = await run(folder, "drift", "--everywhere", "--detailed-exitcode");
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain("ORPHAN");
    expect(ended.stdout).toContain("111122223333/af-south-1");
    const both = await run(folder, "drift", "--everywhere", "--target", "111122223333/us-west-2");
    expect([both.code, both.stderr.includes("usage/contradiction")]).toEqual([64, true]);
  });
});

function git(folder: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder, stdio: "pipe" });
}

describe("plan --base", () => {
  const MAIN = PROFILES.replace("profiles:", "include: [teams/*.yaml]\nprofiles:");
  const TEAM = `profiles:
  bot:
    model: us.amazon.nova-lite-v1:0
    regions: [us-west-2]
    tags: { project: bot, stage: test }
`;

  function repository(): string {
    const folder = aFolder({ "profiles.yaml": MAIN });
    mkdirSync(join(folder, "teams"));
    writeFileSync(join(folder, "teams/bot.yaml"), TEAM);
    git(folder, "init", "-q", "-b", "main");
    git(folder, "add", ".");
    git(folder, "commit", "-q", "-m", "base");
    return folder;
  }

  test("this change apart from what is pending already; included files are read at the revision too", async () => {
    const folder = repository();
    expect((await run(folder, "apply", "--yes")).code).toBe(0);
    writeFileSync(join(folder, "teams/bot.yaml"), TEAM.replace("stage: test", "stage: prod"));
    git(folder, "commit", "-aqm", "pending on main");
    writeFileSync(join(folder, "profiles.yaml"), MAIN.replace("stage: test", "stage: uat"));
    const plan = JSON.parse((await run(folder, "plan", "--base", "main", "--format", "json")).stdout);
    expect(plan.base.ref).toBe("main");
    expect(plan.changes.map(({ name, alreadyPending }: Record<string, unknown>) => [name, alreadyPending])).toEqual([
      ["bot", true],
      ["myapp-01", false],
    ]);
    const text = await run(folder, "plan", "--base", "main");
    expect(text.stdout.indexOf("myapp-01")).toBeLessThan(text.stdout.indexOf("Already pending without this change"));
    expect(text.stdout).toContain("Of this change: 1 tag update. Already pending: 1 tag update; 1");
  });

  test("a plan approves nothing that was pending without it: merging one change does not end what another one left", async () => {
    const folder = repository();
    expect((await run(folder, "apply", "--yes")).code).toBe(0);
    writeFileSync(join(folder, "teams/bot.yaml"), "profiles: {}\n");
    git(folder, "commit", "-aqm", "take bot out on main");
    writeFileSync(join(folder, "profiles.yaml"), MAIN.replace("stage: test", "stage: uat"));
    expect((await run(folder, "plan", "--base", "main", "--out", "plan.json")).code).toBe(0);
    const applied = await run(folder, "apply", "--plan", "plan.json");
    expect([applied.code, applied.stdout.includes("not approved")]).toEqual([0, true]);
    const stages = sandbox.profiles().map(({ name, tags }) => `${name} ${tags.stage}`);
    expect(stages).toEqual(expect.arrayContaining(["bot test", "myapp-01 uat"]));
  });

  test("exit codes speak of this change only", async () => {
    const folder = repository();
    const code = async (...args: string[]) => (await run(folder, "plan", "--detailed-exitcode", ...args)).code;
    expect([await code(), await code("--base", "main")]).toEqual([2, 0]);
    await sandbox.put({
      account: "111122223333",
      region: "us-west-2",
      name: "bot",
      source: "us.amazon.nova-lite-v1:0",
    });
    expect([await code(), await code("--base", "HEAD")]).toEqual([5, 0]);
    writeFileSync(join(folder, "profiles.yaml"), MAIN.replace("stage: test", "stage: uat"));
    expect(await code("--base", "HEAD")).toBe(2);
  });

  test.each([
    ["an unknown revision", ["--base", "nope"]],
    ["a revision that looks like an option", ["--base=--all"]],
  ])("%s: exit 64, and AWS is not asked", async (_, args) => {
    const folder = repository();
    const ended = await run(folder, "plan", ...args);
    expect([ended.code, ended.stderr.includes("usage/base-not-found"), sandbox.calls.length]).toEqual([64, true, 0]);
  });

  test("outside a repository: exit 64", async () => {
    const ended = await run(aFolder({ "profiles.yaml": PROFILES }), "plan", "--base", "main");
    expect([ended.code, ended.stderr.includes("usage/base-not-found")]).toEqual([64, true]);
  });

  test("no usable file at the base: a warning, and all counts as of this change", async () => {
    const folder = aFolder({ "profiles.yaml": "version: 9\n" });
    git(folder, "init", "-q", "-b", "main");
    git(folder, "add", ".");
    git(folder, "commit", "-q", "-m", "base");
    writeFileSync(join(folder, "profiles.yaml"), PROFILES);
    const ended = await run(folder, "plan", "--base", "main", "--detailed-exitcode");
    expect([ended.code, ended.stdout.includes("plan/base-unusable")]).toEqual([2, true]);
  });
});
