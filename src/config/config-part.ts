/** A configuration as a set of checked files: the main one first, then the included ones. */
import type { BrokenPaths, Checked } from "./checked.ts";
import type { WrittenConfig, WrittenFencedInclude, WrittenIncludedFile } from "./generated/written-config.ts";
import type { InstancePath } from "./instance-path.ts";
import type { SourceFile } from "./source-file.ts";

/** What an included file's profiles must stay within, and where the main file says so. */
export interface Fence {
  readonly owns: Checked<NonNullable<WrittenFencedInclude["owns"]>>;
  readonly path: InstancePath;
}

/** One file that declares profiles. */
export interface ConfigPart {
  readonly source: SourceFile;
  readonly value: Checked<WrittenIncludedFile>;
  readonly broken: BrokenPaths;
  readonly fences: readonly Fence[];
}

export interface MainPart extends ConfigPart {
  readonly value: Checked<WrittenConfig>;
}

/** Everything that was read; what could not be is absent. */
export interface ConfigParts {
  readonly main: MainPart;
  readonly included: readonly ConfigPart[];
  /** False when a file or a value had to be left out: then nothing can be concluded from what is missing. */
  readonly complete: boolean;
}

/** The items of a list that have the right shape, with their index. */
export function* items<T>(list: readonly (T | undefined)[] | undefined): Generator<[index: number, item: T]> {
  for (const [index, item] of (list ?? []).entries()) if (item !== undefined) yield [index, item];
}

/** The entries of a map that have the right shape. */
export function entriesOf<T>(
  map: { readonly [key: string]: T | undefined } | null | undefined,
): [key: string, value: T][] {
  return Object.entries(map ?? {}).filter((entry): entry is [string, T] => entry[1] !== undefined);
}
