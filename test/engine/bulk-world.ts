/** Profiles of ours whose tags are to be edited, all in the same way. */
import type { Desired } from "../../src/core/desired.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import type { Tags } from "../../src/core/profile.ts";
import type { Behaviour } from "../../src/sandbox/behaviour.ts";
import { aDesired, aState, LITE, ourTags, REGION } from "../fakes/values.ts";
import { aWorld, type World } from "./world.ts";

export const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `app-${i + 100}`);

export const wanting = (count: number, tags: Tags, over: Partial<Desired> = {}): Desired =>
  aState(
    names(count).map((name) => aDesired({ name, tags })),
    over,
  );

/** So many, each with `old: x` on it; the calls so far are forgotten. */
export async function aWorldOf(count: number, behaviour: Partial<Behaviour> = {}): Promise<World> {
  const world = await aWorld({ behaviour });
  for (const name of names(count)) {
    await world.sandbox.put({ region: REGION, name, source: LITE, tags: ourTags(name, LITE, { old: "x" }) });
  }
  world.operations();
  return world;
}

/** How often each writing operation was served. */
export function writesIn(world: World): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of world.operations()) {
    if (/^(TagR|UntagR|Create|Delete)/.test(name)) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

export const statuses = (outcomes: readonly Outcome[]): string[] => [...new Set(outcomes.map(({ status }) => status))];

/** One tag of each profile, in the order in which they were made. */
export const liveTags = (world: World, key: string): (string | undefined)[] =>
  world.sandbox.profiles().map(({ tags }) => tags[key]);

/** Somebody else's hand on one profile. */
export async function retag(world: World, index: number, tags: Tags): Promise<void> {
  const profile = world.sandbox.profiles()[index];
  await world.sandbox.setTags(profile?.arn ?? "", { ...profile?.tags, ...tags });
}
