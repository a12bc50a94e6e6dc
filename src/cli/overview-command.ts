/** `strata` alone: where you are, and the next step. */
import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { GlobalOptions } from "./global-options.ts";
import { contextOf, type Registrar } from "./registrar.ts";
import { VERSION } from "./version.ts";

/** The program gets an action of its own; words that are no command end here too, and are refused as ever. */
export function addOverview(registrar: Registrar): void {
  registrar.program
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async (_, command: Command) => {
      const [word] = command.args;
      if (word !== undefined) refuse(word, command);
      const { overviewCommand } = await import("../commands/overview.ts");
      const { sandboxState } = command.opts<GlobalOptions>();
      registrar.run.exit = await overviewCommand(contextOf(registrar, command), {
        version: VERSION,
        sandboxState: { file: sandboxState, isSaved: existsSync(sandboxState) },
      });
    });
}

function refuse(word: string, command: Command): never {
  const kind = word.startsWith("-") ? "Option" : "Command";
  command.error(`error: unknown ${kind.toLowerCase()} '${word}'`, { code: `commander.unknown${kind}` });
}
