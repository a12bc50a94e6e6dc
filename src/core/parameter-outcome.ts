/** What happened to a planned parameter; told like what happened to a profile. */
import type { Fault } from "./fault.ts";
import type { Outcome, OutcomeStatus, SkipReason } from "./outcome.ts";
import type { PlannedParameter } from "./parameter-change.ts";

export interface ParameterOutcome extends Omit<Outcome, "change" | "arn"> {
  readonly change: PlannedParameter;
  /** The ARN that it holds now, as far as is known; null where it holds none. */
  readonly arn: string | null;
}

/** Whatever a line of a report can be about. */
export type AnyOutcome = Outcome | ParameterOutcome;

export function isParameterOutcome(outcome: AnyOutcome): outcome is ParameterOutcome {
  return "parameter" in outcome.change;
}

export function parameterOutcome(
  status: OutcomeStatus,
  change: PlannedParameter,
  ended: { readonly arn?: string | null; readonly attempts?: number; readonly fault?: Fault; readonly note?: string },
): ParameterOutcome {
  const { arn = change.from, attempts = 0, fault = null, note = null } = ended;
  return { status, change, arn, attempts, fault, note, skip: null };
}

export function skippedParameter(change: PlannedParameter, skip: SkipReason, note: string): ParameterOutcome {
  return { ...parameterOutcome("skipped", change, { note }), skip };
}
