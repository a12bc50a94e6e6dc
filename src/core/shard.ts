/** Splits the targets of a configuration into shards, each planned or applied by a run of its own (docs/sharding.md). Pure. */
import { type Desired, desiredTargets } from "./desired.ts";
import { compareTargets, type Target, targetId } from "./profile.ts";

/** One of `count` shards; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Billing is the payer's and no target's: one shard alone asks about it and activates. */
export function hasBilling({ index }: Shard): boolean {
  return index === 1;
}

/** What reading a target costs, counted in profiles: it is read also where nothing is declared. */
const READING = 20;

/**
 * What falls into the shard. Accounts stay, also without a region: who the caller is and whom it can reach is the same
 * for all shards.
 */
export function narrowToShard(desired: Desired, shard: Shard): Desired {
  const mine = new Set(targetsOf(desired, shard).map(targetId));
  const isMine = (target: Target): boolean => mine.has(targetId(target));
  return {
    ...desired,
    accounts: desired.accounts.map((account) => ({
      ...account,
      regions: account.regions.filter((region) => isMine({ account: account.id, region })),
    })),
    profiles: desired.profiles.filter(({ key }) => isMine(key)),
  };
}

/**
 * The heaviest target first, each to the shard that has least so far: no two shards differ by more than one target
 * weighs. Nothing but what is declared where decides, so every run with one configuration and `count` splits alike.
 */
function targetsOf(desired: Desired, { index, count }: Shard): Target[] {
  const declared = new Map<string, number>();
  for (const { key } of desired.profiles) declared.set(targetId(key), (declared.get(targetId(key)) ?? 0) + 1);
  const weighed = desiredTargets(desired)
    .map((target) => ({ target, weight: READING + (declared.get(targetId(target)) ?? 0) }))
    .sort((a, b) => b.weight - a.weight || compareTargets(a.target, b.target));
  const loads = Array.from({ length: count }, () => 0);
  return weighed.flatMap(({ target, weight }) => {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + weight;
    return least === index - 1 ? [target] : [];
  });
}
