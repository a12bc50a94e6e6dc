/** One configuration file as text: turns offsets and instance paths into places that a person can go to. */
import { isScalar, type LineCounter, type Node, Scalar } from "yaml";
import type { Position, SourceRange } from "../diagnostics/diagnostic.ts";
import type { InstancePath } from "./instance-path.ts";
import type { YamlIndex } from "./yaml-index.ts";

export class SourceFile {
  /** Path as the user would type it. */
  readonly path: string;
  readonly text: string;
  readonly #lines: LineCounter;
  #index: YamlIndex | undefined;

  constructor(path: string, text: string, lines: LineCounter) {
    this.path = path;
    this.text = text;
    this.#lines = lines;
  }

  /** Told once, when the document is known. */
  setIndex(index: YamlIndex): void {
    this.#index = index;
  }

  /** The range between two offsets. */
  range(start: number, end: number): SourceRange {
    return { file: this.path, start: this.#position(start), end: this.#position(Math.max(start, end)) };
  }

  /** The value at a path; its key where it has none, and the nearest value above where there is nothing at all. */
  valueRange(path: InstancePath): SourceRange {
    const found = this.#index?.find(path).found;
    const node = found?.node;
    return node && !isEmpty(node) ? this.#rangeOf(node) : this.#rangeOf(found?.key ?? node);
  }

  /** The key of the value at a path: the place to point at when something is missing inside. */
  keyRange(path: InstancePath): SourceRange {
    const found = this.#index?.find(path).found;
    if (found?.key !== undefined) return this.#rangeOf(found.key);
    // A whole document or list item is too much to underline: its first key will do.
    return this.#rangeOf(this.#index?.firstKey(found?.node ?? null) ?? found?.node);
  }

  /** The text of an unquoted scalar, exactly as written. */
  plainText(path: InstancePath): string | undefined {
    const search = this.#index?.find(path);
    if (search?.exact !== true) return undefined;
    const { node } = search.found;
    return isScalar(node) && node.type === Scalar.PLAIN ? this.text.slice(...this.#offsets(node)) : undefined;
  }

  #rangeOf(node: Node | null | undefined): SourceRange {
    return this.range(...this.#offsets(node));
  }

  #offsets(node: Node | null | undefined): [start: number, end: number] {
    const [start, end] = node?.range ?? [0, 0];
    return [start, end];
  }

  #position(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    // A counter that has seen no line answers 0; the first place of a file is 1:1.
    return { line: Math.max(1, line), column: Math.max(1, col), offset };
  }
}

function isEmpty(node: Node): boolean {
  return node.range?.[0] === node.range?.[1];
}
