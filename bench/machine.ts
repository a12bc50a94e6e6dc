/** Where a run happens: the machine, and the versions of everything that takes part. */
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { run } from "../test/sandbox/programs.ts";
import { awsVersion, boto3Version } from "./peers/loops.ts";
import { hasTerraform, providerVersion, terraformVersion } from "./peers/terraform.ts";
import type { Surroundings } from "./results.ts";

const ROOT = join(import.meta.dirname, "..");

/** What a run itself writes does not make another Strata of it. */
const WRITTEN = ["bench/RESULTS.md", "bench/results.json", "docs/performance.md", "docs/images/performance"];

export function surroundings(): Surroundings {
  const models = [...new Set(cpus().map(({ model }) => model.trim()))];
  return {
    machine: {
      CPU: models.join(", "),
      cores: String(cpus().length),
      memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
      OS: `${type()} ${release()}`,
    },
    versions: versions(),
  };
}

function versions(): Record<string, string> {
  const found: Record<string, string | undefined> = {
    Node: process.version,
    Terraform: hasTerraform() ? terraformVersion() : undefined,
    "Terraform's AWS provider": hasTerraform() ? providerVersion() : undefined,
    "AWS CLI": awsVersion(),
    boto3: boto3Version(),
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
}

/** The commit of Strata, with a `+` where files differ from it. */
export async function commit(): Promise<string> {
  const git = (...args: string[]) => run("git", args, process.env, ROOT);
  const [head, status] = await Promise.all([git("rev-parse", "--short=10", "HEAD"), git("status", "--porcelain")]);
  const changed = status.stdout
    .split("\n")
    .filter((line) => line !== "" && !WRITTEN.some((path) => line.includes(path)));
  return `${head.stdout.trim()}${changed.length === 0 ? "" : "+"}`;
}

/** Of the last minute. */
export function load(): number {
  return loadavg()[0] ?? 0;
}
