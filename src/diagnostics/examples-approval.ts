/** Examples of `approval/*` and `github/*`: saved plans, and what GitHub has kept. */
import type { SceneExamples } from "./example.ts";

export const APPROVAL_EXAMPLES = {
  "approval/not-a-plan": {
    situation: "`strata apply --plan plan.json`, where plan.json holds YAML.",
    detail: "plan.json is not JSON, so it is no saved plan.",
  },
  "approval/other-version": {
    situation: "`strata apply --plan plan.json`, with a plan that a later version of Strata has saved.",
    detail: "plan.json is of format version 2.0, this Strata reads 1.0.",
  },
  "approval/edited": {
    situation: "In plan.json, which was reviewed, somebody changed the tag `team` of a create by hand.",
    detail:
      'plan.json was changed after it was saved: the hash of the create of "search" in 111122223333/us-east-1 does not fit.',
  },
  "approval/other-stack": {
    situation: "`strata apply --plan plan.json`, where profiles.yaml has another stack than the plan.",
    detail: 'plan.json is a plan of the stack "genai-platform", profiles.yaml is of "support-bots".',
  },
  "approval/other-scope": {
    situation:
      "`strata apply --plan 12.json --plan 14.json`: the first plan is of the whole file, the second was made with `--only search`.",
    detail: "12.json and 14.json are narrowed differently.",
  },
  "approval/not-covered": {
    situation: "`strata apply --expect 9c41d07be2aa`, after somebody has changed a profile by hand.",
    detail: "--expect 9c41d07be2aa: the current plan has the hash 51b7fe3a90c2. Nothing was applied.",
  },
  "approval/part-alone": {
    situation: "`strata apply --plan part-1.json`, where part-1.json was written by `strata plan --shard 1/3`.",
    detail: "part-1.json is the part of shard 1/3.",
  },
  "merge/not-a-part": {
    situation:
      "`strata plan merge part-1.json plan.json`, where plan.json was written by `strata plan --out plan.json`.",
    detail: "plan.json is a whole plan, or drift.",
  },
  "merge/other-plan": {
    situation: "`strata plan merge part-*.json`, after shard 2 was planned again with `--shard 2/2` instead of `2/3`.",
    detail: "part-1.json and part-2.json differ in number of shards (3, 2).",
  },
  "merge/not-whole": {
    situation: "`strata plan merge part-1.json part-3.json`: the job of the second shard has left no part.",
    detail: "No file is the part of shard 2/3.",
  },
  "merge/other-reports": {
    situation:
      "`strata comment --report r1.jsonl --report r2.jsonl`, where r2.jsonl is left from an apply by four shards.",
    detail: "r1.jsonl and r2.jsonl differ in number of shards (3, 4).",
  },
  "plan/base-unusable": {
    situation:
      "The first pull request of a repository: `strata plan --base origin/main`, and the branch main has no profiles.yaml yet.",
    detail:
      "profiles.yaml at origin/main cannot be compared with: There is no file `profiles.yaml`. All changes count as of this change.",
  },
  "github/no-run": {
    situation: "`strata approved` on a laptop, outside of GitHub Actions.",
    detail: "GITHUB_REPOSITORY has to name the repository, as owner/name.",
  },
  "github/unavailable": {
    situation: "The job has no `actions: read` among its permissions.",
    detail: "github:listWorkflowRuns: 403 Resource not accessible by integration (request id C0DE:1F2E).",
  },
  "github/outrun": {
    situation: 'Somebody presses "Re-run" on last week\'s run of the apply workflow.',
    detail: "The branch has newer commits than the one that this run is about.",
  },
  "github/no-plan": {
    situation: "A pull request was merged before its plan workflow had ended.",
    detail: "#12: no plan was kept for its last commit.",
  },
} as const satisfies SceneExamples;
