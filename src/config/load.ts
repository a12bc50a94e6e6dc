/** Files → what is desired. It reads through a port alone. */
import { posix, sep } from "node:path";
import type { Desired } from "../core/desired.ts";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { checkConfig } from "./check.ts";
import type { ConfigFiles } from "./config-files.ts";
import type { ConfigPart, Fence } from "./config-part.ts";
import { type IncludeRequest, includeRequests, notIncluded } from "./includes.ts";
import { oncePer } from "./once-per.ts";
import { type OpenedFile, openFile, type Parse } from "./open-file.ts";
import { parseQuickly } from "./quick-yaml.ts";
import { shapeConfig, shapeIncluded } from "./schema.ts";
import { SourceFile } from "./source-file.ts";

export interface LoadedConfig {
  /** Present when no diagnostic is an error. */
  readonly desired?: Desired;
  readonly diagnostics: readonly Diagnostic[];
  /** Text of each file that was read, for code frames. */
  readonly sources: ReadonlyMap<string, string>;
  /** Every file that was asked for, the main one first. */
  readonly files: readonly string[];
}

/**
 * Reads a configuration with everything it includes, and tells all problems of all files. What there is nothing to tell
 * of is read quickly; the parser that knows every place is loaded, and everything read again, where there is.
 */
export async function loadDesired(file: string, files: ConfigFiles): Promise<LoadedConfig> {
  const once = readOnce(files);
  const quick = await loadWith(quickOrNothing, file, once);
  if (quick.desired !== undefined && quick.diagnostics.length === 0) return quick;
  const { parseSource } = await import("./yaml-document.ts");
  return loadWith(parseSource, file, once);
}

/** A file that cannot be read quickly is one that nothing is concluded from. */
const quickOrNothing: Parse = (path, text) =>
  parseQuickly(path, text) ?? { source: new SourceFile(path, text), value: undefined, intact: false, diagnostics: [] };

/** Both readings are of the same files, whoever writes them meanwhile. */
function readOnce(files: ConfigFiles): ConfigFiles {
  const read = oncePer((path: string) => files.read(path));
  const lists = oncePer((folder: string) => oncePer((pattern: string) => files.list(folder, pattern)));
  return { read, list: (folder, pattern) => lists(folder)(pattern) };
}

async function loadWith(parse: Parse, file: string, files: ConfigFiles): Promise<LoadedConfig> {
  const main = openFile(file, await files.read(file), parse);
  if (main.parsed === undefined) return finish([main], main.diagnostics);
  const shaped = shapeConfig(main.parsed);
  const included = await readIncluded(file, includeRequests(shaped.value.include, shaped.source), files, parse);
  const parts = included.opened.flatMap(
    ({ file: opened, fences }): { part: ConfigPart; diagnostics: readonly Diagnostic[] }[] => {
      if (opened.parsed === undefined || !opened.parsed.intact) return [];
      const { diagnostics, ...part } = shapeIncluded(opened.parsed);
      return [{ part: { ...part, fences }, diagnostics }];
    },
  );
  const found = [
    ...main.diagnostics,
    ...(main.parsed.intact ? shaped.diagnostics : []),
    ...included.diagnostics,
    ...included.opened.flatMap(({ file: opened }) => opened.diagnostics),
    ...parts.flatMap((part) => part.diagnostics),
  ];
  const opened = [main, ...included.opened.map((one) => one.file)];
  // What a broken main file would have declared is unknown, so rules would only tell follow-up errors.
  if (!main.parsed.intact) return finish(opened, found);
  const checked = checkConfig({
    main: { ...shaped, fences: [] },
    included: parts.map(({ part }) => part),
    complete: !hasErrors(found) && opened.every(({ parsed }) => parsed?.intact === true),
  });
  return finish(opened, [...found, ...checked.diagnostics], checked.value);
}

function finish(opened: readonly OpenedFile[], diagnostics: readonly Diagnostic[], desired?: Desired): LoadedConfig {
  const sources = new Map(opened.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const])));
  return { ...(desired !== undefined && { desired }), diagnostics, sources, files: opened.map(({ path }) => path) };
}

interface Included {
  readonly opened: readonly { readonly file: OpenedFile; readonly fences: readonly Fence[] }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads each included file once; all fences of the patterns that match it hold. */
async function readIncluded(
  main: string,
  requests: readonly IncludeRequest[],
  files: ConfigFiles,
  parse: Parse,
): Promise<Included> {
  const folder = posix.dirname(main.replaceAll(sep, "/"));
  const fences = new Map<string, Fence[]>();
  const diagnostics: Diagnostic[] = [];
  for (const request of requests) {
    if (request.problem !== undefined) {
      diagnostics.push(request.problem);
      continue;
    }
    const { inside, outside } = await files.list(folder, request.pattern);
    const found = inside.map((path) => posix.join(folder, path));
    const others = found.filter((path) => path !== posix.normalize(main));
    for (const path of others)
      fences.set(path, [...(fences.get(path) ?? []), ...(request.fence ? [request.fence] : [])]);
    const matches = { others, outside, hasMain: others.length < found.length };
    for (const problem of notIncluded(request, matches)) diagnostics.push(problem);
  }
  const opened = await Promise.all(
    [...fences].map(async ([path, all]) => ({ file: openFile(path, await files.read(path), parse), fences: all })),
  );
  return { opened, diagnostics };
}
