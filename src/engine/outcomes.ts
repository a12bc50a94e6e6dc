/** The ways in which a change ends, as values. */
import type { Answer, Fault } from "../core/fault.ts";
import type { Outcome, OutcomeStatus } from "../core/outcome.ts";
import type { PlannedChange } from "../core/plan.ts";

export const GONE = "it was gone already";

export function outcome(
  status: OutcomeStatus,
  change: PlannedChange,
  arn: string | null,
  attempts: number,
  note: string | null,
): Outcome {
  return { status, change, arn, attempts, fault: null, note, skip: null };
}

export function applied(change: PlannedChange, arn: string, attempts: number): Outcome {
  return outcome("applied", change, arn, attempts, null);
}

export function failed(
  change: PlannedChange,
  { attempts, fault }: Answer<unknown> & { ok: false },
  note: string | null,
): Outcome {
  return { status: "failed", change, arn: change.arn, attempts, fault, note, skip: null };
}

/** Where no reply ever came, the work may have been done, and `perhaps` says what; null where AWS has answered. */
export function lostReplyNote({ ambiguous }: Fault, perhaps: string): string | null {
  return ambiguous === true ? `its reply was lost, so ${perhaps}: the next apply sees` : null;
}
