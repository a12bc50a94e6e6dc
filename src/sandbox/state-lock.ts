// One process at a time writes a state file. The lock is a file that names its holder, put in place with its content.
import { randomUUID } from "node:crypto";
import { link, readFile, rm, stat, writeFile } from "node:fs/promises";
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
/** ms after which a lock file that names nobody counts as left over; where there are no links it is empty at first. */
const UNREADABLE_GRACE = 2000;
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);
const heldHere = new Set<string>();

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";

async function startOf(pid: number): Promise<string> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? "";
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

/** Whether a lock may be taken away: its holder is dead, or it has been no lock of ours for a while. */
async function isStale(path: string, holder: Holder | "unreadable"): Promise<boolean> {
  if (holder !== "unreadable") return !(await isAlive(holder));
  const file = await stat(path).catch(() => undefined);
  return file !== undefined && Date.now() - file.mtimeMs > UNREADABLE_GRACE;
}

/**
 * Removes a dead holder's lock. Only one process at a time may do so, and it looks again first: otherwise a late one
 * would remove the lock of whoever was quicker. That right is a lock itself; one left by a crash in this very moment is
 * removed without such care, and `isHeld` catches what could come of it. False when it was another's turn.
 */
async function removeStale(path: string, own: Holder): Promise<boolean> {
  const guard = `${path}.takeover`;
  if (!(await place(guard, own))) {
    const other = await readHolder(guard);
    if (other !== undefined && (await isStale(guard, other))) await rm(guard, { force: true });
    return false;
  }
  try {
    const holder = await readHolder(path);
    if (holder !== undefined && (await isStale(path, holder))) await rm(path, { force: true });
    return true;
  } finally {
    await rm(guard, { force: true });
  }
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
  heldHere.add(holder.token);
  while (!(await place(path, holder))) {
    const other = await readHolder(path);
    if (other === undefined) continue;
    if ((await isStale(path, other)) && (await removeStale(path, holder))) continue;
    if (performance.now() >= deadline) {
      heldHere.delete(holder.token);
      throw lockedBy(path, other);
    }
    await wait(POLL);
  }
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
