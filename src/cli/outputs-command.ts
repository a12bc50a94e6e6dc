/** `strata outputs`. */
import type { Command } from "commander";
import type { OutputsFormat } from "../commands/outputs.ts";
import type { GlobalOptions } from "./global-options.ts";
import { contextOf, outOption, type Registrar } from "./registrar.ts";

export function addOutputs(registrar: Registrar): void {
  registrar.program
    .command("outputs")
    .description("print the ARN of every profile, for those who call")
    .addOption(outOption())
    .action(async (_, command: Command) => {
      const { outputsCommand } = await import("../commands/outputs.ts");
      // Refused before, where it is none of these.
      const format = command.optsWithGlobals<GlobalOptions>().format as OutputsFormat;
      registrar.run.exit = await outputsCommand(contextOf(registrar, command), { format });
    });
}
