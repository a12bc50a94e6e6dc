/** Random configurations and random live states that have something to do with each other. */
import type { Desired, ReplaceTrigger } from "../../../src/core/desired.ts";
import type { DesiredProfile } from "../../../src/core/profile.ts";
import type { ProfileSeed } from "../../../src/sandbox/seed.ts";
import { ACCOUNT, aDesired, aState, STACK } from "../../fakes/values.ts";
import type { Random } from "./random.ts";

export const FORMER_STACK = "genai-old";
export const FOREIGN_STACK = "science";
export const IGNORED_TAG = "map-migrated";
export const REGIONS = ["us-west-2", "us-east-1"] as const;
const NAMES = ["app", "bot", "cat", "dog", "app-2"];
const SOURCES = ["us.amazon.nova-lite-v1:0", "us.amazon.nova-pro-v1:0", "us.amazon.nova-micro-v1:0"];
const DAY = 86_400_000;

export function randomTags(random: Random): Record<string, string> {
  const tags: Record<string, string> = { project: random.pick(["a", "b"]) };
  if (random.chance(0.5)) tags.stage = random.pick(["test", "prod"]);
  if (random.chance(0.2)) tags.extra = random.pick(["", "x"]);
  return tags;
}

function randomProfile(random: Random, name: string, region: string): DesiredProfile {
  return aDesired({
    name,
    region,
    candidates: [random.pick(SOURCES)],
    tags: randomTags(random),
    protect: random.chance(0.12),
    adopt: random.chance(0.3),
    unlistedTags: random.chance(0.25) ? "keep" : "remove",
    ...(random.chance(0.2) ? { description: random.pick(["One", "Two"]) } : {}),
  });
}

const TRIGGERS: readonly (readonly ReplaceTrigger[])[] = [
  ["model"],
  ["model"],
  ["model"],
  ["model", "description"],
  [],
];

export function randomDesired(random: Random): Desired {
  const profiles = REGIONS.flatMap((region) =>
    random.some(NAMES, 0.55).map((name) => randomProfile(random, name, region)),
  );
  return withSettings(random, profiles);
}

function withSettings(random: Random, profiles: readonly DesiredProfile[]): Desired {
  const declared = new Set(profiles.map(({ key }) => key.name));
  const free = NAMES.filter((name) => !declared.has(name));
  const released = random.chance(0.25) ? random.some(free, 0.7) : [];
  return aState(profiles, {
    accounts: [{ id: ACCOUNT, regions: [...REGIONS], pending: false }],
    formerStacks: random.chance(0.3) ? [FORMER_STACK] : [],
    ignoreTags: [IGNORED_TAG],
    release: released.map((pattern) => ({ pattern, declaredAt: aDesired().declaredAt })),
    replacement: { graceMs: random.chance(0.4) ? 0 : DAY, on: random.pick(TRIGGERS) },
  });
}

/** The same configuration with some entries gone, some new, and some changed. */
export function edited(random: Random, desired: Desired): Desired {
  const kept = desired.profiles.filter(() => random.chance(0.8));
  const changed = kept.map((profile) =>
    random.chance(0.4) ? randomProfile(random, profile.key.name, profile.key.region) : profile,
  );
  const taken = new Set(changed.map(({ key }) => `${key.region} ${key.name}`));
  const fresh = REGIONS.flatMap((region) =>
    random
      .some(NAMES, 0.2)
      .filter((name) => !taken.has(`${region} ${name}`))
      .map((name) => randomProfile(random, name, region)),
  );
  const next = withSettings(random, [...changed, ...fresh]);
  return random.chance(0.5) ? { ...next, replacement: desired.replacement, formerStacks: desired.formerStacks } : next;
}

/** One tag of all profiles is set or goes: the same edit many times. */
export function retagged(random: Random, desired: Desired): Desired {
  const owner = random.pick(["ann", "bob"]);
  const isRemoved = random.chance(0.4);
  const profiles = desired.profiles.map((profile) => {
    const { project: _, ...others } = profile.tags;
    return { ...profile, tags: isRemoved ? others : { ...profile.tags, owner } };
  });
  return { ...desired, profiles };
}

/** Tags as Strata writes them. */
export function marks(name: string, source: string, stack = STACK): Record<string, string> {
  return { "strata:stack": stack, "strata:name": name, "strata:source": source };
}

/** Live profiles of one name: right ones, wrong ones, doubles, rests, and those that are not ours at all. */
function seedsOf(random: Random, name: string, region: string): ProfileSeed[] {
  const source = random.pick(SOURCES);
  const base = { account: ACCOUNT, region, name, source };
  const ours = { ...base, tags: { ...marks(name, source), ...randomTags(random) } };
  const roll = random.next();
  if (roll < 0.35) return [];
  if (roll < 0.55) return [ours];
  if (roll < 0.62) return [ours, { ...ours, ...(random.chance(0.5) ? { name: `${name}-2` } : {}) }];
  if (roll < 0.69) return [ours, withSource(ours, name, random.pick(SOURCES))];
  if (roll < 0.76) return [ours, retiring(withSource(ours, name, random.pick(SOURCES)), random)];
  if (roll < 0.8) return [retiring(ours, random)];
  if (roll < 0.84) return [{ ...ours, tags: { ...ours.tags, "strata:protect": "true" } }];
  if (roll < 0.88) return [{ ...ours, tags: { ...ours.tags, ...marks(name, source, FORMER_STACK) } }];
  if (roll < 0.92) return [{ ...base, tags: { ...randomTags(random), [IGNORED_TAG]: "m1" } }];
  if (roll < 0.95) return [{ ...base, tags: marks(name, source, FOREIGN_STACK) }];
  if (roll < 0.98) return [{ ...ours, tags: { ...ours.tags, "strata:name": random.pick(NAMES) } }];
  return [{ ...ours, tags: { ...marks(name, random.pick(SOURCES)), [IGNORED_TAG]: "m2" } }];
}

type Tagged = ProfileSeed & { readonly tags: Readonly<Record<string, string>> };

function withSource(seed: Tagged, name: string, source: string): Tagged {
  return { ...seed, name: `${name}-2`, source, tags: { ...seed.tags, "strata:source": source } };
}

function retiring(seed: Tagged, random: Random): Tagged {
  const at = random.pick(["2026-11-20T00:00:00Z", "2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z", "soon"]);
  return { ...seed, tags: { ...seed.tags, "strata:retire-after": at } };
}

export function randomSeeds(random: Random): ProfileSeed[] {
  return REGIONS.flatMap((region) => NAMES.flatMap((name) => seedsOf(random, name, region)));
}
