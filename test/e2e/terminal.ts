/** The built command in a real pseudo-terminal: a window of tmux, which keeps what a person would see and scroll back to. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { COMMAND, cleanEnv } from "./command.ts";

/** Tests that need a terminal are skipped where this is false. */
export const HAS_TMUX = spawnSync("tmux", ["-V"]).status === 0;

export interface WindowOptions {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What the shell does with the output, as `| cat`. */
  readonly after?: string;
}

/** Told by the shell once the command has ended. */
const ENDED = /^ENDED WITH (\d+)$/m;
const LOOKED_EVERY = 40;
const LONGEST = 100_000;

export class Window {
  readonly #socket = `strata-${randomUUID()}`;

  constructor({ cwd, args, columns, rows, env = {}, after = "" }: WindowOptions) {
    const variables = cleanEnv({ TERM: "tmux-256color", TMUX: "yes", LC_ALL: "C.UTF-8", ...env });
    const words = ["env", "-i", ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)];
    const command = [...words, process.execPath, COMMAND, ...args].map(quote).join(" ");
    // The shell outlives a Ctrl-C, and `cat` keeps the window open.
    const script = `trap : INT; ${command} ${after}; echo "ENDED WITH $?"; cat`;
    const size = ["-x", String(columns), "-y", String(rows)];
    this.#tmux("-f", "/dev/null", "new-session", "-d", ...size, "-c", cwd, "bash", "--norc", "-c", script);
    this.#tmux("set", "-g", "history-limit", "20000");
  }

  /** Rows as they are seen now, top first. */
  screen(): string[] {
    return this.#tmux("capture-pane", "-p").split("\n").slice(0, -1);
  }

  /** All there is to scroll back to, and what is seen; broken lines are whole again. */
  everything(): string {
    return this.#tmux("capture-pane", "-p", "-J", "-S", "-");
  }

  type(...keys: readonly string[]): void {
    this.#tmux("send-keys", ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  isCursorShown(): boolean {
    return this.#tmux("display", "-p", "#{cursor_flag}").trim() === "1";
  }

  /** Looks again and again until it is so; answers each different screen on the way. */
  async until(isSo: (screen: string) => boolean): Promise<string[]> {
    const seen: string[] = [];
    const start = performance.now();
    for (;;) {
      const screen = this.screen().join("\n");
      if (screen !== seen.at(-1)) seen.push(screen);
      if (isSo(screen)) return seen;
      if (performance.now() - start > LONGEST) throw new Error(`it never came:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY));
    }
  }

  /** Waits for the end of the command; answers its exit code and each different screen on the way. */
  async end(): Promise<{ readonly code: number; readonly seen: readonly string[] }> {
    const seen = await this.until((screen) => ENDED.test(screen));
    return { code: Number(ENDED.exec(seen.at(-1) ?? "")?.[1]), seen };
  }

  close(): void {
    spawnSync("tmux", ["-L", this.#socket, "kill-server"]);
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync("tmux", ["-u", "-L", this.#socket, ...args], { encoding: "utf8" });
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
