/** The one command that can write to AWS. */
import type { Command } from "commander";
import { type GlobalOptions, makeView, writeContext } from "./deps.ts";
import { wholeNumber } from "./option-values.ts";
import { outOption, type Registrar, refreshOption } from "./registrar.ts";

interface ApplyFlags {
  readonly yes: boolean;
  readonly report?: string;
  readonly allowDeletes?: number;
  readonly refresh: "join" | "exact";
}

export function addApply({ program, edge, cleanup, run }: Registrar): void {
  program
    .command("apply")
    .description("plan, ask, and make AWS as the file says")
    .option("--yes", "apply without asking", false)
    .option("--report <file>", "write each outcome to a file as it happens (JSON Lines)")
    .option("--allow-deletes <count>", "consent to this many deletes", wholeNumber)
    .addOption(outOption())
    .addOption(refreshOption())
    .addHelpText("after", EXAMPLES)
    .action(async (own: ApplyFlags, command: Command) => {
      const { applyCommand } = await import("../commands/apply.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      const context = writeContext(edge, options, makeView(edge, options), cleanup);
      run.exit = await applyCommand(context, { ...own, exact: own.refresh === "exact" });
    });
}

const EXAMPLES = `
Examples:
  strata apply
  strata apply --yes --report report.jsonl
  strata apply --sandbox --yes
`;
