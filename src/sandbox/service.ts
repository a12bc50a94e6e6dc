// The seam for adding an AWS service: one file that exports a Service, one line in services.ts.
import type { ApiError } from "./api-error.ts";
import type { Behaviour } from "./behaviour.ts";
import type { CostTags } from "./cost-tags.ts";
import type { StrikingFault } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import type { ParameterStore } from "./ssm-store.ts";
import type { ProfileStore } from "./store.ts";

/** Who signed a request, and for where. Read from the SigV4 credential scope; the signature itself is not verified. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  /** The service name in the credential scope: `bedrock`, `tagging`, `sts`. */
  readonly signingName: string;
  readonly partition: string;
  /** The principal as IAM names it: a user of the account, or an assumed-role session. */
  readonly arn: string;
  readonly userId: string;
}

export interface ServiceRequest {
  readonly method: string;
  /** The path as sent, still percent-encoded: an encoded ARN is one segment (AWS.md 1.1). */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body as it came, for protocols that are not text (CBOR). */
  readonly bytes: Uint8Array;
  readonly requestId: string;
  readonly caller: Caller;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes where the protocol is not text (CBOR, event streams). */
  readonly body: string | Uint8Array;
  /** How the body is sent, where not at once: up to each of `cuts` (byte offsets), with a pause after each. */
  readonly pieces?: { readonly cuts: readonly number[]; readonly pauseMs: number };
}

export interface Operation {
  /** The API name, for example `CreateInferenceProfile`. */
  readonly name: string;
  /** The IAM action that allows it, for example `bedrock:CreateInferenceProfile`. */
  readonly action: string;
  /** A mutating operation is answered only once its effect is in the state file. */
  readonly mutates: boolean;
  /** The resource named in an access-denied message; `*` when absent. */
  readonly resource?: (request: ServiceRequest) => string;
  /** The account whose administrators could refuse it, when that is not the caller's (AssumeRole). */
  readonly account?: (request: ServiceRequest) => string;
  /** Throws ApiError for everything AWS would answer with an error. */
  readonly run: (request: ServiceRequest) => Reply;
  /** Told when the answer is an error, whoever refused it (a switch, a fault, the work itself); may throw ApiError. */
  readonly failed?: (request: ServiceRequest, status: number) => void;
}

/** Failures that any operation can have, whatever the service; a protocol knows their names and statuses. */
export type CommonFailure =
  | "throttled"
  | "internal"
  | "unavailable"
  | "denied"
  | "expired"
  | "unknown-credentials"
  | "unsigned"
  | "unknown-operation";

export interface Protocol {
  readonly failure: (kind: CommonFailure, message: string) => ApiError;
  readonly errorReply: (error: ApiError, requestId: string) => Reply;
}

export interface Service {
  readonly signingName: string;
  readonly protocol: Protocol;
  /** The operation this request asks for; undefined when the service has no such operation. */
  readonly match: (request: ServiceRequest) => Operation | undefined;
}

/** Everything a service may use; nothing in it is global, so that tests can run many sandboxes side by side. */
export interface ServiceContext {
  readonly store: ProfileStore;
  /** Uses of models, for the services that tell of them. */
  readonly ledger: Ledger;
  /** What billing knows of tag keys; Cost Explorer counts by the active ones. */
  readonly costTags: CostTags;
  /** What SSM Parameter Store keeps. */
  readonly parameters: ParameterStore;
  readonly behaviour: Behaviour;
  readonly now: () => Date;
  /** Whether an IAM action is refused to this caller by `deniedOperations`. */
  readonly isDenied: (action: string, account: string, region: string) => boolean;
  /** The fault that hits one profile's share of a bulk call, if any; it is counted. */
  readonly shareFault: (operation: string, account: string, region: string) => StrikingFault | undefined;
}
