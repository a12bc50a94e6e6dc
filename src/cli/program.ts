/** The command line: argv → options → one command → exit code. Each command is loaded when it is called. */
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { EXIT, type ExitCode } from "../commands/exit-code.ts";
import { SCHEMA_NAMES, type SchemaName } from "../commands/schema.ts";
import { Cleanup, DEFAULTS, type GlobalOptions, makeView, readContext, writeContext } from "./deps.ts";
import type { Edge } from "./edge.ts";
import { portNumber, wholeNumber } from "./option-values.ts";
import { VERSION } from "./version.ts";

/** Holds the exit code of the one command that ran. */
interface Run {
  exit: ExitCode;
}

export function makeProgram(edge: Edge, cleanup: Cleanup, run: Run): Command {
  const program = new Command("strata")
    .description("Keeps Amazon Bedrock application inference profiles as code: plan, apply, cost allocation.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "explain a command, with examples")
    .helpCommand("help [command]", "explain a command, with examples")
    .showSuggestionAfterError(false)
    .configureHelp({ showGlobalOptions: true, helpWidth: edge.stdout.columns ?? 80 })
    .configureOutput({
      writeOut: (text) => edge.stdout.write(text),
      writeErr: (text) => edge.stderr.write(text),
      outputError: () => undefined,
    })
    .exitOverride();
  addGlobalOptions(program);
  program.hook("preAction", (_, command) => refuseOverwriting(command));
  program.addHelpText("after", EXAMPLES.program);
  addReadCommands(program, edge, cleanup, run);
  addApply(program, edge, cleanup, run);
  addLocalCommands(program, edge, cleanup, run);
  return program;
}

/** A result must not be written over the file it was made from. */
function refuseOverwriting(command: Command): void {
  const { config, out, report } = command.optsWithGlobals<GlobalOptions & { report?: string }>();
  for (const file of [out, report]) {
    if (file !== undefined && resolve(file) === resolve(config)) {
      command.error(`error: ${file} is the configuration file: a result would overwrite it`);
    }
  }
}

function addGlobalOptions(program: Command): void {
  program
    .option("--config <file>", "the configuration file", DEFAULTS.config)
    .option("--sandbox", "use the built-in AWS stand-in instead of AWS", false)
    .option("--sandbox-state <file>", "where the sandbox keeps its state", DEFAULTS.sandboxState)
    .addOption(new Option("--format <format>", "how the result is written").choices(["text", "json"]).default("text"))
    .addOption(new Option("--color <when>", "colour the text").choices(["auto", "always", "never"]).default("auto"))
    .option("--role-name <name>", "role to assume in every account (or STRATA_ROLE_NAME)")
    .option("--external-id <id>", "external id that the role asks for")
    .option("--debug", "show the stack of an internal error", false);
}

function addReadCommands(program: Command, edge: Edge, cleanup: Cleanup, run: Run): void {
  const context = (command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    return readContext(edge, options, makeView(edge, options), cleanup);
  };
  program
    .command("validate")
    .description("check the files, without AWS")
    .option("--out <file>", "write the result to a file instead of stdout")
    .addHelpText("after", EXAMPLES.validate)
    .action(async (_, command: Command) => {
      const { validateCommand } = await import("../commands/validate.ts");
      run.exit = await validateCommand(context(command));
    });
  program
    .command("plan")
    .description("show what an apply would change")
    .option("--out <file>", "save the plan as JSON as well")
    .option("--detailed-exitcode", "exit 2 when changes are pending", false)
    .option("--full", "show unchanged profiles too", false)
    .option("--allow-deletes <count>", "consent to this many deletes", wholeNumber)
    .addOption(refreshOption())
    .addHelpText("after", EXAMPLES.plan)
    .action(async (own: PlanFlags, command: Command) => {
      const { planCommand } = await import("../commands/plan.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      const { out: _out, ...shown } = options;
      const view = makeView(edge, shown);
      run.exit = await planCommand(readContext(edge, options, view, cleanup), {
        ...own,
        exact: own.refresh === "exact",
      });
    });
  program
    .command("list")
    .description("list live profiles: ours, unmanaged and foreign")
    .option("--system", "list what can be copied from instead", false)
    .option("--unmanaged", "only profiles that no stack manages", false)
    .option("--out <file>", "write the result to a file instead of stdout")
    .addHelpText("after", EXAMPLES.list)
    .action(async (own: { system: boolean; unmanaged: boolean }, command: Command) => {
      const { listCommand, listSystemCommand } = await import("../commands/list.ts");
      run.exit = own.system ? await listSystemCommand(context(command)) : await listCommand(context(command), own);
    });
  program
    .command("show")
    .argument("<name>", "name in the file, name on AWS, id or ARN")
    .description("show one live profile in full")
    .option("--target <account/region>", "which one, when the name lives in several targets")
    .option("--out <file>", "write the result to a file instead of stdout")
    .addHelpText("after", EXAMPLES.show)
    .action(async (name: string, own: { target?: string }, command: Command) => {
      const { showCommand } = await import("../commands/show.ts");
      run.exit = await showCommand(context(command), { ...own, name });
    });
}

interface PlanFlags {
  readonly out?: string;
  readonly detailedExitcode: boolean;
  readonly full: boolean;
  readonly allowDeletes?: number;
  readonly refresh: "join" | "exact";
}

interface ApplyFlags {
  readonly yes: boolean;
  readonly report?: string;
  readonly allowDeletes?: number;
  readonly refresh: "join" | "exact";
}

function refreshOption(): Option {
  return new Option("--refresh <how>", "how tags are read: in bulk, or profile by profile")
    .choices(["join", "exact"])
    .default("join");
}

function addApply(program: Command, edge: Edge, cleanup: Cleanup, run: Run): void {
  program
    .command("apply")
    .description("plan, ask, and make AWS as the file says")
    .option("--yes", "apply without asking", false)
    .option("--report <file>", "write each outcome to a file as it happens (JSON Lines)")
    .option("--allow-deletes <count>", "consent to this many deletes", wholeNumber)
    .option("--out <file>", "write the result to a file instead of stdout")
    .addOption(refreshOption())
    .addHelpText("after", EXAMPLES.apply)
    .action(async (own: ApplyFlags, command: Command) => {
      const { applyCommand } = await import("../commands/apply.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      const context = writeContext(edge, options, makeView(edge, options), cleanup);
      run.exit = await applyCommand(context, { ...own, exact: own.refresh === "exact" });
    });
}

function addLocalCommands(program: Command, edge: Edge, cleanup: Cleanup, run: Run): void {
  program
    .command("schema")
    .addArgument(
      program
        .createArgument("[name]", "which schema")
        .choices([...SCHEMA_NAMES])
        .default("profiles"),
    )
    .description("print a JSON Schema: of the file format, or of a JSON result")
    .option("--out <file>", "write the result to a file instead of stdout")
    .addHelpText("after", EXAMPLES.schema)
    .action(async (name: SchemaName, _, command: Command) => {
      const { schemaCommand } = await import("../commands/schema.ts");
      run.exit = await schemaCommand(makeView(edge, command.optsWithGlobals<GlobalOptions>()), name);
    });
  program
    .command("sandbox")
    .description("serve the local AWS stand-in until Ctrl-C")
    .option("--port <port>", "port on loopback; 0 takes a free one", portNumber, 4599)
    .option("--state <file>", "where its state is kept; without it, in memory")
    .addHelpText("after", EXAMPLES.sandbox)
    .action(async (own: { port: number; state?: string }, command: Command) => {
      const { serveSandbox } = await import("./serve-sandbox.ts");
      run.exit = await serveSandbox(edge, makeView(edge, command.optsWithGlobals<GlobalOptions>()), own, cleanup);
    });
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

const EXAMPLES = {
  program: `
Examples:
  strata validate                    is the file right? (no AWS needed)
  strata plan --sandbox              try a plan without an account
  strata plan                        the difference between file and AWS
  strata apply                       plan, ask, apply

Exit codes: 0 done · 1 internal or AWS error · 2 changes pending (with
--detailed-exitcode) · 3 some change failed · 5 blocked · 6 file invalid ·
7 a target could not be read · 8 declined · 64 usage · 130 interrupted
`,
  validate: `
Examples:
  strata validate
  strata validate --config envs/prod.yaml --format json
`,
  plan: `
Examples:
  strata plan
  strata plan --out plan.json --detailed-exitcode
  strata plan --format json | jq .summary
`,
  apply: `
Examples:
  strata apply
  strata apply --yes --report report.jsonl
  strata apply --sandbox --yes
`,
  list: `
Examples:
  strata list
  strata list --unmanaged --format json
  strata list --system
`,
  show: `
Examples:
  strata show myapp-01
  strata show search --target 111122223333/eu-central-1
`,
  schema: `
Examples:
  strata schema > profiles.schema.json
  strata schema plan
`,
  sandbox: `
Examples:
  strata sandbox --port 4599 --state .strata/sandbox.json
  AWS_ENDPOINT_URL=http://127.0.0.1:4599 aws bedrock list-inference-profiles
`,
} as const;
