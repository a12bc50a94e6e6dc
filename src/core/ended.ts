/** All that an apply has to tell when it is over. */
import type { ActivationOutcome } from "./activation-outcome.ts";
import type { ClosingNote } from "./outcome.ts";
import type { AnyOutcome } from "./parameter-outcome.ts";

/** How a run ended: one outcome of each change, parameter and cost allocation tag, as far as it got. */
export interface Ended {
  /** Of profiles and of parameters. */
  readonly outcomes: readonly AnyOutcome[];
  readonly activations: readonly ActivationOutcome[];
  readonly notes: readonly ClosingNote[];
}

export const NOTHING_ENDED: Ended = { outcomes: [], activations: [], notes: [] };

/** True for an activation that the run had no time for; one that AWS refused is a warning (DESIGN section 7). */
export function isCutOff({ skip }: Pick<ActivationOutcome, "skip">): boolean {
  return skip === "stopped";
}
