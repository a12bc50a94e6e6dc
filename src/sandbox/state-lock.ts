// One process at a time writes a state file. The lock is a file that names its holder, put in place with its content.
import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { SandboxError } from "./sandbox-error.ts";

interface Holder {
  readonly pid: number;
  /** When that process started, in the system's own unit: a reused process id is not the holder. "" where unknown. */
  readonly started: string;
  readonly host: string;
  readonly token: string;
}

export interface StateLock {
  /** Whether the lock is still this holder's; false once somebody took it away. */
  readonly isHeld: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

/** ms between two looks at a lock that is held. */
const POLL = 25;
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);
const heldHere = new Set<string>();

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";

async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** A holder on another machine cannot be checked, and counts as alive. */
async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  if (!isRunning(holder.pid)) return false;
  const started = await startOf(holder.pid);
  if (started !== "" && holder.started !== "") return started === holder.started;
  return holder.pid !== process.pid || heldHere.has(holder.token);
}

/** The holder in a lock file; undefined when there is no file, "unreadable" when it is not one of ours. */
async function readHolder(path: string): Promise<Holder | "unreadable" | undefined> {
  try {
    const value = JSON.parse(await readFile(path, "utf8")) as Partial<Holder>;
    const whole = typeof value.pid === "number" && typeof value.token === "string" && typeof value.host === "string";
    return whole ? { ...(value as Holder), started: value.started ?? "" } : "unreadable";
  } catch (error) {
    return codeOf(error) === "ENOENT" ? undefined : "unreadable";
  }
}

/** Puts the lock file in place, with its content, only if there is none; false when there is one. */
async function place(path: string, holder: Holder): Promise<boolean> {
  const own = `${path}.${holder.token}`;
  try {
    await writeFile(own, JSON.stringify(holder), { flag: "wx" });
    await link(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!NO_LINKS.has(codeOf(error))) throw error;
    return await writeFile(path, JSON.stringify(holder), { flag: "wx" }).then(
      () => true,
      (failure: unknown) => {
        if (codeOf(failure) === "EEXIST") return false;
        throw failure;
      },
    );
  } finally {
    await rm(own, { force: true });
  }
}

/** Removes a dead holder's lock. Renaming first makes sure that it is that one, and not a newcomer's, that goes. */
async function removeStale(path: string, stale: Holder | "unreadable"): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const moved = await readHolder(aside);
  const same = stale === "unreadable" || moved === "unreadable" ? moved === stale : moved?.token === stale.token;
  if (!same) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function lockedBy(path: string, holder: Holder | "unreadable" | undefined): SandboxError {
  const who = typeof holder === "object" ? `process ${holder.pid} on ${holder.host}` : "another process";
  return new SandboxError(
    "state-locked",
    `The sandbox state is in use by ${who} (${path}). Use another state file, or stop that process; if it is not running, delete the lock file.`,
  );
}

/**
 * Takes the lock, waiting up to `waitMs` for a live holder; a dead one's lock is taken over.
 * @throws SandboxError `state-locked`.
 */
export async function acquireLock(path: string, waitMs: number): Promise<StateLock> {
  const holder = { pid: process.pid, started: await startOf(process.pid), host: hostname(), token: randomUUID() };
  const deadline = performance.now() + waitMs;
  while (!(await place(path, holder))) {
    const other = await readHolder(path);
    if (other === undefined) continue;
    if (other === "unreadable" || !(await isAlive(other))) await removeStale(path, other);
    else if (performance.now() >= deadline) throw lockedBy(path, other);
    else await wait(POLL);
  }
  heldHere.add(holder.token);
  const isHeld = async () => {
    const now = await readHolder(path);
    return typeof now === "object" && now.token === holder.token;
  };
  const release = async () => {
    heldHere.delete(holder.token);
    if (await isHeld()) await rm(path, { force: true });
  };
  return { isHeld, release };
}
