/**
 * A bundler plugin: puts a module into one file with all that it imports. What every command needs, and what every plan
 * needs, comes in dozens of small modules, and each file that Node opens costs it about a millisecond.
 */

interface ParsedModule {
  readonly id: string;
  readonly importedIds: readonly string[];
}

/** `wholes`: names of files, each with how the id of its module ends; a module goes into the first that it fits. */
export function oneFile(wholes: Readonly<Record<string, string>>) {
  const imports = new Map<string, readonly string[]>();
  const plugin = {
    name: "one-file",
    moduleParsed: ({ id, importedIds }: ParsedModule): void => {
      imports.set(id, importedIds);
    },
  };
  const groups = Object.entries(wholes).map(([name, end]) => {
    let whole: ReadonlySet<string> | undefined;
    const test = (id: string): boolean => {
      whole ??= reach(imports, end);
      return whole.has(id);
    };
    return { name, test };
  });
  return { plugin, groups };
}

/** A module and all that it imports, not counting what is imported when it is called for. */
function reach(imports: ReadonlyMap<string, readonly string[]>, end: string): Set<string> {
  const found = new Set([...imports.keys()].filter((id) => id.endsWith(end)));
  for (const id of found) for (const imported of imports.get(id) ?? []) found.add(imported);
  return found;
}
