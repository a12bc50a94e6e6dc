/** The snippets of docs/outputs.md beside what the command prints: names that differ would be found by users first. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { claudeCodeEnv } from "../../src/core/claude-code.ts";
import { envNameOf, nameOutputs } from "../../src/core/output-names.ts";
import type { Output } from "../../src/core/outputs.ts";
import { renderLitellm, renderTfvars } from "../../src/render/outputs-formats.ts";

const TEXT = readFileSync(join(import.meta.dirname, "../../docs/outputs.md"), "utf8");

function snippets(language: string): string[] {
  return [...TEXT.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(([, text = ""]) => text);
}

const anOutput = (tier: string, id: string): Output => ({
  account: "111122223333",
  accountName: null,
  region: "us-west-2",
  name: tier === "sonnet" ? "search" : tier,
  arn: `arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/${id}`,
  id,
  source: tier === "sonnet" ? "us.anthropic.claude-sonnet-4-5-20250929-v1:0" : `us.anthropic.claude-${tier}-x`,
  model: null,
  tags: {},
  declaredAt: null,
});
const SEARCH = anOutput("sonnet", "06vsfs68yb4g");
const named = nameOutputs({ outputs: [SEARCH], places: [SEARCH] });

test("LiteLLM's", () => expect(snippets("yaml")).toEqual([renderLitellm(named)]));

test("Claude Code's, with every tier", () => {
  const others = [
    anOutput("opus", "0mbq3svia2re"),
    anOutput("haiku", "dx31hxxt6edz"),
    anOutput("fable", "4ks58zwt2ja2"),
  ];
  const made = claudeCodeEnv([SEARCH, ...others]);
  expect(snippets("json").map((text) => parse(text))).toEqual([made.ok && { env: made.env }]);
});

test("the variables, and the members of Terraform's", () => {
  expect(named.map(({ words }) => envNameOf(words))).toEqual(["STRATA_SEARCH_ARN"]);
  for (const language of ["python", "js"]) expect(snippets(language).length).toBeGreaterThan(0);
  expect(TEXT).toContain('os.environ["STRATA_SEARCH_ARN"]');
  const members = [...renderTfvars(named).matchAll(/^ {4}(\w+) +=/gm)].map(([, name]) => `${name} = string`);
  expect(snippets("hcl").at(-1)).toContain(`object({ ${members.join(", ")} })`);
  expect(renderTfvars(named)).toMatch(/^strata_profiles = \{/);
});
