/**
 * A bundler plugin: puts all that a module imports into one file. What every command needs, and what every plan needs,
 * comes in dozens of small modules, and each file that Node opens costs it about a millisecond.
 */

interface ParsedModule {
  readonly id: string;
  readonly importedIds: readonly string[];
}

/**
 * `entries`: names of files, each with how the id of a module ends whose imports go there; a module goes into the first
 * that it fits. The entry itself stays apart: within the file it would need another one that hands on its exports.
 */
export function oneFile(entries: Readonly<Record<string, string>>) {
  const imports = new Map<string, readonly string[]>();
  const plugin = {
    name: "one-file",
    moduleParsed: ({ id, importedIds }: ParsedModule): void => {
      imports.set(id, importedIds);
    },
  };
  const groups = Object.entries(entries).map(([name, end]) => {
    let whole: ReadonlySet<string> | undefined;
    const test = (id: string): boolean => {
      whole ??= importsOf(imports, end);
      return whole.has(id);
    };
    return { name, test };
  });
  return { plugin, groups };
}

/** All that a module imports, not counting what is imported when it is called for. */
function importsOf(imports: ReadonlyMap<string, readonly string[]>, end: string): Set<string> {
  const entry = [...imports.keys()].find((id) => id.endsWith(end)) ?? "";
  const found = new Set(imports.get(entry));
  for (const id of found) for (const imported of imports.get(id) ?? []) found.add(imported);
  return found;
}
