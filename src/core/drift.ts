/** Drift: what somebody changed outside Strata after the last apply (DESIGN section 4). Values only. */
import { isExecutable, isTimeBorn } from "./change.ts";
import { type Desired, desiredTargets } from "./desired.ts";
import { knownRegionsLike } from "./known-regions.ts";
import type { PlannedChange } from "./plan.ts";
import { CALLER, compareText } from "./profile.ts";

/** Changes that say "someone changed what we applied": all that is executable or blocked, but what time brings. */
export function isDrift(change: PlannedChange): boolean {
  return change.action === "blocked" || (isExecutable(change) && !isTimeBorn(change));
}

/** The configuration with every Bedrock region of its accounts, so that profiles outside its regions are seen too. */
export function everyRegion(desired: Desired): Desired {
  const accounts = desired.accounts.map((account) => {
    const known = knownRegionsLike(account.regions[0] ?? "");
    return { ...account, regions: [...new Set([...account.regions, ...known])].sort(compareText) };
  });
  return { ...desired, accounts };
}

/** Tells the targets that the file looks after from those that `--everywhere` adds. */
export function declaredIn(desired: Desired): (target: { account: string; region: string }) => boolean {
  const isCaller = desired.accounts.some(({ id }) => id === CALLER);
  const declared = new Set(desiredTargets(desired).map(({ account, region }) => `${account}/${region}`));
  return ({ account, region }) =>
    declared.has(`${account}/${region}`) || (isCaller && declared.has(`${CALLER}/${region}`));
}
