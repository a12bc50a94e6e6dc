/** AWS's refusals of a call, told apart by their words: one text a row, as AWS writes it. */
import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/core/fault.ts";
import { ANSWER_STATUSES, type AnswerStatus, troubleOf } from "../../src/core/invoke-trouble.ts";
import { CODES } from "../../src/diagnostics/codes.ts";

const OPERATION = "bedrock:InvokeModelWithResponseStream";
const fault = (kind: Fault["kind"], message: string, more: Partial<Fault> = {}): Fault => ({
  kind,
  retryable: false,
  operation: OPERATION,
  message,
  ...more,
});
const denied = (resource: string, why: string): Fault =>
  fault(
    "denied",
    `User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: ${OPERATION} on resource: ${resource} ${why}`,
  );

const NO_POLICY = `because no identity-based policy allows the ${OPERATION} action`;
const MODEL = "foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0";
const SCP =
  "with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/service_control_policy/p-1";

const ROWS: readonly [what: string, fault: Fault, status: AnswerStatus, code: string, mend: RegExp][] = [
  [
    "a policy without application profiles",
    denied("arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/06vsfs68yb4g", NO_POLICY),
    "not-authorised",
    "invoke/not-authorised",
    /on application-inference-profile\/\*: a policy that lists only inference-profile\/\*.*strata iam caller/,
  ],
  [
    "a policy without the models",
    denied(`arn:aws:bedrock:us-east-2::${MODEL}`, NO_POLICY),
    "not-authorised",
    "invoke/not-authorised",
    /models behind the profile too, in every region.*strata iam caller/,
  ],
  [
    "a closed destination",
    denied(`arn:aws:bedrock:us-east-2::${MODEL}`, SCP),
    "denied-by-organisation",
    "invoke/denied-by-organisation",
    /It closes us-east-2,/,
  ],
  [
    "a global profile",
    denied(`arn:aws:bedrock:::${MODEL}`, SCP),
    "denied-by-organisation",
    "invoke/denied-by-organisation",
    /without a fixed region/,
  ],
  [
    "an explicit deny of the role itself",
    denied(`arn:aws:bedrock:::${MODEL}`, "with an explicit deny in an identity-based policy"),
    "not-authorised",
    "invoke/not-authorised",
    /strata iam caller/,
  ],
  [
    "no access to the model",
    fault("denied", "You don't have access to the model with the specified model ID."),
    "no-model-access",
    "invoke/no-model-access",
    /strata doctor/,
  ],
  [
    "no subscription",
    fault(
      "denied",
      "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.",
    ),
    "no-model-access",
    "invoke/no-model-access",
    /aws-marketplace:Subscribe/,
  ],
  [
    "no use case details",
    fault(
      "not-found",
      "Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model.",
    ),
    "no-model-access",
    "invoke/no-model-access",
    /use case details/,
  ],
  [
    "the end of life",
    fault(
      "not-found",
      "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
    ),
    "model-ended",
    "invoke/model-ended",
    /newer model/,
  ],
  [
    "a legacy model that was not called lately",
    fault(
      "not-found",
      "Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock",
    ),
    "model-ended",
    "invoke/model-ended",
    /newer model/,
  ],
  [
    "a deleted profile",
    fault("not-found", "The specified resource Amazon Resource Name (ARN) was not found."),
    "not-found",
    "invoke/profile-gone",
    /strata plan/,
  ],
  [
    "an identifier",
    fault("invalid", "The provided model identifier is invalid."),
    "not-found",
    "invoke/profile-gone",
    /strata plan/,
  ],
  [
    "on demand",
    fault(
      "invalid",
      "Invocation of model ID x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
    ),
    "refused",
    "invoke/not-on-demand",
    /system profile/,
  ],
  [
    "a temperature",
    fault("invalid", "The model returned the following errors: `temperature` is deprecated for this model."),
    "refused",
    "invoke/option-refused",
    /^Leave --temperature out\.$/,
  ],
  [
    "too many tokens",
    fault("invalid", "The maximum tokens you requested exceeds the model limit of 10000."),
    "refused",
    "invoke/option-refused",
    /--max-tokens/,
  ],
  [
    "anything else invalid",
    fault("invalid", "Input is too long for requested model."),
    "refused",
    "invoke/request-refused",
    /detail/,
  ],
  [
    "throttling",
    fault("throttled", "Too many requests, please wait before trying again."),
    "throttled",
    "invoke/throttled",
    /a minute/,
  ],
  [
    "a daily limit",
    fault("throttled", "Too many tokens per day, please wait before trying again."),
    "throttled",
    "invoke/throttled",
    /daily/,
  ],
  [
    "a model that is not ready",
    fault("unavailable", "The model is not ready.", { code: "ModelNotReadyException" }),
    "unavailable",
    "invoke/unavailable",
    /in a minute/,
  ],
  [
    "a closed region",
    fault("credentials", "The security token included in the request is invalid.", {
      code: "UnrecognizedClientException",
    }),
    "region-closed",
    "invoke/region-closed",
    /Enable the region/,
  ],
  [
    "expired credentials",
    fault("credentials", "expired", { code: "ExpiredTokenException" }),
    "credentials",
    "invoke/credentials",
    /aws sso login/,
  ],
  [
    "a broken connection",
    fault("unavailable", "cut"),
    "unavailable",
    "invoke/unavailable",
    /^Run the command again\.$/,
  ],
  [
    "an error of the service",
    fault("unavailable", "x", { requestId: "r-1" }),
    "unavailable",
    "invoke/unavailable",
    /request id/,
  ],
  ["what nobody knows", fault("unknown", "?"), "unavailable", "invoke/unavailable", /again/],
];

describe("troubleOf", () => {
  test.each(ROWS)("%s", (_, found, status, code, mend) => {
    expect(troubleOf(found)).toEqual({ status, code, mend: expect.stringMatching(mend) });
  });

  test("every status and every code of a refusal has a row", () => {
    const told = new Set<string>(ROWS.map(([, , status]) => status));
    expect(ANSWER_STATUSES.filter((status) => !told.has(status))).toEqual(["not-asked", "answers"]);
    const codes = new Set(ROWS.map(([, , , code]) => code));
    const untold = Object.keys(CODES).filter((code) => code.startsWith("invoke/") && !codes.has(code));
    expect(untold).toEqual(["invoke/no-prompt", "invoke/cut-off"]);
  });
});
