/** Codes of money: `costs/*`. */
import type { CodeEntry } from "./code-entry.ts";

const ACCESS = "https://docs.aws.amazon.com/cost-management/latest/userguide/ce-access.html";
const ACTIVATING = "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html";

export const COSTS_CODES = {
  "costs/unreadable": {
    severity: "error",
    summary: "Cost Explorer did not answer",
    cause:
      "Costs are told by the Cost Explorer of the payer's account, and it refused, or could not be reached. A linked account sees its own costs at most.",
    mend: "Allow ce:GetCostAndUsage, ce:GetDimensionValues, ce:ListCostAllocationTags and ce:ListCostAllocationTagBackfillHistory in the payer's account, and enable Cost Explorer there.",
    link: ACCESS,
  },
  "costs/tag-inactive": {
    severity: "warning",
    summary: "Billing does not follow the tag key",
    cause:
      "Cost Explorer answers for a key that is not active too, and books everything under no value. That says nothing about how profiles are tagged.",
    mend: "Activate the key: list it under `costAllocationTags` and apply, or do it in the Billing console of the payer's account.",
    link: ACTIVATING,
  },
  "costs/tag-late": {
    severity: "warning",
    summary: "The tag key was activated within the period",
    cause: "Costs carry the values of a key from its activation on; what came before has none, however it was tagged.",
    mend: "Look at the time since then, or have the values written back to an earlier month (a backfill).",
    link: ACTIVATING,
  },
  "costs/tag-status-unknown": {
    severity: "warning",
    summary: "Whether the tag key is active could not be read",
    cause:
      "Without it nobody can tell spend that carries no tag from a key that billing does not follow; only the payer's account may ask.",
    mend: "Allow ce:ListCostAllocationTags in the payer's account.",
    link: ACTIVATING,
  },
  "costs/profiles-unknown": {
    severity: "warning",
    summary: "What the profiles cost is not known",
    cause:
      "Costs of a profile are told by its tag `strata:name`, where billing follows that key and the payer's Cost Explorer answers. The plan is the same without them.",
    mend: "List `strata:name` under `costAllocationTags` and apply; allow ce:GetCostAndUsage, ce:GetDimensionValues and ce:ListCostAllocationTags in the payer's account (`strata iam billing` prints them).",
    link: ACTIVATING,
  },
  "usage/spend-question": {
    severity: "error",
    summary: "Costs cannot be asked for in that way",
    cause: "Cost Explorer groups by two things at most, and knows whole days of the past.",
    mend: "Change the option that the detail names; `strata costs --help` shows examples.",
  },
} as const satisfies Record<string, CodeEntry>;
