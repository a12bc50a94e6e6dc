/** Pages of the documentation that explain what codes are about. */
import { areaOf, docsPlace } from "./areas.ts";
import type { DiagnosticCode } from "./codes.ts";

/** For every code of an area that is not named below. */
const BY_AREA: Readonly<Record<string, string>> = {
  config: "docs/configuration.md#keys",
  policy: "docs/configuration.md#policy",
  plan: "docs/configuration.md#replacement",
  safety: "docs/configuration.md#guards",
  approval: "docs/applying.md#what-is-approved",
  merge: "docs/sharding.md#what-a-part-is-and-what-joins",
  aws: "docs/iam.md#what-each-statement-is-for",
  billing: "docs/billing.md#the-account-that-pays",
  costs: "docs/costs.md#coverage",
  import: "docs/import.md#what-is-left-out-and-why",
  outputs: "docs/outputs.md#strata-outputs",
  invoke: "docs/invoke.md#exit-codes",
  iam: "docs/iam.md#what-each-statement-is-for",
  github: "docs/github.md#what-holds-this-together",
  usage: "docs/applying.md#narrowing-a-run",
  system: "docs/cli.md#exit-codes",
};

const TEAM_FILES = "docs/configuration.md#team-files-and-fences";
const PROJECTS = "docs/configuration.md#projects";
const DEADLINES = "docs/deadlines.md#policyminmodellife";
const PUBLISH = "docs/configuration.md#publish";
const BY_HAND = "docs/import.md#profiles-made-by-hand";
const STATES = "docs/import.md#profiles-made-by-terraform-or-opentofu";
const IN_USE = "docs/usage.md#the-in-use-guard";
const ACCOUNTS = "docs/applying.md#several-accounts";
const BRANCH = "docs/applying.md#on-a-branch";
const BACKFILL = "docs/cli.md#strata-tags-backfill";
const INIT = "docs/cli.md#strata-init";

const REPORT = "docs/report.md#the-proof";

const BY_CODE: Readonly<Partial<Record<DiagnosticCode, string>>> = {
  "costs/not-equal": REPORT,
  "approval/part-alone": "docs/sharding.md#what-a-part-is-and-what-joins",
  "config/include-path": TEAM_FILES,
  "config/include-outside": TEAM_FILES,
  "config/include-no-match": TEAM_FILES,
  "policy/outside-team": TEAM_FILES,
  "config/project-claimed-twice": PROJECTS,
  "config/projects-differ-by-case": PROJECTS,
  "config/unregistered-fence": TEAM_FILES,
  "config/registered-without-projects": PROJECTS,
  "config/registered-not-project": PROJECTS,
  "config/former-project": PROJECTS,
  "policy/unregistered-value": PROJECTS,
  "config/publish-path": PUBLISH,
  "config/publish-placeholder": PUBLISH,
  "config/publish-collision": PUBLISH,
  "plan/parameter-taken": PUBLISH,
  "plan/arn-held": PUBLISH,
  "plan/name-taken": BY_HAND,
  "plan/adopt-refused": BY_HAND,
  "plan/mark-mismatch": "docs/guarantees.md#what-is-promised",
  "plan/unknown-source": "docs/configuration.md#models",
  "plan/model-ends-soon": DEADLINES,
  "policy/model-ends": DEADLINES,
  "aws/lifecycles-unread": DEADLINES,
  "plan/successor-blocked": "docs/guarantees.md#what-is-promised",
  "plan/too-many-tags": "docs/configuration.md#ignoretags",
  "plan/in-use": IN_USE,
  "plan/in-use-replaced": IN_USE,
  "plan/use-unread": IN_USE,
  "safety/consent-unknown": IN_USE,
  "aws/use-unknown": IN_USE,
  "aws/use-unread": IN_USE,
  "aws/parameters-unchecked": PUBLISH,
  "aws/region-not-scanned": "docs/cli.md#strata-drift",
  "aws/no-credentials": ACCOUNTS,
  "aws/unreachable": "docs/cli.md#exit-codes",
  "plan/base-unusable": BRANCH,
  "usage/base-not-found": BRANCH,
  "usage/role-needed": ACCOUNTS,
  "usage/unreadable-file": "docs/applying.md#what-is-approved",
  "usage/profile-not-found": "docs/cli.md#strata-list",
  "usage/unknown-code": "docs/cli.md#strata-explain",
  "usage/one-account": "docs/iam.md#several-accounts",
  "usage/answer-missing": INIT,
  "usage/path-not-plain": INIT,
  "usage/path-leads-out": INIT,
  "usage/backfill-month": BACKFILL,
  "billing/backfill-refused": BACKFILL,
  "billing/unknown-effect": BACKFILL,
  "usage/spend-question": "docs/cli.md#strata-costs",
  "costs/unreadable": "docs/costs.md#whose-credentials",
  "import/ours-already": STATES,
  "import/gone": STATES,
  "import/not-looked-after": STATES,
  "import/state-differs": STATES,
  "import/state-unusable": STATES,
  "import/not-a-state": STATES,
  "import/no-file": BY_HAND,
  "import/nothing-to-verify": "docs/import.md#--verify",
};

/** A page and its anchor, from the root of the repository and of the installed package. */
export function pageOf(code: DiagnosticCode): string {
  return BY_CODE[code] ?? BY_AREA[areaOf(code)] ?? docsPlace(code);
}
