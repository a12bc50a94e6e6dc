/** Configuration files of this machine. Apart from `load.ts`, so that whoever only names the port loads no YAML parser. */
import { readFileSync, statSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { posix, resolve, sep } from "node:path";
import { compareText } from "../core/profile.ts";
import { type ConfigFiles, type FileMatches, type FileRead, MAX_FILE_BYTES } from "./config-files.ts";
import type { segmentMatchers } from "./include-pattern.ts";

/** `root` is the folder that relative paths start from. */
export function diskFiles(root = "."): ConfigFiles {
  return {
    read: async (path) => readFromDisk(resolve(root, path)),
    list: async (folder, pattern) => {
      const { segmentMatchers } = await import("./include-pattern.ts");
      const base = resolve(root, folder);
      const found = new Set<string>();
      await walk(base, "", segmentMatchers(pattern), found);
      return sortOut(base, [...found].sort(compareText));
    },
  };
}

/** All at once: each step that Node does beside the program would wait for a thread, and there is nothing else to do. */
function readFromDisk(path: string): FileRead {
  try {
    const info = statSync(path);
    if (!info.isFile())
      return { status: "unreadable", reason: info.isDirectory() ? "it is a folder" : "it is not a regular file" };
    if (info.size > MAX_FILE_BYTES) return { status: "too-large" };
    return { status: "read", bytes: readFileSync(path) };
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
