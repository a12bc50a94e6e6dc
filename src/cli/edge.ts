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
  readonly stdinIsTTY: boolean;
  /** Standard input; opening it keeps the process alive until its end. */
  stdin(): Readable;
  /**
   * Asks on the terminal, the question's last line beside the answer; null when the input ended without an answer.
   * @throws Interrupted when a Ctrl-C is all the answer.
   */
  ask(question: string, options: AskOptions): Promise<string | null>;
  /** Calls back on the first Ctrl-C or SIGTERM; on a second one it calls `onAbort` and ends the process. */
  onInterrupt(callback: () => void, onAbort?: () => void): void;
  nowMs(): number;
  /** Milliseconds on a clock that only goes forward. */
  elapsedMs(): number;
  randomUUID(): string;
  /** From 0 up to 1. */
  random(): number;
}
