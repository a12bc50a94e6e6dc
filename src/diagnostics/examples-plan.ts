/** Examples of `plan/*` and `safety/*`. */
import type { SceneExamples } from "./example.ts";

export const PLAN_EXAMPLES = {
  "plan/name-taken": {
    situation:
      "The file declares `search`. In us-east-1 there is a profile of that name already, made by hand, without a mark of any stack.",
    detail:
      'The name "search" is taken in us-east-1 by arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g, which is managed by nobody.',
    hint: "Rename the entry, or add `adopt: true` to take the profile over.",
  },
  "plan/mark-mismatch": {
    situation: "A script copied all tags of `search`, its `strata:name` tag too, to a profile named `search-copy`.",
    detail:
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g is named "search-copy" on AWS, but its tag strata:name says "search", so whose profile it is cannot be told. It is left alone.',
    hint: "If a script copied the tags there, remove its strata:* tags; if an entry of the file is meant to hold it, name its ARN there with `adopt:`.",
  },
  "plan/adopt-refused": {
    situation:
      "The entry `search` says `adopt: true`, and the live profile of that name was made by a CloudFormation stack, whose tag it carries.",
    detail:
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g carries another tool\'s mark, the tag "aws:cloudformation:stack-name".',
    hint: "Leave the profile to that tool, and give the entry another name.",
  },
  "plan/unknown-source": {
    situation:
      "The file has `search: { model: eu.amazon.nova-lite-v1:0 }` in us-east-1, where the catalogue offers `us.` and `global.` profiles alone.",
    detail:
      'us-east-1 offers no model or system profile "eu.amazon.nova-lite-v1:0", so "search" cannot be created there.',
  },
  "plan/model-ends-soon": {
    situation:
      "The file has `policy: { minModelLife: 90d }` and a new entry `search` on Claude Sonnet 4.5, whose end of life AWS has set to 2027-01-15. It is 2026-11-23.",
    detail:
      '"search" is not created: anthropic.claude-sonnet-4-5-20250929-v1:0 ends on 2027-01-15, and `policy.minModelLife` asks for 90 days.',
    hint: "Give the entry a model that lives on (strata list --system), or lower the policy.",
  },
  "plan/successor-blocked": {
    situation:
      "The entry `search` is now called `finder`, with the same model and tags; `finder` is the name of a profile on AWS that is not ours.",
    detail:
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g is not deleted: "finder", of the same source, may be what takes its place, and it is blocked.',
    hint: 'Mend what blocks "finder". To end "search" all the same, run with --only search.',
  },
  "policy/model-ends": {
    situation:
      "The file has `policy: { minModelLife: 90d }`, and the profile of `search` is on Claude Sonnet 4.5, whose end of life AWS has set to 2027-01-15. It is 2026-11-23.",
    detail: 'anthropic.claude-sonnet-4-5-20250929-v1:0 ends on 2027-01-15; on it in 111122223333/us-east-1: "search".',
  },
  "plan/too-many-tags": {
    situation:
      "The entry declares 45 tags, Strata's own are 3, and the live profile has 8 tags of another tool, which `ignoreTags: [map-*]` keeps.",
    detail: '"search" would carry 56 tags; AWS allows 50, tags that Strata ignores included.',
  },
  "plan/in-use": {
    situation:
      "The entry `search` was removed from the file. CloudWatch counts 1,204 calls through its profile in the last 7 days.",
    detail:
      "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g is not deleted: it had 1,204 calls in the last 7 days.",
    hint: "Move its callers away first; strata usage shows when they called last. If it is meant to end all the same, consent with --allow-in-use search, or with `guards.allow.inUse` in the file.",
  },
  "plan/use-unread": {
    situation:
      "The entry `search` was removed from the file, and CloudWatch does not answer when it is asked for the calls.",
    detail:
      "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g is not deleted: whether it is still called could not be read (cloudwatch:GetMetricData: Service Unavailable).",
    hint: "Move its callers away first; strata usage shows when they called last. If it is meant to end all the same, consent with --allow-in-use search, or with `guards.allow.inUse` in the file.",
  },
  "plan/arn-held": {
    situation:
      "The entry `search` was removed from the file. The parameter /genai/search holds its ARN and has lost its marks, so this plan may not remove it.",
    detail:
      "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g is not deleted: the parameter /genai/search holds it.",
  },
  "plan/in-use-replaced": {
    situation:
      "The model of `search` is changed, so that its profile is replaced. CloudWatch counts 1,204 calls through the old one in the last 7 days.",
    detail:
      "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g had 1,204 calls in the last 7 days. Its callers have to take the new ARN while the old one works.",
  },
  "plan/parameter-taken": {
    situation:
      'The file has `publish: { ssm: "/genai/{name}" }`, and somebody made the parameter /genai/search by hand.',
    detail: "The parameter /genai/search is there, and does not carry this stack's mark.",
    hint: "Publish under another path, or delete the parameter if nobody needs it. A plain `strata:stack` tag of this stack on it hands it over.",
  },
  "plan/source-unclear": {
    situation:
      "The `strata:source` tag of the live profile names another model than the file, and the role may not read the catalogue.",
    detail:
      "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g may or may not be a copy of us.anthropic.claude-sonnet-4-5-20250929-v1:0; it is kept.",
  },
  "plan/routes-changed": {
    situation: "AWS added a region to the system profile after `search` was copied from it.",
    detail:
      "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g no longer routes as us.anthropic.claude-sonnet-4-5-20250929-v1:0 does.",
  },
  "plan/description-differs": {
    situation:
      "The description of `search` was changed from `Ranks` to `Ranks search results`, and `replacement.on` is `[model]`.",
    detail: 'The live description is "Ranks", the file says "Ranks search results".',
  },
  "plan/new-arn": {
    situation: "The model of `search` was changed. `replacement.grace` is 24h.",
    detail: '"search" in 111122223333/us-east-1 gets a new ARN: the old one works 24 h more.',
  },
  "plan/model-differs": {
    situation: "The model of `search` was changed, and `replacement.on` is empty.",
    detail:
      "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g is not a copy of us.anthropic.claude-haiku-4-5-20251001-v1:0; it is kept as it is.",
  },
  "plan/malformed-retirement": {
    situation: "Somebody set the tag `strata:retire-after` of a live profile to `next week`.",
    detail:
      "The tag strata:retire-after of arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/06vsfs68yb4g is not a UTC time, so its profile is kept as retiring.",
  },
  "safety/too-many-deletes": {
    situation: "Half of the 12 entries were lost in a merge. `guards` are the usual ones: 5 deletes, 30 percent.",
    detail: "6 live profiles of 12 (50 %) would end; the guards allow 5 and 30 %. Nothing is applied.",
    hint: "If this is meant, consent to exactly this many with --allow-deletes 6, or with `guards.allow` in the file.",
  },
  "safety/nothing-desired": {
    situation: "All entries under `profiles` were removed, and 4 profiles of the stack are live.",
    detail: "Nothing is declared in scope, and 4 live profiles of this stack would end.",
    hint: "If this is meant, consent to exactly this many with --allow-deletes 4, or with `guards.allow` in the file.",
  },
  "safety/consent-unknown": {
    situation:
      "The consent on the command line is misspelt: `strata apply --allow-in-use oldbot` for the profile `old-bot`.",
    detail: "--allow-in-use oldbot: no profile of the file, and none of ours on AWS, has this name.",
    hint: 'Did you mean "old-bot"?',
  },
  "safety/allowance-expired": {
    situation: "It is November, and the file still has `guards: { allow: { deletes: 3, until: 2026-10-31 } }`.",
    detail: "`guards.allow` consented through 2026-10-31, which has passed: it allows nothing any more.",
  },
} as const satisfies SceneExamples;
