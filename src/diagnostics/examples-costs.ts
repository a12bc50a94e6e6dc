/** Examples of `costs/*` and `outputs/*`. */
import type { SceneExamples } from "./example.ts";

export const COSTS_EXAMPLES = {
  "costs/unreadable": {
    situation: "`strata costs` with credentials that may not ask Cost Explorer.",
    detail:
      "ce:GetCostAndUsage in account 111122223333: User: arn:aws:sts::111122223333:assumed-role/finance/ana is not authorized to perform: ce:GetCostAndUsage",
    hint: "Allow ce:GetCostAndUsage to the role in use in account 111122223333. A linked account may also be shut out by the payer.",
  },
  "costs/tag-inactive": {
    situation: "`strata costs --by tag:project`, and nobody has activated the key `project` yet.",
    detail: "Inactive in the billing of account 111122223333: project. What spend carries no value of it is not known.",
  },
  "costs/tag-late": {
    situation: "`strata costs --by tag:project --since 2026-11-01`, and the key was activated on 9 November.",
    detail:
      "Counted only within the period, since 2026-11-09: project. Spend from 2026-11-01 until then has no value of it.",
  },
  "costs/tag-status-unknown": {
    situation: "`strata costs` with credentials that may ask for costs, and not for the state of the keys.",
    detail:
      "ce:ListCostAllocationTags: User: arn:aws:sts::111122223333:assumed-role/finance/ana is not authorized to perform: ce:ListCostAllocationTags",
  },
  "costs/profiles-unknown": {
    situation: "`strata plan --money`, and nobody has activated the key `strata:name` yet.",
    detail:
      "Billing of account 111122223333 has met no charge with the tag key strata:name yet, by which costs of profiles are told.",
  },
  "outputs/one-variable": {
    situation: "The file has `search eu` and `search-eu`: `strata outputs --format dotenv`.",
    detail: '"search eu" and "search-eu" would both be STRATA_SEARCH_EU_ARN.',
    hint: "Rename one of the two, or leave one out with --only, --exclude or --target.",
  },
  "outputs/several": {
    situation: "The file has two profiles of Claude Sonnet: `strata outputs --format claude-code`.",
    detail: "There are 2 profiles of the tier sonnet: search, support.",
  },
  "outputs/no-claude": {
    situation: "All profiles of the file are of Amazon Nova: `strata outputs --format claude-code`.",
    detail: "None of the profiles in scope answers with a Claude model.",
  },
} as const satisfies SceneExamples;
