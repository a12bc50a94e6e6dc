import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { isInstalled, programEnvironment, providerMirror, run } from "./programs.ts";

const mirror = providerMirror();
const present = mirror !== undefined && isInstalled("terraform", "version");
if (!present)
  console.warn("terraform or its provider mirror (STRATA_TF_MIRROR) is absent: the Terraform tests are skipped");

const CLI_CONFIG = `
disable_checkpoint = true
provider_installation {
  filesystem_mirror { path = "${mirror}" }
}
`;

function configuration(stage: string): string {
  return `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                  = "us-west-2"
  skip_metadata_api_check = true
}
data "aws_caller_identity" "me" {}
resource "aws_bedrock_inference_profile" "app" {
  count       = 4
  name        = "app-\${count.index}"
  description = "Made by Terraform"
  model_source {
    copy_from = "arn:aws:bedrock:us-west-2:\${data.aws_caller_identity.me.account_id}:inference-profile/us.amazon.nova-lite-v1:0"
  }
  tags = { project = "app", stage = "${stage}" }
}
`;
}

let sandbox: Sandbox;
let folder: string;

async function terraform(...args: string[]) {
  const env = programEnvironment(sandbox.url, { TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc"), TF_IN_AUTOMATION: "1" });
  const ran = await run("terraform", [...args, "-no-color"], env, folder);
  return { ...ran, all: `${ran.stdout}${ran.stderr}` };
}

describe.skipIf(!present)("Terraform", () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ random: seededRandom(5) });
    folder = await mkdtemp(join(tmpdir(), "sandbox-terraform-"));
    await writeFile(join(folder, "cli.tfrc"), CLI_CONFIG);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("creates, plans no change, changes a tag and destroys", { timeout: 180_000 }, async () => {
    await writeFile(join(folder, "main.tf"), configuration("test"));
    const init = await terraform("init", "-input=false");
    expect(init.all).toContain("successfully initialized");
    const created = await terraform("apply", "-auto-approve", "-input=false");
    expect(created.all).toContain("4 added, 0 changed, 0 destroyed");
    const before = sandbox.profiles();
    expect(before.map(({ name, tags }) => [name, tags.stage]).sort()).toEqual(
      [0, 1, 2, 3].map((n) => [`app-${n}`, "test"]),
    );

    const same = await terraform("plan", "-detailed-exitcode", "-input=false");
    expect(same.all).toContain("No changes.");
    expect(same.code).toBe(0);

    await writeFile(join(folder, "main.tf"), configuration("prod"));
    const changed = await terraform("apply", "-auto-approve", "-input=false");
    expect(changed.all).toContain("0 added, 4 changed, 0 destroyed");
    expect(sandbox.profiles().map(({ arn }) => arn)).toEqual(before.map(({ arn }) => arn));
    expect(new Set(sandbox.profiles().map(({ tags }) => tags.stage))).toEqual(new Set(["prod"]));

    const destroyed = await terraform("destroy", "-auto-approve", "-input=false");
    expect(destroyed.all).toContain("4 destroyed");
    expect(sandbox.profiles()).toEqual([]);
  });
});
