/** The port through which configuration files are read. */

/** Largest file that is read. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

export type FileRead =
  | { readonly status: "read"; readonly bytes: Uint8Array }
  | { readonly status: "missing" }
  | { readonly status: "too-large" }
  | { readonly status: "unreadable"; readonly reason: string };

export interface FileMatches {
  /** Paths relative to the folder, with `/`, sorted. */
  readonly inside: readonly string[];
  /** Paths that match, but are links to somewhere outside the folder. */
  readonly outside: readonly string[];
}

/** Where files come from: a disk, or a git revision (`plan --base`). */
export interface ConfigFiles {
  read(path: string): Promise<FileRead>;
  /** Files below `folder` that match an include glob which `includeProblem` has accepted. */
  list(folder: string, pattern: string): Promise<FileMatches>;
}
