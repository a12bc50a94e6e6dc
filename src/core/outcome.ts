/** What happened to each planned change, told truthfully (DESIGN sections 1 and 6). */
import type { Fault } from "./fault.ts";
import type { PlannedChange } from "./plan.ts";

/**
 * `applied`: done by this run · `already`: found done · `failed`: AWS said no, nothing half-done is hidden ·
 * `stale`: the profile was no longer what the plan saw, so it was left alone · `skipped`: not tried.
 */
export type OutcomeStatus = "applied" | "already" | "failed" | "stale" | "skipped";

export interface Outcome {
  readonly status: OutcomeStatus;
  readonly change: PlannedChange;
  /** The ARN the change ended with: the new one of a create or replace. */
  readonly arn: string | null;
  /** Requests sent for it, retries included. */
  readonly attempts: number;
  readonly fault: Fault | null;
  /** Why it is stale or skipped, or what part of a failed change was done. */
  readonly note: string | null;
}

export type Tally = Readonly<Record<OutcomeStatus, number>>;

export function tally(outcomes: readonly Outcome[]): Tally {
  const count = (status: OutcomeStatus): number => outcomes.filter((o) => o.status === status).length;
  return {
    applied: count("applied"),
    already: count("already"),
    failed: count("failed"),
    stale: count("stale"),
    skipped: count("skipped"),
  };
}

/** True when some change did not end as planned. */
export function isIncomplete(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ status }) => status === "failed" || status === "stale" || status === "skipped");
}
