/** A format that no command writes, and other words that are refused: in whole sentences. Uses the built command. */
import { expect, test } from "vitest";
import { aFolder, strata } from "./command.ts";

test.each([
  ["assess", "text, json, markdown, csv and html."],
  ["plan", "text, json and markdown."],
  ["iam plan", "text"],
  ["list", "text and json."],
  ["outputs", "text, json, markdown, dotenv, tfvars, litellm and claude-code."],
])("%s names its own formats alone", async (command, formats) => {
  const { code, stderr } = await strata(aFolder(), [...command.split(" "), "--format", "yaml"]);
  expect(code).toBe(64);
  expect(stderr.split("\n")[0]).toContain(`error: --format yaml: ${command} writes ${formats}`);
});

test("a guess ends its sentence", async () => {
  const { code, stderr } = await strata(aFolder(), ["assess", "--region", "us-eest-1"]);
  expect([code, stderr.split("\n")[0]]).toEqual([64, expect.stringMatching(/Did you mean us-east-1\?$/)]);
});
