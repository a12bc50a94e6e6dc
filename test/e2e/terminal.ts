/** A real terminal of a known size, by tmux: what a person sees there and can scroll back to, and the keys they type. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { COMMAND, cleanEnv } from "./command.ts";

/** Tests that need a terminal are skipped where this is false, which the report says. */
export const HAS_TMUX = spawnSync("tmux", ["-V"]).status === 0;

if (!HAS_TMUX) console.warn("Nothing is tested in a terminal: tmux is not installed.");

export interface TerminalOptions {
  readonly columns?: number;
  /** 24 unless said otherwise. */
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What the shell runs, where that is more than the command, `"$@"`: `"$@" | cat`. */
  readonly script?: string | undefined;
}

export interface Terminal {
  /** Keys as tmux names them: `yes`, `Enter`, `C-c`. */
  type(...keys: readonly string[]): void;
  resize(columns: number, rows: number): void;
  isCursorShown(): boolean;
  /** What can be seen now, without spaces at the end of lines. */
  screen(): string;
  /** All there is to scroll back to, and what is seen; lines that the terminal broke are whole again. */
  everything(): string;
  /** Looks again and again until it is so; answers each different screen on the way. */
  until(isSo: (screen: string) => boolean): Promise<string[]>;
  /** Everything, once it holds the text. */
  shows(text: string): Promise<string>;
  /** The exit code, and each different screen on the way to the end. */
  end(): Promise<{ readonly code: number; readonly seen: readonly string[] }>;
}

/** Told by the shell once the command has ended. */
const ENDED = /ENDED WITH (\d+)$/m;
const LOOKED_EVERY = 40;
/** Sooner than a test is given up, which could not say what was on the screen. */
const LONGEST = 100_000;

/** Runs the built command in a terminal of its own, which is there until the end of the test. */
export function strataInTerminal(cwd: string, args: readonly string[], options: TerminalOptions = {}): Terminal {
  return inTerminal(cwd, [process.execPath, COMMAND, ...args], options);
}

export function inTerminal(cwd: string, command: readonly string[], options: TerminalOptions = {}): Terminal {
  const tmux = openTmux(cwd, command, options);
  const screen = (): string => tmux("capture-pane", "-p");
  const everything = (): string => tmux("capture-pane", "-p", "-J", "-S", "-").replace(/ +$/gm, "");
  const until = async (isSo: (screen: string) => boolean, look = screen): Promise<string[]> => {
    const seen: string[] = [];
    for (const start = performance.now(); ; await sleep(LOOKED_EVERY)) {
      const now = look();
      if (now !== seen.at(-1)) seen.push(now);
      if (isSo(now)) return seen;
      if (performance.now() - start > LONGEST) throw new Error(`it never came:\n${everything()}`);
    }
  };
  return {
    type: (...keys) => void tmux("send-keys", ...keys),
    resize: (columns, rows) => void tmux("resize-window", "-x", String(columns), "-y", String(rows)),
    isCursorShown: () => tmux("display", "-p", "#{cursor_flag}").trim() === "1",
    screen,
    everything,
    until,
    shows: async (text) => (await until((all) => all.includes(text), everything)).at(-1) ?? "",
    end: async () => {
      const seen = await until((now) => ENDED.test(now));
      return { code: Number(ENDED.exec(seen.at(-1) ?? "")?.[1]), seen };
    },
  };
}

/** Answers what gives an order to the tmux in which the command runs. */
function openTmux(cwd: string, command: readonly string[], options: TerminalOptions): (...words: string[]) => string {
  const { columns = 80, rows = 24, env = {}, script = '"$@"' } = options;
  const socket = `strata-${randomUUID()}`;
  const tmux = (...words: readonly string[]): string =>
    execFileSync("tmux", ["-u", "-L", socket, "-f", "/dev/null", ...words], { encoding: "utf8" });
  onTestFinished(() => void spawnSync("tmux", ["-L", socket, "kill-server"]));
  const variables = cleanEnv({ TERM: "tmux-256color", TMUX: "yes", LC_ALL: "C.UTF-8", ...env });
  const given = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  // The shell outlives a Ctrl-C, which is for the command alone; `cat` keeps the window open, and what was written last.
  const shell = ["bash", "--norc", "-c", `trap : INT; ${script}; echo "ENDED WITH $?"; exec cat >/dev/null`, "bash"];
  const size = ["-x", String(columns), "-y", String(rows), "-c", cwd];
  const settings = ["set", "-g", "status", "off", ";", "set", "-g", "history-limit", "20000", ";"];
  tmux("start-server", ";", ...settings, "new-session", "-d", ...size, "env", "-i", ...given, ...shell, ...command);
  return tmux;
}
