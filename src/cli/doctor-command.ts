/** `strata doctor`. */
import type { Command } from "commander";
import { commandView } from "./command-view.ts";
import { doctorContext } from "./deps.ts";
import type { GlobalOptions } from "./global-options.ts";
import { outOption, type Registrar } from "./registrar.ts";

export function addDoctor({ program, edge, cleanup, run }: Registrar): void {
  program
    .command("doctor")
    .description("check role, permissions, region, quota and models of every target")
    .option("--full", "show every check, not only those that are not right", false)
    .addOption(outOption())
    .addHelpText("after", EXAMPLES)
    .action(async (own: { full: boolean }, command: Command) => {
      const { doctorCommand } = await import("../commands/doctor.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      run.exit = await doctorCommand(doctorContext(edge, options, commandView(edge, options, cleanup), cleanup), own);
    });
}

const EXAMPLES = `
Examples:
  strata doctor
  strata doctor --target prod/us-west-2 --full
  strata doctor --format json

It changes nothing. Exit codes: 0 all well, or warnings alone · 5 something that
an apply would need is not there · 7 a target cannot be read
`;
