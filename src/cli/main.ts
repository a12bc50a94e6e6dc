#!/usr/bin/env node
import type { AskOptions, Edge, EdgeTerminal, OutputStream } from "./edge.ts";
/** The process edge: the only reader of `process`. Turns it into values, and the run into an exit code. */
import { runAndTell } from "./run-and-tell.ts";

// The SDK wants Node 22 from 2027 on and says so in seven lines on every run; the documentation says it once.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const EXIT_INTERRUPTED = 130;

let isOutputLost = false;

/**
 * A reader that has gone away (`| head`) or a full disk must not stop an apply half way: what it would have got is
 * dropped, and a lost output is told by the exit code once everything else is done.
 */
function outputStream(stream: NodeJS.WriteStream): OutputStream {
  let isOpen = true;
  let tellGone = (): void => undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    isOpen = false;
    if (error.code === "EPIPE") tellGone();
    else isOutputLost = true;
  });
  return {
    isTTY: stream.isTTY === true,
    // Some pseudo-terminals say 0 for "unknown".
    columns: stream.columns || undefined,
    rows: stream.rows || undefined,
    write: (text) => {
      if (isOpen) stream.write(text);
    },
    onGone: (callback) => {
      tellGone = callback;
    },
  };
}

function terminalOf(stream: NodeJS.WriteStream): EdgeTerminal | null {
  if (stream.isTTY !== true) return null;
  return {
    size: () => {
      const [columns, rows] = stream.getWindowSize();
      // Some pseudo-terminals say 0 for "unknown".
      return { columns: columns || 80, rows: rows || 24 };
    },
    onResize: (callback) => stream.on("resize", callback),
    onSuspend,
  };
}

/** A signal that somebody listens to does nothing by itself, so it is sent once more while nobody listens. */
function onSuspend(callback: () => void): void {
  const suspend = (): void => {
    callback();
    process.off("SIGTSTP", suspend);
    // Comes back once the process has been woken; at once where no shell could wake it.
    process.kill(process.pid, "SIGTSTP");
    process.on("SIGTSTP", suspend);
  };
  process.on("SIGTSTP", suspend);
}

function every(ms: number, callback: () => void): () => void {
  const clock = setInterval(callback, ms).unref();
  return () => clearInterval(clock);
}

async function ask(question: string, { typedAhead }: AskOptions): Promise<string | null> {
  const { askOn, discardTypedAhead } = await import("./ask.ts");
  if (typedAhead === "discarded" && process.stdin.isTTY) await discardTypedAhead(process.stdin);
  return askOn({ input: process.stdin, output: process.stderr }, question);
}

function onInterrupt(callback: () => "end-now" | "go-on", onAbort: () => void = () => undefined): void {
  let seen = 0;
  const handle = (): void => {
    seen += 1;
    if (seen === 1 && callback() !== "end-now") return;
    try {
      onAbort();
    } finally {
      process.exit(EXIT_INTERRUPTED);
    }
  };
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  process.on("SIGHUP", handle);
}

const edge: Edge = {
  argv: process.argv.slice(2),
  env: process.env,
  stdout: outputStream(process.stdout),
  stderr: outputStream(process.stderr),
  terminal: terminalOf(process.stderr),
  get stdinIsTTY() {
    return process.stdin.isTTY === true;
  },
  stdin: () => process.stdin,
  ask,
  onInterrupt,
  onCrash: (callback) => process.on("uncaughtExceptionMonitor", callback),
  every,
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  randomUUID: () => crypto.randomUUID(),
  random: () => Math.random(),
};

process.exitCode = await runAndTell(edge);
process.on("exit", () => {
  if (isOutputLost && process.exitCode === 0) process.exitCode = 1;
});
