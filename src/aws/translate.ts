/** SDK and network errors → `Fault`, once, at the edge; a `Fault` never holds an SDK object. */
import type { Answer, Fault, FaultKind } from "../core/fault.ts";

/** What the SDK hangs on its errors and results; everything is optional on purpose. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
  readonly $fault?: "client" | "server";
  readonly $response?: { readonly statusCode?: number };
  readonly cause?: unknown;
}

/** By AWS's error name (AWS.md sections 1.4, 5 and 6). */
const KIND_BY_NAME: Readonly<Record<string, FaultKind>> = {
  AccessDeniedException: "denied",
  AccessDenied: "denied",
  UnauthorizedException: "denied",
  AuthorizationErrorException: "denied",
  ThrottlingException: "throttled",
  ThrottledException: "throttled",
  Throttling: "throttled",
  TooManyRequestsException: "throttled",
  LimitExceededException: "throttled",
  ConflictException: "conflict",
  ServiceQuotaExceededException: "quota",
  TooManyTagsException: "quota",
  ResourceNotFoundException: "not-found",
  ValidationException: "invalid",
  InvalidParameterException: "invalid",
  InternalServerException: "unavailable",
  InternalServiceException: "unavailable",
  ServiceUnavailableException: "unavailable",
  TimeoutError: "unavailable",
  CredentialsProviderError: "credentials",
  ExpiredTokenException: "credentials",
  ExpiredToken: "credentials",
  InvalidClientTokenId: "credentials",
  UnrecognizedClientException: "credentials",
  InvalidSignatureException: "credentials",
  SignatureDoesNotMatch: "credentials",
  TokenRefreshRequired: "credentials",
};

/** Errors of the way to AWS, by Node's `code`. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "CERT_HAS_EXPIRED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** Runs one SDK call; whatever it throws becomes a fault that names `operation`. */
export async function ask<T extends { readonly $metadata: { readonly attempts?: number | undefined } }, V>(
  operation: string,
  call: () => Promise<T>,
  take: (output: T) => V,
): Promise<Answer<V>> {
  try {
    const output = await call();
    return { ok: true, value: take(output), attempts: output.$metadata.attempts ?? 1 };
  } catch (error) {
    const { $metadata } = error as SdkError;
    return { ok: false, fault: toFault(operation, error), attempts: $metadata?.attempts ?? 1 };
  }
}

export function toFault(operation: string, error: unknown): Fault {
  const sdk = (typeof error === "object" && error !== null ? error : {}) as SdkError;
  const kind = kindOf(sdk);
  const code = sdk.name ?? sdk.code;
  const requestId = sdk.$metadata?.requestId;
  return {
    kind,
    retryable: kind === "throttled" || kind === "unavailable",
    operation,
    message: messageOf(error, sdk),
    ...(code === undefined || code === "Error" ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function kindOf(sdk: SdkError): FaultKind {
  const byName = KIND_BY_NAME[sdk.name ?? ""];
  if (byName !== undefined) return byName;
  if (sdk.code !== undefined && NETWORK_CODES.has(sdk.code)) return "unavailable";
  const status = sdk.$metadata?.httpStatusCode ?? sdk.$response?.statusCode;
  if (status === 429) return "throttled";
  if (status === 403) return "denied";
  if (status === 404) return "not-found";
  if (status !== undefined && status >= 500) return "unavailable";
  return "unknown";
}

/** The SDK's message, or the best there is: some network errors have an empty one and a list of causes. */
function messageOf(error: unknown, sdk: SdkError): string {
  if (sdk.message !== undefined && sdk.message !== "") return sdk.message;
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0], error.errors[0]);
  return sdk.code ?? sdk.name ?? "AWS gave no reason";
}
