/**
 * The real process is killed (SIGKILL) at random moments of an apply of forty changes; then the apply is run again.
 * `STRATA_KILL_MOMENTS=50` plays more moments than CI, `STRATA_SEED=…` those of an earlier run.
 */
import { spawn } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../src/sandbox/faults.ts";
import type { SandboxProfile } from "../../src/sandbox/seed.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { COMMAND, cleanEnv, strata } from "../e2e/command.ts";
import {
  APPLY,
  aWish,
  expectConverged,
  expectNoKeyLost,
  expectNothingPlanned,
  expectOthersUntouched,
  type Grace,
  makeBase,
  sandboxWith,
  told,
  towards,
  WRITES,
} from "./forty-changes.ts";

const SEED = Number(process.env.STRATA_SEED ?? Date.now() % 1_000_000);
const MOMENTS = Number(process.env.STRATA_KILL_MOMENTS ?? 10);
console.log(`kill: ${MOMENTS} moments, STRATA_SEED=${SEED}`);

interface Moment {
  readonly at: number;
  readonly uniqueNames: boolean;
  readonly grace: Grace;
  /** Killed once so many writes are answered, and so many milliseconds have passed since. */
  readonly writes: number;
  readonly thenMs: number;
  readonly latencyMs: number;
}

const random = seededRandom(SEED);
const upTo = (limit: number): number => Math.floor(random() * limit);
const moments: readonly Moment[] = Array.from({ length: MOMENTS }, (_, at) => ({
  at: at + 1,
  uniqueNames: at % 2 === 0,
  grace: at % 4 < 2 ? "24h" : "0",
  // Spread over the whole apply, so that few moments too see its beginning and its end.
  writes: Math.floor(((at + random()) * WRITES) / MOMENTS),
  thenMs: upTo(40),
  latencyMs: 20 + upTo(21),
}));

const isWrite = (operation: string): boolean => /^(Create|Delete|Tag|Untag)/.test(operation);

/** The signal that ended it, or its exit code where it was done before. */
function applyAndKill(folder: string, sandbox: Sandbox, moment: Moment): Promise<NodeJS.Signals | number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...APPLY], {
      cwd: folder,
      env: cleanEnv(towards(sandbox)),
      stdio: "ignore",
    });
    const clock = setInterval(() => {
      const done = sandbox.calls.filter(({ operation, status }) => isWrite(operation) && status < 300).length;
      if (done < moment.writes || sandbox.calls.length === 0) return;
      clearInterval(clock);
      setTimeout(() => child.kill("SIGKILL"), moment.thenMs);
    }, 2);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(clock);
      resolve(signal ?? code);
    });
  });
}

let base: readonly SandboxProfile[];
beforeAll(async () => {
  base = await makeBase();
});

test.each(["0", "24h"] as const)("left alone, with grace %s, it is an apply of forty changes", async (grace) => {
  const sandbox = await sandboxWith(base, {});
  const folder = aWish(grace);
  const ended = await strata(folder, APPLY, { env: towards(sandbox) });
  expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining("Applied: ")]);
  expect(told(ended)).toContain("[40/40]");
  expectConverged(base, sandbox.profiles(), grace);
  expect(sandbox.calls.filter(({ operation, status }) => isWrite(operation) && status < 300)).toHaveLength(WRITES);
  await sandbox.close();
});

const ends: (NodeJS.Signals | number | null)[] = [];

describe.concurrent(`killed (STRATA_SEED=${SEED}), then applied again`, () => {
  test.each(moments)(
    "moment $at: after $writes writes and $thenMs ms, latency $latencyMs ms, grace $grace, uniqueNames $uniqueNames",
    async (moment) => {
      const { uniqueNames, latencyMs, grace } = moment;
      const faults = [{ kind: "delay", delayMs: 15, probability: 0.5 }] as const;
      const sandbox = await sandboxWith(base, { uniqueNames, latencyMs, faults });
      const folder = aWish(grace);
      ends.push(await applyAndKill(folder, sandbox, moment));
      expectOthersUntouched(base, sandbox.profiles());
      expectNoKeyLost(base, sandbox.profiles());

      sandbox.behaviour.latencyMs = 0;
      sandbox.behaviour.faults = [];
      const again = await strata(folder, APPLY, { env: towards(sandbox) });
      expect([again.code, again.code === 0 ? "" : told(again)]).toEqual([0, ""]);
      expectConverged(base, sandbox.profiles(), grace);
      await expectNothingPlanned(folder, sandbox);
      await sandbox.close();
    },
  );
});

test("nearly all of them were killed in the middle", () => {
  expect(ends.filter((end) => end === "SIGKILL").length).toBeGreaterThanOrEqual(Math.floor(MOMENTS * 0.8));
});
