/** The command line: argv → options → one command → exit code. Each command is loaded when it is called. */
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../commands/exit-code.ts";
import { addApply } from "./apply-command.ts";
import { addAssess } from "./assess-command.ts";
import { Cleanup } from "./cleanup.ts";
import { addCompletion } from "./completion-command.ts";
import { addCosts } from "./costs-command.ts";
import { addDoctor } from "./doctor-command.ts";
import type { Edge } from "./edge.ts";
import { addExplain } from "./explain-command.ts";
import { refuseFormat } from "./formats.ts";
import { addGitHubCommands } from "./github-commands.ts";
import { addGlobalOptions, type GlobalOptions } from "./global-options.ts";
import { addHelpCommand, helpInOwnWords } from "./help/add-help.ts";
import { GuidedCommand } from "./help/guided-command.ts";
import { addIam } from "./iam-command.ts";
import { addImport } from "./import-command.ts";
import { addInit } from "./init-command.ts";
import { addInvoke } from "./invoke-command.ts";
import { addLocalCommands } from "./local-commands.ts";
import { addOutputs } from "./outputs-command.ts";
import { addOverview } from "./overview-command.ts";
import { addPlan } from "./plan-command.ts";
import { addReadCommands } from "./read-commands.ts";
import type { Registrar, Run } from "./registrar.ts";
import { roleNameProblem } from "./session-name.ts";
import { addTags } from "./tags-command.ts";
import { addUsage } from "./usage-command.ts";
import { VERSION } from "./version.ts";

export function makeProgram(edge: Edge, cleanup: Cleanup, run: Run): Command {
  const program = new GuidedCommand("strata")
    .description("Keeps Amazon Bedrock application inference profiles as code: plan, apply, cost allocation.")
    .version(VERSION, "-V, --version", "print the version")
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => edge.stdout.write(text),
      writeErr: (text) => edge.stderr.write(text),
      outputError: () => undefined,
    })
    .exitOverride();
  helpInOwnWords(program, edge);
  addGlobalOptions(program);
  program.hook("preAction", (_, command) => {
    refuseOptionsAbove(command);
    refuseBadOutputs(command);
    refuseFormat(command);
    refuseBadRole(command, edge.env, "STRATA_ROLE_NAME");
    refuseBadRole(command, edge.env, "STRATA_BILLING_ROLE_NAME");
  });
  const registrar: Registrar = { program, edge, cleanup, run };
  addInit(registrar);
  addAssess(registrar);
  addPlan(registrar);
  addReadCommands(registrar);
  addOutputs(registrar);
  addApply(registrar);
  addImport(registrar);
  addDoctor(registrar);
  addInvoke(registrar);
  addUsage(registrar);
  addCosts(registrar);
  addTags(registrar);
  addGitHubCommands(registrar);
  addIam(registrar);
  addExplain(registrar);
  addLocalCommands(registrar);
  addCompletion(registrar);
  addHelpCommand(registrar);
  addOverview(registrar);
  return program;
}

/** Commander lets `plan merge` have the options of `plan` too, to no effect. */
function refuseOptionsAbove(command: Command): void {
  const { parent } = command;
  if (parent === null || parent.parent === null) return;
  const own = command.options.map(({ long }) => long);
  const foreign = parent.options.find(
    (option) => !own.includes(option.long) && parent.getOptionValueSource(option.attributeName()) === "cli",
  );
  if (foreign !== undefined)
    command.error(`error: unknown option '${foreign.long}'`, { code: "commander.unknownOption" });
}

/** Said before AWS is touched: a result must have a place, and not that of the file it was made from. */
function refuseBadOutputs(command: Command): void {
  const { config, out, report } = command.optsWithGlobals<GlobalOptions & { report?: string | readonly string[] }>();
  for (const [option, file] of Object.entries({ "--out": out, "--report": report })) {
    // The reports that `comment` takes are read.
    const problem = typeof file === "string" ? outputProblem(file, config) : undefined;
    if (problem !== undefined) command.error(`error: ${option} ${file}: ${problem}`);
  }
}

/** The option is checked where it is parsed; the environment says the same thing less loudly. */
function refuseBadRole(command: Command, env: Edge["env"], variable: string): void {
  const fromEnv = env[variable];
  const problem = fromEnv === undefined || fromEnv === "" ? undefined : roleNameProblem(fromEnv);
  if (problem !== undefined) command.error(`error: ${variable} '${fromEnv}' is invalid. ${problem}`);
}

function outputProblem(file: string, config: string): string | undefined {
  if (resolve(file) === resolve(config) && existsSync(config))
    return "it is the configuration file, which a result would overwrite";
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) return "it is a folder, not a file";
  if (!existsSync(dirname(resolve(file)))) return "its folder does not exist";
  return undefined;
}

/** A fresh program for one run. */
export async function runProgram(edge: Edge): Promise<ExitCode> {
  const cleanup = new Cleanup();
  const run: Run = { exit: EXIT.done };
  try {
    await makeProgram(edge, cleanup, run).parseAsync([...edge.argv], { from: "user" });
  } finally {
    await cleanup.run();
  }
  return run.exit;
}
