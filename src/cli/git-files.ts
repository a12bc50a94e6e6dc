/** Configuration files as they are at a git revision, without a checkout (`plan --base`). */
import { execFile } from "node:child_process";
import { posix, resolve } from "node:path";
import { promisify } from "node:util";
import type { FilesAt } from "../commands/context.ts";
import { type ConfigFiles, type FileRead, MAX_FILE_BYTES } from "../config/config-files.ts";
import { includeMatcher } from "../config/include-pattern.ts";
import { compareText } from "../core/profile.ts";

const run = promisify(execFile);

/** Above any configuration file, so that a too large one is told as such. */
const MAX_OUTPUT = MAX_FILE_BYTES + 1024;

/** A file of a tree as `git ls-tree` tells it. */
const LINK_MODE = "120000";

export async function filesAt(ref: string, cwd = "."): Promise<FilesAt> {
  try {
    // Options end before the name, so that a revision cannot be taken for one.
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
    const { stdout } = await run("git", args, { cwd });
    const commit = stdout.trim();
    return { ok: true, commit, files: treeFiles(commit, cwd) };
  } catch (error) {
    return { ok: false, reason: whyNot(error as NodeJS.ErrnoException & { stderr?: string }) };
  }
}

function whyNot({ code, stderr = "" }: NodeJS.ErrnoException & { stderr?: string }): string {
  if (code === "ENOENT") return "the command `git` is not installed.";
  const told = stderr.trim().split("\n")[0] ?? "";
  if (told !== "") return `${told}.`.replace(/\.+$/, ".");
  return "this repository has no such revision. In a shallow clone, fetch it first (fetch-depth: 0).";
}

function treeFiles(commit: string, cwd: string): ConfigFiles {
  return {
    read: (path) => readAt(commit, path, cwd),
    list: async (folder, pattern) => {
      const isIncluded = includeMatcher(pattern);
      const entries = await listTree(commit, folder, cwd);
      const matching = entries
        .map(({ path, mode }) => ({ path: posix.relative(folder, path), mode }))
        .filter(({ path }) => !path.startsWith("..") && isIncluded(path))
        .sort((a, b) => compareText(a.path, b.path));
      // A link's target is not looked up in the tree: it counts as outside, as one does that leaves the folder.
      const isLink = ({ mode }: TreeEntry): boolean => mode === LINK_MODE;
      return {
        inside: matching.filter((entry) => !isLink(entry)).map(({ path }) => path),
        outside: matching.filter(isLink).map(({ path }) => path),
      };
    },
  };
}

async function readAt(commit: string, path: string, cwd: string): Promise<FileRead> {
  // Git takes a path from the working folder only when it begins with a dot.
  const name = `./${posix.relative(resolve(cwd), resolve(cwd, path))}`;
  try {
    const args = ["show", "--end-of-options", `${commit}:${name}`];
    const { stdout } = await run("git", args, { cwd, encoding: "buffer", maxBuffer: MAX_OUTPUT });
    return stdout.length > MAX_FILE_BYTES ? { status: "too-large" } : { status: "read", bytes: stdout };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return { status: "too-large" };
    // Git ends with 128 for a path that the commit does not have.
    return Number(code) === 128 ? { status: "missing" } : { status: "unreadable", reason: message };
  }
}

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
}

/** Paths relative to `cwd`, as those of a disk are. */
async function listTree(commit: string, folder: string, cwd: string): Promise<TreeEntry[]> {
  const args = ["ls-tree", "-r", "-z", commit, "--", `${folder}/`];
  const { stdout } = await run("git", args, { cwd, maxBuffer: MAX_OUTPUT * 4 }).catch(() => ({ stdout: "" }));
  return stdout.split("\0").flatMap((line) => {
    const [meta = "", path] = line.split("\t");
    return path === undefined ? [] : [{ path, mode: meta.slice(0, 6) }];
  });
}
