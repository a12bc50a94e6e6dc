/** How the activation of each cost allocation tag ended. Never a reason for an exit code (DESIGN section 7). */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Activation } from "./billing.ts";
import type { Fault } from "./fault.ts";
import type { OutcomeStatus, SkipReason } from "./outcome.ts";

export interface ActivationOutcome {
  /** `stale`: billing does not know the key any more, so it waits again. */
  readonly status: Exclude<OutcomeStatus, "already">;
  readonly tag: Activation;
  /** Requests sent for it, those of its batch included. */
  readonly attempts: number;
  readonly fault: Fault | null;
  readonly note: string | null;
  readonly skip: SkipReason | null;
}

/** An activation that this run leaves alone. */
export function skippedActivation(tag: Activation, skip: SkipReason, note: string): ActivationOutcome {
  return { status: "skipped", tag, attempts: 0, fault: null, note, skip };
}

/** One warning for all that AWS refused: which keys, in whose account, and how a person activates them. */
export function activationWarnings(outcomes: readonly ActivationOutcome[]): Diagnostic[] {
  const failed = outcomes.filter(({ status }) => status === "failed");
  const [first] = failed;
  if (first === undefined) return [];
  const keys = failed.map(({ tag }) => tag.key).join(", ");
  const payer = first.tag.account === undefined ? "the payer's account" : `account ${first.tag.account}`;
  const { fault } = first;
  const said =
    fault === null
      ? ""
      : ` AWS said: ${[fault.operation, fault.code, fault.message].filter(Boolean).join(": ").replace(/\.$/, "")}.`;
  return [
    diagnostic("billing/not-activated", {
      detail: `Not activated in ${payer}: ${keys}.${said}`,
      hint: `Allow ce:UpdateCostAllocationTagsStatus there (strata iam billing prints it) to the role that --billing-role-name names, and run strata apply again; or let a person activate the keys in the Billing console of ${payer}, under Cost allocation tags.`,
    }),
  ];
}
