/** What `doctor` asks of one target, as it was answered. Values only; the verdicts are in `checkup.ts`. */
import type { CatalogueSource } from "./catalogue.ts";
import type { Answer } from "./fault.ts";
import type { LiveProfile, Tags, Target } from "./profile.ts";

/** Who the credentials in use are (`sts:GetCallerIdentity`). */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** How many application inference profiles an account may have in a region. */
export interface ProfileQuota {
  readonly limit: number;
  /** False where Service Quotas knows only AWS's default value. */
  readonly isApplied: boolean;
  readonly isAdjustable: boolean;
}

/** Of Parameter Store, where the file publishes (DESIGN section 2). */
export interface ParameterAnswers {
  readonly values: Answer<unknown>;
  /** Of one path. */
  readonly tags: Answer<Tags>;
}

/** What AWS says about the use of one foundation model (`bedrock:GetFoundationModelAvailability`), in its own words. */
export interface ModelAvailability {
  readonly authorization: string;
  readonly entitlement: string;
  readonly region: string;
  readonly agreement: string;
}

/** The answers of the services of one target. */
export interface TargetAnswers {
  readonly profiles: Answer<readonly LiveProfile[]>;
  readonly tags: Answer<ReadonlyMap<string, Tags>>;
  readonly system: Answer<ReadonlyMap<string, CatalogueSource>>;
  readonly foundation: Answer<ReadonlyMap<string, CatalogueSource>>;
  readonly quota: Answer<ProfileQuota>;
  /** Null where the region offers no system profile to ask for. */
  readonly oneSystemProfile: Answer<void> | null;
  /** Null where there is no application profile to ask about. */
  readonly oneProfilesTags: Answer<Tags> | null;
  /** By model id: those behind the sources that the configuration uses here. */
  readonly availability: ReadonlyMap<string, Answer<ModelAvailability>>;
  /** Whether CloudWatch tells of use at all. */
  readonly use: Answer<unknown>;
  /** Whether it tells what was called at all. */
  readonly usedModels: Answer<unknown>;
  /** Null where nothing is published here. */
  readonly parameters: ParameterAnswers | null;
}

/** One target as it was examined. */
export interface TargetReads {
  readonly target: Target;
  readonly caller: Answer<Caller>;
  /** Null where the credentials are not those of the target's account: nothing was asked then. */
  readonly answers: TargetAnswers | null;
}
