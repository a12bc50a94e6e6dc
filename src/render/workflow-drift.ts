/** The workflow that looks for drift (docs/UX.md section 4): reads once a day, and keeps one issue. */
import { yamlScalar } from "./import-scalar.ts";
import {
  accountRoleEnv,
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
  "Asks once a day whether someone has changed what was applied, and keeps one issue about it: opened, updated, opened",
  "again, closed. It only reads AWS. Skipped until the repository variable STRATA_PLAN_ROLE_ARN names the read role.",
];

const DRIFT_ARTIFACT = `strata-drift-\${{ github.run_id }}`;

export function renderDriftWorkflow(settings: WorkflowSettings): string {
  return `${headComment(settings, "src/render/workflow-drift.ts", ABOUT)}
name: strata drift
on:
  schedule:
    - cron: ${yamlScalar(settings.driftCron)}
  workflow_dispatch:
permissions: {}
concurrency:
  group: strata-drift
  cancel-in-progress: false
jobs:
${driftJob(settings)}

${issueJob(settings)}
`;
}

function driftJob(settings: WorkflowSettings): string {
  return `  drift:
    if: vars.STRATA_PLAN_ROLE_ARN != '' && github.ref == 'refs/heads/${settings.branch}'
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
      id-token: write
    steps:
${beginSteps(settings, "files")}
${credentialsStep(settings, "PLAN")}
      - name: Look for drift
        env:
${accountRoleEnv("PLAN")}
        run: ${writingScript("drift.json", strata(settings, "drift --coverage --format json --out drift.json"))}
${uploadStep(`\${{ !cancelled() }}`, DRIFT_ARTIFACT, "drift.json")}`;
}

function issueJob(settings: WorkflowSettings): string {
  return `  issue:
    needs: drift
    if: \${{ !cancelled() && needs.drift.result != 'skipped' }}
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      actions: read${buildPermission(settings)}
      issues: write
    steps:
${beginSteps(settings, "none")}
${fetchStep(DRIFT_ARTIFACT, "drift.json", "Nothing was found out: the job drift says why.")}
      - name: Keep the issue
        if: hashFiles('drift.json') != ''
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: ${strata(settings, "comment --issue --from drift.json")}`;
}
