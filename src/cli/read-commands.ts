/** Commands that read: files alone, or files and AWS. */
import type { Command } from "commander";
import type { Reading } from "../commands/reading.ts";
import { commandView } from "./command-view.ts";
import { readContext } from "./deps.ts";
import type { GlobalOptions } from "./global-options.ts";
import { wholeNumber } from "./option-values.ts";
import {
  allowInUseOption,
  compactOption,
  contextOf,
  fullOption,
  outOption,
  type Registrar,
  refreshOption,
} from "./registrar.ts";

export function addReadCommands(registrar: Registrar): void {
  addValidate(registrar);
  addPlan(registrar);
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

interface PlanFlags extends Reading {
  readonly out?: string;
  readonly detailedExitcode: boolean;
  readonly allowDeletes?: number;
  readonly allowInUse: readonly string[];
  readonly base?: string;
  readonly check?: string;
  readonly from?: string;
  readonly refresh: "join" | "exact";
}

function addPlan({ program, edge, cleanup, run }: Registrar): void {
  program
    .command("plan")
    .description("show what an apply would change")
    .option("--out <file>", "save the plan as JSON as well")
    .option("--detailed-exitcode", "exit 2 when changes are pending", false)
    .addOption(compactOption())
    .addOption(fullOption())
    .option("--allow-deletes <count>", "consent to this many deletes", wholeNumber)
    .addOption(allowInUseOption())
    .option("--base <revision>", "tell this change apart from what is pending at a git revision")
    .option("--check <plan.json>", "does this approved plan still cover what is to be done?")
    .option("--from <plan.json>", "show a saved plan, without AWS")
    .addOption(refreshOption())
    .action(async (own: PlanFlags, command: Command) => {
      const { planCommand } = await import("../commands/plan.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      const { out: _out, ...shown } = options;
      const view = commandView(edge, shown, cleanup);
      run.exit = await planCommand(readContext(edge, shown, view, cleanup), {
        ...own,
        exact: own.refresh === "exact",
      });
    });
}

interface DriftFlags extends Reading {
  readonly detailedExitcode: boolean;
  readonly everywhere: boolean;
  readonly refresh: "join" | "exact";
}

function addDrift(registrar: Registrar): void {
  registrar.program
    .command("drift")
    .description("has someone changed what was applied?")
    .option("--detailed-exitcode", "exit 2 when there is drift", false)
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

function addList(registrar: Registrar): void {
  registrar.program
    .command("list")
    .description("list live profiles: ours, unmanaged and foreign")
    .option("--system", "list what can be copied from instead", false)
    .option("--unmanaged", "only profiles that no stack manages", false)
    .addOption(outOption())
    .action(async (own: { system: boolean; unmanaged: boolean }, command: Command) => {
      const { listCommand, listSystemCommand } = await import("../commands/list.ts");
      const context = contextOf(registrar, command);
      registrar.run.exit = own.system ? await listSystemCommand(context) : await listCommand(context, own);
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
