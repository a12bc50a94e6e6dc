/** What the engine needs of the world: the gateways to AWS, a clock, randomness. Implemented in `aws/` and `cli/`. */
import type { CatalogueHalf, CatalogueSource } from "../core/catalogue.ts";
import type { Caller, ModelAvailability, ProfileQuota } from "../core/checkup-reads.ts";
import type { Answer, Fault } from "../core/fault.ts";
import type { Moment } from "../core/moment.ts";
import type { LiveProfile, Tags, Target } from "../core/profile.ts";
import type { BackfillStarter, BillingPorts, Payer, TagActivator } from "./ports/billing.ts";
import type { ParameterReader, ParameterWriter } from "./ports/parameters.ts";
import type { UsageReader } from "./ports/usage.ts";

/** Reads of one target. No method changes anything. */
export interface ReadGateway {
  /** Every application inference profile, without tags (`ListInferenceProfiles`, type APPLICATION). */
  listProfiles(): Promise<Answer<readonly LiveProfile[]>>;
  /** Tags by ARN of every profile that has or had any (`tag:GetResources`); may lag. */
  listTags(): Promise<Answer<ReadonlyMap<string, Tags>>>;
  /** Tags of one profile as they are now (`ListTagsForResource`). */
  readTags(arn: string): Promise<Answer<Tags>>;
  /** What the region offers to copy from, by id. */
  readCatalogue(half: CatalogueHalf): Promise<Answer<ReadonlyMap<string, CatalogueSource>>>;
}

export interface CreateRequest {
  readonly name: string;
  readonly copyFrom: string;
  readonly description: string | null;
  readonly tags: Tags;
  /** Random, kept across the retries of one planned create, never derived from its content (AWS.md section 1.5). */
  readonly token: string;
}

/** An answer for each ARN. */
export type BulkAnswers = ReadonlyMap<string, Answer<void>>;

/** Writes of one target. Only `apply` is handed one. */
export interface WriteGateway {
  /** Answers the new ARN. */
  createProfile(request: CreateRequest): Promise<Answer<string>>;
  setTags(arn: string, tags: Tags): Promise<Answer<void>>;
  removeTags(arn: string, keys: readonly string[]): Promise<Answer<void>>;
  /** The same of up to twenty profiles with one request (`tag:TagResources`), which may be done in part. */
  setTagsInBulk(arns: readonly string[], tags: Tags): Promise<BulkAnswers>;
  removeTagsInBulk(arns: readonly string[], keys: readonly string[]): Promise<BulkAnswers>;
  deleteProfile(arn: string): Promise<Answer<void>>;
}

/** Whose credentials these are (`sts:GetCallerIdentity`); answers the account id. */
export interface IdentityGateway {
  callerAccount(): Promise<Answer<string>>;
}

/** Gateways that can only read. `target.account` may be `CALLER`. */
export interface ReadPorts {
  /** True when a role is assumed in each account; false leaves the caller's own account as the only one in reach. */
  readonly assumesRoles: boolean;
  readonly identity: IdentityGateway;
  reader(target: Target): ReadGateway;
  usage(target: Target): UsageReader;
  /** Billing, in the account that pays. */
  readonly billing: BillingPorts;
  /** Asked only where the file publishes. */
  parameters(target: Target): ParameterReader;
}

/** Reads of one target that only `doctor` makes. No method changes anything. */
export interface DoctorReader {
  /** Who the credentials for this target are (`sts:GetCallerIdentity`). */
  caller(): Promise<Answer<Caller>>;
  /** Whether one profile can be asked for (`bedrock:GetInferenceProfile`), by its id. */
  getProfile(id: string): Promise<Answer<void>>;
  /** How many profiles there may be (`servicequotas:GetServiceQuota`; AWS's default value where none is applied). */
  readQuota(): Promise<Answer<ProfileQuota>>;
  /** What AWS says about the use of one model (`bedrock:GetFoundationModelAvailability`). */
  readAvailability(modelId: string): Promise<Answer<ModelAvailability>>;
}

/** What `doctor` gets on top of the reads. */
export interface DoctorPorts extends ReadPorts {
  doctor(target: Target): DoctorReader;
}

/** What an apply gets on top of the reads. */
export interface WritePorts extends ReadPorts {
  writer(target: Target): WriteGateway;
  tagActivator(payer: Payer): TagActivator;
  parameterWriter(target: Target): ParameterWriter;
}

/** What `tags backfill` gets on top of the reads: it can write nothing else. */
export interface BackfillPorts extends ReadPorts {
  backfillStarter(payer: Payer): BackfillStarter;
}

export interface Clock {
  /** UTC to the second; `laterMs` milliseconds from now. */
  now(laterMs?: number): Moment;
  sleep(ms: number): Promise<void>;
  /** Milliseconds on a clock that only goes forward; for measuring, never for dates. */
  elapsedMs(): number;
}

/** Where a request goes: requests of one target and operation share a rate, since AWS limits each by itself. */
export interface Lane {
  /** `account/region`. */
  readonly target: string;
  /** As IAM spells it, e.g. `bedrock:TagResource`. */
  readonly operation: string;
}

/** A request that has got no usable answer for a while. */
export interface Waiting {
  readonly lane: Lane;
  readonly waitedMs: number;
  /** Requests sent so far. */
  readonly attempts: number;
  /** What the last one brought; null while there is no answer at all. */
  readonly fault: Fault | null;
}

/** How a lane gets on. */
export interface LaneSpeed {
  readonly lane: Lane;
  /** Requests a second that AWS was measured to take; null while nothing has asked to go slower. */
  readonly perSecond: number | null;
  /** Answers so far that said to go slower. */
  readonly throttled: number;
}

/**
 * Sends one request, paced and tried again while that may help; `attempts` of the answer counts every sending. The
 * gateways send all their requests through it, so that nothing else retries.
 */
export type Pace = <T>(lane: Lane, send: () => Promise<Answer<T>>) => Promise<Answer<T>>;

/** Makes a fresh `clientRequestToken`. */
export type TokenSource = () => string;
