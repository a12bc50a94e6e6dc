/** A configuration without errors → what is desired. */
import type { Desired, DesiredAccount, GuardLimits, ReplacementPolicy } from "../core/desired.ts";
import { compareText, type DesiredProfile, type ModelAlias, type Tags } from "../core/profile.ts";
import type { Checked } from "./checked.ts";
import { items, type MainPart } from "./config-part.ts";
import { durationMs } from "./duration.ts";
import type { WrittenConfig } from "./generated/written-config.ts";
import { type Aliases, candidatesIn, isModelProblem, modelSource } from "./model-reference.ts";
import { oncePer } from "./once-per.ts";
import type { MergedTags, Placement, ProfileEntry } from "./profile-entry.ts";
import { projectsOf } from "./projects.ts";
import type { Scope } from "./scope.ts";

/** Turns checked entries into values of the core; nothing here can fail any more. */
export function toDesired(main: MainPart, scope: Scope, entries: readonly ProfileEntry[], aliases: Aliases): Desired {
  const config = main.value;
  const billingAccount = payerId(config, scope);
  // Most profiles share a few aliases.
  const aliasOf = oncePer((name: string): ModelAlias => {
    return { name, declaredAt: main.source.keyRange(["models", name]) };
  });
  return {
    stack: config.stack ?? "",
    formerStacks: all(config.formerStacks),
    accounts: scope.accounts,
    profiles: entries.flatMap((entry) => desiredProfiles(entry, aliases, aliasOf)).sort(compareProfiles),
    release: [...items(config.release)].map(([index, pattern]) => ({
      pattern,
      declaredAt: main.source.valueRange(["release", index]),
    })),
    ignoreTags: all(config.ignoreTags),
    costAllocationTags: all(config.costAllocationTags),
    ...(billingAccount !== undefined && { billingAccount }),
    guards: guardLimits(config.guards),
    replacement: replacementPolicy(config.replacement),
    ...(config.publish?.ssm !== undefined && { publishSsm: config.publish.ssm }),
    projects: projectsOf(config.projects),
    ...(config.policy?.minModelLife !== undefined && { minModelLifeMs: durationMs(config.policy.minModelLife) }),
  };
}

function all<T>(list: readonly (T | undefined)[] | undefined): T[] {
  return [...items(list)].map(([, item]) => item);
}

function payerId(config: Checked<WrittenConfig>, scope: Scope): string | undefined {
  const written = config.billing?.account;
  if (written === undefined) return undefined;
  const named: DesiredAccount | undefined = scope.byName.get(written);
  return named?.id ?? written;
}

function guardLimits(guards: Checked<WrittenConfig["guards"]>): GuardLimits {
  const { maxDeletes = 5, maxDeletePercent = 30, inUseDays = 7, allow } = guards ?? {};
  if (allow?.until === undefined) return { maxDeletes, maxDeletePercent, inUseDays };
  return {
    maxDeletes,
    maxDeletePercent,
    inUseDays,
    allow: { deletes: allow.deletes ?? 0, inUse: all(allow.inUse), until: allow.until },
  };
}

function replacementPolicy(written: Checked<WrittenConfig["replacement"]>): ReplacementPolicy {
  return { graceMs: durationMs(written?.grace ?? "24h"), on: written?.on === undefined ? ["model"] : all(written.on) };
}

function desiredProfiles(
  entry: ProfileEntry,
  aliases: Aliases,
  aliasOf: (name: string) => ModelAlias,
): DesiredProfile[] {
  const { written, name } = entry;
  const declaredAt = entry.part.source.keyRange(entry.path);
  // Regions of one profile mostly share their tags.
  const tagsOf = oncePer(toTags);
  return entry.placements.map(({ account, region, variant }) => ({
    key: { account: account.id, region, name },
    candidates: candidates({ account, region, variant }, entry, aliases),
    ...(variant.model !== undefined && aliases.has(variant.model) && { alias: aliasOf(variant.model) }),
    ...(written.description !== undefined && { description: written.description }),
    tags: tagsOf(variant.tags),
    unlistedTags: entry.unlistedTags,
    protect: written.protect ?? false,
    adopt: written.adopt ?? false,
    declaredAt,
  }));
}

function candidates({ region, variant }: Placement, entry: ProfileEntry, aliases: Aliases): readonly string[] {
  const source = modelSource(variant.model ?? "", aliases);
  return isModelProblem(source) ? [] : candidatesIn(source, entry.written.routing, region).ids;
}

function toTags(merged: MergedTags): Tags {
  const tags: Record<string, string> = Object.create(null);
  for (const [key, { value }] of merged) tags[key] = value;
  return tags;
}

function compareProfiles(a: DesiredProfile, b: DesiredProfile): number {
  return (
    compareText(a.key.account, b.key.account) ||
    compareText(a.key.region, b.key.region) ||
    compareText(a.key.name, b.key.name)
  );
}
