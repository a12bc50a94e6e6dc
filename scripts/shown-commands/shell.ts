/** A shell in a folder of its own, in which `strata` is the built command at a moment that is fixed. For docs and pictures. */
import { spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const COMMAND = join(ROOT, "dist/main.js");
const WORLD = join(import.meta.dirname, "world.mjs");
const AWS_STAND_IN = join(import.meta.dirname, "aws-stand-in.mjs");

/** When what is shown began: that of the made-up company in the pictures of costs. */
export const SHOWN_FROM = "2026-11-24T09:00:00Z";

export interface Printed {
  readonly code: number | null;
  /** stdout and stderr as they come, as in a terminal. */
  readonly text: string;
}

export interface Shell {
  /** Where the commands run. */
  readonly folder: string;
  /** Runs lines of a shell; what they export, the next ones see. */
  run(lines: string): Promise<Printed>;
  /** Starts `strata sandbox`, which goes on, and answers what it has printed when it serves. */
  start(line: string): Promise<string>;
  /** Ends what goes on, and removes the folder. */
  close(): Promise<void>;
}

export function openShell(): Shell {
  if (!existsSync(COMMAND)) throw new Error("dist/main.js is missing: run `npm run build` first");
  const top = mkdtempSync(join(tmpdir(), "strata-shown-"));
  const folder = join(top, "work");
  const env = prepare(top, folder);
  const endings: (() => Promise<void>)[] = [];
  const exported = join(top, "exports.sh");
  return {
    folder,
    run: (lines) =>
      runTo(
        join(top, "printed.txt"),
        `. '${exported}'\n${lines}\nended=$?\nexport -p >'${exported}'\nexit $ended`,
        folder,
        env,
      ),
    start: async (line) => {
      const { text, end } = await startServing(line, folder, env);
      endings.push(end);
      return text;
    },
    close: async () => {
      for (const end of endings) await end();
      rmSync(top, { recursive: true, force: true });
    },
  };
}

/** `strata`, and `aws` where it is not installed, on the path; no AWS settings of the machine. */
function prepare(top: string, folder: string): NodeJS.ProcessEnv {
  const bin = join(top, "bin");
  for (const made of [folder, bin]) mkdirSync(made);
  writeFileSync(join(top, "counter"), "0");
  writeFileSync(join(top, "exports.sh"), "");
  writeFileSync(join(bin, "strata"), `#!/bin/sh\nexec '${process.execPath}' --import '${WORLD}' '${COMMAND}' "$@"\n`);
  chmodSync(join(bin, "strata"), 0o755);
  const path = process.env.PATH ?? "";
  if (!path.split(delimiter).some((place) => existsSync(join(place, "aws"))))
    copyFileSync(AWS_STAND_IN, join(bin, "aws"));
  return {
    PATH: `${bin}${delimiter}${path}`,
    HOME: process.env.HOME,
    XDG_CACHE_HOME: join(top, "cache"),
    SHOWN_COUNTER: join(top, "counter"),
    SHOWN_FROM,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    NO_PROXY: "127.0.0.1",
  };
}

function runTo(file: string, script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Printed> {
  const out = openSync(file, "w");
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", script], { cwd, env, stdio: ["ignore", out, out] });
    child.on("error", reject);
    child.on("close", (code) => {
      closeSync(out);
      resolve({ code, text: readFileSync(file, "utf8") });
    });
  });
}

/** Started without a shell in between, which would not pass on the signal that ends it. */
function startServing(
  line: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ text: string; end: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", `exec ${line}`], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const closed = new Promise<void>((done) => child.on("close", () => done()));
    const end = () => {
      child.kill("SIGINT");
      return closed;
    };
    let text = "";
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
      if (/^Serving .*\n/m.test(text)) resolve({ text, end });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("close", () => reject(new Error(`${line} ended: ${text}`)));
  });
}
