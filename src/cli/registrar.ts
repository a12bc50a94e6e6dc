/** What each family of commands is handed to add itself to the program. */
import { type Command, Option } from "commander";
import type { CommandContext } from "../commands/context.ts";
import type { ExitCode } from "../commands/exit-code.ts";
import type { Cleanup } from "./cleanup.ts";
import { commandView } from "./command-view.ts";
import { readContext } from "./deps.ts";
import type { Edge } from "./edge.ts";
import type { GlobalOptions } from "./global-options.ts";
import { everyOne, shardOf } from "./option-values.ts";

/** Holds the exit code of the one command that ran. */
export interface Run {
  exit: ExitCode;
}

export interface Registrar {
  readonly program: Command;
  readonly edge: Edge;
  readonly cleanup: Cleanup;
  readonly run: Run;
}

/** The context of a command that only reads. */
export function contextOf({ edge, cleanup }: Registrar, command: Command): CommandContext {
  const options = command.optsWithGlobals<GlobalOptions>();
  return readContext(edge, options, commandView(edge, options, cleanup), cleanup);
}

/** For commands that ask about the account that pays, whole: narrowing them would only look as if it did. */
export function refuseScope(command: Command): void {
  const { target, only, exclude } = command.optsWithGlobals<GlobalOptions>();
  if (target.length + only.length + exclude.length === 0) return;
  command.error(
    `error: ${command.name()} is about the whole account that pays: it takes no --target, --only and --exclude`,
  );
}

export function compactOption(): Option {
  return new Option("--compact", "one line per change alone; by itself where the window holds no more")
    .default(false)
    .conflicts("full");
}

export function fullOption(): Option {
  return new Option("--full", "everything, unchanged profiles too, however tall").default(false);
}

export function outOption(): Option {
  return new Option("--out <file>", "write the result to a file instead of stdout");
}

export function allowInUseOption(): Option {
  return new Option("--allow-in-use <name>", "consent to the end of an ARN that is still called (repeatable)")
    .argParser(everyOne)
    .default([], "none");
}

export function shardOption(text: string): Option {
  return new Option("--shard <index/count>", text).argParser(shardOf);
}

export function refreshOption(): Option {
  return new Option("--refresh <how>", "how tags are read: in bulk, or profile by profile")
    .choices(["join", "exact"])
    .default("join");
}
