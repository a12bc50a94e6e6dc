/** Which planned parameters are already pending without this change. Pure. */
import type { Diff } from "./diff.ts";
import { lookUp } from "./group-by.ts";
import type { PlannedParameter } from "./parameter-change.ts";
import { keyId } from "./profile.ts";

interface WithChanges {
  readonly diff: Diff;
  readonly parameters: readonly PlannedParameter[];
}

/**
 * True for what the base would do too. An ARN that is known after the apply alone is the same one only where both would
 * make the same profile.
 */
export function pendingParameters(own: WithChanges, base: WithChanges): (planned: PlannedParameter) => boolean {
  const idOf = ({ hash, key, parameter }: PlannedParameter): string => hash ?? JSON.stringify([key, parameter]);
  const pending = new Set(base.parameters.map(idOf));
  const ownMaking = makingOf(own);
  const baseMaking = makingOf(base);
  return (planned) =>
    pending.has(idOf(planned)) &&
    (planned.action !== "publish" || planned.to !== null || ownMaking(planned) === baseMaking(planned));
}

/** What is made of the profile whose ARN a parameter holds. */
function makingOf({ diff }: WithChanges): (planned: PlannedParameter) => string {
  const changesOf = lookUp(diff.changes, ({ key }) => keyId(key));
  return ({ key }) => JSON.stringify(changesOf(keyId(key)).map(({ action, after }) => [action, after]));
}
