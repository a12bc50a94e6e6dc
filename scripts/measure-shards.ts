/**
 * How long a plan and an apply take in one process and in several shards, against the sandbox: `npm run measure:shards`.
 * Prints a Markdown table of medians (docs/sharding.md). Run `npm run build` first.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { KNOWN_REGIONS } from "../src/core/known-regions.ts";
import { startSandbox } from "../src/sandbox/server.ts";

const { values } = parseArgs({
  options: {
    targets: { type: "string", default: "200" },
    profiles: { type: "string", default: "10" },
    latency: { type: "string", default: "50" },
    shards: { type: "string", default: "4" },
    runs: { type: "string", default: "5" },
    only: { type: "string", default: "plan,apply" },
  },
});

const COMMAND = fileURLToPath(new URL("../dist/main.js", import.meta.url));
/** Regions of an account: all but those of GovCloud, where another partition's ARNs are. */
const REGIONS = [...KNOWN_REGIONS].filter((region) => !region.startsWith("us-gov")).slice(0, 20);
const shards = Number(values.shards);
const runs = Number(values.runs);

function configuration(): string {
  const accounts = Math.ceil(Number(values.targets) / REGIONS.length);
  const perAccount = Math.ceil(Number(values.targets) / accounts);
  const regions = REGIONS.slice(0, perAccount);
  const rows = Array.from({ length: accounts }, (_, at) => `  a${at}: { id: "${String(100_000_000_001 + at)}" }`);
  const everywhere = rows.map((_, at) => `a${at}`).join(", ");
  const profiles = Array.from(
    { length: Number(values.profiles) },
    (_, at) => `  app-${at}: { model: global.anthropic.claude-sonnet-4-5-20250929-v1:0, accounts: [${everywhere}] }`,
  );
  return [
    "version: 1",
    "stack: measured",
    `regions: [${regions.join(", ")}]`,
    "accounts:",
    ...rows,
    `defaults: { regions: [${regions.join(", ")}] }`,
    "profiles:",
    ...profiles,
    "",
  ].join("\n");
}

const sandbox = await startSandbox();
const folder = mkdtempSync(join(tmpdir(), "strata-shards-"));
writeFileSync(join(folder, "profiles.yaml"), configuration());

/** Seconds until the last of these has ended, all started at once. */
async function timed(...commands: readonly (readonly string[])[]): Promise<number> {
  const before = performance.now();
  await Promise.all(commands.map(strata));
  return (performance.now() - before) / 1000;
}

function strata(args: readonly string[]): Promise<void> {
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    STRATA_ROLE_NAME: "strata",
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      cwd: folder,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let told = "";
    child.stderr.on("data", (chunk) => {
      told += chunk;
    });
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${args.join(" ")}: exit ${code}\n${told.slice(-2_000)}`)),
    );
  });
}

const indexes = Array.from({ length: shards }, (_, at) => at + 1);
const partsOf = (extra: (index: number) => readonly string[]) =>
  indexes.map((index) => [...extra(index), "--shard", `${index}/${shards}`]);
const merge = ["plan", "merge", ...indexes.map((index) => `part-${index}.json`), "--out", "plan.json"];

async function clear(): Promise<void> {
  for (const { arn } of sandbox.profiles()) await sandbox.remove(arn);
}

const seconds = new Map<string, number[]>();
function note(what: string, took: number): void {
  seconds.set(what, [...(seconds.get(what) ?? []), took]);
}

for (let run = 0; run < runs; run++) {
  sandbox.behaviour.latencyMs = Number(values.latency);
  await clear();
  if (values.only.includes("apply")) {
    note("apply, one process", await timed(["apply", "--yes"]));
    await clear();
  }
  await strata(["plan", "--out", "plan.json"]);
  note(`apply, ${shards} shards`, await timed(...partsOf(() => ["apply", "--plan", "plan.json"])));
  note("plan, one process", await timed(["plan"]));
  note(`plan, ${shards} shards`, await timed(...partsOf((index) => ["plan", "--out", `part-${index}.json`])));
  note("merge", await timed(merge));
}
await sandbox.close();

const [cpu] = cpus();
console.log(
  `${values.targets} targets of ${values.profiles} profiles, ${values.latency} ms, ${cpus().length} × ${cpu?.model}\n`,
);
console.log("| | median of seconds | least | most |\n|---|--:|--:|--:|");
for (const [what, all] of seconds) {
  const sorted = all.sort((a, b) => a - b);
  const shown = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)];
  console.log(`| ${what} | ${shown.map((one) => (one ?? 0).toFixed(1)).join(" | ")} |`);
}
