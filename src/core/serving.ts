/** Which of the live profiles serves a name now: what callers are told, while doubles and replacements are under way. */
import { type Change, hasReason } from "./change.ts";
import { compareAge } from "./decision.ts";
import type { Observation } from "./observation.ts";
import { isOurs, retirementOf, type Stacks, strataName } from "./ownership.ts";
import { keyId, type LiveProfile } from "./profile.ts";

/**
 * By key. Retiring profiles never serve, doubles only where the one that stays is not there any more. While a replacement
 * is unfinished the new profile serves; before it has begun, the old one.
 */
export function servingProfiles(
  observation: Observation,
  changes: readonly Change[],
  stacks: Stacks,
): ReadonlyMap<string, LiveProfile> {
  const ours = observation.targets.flatMap((target) => (target.status === "read" ? target.live : [])).filter(isServing);
  const later = new Set(changes.filter(isPassedOver).map(({ arn }) => arn));
  const first = (one: LiveProfile, other: LiveProfile): number =>
    Number(later.has(one.arn)) - Number(later.has(other.arn)) || compareAge(one, other);
  const strange = new Set(changes.filter(isStrange).map(({ arn }) => arn));
  const serving = new Map<string, LiveProfile>();
  for (const live of ours.filter(({ arn }) => !strange.has(arn)).sort(first)) {
    const id = keyId({ ...live.target, name: strataName(live) });
    if (!serving.has(id)) serving.set(id, live);
  }
  return serving;

  function isServing(live: LiveProfile): boolean {
    return isOurs(live.tags, stacks) && retirementOf(live.tags) === undefined;
  }
}

/** Another profile of the same key is to stay in its place. */
function isPassedOver(change: Change): boolean {
  if (change.action === "replace") return change.successor !== null;
  return change.action === "delete" && hasReason(change, "duplicate");
}

/** Our mark on a profile of another name: most likely a copied tag, so nobody is sent there. */
function isStrange(change: Change): boolean {
  return change.action === "blocked" && hasReason(change, "plan/mark-mismatch");
}
