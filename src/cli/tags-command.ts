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
    .description("cost allocation tags: which are active, what the others wait for")
    .option("--all", "every user-defined key that billing knows", false)
    .addOption(outOption())
    .action(async (own: { all: boolean }, command: Command) => {
      refuseScope(command);
      const { tagsCommand } = await import("../commands/tags.ts");
      run.exit = await tagsCommand(contextOf(registrar, command), own);
    });
  tags
    .command("backfill")
    .description("write the present status of all keys into earlier months")
    .addOption(
      new Option("--from <month>", "the first month, as 2026-08; at most 12 months ago")
        .argParser(month)
        .makeOptionMandatory(),
    )
    .option("--yes", "start it without asking", false)
    .addOption(outOption())
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
