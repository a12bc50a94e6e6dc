/** Two processes apply the same file at the same time: one profile per key comes out, and neither tells what is not so. */
import { beforeAll, expect, test } from "vitest";
import type { Fault } from "../../src/sandbox/faults.ts";
import type { SandboxProfile } from "../../src/sandbox/seed.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { type Ended, strata } from "../e2e/command.ts";
import {
  APPLY,
  aWish,
  expectConverged,
  expectNothingPlanned,
  expectOthersUntouched,
  type Grace,
  makeBase,
  sandboxWith,
  told,
  towards,
} from "./forty-changes.ts";

/** Done; or some change failed, or was blocked, because the other was faster. */
const ALLOWED_ENDS = [0, 3, 5];

const FAULTS: readonly Fault[] = [
  { kind: "delay", delayMs: 15, probability: 0.5 },
  // The first writes wait, so that the slower process too has read before anything is changed.
  {
    kind: "delay",
    delayMs: 600,
    operations: ["CreateInferenceProfile", "TagResource", "DeleteInferenceProfile"],
    times: 4,
  },
];

interface Outcome {
  readonly status: string;
  readonly action: string;
  readonly name: string;
  /** Of a create or replace, what serves the key now; else what the change was about. */
  readonly arn: string | null;
}

interface Run {
  readonly ended: Ended;
  readonly outcomes: readonly Outcome[];
}

async function applyIn(folder: string, sandbox: Sandbox): Promise<Run> {
  const ended = await strata(folder, [...APPLY, "--format", "json"], { env: towards(sandbox) });
  const result = JSON.parse(ended.stdout) as { outcomes: readonly Outcome[] };
  return { ended, outcomes: result.outcomes };
}

const isDone = ({ status }: Outcome): boolean => status === "applied" || status === "already";

/** Every change is told once, and what is told as done is so: what was made is there, what was ended is not. */
function expectTruth({ outcomes }: Run, now: readonly SandboxProfile[]): void {
  const changes = new Set(outcomes.map(({ action, name }) => `${action} ${name}`));
  expect(changes.size).toBe(outcomes.length);
  const live = new Set(now.map(({ arn }) => arn));
  for (const outcome of outcomes.filter(isDone)) {
    expect(live.has(outcome.arn ?? ""), JSON.stringify(outcome)).toBe(outcome.action !== "delete");
  }
}

const SEED = Number(process.env.STRATA_SEED ?? Date.now() % 1_000_000);
console.log(`together: STRATA_SEED=${SEED}`);

let base: readonly SandboxProfile[];
beforeAll(async () => {
  base = await makeBase();
});

test.each([
  [true, "0"],
  [true, "24h"],
  [false, "0"],
  [false, "24h"],
] as const)("uniqueNames %s, grace %s", async (uniqueNames, grace: Grace) => {
  const sandbox = await sandboxWith(base, { uniqueNames, latencyMs: 25, faults: FAULTS, faultSeed: SEED });
  const folders = [aWish(grace), aWish(grace)] as const;
  const both = await Promise.all(folders.map((folder) => applyIn(folder, sandbox)));
  for (const { ended } of both) expect(ALLOWED_ENDS, told(ended)).toContain(ended.code);
  expectOthersUntouched(base, sandbox.profiles());
  for (const run of both) expectTruth(run, sandbox.profiles());
  if (uniqueNames) expectConverged(base, sandbox.profiles(), grace);

  const again = await strata(folders[0], APPLY, { env: towards(sandbox) });
  expect([again.code, again.code === 0 ? "" : told(again)]).toEqual([0, ""]);
  expectConverged(base, sandbox.profiles(), grace);
  await expectNothingPlanned(folders[1], sandbox);
  await sandbox.close();
});
