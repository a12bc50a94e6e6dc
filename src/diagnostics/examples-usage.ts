/** Examples of `usage/*` and `system/*`: the command line, and the machine. */
import type { SceneExamples } from "./example.ts";

export const USAGE_EXAMPLES = {
  "usage/backfill-month": {
    situation: "`strata tags backfill --from 2025-06`, in November 2026.",
    detail: "2025-06 is 17 months ago, and a backfill reaches back at most 12.",
  },
  "usage/profile-not-found": {
    situation: "`strata show serach`: the name is misspelt.",
    detail: 'No live profile "serach" in any target of the file.',
    hint: 'Did you mean "search"?',
  },
  "usage/ambiguous-name": {
    situation: "`strata show search`, where the entry is declared for two regions.",
    detail: '"search" lives in 2 targets: 111122223333/eu-central-1, 111122223333/us-west-2.',
    hint: "Name one with --target, e.g. --target 111122223333/eu-central-1.",
  },
  "usage/role-needed": {
    situation:
      "The file has two accounts, and the credentials are of one of them: `strata plan` without `--role-name`.",
    detail:
      "The credentials in use belong to account 111122223333; the file also names 444455556666, which only a role can reach.",
    hint: "Name the role with --role-name or STRATA_ROLE_NAME, or leave the account out with --target.",
  },
  "usage/unknown-target": {
    situation: "`strata plan --target prod/us-west-1`; the file has prod in us-east-1.",
    detail: "--target prod/us-west-1 is none of the targets that the file looks after: prod/us-east-1.",
  },
  "usage/scope-empty": {
    situation: "`strata apply --only serach`: the name is misspelt.",
    detail: "--only serach matches no profile of the file, and none of ours on AWS.",
    hint: 'Did you mean "search"?',
  },
  "usage/contradiction": {
    situation: "`strata drift --everywhere --target prod/us-east-1`.",
    detail: "--everywhere reads every region, and --target only some: give one of them.",
  },
  "usage/answer-missing": {
    situation: "`strata iam plan --entry`, without the name of the roles that the first one enters.",
    detail: "--role-name is missing: --entry is the role that assumes the ones of that name.",
  },
  "usage/one-account": {
    situation: "`strata iam plan --as cloudformation`, for a file with the accounts `prod` and `dev`.",
    detail: "--as cloudformation writes the role of one account, and the file has 2 with documents of their own.",
    hint: "Narrow it to one account, as --target 'prod/*'.",
  },
  "usage/path-not-plain": {
    situation: '`strata init --config "../my profiles.yaml"`.',
    detail:
      "The workflows name the configuration by its path from the repository root, and ../my profiles.yaml is none.",
  },
  "usage/path-leads-out": {
    situation: "`strata init`, where .github is a link to a folder outside of the repository.",
    detail: ".github is a link that leads out of the repository, or nowhere. Nothing was written.",
    hint: "Put a folder in the place of .github.",
  },
  "usage/unknown-code": {
    situation: "`strata explain plan/inuse`: the code is `plan/in-use`.",
    detail: "There is no code `plan/inuse`.",
    hint: "Did you mean `plan/in-use`?",
  },
  "usage/unreadable-file": {
    situation: "`strata apply --plan plan.json`, in another folder than the plan was saved in.",
    detail: "plan.json: ENOENT: no such file or directory, open 'plan.json'.",
  },
  "usage/base-not-found": {
    situation: "`strata plan --base release-9`, in a checkout that has only one commit.",
    detail:
      "--base release-9: this repository has no such revision. In a shallow clone, fetch it first (fetch-depth: 0).",
  },
  "usage/spend-question": {
    situation: "`strata costs --by tag:project,tag:project`.",
    detail: '--by: "tag:project,tag:project" names a group twice.',
  },
  "system/failed": {
    situation: "`strata sandbox`, while another one is running.",
    detail: "Cannot listen on 127.0.0.1 port 4599: listen EADDRINUSE: address already in use 127.0.0.1:4599.",
  },
} as const satisfies SceneExamples;
