/** An estate as `assess` sees it: whatever inference profiles there are, whoever made them. Values only. */
import type { Fault } from "./fault.ts";
import type { Deadline } from "./lifecycle.ts";
import type { Moment } from "./moment.ts";
import type { Money } from "./money.ts";
import { compareTargets, compareText, type Tags, type Target } from "./profile.ts";
import type { Coverage, SpendPrice } from "./spend.ts";
import type { SpendPeriod } from "./spend-period.ts";

/** Days without a call after which a profile counts as unused; CloudWatch keeps daily sums far longer. */
export const UNUSED_DAYS = 30;

/** Whose work a profile is, as far as its tags tell; `unknown` where they could not be read. */
export type Manager = "strata" | "cloudformation" | "sagemaker" | "terraform" | "nobody" | "unknown";

/** A model of a profile that is over, or ends within the days that were asked for. */
export interface EndingModel extends Deadline {
  /** Id of the foundation model. */
  readonly model: string;
}

/** One live profile with all that was found out about it. */
export interface EstateProfile extends Target {
  /** As the organization calls the account; null where nobody has told it. */
  readonly accountName: string | null;
  /** As AWS knows it; need not be the only one of its name. */
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: string;
  readonly modelIds: readonly string[];
  /** Null where they could not be read. */
  readonly tags: Tags | null;
  /** Null where the region's catalogue could not be read. */
  readonly ending: readonly EndingModel[] | null;
  /** Successful calls of the last `UNUSED_DAYS`; null where CloudWatch did not tell. */
  readonly calls: number | null;
  /** Created within the last `UNUSED_DAYS`: silence says nothing yet. */
  readonly isNew: boolean;
  readonly manager: Manager;
}

/**
 * `closed`: a policy of the organization refuses the region; `not-enabled`: the account has not opted in. Neither is
 * an error: nobody can have made profiles where nobody may look, or may not any more.
 */
export type TargetStatus = "read" | "not-enabled" | "closed" | "unreadable";

export interface EstateTarget extends Target {
  readonly accountName: string | null;
  readonly status: TargetStatus;
  /** How many there are; 0 where it was not read. */
  readonly profiles: number;
  /** Why it was not read. */
  readonly fault: Fault | null;
}

export interface EstateAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string | null;
  /** Its credentials: those of the caller itself, or of the role. */
  readonly through: "caller" | "role";
  /** Why its role could not be assumed, so that nothing in it was read; null where it could. */
  readonly fault: Fault | null;
}

/** Something that was not told where it was asked for, in so many targets; `fault` is the first of their refusals. */
export interface Gap {
  readonly what: "tags" | "models" | "use";
  readonly targets: readonly Target[];
  readonly fault: Fault;
}

export interface Estate {
  readonly at: Moment;
  /** Models that end within so many days are told. */
  readonly expiringDays: number;
  readonly accounts: readonly EstateAccount[];
  /** By account and region. */
  readonly targets: readonly EstateTarget[];
  /** By account, region, name and ARN. */
  readonly profiles: readonly EstateProfile[];
  readonly gaps: readonly Gap[];
}

/** What the last full month's Bedrock spend carries of the tag keys that billing follows. */
export type EstateSpend =
  | { readonly status: "not-asked"; readonly reason: "no-money" | "no-profiles" | "no-cost-explorer" }
  | { readonly status: "unread"; readonly fault: Fault; readonly isLinked: boolean; readonly price: SpendPrice }
  | ToldSpend;

export interface ToldSpend {
  readonly status: "told";
  /** A whole month; `end` is exclusive. */
  readonly period: SpendPeriod;
  /** The accounts whose spend this is; null: of all that the payer sees. */
  readonly accounts: readonly string[] | null;
  readonly currency: string | null;
  readonly total: Money;
  /** The bill of the month is not final. */
  readonly isEstimated: boolean;
  /** Of the active keys, the most carried first; four at most. */
  readonly keys: readonly Coverage[];
  /** Active keys that were not asked about. */
  readonly unasked: readonly string[];
  /** Keys that profiles carry and billing does not follow. */
  readonly unfollowed: readonly string[];
  /** Why nobody knows which keys were backfilled; null where that is known, or changes nothing. */
  readonly backfillFault: Fault | null;
  readonly price: SpendPrice;
}

/** False where something was asked for and could not be read: the figures speak of the rest alone. */
export function isWhole({ accounts, targets, gaps }: Pick<Estate, "accounts" | "targets" | "gaps">): boolean {
  const isUnread = targets.some(({ status }) => status === "unreadable");
  return !isUnread && accounts.every(({ fault }) => fault === null) && gaps.every(({ what }) => what !== "tags");
}

/** Where no target was read, nothing is known of any profile. */
export function isAnyRead({ targets }: Pick<Estate, "targets">): boolean {
  return targets.some(({ status }) => status === "read");
}

export function compareProfiles(a: EstateProfile, b: EstateProfile): number {
  return compareTargets(a, b) || compareText(a.name, b.name) || compareText(a.arn, b.arn);
}

/** Tags that say what a profile is for: neither AWS's own nor Strata's marks. */
export function ownTags(tags: Tags): [key: string, value: string][] {
  return Object.entries(tags).filter(([key]) => !/^(?:aws|strata):/i.test(key));
}
