/** Roles as CloudFormation templates and Terraform text: as those programs read them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { renderIamTerraform } from "../../src/render/iam-resources.ts";
import { isInstalled, programEnvironment, providerMirror, run } from "../sandbox/programs.ts";
import { type Asking, iam } from "./command.ts";
import { PROD } from "./estate.ts";

const ORIGIN = "https://github.com/acme/genai.git";
const FILE = `version: 1\nstack: genai\nregions: [us-west-2]\nprofiles:\n  bot: { model: us.amazon.nova-lite-v1:0 }\n`;
const ROLE: Asking = { file: FILE, account: PROD, remote: ORIGIN };

describe("CloudFormation", () => {
  test("makes a role with both documents", async () => {
    const { stdout } = await iam({ ...ROLE, role: "apply", as: "cloudformation", roleName: "ci/strata-write" });
    const { Resources, Outputs } = parse(stdout);
    const policy = JSON.parse((await iam({ ...ROLE, role: "apply" })).stdout);
    const trust = JSON.parse((await iam({ ...ROLE, role: "apply", trust: true })).stdout);
    expect(Resources).toEqual({
      StrataApply: {
        Type: "AWS::IAM::Role",
        Properties: {
          RoleName: "strata-write",
          Path: "/ci/",
          AssumeRolePolicyDocument: trust,
          Policies: [{ PolicyName: "strata-apply", PolicyDocument: policy }],
        },
      },
    });
    expect(Outputs.StrataApplyArn.Value).toEqual({ "Fn::GetAtt": ["StrataApply", "Arn"] });
  });

  test("makes a policy for a caller, and attaches it to a role that is named", async () => {
    const { stdout } = await iam({ ...ROLE, role: "caller", as: "cloudformation", roleName: "app" });
    expect(parse(stdout).Resources.StrataCaller).toMatchObject({
      Type: "AWS::IAM::ManagedPolicy",
      Properties: { ManagedPolicyName: "strata-caller", Roles: ["app"] },
    });
    const alone = await iam({ ...ROLE, role: "caller", as: "cloudformation" });
    expect(parse(alone.stdout).Resources.StrataCaller.Properties.Roles).toBeUndefined();
  });
});

describe("Terraform's text", () => {
  test("holds the document, and nothing that Terraform would fill in", () => {
    const text = renderIamTerraform({
      role: "plan",
      roleName: null,
      name: "strata-plan",
      policy: {
        Version: "2012-10-17",
        Statement: [{ Sid: "A", Effect: "Allow", Action: ["a:B"], Resource: ["\u0024{aws:x}%{y}"] }],
      },
      trust: { Version: "2012-10-17", Statement: [] },
    });
    expect(text).toContain("$\u0024{aws:x}%%{y}");
    expect(text).not.toMatch(/[^$]\$\{/);
  });
});

const mirror = providerMirror();
const isPresent = isInstalled("terraform", "version");
if (!isPresent) console.warn("terraform is absent: the text for it is not checked by it");
else if (mirror === undefined) console.warn("Terraform's provider mirror is absent: its text is checked by fmt alone");

const FORMS: readonly [string, Asking][] = [
  ["plan", { ...ROLE, role: "plan" }],
  ["apply", { ...ROLE, role: "apply", roleName: "ci/strata-write" }],
  ["billing", { ...ROLE, role: "billing" }],
  ["caller", { ...ROLE, role: "caller", roleName: "app" }],
  ["entry", { role: "plan", account: PROD, remote: ORIGIN, entry: true, roleName: "strata-plan" }],
];

describe.skipIf(!isPresent)("Terraform", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "strata-iam-"));
    for (const [name, asking] of FORMS) {
      await writeFile(join(folder, `${name}.tf`), (await iam({ ...asking, as: "terraform" })).stdout);
    }
    const mirrored = `provider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`;
    await writeFile(join(folder, "cli.tfrc"), `disable_checkpoint = true\n${mirrored}`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const terraform = (...args: string[]) =>
    run(
      "terraform",
      args,
      programEnvironment("http://127.0.0.1:1", { TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc") }),
      folder,
    );

  test("finds it formatted", async () => {
    const { code, stdout, stderr } = await terraform("fmt", "-check", "-diff");
    expect(`${stdout}${stderr}`).toBe("");
    expect(code).toBe(0);
  });

  test.skipIf(mirror === undefined)("finds it valid, all of it in one module", async () => {
    const begun = await terraform("init", "-input=false", "-no-color");
    expect(begun.code, begun.stderr).toBe(0);
    const { code, stdout, stderr } = await terraform("validate", "-json");
    expect(JSON.parse(stdout), stderr).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    expect(code).toBe(0);
  });
});
