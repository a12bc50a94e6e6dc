/** Files → what is desired. The only file of this folder that reads anything, and only through a port. */
import { open, readdir, realpath, stat } from "node:fs/promises";
import { posix, resolve, sep } from "node:path";
import type { Desired } from "../core/desired.ts";
import { compareText } from "../core/profile.ts";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { checkConfig } from "./check.ts";
import { type ConfigFiles, type FileMatches, type FileRead, MAX_FILE_BYTES } from "./config-files.ts";
import type { ConfigPart, Fence } from "./config-part.ts";
import { segmentMatchers } from "./include-pattern.ts";
import { type IncludeRequest, includeRequests, notIncluded } from "./includes.ts";
import { type OpenedFile, openFile } from "./open-file.ts";
import { shapeConfig, shapeIncluded } from "./schema.ts";

export interface LoadedConfig {
  /** Present when no diagnostic is an error. */
  readonly desired?: Desired;
  readonly diagnostics: readonly Diagnostic[];
  /** Text of each file that was read, for code frames. */
  readonly sources: ReadonlyMap<string, string>;
  /** Every file that was asked for, the main one first. */
  readonly files: readonly string[];
}

/** Reads a configuration with everything it includes, and tells all problems of all files. */
export async function loadDesired(file: string, files: ConfigFiles): Promise<LoadedConfig> {
  const main = openFile(file, await files.read(file));
  if (main.parsed === undefined) return finish([main], main.diagnostics);
  const shaped = shapeConfig(main.parsed);
  const found = [...main.diagnostics, ...(main.parsed.intact ? shaped.diagnostics : [])];
  const included = await readIncluded(file, includeRequests(shaped.value.include, shaped.source), files);
  const parts = included.opened.flatMap(
    ({ file: opened, fences }): { part: ConfigPart; diagnostics: readonly Diagnostic[] }[] => {
      if (opened.parsed === undefined || !opened.parsed.intact) return [];
      const { diagnostics, ...part } = shapeIncluded(opened.parsed);
      return [{ part: { ...part, fences }, diagnostics }];
    },
  );
  found.push(
    ...included.diagnostics,
    ...included.opened.flatMap(({ file: opened }) => opened.diagnostics),
    ...parts.flatMap((part) => part.diagnostics),
  );
  const opened = [main, ...included.opened.map((one) => one.file)];
  // What a broken main file would have declared is unknown, so rules would only tell follow-up errors.
  if (!main.parsed.intact) return finish(opened, found);
  const checked = checkConfig({
    main: { ...shaped, fences: [] },
    included: parts.map(({ part }) => part),
    complete: !hasErrors(found),
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
async function readIncluded(main: string, requests: readonly IncludeRequest[], files: ConfigFiles): Promise<Included> {
  const folder = posix.dirname(main.replaceAll(sep, "/"));
  const fences = new Map<string, Fence[]>();
  const diagnostics: Diagnostic[] = [];
  for (const request of requests) {
    if (request.problem !== undefined) {
      diagnostics.push(request.problem);
      continue;
    }
    const { inside, outside } = await files.list(folder, request.pattern);
    const others = inside.map((path) => posix.join(folder, path)).filter((path) => path !== posix.normalize(main));
    for (const path of others)
      fences.set(path, [...(fences.get(path) ?? []), ...(request.fence ? [request.fence] : [])]);
    diagnostics.push(...notIncluded(request, others, outside));
  }
  const opened = await Promise.all(
    [...fences].map(async ([path, all]) => ({ file: openFile(path, await files.read(path)), fences: all })),
  );
  return { opened, diagnostics };
}

/** Files of this machine; `root` is the folder that relative paths start from. */
export function diskFiles(root = "."): ConfigFiles {
  return {
    read: (path) => readFromDisk(resolve(root, path)),
    list: async (folder, pattern) => {
      const base = resolve(root, folder);
      const found = new Set<string>();
      await walk(base, "", segmentMatchers(pattern), found);
      return sortOut(base, [...found].sort(compareText));
    },
  };
}

async function readFromDisk(path: string): Promise<FileRead> {
  try {
    const info = await stat(path);
    if (!info.isFile())
      return { status: "unreadable", reason: info.isDirectory() ? "it is a folder" : "it is not a regular file" };
    if (info.size > MAX_FILE_BYTES) return { status: "too-large" };
    const handle = await open(path);
    try {
      return { status: "read", bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return { status: "missing" };
    return { status: "unreadable", reason: code === "EACCES" ? "permission is denied" : (error as Error).message };
  }
}

type Matchers = ReturnType<typeof segmentMatchers>;

/** Goes only into folders that can hold a match; never through links under `**`, so that there are no cycles. */
async function walk(base: string, folder: string, matchers: Matchers, found: Set<string>): Promise<void> {
  const [first, ...rest] = matchers;
  if (first === undefined) return;
  const entries = await readdir(resolve(base, folder), { withFileTypes: true }).catch(() => []);
  if (first === "**") {
    await walk(base, folder, rest, found);
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith("."))
        await walk(base, posix.join(folder, entry.name), matchers, found);
    }
    return;
  }
  for (const entry of entries.filter(({ name }) => first(name))) {
    const path = posix.join(folder, entry.name);
    if (rest.length > 0) await walk(base, path, rest, found);
    else if (!entry.isDirectory()) found.add(path);
  }
}

async function sortOut(base: string, paths: readonly string[]): Promise<FileMatches> {
  const inside: string[] = [];
  const outside: string[] = [];
  const realBase = await realpath(base).catch(() => base);
  for (const path of paths) {
    // A dangling link has no real path; reading it tells that it is missing.
    const real = await realpath(resolve(base, path)).catch(() => resolve(realBase, path));
    (real.startsWith(realBase.endsWith(sep) ? realBase : realBase + sep) ? inside : outside).push(path);
  }
  return { inside, outside };
}
