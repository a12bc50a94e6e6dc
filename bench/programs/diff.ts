/** A process of its own for each measurement: `diff.js N WORK` prints a `Run` of the pure diff. Wants `--expose-gc`. */
import { diffProfiles } from "../../src/core/diff.ts";
import { estateOf, type Fate } from "./estate.ts";

const MIXED: readonly Fate[] = ["keep", "create", "update", "delete"];

const [n = 0, work = ""] = [Number(process.argv[2]), process.argv[3]];
const estate = estateOf(n, (number) => (work === "mixed" ? (MIXED[number % MIXED.length] ?? "keep") : "keep"));

const before = heap();
const began = performance.now();
const diff = diffProfiles(estate.desired, estate.observation, "2026-11-23T09:00:00Z");
const seconds = (performance.now() - began) / 1000;
const heapBytes = heap() - before;
const isBlocked = diff.changes.some(({ action }) => action === "blocked");
if (isBlocked || diff.changes.length !== n)
  throw new Error(`${diff.changes.length} changes instead of ${n}, blocked ones: ${isBlocked}`);
process.stdout.write(JSON.stringify({ seconds, heapBytes, peakBytes: process.resourceUsage().maxRSS * 1024 }));

function heap(): number {
  global.gc?.();
  return process.memoryUsage().heapUsed;
}
