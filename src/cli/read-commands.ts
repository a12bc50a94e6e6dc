/** Commands that read: files alone, or files and AWS. */
import { type Command, InvalidArgumentError } from "commander";
import type { CostsContext } from "../commands/costs.ts";
import { EXIT, type ExitCode } from "../commands/exit-code.ts";
import type { Reading } from "../commands/reading.ts";
import { aheadProblem } from "../core/days-ahead.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { costAccess } from "./cost-access.ts";
import type { GlobalOptions } from "./global-options.ts";
import { compactOption, contextOf, fullOption, outOption, type Registrar, refreshOption } from "./registrar.ts";

export function addReadCommands(registrar: Registrar): void {
  addValidate(registrar);
  addDrift(registrar);
  addList(registrar);
  addShow(registrar);
}

function addValidate(registrar: Registrar): void {
  registrar.program
    .command("validate")
    .description("check the files, without AWS")
    .addOption(outOption())
    .action(async (_, command: Command) => {
      const { validateCommand } = await import("../commands/validate.ts");
      registrar.run.exit = await validateCommand(contextOf(registrar, command));
    });
}

interface DriftFlags extends Reading {
  readonly coverage: boolean;
  readonly detailedExitcode: boolean;
  readonly everywhere: boolean;
  readonly refresh: "join" | "exact";
}

function addDrift(registrar: Registrar): void {
  registrar.program
    .command("drift")
    .description("has someone changed what was applied?")
    .option("--detailed-exitcode", "exit 2 when there is drift", false)
    .option("--coverage", "tell how much of all tokens went through tagged profiles, too", false)
    .option("--everywhere", "look for profiles of the stack in every Bedrock region", false)
    .addOption(compactOption())
    .addOption(fullOption())
    .addOption(outOption())
    .addOption(refreshOption())
    .action(async (own: DriftFlags, command: Command) => {
      const { driftCommand } = await import("../commands/drift.ts");
      const exact = own.refresh === "exact";
      registrar.run.exit = await driftCommand(contextOf(registrar, command), { ...own, exact });
    });
}

interface ListFlags {
  readonly system: boolean;
  readonly unmanaged: boolean;
  readonly expiring?: string;
  readonly money: boolean;
}

function period(text: string): string {
  const problem = aheadProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return text;
}

async function runList({ system, unmanaged, expiring, money }: ListFlags, context: CostsContext): Promise<ExitCode> {
  if (money && (expiring === undefined || system)) {
    const detail = "--money tells what profiles on ending models cost: it goes with --expiring, and not with --system.";
    context.view.diagnostics([diagnostic("usage/contradiction", { detail })], new Map());
    return EXIT.usage;
  }
  if (expiring === undefined) {
    const { listCommand, listSystemCommand } = await import("../commands/list.ts");
    return system ? listSystemCommand(context) : listCommand(context, { unmanaged });
  }
  const { listExpiringCommand, listExpiringSystemCommand } = await import("../commands/list-expiring.ts");
  return system
    ? listExpiringSystemCommand(context, expiring)
    : listExpiringCommand(context, { expiring, unmanaged, money });
}

function addList(registrar: Registrar): void {
  registrar.program
    .command("list")
    .description("list live profiles: ours, unmanaged and foreign")
    .option("--system", "list what can be copied from instead", false)
    .option("--unmanaged", "only profiles that no stack manages", false)
    .option("--expiring <period>", "only what is on models that end within 90d, 12w or 3m", period)
    .option("--money", "with --expiring: last month's cost of each (AWS charges 0.01 USD a request)", false)
    .addOption(outOption())
    .action(async (own: ListFlags, command: Command) => {
      const { edge, cleanup } = registrar;
      const context = contextOf(registrar, command);
      const access = costAccess(edge, command.optsWithGlobals<GlobalOptions>(), context.view, cleanup);
      registrar.run.exit = await runList(own, { ...context, ...access });
    });
}

function addShow(registrar: Registrar): void {
  registrar.program
    .command("show")
    .argument("<name>", "name in the file, name on AWS, id or ARN")
    .description("show one live profile in full")
    .addOption(outOption())
    .action(async (name: string, _, command: Command) => {
      const { showCommand } = await import("../commands/show.ts");
      registrar.run.exit = await showCommand(contextOf(registrar, command), { name });
    });
}
