import type { Command } from "commander";

/** The command's own words without the program's name, as `iam plan`; of the program itself, none. */
export function wordsOf(command: Command): string {
  const { parent } = command;
  return parent === null ? "" : `${wordsOf(parent)} ${command.name()}`.trimStart();
}

/** A command and all below it, itself first. */
export function commandsBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsBelow)];
}
