/** `strata tags` and `strata tags backfill`; the second can write to AWS. */
import { type Command, Option } from "commander";
import { commandView } from "./command-view.ts";
import { backfillContext } from "./deps.ts";
import type { GlobalOptions } from "./global-options.ts";
import { month } from "./option-values.ts";
import { contextOf, outOption, type Registrar, refuseScope } from "./registrar.ts";

export function addTags(registrar: Registrar): void {
  const { program, edge, cleanup, run } = registrar;
  const tags = program
    .command("tags")
    .description("cost allocation tags: which are active, and what the others wait for")
    .option("--all", "every user-defined key that billing knows", false)
    .addOption(outOption())
    .addHelpText("after", EXAMPLES)
    .action(async (own: { all: boolean }, command: Command) => {
      refuseScope(command);
      const { tagsCommand } = await import("../commands/tags.ts");
      run.exit = await tagsCommand(contextOf(registrar, command), own);
    });
  tags
    .command("backfill")
    .description("ask AWS to write the present status of all keys into earlier months")
    .addOption(
      new Option("--from <month>", "the first month, as 2026-08; at most 12 months ago")
        .argParser(month)
        .makeOptionMandatory(),
    )
    .option("--yes", "start it without asking", false)
    .addOption(outOption())
    .addHelpText("after", BACKFILL_EXAMPLES)
    .action(async (own: { from: string; yes: boolean }, command: Command) => {
      refuseScope(command);
      const { tagsBackfillCommand } = await import("../commands/tags-backfill.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      run.exit = await tagsBackfillCommand(
        backfillContext(edge, options, commandView(edge, options, cleanup), cleanup),
        own,
      );
    });
}

const EXAMPLES = `
Examples:
  strata tags
  strata tags --all --format json
  strata tags --billing-role-name strata-billing

Billing that cannot be asked is a warning, never an exit code.
`;

const BACKFILL_EXAMPLES = `
Examples:
  strata tags backfill --from 2026-08

AWS takes one in 24 hours. It applies the present status of all keys of the
account that pays, also that of the inactive ones. Exit codes: 0 asked for · 1
AWS refused it, or what it would do is not known · 8 declined, or nobody to ask
`;
