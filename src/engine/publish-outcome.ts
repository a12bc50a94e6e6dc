/** How parameters end, told from how the profiles ended that they rest on. */
import type { Answer } from "../core/fault.ts";
import type { Outcome } from "../core/outcome.ts";
import { type ParameterOutcome, parameterOutcome } from "../core/parameter-outcome.ts";
import type { PlannedParameter } from "../core/parameters.ts";
import { keyId } from "../core/profile.ts";

/** The new ARN that this run has made and closed; null where there is none. */
export function provedArn({ key }: PlannedParameter, outcomes: readonly Outcome[]): string | null {
  const made = outcomes.find(
    ({ change, arn }) =>
      keyId(change.key) === keyId(key) &&
      (change.action === "create" || change.action === "replace") &&
      arn !== null &&
      arn !== change.arn,
  );
  return made?.arn ?? null;
}

/** Callers of a former path have to find the new one first. */
export function hasFailed({ key }: PlannedParameter, published: readonly ParameterOutcome[]): boolean {
  return published.some((outcome) => keyId(outcome.change.key) === keyId(key) && !isDone(outcome));
}

export function isDone({ status }: Pick<Outcome, "status">): boolean {
  return status === "applied" || status === "already";
}

export const GONE = "it was gone already";

export function failed(
  change: PlannedParameter,
  { fault }: Answer<unknown> & { ok: false },
  attempts: number,
  note?: string,
): ParameterOutcome {
  return parameterOutcome("failed", change, { attempts, fault, ...(note === undefined ? {} : { note }) });
}
