/** What AWS (or the way to it) answered instead of a result, translated once at the edge. */

export type FaultKind =
  | "denied"
  | "throttled"
  | "conflict"
  | "quota"
  | "not-found"
  | "invalid"
  | "unavailable"
  | "credentials"
  | "unknown";

export interface Fault {
  readonly kind: FaultKind;
  /** True when the same request may succeed later without anybody mending anything. */
  readonly retryable: boolean;
  /** Service and operation, e.g. `bedrock:CreateInferenceProfile`, as IAM spells it. */
  readonly operation: string;
  /** AWS's own words, or the network's. */
  readonly message: string;
  /** AWS's error name, e.g. `AccessDeniedException`. */
  readonly code?: string;
  readonly requestId?: string;
  /** True when no reply came, so that the work may have been done all the same. */
  readonly ambiguous?: true;
}

/**
 * An answer of AWS: a value, or the fault that came instead. Never thrown past `aws/`. `attempts` counts the requests
 * that were sent for it.
 */
export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly attempts: number }
  | { readonly ok: false; readonly fault: Fault; readonly attempts: number };
