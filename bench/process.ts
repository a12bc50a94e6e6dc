/** Runs a program to its end and tells what that took. */
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { watchMemory } from "./memory.ts";
import type { Run } from "./results.ts";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of it: nothing of the machine's own is added. */
  readonly env: NodeJS.ProcessEnv;
}

const TIME = "/usr/bin/time";
const TAIL = 2000;

/**
 * `peakBytes` is the larger of two figures: the most that one process held (as the kernel tells GNU time), and the most
 * that all processes alive at one moment held together (`memory.ts`).
 * @throws Error with the end of what was printed, where it ends with anything but 0.
 */
export async function runMeasured({ program, args, cwd, env }: Command): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-run-"));
  const [printed, peak] = [join(folder, "printed"), join(folder, "peak")];
  const timed = existsSync(TIME) ? [TIME, "-q", "-f", "%M", "-o", peak] : [];
  const [first = program, ...rest] = [...timed, program, ...args];
  const file = openSync(printed, "w");
  try {
    const began = performance.now();
    const child = spawn(first, rest, { cwd, env, stdio: ["ignore", file, file] });
    const watch = watchMemory(child.pid ?? 0);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    }).finally(() => watch.stop());
    const seconds = (performance.now() - began) / 1000;
    if (code !== 0)
      throw new Error(`${program} ${args.join(" ")}: exit ${code}\n${readFileSync(printed, "utf8").slice(-TAIL)}`);
    const largest = existsSync(peak) ? Number(readFileSync(peak, "utf8")) * 1024 : 0;
    const peakBytes = Math.max(largest, watch.stop());
    return peakBytes === 0 ? { seconds } : { seconds, peakBytes };
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}
