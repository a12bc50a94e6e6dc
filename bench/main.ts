/**
 * Measures Strata, and what else is installed, side by side: `npm run bench`. Writes bench/results.json, and from it
 * bench/RESULTS.md, the tables of docs/performance.md and its plots. `--only ROW`, `--quick`, `--runs N`, `--limit SECONDS`,
 * `--render`, `--out FOLDER` are told in bench/options.ts.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit, load, surroundings } from "./machine.ts";
import { type BenchOptions, parseOptions } from "./options.ts";
import { draw, resultsFile } from "./outputs.ts";
import { isSameSurroundings, mergeResults, type Results, type RowResult } from "./results.ts";
import type { Bench, Row } from "./row.ts";
import { ROWS } from "./rows/all.ts";
import { STRATA } from "./server.ts";

const say = (text: string): void => console.error(text);

try {
  await main(
    parseOptions(
      process.argv.slice(2),
      ROWS.map(({ id }) => id),
    ),
  );
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function main(options: BenchOptions): Promise<void> {
  if (!existsSync(STRATA)) throw new Error("dist/main.js is missing: run `npm run build` first.");
  const path = resultsFile(options.out);
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Results) : undefined;
  if (options.render) {
    if (before === undefined) throw new Error(`${path} is missing: nothing has been measured yet.`);
    return draw(before, options.out);
  }
  const here = surroundings();
  if (before !== undefined && !isSameSurroundings(before, here))
    say("What was measured before was measured elsewhere, or with other versions, and is dropped.");
  let results = before;
  const chosen = ROWS.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
  for (const row of chosen) {
    results = mergeResults(results, here, [await measureRow(row, options)]);
    // After each row, so that an interrupted run has lost only one.
    draw(results, options.out);
  }
}

async function measureRow(row: Row, options: BenchOptions): Promise<RowResult> {
  const scratch = mkdtempSync(join(tmpdir(), "strata-bench-"));
  const bench: Bench = {
    quick: options.quick,
    limit: options.limit,
    runs: (own, quick = 1) => options.runs ?? (options.quick ? quick : own),
    say: (text) => say(`  ${text}`),
    folder: () => mkdtempSync(join(scratch, "part-")),
  };
  try {
    say(`${row.id}: ${row.title}`);
    const start = { at: new Date().toISOString(), commit: await commit(), load: load() };
    return { id: row.id, ...start, quick: options.quick, measured: await row.measure(bench) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
