/** Runs the built command as a user would, in a folder of its own. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
export const COMMAND = join(ROOT, "dist/main.js");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function aFolder(files: Readonly<Record<string, string>> = {}): string {
  if (!existsSync(COMMAND)) throw new Error("dist/main.js is missing: run `npm run build` first");
  const folder = mkdtempSync(join(tmpdir(), "strata-e2e-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Nothing of the machine's own AWS settings reaches the command. */
export function cleanEnv(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? "", HOME: tmpdir(), AWS_EC2_METADATA_DISABLED: "true", ...more };
}

/** What leads the command to a sandbox that serves already. */
export function envOf(sandbox: { readonly url: string }, more: Readonly<Record<string, string>> = {}) {
  return { AWS_ENDPOINT_URL: sandbox.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", ...more };
}

export function strata(
  cwd: string,
  args: readonly string[],
  options: { env?: Readonly<Record<string, string>>; input?: string } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: cleanEnv(options.env) });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.input ?? "");
  });
}

/** Runs it with stdout and stderr in an open file; answers the exit code. */
export function strataInto(cwd: string, args: readonly string[], file: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: cleanEnv(), stdio: ["ignore", file, file] });
    child.on("error", reject);
    child.on("close", resolve);
  });
}

export const PROFILES = `version: 1
stack: e2e
regions: [us-west-2, eu-central-1]
costAllocationTags: [project]
profiles:
  myapp-01:
    model: us.anthropic.claude-sonnet-4-5-20250929-v1:0
    regions: [us-west-2]
    tags: { project: app01, stage: test }
  search:
    model: anthropic.claude-sonnet-4-5-20250929-v1:0
    routing: geo
    tags: { project: search, stage: prod }
`;
