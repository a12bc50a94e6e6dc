/** The built command in a job of GitHub Actions, as the runner sees it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aFolder, type Ended, PROFILES, strata } from "./command.ts";

interface Job extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly string[];
}

async function job(folder: string, args: readonly string[], subfolder = "."): Promise<Job> {
  const files = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const env = {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "acme/ai",
    GITHUB_RUN_ID: "1182",
    GITHUB_SHA: "9".repeat(40),
    GITHUB_WORKSPACE: folder,
    ...files,
  };
  const ended = await strata(join(folder, subfolder), args, { env });
  const lines = readFileSync(files.GITHUB_OUTPUT, "utf8").trim().split("\n");
  return {
    ...ended,
    outputs: Object.fromEntries(lines.map((line) => line.split("=", 2))),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
    annotations: ended.stderr.split("\n").filter((line) => line.startsWith("::")),
  };
}

describe("in a job of GitHub Actions", () => {
  test("a plan leaves outputs and a summary whose links point to the commit", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const planned = await job(folder, ["plan", "--sandbox", "--detailed-exitcode"]);
    expect(planned.code).toBe(2);
    expect(planned.outputs).toMatchObject({
      changes: "3",
      create: "3",
      delete: "0",
      complete: "true",
      "exit-code": "2",
    });
    expect(planned.outputs.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(planned.summary).toContain("### Bedrock profiles `e2e`: 3 create");
    expect(planned.summary).toContain("[run 1182](https://github.com/acme/ai/actions/runs/1182)");
    expect(planned.stdout).toContain("Plan: 3 create");
  });

  test("a replaced profile is annotated on its line, by its path in the repository", async () => {
    const folder = aFolder();
    mkdirSync(join(folder, "infra"));
    const file = join(folder, "infra/profiles.yaml");
    writeFileSync(file, PROFILES);
    expect((await job(folder, ["apply", "--sandbox", "--yes"], "infra")).outputs).toMatchObject({
      applied: "3",
      failed: "0",
      "exit-code": "0",
    });
    writeFileSync(file, PROFILES.replace("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.amazon.nova-lite-v1:0"));
    const planned = await job(folder, ["plan", "--sandbox"], "infra");
    expect(planned.annotations).toHaveLength(1);
    expect(planned.annotations[0]).toMatch(
      /^::warning file=infra\/profiles\.yaml,line=6,.*\(plan\/new-arn\)::"myapp-01" in /,
    );
  });

  test("an invalid file is annotated, summarised and counted, whoever asks", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES.replace("stage: test", "stage: 1") });
    for (const args of [["validate"], ["validate", "--format", "json"], ["plan", "--sandbox"]]) {
      const ended = await job(folder, args);
      expect([ended.code, ended.outputs["exit-code"]]).toEqual([6, "6"]);
      expect(ended.annotations).toHaveLength(1);
      expect(ended.annotations[0]).toMatch(/^::error file=profiles\.yaml,line=9,/);
    }
    const { outputs, summary } = await job(folder, ["validate"]);
    expect(outputs).toMatchObject({ errors: "1", warnings: "0" });
    expect(summary).toContain("### Configuration: invalid");
  });

  test("a usage error leaves its exit code too", async () => {
    expect((await job(aFolder(), ["plan", "--nonsense"])).outputs).toEqual({ "exit-code": "64" });
  });

  test("a text of the file that looks like a command of the runner is not printed as one", async () => {
    const hostile = `${PROFILES}    description: |\n      ::stop-commands::pwned\n      ##[add-mask]x\n`;
    const ended = await job(aFolder({ "profiles.yaml": hostile }), ["validate"]);
    const obeyed = `${ended.stdout}\n${ended.stderr}`
      .split("\n")
      .filter((line) => line.includes("##[") || (/^\s*::/.test(line) && !/^::(?:error|warning) file=/.test(line)));
    expect([ended.code, obeyed]).toEqual([6, []]);
    expect(ended.stderr).toContain("stop-commands");
  });

  test("outside of one nothing is annotated", async () => {
    const { stderr } = await strata(aFolder({ "profiles.yaml": "version: 1\n" }), ["validate"]);
    expect(stderr).not.toMatch(/^::/m);
  });
});

describe("--format markdown", () => {
  test("a plan, a saved plan, and a check of one", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const made = await strata(folder, ["plan", "--sandbox", "--out", "plan.json", "--format", "markdown"]);
    expect(made.stdout).toMatch(/^### Bedrock profiles `e2e`: 3 create; 1 cost tag waiting\n/);
    const shown = await strata(folder, ["plan", "--from", "plan.json", "--format", "markdown"]);
    expect(shown.stdout).toBe(made.stdout);
    const checked = await strata(folder, ["plan", "--sandbox", "--check", "plan.json", "--format", "markdown"]);
    expect([checked.code, checked.stdout.startsWith("```text\n")]).toEqual([0, true]);
  });

  test("commands that have no Markdown say so", async () => {
    const { code, stderr } = await strata(aFolder({ "profiles.yaml": PROFILES }), ["validate", "--format", "markdown"]);
    expect([code, stderr]).toEqual([64, expect.stringContaining("validate writes text and json")]);
  });
});
