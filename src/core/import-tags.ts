/** Tags in layers, as the file writes them: defaults, an entry's own, those of one region. `null` takes one away. */
import { compareText, type Tags } from "./profile.ts";
import { tagOf } from "./tag-edits.ts";

/** What one layer of the file says, in key order. */
export type TagLayer = Readonly<Record<string, string | null>>;

/**
 * The layer that brings `base` as near to all the variants as one layer can: what they have in common is set, what
 * none of them has is taken away. For a single variant the result is that variant, exactly.
 */
export function commonLayer(base: Tags, variants: readonly Tags[]): TagLayer {
  const [first = {}, ...others] = variants;
  const common = Object.entries(first).filter(([key, value]) => others.every((tags) => tagOf(tags, key) === value));
  const set = common.filter(([key, value]) => tagOf(base, key) !== value);
  const gone = Object.keys(base).filter((key) => variants.every((tags) => tagOf(tags, key) === null));
  const layer: [string, string | null][] = [...set, ...gone.map((key): [string, null] => [key, null])];
  return Object.fromEntries(layer.sort(([a], [b]) => compareText(a, b)));
}

export function layOver(base: Tags, layer: TagLayer): Tags {
  const tags = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(layer)) {
    if (value === null) tags.delete(key);
    else tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

export function isEmptyLayer(layer: TagLayer): boolean {
  return Object.keys(layer).length === 0;
}
