/** Commands that need neither AWS nor a configuration. */
import type { Command } from "commander";
import { SCHEMA_NAMES, type SchemaName } from "../commands/schema.ts";
import { makeView } from "./deps.ts";
import { switchesOf } from "./fault-option.ts";
import type { GlobalOptions } from "./global-options.ts";
import { portNumber } from "./option-values.ts";
import { outOption, type Registrar } from "./registrar.ts";

export function addLocalCommands(registrar: Registrar): void {
  addSchema(registrar);
  addSandbox(registrar);
}

function addSchema({ program, edge, run }: Registrar): void {
  program
    .command("schema")
    .addArgument(
      program
        .createArgument("[name]", "which schema")
        .choices([...SCHEMA_NAMES])
        .default("profiles"),
    )
    .description("print a JSON Schema: of the file, or of a JSON result")
    .addOption(outOption())
    .action(async (name: SchemaName, _, command: Command) => {
      const { schemaCommand } = await import("../commands/schema.ts");
      run.exit = await schemaCommand(makeView(edge, command.optsWithGlobals<GlobalOptions>()), name);
    });
}

function addSandbox({ program, edge, cleanup, run }: Registrar): void {
  program
    .command("sandbox")
    .description("serve the local AWS stand-in until Ctrl-C")
    .option("--port <port>", "port on loopback; 0 takes a free one", portNumber, 4599)
    .option("--state <file>", "where its state is kept; without it, in memory")
    .action(async (own: { port: number; state?: string }, command: Command) => {
      const { serveSandbox } = await import("./serve-sandbox.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      const serve = { ...own, behaviour: switchesOf(options) };
      run.exit = await serveSandbox(edge, makeView(edge, options), serve, cleanup);
    });
}
