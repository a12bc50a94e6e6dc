/** One configuration file as text: turns offsets and instance paths into places that a person can go to. */
import type { Position, SourceRange } from "../diagnostics/diagnostic.ts";
import type { InstancePath } from "./instance-path.ts";

export type Offsets = readonly [start: number, end: number];

/** Where the values of a document stand in its text; made by whatever has read the document. */
export interface Places {
  /** The value at a path; its key where it has none, and the nearest value above where there is nothing at all. */
  valueAt(path: InstancePath): Offsets;
  /** The key of the value at a path: the place to point at when something is missing inside. */
  keyAt(path: InstancePath): Offsets;
  /** The value at a path when it is a scalar without quotes. */
  plainAt(path: InstancePath): Offsets | undefined;
}

const START: Offsets = [0, 0];

export class SourceFile {
  /** Path as the user would type it. */
  readonly path: string;
  readonly text: string;
  #lineStarts: readonly number[] | undefined;
  #places: Places | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** Told once, when the document is known. */
  setPlaces(places: Places): void {
    this.#places = places;
  }

  /** The range between two offsets. */
  range(start: number, end: number): SourceRange {
    return { file: this.path, start: this.#position(start), end: this.#position(Math.max(start, end)) };
  }

  /** See `Places.valueAt`. */
  valueRange(path: InstancePath): SourceRange {
    return this.range(...(this.#places?.valueAt(path) ?? START));
  }

  /** See `Places.keyAt`. */
  keyRange(path: InstancePath): SourceRange {
    return this.range(...(this.#places?.keyAt(path) ?? START));
  }

  /** The text of an unquoted scalar, exactly as written. */
  plainText(path: InstancePath): string | undefined {
    const offsets = this.#places?.plainAt(path);
    return offsets && this.text.slice(...offsets);
  }

  #position(offset: number): Position {
    this.#lineStarts ??= lineStarts(this.text);
    const line = lastUpTo(this.#lineStarts, offset);
    return { line: line + 1, column: offset - (this.#lineStarts[line] ?? 0) + 1, offset };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Index of the last of the ascending numbers that is not above a limit; the first is never above it. */
function lastUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
