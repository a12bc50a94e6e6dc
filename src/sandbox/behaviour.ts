// The switches: how the sandbox behaves where AWS is undocumented, slow or refuses. Every field is in docs/sandbox.md.
import { checkFault } from "./fault-check.ts";
import type { Fault } from "./faults.ts";
import { readOrganizationAccount } from "./organization-account.ts";
import { SandboxError } from "./sandbox-error.ts";

/** What a second Create with a token already used gives; not confirmed on AWS (AWS.md 1.5). */
export type TokenReplay =
  /** The ARN of the first create, and nothing new. */
  | "same-arn"
  /** The token is not looked at: a second profile, or Conflict where names are unique. */
  | "ignored-new"
  /** ConflictException. */
  | "conflict";

/** How every streamed answer ends in the middle: not, with an exception, or just over. */
const STREAM_BREAKS = [
  "",
  "throttlingException",
  "internalServerException",
  "modelStreamErrorException",
  "serviceUnavailableException",
  "validationException",
  "cut",
] as const;

export type StreamBreak = (typeof STREAM_BREAKS)[number];

/** One refusal: an API name (`CreateInferenceProfile`) or IAM action (`tag:GetResources`), everywhere or in one place. */
export interface DeniedOperation {
  readonly operation: string;
  readonly account?: string;
  readonly region?: string;
}

export interface Behaviour {
  /** A second profile of one name in an account and region is a ConflictException. Not confirmed (AWS.md 1.6). */
  uniqueNames: boolean;
  /** ms: a new profile is missing from List, and a deleted one still in it, for so long. */
  listLagMs: number;
  /** ms: GetResources shows tag writes only after so long. ListTagsForResource is always exact. */
  tagLagMs: number;
  /** ms: GetResources goes on returning a deleted profile for so long. */
  rgtReturnsDeletedMs: number;
  /** GetResources filters after cutting a page, so that pages can be short or empty with more to come (AWS.md 5). */
  rgtSparsePages: boolean;
  tokenReplay: TokenReplay;
  /** ms: how long a client request token is remembered. */
  tokenLifetimeMs: number;
  /** Items of the largest page that any listing returns, below the API's own limit. */
  pageSizeCap: number;
  /** What ListInferenceProfiles returns when `type` is not sent (AWS.md 1.1). */
  typeOmitted: "all" | "system" | "application";
  /** ms added to every answer. */
  latencyMs: number;
  /** Application profiles per account and region (AWS.md 4). */
  quota: number;
  /** Service Quotas knows the applied value; without it only the default one (servicequotas.ts). */
  appliedQuotas: boolean;
  /** Foundation model ids that the account may not use: `NOT_AUTHORIZED`. */
  unauthorizedModels: readonly string[];
  /** Foundation model ids whose agreement nobody has accepted yet. */
  unsubscribedModels: readonly string[];
  /** Refuse a copy of a foundation model that has no on-demand throughput in the region, or takes no profiles. */
  checkSourceSupport: boolean;
  /** Prefix of the system profiles in GovCloud (AWS.md 11, point 14). */
  govPrefix: "us" | "us-gov";
  /** Profile ids or names whose Delete is a ConflictException, as if in use. */
  undeletable: readonly string[];
  /** The account that pays: any other is a linked one and gets the 400 of AWS.md 6. "" = whoever asks pays. */
  payerAccount: string;
  /** Accounts of the organization, the managing one first: `444455556666=dev`, perhaps with a state behind. None = no organization. */
  organization: readonly string[];
  /** ms: billing learns of a tag key so long after a call through a profile that carries it (AWS.md 6). */
  billingDelayMs: number;
  /** Cost Explorer tells of a made-up past of every profile, besides what was really called (traffic.ts). */
  syntheticCosts: boolean;
  /** CloudWatch tells of the same made-up calls. They keep profiles in use, so that no delete goes through. */
  syntheticUsage: boolean;
  /** ms between two pieces of a streamed answer. */
  streamPauseMs: number;
  streamBreak: StreamBreak;
  /** Foundation model ids that refuse a temperature. */
  temperatureRefusers: readonly string[];
  /** Regions (`global` for none) that a service control policy closes: no profile that may route there can be called. */
  scpDeniedRegions: readonly string[];
  deniedOperations: readonly (string | DeniedOperation)[];
  /** Regions that the account has not enabled: UnrecognizedClientException. */
  disabledRegions: readonly string[];
  /** Looked at in order for each request (faults.ts). */
  faults: readonly Fault[];
  /** Seed of the probabilities in `faults`; setting it starts the sequence again. */
  faultSeed: number;
}

export const DEFAULT_BEHAVIOUR: Readonly<Behaviour> = {
  uniqueNames: true,
  listLagMs: 0,
  tagLagMs: 0,
  rgtReturnsDeletedMs: 0,
  rgtSparsePages: false,
  tokenReplay: "same-arn",
  tokenLifetimeMs: 24 * 60 * 60 * 1000,
  pageSizeCap: 1000,
  typeOmitted: "all",
  latencyMs: 0,
  quota: 1000,
  appliedQuotas: true,
  unauthorizedModels: [],
  unsubscribedModels: [],
  checkSourceSupport: true,
  govPrefix: "us",
  undeletable: [],
  payerAccount: "",
  organization: [],
  billingDelayMs: 24 * 60 * 60 * 1000,
  syntheticCosts: true,
  syntheticUsage: false,
  streamPauseMs: 10,
  streamBreak: "",
  temperatureRefusers: ["anthropic.claude-opus-4-7"],
  scpDeniedRegions: [],
  deniedOperations: [],
  disabledRegions: [],
  faults: [],
  faultSeed: 1,
};

type Check = (value: unknown) => string | undefined;

const isBoolean: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");

function wholeNumber(least: number): Check {
  return (value) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= least
      ? undefined
      : `must be a whole number of at least ${least}`;
}

function oneOf(...choices: readonly string[]): Check {
  return (value) => (choices.includes(value as string) ? undefined : `must be one of ${choices.join(", ")}`);
}

function listOf(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return "must be a list";
    const problem = value.map((entry) => check(entry)).find((text) => text !== undefined);
    return problem === undefined ? undefined : `has an entry that ${problem}`;
  };
}

const isText: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "must be text");

const isAccount: Check = (value) =>
  typeof value === "string" && /^(?:\d{12})?$/.test(value) ? undefined : "must be 12 digits, or empty";

const isOrganizationAccount: Check = (value) =>
  typeof value === "string" && readOrganizationAccount(value) !== undefined
    ? undefined
    : "must be ID=NAME or ID=NAME=STATE, as 444455556666=dev=SUSPENDED";

const isDenied: Check = (value) => {
  if (typeof value === "string") return isText(value);
  if (typeof value !== "object" || value === null) return "must be text or {operation, account?, region?}";
  const { operation, account, region, ...others } = value as Record<string, unknown>;
  if (Object.keys(others).length > 0) return `has the unknown key ${Object.keys(others)[0]}`;
  return [operation, account ?? "any", region ?? "any"].map(isText).find((text) => text !== undefined);
};

const CHECKS: Readonly<Record<keyof Behaviour, Check>> = {
  uniqueNames: isBoolean,
  listLagMs: wholeNumber(0),
  tagLagMs: wholeNumber(0),
  rgtReturnsDeletedMs: wholeNumber(0),
  rgtSparsePages: isBoolean,
  tokenReplay: oneOf("same-arn", "ignored-new", "conflict"),
  tokenLifetimeMs: wholeNumber(0),
  pageSizeCap: wholeNumber(1),
  typeOmitted: oneOf("all", "system", "application"),
  latencyMs: wholeNumber(0),
  quota: wholeNumber(0),
  appliedQuotas: isBoolean,
  unauthorizedModels: listOf(isText),
  unsubscribedModels: listOf(isText),
  checkSourceSupport: isBoolean,
  govPrefix: oneOf("us", "us-gov"),
  undeletable: listOf(isText),
  payerAccount: isAccount,
  organization: listOf(isOrganizationAccount),
  billingDelayMs: wholeNumber(0),
  syntheticCosts: isBoolean,
  syntheticUsage: isBoolean,
  streamPauseMs: wholeNumber(0),
  streamBreak: oneOf(...STREAM_BREAKS),
  temperatureRefusers: listOf(isText),
  scpDeniedRegions: listOf(isText),
  deniedOperations: listOf(isDenied),
  disabledRegions: listOf(isText),
  faults: listOf((value) => checkFault(value)),
  faultSeed: wholeNumber(0),
};

/**
 * Checks switches that come from outside (options, the control endpoint).
 * @throws SandboxError `bad-behaviour`, naming the first switch that is unknown or has a wrong value.
 */
export function checkBehaviour(value: unknown): Partial<Behaviour> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SandboxError("bad-behaviour", "behaviour must be an object of switches");
  }
  for (const [name, setting] of Object.entries(value)) {
    if (!Object.hasOwn(CHECKS, name)) throw new SandboxError("bad-behaviour", `unknown switch ${name}`);
    const problem = CHECKS[name as keyof Behaviour](setting);
    if (problem !== undefined) throw new SandboxError("bad-behaviour", `${name} ${problem}`);
  }
  return value as Partial<Behaviour>;
}

/** Whether `deniedOperations` refuses an IAM action (`tag:GetResources`) to an account in a region. */
export function isDeniedBy(behaviour: Behaviour, action: string, account: string, region: string): boolean {
  const names = [action, action.slice(action.indexOf(":") + 1)];
  return behaviour.deniedOperations.some((entry) => {
    const denied = typeof entry === "string" ? { operation: entry } : entry;
    if (!names.includes(denied.operation)) return false;
    return (denied.account ?? account) === account && (denied.region ?? region) === region;
  });
}
