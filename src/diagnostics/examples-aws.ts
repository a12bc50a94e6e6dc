/** Examples of `aws/*`, `billing/*` and `iam/*`. */
import type { SceneExamples } from "./example.ts";

export const AWS_EXAMPLES = {
  "aws/target-unreadable": {
    situation: "The role exists in the account, and its policy does not allow bedrock:ListInferenceProfiles.",
    detail:
      "bedrock:ListInferenceProfiles in 111122223333/us-west-2: User: arn:aws:sts::111122223333:assumed-role/strata-plan/ci is not authorized to perform: bedrock:ListInferenceProfiles",
  },
  "aws/account-unreachable": {
    situation:
      "`strata assess --organization --role-name strata-plan` in an organization with an account that lacks the role.",
    detail:
      "777788889999 sandbox: sts:AssumeRole: AccessDeniedException: the role arn:aws:iam::777788889999:role/strata-plan cannot be assumed: User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::777788889999:role/strata-plan",
  },
  "aws/organization-unread": {
    situation: "`strata assess --organization` with the credentials of a member account.",
    detail: "organizations:ListAccounts: AccessDeniedException: You don't have permissions to access this resource.",
  },
  "aws/no-credentials": {
    situation: "`strata plan` the morning after: the session of `aws sso login` has ended.",
    detail: "sts:GetCallerIdentity: The security token included in the request is expired",
  },
  "aws/unreachable": {
    situation: "`strata plan` without a network, or behind a proxy that nobody has named.",
    detail: "sts:GetCallerIdentity: getaddrinfo ENOTFOUND sts.us-west-2.amazonaws.com",
  },
  "aws/tags-read-one-by-one": {
    situation: "The policy of the role allows Bedrock's reads and leaves out tag:GetResources.",
    detail: "tag:GetResources is denied in 111122223333/us-west-2.",
  },
  "aws/use-unknown": {
    situation: "A plan ends a profile, and the policy of the role does not allow cloudwatch:GetMetricData.",
    detail: "cloudwatch:GetMetricData is denied in 111122223333/us-east-1: what ends there may still be called.",
  },
  "aws/use-unread": {
    situation: "A plan ends a profile, and CloudWatch refuses to answer so many questions.",
    detail: "cloudwatch:GetMetricData in 111122223333/us-east-1: Rate exceeded",
  },
  "aws/catalogue-unreadable": {
    situation: "The policy allows the reads of profiles, and not those of what they can be copied from.",
    detail:
      "bedrock:ListInferenceProfiles in 111122223333/us-west-2: User: arn:aws:sts::111122223333:assumed-role/strata-plan/ci is not authorized to perform: bedrock:ListInferenceProfiles",
  },
  "aws/parameters-unchecked": {
    situation: "`publish` was added to the file, and the role has the policy of before.",
    detail:
      "ssm:DescribeParameters in 111122223333/us-east-1: User: arn:aws:sts::111122223333:assumed-role/strata-apply/ci is not authorized to perform: ssm:DescribeParameters",
    hint: "Allow ssm:DescribeParameters to the role: strata iam plan prints the policy that reading needs.",
  },
  "aws/region-not-scanned": {
    situation: "`strata drift --everywhere`, in an account that has not enabled two of the regions.",
    detail: "Not looked at, since not enabled or not readable: 111122223333/ap-east-1, 111122223333/me-south-1.",
  },
  "billing/not-checked": {
    situation: "The file has `costAllocationTags: [project]`, and the role may not ask for their state.",
    detail:
      "Not checked: project. The role in use may not ask account 111122223333. AWS said: ce:ListCostAllocationTags: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/strata-apply/ci is not authorized to perform: ce:ListCostAllocationTags.",
    hint: "Allow ce:ListCostAllocationTags there (strata iam plan and strata iam billing print it), or name the role that may with --billing-role-name. A person can activate them in the Billing console of account 111122223333, under Cost allocation tags, once they are listed there.",
  },
  "billing/linked-account": {
    situation:
      "The file names no `billing.account`, and the only account of the file is a member of an organisation, which pays for it.",
    detail:
      "Not checked: project. Account 111122223333 is a linked account, and only the account that pays may see them. AWS said: ce:ListCostAllocationTags: AccessDeniedException: Linked account doesn't have access to cost allocation tags.",
    hint: "Name the account that pays under billing.account in the file, and its role with --billing-role-name. A person can activate the keys in its Billing console, under Cost allocation tags, once they are listed there.",
  },
  "billing/role-needed": {
    situation:
      'The file has `billing: { account: "111122223333" }`, the credentials are of another account, and no role is named.',
    detail:
      "Not checked: project. Only a role reaches account 111122223333, which pays; the credentials in use are of another account.",
    hint: "Name the role with --billing-role-name or STRATA_BILLING_ROLE_NAME. A person can activate them in the Billing console of account 111122223333, under Cost allocation tags, once they are listed there.",
  },
  "billing/no-cost-explorer": {
    situation: "All regions of the file are in AWS GovCloud (US), as us-gov-west-1.",
    detail: "Not checked: project. The partition of the file's regions has no Cost Explorer, so nothing was asked.",
    hint: "A person can activate them in the Billing console of the account that pays for this one, under Cost allocation tags.",
  },
  "billing/not-activated": {
    situation:
      "`strata apply` of a file with `costAllocationTags: [project]`, by a role that may read their state alone.",
    detail:
      "Not activated in account 111122223333: project. AWS said: ce:UpdateCostAllocationTagsStatus: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/strata-apply/ci is not authorized to perform: ce:UpdateCostAllocationTagsStatus.",
    hint: "Allow ce:UpdateCostAllocationTagsStatus there (strata iam billing prints it) to the role that --billing-role-name names, and run strata apply again; or let a person activate the keys in the Billing console of account 111122223333, under Cost allocation tags.",
  },
  "billing/backfill-refused": {
    situation: "`strata tags backfill --from 2026-08`, an hour after somebody else has started one.",
    detail: "Another backfill is in work. Nothing was changed.",
  },
  "billing/unknown-effect": {
    situation:
      "`strata tags backfill --from 2026-08`, by a role that may not ask for the state of the keys: `billing/not-checked` is told beside it.",
    detail: "Nothing was changed.",
  },
  "iam/policy-too-long": {
    situation: "`strata iam apply` for a file with many regions and accounts.",
    detail: "The policy, as a managed one, of prod has 7310 characters, and IAM takes 6144. Attach it inline.",
  },
} as const satisfies SceneExamples;
