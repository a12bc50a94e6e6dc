export type SandboxErrorCode =
  | "host-refused"
  | "port-unavailable"
  | "bad-behaviour"
  | "bad-profile"
  | "bad-use"
  | "unknown-profile"
  | "state-unreadable"
  | "state-corrupt"
  | "state-version"
  | "state-locked"
  | "state-unwritable";

/**
 * What `startSandbox` and the methods of a sandbox throw when they cannot do what was asked: a code for programs, a
 * message for people. AWS errors are never this: they are replies (see api-error.ts).
 */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode;

  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SandboxError";
    this.code = code;
  }
}
