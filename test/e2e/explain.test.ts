/** The built command: codes explained, and what `validate` says. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import explainSchema from "../../schema/explain.schema.json" with { type: "json" };
import validateSchema from "../../schema/validate.schema.json" with { type: "json" };
import { aFolder, COMMAND, cleanEnv, PROFILES, strata } from "./command.ts";

const BAD = PROFILES.replace("stage: test", "stage: 1");

describe("strata explain", () => {
  test("a code, without a file or AWS", async () => {
    const { code, stdout, stderr } = await strata(aFolder(), ["explain", "config/duplicate-profile"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^error\[config\/duplicate-profile\]: Profile declared twice\n/);
    for (const word of ["Wrong\n", "Right\n", "What to do\n", "docs/diagnostics.md#configduplicate-profile\n"])
      expect(stdout).toContain(word);
  });

  test("says where the pages of the installed package are", async () => {
    const { stdout } = await strata(aFolder(), ["explain", "plan/in-use"]);
    const [, page = ""] = /^(docs\/usage\.md)#the-in-use-guard$/m.exec(stdout) ?? [];
    const [, root = ""] = /^docs is in (.+)$/m.exec(stdout) ?? [];
    expect(readFileSync(join(root, page), "utf8")).toContain("## The in-use guard");
  });

  test("all codes, as text and as JSON", async () => {
    const text = await strata(aFolder(), ["explain"]);
    expect([text.code, text.stderr]).toEqual([0, ""]);
    expect(text.stdout).toContain("\n  safety/too-many-deletes   ");
    const json = await strata(aFolder(), ["explain", "--format", "json"]);
    const codes = JSON.parse(json.stdout);
    expect(new Ajv({ strict: false }).validate(explainSchema, codes)).toBe(true);
    for (const { code } of codes.codes) expect(text.stdout).toContain(`  ${code}`);
  });

  test("a mistyped code: the one that is meant, and exit 64", async () => {
    const { code, stdout, stderr } = await strata(aFolder(), ["explain", "config/duplicat-profile"]);
    expect([code, stdout]).toEqual([64, ""]);
    expect(stderr).toContain("Did you mean `config/duplicate-profile`?");
  });

  test("every code that another command tells can be asked for", async () => {
    const { stderr } = await strata(aFolder({ "profiles.yaml": BAD }), ["validate"]);
    const [, told = ""] = /^error\[(.*?)\]/.exec(stderr) ?? [];
    expect((await strata(aFolder(), ["explain", told])).code).toBe(0);
  });

  test("is pointed at on a terminal, and in no script's log", async () => {
    const folder = aFolder({ "profiles.yaml": BAD });
    expect((await strata(folder, ["validate"])).stderr).toMatch(/\n\n1 error\n$/);
    const watched = `stty cols 60; exec '${process.execPath}' '${COMMAND}' validate --color never`;
    const terminal = spawnSync("script", ["-qec", watched, "/dev/null"], { cwd: folder, env: cleanEnv(), input: "" });
    // There is no such program on every machine.
    if (terminal.error !== undefined) return;
    const rows = String(terminal.stdout).split("\r\n");
    expect(rows).toContain("1 error");
    expect(rows).toContain("strata explain config/unquoted-text tells more");
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(60);
  });
});

describe("strata validate", () => {
  test("says in one line what the files declare", async () => {
    const { code, stdout, stderr } = await strata(aFolder({ "profiles.yaml": PROFILES }), ["validate"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(
      "profiles.yaml: valid. 2 profiles in 2 regions of the account of your credentials (3 in all), 1 cost allocation tag\n",
    );
  });

  test("tells whole places as JSON", async () => {
    const { code, stdout } = await strata(aFolder({ "profiles.yaml": BAD }), ["validate", "--format", "json"]);
    const result = JSON.parse(stdout);
    expect(code).toBe(6);
    expect(new Ajv({ strict: false }).validate(validateSchema, result)).toBe(true);
    expect(result.diagnostics[0].subject).toEqual({
      file: "profiles.yaml",
      line: 9,
      column: 36,
      endLine: 9,
      endColumn: 37,
    });
  });
});
