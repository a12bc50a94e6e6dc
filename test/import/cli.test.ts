/** `strata import` as a user runs it: options, redirections, exit codes. Uses the built command. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, strata } from "../e2e/command.ts";

const LITE = "us.amazon.nova-lite-v1:0";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
  await sandbox.put({ region: "us-west-2", name: "legacy", source: LITE, tags: { project: "old" } });
  await sandbox.put({ region: "us-west-2", name: "bare", source: LITE });
});
afterEach(() => sandbox.close());

const env = () => ({ AWS_ENDPOINT_URL: sandbox.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
const BEGIN = ["import", "--stack", "genai", "--region", "us-west-2"];

describe("import", () => {
  test("begins a file, which is then applied and proved", async () => {
    const folder = aFolder();
    const inFolder = (...args: string[]) => strata(folder, args, { env: env() });
    const list = await inFolder(...BEGIN, "--format", "json", "--out", "before.json");
    expect([list.code, list.stdout, list.stderr]).toEqual([0, "", ""]);
    const begun = await inFolder(...BEGIN, "--out", "profiles.yaml");
    expect([begun.code, begun.stdout, begun.stderr]).toEqual([0, "", "2 profiles in 2 entries; 0 not imported.\n"]);
    expect((await inFolder("apply", "--yes")).stdout).toContain("Applied: 2 adopted.");
    const proof = await inFolder("import", "--verify", "before.json");
    expect([proof.code, proof.stdout]).toEqual([0, expect.stringContaining("2 ARNs: all the same, and ours.")]);
    expect((await inFolder("plan")).stdout).toContain("No changes.");
    expect(sandbox.profiles().map(({ name, tags }) => [name, tags.project, tags["strata:stack"]])).toEqual([
      ["legacy", "old", "genai"],
      ["bare", undefined, "genai"],
    ]);
  });

  test("into a file that the shell made empty", async () => {
    const folder = aFolder({ "profiles.yaml": "" });
    const begun = await strata(folder, BEGIN, { env: env() });
    expect([begun.code, begun.stdout.includes("\nstack: genai\n")]).toEqual([0, true]);
  });

  test("an included file joins the configuration", async () => {
    const folder = aFolder({ "profiles.yaml": "version: 1\nstack: genai\nregions: [us-west-2]\n" });
    expect((await strata(folder, ["import", "--out", "imported.yaml"], { env: env() })).code).toBe(0);
    const more = "version: 1\nstack: genai\nregions: [us-west-2]\ninclude: [imported.yaml]\n";
    const joined = aFolder({
      "profiles.yaml": more,
      "imported.yaml": readFileSync(join(folder, "imported.yaml"), "utf8"),
    });
    expect((await strata(joined, ["plan"], { env: env() })).stdout).toContain("Plan: 2 adopt");
  });

  test("never over the configuration", async () => {
    const folder = aFolder({ "profiles.yaml": "version: 1\nstack: genai\nregions: [us-west-2]\n" });
    const ended = await strata(folder, ["import", "--out", "profiles.yaml"], { env: env() });
    expect([ended.code, sandbox.calls.length]).toEqual([64, 0]);
  });

  test("against the built-in sandbox, which is started once", async () => {
    const folder = aFolder();
    const ended = await strata(folder, [...BEGIN, "--sandbox"]);
    expect([ended.code, ended.stdout.includes("profiles: {}")]).toEqual([0, true]);
    expect(existsSync(join(folder, ".strata"))).toBe(true);
  });

  test.each<[string, readonly string[]]>([
    ["an account without an id", [...BEGIN, "--account", "prod"]],
    ["a proof with a stack", ["import", "--verify", "--stack", "x"]],
    ["a proof with a region", ["import", "--verify", "x.json", "--region", "us-west-2"]],
    ["a state that is not there", ["import", "--from-tfstate", "none.tfstate", "--stack", "x"]],
    ["states without a file", ["import", "--from-tfstate"]],
  ])("%s: exit 64 before AWS is asked", async (_, args) => {
    const ended = await strata(aFolder(), args, { env: env() });
    expect([ended.code, ended.stdout, sandbox.calls.length]).toEqual([64, "", 0]);
    expect(ended.stderr).not.toBe("");
  });

  test("reads only", async () => {
    await strata(aFolder(), BEGIN, { env: env() });
    const operations = new Set(sandbox.calls.map(({ operation }) => operation));
    const reads = ["GetCallerIdentity", "GetResources", "ListInferenceProfiles", "ListTagsForResource"];
    expect([...operations].filter((operation) => !reads.includes(operation))).toEqual([]);
  });
});
