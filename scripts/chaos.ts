/**
 * Random stories of applies under faults, many of them: `npm run chaos -- --runs 10000`.
 * `--seed S` is the first seed (default 1), `--jobs N` the processes; `--seed S --runs 1` replays one with its log.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { playStory, type StoryResult } from "../test/chaos/model/story.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
    worker: { type: "boolean", default: false },
    step: { type: "string", default: "1" },
  },
});

interface Told {
  readonly seed: number;
  readonly result: Omit<StoryResult, "log">;
}

interface Totals {
  runs: number;
  applies: number;
  requests: number;
  kills: number;
  readonly faults: Record<string, number>;
  readonly violations: string[];
}

const runs = Number(values.runs);
const first = Number(values.seed);
const step = Number(values.step);

if (values.worker) await work();
else if (runs === 1) await replay();
else await lead();

/** Plays every `step`-th seed, and tells each result to the leading process. */
async function work(): Promise<void> {
  for (let seed = first; seed < first + runs; seed += step) {
    const { log: _log, ...result } = await playStory(seed);
    process.send?.({ seed, result } satisfies Told);
  }
}

async function replay(): Promise<void> {
  const { log, violations } = await playStory(first);
  console.log(log.join("\n"));
  console.log(violations.length === 0 ? "no violation" : `violations:\n  ${violations.join("\n  ")}`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

async function lead(): Promise<void> {
  const totals: Totals = { runs: 0, applies: 0, requests: 0, kills: 0, faults: {}, violations: [] };
  const jobs = Math.max(1, Number(values.jobs));
  const began = Date.now();
  await Promise.all(Array.from({ length: jobs }, (_, job) => employ(job, jobs, totals)));
  const seconds = Math.round((Date.now() - began) / 1000);
  const faults = Object.entries(totals.faults).sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(`seeds ${first} to ${first + runs - 1} in ${seconds} s`);
  console.log(`runs ${totals.runs}, applies ${totals.applies}, kills ${totals.kills}, requests ${totals.requests}`);
  console.log(`faults injected: ${faults.map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
  console.log(`violations: ${totals.violations.length}`);
  for (const violation of totals.violations) console.log(`  ${violation}`);
  const isWhole = totals.runs === runs;
  if (!isWhole) console.log(`only ${totals.runs} of ${runs} runs ended`);
  process.exitCode = isWhole && totals.violations.length === 0 ? 0 : 1;
}

function employ(job: number, jobs: number, totals: Totals): Promise<void> {
  const args = ["--worker", "--seed", String(first + job), "--runs", String(runs - job), "--step", String(jobs)];
  const child = fork(fileURLToPath(import.meta.url), args);
  child.on("message", (told: Told) => add(totals, told));
  return new Promise((resolve) => child.on("close", () => resolve()));
}

function add(totals: Totals, { seed, result }: Told): void {
  totals.runs += 1;
  totals.applies += result.applies;
  totals.requests += result.requests;
  totals.kills += result.kills;
  for (const [kind, count] of Object.entries(result.faults)) totals.faults[kind] = (totals.faults[kind] ?? 0) + count;
  for (const violation of result.violations) totals.violations.push(`seed ${seed}: ${violation}`);
  if (totals.runs % 500 === 0) console.log(`${totals.runs} runs, ${totals.violations.length} violations`);
}
