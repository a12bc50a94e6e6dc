/** `strata report`. */
import type { Command } from "commander";
import { monthProblem, type ReportFlags, type ReportFormat } from "../commands/report-question.ts";
import { checked, costsContext } from "./costs-command.ts";
import type { GlobalOptions } from "./global-options.ts";
import { outOption, type Registrar, refuseScope } from "./registrar.ts";

export function addReport(registrar: Registrar): void {
  registrar.program
    .command("report")
    .argument("[month]", "as 2026-08 (default: the last month that is over)", checked(monthProblem))
    .description("the month by project, against the month before")
    .option("--by <key>", "another tag key (default: project)")
    .option("--restate <file>", "what has changed since an older report (JSON) of the month")
    .option("--refresh", "ask again, whatever is kept from an earlier run", false)
    .addOption(outOption())
    .action(async (month: string | undefined, own: Omit<ReportFlags, "month">, command: Command) => {
      refuseScope(command);
      const { reportCommand } = await import("../commands/report.ts");
      const { format } = command.optsWithGlobals<GlobalOptions>();
      registrar.run.exit = await reportCommand(costsContext(registrar, command), {
        ...own,
        ...(month === undefined ? {} : { month }),
        format: format as ReportFormat, // `refuseFormat` has let no other through
      });
    });
}
