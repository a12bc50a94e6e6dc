/** `strata costs`. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { CostsContext } from "../commands/costs.ts";
import type { CostsFlags, CostsFormat } from "../commands/costs-question.ts";
import { dayProblem, lastProblem } from "../core/spend-period.ts";
import { costAccess } from "./cost-access.ts";
import type { GlobalOptions } from "./global-options.ts";
import { contextOf, outOption, type Registrar, refuseScope } from "./registrar.ts";

export function addCosts(registrar: Registrar): void {
  registrar.program
    .command("costs")
    .description("what Bedrock cost, by tag (AWS charges 0.01 USD a request)")
    .option("--by <groups>", "one or two tag keys, or account, region, service, model (default: the first cost tag)")
    .option(
      "--last <period>",
      "30d, 4w or 3m, whole ones; mtd: this month to date (default: 30d)",
      checked(lastProblem),
    )
    .option("--since <day>", "from this day or month on (UTC)", checked(dayProblem))
    .option("--until <day>", "up to the end of this day or month (UTC; default: today)", checked(dayProblem))
    .addOption(new Option("--granularity <span>", "what trends are made of").choices(["daily", "monthly"]))
    .addOption(
      new Option("--metric <cost>", "as billed, or with prepaid cost spread")
        .choices(["unblended", "amortized"])
        .default("unblended"),
    )
    .option("--raw-projects", "former names of projects as rows of their own, as on the bill", false)
    .option("--refresh", "ask again, whatever is kept from an earlier run", false)
    .addOption(outOption())
    .action(async (own: CostsFlags, command: Command) => {
      refuseScope(command);
      const { costsCommand } = await import("../commands/costs.ts");
      const { format } = command.optsWithGlobals<GlobalOptions>();
      registrar.run.exit = await costsCommand(costsContext(registrar, command), {
        ...own,
        format: format as CostsFormat, // `refuseFormat` has let no other through
      });
    });
}

function costsContext(registrar: Registrar, command: Command): CostsContext {
  const { edge, cleanup } = registrar;
  const options = command.optsWithGlobals<GlobalOptions>();
  const context = contextOf(registrar, command);
  return { ...context, ...costAccess(edge, options, context.view, cleanup) };
}

function checked(problemOf: (text: string) => string | undefined): (text: string) => string {
  return (text) => {
    const problem = problemOf(text);
    if (problem !== undefined) throw new InvalidArgumentError(problem);
    return text;
  };
}
