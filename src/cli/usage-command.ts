/** `strata usage`. */
import { type Command, Option } from "commander";
import type { UsageOptions } from "../commands/usage.ts";
import { SPAN_NAMES, type Span } from "../core/use-report.ts";
import type { GlobalOptions } from "./global-options.ts";
import { contextOf, outOption, type Registrar } from "./registrar.ts";

export function addUsage(registrar: Registrar): void {
  registrar.program
    .command("usage")
    .description("calls, tokens and errors of each profile, minutes old")
    .addOption(new Option("--last <span>", "how far to look back").choices(SPAN_NAMES).default("24h"))
    .addOption(outOption())
    .action(async ({ last }: { last: Span }, command: Command) => {
      const { usageCommand } = await import("../commands/usage.ts");
      const { format } = command.optsWithGlobals<GlobalOptions>();
      registrar.run.exit = await usageCommand(contextOf(registrar, command), { last, format: usageFormat(format) });
    });
}

function usageFormat(format: GlobalOptions["format"]): UsageOptions["format"] {
  return format === "json" || format === "csv" || format === "markdown" || format === "html" ? format : "text";
}
