/** `strata leaks`. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { LeaksOptions } from "../commands/leaks.ts";
import { costsContext } from "./costs-command.ts";
import type { GlobalOptions } from "./global-options.ts";
import { outOption, type Registrar } from "./registrar.ts";

interface LeaksFlags extends Omit<LeaksOptions, "days" | "format"> {
  readonly last: string;
}

export function addLeaks(registrar: Registrar): void {
  registrar.program
    .command("leaks")
    .description("Bedrock use that goes through no tagged profile")
    .addOption(new Option("--last <days>", "how far to look back, 1d to 14d").argParser(daysText).default("7d"))
    .option("--no-money", "do not ask Cost Explorer for rates (AWS charges 0.01 USD a request)")
    .option("--refresh", "ask Cost Explorer again, whatever is kept from an earlier run", false)
    .option("--detailed-exitcode", "exit 2 when something leaked", false)
    .addOption(outOption())
    .action(async ({ last, ...own }: LeaksFlags, command: Command) => {
      refuseNames(command);
      const { leaksCommand } = await import("../commands/leaks.ts");
      const { format } = command.optsWithGlobals<GlobalOptions>();
      registrar.run.exit = await leaksCommand(costsContext(registrar, command), {
        ...own,
        days: Number(last.slice(0, -1)),
        format: format as LeaksOptions["format"], // `refuseFormat` has let no other through
      });
    });
}

/** CloudWatch lists what was called within two weeks. */
function daysText(text: string): string {
  if (/^(?:[1-9]|1[0-4])d$/.test(text)) return text;
  throw new InvalidArgumentError("It takes 1d to 14d: CloudWatch lists what was called for two weeks.");
}

/** What goes through a profile that is left out would look like a leak. */
function refuseNames(command: Command): void {
  const { only, exclude } = command.optsWithGlobals<GlobalOptions>();
  if (only.length + exclude.length === 0) return;
  command.error("error: leaks is about all use of a target: it takes --target, and no --only and --exclude");
}
