/** What `validate` says about real files: each case is loaded as the command loads it. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import validateSchema from "../../schema/validate.schema.json" with { type: "json" };
import { loadDesired } from "../../src/config/load.ts";
import { renderValidateJson, renderValidateText } from "../../src/render/validate-text.ts";
import { memoryFiles } from "../config/memory-files.ts";

const BASE = "version: 1\nstack: s\n";
const TWO = `${BASE}regions: [us-west-2, us-east-1]\n`;
const ONE = `${BASE}regions: [us-west-2]\n`;
const SEARCH = "  search: { model: us.amazon.nova-lite-v1:0, tags: { project: a, stage: b } }\n";
const THREE_ACCOUNTS = `accounts:
  prod: { id: "111122223333" }
  dev: { id: "444455556666" }
  lab: { id: "777788889999" }
`;

async function reportOf(files: Record<string, string>) {
  const { desired, files: read, diagnostics } = await loadDesired("profiles.yaml", memoryFiles(files));
  return { desired, files: read, diagnostics };
}

describe("as a line", () => {
  test.each([
    ["no profiles", ONE, "no profiles in 1 region of the account of your credentials"],
    ["one", `${ONE}profiles:\n${SEARCH}`, "1 profile in 1 region of the account of your credentials"],
    [
      "one in two regions",
      `${TWO}profiles:\n${SEARCH}`,
      "1 profile in 2 regions of the account of your credentials (2 in all)",
    ],
    [
      "one named account",
      `${ONE}accounts: { prod: { id: "111122223333" } }\nprofiles:\n${SEARCH}`,
      "1 profile in 1 region of the account prod",
    ],
    [
      "accounts with the same regions",
      `${TWO}${THREE_ACCOUNTS}profiles:\n${SEARCH}`,
      "1 profile in 3 accounts × 2 regions (6 in all)",
    ],
    [
      "accounts with other regions",
      `${TWO}${THREE_ACCOUNTS.replace('"444455556666"', '"444455556666", regions: [eu-west-1]')}`,
      "no profiles in 5 targets of 3 accounts",
    ],
    [
      "a pending account",
      `${TWO}${THREE_ACCOUNTS.replace('"444455556666"', '"444455556666", pending: true')}`,
      "no profiles in 3 accounts × 2 regions, 1 pending account",
    ],
    [
      "projects and cost allocation tags",
      `${ONE}costAllocationTags: [project, stage]\nprojects: { a: {}, b: {}, c: {} }\nprofiles:\n${SEARCH}`,
      "1 profile in 1 region of the account of your credentials, 3 projects, 2 cost allocation tags",
    ],
    [
      "one of each",
      `${ONE}costAllocationTags: [project]\nprojects: { a: {} }\nprofiles:\n${SEARCH}`,
      "1 profile in 1 region of the account of your credentials, 1 project, 1 cost allocation tag",
    ],
    [
      "a warning",
      `${ONE}costAllocationTags: [projcet]\nprofiles:\n${SEARCH}`,
      "1 profile in 1 region of the account of your credentials, 1 cost allocation tag, 1 warning",
    ],
  ])("%s", async (_, text, line) => {
    expect(renderValidateText(await reportOf({ "profiles.yaml": text }))).toBe(`profiles.yaml: valid. ${line}\n`);
  });

  test("files that are included are counted, their profiles too", async () => {
    const main = `${ONE}include: [teams/*.yaml]\nprofiles:\n${SEARCH}`;
    const team = `profiles:\n${SEARCH.replace("search", "ads")}`;
    const report = await reportOf({
      "profiles.yaml": main,
      "teams/a.yaml": team,
      "teams/b.yaml": team.replace("ads", "bot"),
    });
    expect(renderValidateText(report)).toBe(
      "profiles.yaml: valid. 3 profiles in 1 region of the account of your credentials, 3 files\n",
    );
  });

  test("with errors nothing is counted but them", async () => {
    const report = await reportOf({ "profiles.yaml": `${BASE}regions: [xx-nowhere-9]\nprofile: {}\n` });
    expect(renderValidateText(report)).toBe("profiles.yaml: invalid. 1 error, 1 warning\n");
  });
});

describe("as JSON", () => {
  const isResult = new Ajv({ strict: true, allowUnionTypes: true }).compile(validateSchema);

  async function jsonOf(files: Record<string, string>) {
    const json = JSON.parse(renderValidateJson(await reportOf(files)));
    expect(isResult(json), JSON.stringify(isResult.errors)).toBe(true);
    return json;
  }

  test("counts what is declared", async () => {
    const text = `${TWO}${THREE_ACCOUNTS}projects: { a: {} }\ncostAllocationTags: [project]\nprofiles:\n${SEARCH}`;
    expect(await jsonOf({ "profiles.yaml": text })).toEqual({
      formatVersion: "1.0",
      valid: true,
      files: ["profiles.yaml"],
      counts: { profiles: 1, keys: 6, targets: 6, regions: 2, accounts: 3, projects: 1, costAllocationTags: 1 },
      diagnostics: [],
    });
  });

  test("tells problems by place, with their ends and what is related", async () => {
    const text = `${BASE}regions: [xx-nowhere-9]\nprofiles:\n${SEARCH}${SEARCH}`;
    const { valid, counts, diagnostics } = await jsonOf({ "profiles.yaml": text });
    expect([valid, counts]).toEqual([false, null]);
    expect(diagnostics).toMatchObject([
      { code: "config/unknown-region", subject: { line: 3, column: 11, endLine: 3, endColumn: 23 }, related: [] },
      {
        code: "config/duplicate-profile",
        subject: { file: "profiles.yaml", line: 6, column: 3, endLine: 6, endColumn: 9 },
        related: [{ message: "first declared here", file: "profiles.yaml", line: 5, column: 3 }],
      },
    ]);
  });

  test("of a file that is not there", async () => {
    expect(await jsonOf({})).toMatchObject({ valid: false, counts: null, files: ["profiles.yaml"] });
  });
});
