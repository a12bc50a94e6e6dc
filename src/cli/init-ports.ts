/** What `strata init` touches: git, and files that are not there yet. */
import { execFile } from "node:child_process";
import { lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import type { NewFiles } from "../commands/init.ts";
import type { GitPlace } from "../commands/init-answers.ts";

const run = promisify(execFile);

/** Branches that are taken for the applied one where no remote tells which is. */
const USUAL_BRANCHES = ["main", "master"];

export async function gitPlace(dir: string): Promise<GitPlace> {
  const cwd = nearestFolder(resolve(dir));
  const remote = await gitSays(cwd, ["remote", "get-url", "origin"]);
  const told = await gitSays(cwd, ["symbolic-ref", "--short", "refs/remotes/origin/HEAD"]);
  const current = await gitSays(cwd, ["symbolic-ref", "--short", "HEAD"]);
  const usual = current !== undefined && USUAL_BRANCHES.includes(current) ? current : undefined;
  return { remote, branch: told?.replace(/^origin\//, "") ?? usual };
}

/** The folder, or where it is not there yet, the nearest one above that is. */
function nearestFolder(path: string): string {
  const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isFile() === false;
  return isFolder || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** Undefined where git is not there, or has nothing to say about the folder. */
async function gitSays(cwd: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run("git", [...args], { cwd });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

export function newFiles(dir: string): NewFiles {
  return {
    isThere: (path) => lstatSync(resolve(dir, path), { throwIfNoEntry: false }) !== undefined,
    read: (path) => {
      try {
        return readFileSync(resolve(dir, path), "utf8");
      } catch {
        return undefined;
      }
    },
    linkOut: (path) => linkOut(resolve(dir), resolve(dir, path)),
    create: (path, text) => create(resolve(dir, path), text),
  };
}

/** A path that itself names a place elsewhere is what the user wants; only links surprise. */
function linkOut(root: string, path: string): string | null {
  const below = relative(root, dirname(path));
  if (isElsewhere(below)) return null;
  const parts = below.split(sep).filter((part) => part !== "");
  for (const [index] of parts.entries()) {
    const folder = parts.slice(0, index + 1).join(sep);
    const full = resolve(root, folder);
    if (lstatSync(full, { throwIfNoEntry: false }) === undefined) return null;
    const real = realPath(full);
    if (real === undefined || isElsewhere(relative(realpathSync(root), real))) return folder;
  }
  return null;
}

function isElsewhere(path: string): boolean {
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
}

/** Undefined for a link that leads nowhere, or in a circle. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The flag makes the system refuse what is there, a dangling link too, whoever has put it there meanwhile. */
function create(path: string, text: string): boolean {
  makeFolder(dirname(path));
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** One by one: `recursive` never ends where the system does not let a folder be made, as in /proc. */
function makeFolder(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined || dirname(path) === path) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}
