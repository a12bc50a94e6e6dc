/** The workflow that applies (docs/UX.md section 4): what was approved, after a merge; what is due, once a day. */
import { yamlList, yamlScalar } from "./import-scalar.ts";
import {
  allRolesEnv,
  beginSteps,
  buildPermission,
  credentialsStep,
  fetchAllStep,
  fetchStep,
  headComment,
  shardArtifact,
  shardEnv,
  shardFlag,
  shardStrategy,
  strata,
  uploadStep,
  type WorkflowSettings,
  writingScript,
} from "./workflow-parts.ts";

const ABOUT = [
  "Applies what was merged: the plans that were reviewed, found from the commit, and nothing else. Without a plan (a",
  "direct push, a plan that expired) only what adds is applied. Once a day it does what time brought: due retirements,",
  "doubles, cost tags that stopped waiting. A run that failed is simply run again, the newest one where several did: what",
  "is done is not done twice.",
  "",
  "Skipped until the repository variable STRATA_APPLY_ROLE_ARN names the write role; STRATA_APPLY_ROLE_NAME is the role",
  "in each account, where the file lists several. The role's trust policy names the environment bedrock-apply alone, and",
  "that environment allows this branch alone; give it reviewers where a second pair of eyes is wanted after the merge.",
];

const ABOUT_SHARDS = [
  "Each job `apply` does its shard of what was approved; guards judge all shards at once. What is due is done by one job",
  "alone, since the doubles among it count in the guards.",
];

const REPORT_ARTIFACT = `strata-report-\${{ github.run_id }}`;

export function renderApplyWorkflow(settings: WorkflowSettings): string {
  const isSharded = settings.shards !== undefined;
  const about = isSharded ? [...ABOUT, "", ...ABOUT_SHARDS] : ABOUT;
  return `${headComment(settings, "src/render/workflow-apply.ts", about)}
name: strata apply
on:
  push:
    branches: ${yamlList([settings.branch])}
  schedule:
    - cron: ${yamlScalar(settings.dueCron)}
  workflow_dispatch:
    inputs:
      allow-deletes:
        description: Consent to this many deletes, when a guard stopped the apply
        required: false
        default: ""
      allow-in-use:
        description: Names of profiles that may end though they are called, with spaces between them
        required: false
        default: ""
permissions: {}
# One after the other, none dropped and none cut off: an apply is never cancelled by a newer one.
concurrency:
  group: strata-apply
  cancel-in-progress: false
  queue: max
jobs:
${isSharded ? `${shardsJob(settings)}\n\n${dueJob(settings)}` : applyJob(settings)}

${commentJob(settings)}
`;
}

function applyJob(settings: WorkflowSettings): string {
  const unscheduled = "\n        if: github.event_name != 'schedule'";
  return `${jobHead(settings, { job: "apply", when: "", rights: FINDING })}
${approvedStep(settings, unscheduled)}
${credentialsStep(settings, "APPLY")}
${applyStep(settings, unscheduled)}
${dueStep(settings, "\n        if: github.event_name == 'schedule'")}
${uploadStep(`\${{ always() }}`, REPORT_ARTIFACT, "report.jsonl")}`;
}

function shardsJob(settings: WorkflowSettings): string {
  return `${jobHead(settings, { job: "apply", when: " && github.event_name != 'schedule'", rights: FINDING })}
${approvedStep(settings, "")}
${credentialsStep(settings, "APPLY")}
${applyStep(settings, "")}
${uploadStep(`\${{ always() }}`, shardArtifact(settings, REPORT_ARTIFACT), "report.jsonl")}`;
}

function dueJob({ shards: _, ...settings }: WorkflowSettings): string {
  return `${jobHead(settings, { job: "due", when: " && github.event_name == 'schedule'", rights: NOT_FINDING })}
${credentialsStep(settings, "APPLY")}
${dueStep(settings, "")}
${uploadStep(`\${{ always() }}`, REPORT_ARTIFACT, "report.jsonl")}`;
}

/** What a job needs of GitHub to find out what was approved. */
const FINDING = "\n      actions: read\n      contents: read\n      id-token: write\n      pull-requests: read";
const NOT_FINDING = "\n      contents: read\n      id-token: write";

interface JobHead {
  readonly job: string;
  readonly when: string;
  readonly rights: string;
}

function jobHead(settings: WorkflowSettings, { job, when, rights }: JobHead): string {
  return `  ${job}:
    if: vars.STRATA_APPLY_ROLE_ARN != '' && github.ref == 'refs/heads/${settings.branch}'${when}
    runs-on: ubuntu-latest
    timeout-minutes: 60${shardStrategy(settings)}
    environment: bedrock-apply
    permissions:${rights}
    steps:
${beginSteps(settings, "files")}`;
}

function approvedStep(settings: WorkflowSettings, condition: string): string {
  return `      - name: Find the approved plans
        id: approved${condition}
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: ${strata(settings, "approved --out-dir approved")}`;
}

function applyStep(settings: WorkflowSettings, condition: string): string {
  return `      - name: Apply what was approved, or what adds${condition}
        env:
          PLANS: \${{ steps.approved.outputs.plans }}
          ALLOW_DELETES: \${{ inputs.allow-deletes }}
          ALLOW_IN_USE: \${{ inputs.allow-in-use }}
${allRolesEnv("APPLY")}${shardEnv(settings)}
        run: |
          rm -f report.jsonl
          read -r -a args <<< "$PLANS"
          if [ "\${#args[@]}" -eq 0 ]; then args=(--additive); fi
          if [ -n "$ALLOW_DELETES" ]; then args+=(--allow-deletes "$ALLOW_DELETES"); fi
          read -r -a names <<< "$ALLOW_IN_USE"
          for name in "\${names[@]}"; do args+=(--allow-in-use "$name"); done
          ${strata(settings, `apply "\${args[@]}"${shardFlag(settings)} --report report.jsonl --yes`)}`;
}

function dueStep(settings: WorkflowSettings, condition: string): string {
  return `      - name: Apply what is due${condition}
        env:
${allRolesEnv("APPLY")}
        run: ${writingScript("report.jsonl", strata(settings, "apply --due --report report.jsonl --yes"))}`;
}

function commentJob(settings: WorkflowSettings): string {
  return `  comment:
    needs: apply
    if: \${{ !cancelled() && needs.apply.result != 'skipped' && github.event_name != 'schedule' }}
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      actions: read${buildPermission(settings)}
      pull-requests: write
    steps:
${beginSteps(settings, "none")}
${settings.shards === undefined ? tellSteps(settings) : tellShardsSteps(settings)}`;
}

const NOTHING_REPORTED = "Nothing was reported: the job apply says why.";

function tellSteps(settings: WorkflowSettings): string {
  return `${fetchStep(REPORT_ARTIFACT, "report.jsonl", NOTHING_REPORTED)}
      - name: Comment
        if: hashFiles('report.jsonl') != ''
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: ${strata(settings, "comment --report report.jsonl")}`;
}

/** A shard that has left no report is named. */
function tellShardsSteps(settings: WorkflowSettings): string {
  return `${fetchAllStep(`${REPORT_ARTIFACT}-*`, "reports", NOTHING_REPORTED)}
      - name: Comment
        if: hashFiles('reports/*/report.jsonl') != ''
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: |
          args=()
          for report in reports/*/report.jsonl; do args+=(--report "$report"); done
          ${strata(settings, `comment "\${args[@]}"`)}`;
}
