/** The process as values: everything that commands must not reach for themselves. `main.ts` fills it in. */
import type { Readable } from "node:stream";

export interface OutputStream {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  /** Lines of the window; undefined where there is none. */
  readonly rows: number | undefined;
  write(text: string): void;
  /** Calls back when whoever read it has gone away (`| head`), which shows at the first text after that. */
  onGone(callback: () => void): void;
}

/** The window that stderr is shown in. */
export interface EdgeTerminal {
  /** As it is at this moment. */
  size(): { readonly columns: number; readonly rows: number };
  onResize(callback: () => void): void;
  /** Calls back before a Ctrl-Z puts the process to sleep. */
  onSuspend(callback: () => void): void;
}

export interface AskOptions {
  /** What was typed before the question could be read is no answer to it, where something rests on the answer. */
  readonly typedAhead: "kept" | "discarded";
}

/** A Ctrl-C at a question: whoever asked has done nothing yet, so that nothing has to be ended in order. */
export class Interrupted extends Error {}

export interface Edge {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Null where stderr is no terminal. */
  readonly terminal: EdgeTerminal | null;
  readonly stdinIsTTY: boolean;
  /** Standard input; opening it keeps the process alive until its end. */
  stdin(): Readable;
  /**
   * Asks on the terminal, the question's last line beside the answer; null when the input ended without an answer.
   * @throws Interrupted when a Ctrl-C is all the answer.
   */
  ask(question: string, options: AskOptions): Promise<string | null>;
  /**
   * Calls back on the first Ctrl-C or SIGTERM; on a second one, or where the callback says so, it calls `onAbort` and
   * ends the process.
   */
  onInterrupt(callback: () => "end-now" | "go-on", onAbort?: () => void): void;
  /** Calls back before an error that nobody has caught is told and ends the process. */
  onCrash(callback: () => void): void;
  /** Calls back every so many milliseconds until what it answers is called; it does not keep the process alive. */
  every(ms: number, callback: () => void): () => void;
  nowMs(): number;
  /** Milliseconds on a clock that only goes forward. */
  elapsedMs(): number;
  randomUUID(): string;
  /** From 0 up to 1. */
  random(): number;
}
