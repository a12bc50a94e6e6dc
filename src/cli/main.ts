#!/usr/bin/env node
/** The process edge: the only reader of `process`. Turns it into values, and the run into an exit code. */
import { randomUUID } from "node:crypto";
import { type Edge, type EdgeTerminal, Interrupted, type OutputStream } from "./edge.ts";

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
  };
}

function every(ms: number, callback: () => void): () => void {
  const clock = setInterval(callback, ms).unref();
  return () => clearInterval(clock);
}

async function ask(question: string): Promise<string | null> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  let onClose = (): void => undefined;
  const closed = new Promise<null>((resolve, reject) => {
    onClose = () => {
      process.stderr.write("\n");
      resolve(null);
    };
    terminal.once("close", onClose);
    // The terminal hands on Ctrl-C as a key while readline holds it: the process itself gets no signal.
    terminal.once("SIGINT", () => {
      process.stderr.write("\n");
      reject(new Interrupted());
    });
  });
  try {
    return await Promise.race([terminal.question(question), closed]);
  } finally {
    // Only this listener: readline's own one lets go of the keys, which would be echoed twice at the next question.
    terminal.off("close", onClose);
    terminal.close();
  }
}

function onInterrupt(callback: () => void, onAbort: () => void = () => undefined): void {
  let seen = 0;
  const handle = (): void => {
    seen += 1;
    if (seen === 1) {
      callback();
      return;
    }
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
  stdinIsTTY: process.stdin.isTTY === true,
  stdin: () => process.stdin,
  ask,
  onInterrupt,
  onCrash: (callback) => process.on("uncaughtExceptionMonitor", callback),
  every,
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  randomUUID,
  random: () => Math.random(),
};

const { runAndTell } = await import("./run-and-tell.ts");
process.exitCode = await runAndTell(edge);
process.on("exit", () => {
  if (isOutputLost && process.exitCode === 0) process.exitCode = 1;
});
