import { existsSync, openSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, PROFILES, strata, strataInto } from "./command.ts";

describe("first light, with --sandbox", () => {
  test("plan, apply, plan again, change, apply, empty the file", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const pending = await strata(folder, ["plan", "--sandbox", "--detailed-exitcode"]);
    expect(pending.code).toBe(2);
    expect(pending.stdout).toContain("Plan: 3 create");

    const applied = await strata(folder, ["apply", "--sandbox", "--yes", "--report", "report.jsonl"]);
    expect(applied.code).toBe(0);
    const report = readFileSync(join(folder, "report.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(report.map(({ type }) => type)).toEqual(["outcome", "outcome", "outcome", "summary"]);
    expect(report.every((line) => line.type === "summary" || line.status === "applied")).toBe(true);

    const quiet = await strata(folder, ["plan", "--sandbox", "--detailed-exitcode"]);
    expect([quiet.code, quiet.stdout.includes("No changes")]).toEqual([0, true]);

    writeFileSync(join(folder, "profiles.yaml"), PROFILES.replace("stage: test", "stage: prod"));
    const edited = await strata(folder, ["apply", "--sandbox", "--yes"]);
    expect(edited.stdout).toContain("test");
    expect((await strata(folder, ["plan", "--sandbox", "--detailed-exitcode"])).code).toBe(0);

    writeFileSync(
      join(folder, "profiles.yaml"),
      "version: 1\nstack: e2e\nregions: [us-west-2, eu-central-1]\nprofiles: {}\n",
    );
    const guarded = await strata(folder, ["apply", "--sandbox", "--yes"]);
    expect(guarded.code).toBe(5);
    expect(guarded.stdout).toContain("Guards: STOP.");
    expect(guarded.stdout.replaceAll(/\s+/g, " ")).toContain("Nothing was applied: the guards stopped it");
    const consented = await strata(folder, ["apply", "--sandbox", "--yes", "--allow-deletes", "3"]);
    expect(consented.code).toBe(0);
    const listed = await strata(folder, ["list", "--sandbox", "--format", "json"]);
    expect(JSON.parse(listed.stdout).profiles).toEqual([]);
  });

  test("without a terminal and without --yes nothing is applied", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const ended = await strata(folder, ["apply", "--sandbox"], { input: "yes\n" });
    expect(ended.code).toBe(8);
    expect(JSON.parse((await strata(folder, ["list", "--sandbox", "--format", "json"])).stdout).profiles).toEqual([]);
  });

  test("results go to stdout, everything else to stderr; pipes get no colours", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const { stdout, stderr } = await strata(folder, ["plan", "--sandbox", "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: "1.0",
      stack: "e2e",
      complete: true,
      summary: { create: 3 },
    });
    expect(stderr).toBe("");
    const text = await strata(folder, ["plan", "--sandbox"]);
    expect(text.stdout).not.toContain("\u001b");
    const colourful = await strata(folder, ["plan", "--sandbox", "--color", "always"]);
    expect(colourful.stdout).toContain("\u001b[");
  });

  test("--out saves the plan beside what is shown; the bytes are the same on each run", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const shown = await strata(folder, ["plan", "--sandbox", "--out", "plan.json"]);
    const first = readFileSync(join(folder, "plan.json"), "utf8");
    expect(shown.stdout).toContain(JSON.parse(first).hash.slice(0, 12));
    await strata(folder, ["plan", "--sandbox", "--out", "plan.json"]);
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe(first);
  });

  test("--out never replaces a pipe, a link or the configuration file", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES, "real.json": "old" });
    symlinkSync(join(folder, "real.json"), join(folder, "link.json"));
    await strata(folder, ["plan", "--sandbox", "--out", "link.json"]);
    expect(JSON.parse(readFileSync(join(folder, "real.json"), "utf8")).stack).toBe("e2e");
    const refused = await strata(folder, ["plan", "--sandbox", "--out", "./profiles.yaml"]);
    expect(refused.code).toBe(64);
    expect(readFileSync(join(folder, "profiles.yaml"), "utf8")).toBe(PROFILES);
  });

  test.runIf(existsSync("/dev/full"))("a full disk behind the output stops no apply half way", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const full = openSync("/dev/full", "w");
    const code = await strataInto(folder, ["apply", "--sandbox", "--yes", "--report", "report.jsonl"], full);
    expect(code).toBe(1);
    expect(readFileSync(join(folder, "report.jsonl"), "utf8").trim().split("\n")).toHaveLength(4);
    expect((await strata(folder, ["plan", "--sandbox", "--detailed-exitcode"])).code).toBe(0);
  });

  test("show: one profile in full, or where the name lives", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    await strata(folder, ["apply", "--sandbox", "--yes"]);
    const shown = await strata(folder, ["show", "myapp-01", "--sandbox", "--format", "json"]);
    expect(JSON.parse(shown.stdout).profile).toMatchObject({
      name: "myapp-01",
      region: "us-west-2",
      tags: { project: "app01" },
    });
    writeFileSync(
      join(folder, "profiles.yaml"),
      PROFILES.replace("claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-6"),
    );
    await strata(folder, ["apply", "--sandbox", "--yes"]);
    const replaced = await strata(folder, ["show", "myapp-01", "--sandbox", "--format", "json"]);
    expect(JSON.parse(replaced.stdout).profile).toMatchObject({
      source: "us.anthropic.claude-sonnet-4-6",
      retireAfter: null,
    });
    const old = await strata(folder, ["show", JSON.parse(shown.stdout).profile.id, "--sandbox"]);
    expect([old.code, old.stdout.includes("strata:retire-after")]).toEqual([0, true]);
    expect((await strata(folder, ["list", "--sandbox", "--unmanaged"])).stdout).toBe("No unmanaged profiles.\n");
    const several = await strata(folder, ["show", "search", "--sandbox"]);
    expect([several.code, several.stderr.includes("111122223333/eu-central-1")]).toEqual([64, true]);
    const missing = await strata(folder, ["show", "serach", "--sandbox"]);
    expect([missing.code, missing.stderr.includes('Did you mean "search"')]).toEqual([64, true]);
  });
});

describe("usage and configuration errors", () => {
  test.each([
    ["an unknown command", ["plna"], 64, 'Did you mean "strata plan"?'],
    ["a mistyped apply is never guessed at", ["aply"], 64, "unknown command 'aply'.\n"],
    ["an unknown option", ["plan", "--bogus"], 64, "--bogus"],
    ["an option without its value", ["plan", "--config"], 64, "--config"],
    ["a format that is none", ["plan", "--format", "xml"], 64, "xml"],
    ["a count that is none", ["plan", "--allow-deletes", "many"], 64, "whole number"],
    ["a count too great", ["plan", "--allow-deletes", "99999999999"], 64, "up to 999999999"],
    ["a file that is not there", ["plan", "--config", "nowhere.yaml"], 6, "config/file-not-found"],
  ])("%s", async (_, args, code, text) => {
    const ended = await strata(aFolder(), args);
    expect(ended.code).toBe(code);
    expect(ended.stderr + ended.stdout).toContain(text);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  test("an invalid file: every problem, with place and caret, and no AWS", async () => {
    const folder = aFolder({
      "profiles.yaml": PROFILES.replace("stack:", "stak:").replace("project: app01", "project: 1"),
    });
    for (const verb of ["validate", "plan", "apply"]) {
      const ended = await strata(folder, [verb]);
      expect(ended.code).toBe(6);
      expect(ended.stderr).toContain("profiles.yaml:2:");
      expect(ended.stderr).toContain("profiles.yaml:9:");
      expect(ended.stderr).toContain("^");
    }
    const json = await strata(folder, ["validate", "--format", "json"]);
    expect([json.code, JSON.parse(json.stdout).valid]).toEqual([6, false]);
  });

  test("help and version succeed", async () => {
    const help = await strata(aFolder(), ["plan", "--help"]);
    expect([help.code, help.stdout.includes("Examples:")]).toEqual([0, true]);
    expect((await strata(aFolder(), ["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each(["profiles", "plan", "check", "report", "apply", "list", "show", "validate", "include"])(
    "schema %s",
    async (name) => {
      const { code, stdout } = await strata(aFolder(), ["schema", name]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout).$schema).toBe("http://json-schema.org/draft-07/schema#");
    },
  );
});

describe("against a server that only speaks the protocols (AWS_ENDPOINT_URL)", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  const env = () => envOf(sandbox);

  test("apply, then a plan that is empty", async () => {
    const folder = aFolder({ "team.yaml": PROFILES });
    expect((await strata(folder, ["apply", "--config", "team.yaml", "--yes"], { env: env() })).code).toBe(0);
    const plan = await strata(folder, ["plan", "--config", "team.yaml", "--detailed-exitcode"], { env: env() });
    expect([plan.code, sandbox.profiles().length]).toEqual([0, 3]);
  });

  test("a region that cannot be read: exit 7, the other one is applied", async () => {
    const folder = aFolder({
      "profiles.yaml": PROFILES.replace("stack: e2e", "stack: half")
        .replaceAll("myapp-01", "half-01")
        .replaceAll("search:", "half-search:"),
    });
    sandbox.behaviour.disabledRegions = ["eu-central-1"];
    const ended = await strata(folder, ["apply", "--yes"], { env: env() });
    sandbox.behaviour.disabledRegions = [];
    expect(ended.code).toBe(7);
    expect(ended.stdout).toContain("Nothing is changed there");
    expect(
      sandbox
        .profiles()
        .filter((p) => p.tags["strata:stack"] === "half")
        .map((p) => p.region),
    ).toEqual(["us-west-2", "us-west-2"]);
  });

  test("no credentials: a diagnostic, exit 1, no stack", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const ended = await strata(folder, ["plan"], {
      env: { AWS_ENDPOINT_URL: sandbox.url, AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" },
    });
    expect([ended.code, ended.stderr.includes("aws/no-credentials")]).toEqual([1, true]);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  test("a failed change: exit 3, the others are done", async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "CreateInferenceProfile", region: "eu-central-1" }];
    const folder = aFolder({
      "profiles.yaml": PROFILES.replace("stack: e2e", "stack: three")
        .replaceAll("myapp-01", "three-01")
        .replaceAll("search:", "three-search:"),
    });
    const ended = await strata(folder, ["apply", "--yes"], { env: env() });
    sandbox.behaviour.deniedOperations = [];
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain("bedrock:CreateInferenceProfile");
    expect((await strata(folder, ["apply", "--yes"], { env: env() })).code).toBe(0);
    expect((await strata(folder, ["plan", "--detailed-exitcode"], { env: env() })).code).toBe(0);
  });
});
