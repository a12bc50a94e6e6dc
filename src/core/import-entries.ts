/** Clusters → entries as a person would write them: what is common is said once, and nothing is said that is not so. */
import type { DesiredAccount } from "./desired.ts";
import type { Cluster } from "./import-cluster.ts";
import type { EntryBase, ImportEntry, ImportedEntries, RegionVariant } from "./import-entry.ts";
import { chooseDefaultRegions, type DefaultRegions, withoutRegions } from "./import-regions.ts";
import type { Candidate } from "./import-select.ts";
import { commonLayer, isEmptyLayer, layOver } from "./import-tags.ts";
import type { Tags } from "./profile.ts";
import { geoPrefixes, isSystemProfileId } from "./source-id.ts";

export function toEntries(clusters: readonly Cluster[], base: EntryBase): ImportedEntries {
  // Defaults of one entry alone would only hide its tags from it.
  const all = clusters.flatMap(({ members }) => members.map(({ tags }) => tags));
  const defaultTags = clusters.length > 1 ? commonLayer(base.defaultTags, all) : {};
  const under = layOver(base.defaultTags, defaultTags);
  const entries = clusters.map((cluster) => toEntry(cluster, under, base.accounts));
  const regions = chooseDefaultRegions(entries, base);
  return { defaultTags, ...regionsOf(regions, entries, base) };
}

function regionsOf(
  { own, effective }: DefaultRegions,
  entries: readonly ImportEntry[],
  base: EntryBase,
): Pick<ImportedEntries, "defaultRegions" | "entries"> {
  return { defaultRegions: own, entries: entries.map((entry) => withoutRegions(entry, effective, base.accounts)) };
}

function toEntry({ key, adopt, members }: Cluster, under: Tags, accounts: readonly DesiredAccount[]): ImportEntry {
  const byRegion = onePerRegion(members, accounts);
  const [first] = members;
  const sources = new Map([...byRegion].map(([region, { source }]) => [region, source]));
  const chosen = chooseModel(sources);
  const tags = commonLayer(
    under,
    [...byRegion.values()].map((member) => member.tags),
  );
  const base = layOver(under, tags);
  const variants = new Map(
    [...byRegion].map(([region, member]): [string, RegionVariant] => [
      region,
      { model: chosen.ownIn(region), tags: commonLayer(base, [member.tags]) },
    ]),
  );
  const differ = [...variants.values()].some((variant) => variant.model !== null || !isEmptyLayer(variant.tags));
  return {
    key,
    adopt,
    model: chosen.model,
    routing: chosen.routing,
    regions: differ ? variants : [...byRegion.keys()],
    accounts: accountsOf(members, accounts),
    description: first?.description ?? null,
    protect: first?.protect ?? false,
    keepsUnlisted: members.some(({ unlisted }) => unlisted.length > 0),
    tags,
    members,
  };
}

/** In the order in which the file names its regions; accounts of one entry are alike in each. */
function onePerRegion(
  members: readonly Candidate[],
  accounts: readonly DesiredAccount[],
): ReadonlyMap<string, Candidate> {
  const order = [...new Set(accounts.flatMap(({ regions }) => regions))];
  const found = new Map(members.map((member) => [member.live.target.region, member]));
  return new Map(order.flatMap((region) => [[region, found.get(region)] as const]).filter(isThere));
}

function isThere(pair: readonly [string, Candidate | undefined]): pair is readonly [string, Candidate] {
  return pair[1] !== undefined;
}

/** Without `accounts` an entry goes to all of them, those that are pending included. */
function accountsOf(members: readonly Candidate[], accounts: readonly DesiredAccount[]): readonly string[] | null {
  const ids = new Set(members.map(({ live }) => live.target.account));
  if (accounts.every(({ id }) => ids.has(id))) return null;
  return accounts.filter(({ id }) => ids.has(id)).flatMap(({ name }) => name ?? []);
}

interface ChosenModel {
  readonly model: string | null;
  readonly routing: "geo" | null;
  /** What a region has to say for itself. */
  readonly ownIn: (region: string) => string | null;
}

/** One model for all regions; else one `routing` that says the same; else the commonest, and the others by region. */
function chooseModel(sources: ReadonlyMap<string, string>): ChosenModel {
  const counts = new Map<string, number>();
  for (const source of sources.values()) counts.set(source, (counts.get(source) ?? 0) + 1);
  const [[commonest, count] = ["", 0]] = [...counts].sort(([, a], [, b]) => b - a);
  if (counts.size === 1) return { model: commonest, routing: null, ownIn: () => null };
  const geo = geoModel(sources);
  if (geo !== undefined) return { model: geo, routing: "geo", ownIn: () => null };
  const model = count > 1 ? commonest : null;
  const ownIn = (region: string): string | null => {
    const source = sources.get(region) ?? null;
    return source === model ? null : source;
  };
  return { model, routing: null, ownIn };
}

/** The model whose geographic profiles these are, each the first that `routing: geo` would take in its region. */
function geoModel(sources: ReadonlyMap<string, string>): string | undefined {
  const models = new Set(
    [...sources].map(([region, source]) => {
      const prefix = `${geoPrefixes(region)[0] ?? ""}.`;
      const bare = source.slice(prefix.length);
      return source.startsWith(prefix) && isSystemProfileId(source) && !isSystemProfileId(bare) ? bare : undefined;
    }),
  );
  const [model, ...others] = models;
  return others.length === 0 ? model : undefined;
}
