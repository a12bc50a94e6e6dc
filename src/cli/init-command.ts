/** `strata init`: writes the first files of a repository; knows neither AWS nor the network. */
import { type Command, InvalidArgumentError } from "commander";
import {
  type InitAccount,
  parseAccount,
  regionProblem,
  repositoryProblem,
  stackProblem,
} from "../core/init-answers.ts";
import { makeView } from "./deps.ts";
import type { Edge } from "./edge.ts";
import { envRegion } from "./env-region.ts";
import { planFormat } from "./formats.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { Registrar } from "./registrar.ts";
import { VERSION } from "./version.ts";

interface InitFlags {
  readonly stack?: string;
  readonly region: readonly string[];
  readonly repository?: string;
  readonly account: readonly InitAccount[];
  readonly dir: string;
  readonly workflows: boolean;
  readonly yes: boolean;
}

const USUAL_REGION = "us-east-1";

export function addInit({ program, edge, run }: Registrar): void {
  program
    .command("init")
    .description("write a first profiles.yaml and the workflows; overwrite nothing")
    .option("--stack <name>", "owner id of the profiles; by default the repository's name", checked(stackProblem))
    .option("--region <region>", "a region to look after (repeatable); the example lives in the first", everyRegion, [])
    .option("--repository <owner/name>", "repository on GitHub; by default that of origin", checked(repositoryProblem))
    .option("--account <name=id>", "an account to look after (repeatable); by default the caller's", everyAccount, [])
    .option("--dir <folder>", "root of the repository", ".")
    .option("--no-workflows", "write the configuration alone")
    .option("--yes", "ask nothing: take what is usual", false)
    .action(async (own: InitFlags, command: Command) => {
      const { initCommand } = await import("../commands/init.ts");
      const { gitPlace, newFiles } = await import("./init-ports.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      const { region: regions, account: accounts, ...others } = own;
      const context = {
        view: makeView(edge, options),
        format: planFormat(options.format),
        git: () => gitPlace(own.dir),
        files: newFiles(own.dir),
        ask:
          edge.stdinIsTTY && edge.stderr.isTTY
            ? (question: string) => edge.ask(question, { typedAhead: "kept" })
            : null,
        defaultRegion: defaultRegion(edge),
        version: VERSION,
      };
      run.exit = await initCommand(context, { ...others, regions, accounts, config: options.config });
    });
}

function defaultRegion({ env }: Edge): string {
  const region = envRegion(env) ?? "";
  return regionProblem(region) === undefined ? region : USUAL_REGION;
}

function checked(problemOf: (text: string) => string | undefined): (text: string) => string {
  return (text) => {
    const problem = problemOf(text);
    if (problem !== undefined) throw new InvalidArgumentError(problem);
    return text;
  };
}

function everyRegion(text: string, earlier: readonly string[]): string[] {
  return [...earlier, checked(regionProblem)(text)];
}

function everyAccount(text: string, earlier: readonly InitAccount[]): InitAccount[] {
  const account = parseAccount(text);
  if (account === undefined) throw new InvalidArgumentError("It takes NAME=ID, the id of 12 digits.");
  if (earlier.some(({ name, id }) => name === account.name || id === account.id)) {
    throw new InvalidArgumentError("This name or id has been given before.");
  }
  return [...earlier, account];
}
