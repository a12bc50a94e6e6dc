/**
 * Writes the generated files: `npx tsx scripts/generate.ts`.
 * With `--check` nothing is written: it lists the files that are out of date and fails when there are any.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cliDocFile } from "./generate/cli-doc.ts";
import { configurationDocFile } from "./generate/configuration-doc.ts";
import { diagnosticsDocFile } from "./generate/diagnostics-doc.ts";
import type { GeneratedFile } from "./generate/generated-file.ts";
import { validatorFile, validatorTypesFile } from "./generate/validator.ts";
import { exampleFiles, workflowFiles } from "./generate/workflows.ts";
import { writtenConfigFile } from "./generate/written-config.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const FILES: readonly GeneratedFile[] = [
  writtenConfigFile,
  validatorFile,
  validatorTypesFile,
  configurationDocFile,
  diagnosticsDocFile,
  cliDocFile,
  ...workflowFiles,
  ...exampleFiles,
];

const check = process.argv.includes("--check");
const stale: string[] = [];
for (const file of FILES) {
  const path = join(ROOT, file.path);
  const content = await file.content();
  if (content === readIfThere(path)) continue;
  stale.push(file.path);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

if (stale.length > 0)
  console.log(`${check ? "out of date" : "written"}:\n${stale.map((path) => `  ${path}`).join("\n")}`);
if (check && stale.length > 0) {
  console.log("Run: npx tsx scripts/generate.ts");
  process.exitCode = 1;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
