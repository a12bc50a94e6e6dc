/** The workflow that applies (docs/UX.md section 4): what was approved, after a merge; what is due, once a day. */
import { yamlList, yamlScalar } from "./import-scalar.ts";
import {
  allRolesEnv,
  beginSteps,
  buildPermission,
  credentialsStep,
  fetchStep,
  headComment,
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

const REPORT_ARTIFACT = `strata-report-\${{ github.run_id }}`;

export function renderApplyWorkflow(settings: WorkflowSettings): string {
  return `${headComment(settings, "src/render/workflow-apply.ts", ABOUT)}
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
${applyJob(settings)}

${commentJob(settings)}
`;
}

function applyJob(settings: WorkflowSettings): string {
  return `  apply:
    if: vars.STRATA_APPLY_ROLE_ARN != '' && github.ref == 'refs/heads/${settings.branch}'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    environment: bedrock-apply
    permissions:
      actions: read
      contents: read
      id-token: write
      pull-requests: read
    steps:
${beginSteps(settings, "files")}
      - name: Find the approved plans
        id: approved
        if: github.event_name != 'schedule'
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: ${strata(settings, "approved --out-dir approved")}
${credentialsStep(settings, "APPLY")}
      - name: Apply what was approved, or what adds
        if: github.event_name != 'schedule'
        env:
          PLANS: \${{ steps.approved.outputs.plans }}
          ALLOW_DELETES: \${{ inputs.allow-deletes }}
          ALLOW_IN_USE: \${{ inputs.allow-in-use }}
${allRolesEnv("APPLY")}
        run: |
          rm -f report.jsonl
          read -r -a args <<< "$PLANS"
          if [ "\${#args[@]}" -eq 0 ]; then args=(--additive); fi
          if [ -n "$ALLOW_DELETES" ]; then args+=(--allow-deletes "$ALLOW_DELETES"); fi
          read -r -a names <<< "$ALLOW_IN_USE"
          for name in "\${names[@]}"; do args+=(--allow-in-use "$name"); done
          ${strata(settings, `apply "\${args[@]}" --report report.jsonl --yes`)}
      - name: Apply what is due
        if: github.event_name == 'schedule'
        env:
${allRolesEnv("APPLY")}
        run: ${writingScript("report.jsonl", strata(settings, "apply --due --report report.jsonl --yes"))}
${uploadStep(`\${{ always() }}`, REPORT_ARTIFACT, "report.jsonl")}`;
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
${fetchStep(REPORT_ARTIFACT, "report.jsonl", "Nothing was reported: the job apply says why.")}
      - name: Comment
        if: hashFiles('report.jsonl') != ''
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: ${strata(settings, "comment --report report.jsonl")}`;
}
