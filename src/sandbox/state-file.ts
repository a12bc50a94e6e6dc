// Keeps the state in a file: replaced whole and atomically, durable before a change is acknowledged, many changes a write.
import { mkdir, open, readFile, realpath, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { SandboxError } from "./sandbox-error.ts";
import { formatState, restoreState, type SandboxState } from "./state-format.ts";
import { acquireLock, type StateLock } from "./state-lock.ts";

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";

/** The file itself, so that two names of one file share one lock; its folder is made if need be. */
async function locate(path: string): Promise<string> {
  const folder = dirname(resolve(path));
  try {
    const made = await mkdir(folder, { recursive: true });
    // A folder of its own is nobody's to commit.
    if (made !== undefined) await writeFile(join(folder, ".gitignore"), "*\n");
    const plain = join(await realpath(folder), basename(path));
    return await realpath(plain).catch(() => plain);
  } catch (error) {
    throw new SandboxError("state-unwritable", `The folder ${folder} cannot be made: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    const message = `The sandbox state file ${path} cannot be read: ${(error as Error).message}`;
    throw new SandboxError("state-unreadable", message, { cause: error });
  }
}

async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(dirname(path), "r");
    await folder.sync().finally(() => folder.close());
  } catch {
    // Some systems cannot sync a folder; the file itself is synced, so at worst the old state is found after a power cut.
  }
}

/** Temp file, fsync, rename: a reader finds the old state or the new one, never a part. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(path);
}

export class StateFile {
  readonly #path: string;
  readonly #state: SandboxState;
  readonly #lock: StateLock;
  #saved: number;
  #writing: Promise<void> | undefined;

  private constructor(path: string, state: SandboxState, lock: StateLock) {
    this.#path = path;
    this.#state = state;
    this.#lock = lock;
    this.#saved = state.store.revision;
  }

  /**
   * Locks the file and fills the state from it. A file that does not exist yet is made by the first change.
   * @throws SandboxError `state-locked` after `lockWaitMs`, `state-corrupt`, `state-version`, `state-unreadable`, `state-unwritable`.
   */
  static async open(path: string, state: SandboxState, lockWaitMs: number): Promise<StateFile> {
    const real = await locate(path);
    const lock = await acquireLock(`${real}.lock`, lockWaitMs).catch((error: unknown) => {
      if (error instanceof SandboxError) throw error;
      throw new SandboxError("state-unwritable", `${real} cannot be locked: ${(error as Error).message}`, {
        cause: error,
      });
    });
    try {
      const text = await readIfThere(real);
      if (text !== undefined) restoreState(text, real, state);
      return new StateFile(real, state, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /**
   * Returns once everything that is in the state now is in the file. Changes made while a write is under way share the
   * next one, so a thousand changes at once cost a few writes.
   * @throws SandboxError `state-unwritable`; the next call tries again.
   */
  async commit(): Promise<void> {
    const wanted = this.#state.store.revision;
    while (this.#saved < wanted) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  async #write(): Promise<void> {
    if (!(await this.#lock.isHeld())) {
      throw new SandboxError(
        "state-unwritable",
        `The lock on ${this.#path} was taken away; nothing is written any more.`,
      );
    }
    const revision = this.#state.store.revision;
    try {
      await replaceFile(this.#path, formatState(this.#state));
    } catch (error) {
      const message = `The sandbox state file ${this.#path} cannot be written: ${(error as Error).message}`;
      throw new SandboxError("state-unwritable", message, { cause: error });
    }
    this.#saved = revision;
  }

  /** Writes what is left, and lets go of the file, also when that write fails. */
  async close(): Promise<void> {
    try {
      await this.commit();
    } finally {
      await this.#lock.release();
    }
  }
}
