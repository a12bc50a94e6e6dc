// A sandbox in a process of its own, to be killed: src/sandbox compiled to JavaScript, because node runs no TypeScript.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";

const SOURCE = new URL("../../src/sandbox/", import.meta.url).pathname;

const PACKAGES = new URL("../../node_modules", import.meta.url).pathname;

const MAIN = `
import { startSandbox } from "./server.js";
const sandbox = await startSandbox({ stateFile: process.argv[2] });
console.log(sandbox.url);
`;

/** Compiles the sandbox into a folder; returns the script to run. */
export async function compileSandbox(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    rewriteRelativeImportExtensions: true,
  };
  for (const name of await readdir(SOURCE)) {
    const { outputText } = ts.transpileModule(await readFile(join(SOURCE, name), "utf8"), { compilerOptions });
    await writeFile(join(folder, name.replace(/\.ts$/, ".js")), outputText);
  }
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await symlink(PACKAGES, join(folder, "node_modules"));
  await writeFile(join(folder, "main.js"), MAIN);
  return join(folder, "main.js");
}

/** Starts it; returns once it listens. */
export async function spawnSandbox(
  script: string,
  stateFile: string,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [script, stateFile], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, url: line.toString().trim() };
}
