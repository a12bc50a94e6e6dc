/** The measurement itself, from end to end, on the cheapest row. How long anything takes is nobody's claim here. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { createBudget, readsBudget, totalCalls } from "../../bench/calls.ts";
import { checkDone, runCycle } from "../../bench/peers/cycle.ts";
import { boto3, hasBoto3 } from "../../bench/peers/loops.ts";
import { strata } from "../../bench/peers/strata.ts";
import { WORKS, type Work } from "../../bench/peers/tool.ts";
import { runMeasured } from "../../bench/process.ts";
import type { Results } from "../../bench/results.ts";
import { type Bench, casesOf, Sheet } from "../../bench/row.ts";
import type { Server } from "../../bench/server.ts";

const ROOT = join(import.meta.dirname, "../..");

const bench: Bench = {
  quick: true,
  limit: 60,
  runs: () => 1,
  say: () => {},
  folder: () => mkdtempSync(join(tmpdir(), "strata-bench-test-")),
};

describe("npm run bench", () => {
  const run = (...args: string[]) =>
    promisify(execFile)(join(ROOT, "node_modules/.bin/tsx"), ["bench/main.ts", ...args], { cwd: ROOT });

  test("--quick --only validate --runs 2 measures one row, and writes figures and table into --out", async () => {
    const out = bench.folder();
    await run("--quick", "--only", "validate", "--runs", "2", "--out", out);
    expect(readdirSync(out).toSorted()).toEqual(["RESULTS.md", "results.json"]);
    const { rows, machine, versions } = JSON.parse(readFileSync(join(out, "results.json"), "utf8")) as Results;
    expect(rows.map(({ id, quick }) => [id, quick])).toEqual([["validate", true]]);
    expect(rows[0]?.measured.map(({ work, n, runs }) => [work, n, runs.length])).toEqual([
      ["node -e 0", 0, 2],
      ["strata --version", 0, 2],
      ["YAML read, nothing else", 100, 2],
      ["validate", 100, 2],
      ["YAML read, nothing else", 1000, 2],
      ["validate", 1000, 2],
    ]);
    for (const { seconds } of rows[0]?.measured.flatMap(({ runs }) => runs) ?? []) expect(seconds).toBeGreaterThan(0);
    expect([machine.cores, versions.Node]).toEqual([expect.stringMatching(/^\d+$/), process.version]);
    const text = readFileSync(join(out, "RESULTS.md"), "utf8");
    expect(text).toMatch(
      /\| validate of 1,000 profiles, whole process \| [^|]+ \| [\d.]+ × \| not judged: a quick run \|/,
    );
    await run("--render", "--out", out);
    expect(readFileSync(join(out, "RESULTS.md"), "utf8")).toBe(text);
  });

  test("a row that there is not: exit 1, and the rows that there are", async () => {
    const failed = await run("--only", "speed").catch((error: { code: number; stderr: string }) => error);
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no row speed; there are calls, /),
    });
  });
});

test("a program that fails is an error with what it printed, not a fast run", async () => {
  const command = { program: process.execPath, args: ["-e", "console.log('broken'); process.exit(3)"], cwd: ROOT };
  await expect(runMeasured({ ...command, env: process.env })).rejects.toThrow(/exit 3\nbroken/);
});

test("work that was not done is an error, not a fast run", async () => {
  const holding = (count: number, stage: string) => ({
    profiles: async () => Array.from({ length: count }, () => ({ tags: { stage } })),
  });
  const check = (count: number, stage: string, work: Work) =>
    checkDone(holding(count, stage) as unknown as Server, { n: 2 }, work);
  await expect(check(2, "prod", "one tag on all")).resolves.toBeUndefined();
  await expect(check(0, "prod", "destroy")).resolves.toBeUndefined();
  await expect(check(2, "test", "one tag on all")).rejects.toThrow("2 profiles, 0 of them as wanted, instead of 2");
  await expect(check(1, "test", "first apply")).rejects.toThrow("1 profiles");
  await expect(check(1, "prod", "destroy")).rejects.toThrow("instead of 0");
});

test("memory counts what a program starts", async () => {
  const child = "const fill = Buffer.alloc(2e8, 1); setTimeout(() => fill.length, 400)";
  const code = `require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(child)}])`;
  const run = await runMeasured({ program: process.execPath, args: ["-e", code], cwd: ROOT, env: process.env });
  if (process.platform === "linux") expect(run.peakBytes).toBeGreaterThan(2e8);
});

describe("the works", () => {
  test.each([1, 120])("Strata makes no more calls than its budgets for %d profiles", async (n) => {
    const sheet = new Sheet();
    await runCycle(bench, strata, { n, latencyMs: 0, works: WORKS }, sheet);
    const callsOf = (work: string): number => totalCalls(casesOf(sheet.measured, { work })[0]?.runs[0]?.calls ?? {});
    expect(callsOf("no-op plan")).toBeLessThanOrEqual(readsBudget(n));
    expect(callsOf("first apply")).toBeLessThanOrEqual(createBudget(n));
  });

  test.skipIf(!hasBoto3())("the boto3 loop does what it is compared for", async () => {
    const sheet = new Sheet();
    await runCycle(bench, boto3, { n: 3, latencyMs: 0, works: WORKS }, sheet);
    expect(sheet.measured.map(({ work, runs }) => [work, totalCalls(runs[0]?.calls ?? {})])).toEqual(
      WORKS.map((work) => [work, 4]),
    );
  });
});
