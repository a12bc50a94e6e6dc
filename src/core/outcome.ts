/** What happened to each planned change, told truthfully (DESIGN sections 1 and 6). */
import type { Fault } from "./fault.ts";
import type { PlannedChange } from "./plan.ts";
import type { ProfileKey } from "./profile.ts";

/**
 * `applied`: done by this run · `already`: found done · `failed`: AWS said no, nothing half-done is hidden ·
 * `stale`: the profile was no longer what the plan saw, so it was left alone · `skipped`: not tried.
 */
export type OutcomeStatus = "applied" | "already" | "failed" | "stale" | "skipped";

/** Why a change was not tried: the run was stopped, its credentials ended, nobody has approved it, or what it rests on was not done. */
export type SkipReason = "stopped" | "credentials" | "not-approved" | "unmet";

export interface Outcome {
  readonly status: OutcomeStatus;
  readonly change: PlannedChange;
  /** The ARN the change ended with: the new one of a create or replace. */
  readonly arn: string | null;
  /** Requests sent for it, retries included. */
  readonly attempts: number;
  readonly fault: Fault | null;
  /** Why it is stale, already done or skipped, or what part of a failed change was done. */
  readonly note: string | null;
  /** Only of skipped ones. */
  readonly skip: SkipReason | null;
}

export type Tally = Readonly<Record<OutcomeStatus, number>>;

export function tally(outcomes: readonly Pick<Outcome, "status">[]): Tally {
  const count = (status: OutcomeStatus): number => outcomes.filter((o) => o.status === status).length;
  return {
    applied: count("applied"),
    already: count("already"),
    failed: count("failed"),
    stale: count("stale"),
    skipped: count("skipped"),
  };
}

/** True when some change that was to be made did not end as planned. */
export function isIncomplete(outcomes: readonly Pick<Outcome, "status" | "skip">[]): boolean {
  return outcomes.some(
    ({ status, skip }) =>
      status === "failed" || status === "stale" || (status === "skipped" && skip !== "not-approved"),
  );
}

/** A change that this run leaves alone. */
export function skippedOutcome(change: PlannedChange, skip: SkipReason, note: string): Outcome {
  return { status: "skipped", change, arn: change.arn, attempts: 0, fault: null, note, skip };
}

/**
 * What there is to tell beside the outcomes. Of the list at the end of an apply: `not-listed`: a new profile is not in it
 * yet, for lists may lag · `double-ended`: this run had made a second profile of the key, and ended the younger ·
 * `double-left`: a second one is there, which this run may not or could not end · `unread`: the list itself could not be
 * had. Of the tags: `one-by-one`: AWS took no bulk requests, so that each profile cost one.
 */
export interface ClosingNote {
  readonly kind: "not-listed" | "double-ended" | "double-left" | "unread" | "one-by-one";
  readonly key: ProfileKey;
  /** The profile that the note is about; null where it is about a whole target, whose key then has an empty name. */
  readonly arn: string | null;
  /** The profile that serves the key instead of it, where that is known: an outcome told before may have named the other. */
  readonly servedBy: string | null;
  readonly text: string;
}
