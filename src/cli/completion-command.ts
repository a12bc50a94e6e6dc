/** `strata completion`: scripts for shells, made from the program itself. */
import type { Command } from "commander";
import { EXIT } from "../commands/exit-code.ts";
import { commandsBelow } from "./command-words.ts";
import { makeView } from "./deps.ts";
import type { GlobalOptions } from "./global-options.ts";
import { outOption, type Registrar } from "./registrar.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

export function addCompletion({ program, edge, run }: Registrar): void {
  program
    .command("completion")
    .addArgument(program.createArgument("<shell>", "which shell").choices([...SHELLS]))
    .description("print a script that teaches the shell to complete strata")
    .addOption(outOption())
    .action(async (shell: Shell, _, command: Command) => {
      const text = await completionScript(shell, program);
      makeView(edge, command.optsWithGlobals<GlobalOptions>()).result(text);
      run.exit = EXIT.done;
    });
}

export async function completionScript(shell: Shell, program: Command): Promise<string> {
  const { commandShape } = await import("./completion/shape.ts");
  const shapes = commandsBelow(program).map(commandShape);
  if (shell === "bash") return (await import("./completion/bash.ts")).bashScript(program.name(), shapes);
  if (shell === "zsh") return (await import("./completion/zsh.ts")).zshScript(program.name(), shapes);
  return (await import("./completion/fish.ts")).fishScript(program.name(), shapes);
}
