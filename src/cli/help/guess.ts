/** What is offered for a mistyped word: never anything that writes, consents or is paid for. */
import type { Command } from "commander";
import { closest } from "../../core/closest.ts";
import { wordsOf } from "../command-words.ts";
import { globalsOf, rootOf } from "./command-help.ts";
import { pageOf } from "./pages.ts";

/**
 * Options that only look, narrow or choose a form. All others stay unsaid: they consent (`--yes`, `--due`, `--plan`),
 * write files (`--out`), let more through (`--adopt`), or nobody has thought about them yet.
 */
const HARMLESS_OPTIONS = [
  ...[
    "--config",
    "--target",
    "--only",
    "--exclude",
    "--sandbox",
    "--format",
    "--color",
    "--no-progress",
    "--debug",
    "--help",
  ],
  ...["--version", "--base", "--check", "--from", "--full", "--detailed-exitcode", "--refresh"],
  ...["--everywhere", "--system", "--unmanaged", "--verify", "--from-tfstate", "--stack", "--region", "--account"],
  ...["--by", "--last", "--since", "--until", "--granularity", "--metric", "--max-tokens", "--temperature", "--json"],
  ...["--repository", "--branch", "--as", "--port", "--mode", "--pull", "--dir", "--behaviour", "--fault"],
];

/** The command under `parent` that a word most likely meant, whole, or undefined. */
export function guessCommand(word: string, parent: Command): string | undefined {
  const near = closest(
    word,
    parent.commands.map((command) => command.name()),
  );
  const found = parent.commands.find((command) => command.name() === near);
  if (found === undefined || pageOf(found)?.effect !== "nothing") return undefined;
  return `${rootOf(parent).name()} ${wordsOf(found)}`;
}

/** The option of `command` that a flag most likely meant, or undefined; where that one is harmful, no other is offered. */
export function guessOption(flag: string, command: Command): string | undefined {
  const name = flag.split("=")[0] ?? flag;
  const known = [...command.options, ...globalsOf(command)].flatMap(({ long }) => long ?? []);
  const near = name.startsWith("--") ? closest(name, [...known, "--format", "--help"]) : undefined;
  return near !== undefined && HARMLESS_OPTIONS.includes(near) ? near : undefined;
}
