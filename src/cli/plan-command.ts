/** `strata plan`, and `strata plan merge`, which joins the plans of shards. Neither can write. */
import type { Command } from "commander";
import type { CostsContext } from "../commands/costs.ts";
import type { Reading } from "../commands/reading.ts";
import type { Shard } from "../core/shard.ts";
import { commandView } from "./command-view.ts";
import { costAccess } from "./cost-access.ts";
import { readContext } from "./deps.ts";
import type { GlobalOptions } from "./global-options.ts";
import { wholeNumber } from "./option-values.ts";
import {
  allowInUseOption,
  compactOption,
  fullOption,
  type Registrar,
  refreshOption,
  shardOption,
} from "./registrar.ts";

interface MergeFlags extends Reading {
  readonly out?: string;
  readonly detailedExitcode: boolean;
  readonly allowDeletes?: number;
}

interface PlanFlags extends MergeFlags {
  readonly allowInUse: readonly string[];
  readonly base?: string;
  readonly shard?: Shard;
  readonly check?: string;
  readonly from?: string;
  readonly refresh: "join" | "exact";
  readonly money: boolean;
}

export function addPlan(registrar: Registrar): void {
  const { program, run } = registrar;
  const plan = addShared(program.command("plan"))
    .description("show what an apply would change")
    .addOption(allowInUseOption())
    .option("--base <revision>", "tell this change apart from what is pending at a git revision")
    .addOption(shardOption("only the targets of one shard, as 2/4"))
    .option("--check <plan.json>", "does this approved plan still cover what is to be done?")
    .option("--from <plan.json>", "show a saved plan, without AWS")
    .addOption(refreshOption())
    .option("--money", "what it moves and ends, at last month's cost (AWS charges 0.01 USD a request)", false)
    .action(async (own: PlanFlags, command: Command) => {
      const { planCommand } = await import("../commands/plan.ts");
      const context = shownContext(registrar, command);
      run.exit = await planCommand(context, { ...own, exact: own.refresh === "exact" });
    });
  addShared(plan.command("merge"))
    .argument("<part.json...>", "the saved plan of every shard")
    .description("join the plans of all shards into one")
    .action(async (files: readonly string[], _, command: Command) => {
      const { planMergeCommand } = await import("../commands/plan-merge.ts");
      // What both take, commander gives to `plan`.
      const own = command.optsWithGlobals<MergeFlags>();
      run.exit = await planMergeCommand(shownContext(registrar, command), files, own);
    });
}

function addShared(command: Command): Command {
  return command
    .option("--out <file>", "save the plan as JSON as well")
    .option("--detailed-exitcode", "exit 2 when changes are pending", false)
    .addOption(compactOption())
    .addOption(fullOption())
    .option("--allow-deletes <count>", "consent to this many deletes", wholeNumber);
}

/** The result is shown although it is saved too. */
function shownContext({ edge, cleanup }: Registrar, command: Command): CostsContext {
  const { out: _out, ...shown } = command.optsWithGlobals<GlobalOptions>();
  const context = readContext(edge, shown, commandView(edge, shown, cleanup), cleanup);
  return { ...context, ...costAccess(edge, shown, context.view, cleanup) };
}
