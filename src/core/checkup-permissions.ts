/** May the role read what a plan needs? By calls that change nothing. */
import { okVerdict, skippedVerdict, type Verdict } from "./check.ts";
import type { TargetAnswers } from "./checkup-reads.ts";
import type { Desired } from "./desired.ts";
import type { Answer, Fault } from "./fault.ts";

export interface PermissionVerdict extends Verdict {
  /** As IAM spells it. */
  readonly action: string;
}

interface Permission {
  readonly action: string;
  /** What goes on without it; null where a plan cannot do without. */
  readonly without: string | null;
  /** What goes on where AWS does not answer, if that is not the same. */
  readonly unanswered?: string;
  /** What else is missing then where the file publishes. */
  readonly withoutPublishing?: string;
  /** Asked only where the file publishes. */
  readonly isToPublish?: true;
  /** Only a denial can be done without: a plan takes any other answer for a target that cannot be read. */
  readonly mustAnswer?: true;
  /** Null where there is nothing to ask about. */
  readonly answer: (answers: TargetAnswers) => Answer<unknown> | null;
  /** Why there was nothing to ask about. */
  readonly unasked?: string;
}

/** An old ARN may still be in a parameter that nobody can read (docs/outputs.md). */
const UNPUBLISHED = "nothing is published here, and no ARN ends";
const NO_PATH = "not tried: the file publishes no profile here";

const PERMISSIONS: readonly Permission[] = [
  { action: "bedrock:ListInferenceProfiles", without: null, answer: ({ profiles }) => profiles },
  {
    action: "bedrock:ListTagsForResource",
    without: null,
    answer: ({ oneProfilesTags }) => oneProfilesTags,
    unasked: "not tried: there is no application inference profile to ask about yet",
  },
  {
    action: "tag:GetResources",
    without: "tags are read one profile at a time instead",
    withoutPublishing: UNPUBLISHED,
    mustAnswer: true,
    answer: ({ tags }) => tags,
  },
  {
    action: "bedrock:ListFoundationModels",
    without: "models and their end of life cannot be checked",
    answer: ({ foundation }) => foundation,
  },
  {
    action: "bedrock:GetInferenceProfile",
    without: "Strata reads by list, so nothing stops",
    answer: ({ oneSystemProfile }) => oneSystemProfile,
    unasked: "not tried: no system profile of the region is known",
  },
  {
    action: "bedrock:GetFoundationModelAvailability",
    without: "model access cannot be told",
    answer: ({ availability }) =>
      [...availability.values()].find(({ ok }) => !ok) ?? [...availability.values()][0] ?? null,
    unasked: "not tried: no model that the file uses here is known",
  },
  {
    action: "servicequotas:GetServiceQuota",
    without: "the quota cannot be told",
    answer: ({ quota }) => ofAction("servicequotas:GetServiceQuota", quota),
  },
  {
    action: "cloudwatch:GetMetricData",
    without: "use is unknown, and the other guards decide alone about what ends",
    unanswered: "what would end is blocked or waits",
    answer: ({ use }) => use,
  },
  {
    action: "cloudwatch:ListMetrics",
    without: "use that goes through no profile is not found (leaks, drift --coverage)",
    answer: ({ usedModels }) => usedModels,
  },
  {
    action: "ssm:GetParameters",
    without: UNPUBLISHED,
    isToPublish: true,
    answer: ({ parameters }) => parameters?.values ?? null,
    unasked: NO_PATH,
  },
  {
    action: "ssm:ListTagsForResource",
    without: `where a parameter is found whose owner is not known, ${UNPUBLISHED}`,
    isToPublish: true,
    answer: ({ parameters }) => parameters?.tags ?? null,
    unasked: NO_PATH,
  },
];

/** Once the second of two calls fails, the first was allowed. */
function ofAction(action: string, answer: Answer<unknown>): Answer<unknown> {
  const isOthers =
    !answer.ok && answer.fault.operation.startsWith("servicequotas:") && answer.fault.operation !== action;
  return isOthers ? { ok: true, value: undefined, attempts: answer.attempts } : answer;
}

/** Those that a plan of this file needs. */
function permissionsFor({ publishSsm }: Desired): Permission[] {
  const isPublishing = publishSsm !== undefined;
  return PERMISSIONS.filter(({ isToPublish }) => isPublishing || isToPublish !== true).map((permission) => {
    const { without, withoutPublishing } = permission;
    if (!isPublishing || withoutPublishing === undefined) return permission;
    return { ...permission, without: `${without}; ${withoutPublishing}` };
  });
}

export function judgePermissions(answers: TargetAnswers, desired: Desired): PermissionVerdict[] {
  return permissionsFor(desired).map((permission) => ({ action: permission.action, ...judge(permission, answers) }));
}

/** Of a target that was not asked, each with the same reason. */
export function skippedPermissions(text: string, desired: Desired): PermissionVerdict[] {
  return permissionsFor(desired).map(({ action }) => ({ action, ...skippedVerdict(text) }));
}

function judge(permission: Permission, answers: TargetAnswers): Verdict {
  const { answer, without, unanswered = without, mustAnswer, unasked = "not tried" } = permission;
  const told = answer(answers);
  if (told === null) return skippedVerdict(unasked);
  // What is not there could only be found missing by someone who may look.
  if (told.ok || told.fault.kind === "not-found") return okVerdict("allowed");
  const { fault } = told;
  const what = fault.kind === "denied" ? "denied" : fault.kind === "credentials" ? "not accepted" : "no usable answer";
  const isNeeded = without === null || (mustAnswer === true && fault.kind !== "denied");
  const verdict = { mend: mendFor(fault), fault };
  return isNeeded
    ? { status: "failed", text: what, ...verdict }
    : { status: "warning", text: `${what}: ${fault.kind === "denied" ? without : unanswered}`, ...verdict };
}

/** What to do about an answer that is none, where a person reads `doctor`. */
export function mendFor({ kind, message }: Fault): string {
  if (kind === "credentials") return "Sign in again (for instance aws sso login), then run strata doctor again.";
  if (kind !== "denied") return "AWS or the way to it did not answer as it should. Run strata doctor again.";
  if (/service control policy/i.test(message)) {
    return "A service control policy of the organization refuses it: its administrators have to allow it.";
  }
  if (/explicit deny/i.test(message)) return "A policy denies it explicitly: that statement has to go.";
  return "Allow it to the role: strata iam plan prints the policy that reading needs.";
}
