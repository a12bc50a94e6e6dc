// Runs the real AWS CLI and Terraform against a sandbox, cut off from whatever configuration the machine has.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** That of clients.ts, which only a test can import. */
const REGION = "us-west-2";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const installed = new Map<string, boolean>();

/** Whether it runs; asked once for all files of a worker, since each start takes a second. */
export function isInstalled(program: string, versionFlag: string): boolean {
  const question = `${program} ${versionFlag}`;
  const known = installed.get(question) ?? answers(program, versionFlag);
  installed.set(question, known);
  return known;
}

function answers(program: string, versionFlag: string): boolean {
  try {
    execFileSync(program, [versionFlag], { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

/** Nothing of the machine's own AWS set-up reaches the program. */
export function programEnvironment(endpoint: string, extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    NO_PROXY: "127.0.0.1",
    // Terraform and its provider are short-lived and large: a fifth of their time would be garbage collection.
    GOGC: "400",
    ...extra,
  };
}

export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Promise<Ran> {
  return new Promise((done) => {
    execFile(program, args, { env, cwd, timeout: 120_000, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      done({ code, stdout, stderr });
    });
  });
}

/**
 * A folder of Terraform providers that holds AWS's, laid out as a filesystem mirror: `STRATA_TF_MIRROR`, one of
 * Terraform's own places for it, or a folder below `/opt`; undefined where there is none.
 */
export function providerMirror(): string | undefined {
  const below = (folder: string): string[] => {
    try {
      return readdirSync(folder).map((entry) => join(folder, entry));
    } catch {
      return [];
    }
  };
  const usual = ["/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"];
  const own = join(homedir(), ".terraform.d", "plugins");
  const named = process.env.STRATA_TF_MIRROR === undefined ? [] : [process.env.STRATA_TF_MIRROR];
  const places = [...named, own, ...usual, ...below("/opt")];
  return places.find((place) => existsSync(join(place, "registry.terraform.io", "hashicorp", "aws")));
}
