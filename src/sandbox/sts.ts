// STS: who is calling, and the way into other accounts. AWS Query: a form in, XML out (AWS.md has no more to say of it).
import { ApiError } from "./api-error.ts";
import { encodeSessionToken, principalId } from "./caller.ts";
import { escapeXml, queryReply, queryXml } from "./protocols.ts";
import type { Operation, Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
const ROLE_ARN = /^arn:(aws|aws-us-gov|aws-cn):iam::(\d{12}):role\/(?:[\w+=,.@/-]+\/)?([\w+=,.@-]{1,64})$/;
const DEFAULT_DURATION = 3600;
const KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function invalid(message: string): ApiError {
  return new ApiError("ValidationError", 400, message);
}

function elements(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join("");
}

function getCallerIdentity({ caller, requestId }: ServiceRequest): Reply {
  const result = elements({ Arn: caller.arn, UserId: caller.userId, Account: caller.account });
  return queryReply(NAMESPACE, "GetCallerIdentity", result, requestId);
}

interface AssumeInput {
  readonly account: string;
  readonly role: string;
  readonly session: string;
  readonly duration: number;
}

function readAssume(form: URLSearchParams): AssumeInput {
  const [, , account, role] = ROLE_ARN.exec(form.get("RoleArn") ?? "") ?? [];
  if (account === undefined || role === undefined) throw invalid(`${form.get("RoleArn") ?? "RoleArn"} is invalid`);
  const session = form.get("RoleSessionName") ?? "";
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    throw invalid(
      `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  }
  const duration = Number(form.get("DurationSeconds") ?? DEFAULT_DURATION);
  if (!Number.isInteger(duration) || duration < 900 || duration > 43_200) {
    throw invalid("DurationSeconds must be between 900 and 43200");
  }
  return { account, role, session, duration };
}

/**
 * Any role of any account can be assumed. The session token names the account, so nothing has to be stored. The expiry
 * is never earlier than the real clock allows: clients check it against theirs, even when the sandbox's clock is set.
 */
function assumeRole(request: ServiceRequest, form: URLSearchParams, now: Date, random: () => number): Reply {
  const { account, role, session, duration } = readAssume(form);
  const suffix = Array.from({ length: 4 }, () => KEY_ALPHABET[Math.floor(random() * KEY_ALPHABET.length)] ?? "A").join(
    "",
  );
  const expiry = new Date(Math.max(now.getTime(), Date.now()) + duration * 1000);
  const credentials = elements({
    AccessKeyId: `ASIA${account}${suffix}`,
    SecretAccessKey: "sandbox/secret/key/that/nobody/verifies/",
    SessionToken: encodeSessionToken({ account, role, session }),
    Expiration: `${expiry.toISOString().slice(0, 19)}Z`,
  });
  const user = elements({
    AssumedRoleId: `${principalId("AROA", `${account}/${role}`)}:${session}`,
    Arn: `arn:${request.caller.partition}:sts::${account}:assumed-role/${role}/${session}`,
  });
  const result = `<AssumedRoleUser>${user}</AssumedRoleUser><Credentials>${credentials}</Credentials>`;
  return queryReply(NAMESPACE, "AssumeRole", result, request.requestId);
}

export function stsService({ now }: ServiceContext, random: () => number): Service {
  return {
    signingName: "sts",
    protocol: queryXml(NAMESPACE),
    match: (request): Operation | undefined => {
      const form = request.method === "POST" ? new URLSearchParams(request.body) : request.query;
      const role = form.get("RoleArn") ?? "*";
      switch (form.get("Action")) {
        case "GetCallerIdentity":
          return { name: "GetCallerIdentity", action: "sts:GetCallerIdentity", mutates: false, run: getCallerIdentity };
        case "AssumeRole":
          return {
            name: "AssumeRole",
            action: "sts:AssumeRole",
            mutates: false,
            resource: () => role,
            account: ({ caller }) => ROLE_ARN.exec(role)?.[2] ?? caller.account,
            run: () => assumeRole(request, form, now(), random),
          };
        default:
          return undefined;
      }
    },
  };
}
