/** Puts our own help in the place of commander's: `-h` short, `--help` and `help` whole. */
import type { Command } from "commander";
import { renderHelp } from "../../render/help-text.ts";
import { styleFor } from "../deps.ts";
import type { Edge } from "../edge.ts";
import type { GlobalOptions } from "../global-options.ts";
import type { Registrar } from "../registrar.ts";
import { commandHelp } from "./command-help.ts";

/** Before any command is added: each takes these settings over when it is made. */
export function helpInOwnWords(program: Command, edge: Edge): void {
  const color = (): GlobalOptions["color"] => program.opts<GlobalOptions>().color;
  const isWhole = edge.argv.some((word) => word === "--help" || word === "help");
  program
    .helpOption("-h, --help", "the help: -h in short, --help all of it")
    .helpCommand(false)
    .configureHelp({
      formatHelp: (command) =>
        renderHelp(commandHelp(command), isWhole ? "long" : "short", styleFor(edge.stdout, edge, color())),
    })
    .configureOutput({
      getOutHasColors: () => styleFor(edge.stdout, edge, color()).color,
      getErrHasColors: () => styleFor(edge.stderr, edge, color()).color,
    });
}

export function addHelpCommand({ program }: Registrar): void {
  program
    .command("help")
    .argument("[command...]", "a command, as plan or iam caller")
    .description("explain a command, with examples")
    .action((words: readonly string[]) => commandAt(words, program).outputHelp());
}

function commandAt(words: readonly string[], program: Command): Command {
  return words.reduce((parent, word) => {
    const found = parent.commands.find((command) => command.name() === word);
    return found ?? parent.error(`error: unknown command '${word}'`, { code: "commander.unknownCommand" });
  }, program);
}
