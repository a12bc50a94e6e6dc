/** Sandboxes in which a file is applied already: the built command does that once for each file, and its state is copied. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, strata } from "./command.ts";

const states = new Map<string, Promise<string>>();

/** A sandbox of its own, whose requests begin after the apply. */
export async function appliedSandbox(file: string, env: Readonly<Record<string, string>> = {}): Promise<Sandbox> {
  const state = states.get(file) ?? stateAfterApply(file, env);
  states.set(file, state);
  const stateFile = join(aFolder(), "state.json");
  copyFileSync(await state, stateFile);
  return startSandbox({ stateFile });
}

async function stateAfterApply(file: string, env: Readonly<Record<string, string>>): Promise<string> {
  const folder = aFolder({ "profiles.yaml": file });
  const stateFile = join(folder, "state.json");
  const sandbox = await startSandbox({ stateFile });
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  const ended = await strata(folder, ["apply", "--yes"], {
    env: { AWS_ENDPOINT_URL: sandbox.url, ...credentials, ...env },
  });
  await sandbox.close();
  if (ended.code !== 0) throw new Error(`the apply that others begin with failed: ${ended.stdout}${ended.stderr}`);
  return stateFile;
}
