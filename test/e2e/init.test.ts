/** The built command in an empty repository: init, validate, plan. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aFolder, COMMAND, cleanEnv, strata } from "./command.ts";

function aRepository(files: Readonly<Record<string, string>> = {}): string {
  const folder = aFolder(files);
  execFileSync("git", ["init", "-q", "-b", "main"], { cwd: folder });
  execFileSync("git", ["remote", "add", "origin", "https://github.com/acme/genai.git"], { cwd: folder });
  return folder;
}

describe("strata init", () => {
  test("then validate, then a plan in the sandbox that creates one profile", async () => {
    const folder = aRepository();
    const begun = await strata(folder, [
      "init",
      "--stack",
      "genai",
      "--region",
      "us-west-2",
      "--region",
      "eu-central-1",
    ]);
    expect([begun.code, begun.stderr]).toEqual([0, ""]);
    expect(begun.stdout).toContain("written  .github/workflows/strata-plan.yml\n");
    const valid = await strata(folder, ["validate"]);
    expect([valid.code, valid.stderr]).toEqual([0, ""]);
    const plan = await strata(folder, ["plan", "--sandbox", "--format", "json"]);
    expect(plan.code).toBe(0);
    expect(JSON.parse(plan.stdout)).toMatchObject({
      stack: "genai",
      complete: true,
      summary: { create: 1, blocked: 0 },
      changes: [{ action: "create", name: "example", region: "us-west-2" }],
    });
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
    const workflow = readFileSync(join(folder, ".github/workflows/strata-plan.yml"), "utf8");
    expect(workflow).toContain(`bedrock-strata@${version}\n`);
    expect(workflow).toContain("branches: [main]\n");
  });

  test("run again, and over a link that leads nowhere, it changes nothing", async () => {
    const folder = aRepository();
    symlinkSync(join(folder, "nowhere"), join(folder, "profiles.yaml"));
    const ended = await strata(folder, ["init", "--yes", "--format", "json"]);
    expect(JSON.parse(ended.stdout).kept).toEqual(["profiles.yaml"]);
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
    const again = await strata(folder, ["init", "--yes", "--format", "json"]);
    expect([again.code, JSON.parse(again.stdout).written]).toEqual([0, []]);
  });

  test.each([
    ["out of the repository", "..", 64, []],
    ["nowhere", "nowhere", 64, []],
    ["within the repository", "github", 0, ["CODEOWNERS", "workflows"]],
  ])("where .github is a link %s", async (_, to, code, written) => {
    const folder = join(aFolder(), "repository");
    mkdirSync(join(folder, "github"), { recursive: true });
    symlinkSync(to, join(folder, ".github"));
    const ended = await strata(folder, ["init", "--yes", "--stack", "genai", "--repository", "acme/genai"]);
    expect([ended.code, ended.stderr.includes("error[usage/path-leads-out]")]).toEqual([code, code === 64]);
    expect(existsSync(join(folder, "profiles.yaml"))).toBe(code === 0);
    expect(readdirSync(join(folder, "github")).sort()).toEqual(written);
    expect(readdirSync(join(folder, ".."))).toEqual(["repository"]);
  });

  // `script` of util-linux is the terminal; those of other systems take other options.
  test.skipIf(process.platform !== "linux")("Ctrl-C at a question: exit 130, and nothing is written", async () => {
    const folder = aFolder();
    const command = `'${process.execPath}' '${COMMAND}' init --no-workflows`;
    const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: folder, env: cleanEnv() });
    let said = "";
    let isAnswered = false;
    child.stdout.on("data", (chunk) => {
      said += chunk;
      if (!isAnswered && said.includes("Stack, the owner id")) child.stdin.write("\u0003");
      isAnswered ||= said.includes("Stack, the owner id");
    });
    const code = await new Promise((done) => child.on("close", done));
    expect([code, said.includes("Stopped. Nothing was changed.")]).toEqual([130, true]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("AWS_REGION is the usual region, and --dir the place", async () => {
    const folder = aRepository();
    const env = { AWS_REGION: "eu-west-1" };
    const ended = await strata(folder, ["init", "--yes", "--dir", "infra", "--no-workflows"], { env });
    expect(ended.code).toBe(0);
    expect(readFileSync(join(folder, "infra/profiles.yaml"), "utf8")).toContain("\nregions: [eu-west-1]\n");
    expect(existsSync(join(folder, "infra/.github"))).toBe(false);
  });

  test.each([
    [["init"], "--stack is missing"],
    [["init", "--stack", "two words"], "--stack"],
    [["init", "--yes", "--region", "us-wset-2"], "Did you mean us-west-2?"],
    [["init", "--yes", "--account", "prod=1"], "--account"],
    [["init", "--yes", "--account", "a=111122223333", "--account", "b=111122223333"], "given before"],
    [["init", "--yes", "--repository", "acme"], "OWNER/NAME"],
  ])("%j without a terminal: exit 64, and nothing is written", async (args, told) => {
    const folder = aRepository();
    const ended = await strata(folder, args);
    expect([ended.code, existsSync(join(folder, "profiles.yaml"))]).toEqual([64, false]);
    expect(ended.stderr).toContain(told);
  });
});
