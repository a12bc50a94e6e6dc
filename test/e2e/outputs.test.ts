/** `strata outputs` as a user runs it: every format, several targets of one name, what is missing. Uses the built command. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import schema from "../../schema/outputs.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { appliedSandbox } from "./applied.ts";
import { aFolder, strata } from "./command.ts";

const FILE = `version: 1
stack: e2e
regions: [us-west-2, eu-central-1]
replacement: { grace: 24h }
profiles:
  helper: { model: us.anthropic.claude-haiku-4-5-20251001-v1:0, regions: [us-west-2] }
  myapp-01:
    model: us.anthropic.claude-sonnet-4-5-20250929-v1:0
    regions: [us-west-2]
    tags: { project: app01 }
  search eu: { model: eu.amazon.nova-2-lite-v1:0, regions: [eu-central-1] }
  wide: { model: anthropic.claude-sonnet-4-5-20250929-v1:0, routing: geo }
`;

let sandbox: Sandbox;
let folder: string;
const open = async () => {
  sandbox = await startSandbox();
  folder = aFolder({ "profiles.yaml": FILE });
};
const openApplied = async () => {
  sandbox = await appliedSandbox(FILE);
  folder = aFolder({ "profiles.yaml": FILE });
};

const env = () => ({
  AWS_ENDPOINT_URL: sandbox.url,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-west-2",
});
const inFolder = (where: string, ...args: string[]) => strata(where, args, { env: env() });
const run = (...args: string[]) => inFolder(folder, ...args);
const arnOf = (name: string, region = "us-west-2") =>
  sandbox.profiles().findLast((profile) => profile.name.startsWith(name) && profile.region === region)?.arn;

describe("every format", () => {
  beforeAll(openApplied);
  afterAll(() => sandbox.close());

  test("text: whole ARNs, however narrow the terminal is", async () => {
    const { code, stdout, stderr } = await run("outputs");
    expect([code, stderr]).toEqual([0, ""]);
    for (const { arn } of sandbox.profiles()) expect(stdout).toContain(arn);
  });

  test("json: by the schema, with label and variable of each", async () => {
    await run("outputs", "--format", "json", "--out", "outputs.json");
    const result = JSON.parse(readFileSync(join(folder, "outputs.json"), "utf8"));
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([validate(result), validate.errors]).toEqual([true, null]);
    expect(result.outputs.map(({ label, variable }: Record<string, string>) => [label, variable])).toEqual([
      ["helper", "STRATA_HELPER_ARN"],
      ["myapp-01", "STRATA_MYAPP_01_ARN"],
      ["search eu", "STRATA_SEARCH_EU_ARN"],
      ["wide@eu-central-1", "STRATA_WIDE_EU_CENTRAL_1_ARN"],
      ["wide@us-west-2", "STRATA_WIDE_US_WEST_2_ARN"],
    ]);
    expect(result.outputs[1]).toMatchObject({
      source: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      model: "anthropic.claude-sonnet-4-5-20250929-v1:0",
      tags: { project: "app01", "strata:stack": "e2e" },
    });
  });

  test("dotenv: a shell reads it", async () => {
    await run("outputs", "--format", "dotenv", "--out", "strata.env");
    const script = `. ${join(folder, "strata.env")}; printf %s "$STRATA_MYAPP_01_ARN $STRATA_WIDE_EU_CENTRAL_1_ARN"`;
    const read = execFileSync("sh", ["-c", script], { encoding: "utf8" });
    expect(read).toBe(`${arnOf("myapp-01")} ${arnOf("wide", "eu-central-1")}`);
  });

  test("--target gives the plain name", async () => {
    const { stdout } = await run("outputs", "--format", "dotenv", "--target", "*/eu-central-1");
    expect(stdout).toBe(
      `STRATA_SEARCH_EU_ARN=${arnOf("search eu", "eu-central-1")}\nSTRATA_WIDE_ARN=${arnOf("wide", "eu-central-1")}\n`,
    );
  });

  test("litellm: the model gives price and features, the ARN is what is called", async () => {
    const { stdout } = await run("outputs", "--format", "litellm", "--only", "myapp-01");
    expect(parse(stdout)).toEqual({
      model_list: [
        {
          model_name: "myapp-01",
          litellm_params: {
            model: "bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            model_id: arnOf("myapp-01"),
            aws_region_name: "us-west-2",
          },
          model_info: { base_model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0" },
        },
      ],
    });
  });

  test("claude-code: a model for each tier; several of one have to be told apart", async () => {
    const all = await run("outputs", "--format", "claude-code");
    expect([all.code, all.stderr.includes("outputs/several")]).toEqual([64, true]);
    const here = ["outputs", "--format", "claude-code", "--target", "*/us-west-2"];
    const tier = await run(...here);
    expect([tier.code, tier.stderr.includes("myapp-01, wide")]).toEqual([64, true]);
    const one = await run(...here, "--exclude", "wide");
    expect(JSON.parse(one.stdout)).toEqual({
      env: {
        CLAUDE_CODE_USE_BEDROCK: "1",
        AWS_REGION: "us-west-2",
        ANTHROPIC_MODEL: arnOf("myapp-01"),
        ANTHROPIC_DEFAULT_SONNET_MODEL: arnOf("myapp-01"),
        ANTHROPIC_DEFAULT_HAIKU_MODEL: arnOf("helper"),
      },
    });
    const none = await run("outputs", "--format", "claude-code", "--only", "search eu");
    expect([none.code, none.stderr.includes("outputs/no-claude")]).toEqual([64, true]);
  });

  test("tfvars and markdown", async () => {
    const tfvars = await run("outputs", "--format", "tfvars", "--only", "myapp-01");
    expect(tfvars.stdout).toBe(`strata_profiles = {
  "myapp-01" = {
    name    = "myapp-01"
    arn     = "${arnOf("myapp-01")}"
    account = "111122223333"
    region  = "us-west-2"
    model   = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
  }
}
`);
    const markdown = await run("outputs", "--format", "markdown", "--only", "myapp-01");
    expect(markdown.stdout).toContain(`| \`${arnOf("myapp-01")}\` | \`project=app01\` |`);
  });
});

describe("what is not there", () => {
  beforeEach(open);
  afterEach(() => sandbox.close());

  test("a profile that is not live yet is a note, and no output", async () => {
    const text = await run("outputs");
    expect([text.code, text.stdout.includes("strata apply creates it")]).toEqual([0, true]);
    const { code, stdout, stderr } = await run("outputs", "--format", "dotenv");
    expect([code, stdout, stderr.match(/^note: /gm)?.length]).toEqual([0, "", 5]);
    const json = JSON.parse((await run("outputs", "--format", "json")).stdout);
    expect([json.outputs, json.missing.length]).toEqual([[], 5]);
  });

  test("a blocked profile has its reason as part of the sentence", async () => {
    const source = "us.amazon.nova-lite-v1:0";
    const { arn } = await sandbox.put({ region: "us-west-2", name: "helper", source });
    const { stdout } = await run("outputs");
    expect(stdout.replaceAll(/\s+/g, "")).toContain(
      `helper,111122223333us-west-2:notamongthem,sinceitisblocked:Thename"helper"istakeninus-west-2by${arn},whichismanagedbynobody.myapp-01,`,
    );
  });

  test("a target that cannot be read: exit 7 and said; the others, and their names, are as ever", async () => {
    await sandbox.close();
    await openApplied();
    sandbox.behaviour.disabledRegions = ["eu-central-1"];
    const { code, stdout, stderr } = await run("outputs", "--format", "dotenv");
    expect([code, stderr.includes("eu-central-1")]).toEqual([7, true]);
    expect(stdout).toContain("STRATA_WIDE_US_WEST_2_ARN=");
    expect(stdout).not.toContain("EU_CENTRAL");
  });

  test("a replaced profile gives its new ARN, during the grace and before its end is done", async () => {
    await sandbox.close();
    await openApplied();
    const old = arnOf("myapp-01");
    const newer = aFolder({
      "profiles.yaml": FILE.replace("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.amazon.nova-lite-v1:0"),
    });
    sandbox.behaviour.faults = [{ kind: "denied", operations: ["TagResource"] }];
    expect((await inFolder(newer, "apply", "--yes")).code).toBe(3);
    const outputs = async () => (await inFolder(newer, "outputs", "--format", "dotenv", "--only", "myapp-01")).stdout;
    const fresh = arnOf("myapp-01");
    expect([fresh === old, await outputs()]).toEqual([false, `STRATA_MYAPP_01_ARN=${fresh}\n`]);
    sandbox.behaviour.faults = [];
    await inFolder(newer, "apply", "--yes");
    expect(sandbox.profiles().some(({ arn }) => arn === old)).toBe(true);
    expect(await outputs()).toBe(`STRATA_MYAPP_01_ARN=${fresh}\n`);
  });

  test("two names with one variable: an error that names both", async () => {
    const clash = FILE.replace(
      "  search eu:",
      "  myapp 01: { model: us.amazon.nova-lite-v1:0, regions: [us-west-2] }\n  search eu:",
    );
    const where = aFolder({ "profiles.yaml": clash });
    await inFolder(where, "apply", "--yes");
    const { code, stdout, stderr } = await inFolder(where, "outputs", "--format", "dotenv");
    expect([code, stdout]).toEqual([64, ""]);
    expect(stderr).toContain('"myapp 01" and "myapp-01" would both be STRATA_MYAPP_01_ARN.');
  });
});
