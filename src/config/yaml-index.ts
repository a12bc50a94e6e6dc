/** Finds the node of a value in a document again: indexes are made only for the maps that are asked about. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from "yaml";
import type { InstancePath } from "./instance-path.ts";
import type { Offsets, Places } from "./source-file.ts";

/** A value's node, with the node of its key where it belongs to a map. */
interface Found {
  /** `null` where a key has no value. */
  readonly node: Node | null;
  readonly key?: Node;
}

/** What only reading a document from top to bottom can tell. */
export interface ResolvedNodes {
  readonly aliases: ReadonlyMap<Alias, Node>;
  /** Maps that `<<` takes keys from, the stronger ones first. */
  readonly bases: ReadonlyMap<YAMLMap, readonly YAMLMap[]>;
}

export class YamlIndex implements Places {
  readonly #root: Node;
  readonly #resolved: ResolvedNodes;
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(root: Node, resolved: ResolvedNodes) {
    this.#root = root;
    this.#resolved = resolved;
  }

  valueAt(path: InstancePath): Offsets {
    const { node, key } = this.#find(path).found;
    return node && !isEmpty(node) ? offsetsOf(node) : offsetsOf(key ?? node);
  }

  keyAt(path: InstancePath): Offsets {
    const { node, key } = this.#find(path).found;
    // A whole document or list item is too much to underline: its first key will do.
    return offsetsOf(key ?? this.#firstKey(node) ?? node);
  }

  plainAt(path: InstancePath): Offsets | undefined {
    const { found, exact } = this.#find(path);
    return exact && isScalar(found.node) && found.node.type === Scalar.PLAIN ? offsetsOf(found.node) : undefined;
  }

  /** The value at a path, or the nearest one above it; `exact` tells which. */
  #find(path: InstancePath): { found: Found; exact: boolean } {
    let found: Found = { node: this.#root };
    for (const segment of path) {
      const next = this.#child(found.node, segment);
      if (next === undefined) return { found, exact: false };
      found = next;
    }
    return { found, exact: true };
  }

  /** The first key of a map, or `undefined`. */
  #firstKey(node: Node | null): Node | undefined {
    const map = this.#target(node);
    return isMap(map) ? (map.items[0]?.key as Node | undefined) : undefined;
  }

  #child(parent: Node | null, segment: string | number): Found | undefined {
    const node = this.#target(parent);
    if (isSeq(node)) {
      const item = node.items[Number(segment)];
      return item === undefined ? undefined : { node: item as Node };
    }
    const pair = isMap(node) ? this.#pairsOf(node).get(String(segment)) : undefined;
    return pair && { node: pair.value as Node | null, key: pair.key as Node };
  }

  #target(node: Node | null): Node | null {
    return isAlias(node) ? (this.#resolved.aliases.get(node) ?? null) : node;
  }

  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) {
      const key = keyText(pair.key);
      if (key !== undefined && !pairs.has(key)) pairs.set(key, pair);
    }
    for (const base of this.#resolved.bases.get(map) ?? []) {
      for (const [key, pair] of this.#pairsOf(base)) if (!pairs.has(key)) pairs.set(key, pair);
    }
    this.#pairs.set(map, pairs);
    return pairs;
  }
}

/** The text of a key as it is written, also of one that YAML reads as a number. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

function isEmpty(node: Node): boolean {
  return node.range?.[0] === node.range?.[1];
}

function offsetsOf(node: Node | null): Offsets {
  const [start, end] = node?.range ?? [0, 0];
  return [start, end];
}
