import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isInstalled, programEnvironment, providerMirror, run } from "../../test/sandbox/programs.ts";
import type { Command } from "../process.ts";
import { answer } from "./loops.ts";
import { type Place, REGION, SOURCE, SOURCE_ARN, stageOf, type Tool, type Work } from "./tool.ts";

const mirror = providerMirror();

/** Where the program and its provider are installed, so that nothing is fetched. */
export const hasTerraform = (): boolean => mirror !== undefined && isInstalled("terraform", "version");

export function terraformVersion(): string | undefined {
  return answer("terraform", ["version"])?.match(/^Terraform (\S+)/)?.[1];
}

/** The newest one that lies in the mirror, which Terraform takes. */
export function providerVersion(): string | undefined {
  const folder = join(mirror ?? "", "registry.terraform.io/hashicorp/aws");
  const versions = readdirSync(folder).flatMap((name) => /\d+\.\d+\.\d+/.exec(name)?.[0] ?? []);
  return versions.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
}

const ARGS: Readonly<Record<Work, readonly string[]>> = {
  "first apply": ["apply", "-auto-approve"],
  "no-op plan": ["plan", "-detailed-exitcode"],
  "one tag on all": ["apply", "-auto-approve"],
  destroy: ["destroy", "-auto-approve"],
};

/** With its own settings: ten operations at a time, refreshing before it plans. */
export const terraform: Tool = { name: "Terraform", prepare: initialise, commandFor };

/** The same, but its profiles carry the marks of a stack of Strata too, so that both can plan them. */
export function sharedTerraform(stack: string): Tool {
  return { ...terraform, commandFor: (place, work) => commandFor(place, work, stack) };
}

async function initialise(place: Place): Promise<void> {
  writeFileSync(
    join(place.folder, "cli.tfrc"),
    `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
  );
  writeFileSync(join(place.folder, "main.tf"), configuration(place.n, "test"));
  const ran = await run("terraform", ["init", "-input=false", "-no-color"], environment(place), place.folder);
  if (ran.code !== 0) throw new Error(`terraform init: ${ran.stderr}`);
}

function commandFor(place: Place, work: Work, stack?: string): Command {
  writeFileSync(join(place.folder, "main.tf"), configuration(place.n, stageOf(work), stack));
  const args = [...ARGS[work], "-input=false", "-no-color"];
  return { program: "terraform", args, cwd: place.folder, env: environment(place) };
}

function environment({ folder, url }: Place): NodeJS.ProcessEnv {
  return programEnvironment(url, { TF_CLI_CONFIG_FILE: join(folder, "cli.tfrc"), TF_IN_AUTOMATION: "1" });
}

function configuration(n: number, stage: string, stack?: string): string {
  const marks = `"strata:stack" = "${stack}", "strata:name" = each.key, "strata:source" = "${SOURCE}", `;
  return `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                  = "${REGION}"
  skip_metadata_api_check = true
}
resource "aws_bedrock_inference_profile" "app" {
  for_each = toset([for number in range(1, ${n + 1}) : format("app-%04d", number)])
  name     = each.key
  tags     = { ${stack === undefined ? "" : marks}project = "app", stage = "${stage}" }
  model_source {
    copy_from = "${SOURCE_ARN}"
  }
}
`;
}
