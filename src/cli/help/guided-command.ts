/** Commands whose usage errors are our own: what commander would offer for a mistyped word could be destructive. */
import { Command, type ErrorOptions } from "commander";
import { escapeForTerminal } from "../../render/terminal-text.ts";
import { wordsOf } from "../command-words.ts";
import { guessCommand, guessOption } from "./guess.ts";

export class GuidedCommand extends Command {
  override createCommand(name?: string): GuidedCommand {
    return new GuidedCommand(name);
  }

  override error(message: string, options?: ErrorOptions): never {
    const guess = guessFor(message, options?.code, this);
    const hint = guess === undefined ? "" : ` Did you mean "${guess}"?`;
    super.error(`${sentence(escapeForTerminal(message.replace(/\n/g, " ")))}${hint}\n${whereToLook(this)}`, options);
  }
}

/** Commander ends some of its messages with a full stop, and ours may end with a question. */
function sentence(text: string): string {
  return text.endsWith("?") ? text : `${text.replace(/\.+$/, "")}.`;
}

function guessFor(message: string, code: string | undefined, command: Command): string | undefined {
  const [, word = ""] = /'(.*)'$/.exec(message) ?? [];
  if (code === "commander.unknownCommand") return guessCommand(word, command);
  return code === "commander.unknownOption" ? guessOption(word, command) : undefined;
}

function whereToLook(command: Command): string {
  const words = wordsOf(command);
  if (words === "") return "Run `strata --help` for the commands and options.";
  return `Run \`strata ${words} --help\` for its options, \`strata --help\` for all commands.`;
}
