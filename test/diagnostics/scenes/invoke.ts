/** Makes the diagnostics of the examples of calls: AWS's words as the table of troubles reads them. */
import { problemOf } from "../../../src/commands/invoke.ts";
import type { Fault } from "../../../src/core/fault.ts";
import type { ProfileRow } from "../../../src/core/listing.ts";
import type { Scenes } from "./scene.ts";

const OPERATION = "bedrock:InvokeModelWithResponseStream";
const ROW = { account: "111122223333", region: "us-west-2", name: "search" } as ProfileRow;
const PROFILE = "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/06vsfs68yb4g";
const MODEL = "arn:aws:bedrock:us-east-2::foundation-model/amazon.nova-lite-v1:0";
const WHO = "User: arn:aws:sts::111122223333:assumed-role/search-app/i-0abc is not authorized to perform:";

function failing(kind: Fault["kind"], message: string, more: Partial<Fault> = {}, firstTextMs: number | null = null) {
  const fault: Fault = { kind, retryable: false, operation: OPERATION, message, ...more };
  return () => [problemOf(ROW, { answer: { ok: false, fault, attempts: 1 }, firstTextMs } as never)];
}

export const INVOKE_SCENES: Scenes = {
  "invoke/not-authorised": failing(
    "denied",
    `${WHO} ${OPERATION} on resource: ${PROFILE} because no identity-based policy allows the ${OPERATION} action`,
    { code: "AccessDeniedException" },
  ),
  "invoke/denied-by-organisation": failing(
    "denied",
    `${WHO} ${OPERATION} on resource: ${MODEL} with an explicit deny in a service control policy`,
    { code: "AccessDeniedException" },
  ),
  "invoke/no-model-access": failing("denied", "You don't have access to the model with the specified model ID.", {
    code: "AccessDeniedException",
  }),
  "invoke/throttled": failing("throttled", "Too many tokens, please wait before trying again.", {
    code: "ThrottlingException",
  }),
  "invoke/profile-gone": failing("invalid", "The provided model identifier is invalid.", {
    code: "ValidationException",
  }),
  "invoke/model-ended": failing("not-found", "This model version has reached the end of its life.", {
    code: "ResourceNotFoundException",
  }),
  "invoke/not-on-demand": failing(
    "invalid",
    "Invocation of model ID amazon.nova-premier-v1:0 with on-demand throughput isn’t supported.",
    { code: "ValidationException" },
  ),
  "invoke/option-refused": failing("invalid", "The model does not support the temperature parameter.", {
    code: "ValidationException",
  }),
  "invoke/request-refused": failing("invalid", "Malformed input request, please reformat your input and try again.", {
    code: "ValidationException",
  }),
  "invoke/region-closed": failing("credentials", "The security token included in the request is invalid.", {
    code: "UnrecognizedClientException",
  }),
  "invoke/credentials": failing("credentials", "The security token included in the request is expired", {
    code: "ExpiredTokenException",
  }),
  "invoke/unavailable": failing("unavailable", "The system encountered an unexpected error during processing.", {
    code: "InternalServerException",
    requestId: "7a1d1c1e-0c6b-4a53-9a5e-0d5c3a1b9f42",
  }),
  "invoke/cut-off": failing("unavailable", "The connection was closed before the answer was whole.", {}, 420),
};
