/** The one command that calls models. */
import { type Command, InvalidArgumentError } from "commander";
import { commandView } from "./command-view.ts";

import type { GlobalOptions } from "./global-options.ts";
import { wholeNumber } from "./option-values.ts";
import { outOption, type Registrar } from "./registrar.ts";

interface InvokeFlags {
  readonly system?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly json: boolean;
  readonly all: boolean;
}

export function addInvoke({ program, edge, cleanup, run }: Registrar): void {
  program
    .command("invoke")
    .argument("[name]", "name in the file, name on AWS, id or ARN of a profile of this stack")
    .argument("[prompt]", "what to ask; - or nothing reads it from standard input")
    .description("ask a model through a profile (AWS charges for it)")
    .option("--system <text>", "what the model is told before the prompt")
    .option("--max-tokens <count>", "the most tokens of the answer", tokenCount)
    .option("--temperature <number>", "from 0 to 1; some models take none", temperature)
    .option("--json", "the same as --format json", false)
    .option("--all", "ask every profile of this stack for one token, and show which answer", false)
    .addOption(outOption())
    .action(async (name: string | undefined, prompt: string | undefined, own: InvokeFlags, command: Command) => {
      refuseContradiction(name, own, command);
      const given = command.optsWithGlobals<GlobalOptions>();
      const options: GlobalOptions = own.json ? { ...given, format: "json" } : given;
      const { invokeContext } = await import("./invoke-ports.ts");
      const context = invokeContext(edge, options, commandView(edge, options, cleanup), cleanup);
      if (name === undefined) {
        const { invokeAllCommand } = await import("../commands/invoke-all.ts");
        run.exit = await invokeAllCommand(context);
        return;
      }
      const { invokeCommand } = await import("../commands/invoke.ts");
      const { json: _json, all: _all, ...question } = own;
      run.exit = await invokeCommand(context, { name, ...question, ...(prompt === undefined ? {} : { prompt }) });
    });
}

function refuseContradiction(name: string | undefined, own: InvokeFlags, command: Command): void {
  if (!own.all && name === undefined) command.error("error: missing argument 'name': name a profile, or take --all");
  if (!own.all) return;
  if (name !== undefined) command.error("error: --all asks every profile: it takes no NAME and no PROMPT");
  const { system, maxTokens, temperature } = own;
  if ([system, maxTokens, temperature].some((value) => value !== undefined)) {
    command.error("error: --all has a question of its own: it takes no --system, --max-tokens and --temperature");
  }
}

function tokenCount(text: string): number {
  const count = wholeNumber(text);
  if (count === 0) throw new InvalidArgumentError("It takes at least 1.");
  return count;
}

function temperature(text: string): number {
  if (!/^(?:0|1|0?\.\d{1,9}|[01]\.0{1,9})$/.test(text))
    throw new InvalidArgumentError("It takes a number from 0 to 1.");
  return Number(text);
}
