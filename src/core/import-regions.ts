/** Regions that an entry need not name, because they are the default ones (DESIGN section 2). */
import type { DesiredAccount } from "./desired.ts";
import type { EntryBase, ImportEntry } from "./import-entry.ts";

export interface DefaultRegions {
  /** `defaults.regions` to be written; null for none. */
  readonly own: readonly string[] | null;
  /** What then holds for an entry without regions: those, or the main file's. */
  readonly effective: readonly string[] | null;
}

/** The main file's where they say as much as any others would; else the commonest list, if two entries share it. */
export function chooseDefaultRegions(entries: readonly ImportEntry[], base: EntryBase): DefaultRegions {
  const saves = (regions: readonly string[] | null): number =>
    entries.filter((entry) => withoutRegions(entry, regions, base.accounts).regions === null).length;
  let best: DefaultRegions = { own: null, effective: base.defaultRegions };
  let most = Math.max(1, saves(base.defaultRegions));
  const lists = new Map(entries.flatMap(({ regions }) => (isList(regions) ? [[regions.join(" "), regions]] : [])));
  for (const own of lists.values()) {
    const count = saves(own);
    if (count <= most) continue;
    best = { own, effective: own };
    most = count;
  }
  return best;
}

/**
 * The entry as it is, or without its list of regions where a list of defaults says the same. Never where only "all
 * regions of the account" would: a region added there later would get a copy of each profile.
 */
export function withoutRegions(
  entry: ImportEntry,
  defaults: readonly string[] | null,
  accounts: readonly DesiredAccount[],
): ImportEntry {
  const { regions, accounts: names } = entry;
  if (!isList(regions) || defaults === null) return entry;
  const named = accounts.filter(({ name }) => names === null || (name !== undefined && names.includes(name)));
  const isSame = named.every((account) => {
    const wanted = account.regions.filter((region) => regions.includes(region));
    const meant = account.regions.filter((region) => defaults.includes(region));
    return meant.length > 0 && meant.join(" ") === wanted.join(" ");
  });
  return isSame ? { ...entry, regions: null } : entry;
}

function isList(regions: ImportEntry["regions"]): regions is readonly string[] {
  return Array.isArray(regions);
}
