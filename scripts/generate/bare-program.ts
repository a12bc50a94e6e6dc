/** The program with nothing around it: to be looked at, or to parse a line and run nothing that needs the world. */
import type { Command } from "commander";
import { Cleanup } from "../../src/cli/cleanup.ts";
import type { Edge, OutputStream } from "../../src/cli/edge.ts";
import { makeProgram } from "../../src/cli/program.ts";
import { EXIT } from "../../src/commands/exit-code.ts";

export interface Around {
  readonly argv?: readonly string[];
  readonly write?: (text: string) => void;
  readonly columns?: number;
}

export function bareProgram({ argv = [], write = () => undefined, columns }: Around = {}): Command {
  const stream: OutputStream = { isTTY: false, columns, rows: undefined, write, onGone: () => undefined };
  return makeProgram(edgeOf(argv, stream), new Cleanup(), { exit: EXIT.done });
}

function edgeOf(argv: readonly string[], stream: OutputStream): Edge {
  return {
    argv,
    env: {},
    stdout: stream,
    stderr: stream,
    terminal: null,
    stdinIsTTY: false,
    stdin: missing,
    ask: missing,
    onInterrupt: () => undefined,
    onCrash: () => undefined,
    every: missing,
    nowMs: missing,
    elapsedMs: missing,
    randomUUID: missing,
    random: missing,
  };
}

function missing(): never {
  throw new Error("there is nothing around this program");
}
