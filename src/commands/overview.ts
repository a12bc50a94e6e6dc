/** `strata` alone: where you are, and the next step. It reads the files at most, and never AWS. */
import { type ConfigState, type Overview, renderOverview } from "../render/overview-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

export type OverviewFacts = Pick<Overview, "version" | "sandboxState">;

export async function overviewCommand(context: CommandContext, facts: OverviewFacts): Promise<ExitCode> {
  const { configFile: file, repeatFlags, style, view } = context;
  const config = await configState(context);
  view.result(renderOverview({ ...facts, file, config, repeatFlags }, style));
  return EXIT.done;
}

/** The YAML parser is loaded only where there is something to parse. */
async function configState({ configFile, files }: CommandContext): Promise<ConfigState> {
  if ((await files.read(configFile)).status === "missing") {
    return { status: "missing", above: await fileAbove(configFile, files) };
  }
  const { loadDesired } = await import("../config/load.ts");
  const { desired, diagnostics, files: read } = await loadDesired(configFile, files);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  if (desired === undefined || errors > 0) return { status: "invalid", errors, warnings };
  return { status: "valid", desired, included: read.length - 1, warnings };
}

/** How many folders up a file is looked for: whoever is deeper in a repository is not about to use it. */
const MOST_UP = 5;

/** A file that the user named by its path is where it was said to be, or nowhere. */
async function fileAbove(file: string, files: CommandContext["files"]): Promise<string | null> {
  if (/[\\/]/.test(file)) return null;
  for (let up = 1; up <= MOST_UP; up += 1) {
    const path = `${"../".repeat(up)}${file}`;
    if ((await files.read(path)).status !== "missing") return path;
  }
  return null;
}
