/** Credentials that are got once and shared by all clients: each client by itself would ask again. */
import type { AwsCredentialIdentity } from "@smithy/types";

export type CredentialSource = () => Promise<AwsCredentialIdentity>;

/** Renewed so long (ms) before they end, so that none ends on the way to AWS. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Asks `source` once, again before what it gave expires, and again after it failed. */
export function shareCredentials(source: CredentialSource, now: () => number = Date.now): CredentialSource {
  let current: Promise<AwsCredentialIdentity> | undefined;
  let expiresAt = Number.POSITIVE_INFINITY;
  return () => {
    if (current !== undefined && now() < expiresAt - RENEW_BEFORE_MS) return current;
    expiresAt = Number.POSITIVE_INFINITY;
    const asked = source();
    current = asked;
    asked.then(
      ({ expiration }) => {
        expiresAt = expiration?.getTime() ?? Number.POSITIVE_INFINITY;
      },
      () => {
        if (current === asked) current = undefined;
      },
    );
    return asked;
  };
}

/** Marks whatever goes wrong as the role's trouble: it is not the call that needed the credentials that failed. */
export function namingRole(source: CredentialSource, roleArn: string): CredentialSource {
  return async () => {
    try {
      return await source();
    } catch (error) {
      throw new RoleError(roleArn, error);
    }
  };
}

/** A role that could not be assumed; `cause` is the SDK's own error. */
export class RoleError extends Error {
  readonly roleArn: string;

  constructor(roleArn: string, cause: unknown) {
    super(`the role ${roleArn} cannot be assumed`, { cause });
    this.roleArn = roleArn;
  }
}
