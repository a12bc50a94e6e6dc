/** Service Quotas names its errors in its own way. */
import { expect, test } from "vitest";
import { toFault } from "../../src/aws/translate.ts";

test.each([
  ["NoSuchResourceException", "not-found", false],
  ["IllegalArgumentException", "invalid", false],
  ["TooManyRequestsException", "throttled", true],
  ["ServiceException", "unavailable", true],
  ["AccessDeniedException", "denied", false],
])("%s is %s", (name, kind, retryable) => {
  const error = Object.assign(new Error("no"), { name, $metadata: { httpStatusCode: 400 } });
  expect(toFault("servicequotas:GetServiceQuota", error)).toMatchObject({ kind, retryable, code: name });
});
