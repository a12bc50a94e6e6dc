/** Runs one command and tells every way it can end: usage errors, expected failures of the system, bugs. */
import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "../commands/exit-code.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { ciOf } from "./ci.ts";
import { makeView } from "./deps.ts";
import { type Edge, Interrupted } from "./edge.ts";
import { runProgram } from "./program.ts";

/** Answers the exit code, and leaves it to later steps of a CI job. */
export async function runAndTell(edge: Edge): Promise<ExitCode> {
  const exit = await run(edge);
  ciOf(edge, "")?.output({ "exit-code": exit });
  return exit;
}

async function run(edge: Edge): Promise<ExitCode> {
  try {
    return await runProgram(edge);
  } catch (error) {
    if (error instanceof CommanderError) return tellUsage(edge, error);
    if (error instanceof Interrupted) return tellInterrupted(edge);
    if (isSystemError(error)) return tellSystem(edge, error);
    return tellBug(edge, error);
  }
}

function tellUsage(edge: Edge, error: CommanderError): ExitCode {
  if (error.exitCode === 0) return EXIT.done;
  if (error.code === "commander.help") return EXIT.usage;
  edge.stderr.write(`${error.message}\n`);
  return EXIT.usage;
}

/** Questions come before anything is done. */
function tellInterrupted(edge: Edge): ExitCode {
  edge.stderr.write("Stopped. Nothing was changed.\n");
  return EXIT.interrupted;
}

interface SystemError {
  readonly code: string;
  readonly message: string;
}

/** Errors that are about the machine, not about Strata: files, ports, the sandbox's own state. */
function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
  return "syscall" in error || error.name === "SandboxError";
}

function tellSystem(edge: Edge, error: SystemError): ExitCode {
  const view = makeView(edge, { color: "auto" });
  view.diagnostics([diagnostic("system/failed", { detail: error.message.replace(/[^.]$/, "$&.") })], new Map());
  return EXIT.internal;
}

function tellBug(edge: Edge, error: unknown): ExitCode {
  const isDebugging = edge.argv.includes("--debug");
  const text = error instanceof Error ? ((isDebugging ? error.stack : undefined) ?? error.message) : String(error);
  edge.stderr.write(
    `This is a bug in Strata: ${text}\n` +
      "Please report it, with the output of the same command run with --debug. Nothing more was changed after it.\n",
  );
  return EXIT.internal;
}
