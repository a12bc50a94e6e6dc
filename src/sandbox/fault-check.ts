// Checks faults that come from outside: options, the control endpoint, the command line.
import type { Fault, FaultKind } from "./faults.ts";

/** The members of each kind, besides those that every kind takes. */
export const FAULT_MEMBERS: Readonly<Record<FaultKind, readonly string[]>> = {
  throttle: ["ratePerSecond", "burst", "chargeRefused"],
  error: ["status", "when"],
  reset: ["when"],
  hang: ["when"],
  delay: ["delayMs"],
  malformed: ["as", "when"],
  expired: [],
  denied: [],
};

const FAULT_SCOPE_MEMBERS: readonly string[] = ["operations", "accounts", "regions", "probability", "skip", "times"];

/** What the sandbox serves: a fault for anything else would never hit. */
const OPERATIONS = [
  "CreateInferenceProfile",
  "GetInferenceProfile",
  "ListInferenceProfiles",
  "DeleteInferenceProfile",
  "TagResource",
  "UntagResource",
  "ListTagsForResource",
  "ListFoundationModels",
  "GetFoundationModelAvailability",
  "GetResources",
  "TagResources",
  "UntagResources",
  "GetCallerIdentity",
  "AssumeRole",
  "GetServiceQuota",
  "GetAWSDefaultServiceQuota",
  "ListServiceQuotas",
  "Converse",
  "ConverseStream",
  "InvokeModel",
  "InvokeModelWithResponseStream",
  "GetMetricData",
  "GetMetricStatistics",
  "ListMetrics",
  "PutParameter",
  "GetParameter",
  "GetParameters",
  "GetParametersByPath",
  "DescribeParameters",
  "DeleteParameter",
  "DeleteParameters",
  "AddTagsToResource",
  "RemoveTagsFromResource",
  "ListCostAllocationTags",
  "UpdateCostAllocationTagsStatus",
  "StartCostAllocationTagBackfill",
  "ListCostAllocationTagBackfillHistory",
  "GetCostAndUsage",
  "GetDimensionValues",
  "GetTags",
];

interface MemberRule {
  readonly holds: (value: unknown) => boolean;
  /** What is allowed, as the end of a sentence. */
  readonly allowed: string;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && value >= 0 && Number.isFinite(value);

const NUMBER: MemberRule = { holds: isNumber, allowed: "a number of at least 0" };
const COUNT: MemberRule = {
  holds: (value) => isNumber(value) && Number.isInteger(value),
  allowed: "a whole number of at least 0",
};

function listOf(holds: (entry: string) => boolean, allowed: string): MemberRule {
  return {
    holds: (value) =>
      Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "string" && holds(entry)),
    allowed,
  };
}

function oneOf(...choices: readonly (string | number | boolean)[]): MemberRule {
  const all = choices.map(String);
  return {
    holds: (value) => choices.includes(value as string),
    allowed: `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`,
  };
}

const RULES: Readonly<Record<string, MemberRule>> = {
  operations: listOf((name) => OPERATIONS.includes(name), `one or more of ${OPERATIONS.join(", ")}`),
  accounts: listOf((id) => /^\d{12}$/.test(id), "one or more ids of 12 digits"),
  regions: listOf((name) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(name), "one or more regions, for example us-west-2"),
  probability: { holds: (value) => isNumber(value) && value <= 1, allowed: "a number from 0 to 1" },
  skip: COUNT,
  times: COUNT,
  ratePerSecond: NUMBER,
  burst: { holds: (value) => isNumber(value) && value >= 1, allowed: "a number of at least 1" },
  chargeRefused: oneOf(true, false),
  status: oneOf(500, 503),
  when: oneOf("before", "after"),
  delayMs: NUMBER,
  as: oneOf("html", "truncated", "empty", "object"),
};

/** Of these members, a fault of the kind needs one. */
const NEEDED: Readonly<Partial<Record<FaultKind, readonly string[]>>> = {
  throttle: ["ratePerSecond", "probability"],
  delay: ["delayMs"],
};

/**
 * What is wrong with a fault, as the end of a sentence that says what is allowed; undefined when it is well formed.
 * `spoken` says how the caller calls a member.
 */
export function checkFault(
  value: unknown,
  spoken: (member: string) => string = (member) => member,
): string | undefined {
  if (typeof value !== "object" || value === null) return "must be an object with a kind";
  const { kind: named, ...members } = value as Record<string, unknown>;
  const kinds = Object.keys(FAULT_MEMBERS);
  const kind = kinds.find((known): known is FaultKind => known === named);
  if (kind === undefined) return `has no known kind (${kinds.join(", ")})`;
  const allowed = [...FAULT_MEMBERS[kind], ...FAULT_SCOPE_MEMBERS];
  for (const [name, setting] of Object.entries(members)) {
    if (!allowed.includes(name)) {
      return `has the unknown key ${name}; ${kind} takes ${allowed.map(spoken).join(", ")}`;
    }
    const rule = RULES[name];
    if (setting !== undefined && rule?.holds(setting) === false) {
      return `has a wrong ${spoken(name)}; it must be ${rule.allowed}`;
    }
  }
  const needed = NEEDED[kind] ?? [];
  const isComplete = needed.length === 0 || needed.some((name) => members[name] !== undefined);
  return isComplete ? undefined : `needs ${needed.map(spoken).join(" or ")}`;
}

/** The same as a type guard, for values that have passed. */
export function isFault(value: unknown): value is Fault {
  return checkFault(value) === undefined;
}
