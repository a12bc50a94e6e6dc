/** Configuration files held in memory: the port as a git revision would implement it. */
import type { ConfigFiles, FileMatches, FileRead } from "../../src/config/config-files.ts";
import { includeMatcher } from "../../src/config/include-pattern.ts";

/** Paths relative to the folder of the main file → text or bytes. */
export function memoryFiles(files: Readonly<Record<string, string | Uint8Array>>): ConfigFiles {
  return {
    async read(path): Promise<FileRead> {
      const content = files[path];
      if (content === undefined) return { status: "missing" };
      return { status: "read", bytes: typeof content === "string" ? new TextEncoder().encode(content) : content };
    },
    async list(_folder, pattern): Promise<FileMatches> {
      return { inside: Object.keys(files).filter(includeMatcher(pattern)).sort(), outside: [] };
    },
  };
}
