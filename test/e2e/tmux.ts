/** A real terminal of a known size, by tmux: what a person sees, and the keys they type. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { COMMAND, cleanEnv } from "./command.ts";

/** Why the tests in a terminal are skipped; undefined where they run. */
export const WITHOUT_TMUX: string | undefined =
  spawnSync("tmux", ["-V"]).status === 0 ? undefined : "tmux is not installed";

export interface Window {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Pane {
  /** Keys as tmux names them: `yes`, `Enter`, `C-c`. */
  keys(...keys: readonly string[]): void;
  /** What can be seen, and with `all` what has scrolled away too; without spaces at the end of lines. */
  screen(all?: "all"): string;
  /** The screen, once it holds the text. */
  shows(text: string): Promise<string>;
  /** The exit code, once the program has ended. */
  ended(): Promise<number>;
  close(): void;
}

const TIMEOUT_MS = 100_000;

/** Runs the built command in a terminal of its own, at the end of which the screen stays. */
export function strataInTerminal(cwd: string, args: readonly string[], window: Window = {}): Pane {
  return inTerminal(cwd, [process.execPath, COMMAND, ...args], window);
}

export function inTerminal(cwd: string, command: readonly string[], window: Window = {}): Pane {
  const folder = mkdtempSync(join(tmpdir(), "strata-tmux-"));
  const [config, socket, exit] = ["tmux.conf", "socket", "exit"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(config, "set -g status off\n");
  const { columns = 80, rows = 24 } = window;
  const env = { LANG: "C.UTF-8", TERM: "xterm-256color", ...cleanEnv(window.env) };
  const tmux = (...words: readonly string[]): string =>
    execFileSync("tmux", ["-S", socket, "-f", config, ...words], { cwd, env, encoding: "utf8" });
  const size = ["-x", String(columns), "-y", String(rows)];
  const given = Object.entries(window.env ?? {}).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  // The shell lives on: when the last program ends, tmux may lose what it wrote last, and its exit code. A Ctrl-C is for
  // the command alone.
  const noted = ["sh", "-c", 'trap : INT; "$@"; echo $? >"$0"; exec cat >/dev/null', exit, ...command];
  tmux("-u", "new-session", "-d", ...size, ...given, noted.map(quoted).join(" "));
  const until = async <T>(look: () => T | undefined, what: string): Promise<T> => {
    for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await sleep(20)) {
      const found = look();
      if (found !== undefined) return found;
    }
    throw new Error(`${what}, on the screen:\n${screen("all")}`);
  };
  const screen = (all?: "all"): string => tmux("capture-pane", "-p", ...(all === undefined ? [] : ["-S", "-"]));
  return {
    keys: (...keys) => {
      tmux("send-keys", ...keys);
    },
    screen,
    shows: (text) => until(() => [screen("all")].find((shown) => shown.includes(text)), `never shows "${text}"`),
    ended: () =>
      until(() => {
        const code = existsSync(exit) ? readFileSync(exit, "utf8").trim() : "";
        return code === "" ? undefined : Number(code);
      }, "has not ended"),
    close: () => {
      tmux("kill-server");
    },
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
