/** What Cost Explorer is asked, and what it answers, in our words. */
import { type CostTag, isActive } from "./billing.ts";
import type { Day } from "./calendar.ts";
import type { Moment } from "./moment.ts";
import type { Granularity, SpendPeriod } from "./spend-period.ts";
import { type Backfill, countsFromOf } from "./tag-clocks.ts";

export type SpendMetric = "unblended" | "amortized";

/** As Cost Explorer groups. */
export type SpendGroup =
  | { readonly type: "tag"; readonly key: string }
  | {
      readonly type: "dimension";
      readonly key: "SERVICE" | "LINKED_ACCOUNT" | "REGION" | "USAGE_TYPE" | "RECORD_TYPE";
    };

/** What a question is told by, and of which charges. */
export interface SpendGrouping {
  readonly granularity: Granularity;
  /** Two at most (AWS.md section 6); none asks for the sum. */
  readonly groups: readonly SpendGroup[];
  /**
   * Asks once for each service, and puts its name before the other values: a third group, which one request cannot have.
   * The services together cost a request each.
   */
  readonly eachService?: true;
  /** Tells quantities too; of one usage type only are they of one unit (AWS.md section 6). */
  readonly quantities?: true;
  /** Charges of every kind, those of the bill's tax included; without it usage alone, without credits and tax. */
  readonly everyRecord?: true;
  /** Of these linked accounts alone; absent: of all that the payer sees. */
  readonly accounts?: readonly string[];
  /** Of what carries one of these values of a tag key alone. */
  readonly tag?: { readonly key: string; readonly values: readonly string[] };
}

export interface SpendQuery extends SpendGrouping {
  readonly period: SpendPeriod;
  readonly metric: SpendMetric;
  /** Only charges of these services. */
  readonly services: readonly string[];
}

/** Cost Explorer's name for the tax of a whole bill, which no service has a part of. */
export const TAX_SERVICE = "Tax";

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
  /** Where quantities were asked for: a decimal number, and what it counts (`1K tokens`). */
  readonly quantity?: string;
  readonly unit?: string;
}

export interface SpendAnswer {
  readonly spans: readonly SpendSpan[];
  readonly cells: readonly SpendCell[];
}

/** Everything that one question takes: of the same services, and of one moment, so that its sums agree. */
export interface SpendFigures {
  /** Every service with "Bedrock" in it that was charged for in the period. */
  readonly services: readonly string[];
  /** One for each grouping; none where nothing was charged. */
  readonly answers: readonly SpendAnswer[];
}

/**
 * Whether billing follows a tag key; `late`: only since the period that is asked about; `unseen`: it has met no charge with
 * it yet; `unknown`: that could not be read.
 */
export interface CostTagStatus {
  readonly status: "active" | "late" | "inactive" | "unseen" | "unknown";
  /** When it became so, as far as AWS tells. */
  readonly since: Moment | null;
  /** From when on costs carry its values: its activation, or the beginning of a backfill since. */
  readonly countsFrom: Moment | null;
}

export function costTagStatus(tag: CostTag | undefined, backfills: readonly Backfill[]): CostTagStatus {
  if (tag === undefined) return { status: "unseen", since: null, countsFrom: null };
  const { updatedAt: since } = tag;
  if (!isActive(tag)) return { status: "inactive", since, countsFrom: null };
  return { status: "active", since, countsFrom: countsFromOf(tag, backfills) };
}
