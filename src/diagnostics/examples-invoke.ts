/** Examples of `invoke/*`: `strata invoke search "Hello"`, and AWS's own words. */
import type { SceneExamples } from "./example.ts";

export const INVOKE_EXAMPLES = {
  "invoke/no-prompt": {
    situation: "`strata invoke search` in a script, with nothing on its standard input.",
    detail: "The prompt is empty or missing.",
    hint: 'strata invoke NAME "…", or echo "…" | strata invoke NAME, or strata invoke NAME - to type it.',
  },
  "invoke/not-authorised": {
    situation: "The policy of the application lists inference-profile/* and foundation-model/*.",
    detail:
      "bedrock:InvokeModelWithResponseStream: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/search-app/i-0abc is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/06vsfs68yb4g because no identity-based policy allows the bedrock:InvokeModelWithResponseStream action.",
    hint: "Allow bedrock:InvokeModelWithResponseStream on application-inference-profile/*: a policy that lists only inference-profile/* and foundation-model/* does not cover these profiles. `strata iam caller` prints the policy that callers of these profiles need.",
  },
  "invoke/denied-by-organisation": {
    situation: "`search` may route to us-east-2, and a service control policy closes that region.",
    detail:
      "bedrock:InvokeModelWithResponseStream: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/search-app/i-0abc is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-2::foundation-model/amazon.nova-lite-v1:0 with an explicit deny in a service control policy.",
    hint: "It closes us-east-2, and one closed destination is enough to break every call. Let the organisation's policy allow bedrock:InvokeModel* in every region that the profile may route to, or declare a source that stays in open regions.",
  },
  "invoke/no-model-access": {
    situation: "Nobody has enabled the model in this account yet.",
    detail:
      "bedrock:InvokeModelWithResponseStream: AccessDeniedException: You don't have access to the model with the specified model ID.",
    hint: "Enable the model once in that account and region: as a role that may aws-marketplace:Subscribe, open it in the Bedrock console (Model catalog) or call it once, and wait some minutes. `strata doctor` shows its state.",
  },
  "invoke/throttled": {
    situation: "A batch job uses up the tokens a minute that the account has for this model.",
    detail:
      "bedrock:InvokeModelWithResponseStream: ThrottlingException: Too many tokens, please wait before trying again.",
    hint: "Wait a minute, or ask for higher quotas of this model in Service Quotas (Amazon Bedrock): requests and tokens a minute.",
  },
  "invoke/profile-gone": {
    situation: "Somebody has deleted the profile a moment ago.",
    detail: "bedrock:InvokeModelWithResponseStream: ValidationException: The provided model identifier is invalid.",
    hint: "Run `strata plan`: a profile that was deleted elsewhere is created again by an apply, with a new ARN.",
  },
  "invoke/model-ended": {
    situation: "The model of the profile had its end of life last month.",
    detail:
      "bedrock:InvokeModelWithResponseStream: ResourceNotFoundException: This model version has reached the end of its life.",
    hint: "Declare a newer model in the file and apply: the profile is replaced and gets a new ARN. `strata list --system` shows what there is.",
  },
  "invoke/not-on-demand": {
    situation: "The entry has `model: amazon.nova-premier-v1:0`, a foundation model that has no on-demand throughput.",
    detail:
      "bedrock:InvokeModelWithResponseStream: ValidationException: Invocation of model ID amazon.nova-premier-v1:0 with on-demand throughput isn’t supported.",
    hint: "Declare the system profile of that model as the source (`strata list --system`) and apply.",
  },
  "invoke/option-refused": {
    situation: '`strata invoke search "Hello" --temperature 0.2`, and the model takes no temperature.',
    detail:
      "bedrock:InvokeModelWithResponseStream: ValidationException: The model does not support the temperature parameter.",
    hint: "Leave --temperature out.",
  },
  "invoke/request-refused": {
    situation: "The prompt holds what the model cannot read.",
    detail:
      "bedrock:InvokeModelWithResponseStream: ValidationException: Malformed input request, please reformat your input and try again.",
    hint: "Change what the detail names.",
  },
  "invoke/region-closed": {
    situation: "The profile is in a region that the account has not enabled.",
    detail:
      "bedrock:InvokeModelWithResponseStream: UnrecognizedClientException: The security token included in the request is invalid.",
    hint: "Enable the region in the account, or take it out of the file.",
  },
  "invoke/credentials": {
    situation: "The session ended between the list of profiles and the call.",
    detail:
      "bedrock:InvokeModelWithResponseStream: ExpiredTokenException: The security token included in the request is expired.",
    hint: "Sign in again (for instance aws sso login), and run the command again.",
  },
  "invoke/unavailable": {
    situation: "Bedrock answers with an error of its own.",
    detail:
      "bedrock:InvokeModelWithResponseStream: InternalServerException: The system encountered an unexpected error during processing (request id 7a1d1c1e-0c6b-4a53-9a5e-0d5c3a1b9f42).",
    hint: "Run the command again; if it fails again, give AWS support the request id.",
  },
  "invoke/cut-off": {
    situation: "The connection breaks after the first words of the answer.",
    detail: "bedrock:InvokeModelWithResponseStream: The connection was closed before the answer was whole.",
    hint: "Run the command again.",
  },
} as const satisfies SceneExamples;
