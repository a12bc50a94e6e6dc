/** YAML nodes → plain values. Aliases are shared, never copied, and counted as if they were. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from "yaml";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { type Diagnostic, type DiagnosticParts, diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "./source-file.ts";
import { inCode } from "./wording.ts";
import { keyText, YamlIndex } from "./yaml-index.ts";

/** Most values that aliases may stand for in one file: "billion laughs" documents stop here. */
const MAX_ALIASED_VALUES = 1_000_000;

/** What a map is, as far as duplicates are told differently there. */
type Place = "root" | "profiles" | "inside";

interface Anchored {
  readonly node: Node;
  readonly value: unknown;
  /** Number of values inside, aliases written out. */
  readonly size: number;
}

/** Converts one document; problems are appended to `found`. Maps get no prototype: `__proto__` is a key like any other. */
export class YamlReader {
  readonly #source: SourceFile;
  readonly #found: Diagnostic[];
  readonly #anchors = new Map<string, Anchored | "open">();
  readonly #aliases = new Map<Alias, Node>();
  readonly #bases = new Map<YAMLMap, YAMLMap[]>();
  /** Values read so far, aliases written out. */
  #count = 0;
  #aliased = 0;

  constructor(source: SourceFile, found: Diagnostic[]) {
    this.#source = source;
    this.#found = found;
  }

  /** Reads the document from its root; its source file learns where everything is. */
  read(root: Node): unknown {
    const value = this.#node(root, "root");
    this.#source.setPlaces(new YamlIndex(root, { aliases: this.#aliases, bases: this.#bases }));
    return value;
  }

  #node(node: unknown, place: Place): unknown {
    this.#count++;
    if (isScalar(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, { node, value: node.value, size: 1 });
      return node.value;
    }
    if (isAlias(node)) return this.#alias(node);
    if (!isMap(node) && !isSeq(node)) return null;
    const before = this.#count;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, "open");
    const value = isMap(node) ? this.#map(node, place) : node.items.map((item) => this.#node(item, "inside"));
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, { node, value, size: this.#count - before + 1 });
    return value;
  }

  #map(node: YAMLMap, place: Place): Record<string, unknown> {
    const value: Record<string, unknown> = Object.create(null);
    let firsts: ReadonlyMap<string, Pair> | undefined;
    for (const pair of node.items) {
      if (isMergeKey(pair.key)) continue;
      const key = this.#key(pair.key, node);
      const child = this.#node(pair.value, place === "root" && key === "profiles" ? "profiles" : "inside");
      if (key === undefined) continue;
      if (key in value) {
        firsts ??= firstPairs(node);
        this.#duplicate(key, [firsts.get(key) ?? pair, pair], place);
      } else value[key] = child;
    }
    for (const pair of node.items) if (isMergeKey(pair.key)) this.#merge(pair, node, value);
    return value;
  }

  #key(node: unknown, map: YAMLMap): string | undefined {
    if (isScalar(node) && typeof node.value === "string") return node.value;
    const text = keyText(node) ?? "";
    const subject = this.#rangeOf((node as Node | null) ?? map);
    if (text === "" || !isScalar(node)) {
      const detail = "A key is text; here it is empty, an alias, a list or a map.";
      this.#report("config/key-not-text", { detail, hint: "Write the key as plain text.", subject });
      return undefined;
    }
    const kind = node.value === null ? "null" : `a ${typeof node.value}`;
    const detail = `YAML does not read the key ${inCode(text)} as text, but as ${kind}.`;
    this.#report("config/key-not-text", { detail, hint: `Write it in quotes: ${inCode(`"${text}"`)}.`, subject });
    return text;
  }

  #duplicate(key: string, [first, second]: readonly [Pair, Pair], place: Place): void {
    const isProfile = place === "profiles";
    this.#report(isProfile ? "config/duplicate-profile" : "config/duplicate-key", {
      detail: isProfile
        ? `The profile ${inCode(key)} is declared twice.`
        : `The key ${inCode(key)} is there twice, and only one of its values could count.`,
      hint: isProfile ? "Remove one of the two, or give it another name." : "Remove one of the two.",
      subject: this.#rangeOf(second.key as Node),
      related: [{ message: "first declared here", range: this.#rangeOf(first.key as Node) }],
    });
  }

  #alias(node: Alias): unknown {
    const target = this.#anchors.get(node.source);
    if (target === undefined || target === "open") {
      this.#report("config/yaml-alias", {
        detail:
          target === "open"
            ? `The alias ${inCode(`*${node.source}`)} stands inside the value it points to.`
            : `No anchor ${inCode(`&${node.source}`)} stands before this alias.`,
        hint:
          target === "open"
            ? "Write the value out."
            : `Put text that begins with ${inCode("*")} in quotes, or define the anchor above.`,
        subject: this.#rangeOf(node),
      });
      return null;
    }
    if (this.#aliased > MAX_ALIASED_VALUES) return null;
    this.#aliased += target.size;
    this.#count += target.size;
    this.#aliases.set(node, target.node);
    if (this.#aliased <= MAX_ALIASED_VALUES) return target.value;
    const most = MAX_ALIASED_VALUES.toLocaleString("en");
    this.#report("config/yaml-alias-expansion", {
      detail: `With this alias, the aliases of the file stand for more than ${most} values.`,
      hint: "Use fewer aliases of aliases.",
      subject: this.#rangeOf(node),
    });
    return null;
  }

  /** `<<: *base`: the keys of other maps, unless the map has them itself. */
  #merge(pair: Pair, map: YAMLMap, value: Record<string, unknown>): void {
    const items = isSeq(pair.value) ? pair.value.items : [pair.value];
    const bases = new Set<YAMLMap>();
    for (const item of items) {
      const base = this.#node(item, "inside");
      const node = isAlias(item) ? this.#aliases.get(item) : item;
      if (!isMap(node) || base === null || typeof base !== "object") {
        const detail = `The merge key ${inCode("<<")} takes a map, an alias of one, or a list of such aliases.`;
        const subject = this.#rangeOf(pair.key as Node);
        this.#report("config/yaml-merge", { detail, hint: `Point it at a map: ${inCode("<<: *base")}.`, subject });
        continue;
      }
      bases.add(node);
      for (const [key, inner] of Object.entries(base)) if (!(key in value)) value[key] = inner;
    }
    this.#bases.set(map, [...(this.#bases.get(map) ?? []), ...bases]);
  }

  #rangeOf(node: Node | null): ReturnType<SourceFile["range"]> {
    const [start, end] = node?.range ?? [0, 0];
    return isMap(node) || isSeq(node) ? this.#source.range(start, start) : this.#source.range(start, end);
  }

  #report(code: DiagnosticCode, parts: DiagnosticParts): void {
    this.#found.push(diagnostic(code, parts));
  }
}

/** Made only for maps that have duplicates: looking each one up by walking the map would take for ever in a hostile file. */
function firstPairs(map: YAMLMap): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const pair of map.items) {
    const key = keyText(pair.key) ?? "";
    if (!pairs.has(key)) pairs.set(key, pair);
  }
  return pairs;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === Scalar.PLAIN;
}
