/** A fault in words, and what a person can do about it as far as the answer of AWS tells. */
import type { Change } from "../core/change.ts";
import { PROFILE_QUOTA } from "../core/checkup-quota.ts";
import type { Fault } from "../core/fault.ts";

/** `bedrock:ListInferenceProfiles: AccessDeniedException: …`, AWS's own words last. */
export function faultText({ operation, code, message }: Fault): string {
  return [operation, ...(code === undefined ? [] : [code]), message].join(": ");
}

export function adviceFor(fault: Fault, { key, declaredAt }: Pick<Change, "key" | "declaredAt">): string {
  switch (fault.kind) {
    case "denied":
      return `Allow ${deniedAction(fault)} to the role in use in account ${key.account}${deniedDetail(fault)}.`;
    case "throttled":
      return "AWS asked to go slower for longer than this run could wait. Run strata apply again.";
    case "quota":
      if (isTooManyTags(fault)) return tooManyTagsAdvice(fault, declaredAt);
      if (fault.operation.startsWith("ssm:")) return "Delete parameters that nobody reads, or ask AWS for more.";
      return `Ask for more inference profiles in Service Quotas (${PROFILE_QUOTA}, ${key.region}), or delete some.`;
    case "conflict":
      return "Something else holds the name or changes the profile at this moment. Run strata plan to see what is live now.";
    case "not-found":
      return "What the change rests on is not there. Run strata plan to see what is live now.";
    case "invalid":
      return `AWS refuses the request as it is. Mend the entry${declaredAt === null ? "" : ` at ${declaredAt.file}:${declaredAt.start.line}`}.`;
    case "unavailable":
      return "AWS or the way to it did not answer. Run strata apply again.";
    case "credentials":
      return "Sign in again (for instance aws sso login), then run strata apply again.";
    case "unknown":
      return "Run strata apply again; if it fails again, give AWS support the request id.";
  }
}

/** Bedrock's name, and Parameter Store's. */
function isTooManyTags({ code }: Fault): boolean {
  return code === "TooManyTagsException" || code === "TooManyTagsError";
}

/** AWS counts all tags, whoever set them (AWS.md section 3). */
function tooManyTagsAdvice({ operation }: Fault, declaredAt: Change["declaredAt"]): string {
  const what = operation.startsWith("ssm:") ? "parameter" : "profile";
  const where = declaredAt === null ? "" : ` at ${declaredAt.file}:${declaredAt.start.line}`;
  return `Remove tags: a ${what} takes 50, and those that others set count too. Declare fewer${where}, or remove some in AWS.`;
}

/** AWS's text names the action that was refused; a create can be refused for that of its tags. */
function deniedAction({ operation, message }: Fault): string {
  return /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1] ?? operation;
}

/** A create needs more than its own name says (AWS.md section 8). */
function deniedDetail({ operation }: Fault): string {
  if (operation !== "bedrock:CreateInferenceProfile") return "";
  return " (on the new profile and on its source; tags in the create call need bedrock:TagResource too)";
}
