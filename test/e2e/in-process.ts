/** Runs a whole command in this process, without a terminal: everything but the process edge, at a tenth of the time. */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Edge, OutputStream } from "../../src/cli/edge.ts";
import { runAndTell } from "../../src/cli/run-and-tell.ts";
import type { Ended } from "./command.ts";

/** The SDK itself reads `process.env`, so that `env` has to be there too where it is meant for the SDK. */
export async function strataHere(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const [out, err] = [aPipe(), aPipe()];
  const edge: Edge = {
    argv: args,
    env,
    stdout: out.stream,
    stderr: err.stream,
    terminal: null,
    stdinIsTTY: false,
    stdin: () => Readable.from([]),
    ask: () => Promise.resolve(null),
    onInterrupt: () => undefined,
    onCrash: () => undefined,
    every: () => () => undefined,
    nowMs: () => Date.now(),
    elapsedMs: () => performance.now(),
    randomUUID,
    random: () => Math.random(),
  };
  const code = await runAndTell(edge);
  return { code, stdout: out.text(), stderr: err.text() };
}

function aPipe(): { readonly stream: OutputStream; readonly text: () => string } {
  let written = "";
  const write = (text: string): void => {
    written += text;
  };
  const stream = { isTTY: false, columns: undefined, rows: undefined, write, onGone: () => undefined };
  return { stream, text: () => written };
}
