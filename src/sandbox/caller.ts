// Who is calling, from the SigV4 header alone. Assumed roles travel inside the session token, so no session is stored.
import type { Caller } from "./service.ts";

/** The account of every access key that does not name another one. */
export const DEFAULT_ACCOUNT = "111122223333";

export interface RoleSession {
  readonly account: string;
  readonly role: string;
  readonly session: string;
}

const SCOPE = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]{1,32})\/([a-z0-9-]{1,64})\/aws4_request/;
const ROLE_KEY = /^ASIA(\d{12})[A-Z0-9]{4}$/;

export function partitionOf(region: string): string {
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return region.startsWith("cn-") ? "aws-cn" : "aws";
}

/** The session token AssumeRole hands out: it names the account, the role and the session, and nothing secret. */
export function encodeSessionToken(session: RoleSession): string {
  return Buffer.from(JSON.stringify([session.account, session.role, session.session])).toString("base64");
}

function decodeSessionToken(token: string): RoleSession | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64").toString());
    if (!Array.isArray(value) || value.length !== 3 || !value.every((part) => typeof part === "string"))
      return undefined;
    const [account, role, session] = value as [string, string, string];
    return { account, role, session };
  } catch {
    return undefined;
  }
}

function accountOfKey(accessKeyId: string): string {
  if (/^\d{12}$/.test(accessKeyId)) return accessKeyId;
  return ROLE_KEY.exec(accessKeyId)?.[1] ?? DEFAULT_ACCOUNT;
}

/** The stable id part of a user or role, as in `AIDA…` and `AROA…`. */
export function principalId(prefix: "AIDA" | "AROA", seed: string): string {
  let hash = 0x811c9dc5;
  let text = "";
  for (let index = 0; text.length < 17; index += 1) {
    for (const character of `${seed}${index}`)
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    text += (hash % 36).toString(36).toUpperCase();
  }
  return prefix + text;
}

/**
 * The caller of a signed request; undefined when there is no SigV4 `Authorization` header. An access key id of 12 digits
 * is that account; one from AssumeRole is the account of the role; any other is account 111122223333.
 */
export function readCaller(headers: Readonly<Record<string, string | string[] | undefined>>): Caller | undefined {
  const [, accessKeyId, region, signingName] = SCOPE.exec(String(headers.authorization ?? "")) ?? [];
  if (accessKeyId === undefined || region === undefined || signingName === undefined) return undefined;
  const account = accountOfKey(accessKeyId);
  const partition = partitionOf(region);
  const role = ROLE_KEY.test(accessKeyId)
    ? decodeSessionToken(String(headers["x-amz-security-token"] ?? ""))
    : undefined;
  if (role !== undefined && role.account === account) {
    const arn = `arn:${partition}:sts::${account}:assumed-role/${role.role}/${role.session}`;
    const userId = `${principalId("AROA", `${account}/${role.role}`)}:${role.session}`;
    return { account, region, signingName, partition, arn, userId };
  }
  const arn = `arn:${partition}:iam::${account}:user/sandbox`;
  return { account, region, signingName, partition, arn, userId: principalId("AIDA", account) };
}
