/**
 * The whole hand-over, played with the real Terraform, the built command and a sandbox: 30 profiles change hands, and
 * not one ARN.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, type Ended, strata } from "../e2e/command.ts";
import { isInstalled, programEnvironment, providerMirror, run } from "../sandbox/programs.ts";

const mirror = providerMirror();
const present = mirror !== undefined && isInstalled("terraform", "version");
if (!present)
  console.warn(
    "terraform or its provider mirror (STRATA_TF_MIRROR) is absent: the hand-over from Terraform is not tested",
  );

const PROVIDERS = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
`;

const provider = (more: string): string => `${PROVIDERS}
provider "aws" {
  region                  = "us-west-2"
  skip_metadata_api_check = true
  default_tags {
    tags = { owner = "core" }
  }
${more}}
`;

const IGNORE_TAGS = `  ignore_tags {
    key_prefixes = ["strata:"]
  }
`;

const LITE = 'copy_from = "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.amazon.nova-lite-v1:0"';

/**
 * Thirteen by `count`, three by `for_each` with keys that a shell and HCL trip over, fourteen in modules. Those with
 * such keys leave by `terraform state rm`, which starts the whole provider for each of them.
 */
const RESOURCES = `
resource "aws_bedrock_inference_profile" "counted" {
  count       = 13
  name        = "counted-\${count.index}"
  description = "Made by Terraform"
  tags        = { project = "counted", stage = "prod" }
  model_source {
    ${LITE}
  }
}
resource "aws_bedrock_inference_profile" "each" {
  for_each = { for n in range(3) : "it's \\"\${n}\\" $" => n }
  name     = "each-\${each.value}"
  tags     = { project = "each", number = tostring(each.value) }
  model_source {
    ${LITE}
  }
}
module "team" {
  source   = "./team"
  for_each = toset(["a", "b"])
  team     = each.key
}
`;

const MODULE = `${PROVIDERS}
variable "team" {
  type = string
}
resource "aws_bedrock_inference_profile" "in" {
  count = 7
  name  = "team-\${var.team}-\${count.index}"
  tags  = { project = "team", team = var.team }
  model_source {
    copy_from = "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0"
  }
}
`;

let sandbox: Sandbox;
let folder: string;
const inFolder = (name: string): string => join(folder, name);

async function terraform(...args: string[]) {
  const env = programEnvironment(sandbox.url, { TF_CLI_CONFIG_FILE: inFolder("cli.tfrc"), TF_IN_AUTOMATION: "1" });
  const ran = await run("terraform", [...args, "-no-color"], env, folder);
  return { code: ran.code, all: `${ran.stdout}${ran.stderr}` };
}

const aws = (): Record<string, string> => ({
  AWS_ENDPOINT_URL: sandbox.url,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-west-2",
});
const ours = (...args: string[]): Promise<Ended> => strata(folder, args, { env: aws() });
const arns = (): string[] =>
  sandbox
    .profiles()
    .map(({ arn }) => arn)
    .sort();

/** The blocks as the steps tell them. */
function removedBlocks(steps: string): string[] {
  return [...steps.matchAll(/^ {5}removed \{\n(?: {7}.*\n)+ {5}\}/gm)].map(([block]) => block);
}

describe.skipIf(!present)("the hand-over from Terraform", () => {
  beforeAll(async () => {
    sandbox = await startSandbox();
    folder = aFolder({
      "cli.tfrc": `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
      "main.tf": provider("") + RESOURCES,
    });
    await mkdir(inFolder("team"));
    writeFileSync(inFolder("team/main.tf"), MODULE);
    expect((await terraform("init", "-input=false")).all).toContain("successfully initialized");
  });
  afterAll(() => sandbox.close());

  test("30 profiles change hands with their ARNs, and both tools then plan nothing", { timeout: 400_000 }, async () => {
    expect((await terraform("apply", "-auto-approve", "-input=false")).all).toContain("30 added");
    const before = arns();
    const tagsBefore = sandbox.profiles().map(({ arn, tags }) => [arn, tags] as const);
    writeFileSync(inFolder("before.tfstate"), readFileSync(inFolder("terraform.tfstate")));

    const imported = await ours(
      "import",
      "--stack",
      "handed-over",
      "--from-tfstate",
      "before.tfstate",
      "--out",
      "profiles.yaml",
    );
    expect([imported.code, imported.stdout]).toEqual([0, ""]);
    expect(imported.stderr).toContain("30 profiles in 30 entries; 0 not imported.");
    const notYet = await ours("import", "--verify", "before.tfstate");
    expect([notYet.code, notYet.stdout.match(/NOT ADOPTED/g)?.length]).toEqual([3, 30]);

    writeFileSync(inFolder("main.tf"), provider(IGNORE_TAGS) + RESOURCES);
    expect((await terraform("apply", "-auto-approve", "-input=false")).all).toContain(
      "0 added, 0 changed, 0 destroyed",
    );
    const plan = JSON.parse((await ours("plan", "--format", "json")).stdout);
    expect(plan.changes.map(({ action }: { action: string }) => action)).toEqual(Array(30).fill("adopt"));
    expect((await ours("apply", "--yes")).stdout).toContain("Applied: 30 adopted.");
    expect((await terraform("plan", "-detailed-exitcode", "-input=false")).all).toContain("No changes.");

    // Why the steps begin with `ignore_tags`: without it Terraform would take the marks away again.
    writeFileSync(inFolder("main.tf"), provider("") + RESOURCES);
    expect((await terraform("plan", "-detailed-exitcode", "-input=false")).all).toContain("30 to change");

    // Some by `state rm` lines, the others by `removed` blocks, just as the steps tell them.
    const stateRm = imported.stderr.split("\n").filter((line) => /^ +terraform state rm .*\.each\[/.test(line));
    expect(stateRm).toHaveLength(3);
    const env = programEnvironment(sandbox.url, { TF_CLI_CONFIG_FILE: inFolder("cli.tfrc") });
    expect((await run("sh", ["-ec", stateRm.join("\n")], env, folder)).code).toBe(0);
    const blocks = removedBlocks(imported.stderr);
    expect(blocks).toHaveLength(3);
    const others = blocks.filter((block) => !block.includes(".each"));
    writeFileSync(inFolder("main.tf"), `${provider(IGNORE_TAGS)}${others.join("\n")}\n`);
    const left = await terraform("apply", "-auto-approve", "-input=false");
    expect(left.all).toContain("0 added, 0 changed, 0 destroyed");
    writeFileSync(inFolder("main.tf"), provider(IGNORE_TAGS));

    const proof = await ours("import", "--verify", "before.tfstate");
    expect([proof.code, proof.stdout.match(/same ARN, ours/g)?.length]).toEqual([0, 30]);
    expect(proof.stdout).toContain("30 ARNs: all the same, and ours.");
    expect(arns()).toEqual(before);
    for (const [arn, tags] of tagsBefore) {
      expect(sandbox.profiles().find((one) => one.arn === arn)?.tags).toMatchObject(tags);
    }
    const nothing = await ours("plan", "--detailed-exitcode");
    expect([nothing.code, nothing.stdout.includes("No changes.")]).toEqual([0, true]);
    expect((await terraform("plan", "-detailed-exitcode", "-input=false")).code).toBe(0);
    expect((await terraform("state", "list")).all.trim()).toBe("");
  });
});
