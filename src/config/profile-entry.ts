/** Written profiles with everything merged in: defaults, accounts, and what differs by region. */
import type { DesiredAccount } from "../core/desired.ts";
import type { Checked } from "./checked.ts";
import { type ConfigPart, type ConfigParts, entriesOf, items } from "./config-part.ts";
import type { WrittenProfile, WrittenTags } from "./generated/written-config.ts";
import type { InstancePath } from "./instance-path.ts";
import type { Scope } from "./scope.ts";
import type { SourceFile } from "./source-file.ts";

/** A tag value after merging, and where it is written. */
export interface MergedTag {
  readonly value: string;
  readonly source: SourceFile;
  readonly path: InstancePath;
}

export type MergedTags = ReadonlyMap<string, MergedTag>;

/** What a profile is in some of its regions. Without a `regions` map there is one for all of them. */
export interface Variant {
  /** The entry, or its region within the `regions` map. */
  readonly path: InstancePath;
  readonly region?: string;
  readonly model?: string;
  readonly modelPath: InstancePath;
  readonly tags: MergedTags;
}

/** One account × region of a profile. */
export interface Placement {
  readonly account: DesiredAccount;
  readonly region: string;
  readonly variant: Variant;
}

export interface ProfileEntry {
  readonly name: string;
  readonly part: ConfigPart;
  readonly path: InstancePath;
  readonly written: Checked<WrittenProfile>;
  readonly unlistedTags: "remove" | "keep";
  readonly variants: readonly Variant[];
  readonly placements: readonly Placement[];
}

/** The entries of all files, in the order in which they were read. */
export function profileEntries(parts: ConfigParts, scope: Scope): ProfileEntry[] {
  const root = layTags(new Map(), parts.main.source, ["defaults", "tags"], parts.main.value.defaults?.tags);
  return [parts.main, ...parts.included].flatMap((part) => partEntries(part, parts, scope, root));
}

function partEntries(part: ConfigPart, parts: ConfigParts, scope: Scope, rootTags: MergedTags): ProfileEntry[] {
  const own = part.value.defaults;
  const shared = parts.main.value.defaults;
  const defaultTags = part === parts.main ? rootTags : layTags(rootTags, part.source, ["defaults", "tags"], own?.tags);
  const regionList = own?.regions ?? shared?.regions;
  const defaultRegions = regionList && [...items(regionList)].map(([, region]) => region);
  const unlistedTags = own?.unlistedTags ?? shared?.unlistedTags ?? "remove";
  return entriesOf(part.value.profiles).map(([name, written]): ProfileEntry => {
    const path = ["profiles", name];
    const variants = variantsOf(part, path, written, defaultTags);
    const placements = isPlaceKnown(part, parts, name) ? placementsOf(written, variants, scope, defaultRegions) : [];
    return { name, part, path, written, unlistedTags: written.unlistedTags ?? unlistedTags, variants, placements };
  });
}

/** Where a list of regions or accounts was wrong, guessing the places would give follow-up errors. */
function isPlaceKnown(part: ConfigPart, { main }: ConfigParts, name: string): boolean {
  const isBroken =
    part.broken.covers(["profiles", name, "regions"]) || part.broken.covers(["profiles", name, "accounts"]);
  const isDefaultBroken = [part, main].some(({ broken }) => broken.covers(["defaults", "regions"]));
  return !isBroken && !isDefaultBroken;
}

function variantsOf(
  part: ConfigPart,
  path: InstancePath,
  written: Checked<WrittenProfile>,
  defaultTags: MergedTags,
): Variant[] {
  const tags = layTags(defaultTags, part.source, [...path, "tags"], written.tags);
  const modelPath = [...path, "model"];
  const base = { ...(written.model !== undefined && { model: written.model }), modelPath, tags };
  if (!isRegionMap(written.regions)) return [{ ...base, path }];
  return Object.entries(written.regions)
    .filter(([, override]) => override !== undefined)
    .map(([region, override]): Variant => {
      const at = [...path, "regions", region];
      const model = override?.model === undefined ? base : { model: override.model, modelPath: [...at, "model"] };
      return { ...base, ...model, path: at, region, tags: layTags(tags, part.source, [...at, "tags"], override?.tags) };
    });
}

function placementsOf(
  written: Checked<WrittenProfile>,
  variants: readonly Variant[],
  scope: Scope,
  defaults: readonly string[] | undefined,
): Placement[] {
  const accounts = accountsOf(written, scope);
  return accounts.flatMap((account) =>
    variants.flatMap((variant) => {
      const wanted = variant.region === undefined ? regionsOf(written, account, defaults) : [variant.region];
      return wanted
        .filter((region) => account.regions.includes(region))
        .map((region) => ({ account, region, variant }));
    }),
  );
}

/** Declared accounts of a profile; names that are not declared are told by a rule and left out here. */
export function accountsOf(written: Checked<WrittenProfile>, scope: Scope): readonly DesiredAccount[] {
  if (written.accounts === undefined) return scope.accounts;
  return [...items(written.accounts)].flatMap(([, name]) => scope.byName.get(name) ?? []);
}

/** Default regions count where the account has them; an account that has none of them gets all of its own. */
function regionsOf(
  written: Checked<WrittenProfile>,
  account: DesiredAccount,
  defaults: readonly string[] | undefined,
): readonly string[] {
  if (written.regions !== undefined)
    return [...items(written.regions as readonly string[])].map(([, region]) => region);
  const shared = defaults?.filter((region) => account.regions.includes(region)) ?? [];
  return shared.length > 0 ? shared : account.regions;
}

/** True for the form that maps regions to what differs there. */
export function isRegionMap(
  regions: Checked<WrittenProfile>["regions"],
): regions is Exclude<typeof regions, readonly unknown[] | undefined> {
  return regions !== undefined && !Array.isArray(regions);
}

/** Lays a map of tags over others: own values win, `null` removes. */
function layTags(
  under: MergedTags,
  source: SourceFile,
  path: InstancePath,
  over: Checked<WrittenTags> | undefined,
): MergedTags {
  if (over === undefined) return under;
  const merged = new Map(under);
  for (const [key, value] of Object.entries(over)) {
    if (value === null) merged.delete(key);
    else if (value !== undefined) merged.set(key, { value, source, path: [...path, key] });
  }
  return merged;
}
