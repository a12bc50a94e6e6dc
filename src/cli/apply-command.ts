/** The one command that can write to AWS. */
import { type Command, Option } from "commander";
import type { Reading } from "../commands/reading.ts";
import type { Shard } from "../core/shard.ts";
import { commandView } from "./command-view.ts";
import { writeContext } from "./deps.ts";
import type { GlobalOptions } from "./global-options.ts";
import { everyOne, hashDigits, wholeNumber } from "./option-values.ts";
import {
  allowInUseOption,
  compactOption,
  fullOption,
  outOption,
  type Registrar,
  refreshOption,
  shardOption,
} from "./registrar.ts";

interface ApplyFlags extends Reading {
  readonly yes: boolean;
  readonly plan: readonly string[];
  readonly expect?: string;
  readonly additive: boolean;
  readonly due: boolean;
  readonly shard?: Shard;
  readonly report?: string;
  readonly allowDeletes?: number;
  readonly allowInUse: readonly string[];
  readonly refresh: "join" | "exact";
}

export function addApply({ program, edge, cleanup, run }: Registrar): void {
  program
    .command("apply")
    .description("plan, ask, and make AWS as the file says")
    .option("--yes", "apply without asking", false)
    .option("--plan <file>", "apply only what this saved plan approves (repeatable)", everyOne, [])
    .addOption(new Option("--expect <hash>", "apply only if the plan has this hash").argParser(hashDigits))
    .option("--additive", "apply only creates, tag updates and activations", false)
    .option("--due", "apply only what time brought: due retirements, doubles, cost tags", false)
    .addOption(shardOption("only the targets of one shard, as 2/4; with --plan or --additive"))
    .option("--report <file>", "write each outcome to a file as it happens (JSON Lines)")
    .addOption(compactOption())
    .addOption(fullOption())
    .option("--allow-deletes <count>", "consent to this many deletes", wholeNumber)
    .addOption(allowInUseOption())
    .addOption(outOption())
    .addOption(refreshOption())
    .action(async (own: ApplyFlags, command: Command) => {
      const { applyCommand } = await import("../commands/apply.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      const context = writeContext(edge, options, commandView(edge, options, cleanup), cleanup);
      run.exit = await applyCommand(context, { ...own, plans: own.plan, exact: own.refresh === "exact" });
    });
}
