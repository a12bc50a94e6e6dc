/** Codes of calls through a profile: `invoke/*`. */
import type { CodeEntry } from "./code-entry.ts";

const PERMISSIONS = "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html";
const MODEL_ACCESS = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html";

export const INVOKE_CODES = {
  "invoke/no-prompt": {
    severity: "error",
    summary: "There is no prompt",
    cause: "`invoke` asks the model what its second argument says, or what comes on its standard input.",
    mend: "Give the prompt as an argument, pipe it in, or write `-` to type it and end it with Ctrl-D.",
  },
  "invoke/not-authorised": {
    severity: "error",
    summary: "The caller may not use the profile",
    cause:
      "A call through an application inference profile needs permission on the profile and on each model behind it. Policies that list only inference-profile/* do not cover it.",
    mend: "Give the caller the policy that `strata iam caller` prints.",
    link: PERMISSIONS,
  },
  "invoke/denied-by-organisation": {
    severity: "error",
    summary: "A policy of the organisation denies the call",
    cause:
      "Bedrock may route a call to any region of the profile. A service control policy that closes one of them breaks every call, even while the others are open.",
    mend: "Let the policy allow bedrock:InvokeModel* in all of these regions, or declare a source that stays in open ones.",
    link: "https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html",
  },
  "invoke/no-model-access": {
    severity: "error",
    summary: "The account has no access to the model",
    cause:
      "Models of other companies are Marketplace offers: an account has to take each up once, and Anthropic's want use case details first. The profile itself is right.",
    mend: "Enable the model once, as a role that may aws-marketplace:Subscribe, and wait some minutes; `strata doctor` shows its state.",
    link: MODEL_ACCESS,
  },
  "invoke/throttled": {
    severity: "error",
    summary: "Bedrock asks to go slower",
    cause:
      "Requests and tokens a minute (and for some models a day) are limited by model, account and region; all profiles of one model share these limits.",
    mend: "Wait, or ask for higher quotas of the model in Service Quotas.",
    link: "https://docs.aws.amazon.com/bedrock/latest/userguide/quotas.html",
  },
  "invoke/profile-gone": {
    severity: "error",
    summary: "Bedrock does not know the profile",
    cause: "It was listed a moment ago, and the runtime finds nothing under its ARN: it was deleted, or is too new.",
    mend: "Run `strata plan`; where it is only too new, run the command again in a minute.",
  },
  "invoke/model-ended": {
    severity: "error",
    summary: "The model behind the profile has ended",
    cause:
      "Models end: at their end of life for everybody, and as legacy ones for accounts that have not called them lately. The profile stays, but cannot answer.",
    mend: "Declare a newer model and apply: the profile is replaced and gets a new ARN.",
    link: "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html",
  },
  "invoke/not-on-demand": {
    severity: "error",
    summary: "The model answers only through a system profile",
    cause: "The profile copies a foundation model that has no on-demand throughput in this region.",
    mend: "Declare the system profile of the model as the source and apply.",
  },
  "invoke/option-refused": {
    severity: "error",
    summary: "The model does not take an option",
    cause:
      "Newer models refuse a temperature whatever its value, and each model has a largest number of output tokens.",
    mend: "Leave --temperature out, or give another --max-tokens.",
  },
  "invoke/request-refused": {
    severity: "error",
    summary: "Bedrock refuses the request",
    cause: "The model, or Bedrock before it, does not take the request as it is; the detail has its words.",
    mend: "Change what the detail names.",
  },
  "invoke/region-closed": {
    severity: "error",
    summary: "The region does not know the credentials",
    cause: "The same credentials work elsewhere: most often the account has not enabled this region.",
    mend: "Enable the region in the account, or take it out of the file.",
  },
  "invoke/credentials": {
    severity: "error",
    summary: "The credentials are not accepted",
    cause: "They have expired since the profiles were listed, or cannot be used for the runtime.",
    mend: "Sign in again, and run the command again.",
  },
  "invoke/unavailable": {
    severity: "error",
    summary: "No usable answer came",
    cause:
      "The model or the way to it failed. Where the request may have been worked on it is not sent again: it would be paid for twice.",
    mend: "Run the command again; if it fails again, give AWS support the request id.",
  },
  "invoke/cut-off": {
    severity: "error",
    summary: "The answer broke off",
    cause:
      "It ended in the middle. What has been shown is not the whole, and asking again would give another text, so that is left to you.",
    mend: "Run the command again.",
  },
} as const satisfies Record<string, CodeEntry>;
