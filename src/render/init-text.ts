/** What `strata init` tells: what it wrote, what it left alone, and what to do next. */
import { shellQuote } from "./import-steps.ts";
import { jsonText } from "./json-text.ts";
import { escapeForTerminal } from "./terminal-text.ts";
import { wrapWords } from "./text-layout.ts";

export interface InitResult {
  readonly written: readonly string[];
  /** There already, and left as they are. */
  readonly kept: readonly string[];
  /** Lines that a person has to add to a file that is kept. */
  readonly add: { readonly file: string; readonly lines: readonly string[] } | null;
  /** Three steps. */
  readonly next: readonly string[];
  /** What to know about trust policies; empty without workflows. */
  readonly oidc: readonly string[];
}

/** Where the steps are taken, and what for. */
export interface StepsPlace {
  readonly config: string;
  readonly dir: string;
  /** Null without workflows. */
  readonly repository: string | null;
  /** The branch that is applied. */
  readonly branch: string;
}

/** The next three steps, a sentence each. */
export function initSteps({ config, dir, repository, branch }: StepsPlace): string[] {
  const flag = config === "profiles.yaml" ? "" : ` --config ${shellQuote(config)}`;
  const folder = dir === "." ? "" : ` (in ${dir})`;
  const look = `Look without an account${folder}: strata validate${flag}, then strata plan --sandbox${flag}`;
  if (repository === null) {
    return [
      look,
      `Make the example profile yours, and plan with AWS credentials: strata plan${flag}`,
      `Apply it: strata apply${flag}`,
    ];
  }
  return [
    look,
    `Make the environment bedrock-apply of ${repository}, for the branch ${branch} alone; then a read role and a write role in AWS (strata iam plan${flag} and strata iam apply${flag} print what they may do, with --trust whom they trust), and name their ARNs in the variables STRATA_PLAN_ROLE_ARN and STRATA_APPLY_ROLE_ARN`,
    "Commit these files on a branch and open a pull request: the plan comes as a comment, and merging applies it",
  ];
}

/** GitHub writes the subject of its tokens in one of two forms, and a trust policy has to match the one that is used. */
export function oidcNote(repository: string, branch: string): string[] {
  const [owner = "", name = ""] = repository.split("/");
  return [
    "Trust policies have to match the subject that this repository's tokens bear. It has one of two forms:",
    `  repo:${owner}/${name}:environment:bedrock-apply`,
    `  repo:${owner}@OWNER-ID/${name}@REPOSITORY-ID:environment:bedrock-apply   (the default since July 2026)`,
    "Look which, under use_immutable_subject and sub_claim_prefix:",
    `  gh api repos/${repository}/actions/oidc/customization/sub`,
    "The write role trusts that subject alone. For the read role it ends in :pull_request, for drift in",
    `:ref:refs/heads/${branch}, for a merge queue in :ref:refs/heads/gh-readonly-queue/${branch}/*. None of these names`,
    "the workflow, so let that role read and no more.",
  ];
}

/** Columns of a step, so that it fits a terminal of 80. */
const STEP_WIDTH = 74;

export function renderInitText({ written, kept, add, next, oidc }: InitResult): string {
  const lines = [
    ...written.map((path) => `written  ${path}`),
    ...kept.map((path) => `kept     ${path}  (was there already)`),
    ...(add === null ? [] : ["", `Add to ${add.file}:`, ...add.lines.map((line) => `  ${line}`)]),
    ...(oidc.length === 0 ? [] : ["", ...oidc]),
    "",
    "Next:",
    ...next.flatMap((step, index) =>
      wrapWords(step, STEP_WIDTH).map((row, at) => `  ${at === 0 ? `${index + 1}.` : "  "} ${row}`),
    ),
  ];
  return `${lines.map((line) => escapeForTerminal(line)).join("\n")}\n`;
}

/** The same as JSON (schema/init.schema.json). */
export function renderInitJson({ written, kept, add, next }: InitResult): string {
  return jsonText({ formatVersion: "1.0", written, kept, add, next });
}
