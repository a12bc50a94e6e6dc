/** A process of its own for each measurement: `diff.js N WORK` prints a `Run` of the pure diff. Wants `--expose-gc`. */
import { PerformanceObserver } from "node:perf_hooks";
import { diffProfiles } from "../../src/core/diff.ts";
import { estateOf, type Fate } from "./estate.ts";

const MIXED: readonly Fate[] = ["keep", "create", "update", "delete"];

const [n = 0, work = ""] = [Number(process.argv[2]), process.argv[3]];
const estate = estateOf(n, (number) => (work === "mixed" ? (MIXED[number % MIXED.length] ?? "keep") : "keep"));

const before = heap();
let gcMs = 0;
const pauses = new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries())
    if (startTime >= began && startTime < ended) gcMs += duration;
});
pauses.observe({ entryTypes: ["gc"] });
const began = performance.now();
const diff = diffProfiles(estate.desired, estate.observation, "2026-11-23T09:00:00Z");
const ended = performance.now();
const seconds = (ended - began) / 1000;
const heapBytes = heap() - before;
const isBlocked = diff.changes.some(({ action }) => action === "blocked");
if (isBlocked || diff.changes.length !== n)
  throw new Error(`${diff.changes.length} changes instead of ${n}, blocked ones: ${isBlocked}`);
// Pauses are told once the event loop turns.
await new Promise((resolve) => setTimeout(resolve, 10));
const gcSeconds = gcMs / 1000;
process.stdout.write(
  JSON.stringify({ seconds, heapBytes, gcSeconds, peakBytes: process.resourceUsage().maxRSS * 1024 }),
);

function heap(): number {
  global.gc?.();
  return process.memoryUsage().heapUsed;
}
