/** An entry of a file, before it is text: what `import` writes. Values only. */
import type { DesiredAccount } from "./desired.ts";
import type { Candidate } from "./import-select.ts";
import type { TagLayer } from "./import-tags.ts";
import type { Tags } from "./profile.ts";

/** What the entries stand on: the main file, or nothing yet. */
export interface EntryBase {
  readonly accounts: readonly DesiredAccount[];
  /** `defaults.tags` of the main file, without ignored ones. */
  readonly defaultTags: Tags;
  /** `defaults.regions` of the main file. */
  readonly defaultRegions: readonly string[] | null;
}

export interface RegionVariant {
  /** Null where it is the entry's. */
  readonly model: string | null;
  readonly tags: TagLayer;
}

export interface ImportEntry {
  readonly key: string;
  readonly adopt: true | string;
  /** Null where each region has its own. */
  readonly model: string | null;
  readonly routing: "geo" | null;
  /** Null where the default regions are meant. */
  readonly regions: readonly string[] | ReadonlyMap<string, RegionVariant> | null;
  /** Names from the file; null for every account. */
  readonly accounts: readonly string[] | null;
  readonly description: string | null;
  readonly protect: boolean;
  readonly keepsUnlisted: boolean;
  readonly tags: TagLayer;
  /** The live profiles that it takes over. */
  readonly members: readonly Candidate[];
}

/** All entries of an import, with the defaults that they share. */
export interface ImportedEntries {
  readonly defaultTags: TagLayer;
  readonly defaultRegions: readonly string[] | null;
  readonly entries: readonly ImportEntry[];
}
