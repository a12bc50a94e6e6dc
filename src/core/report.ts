/** The monthly close: one month's spend by project beside the month before, and the proof that it adds up to the bill. */
import type { Day } from "./calendar.ts";
import type { Money } from "./money.ts";
import type { FormerName } from "./projects.ts";
import type { Split, UsageLine } from "./report-split.ts";
import type { SpendPeriod } from "./spend-period.ts";
import type { CostTagStatus } from "./spend-query.ts";

/** An amount of the month, and of the month before. */
export interface TwoMonths {
  readonly amount: Money;
  readonly before: Money;
}

/** `running`: the month is not over; `estimated`: its bill may still change; `final`: it is closed. */
export type CloseState = "running" | "estimated" | "final";

/** A usage line under one value of the key, as it stands on the bill; null: it carries none. */
export interface CloseLine extends UsageLine {
  readonly value: string | null;
  /** Display name. */
  readonly model: string;
}

export interface CloseModel extends TwoMonths {
  readonly model: string;
}

/** Spend of one project, or of none. */
export interface CloseShare extends TwoMonths {
  /** The whole change, in three parts. */
  readonly split: Split;
  /** The largest first. */
  readonly models: readonly CloseModel[];
  /** The largest first. */
  readonly lines: readonly CloseLine[];
}

export interface CloseProject extends CloseShare {
  /** Under its present name. */
  readonly project: string;
  /** False for a value that the register does not know; null where nothing is registered, or another key is told. */
  readonly isRegistered: boolean | null;
  readonly costCenter: string | null;
  readonly owner: string | null;
  /** Of a month. */
  readonly budget: Money | null;
  /** Null without a budget, and within it. */
  readonly overBudgetBy: Money | null;
}

/** What stands on the bill beside usage. */
export interface CloseCharge extends TwoMonths {
  /** As Cost Explorer calls it: `Credit`, `Refund`, `Tax`. */
  readonly recordType: string;
  readonly service: string;
  /** Tax that AWS tells of the bill as a whole: of every service, not of Bedrock alone. */
  readonly isOfWholeBill: boolean;
}

/** One profile's cost, by its name in the file. */
export interface CloseProfile extends TwoMonths {
  /** Twelve digits. */
  readonly account: string;
  readonly name: string;
  /** Of the declared profile; null where the file has none of that name there, or several of different projects. */
  readonly project: string | null;
  readonly owner: string | null;
}

export interface CloseProfiles {
  /** Day within the two months from which on costs carry names; null where they do from the start. */
  readonly partialFrom: Day | null;
  readonly rows: readonly CloseProfile[];
  /** What carries no name: direct calls, and profiles that are not ours. */
  readonly rest: TwoMonths;
}

/** The parts against the whole, which was asked for by itself. */
export interface CloseProof {
  readonly allocated: Money;
  readonly unallocated: Money;
  /** As Cost Explorer tells it without any grouping. */
  readonly total: Money;
  /** Sum of the parts less the total; of the month, of the month before, and of usage by kind of charge in the month. */
  readonly differences: readonly [month: Money, before: Money, byKind: Money];
  /** What rounding can explain: half a last digit for each figure that was added. */
  readonly rounding: Money;
  readonly holds: boolean;
}

export interface Close {
  /** Account that was asked. */
  readonly payer: string;
  /** AWS called it a linked one: it sees its own costs alone. */
  readonly isLinked: boolean;
  /** `2026-10`. */
  readonly month: string;
  readonly monthBefore: string;
  /** Days of the month that are told; the month before is whole. */
  readonly period: SpendPeriod;
  readonly state: CloseState;
  readonly stateBefore: CloseState;
  readonly currency: string | null;
  readonly services: readonly string[];
  readonly key: CloseKey;
  /** The largest first. */
  readonly projects: readonly CloseProject[];
  /** Spend that carries no value of the key. */
  readonly unallocated: CloseShare;
  /** Of projects and unallocated together. */
  readonly total: TwoMonths & { readonly split: Split };
  readonly merged: readonly FormerName[];
  readonly charges: readonly CloseCharge[];
  /** Null where billing does not follow `strata:name`. */
  readonly profiles: CloseProfiles | null;
  readonly proof: CloseProof;
}

/** The tag key that projects are told by. */
export interface CloseKey {
  readonly key: string;
  readonly status: CostTagStatus["status"];
  /** False where billing does not follow it: then nobody knows whose money it is. */
  readonly isKnown: boolean;
  /** Day within the two months from which on costs carry its values; null where they do from the start. */
  readonly partialFrom: Day | null;
}
