/** Answers on disk, one file each, for this user alone. */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AnswerStore } from "../engine/ports/costs.ts";
import type { Edge } from "./edge.ts";

/** As the XDG base directory specification has it; without a home, beside the sandbox's state. */
export function cacheFolder(env: Edge["env"]): string {
  const { XDG_CACHE_HOME: cache, HOME: home, LOCALAPPDATA: local } = env;
  if (cache?.startsWith("/")) return join(cache, "strata", "costs");
  if (local !== undefined && local !== "") return join(local, "strata", "cache", "costs");
  return home === undefined || home === ""
    ? join(".strata", "cache", "costs")
    : join(home, ".cache", "strata", "costs");
}

/** A file that cannot be read is none; one that cannot be written is left out. */
export function diskAnswers(folder: string): AnswerStore {
  const fileOf = (key: string): string => join(folder, `${key}.json`);
  return {
    read: (key) => readFile(fileOf(key), "utf8").catch(() => null),
    write: async (key, text) => {
      const draft = join(folder, `${key}.${crypto.randomUUID()}.tmp`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(draft, text, { mode: 0o600, flag: "wx" });
        await rename(draft, fileOf(key));
      } catch {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** Keeps nothing: what a sandbox tells costs nothing, and changes with its state. */
export const NO_ANSWERS: AnswerStore = {
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(),
};
