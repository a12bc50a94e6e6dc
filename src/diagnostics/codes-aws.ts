/** Codes of AWS, of the command line and of the machine: `aws/*`, `billing/*`, `iam/*`, `usage/*`, `system/*`. */
import type { CodeEntry } from "./code-entry.ts";

export const AWS_CODES = {
  "aws/target-unreadable": {
    severity: "error",
    summary: "A target could not be read",
    cause: "Without a whole picture of an account and region nothing is changed there; the other targets go on.",
    mend: "Mend the cause named in the detail, and run the command again.",
  },
  "aws/account-unreachable": {
    severity: "error",
    summary: "An account could not be reached",
    cause: "The role could not be assumed there, so nothing in the account was read; the other accounts go on.",
    mend: "Let the role exist in the account and trust the caller, or leave the account out.",
  },
  "aws/organization-unread": {
    severity: "error",
    summary: "The accounts of the organization could not be listed",
    cause:
      "AWS Organizations tells its accounts only to the management account and to delegated administrators, and only where organizations:ListAccounts is allowed.",
    mend: "Use credentials of such an account, or name the accounts with --account.",
  },
  "aws/no-credentials": {
    severity: "error",
    summary: "No usable AWS credentials",
    cause: "AWS did not accept, or nobody supplied, credentials for the calls that a plan needs.",
    mend: "Set AWS_PROFILE or sign in (for instance `aws sso login`), or try `--sandbox`, which needs no account.",
  },
  "aws/unreachable": {
    severity: "error",
    summary: "AWS could not be reached",
    cause: "The first calls got no usable answer, so not even the account is known. Nothing was changed.",
    mend: "Check the network, the proxy and AWS_ENDPOINT_URL, and run the command again.",
  },
  "aws/tags-read-one-by-one": {
    severity: "warning",
    summary: "Tags are read one profile at a time",
    cause: "tag:GetResources is not permitted, so each profile costs one call of its own.",
    mend: "Allow tag:GetResources to make plans faster; the result is the same.",
  },
  "aws/use-unknown": {
    severity: "warning",
    summary: "Use unknown: nobody looks whether what ends is still called",
    cause: "cloudwatch:GetMetricData is not permitted, so that only the other guards stand before a delete.",
    mend: "Allow cloudwatch:GetMetricData; strata iam plan prints the policy.",
  },
  "aws/use-unread": {
    severity: "warning",
    summary: "The use of profiles could not be read",
    cause:
      "CloudWatch gave no usable answer. In a plan, what would end there at once is blocked then, and what is due to retire waits.",
    mend: "Run the command again later.",
  },
  "aws/catalogue-unreadable": {
    severity: "warning",
    summary: "The catalogue of models could not be read",
    cause: "Sources cannot be checked before the create, so AWS itself decides about them.",
    mend: "Allow bedrock:ListInferenceProfiles and bedrock:ListFoundationModels.",
  },
  "aws/parameters-unchecked": {
    severity: "warning",
    summary: "Published parameters are not checked",
    cause:
      "Parameter Store could not be read, so nothing is published there: a profile that gets a new ARN leaves its parameter with the old one.",
    mend: "Allow what `strata iam plan` prints for `publish`, and plan again.",
  },
  "billing/not-checked": {
    severity: "warning",
    summary: "Cost allocation tags could not be checked",
    cause:
      "Only the account that pays can be asked which tag keys are active, and it gave no usable answer. Profiles are planned and applied all the same.",
    mend: "Allow ce:ListCostAllocationTags to the role (`strata iam billing` prints the policy), or let a person activate the keys in the Billing console of the account that pays.",
  },
  "billing/linked-account": {
    severity: "warning",
    summary: "A linked account was asked about cost allocation tags",
    cause:
      "AWS shows and changes cost allocation tags in the account that pays alone; any other gets a refusal, whatever its role may do.",
    mend: "Name the account that pays under `billing.account`, and its role with --billing-role-name.",
  },
  "billing/role-needed": {
    severity: "warning",
    summary: "The account that pays needs a role to be reached",
    cause:
      "`billing.account` names another account than that of the credentials; asked with these, another account's tags would be told.",
    mend: "Name the role there with --billing-role-name or STRATA_BILLING_ROLE_NAME.",
  },
  "billing/no-cost-explorer": {
    severity: "warning",
    summary: "There is no Cost Explorer to ask about cost allocation tags",
    cause: "AWS GovCloud (US) has no endpoint of Cost Explorer: costs show in the commercial account that pays.",
    mend: "Activate the keys in the Billing console of the account that pays.",
  },
  "billing/not-activated": {
    severity: "warning",
    summary: "Cost allocation tags were not activated",
    cause: "AWS refused to activate them. Profiles were applied all the same, and the exit code does not speak of it.",
    mend: "Allow ce:UpdateCostAllocationTagsStatus to the role (`strata iam billing` prints the policy) and apply again, or let a person activate the keys in the Billing console of the account that pays.",
  },
  "billing/backfill-refused": {
    severity: "error",
    summary: "The backfill was not started",
    cause: "AWS takes one request in 24 hours, from the account that pays alone, and none while another is in work.",
    mend: "`strata tags` tells when the last one was asked for. Try again 24 hours after it.",
  },
  "billing/unknown-effect": {
    severity: "error",
    summary: "What a backfill would do cannot be told",
    cause:
      "A backfill writes the present status of all keys of the payer into months that are over, and their status could not be read.",
    mend: "Allow ce:ListCostAllocationTags and ce:ListCostAllocationTagBackfillHistory to the role (`strata iam billing` prints the policy).",
  },
  "usage/backfill-month": {
    severity: "error",
    summary: "No backfill can begin in that month",
    cause: "AWS takes the first of a month, of the last twelve or of this one.",
    mend: "Give a month that is not in the future and at most 12 months ago, as `--from 2026-08`.",
  },
  "usage/profile-not-found": {
    severity: "error",
    summary: "No such profile",
    cause: "No live profile of the targets in the file has this name, AWS name, id or ARN.",
    mend: "`strata list` shows what there is.",
  },
  "usage/ambiguous-name": {
    severity: "error",
    summary: "The name stands for several profiles",
    cause: "The same entry lives in several accounts or regions, and this command shows one profile.",
    mend: "Name the target with --target ACCOUNT/REGION.",
  },
  "usage/role-needed": {
    severity: "error",
    summary: "An account needs a role to be reached",
    cause:
      "Role ARNs never come from the file, so that a pull request cannot aim credentials anywhere; without a role name only the caller's own account is in reach.",
    mend: "Name the role that exists in every account with --role-name or STRATA_ROLE_NAME, or mark accounts without it `pending: true`.",
  },
  "usage/unknown-target": {
    severity: "error",
    summary: "The target is not one of the file's",
    cause:
      "--target names an account and region that the file does not look after, or an account that is not the caller's.",
    mend: "Write it as ACCOUNT/REGION, the account by its number or its name in the file; * stands for any.",
  },
  "usage/scope-empty": {
    severity: "error",
    summary: "The scope matches nothing",
    cause:
      "A pattern that matches no profile is most likely a slip; with --exclude a slip could end what was to be spared.",
    mend: "Check the spelling; quote patterns with * so that the shell leaves them alone.",
  },
  "usage/contradiction": {
    severity: "error",
    summary: "The options contradict each other",
    cause: "Two options ask for different things, and guessing which is meant could change the wrong profiles.",
    mend: "Give only one of them.",
  },
  "usage/answer-missing": {
    severity: "error",
    summary: "Something has to be known that nothing tells",
    cause:
      "`init` asks on a terminal for what it cannot find out, and in a script there is nobody to ask; `iam` never asks.",
    mend: "Give the flag that the detail names; `init` takes what is usual with --yes.",
  },
  "usage/one-account": {
    severity: "error",
    summary: "The form holds the role of one account",
    cause: "A template or a Terraform module makes a role in one account, and the documents of these accounts differ.",
    mend: "Name the account with --target ACCOUNT/*, once for each; --as json prints all of them.",
  },
  "iam/policy-too-long": {
    severity: "warning",
    summary: "IAM would refuse a policy of this length",
    cause:
      "A managed policy has 6,144 characters at most, a role's inline policies 10,240 together, a trust policy 2,048 (a quota that can be raised).",
    mend: "Attach it inline, or narrow it: `--target` by region, `--only` by name, `--any-model` instead of many models.",
  },
  "usage/path-not-plain": {
    severity: "error",
    summary: "The path cannot stand in a workflow",
    cause:
      "Workflows name the configuration from the repository root; they are scripts, so the path may hold no blanks and no signs that a shell reads.",
    mend: "Give a relative path of letters, digits and `. _ - / + @`, or --no-workflows.",
  },
  "usage/path-leads-out": {
    severity: "error",
    summary: "A file would be written outside the repository",
    cause: "A folder on its way is a link, and what is written below it would land in another place of the machine.",
    mend: "Put a folder in the place of the link, or let it stay inside the repository.",
  },
  "usage/unknown-code": {
    severity: "error",
    summary: "No such code",
    cause: "Codes are the words in brackets after `error` and `warning`. This is none of them, and no area either.",
    mend: "`strata explain` lists all codes.",
  },
  "usage/unreadable-file": {
    severity: "error",
    summary: "A file cannot be read",
    cause: "The command line names a file that is missing or may not be read.",
    mend: "Check its path.",
  },
  "usage/base-not-found": {
    severity: "error",
    summary: "The revision cannot be found",
    cause: "--base reads the configuration at a git revision with `git show`, and there is no such revision here.",
    mend: "Name a branch, tag or commit that this clone has; in CI, check out with fetch-depth: 0.",
  },
  "aws/region-not-scanned": {
    severity: "warning",
    summary: "Some regions were not looked at",
    cause:
      "`drift --everywhere` asks every Bedrock region; one that the account has not enabled, or that a policy closes, does not answer.",
    mend: "Nothing has to be done where the account never used the region.",
  },
  "system/failed": {
    severity: "error",
    summary: "The system refused",
    cause: "A file, a port or another resource of this machine could not be used as the command needs it.",
    mend: "Mend what the detail names, or name another file or port.",
  },
} as const satisfies Record<string, CodeEntry>;
