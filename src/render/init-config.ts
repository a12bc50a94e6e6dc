/** The first `profiles.yaml` of a repository: small, commented, and valid as it stands. */
import type { InitAnswers } from "../core/init-answers.ts";
import { geoPrefixes } from "../core/source-id.ts";
import { yamlList, yamlScalar } from "./import-scalar.ts";

/** A model with the routing through which a region has it. */
interface ExampleModel {
  readonly model: string;
  readonly routing: "geo" | "global";
}

const HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0";
const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";

/** Where AWS lists the example's model only for worldwide routing, although the area has geographic profiles of others. */
const GLOBAL_ONLY: readonly string[] = ["ca-west-1"];

/** By AWS's list of system profiles (docs/AWS.md section 2); GovCloud has neither Haiku nor worldwide routing. */
export function exampleModel(region: string): ExampleModel {
  if (region.startsWith("us-gov-")) return { model: SONNET, routing: "geo" };
  const [nearest] = geoPrefixes(region);
  const isGlobal = nearest === undefined || nearest === "apac" || GLOBAL_ONLY.includes(region);
  return { model: HAIKU, routing: isGlobal ? "global" : "geo" };
}

const ROUTING = {
  geo: "requests stay in the region's part of the world: us.…, eu.… and so on",
  global: "requests may be answered anywhere in the world",
} as const;

/** `version` is that of the package whose schema editors complete from. */
export function renderInitConfig({ stack, regions, accounts }: InitAnswers, version: string): string {
  const [home = ""] = regions;
  const { model, routing } = exampleModel(home);
  return `# yaml-language-server: $schema=https://unpkg.com/bedrock-strata@${version}/schema/profiles.schema.json
#
# Amazon Bedrock application inference profiles, kept by Strata. Bedrock bills a call that is made through a profile to
# the profile's tags, so this file is the cost allocation. A look without an account: strata plan --sandbox
version: 1

# Owner id: written on each profile as the tag strata:stack. A profile with another mark, or none, is never changed.
stack: ${yamlScalar(stack)}

# Every region that Strata looks after; all of them are read.
regions: ${yamlList(regions)}
${accountLines(accounts)}
# What a profile has unless it says otherwise.
defaults:
  regions: ${yamlList([home])}
  tags: { owner: platform }

# Kept Active in billing, so that Cost Explorer groups by them. It needs a role in the paying account.
# costAllocationTags: [project, stage]

# What the team asks of every profile; told on the pull request, before AWS is touched.
# policy:
#   requiredTags: { project: any, stage: [test, prod] }

# An apply that would end more ARNs than this stops, and does nothing.
guards:
  maxDeletes: 5
  maxDeletePercent: 30

# Files of the teams, each with an owner of its own in CODEOWNERS.
# include: [teams/*.yaml]

profiles:
  # An entry is a profile in each of its regions and accounts. Make this one yours; \`strata list --system\` shows what
  # there is to copy from.
  example:
    model: ${yamlScalar(model)}
    routing: ${routing} # ${ROUTING[routing]}
${exampleAccount(accounts)}    tags: { project: example, stage: test }
`;
}

function accountLines(accounts: InitAnswers["accounts"]): string {
  if (accounts.length === 0) {
    return `
# One account, that of the credentials, unless some are named. Roles are never named in this file.
# accounts:
#   prod: { id: "111122223333" }
`;
  }
  const lines = accounts.map(({ name, id }) => `  ${yamlScalar(name)}: { id: ${JSON.stringify(id)} }\n`);
  return `
# Roles are never named in this file: --role-name or STRATA_ROLE_NAME is the role in each account.
accounts:
${lines.join("")}`;
}

function exampleAccount(accounts: InitAnswers["accounts"]): string {
  const [first] = accounts;
  return first === undefined || accounts.length === 1 ? "" : `    accounts: ${yamlList([first.name])}\n`;
}
