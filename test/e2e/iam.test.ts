/** The built command: `strata iam` in a repository, with no way to AWS. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aFolder, PROFILES, strata } from "./command.ts";

function aRepository(): string {
  const folder = aFolder({ "profiles.yaml": PROFILES });
  execFileSync("git", ["init", "-q", "-b", "main"], { cwd: folder });
  execFileSync("git", ["remote", "add", "origin", "https://github.com/acme/genai.git"], { cwd: folder });
  return folder;
}

describe("strata iam", () => {
  test("plan prints a document, with notes beside it", async () => {
    const { code, stdout, stderr } = await strata(aRepository(), ["iam", "plan"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).Version).toBe("2012-10-17");
    expect(stderr).toContain("note: ");
  });

  test("apply --trust takes the repository from git, and trusts its environment alone", async () => {
    const args = ["iam", "apply", "--trust", "--account", "111122223333", "--format", "json"];
    const { stdout } = await strata(aRepository(), args);
    expect(JSON.parse(stdout).trust[0].document.Statement[0].Condition.StringEquals).toEqual({
      "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
      "token.actions.githubusercontent.com:sub": ["repo:acme/genai:environment:bedrock-apply"],
    });
  });

  test("caller, narrowed by name, into a file", async () => {
    const folder = aRepository();
    const { code, stdout } = await strata(folder, ["iam", "caller", "--only", "sea*", "--out", "caller.json"]);
    expect([code, stdout]).toEqual([0, ""]);
    const document = JSON.parse(readFileSync(join(folder, "caller.json"), "utf8"));
    expect(document.Statement[0].Condition.StringLike).toEqual({ "aws:ResourceTag/strata:name": ["sea*"] });
  });

  test.each([
    [["iam"], "strata iam [command] [options]"],
    [["iam", "aply"], "unknown command"],
    [["iam", "plan", "--format", "markdown"], "iam plan writes text and json"],
    [["iam", "plan", "--adopt"], "unknown option"],
    [["iam", "caller", "--trust"], "unknown option"],
    [["iam", "plan", "--account", "prod"], "12 digits"],
    [["iam", "plan", "--trust", "--subject", "repo:acme/*:pull_request"], "holds no *"],
    [["iam", "plan", "--trust", "--subject-prefix", "acme/genai"], "repo:OWNER/NAME"],
    [["iam", "plan", "--trust", "--workflow-ref", "plan.yml"], "OWNER/NAME/.github/workflows/FILE.yml@REF"],
    [["iam", "plan", "--trust", "--principal", "*"], "ARN of a role"],
  ])("%j: exit 64", async (args, told) => {
    const ended = await strata(aRepository(), args);
    expect(ended.code).toBe(64);
    expect(`${ended.stdout}${ended.stderr}`).toContain(told);
  });
});
