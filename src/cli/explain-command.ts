/** `strata explain`. */
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { makeView, styleFor } from "./deps.ts";
import type { GlobalOptions } from "./global-options.ts";
import { outOption, type Registrar } from "./registrar.ts";

/** Two folders up from here, and from the chunks of the built command. */
const ROOT = new URL("../..", import.meta.url);

export function addExplain({ program, edge, run }: Registrar): void {
  program
    .command("explain")
    .argument("[code]", "a code such as config/yaml-tab, or an area such as config; without it, all codes")
    .description("what a code means: its cause, an example, how to mend it")
    .addOption(outOption())
    .action(async (code: string | undefined, _, command: Command) => {
      const { explainCommand } = await import("../commands/explain.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      run.exit = explainCommand(makeView(edge, options), {
        ...(code !== undefined && { word: code }),
        format: options.format === "json" ? "json" : "text",
        style: styleFor(edge.stdout, edge, options.color),
        root: fileURLToPath(ROOT),
      });
    });
}
