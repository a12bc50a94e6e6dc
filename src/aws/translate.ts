/** SDK and network errors → `Fault`, once, at the edge; a `Fault` never holds an SDK object. */
import type { Answer, Fault, FaultKind } from "../core/fault.ts";
import type { Pace } from "../engine/ports.ts";
import { MalformedReply } from "./malformed.ts";
import { networkMessage, TIMEOUT_CODE, timeoutMessage, UNREACHED, UNTRUSTED } from "./network-errors.ts";
import { RoleError } from "./shared-credentials.ts";

/** What the SDK hangs on its errors and results; everything is optional on purpose. */
export interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
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
  RequestLimitExceeded: "throttled",
  TooManyRequestsException: "throttled",
  LimitExceededException: "throttled",
  TooManyUpdates: "throttled",
  ConflictException: "conflict",
  ParameterAlreadyExists: "conflict",
  ServiceQuotaExceededException: "quota",
  TooManyTagsException: "quota",
  ParameterLimitExceeded: "quota",
  ResourceNotFoundException: "not-found",
  NoSuchResourceException: "not-found",
  ParameterNotFound: "not-found",
  InvalidResourceId: "not-found",
  ValidationException: "invalid",
  InvalidParameterException: "invalid",
  IllegalArgumentException: "invalid",
  ValidationError: "invalid",
  InvalidParameterValueException: "invalid",
  InvalidNextToken: "invalid",
  InvalidNextTokenException: "invalid",
  InternalServerException: "unavailable",
  InternalServiceException: "unavailable",
  ServiceException: "unavailable",
  ServiceUnavailableException: "unavailable",
  TimeoutError: "unavailable",
  ModelTimeoutException: "unavailable",
  ModelErrorException: "unavailable",
  ModelStreamErrorException: "unavailable",
  ModelNotReadyException: "unavailable",
  MalformedReply: "unavailable",
  SyntaxError: "unavailable",
  CredentialsProviderError: "credentials",
  ExpiredTokenException: "credentials",
  ExpiredToken: "credentials",
  RequestExpired: "credentials",
  RequestTimeTooSkewed: "credentials",
  InvalidClientTokenId: "credentials",
  UnrecognizedClientException: "credentials",
  InvalidSignatureException: "credentials",
  SignatureDoesNotMatch: "credentials",
  TokenRefreshRequired: "credentials",
};

/** Where a request goes, and what paces it. */
export interface Route {
  readonly pace: Pace;
  /** `account/region`. */
  readonly target: string;
  readonly operation: string;
}

/** What every SDK call answers besides its own members. */
interface Output {
  readonly $metadata: { readonly attempts?: number | undefined };
}

/**
 * Sends one request through the pace; whatever the SDK throws becomes a fault that names the operation. `take` reads
 * the reply, and throws a `MalformedReply` where it is not one.
 */
export function ask<T extends Output, V>(
  { pace, target, operation }: Route,
  call: () => Promise<T>,
  take: (output: T) => V,
): Promise<Answer<V>> {
  return pace({ target, operation }, async () => {
    try {
      return { ok: true, value: take(await call()), attempts: 1 };
    } catch (error) {
      if (isBug(error)) throw error;
      return { ok: false, fault: toFault(operation, error), attempts: wasSent(error) ? 1 : 0 };
    }
  });
}

/** Without credentials nothing was sent; Cost Explorer takes its price for requests alone. */
function wasSent(error: unknown): boolean {
  return !(error instanceof RoleError) && (error as SdkError | null)?.name !== "CredentialsProviderError";
}

/** An error of our own code is no answer of AWS: it must not be retried, nor told as AWS's fault. */
function isBug(error: unknown): boolean {
  return error instanceof ReferenceError || (error instanceof TypeError && !("$metadata" in error) && !hasCode(error));
}

function hasCode(error: TypeError): boolean {
  return "code" in error || error.cause !== undefined;
}

export function toFault(operation: string, error: unknown): Fault {
  if (error instanceof RoleError) return roleFault(error);
  const sdk = (typeof error === "object" && error !== null ? error : {}) as SdkError;
  const kind = kindOf(sdk);
  const code = codeOf(sdk);
  const requestId = sdk.$metadata?.requestId;
  const isUntrusted = UNTRUSTED.has(sdk.code ?? "");
  return {
    kind,
    retryable: (kind === "throttled" || kind === "unavailable") && !isUntrusted,
    operation,
    message: messageOf(error, sdk),
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(kind === "unavailable" && !isUntrusted && !UNREACHED.has(sdk.code ?? "") ? { ambiguous: true as const } : {}),
  };
}

function roleFault({ roleArn, cause }: RoleError): Fault {
  const { ambiguous: _, ...fault } = toFault("sts:AssumeRole", cause);
  return { ...fault, message: `the role ${roleArn} cannot be assumed: ${fault.message}` };
}

/** `Error` is the name of all that have none, and to the SDK each broken connection is a timeout. */
function codeOf({ name, code }: SdkError): string | undefined {
  if (code !== undefined && CUT.has(code)) return code;
  if (name === "SyntaxError" || name === "MalformedReply") return "MalformedReply";
  return name === undefined || name === "Error" || name === "AggregateError" ? code : name;
}

function kindOf(sdk: SdkError): FaultKind {
  const byName = Object.hasOwn(KIND_BY_NAME, sdk.name ?? "") ? KIND_BY_NAME[sdk.name ?? ""] : undefined;
  if (byName !== undefined) return byName;
  if (sdk.code !== undefined && (UNREACHED.has(sdk.code) || UNTRUSTED.has(sdk.code) || CUT.has(sdk.code))) {
    return "unavailable";
  }
  const status = sdk.$metadata?.httpStatusCode ?? sdk.$response?.statusCode;
  if (status === 429) return "throttled";
  if (status === 403) return "denied";
  if (status === 404) return "not-found";
  if (status !== undefined && status >= 500) return "unavailable";
  return "unknown";
}

/** Connections that broke, perhaps after the request had arrived. */
const CUT: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED", TIMEOUT_CODE]);

/** Our own words where the SDK's are of no use to a person; AWS's where they are AWS's. */
function messageOf(error: unknown, sdk: SdkError): string {
  if (error instanceof MalformedReply) return error.message;
  if (sdk.name === "SyntaxError") return "the reply is not JSON: something between here and AWS answered instead of it";
  const network = networkMessage(sdk);
  if (network !== undefined) return network;
  if (sdk.name === "TimeoutError") return timeoutMessage(sdk.message ?? "");
  if (sdk.name === "UnrecognizedClientException") {
    return `${sdk.message ?? "AWS does not know the credentials"} (if other regions answer, this one may not be enabled in the account)`;
  }
  if (sdk.message !== undefined && sdk.message !== "") return sdk.message;
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0], error.errors[0]);
  return sdk.code ?? sdk.name ?? "AWS gave no reason";
}
