/**
 * How long a plan and an apply take in one process and by shards, against the sandbox: `npm run measure:shards`. Prints a
 * table for docs/sharding.md. "Alone" is a shard that has the machine for itself, as a job of a matrix has.
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
    /** Measure first applies too. */
    apply: { type: "boolean", default: false },
  },
});

const COMMAND = fileURLToPath(new URL("../dist/main.js", import.meta.url));
/** Regions of an account, of one partition. */
const REGIONS = [...KNOWN_REGIONS].filter((region) => !region.startsWith("us-gov")).slice(0, 20);
const MODEL = "global.anthropic.claude-sonnet-4-5-20250929-v1:0";
const targets = Number(values.targets);
const shards = Array.from({ length: Number(values.shards) }, (_, at) => at + 1);

/** So many accounts of up to 20 regions that there are about as many targets; every profile is in each of them. */
const FIRST_ACCOUNT = 100_000_000_001;
const accounts = Array.from({ length: Math.ceil(targets / REGIONS.length) }, (_, at) => `a${at}`);
const regions = REGIONS.slice(0, Math.ceil(targets / accounts.length));
const names = Array.from({ length: Number(values.profiles) }, (_, at) => `app-${at}`);

function configuration(): string {
  const everywhere = regions.join(", ");
  return [
    `{ version: 1, stack: measured, regions: [${everywhere}], defaults: { regions: [${everywhere}] },`,
    `accounts: { ${accounts.map((name, at) => `${name}: { id: "${FIRST_ACCOUNT + at}" }`).join(", ")} },`,
    `profiles: { ${names.map((name) => `${name}: { model: "${MODEL}", accounts: [${accounts.join(", ")}] }`).join(",\n")} } }`,
    "",
  ].join("\n");
}

const sandbox = await startSandbox({ behaviour: { latencyMs: Number(values.latency) } });
const folder = mkdtempSync(join(tmpdir(), "strata-shards-"));
writeFileSync(join(folder, "profiles.yaml"), configuration());

/** Seconds that one command takes. */
async function strata(args: readonly string[]): Promise<number> {
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    STRATA_ROLE_NAME: "strata",
  };
  const before = performance.now();
  const code = await new Promise((resolve) =>
    spawn(process.execPath, [COMMAND, ...args], { cwd: folder, env, stdio: "ignore" }).on("close", resolve),
  );
  if (code !== 0) throw new Error(`strata ${args.join(" ")}: exit ${code}`);
  return (performance.now() - before) / 1000;
}

const planShard = (index: number) => ["plan", "--shard", `${index}/${shards.length}`, "--out", `part-${index}.json`];
const applyShard = (index: number) => ["apply", "--plan", "plan.json", "--shard", `${index}/${shards.length}`];

/** The slowest of all shards, one after the other. */
async function alone(command: (index: number) => readonly string[]): Promise<number> {
  let slowest = 0;
  for (const index of shards) slowest = Math.max(slowest, await strata(command(index)));
  return slowest;
}

async function together(command: (index: number) => readonly string[]): Promise<number> {
  return Math.max(...(await Promise.all(shards.map((index) => strata(command(index))))));
}

async function emptied(): Promise<void> {
  for (const { arn } of sandbox.profiles()) await sandbox.remove(arn);
  await strata(["plan", "--out", "plan.json"]);
}

/** Everything as the file says, without the time that creating takes. */
async function filled(): Promise<void> {
  const have = new Set(sandbox.profiles().map(({ account, region, name }) => `${account}/${region}/${name}`));
  for (const account of accounts.map((_, at) => String(FIRST_ACCOUNT + at)))
    for (const region of regions)
      for (const name of names) {
        if (have.has(`${account}/${region}/${name}`)) continue;
        const tags = { "strata:stack": "measured", "strata:name": name, "strata:source": MODEL };
        await sandbox.put({ account, region, name, source: MODEL, tags });
      }
}

const taken = new Map<string, number[]>();
async function note(what: string, work: Promise<number>): Promise<void> {
  taken.set(what, [...(taken.get(what) ?? []), await work]);
}

for (let run = 0; run < Number(values.runs); run++) {
  if (values.apply) {
    await emptied();
    await note("first apply, one process", strata(["apply", "--plan", "plan.json"]));
    await emptied();
    await note("first apply, the slowest shard alone", alone(applyShard));
  }
  await filled();
  await note("plan without changes, one process", strata(["plan"]));
  await note("plan without changes, the slowest shard alone", alone(planShard));
  await note("plan without changes, all shards on this machine", together(planShard));
  await note(
    "plan merge",
    strata(["plan", "merge", ...shards.map((index) => `part-${index}.json`), "--out", "merged.json"]),
  );
}
await sandbox.close();

console.log(`${targets} targets of ${values.profiles} profiles, ${values.latency} ms, ${shards.length} shards`);
console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
console.log("| | median, s | least | most |\n|---|--:|--:|--:|");
for (const [what, all] of taken) {
  const sorted = [...all].sort((a, b) => a - b);
  const shown = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)];
  console.log(`| ${what} | ${shown.map((one) => (one ?? 0).toFixed(1)).join(" | ")} |`);
}
