/** The workflow of pull requests and of the merge queue (docs/UX.md section 4): validate, plan, comment, check. */
import { yamlList } from "./import-scalar.ts";
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

const JOBS = [
  "Plans every pull request. Three jobs, so that none has more rights than it needs: `validate` has no credentials and",
  "runs for forks too, `plan` reads AWS, `comment` writes to the pull request and cannot reach AWS. The plan is kept as",
  "an artifact of the run: that, not the comment, is what a merge approves.",
];

const JOBS_BY_SHARDS = [
  "Plans every pull request. No job has more rights than it needs: `validate` has no credentials and runs for forks too,",
  "each `part` reads its shard of AWS, `plan` joins the parts into one plan, `comment` writes to the pull request; the",
  "last two cannot reach AWS. The plan is kept as an artifact of the run: that, not the comment, is what a merge approves.",
];

const ABOUT = [
  "",
  "The jobs that need AWS are skipped until the repository variable STRATA_PLAN_ROLE_ARN names the read role.",
  "STRATA_PLAN_ROLE_NAME is the role in each account, where the file lists several. A subject that ends in",
  "`:pull_request` says nothing about the workflow; to pin that too, call this file as a reusable workflow from a",
  "protected branch and have the role's trust policy ask for its `job_workflow_ref`.",
];

/** Under this name `strata approved` finds the plan of a pull request. */
const PLAN_ARTIFACT = `strata-plan-\${{ github.event.pull_request.head.sha }}`;
/** Without the commit: artifacts are those of one run. */
const PART_ARTIFACT = "strata-part";

export function renderPlanWorkflow(settings: WorkflowSettings): string {
  const isSharded = settings.shards !== undefined;
  const about = [...(isSharded ? JOBS_BY_SHARDS : JOBS), ...ABOUT];
  return `${headComment(settings, "src/render/workflow-plan.ts", about)}
name: strata plan
on:
  pull_request:
    # edited: a pull request that is turned to this branch has a plan of this workflow too.
    types: [opened, synchronize, reopened, edited]
    branches: ${yamlList([settings.branch])}
  merge_group:
permissions: {}
concurrency:
  group: plan-\${{ github.ref }}
  cancel-in-progress: true
jobs:
${validateJob(settings)}

${isSharded ? `${readingJob(settings, PART)}\n\n${mergeJob(settings)}` : readingJob(settings, WHOLE)}

${commentJob(settings)}

${checkJob(settings)}
`;
}

function validateJob(settings: WorkflowSettings): string {
  return `  validate:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
${beginSteps(settings, "files")}
      - name: Validate
        run: ${strata(settings, "validate")}`;
}

/** A job that plans with credentials, and what it leaves. */
interface Planning {
  readonly job: string;
  readonly file: string;
  readonly artifact: string;
}

const WHOLE: Planning = { job: "plan", file: "plan.json", artifact: PLAN_ARTIFACT };
const PART: Planning = { job: "part", file: "part.json", artifact: PART_ARTIFACT };

function readingJob(settings: WorkflowSettings, { job, file, artifact }: Planning): string {
  const command = `plan --base origin/${settings.branch}${shardFlag(settings)} --out ${file}`;
  return `  ${job}:
    needs: validate
    # Never for forks: nobody outside may choose what runs beside our credentials.
    if: vars.STRATA_PLAN_ROLE_ARN != '' && github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-latest
    timeout-minutes: 20${shardStrategy(settings)}
    permissions:
      contents: read
      id-token: write
    steps:
${beginSteps(settings, "all")}
${credentialsStep(settings, "PLAN")}
      - name: Plan
        env:
${allRolesEnv("PLAN")}${shardEnv(settings)}
        run: ${writingScript(file, strata(settings, command))}
      # A blocked or incomplete plan is reviewed too; the job fails all the same.
${uploadStep(`\${{ !cancelled() }}`, shardArtifact(settings, artifact), file)}`;
}

/** Where a shard has left nothing, the merge says which, and no plan is approved. */
function mergeJob(settings: WorkflowSettings): string {
  return `  plan:
    needs: part
    if: \${{ !cancelled() && needs.part.result != 'skipped' }}
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      actions: read${buildPermission(settings)}
    steps:
${beginSteps(settings, "none")}
${fetchAllStep(`${PART_ARTIFACT}-*`, "parts", "No part was made: the jobs part say why.")}
      - name: Join the parts
        run: ${writingScript("plan.json", "strata plan merge parts/*/part.json --out plan.json")}
${uploadStep(`\${{ !cancelled() }}`, PLAN_ARTIFACT, "plan.json")}`;
}

function commentJob(settings: WorkflowSettings): string {
  return `  comment:
    needs: plan
    if: \${{ !cancelled() && needs.plan.result != 'skipped' }}
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      actions: read${buildPermission(settings)}
      pull-requests: write
    steps:
${beginSteps(settings, "none")}
${fetchStep(PLAN_ARTIFACT, "plan.json", "No plan was made: the job plan says why.")}
      - name: Comment
        if: hashFiles('plan.json') != ''
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: ${strata(settings, "comment --from plan.json")}`;
}

/** The branch of a merge group ends in `/pr-NUMBER-SHA`, the last pull request in it and the commit it stands on. */
function checkJob(settings: WorkflowSettings): string {
  return `  check:
    needs: validate
    if: vars.STRATA_PLAN_ROLE_ARN != '' && github.event_name == 'merge_group'
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      actions: read
      contents: read
      id-token: write
      pull-requests: read
    steps:
${beginSteps(settings, "all")}
      - name: Fetch the reviewed plan
        id: reviewed
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: |
          number=\${GITHUB_REF##*/pr-}
          number=\${number%%-*}
          echo "plan=approved/$number.json" >> "$GITHUB_OUTPUT"
          ${strata(settings, 'approved --pull "$number" --out-dir approved')}
${credentialsStep(settings, "PLAN")}
      - name: Check that the reviewed plan still covers the work
        if: steps.reviewed.outputs.count != '0'
        env:
${allRolesEnv("PLAN")}
          BASE: \${{ github.event.merge_group.base_sha }}
          REVIEWED: \${{ steps.reviewed.outputs.plan }}
        run: ${strata(settings, 'plan --base "$BASE" --check "$REVIEWED"')}`;
}
