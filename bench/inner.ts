/** Runs pieces of Strata's code in processes of their own, bundled as the command is: what `tsx` adds would be measured too. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "tsdown";
import type { Run } from "./results.ts";

/** Bundles `programs/NAME.ts` into a folder; answers how to run it with arguments. */
export async function innerProgram(
  name: string,
  folder: string,
): Promise<(...args: readonly string[]) => Promise<Run>> {
  const script = await bundledProgram(name, folder);
  return async (...args) => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script, ...args]);
    return JSON.parse(stdout) as Run;
  };
}

/** Bundles `programs/NAME.ts` into a folder; answers its path there. */
export async function bundledProgram(name: string, folder: string): Promise<string> {
  await build({
    config: false,
    entry: [join(import.meta.dirname, "programs", `${name}.ts`)],
    outDir: folder,
    format: "esm",
    platform: "node",
    target: "node20.19",
    dts: false,
    clean: false,
    // On CI a dependency that comes along would be an error otherwise.
    inlineOnly: false,
    logLevel: "error",
    outputOptions: { entryFileNames: "[name].mjs" },
  });
  return join(folder, `${name}.mjs`);
}
