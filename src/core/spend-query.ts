/** What Cost Explorer is asked, and what it answers, in our words. */
import { type CostTag, isActive } from "./billing.ts";
import type { Day } from "./calendar.ts";
import type { Moment } from "./moment.ts";
import type { Granularity, SpendPeriod } from "./spend-period.ts";

export type SpendMetric = "unblended" | "amortized";

/** As Cost Explorer groups. */
export type SpendGroup =
  | { readonly type: "tag"; readonly key: string }
  | { readonly type: "dimension"; readonly key: "SERVICE" | "LINKED_ACCOUNT" | "REGION" | "USAGE_TYPE" };

export interface SpendQuery {
  readonly period: SpendPeriod;
  readonly granularity: Granularity;
  readonly metric: SpendMetric;
  /** Only charges of these services; usage alone, without credits and tax. */
  readonly services: readonly string[];
  /** Two at most (AWS.md section 6). */
  readonly groups: readonly SpendGroup[];
}

/** One span of time of an answer; `end` is exclusive. */
export interface SpendSpan {
  readonly start: Day;
  readonly end: Day;
  /** The bill of its month is not final. */
  readonly estimated: boolean;
}

export interface SpendCell {
  /** Its span, by its first day. */
  readonly start: Day;
  /** One for each group; of a tag the value alone, empty for what carries none. */
  readonly values: readonly string[];
  /** A decimal number, as it was told. */
  readonly amount: string;
  readonly currency: string;
}

export interface SpendAnswer {
  readonly spans: readonly SpendSpan[];
  readonly cells: readonly SpendCell[];
}

/**
 * Whether billing follows a tag key; `late`: only since the period that is asked about; `unseen`: it has met no charge with
 * it yet; `unknown`: that could not be read.
 */
export interface CostTagStatus {
  readonly status: "active" | "late" | "inactive" | "unseen" | "unknown";
  /** When it became so, as far as AWS tells. */
  readonly since: Moment | null;
}

export function costTagStatus(tag: CostTag | undefined): CostTagStatus {
  if (tag === undefined) return { status: "unseen", since: null };
  return { status: isActive(tag) ? "active" : "inactive", since: tag.updatedAt };
}
