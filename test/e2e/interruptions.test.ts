/** Runs that are cut short: by Ctrl-C, once and twice, by SIGTERM, by a full disk. What was done is told all the same. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, COMMAND, cleanEnv, envOf, strata } from "./command.ts";

const COUNT = 60;
const FILE = `version: 1
stack: cut
regions: [us-west-2]
profiles:
${Array.from({ length: COUNT }, (_, i) => `  app-${i + 10}: { model: us.amazon.nova-lite-v1:0 }`).join("\n")}
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const env = () => envOf(sandbox);

/** The report of a run before. */
const EARLIER = '{"type":"summary","complete":true}\n';

interface Cut {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly report: readonly Record<string, unknown>[];
}

/** Starts an apply and sends it signals, each once `isTime` says so of what it has written to stderr. */
function cut(signals: readonly { signal: NodeJS.Signals; isTime: (stderr: string) => boolean }[]): Promise<Cut> {
  const folder = aFolder({ "profiles.yaml": FILE, "report.jsonl": EARLIER });
  return new Promise((resolve, reject) => {
    const args = [COMMAND, "apply", "--yes", "--report", "report.jsonl"];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: cleanEnv(env()),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const waiting = [...signals];
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const clock = setInterval(() => {
      const next = waiting[0];
      if (next?.isTime(stderr) !== true) return;
      waiting.shift();
      child.kill(next.signal);
    }, 20);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(clock);
      const file = join(folder, "report.jsonl");
      const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
      resolve({ code, stdout, stderr, report: lines.map((line) => JSON.parse(line)) });
    });
  });
}

const someAreDone = (stderr: string): boolean => stderr.includes("created");
const count = ({ report }: Cut, status: string): number => report.filter((line) => line.status === status).length;

describe.each(["SIGINT", "SIGTERM"] as const)("%s once", (signal) => {
  test("what is in flight ends, the rest is told as not tried, exit 130; the next apply does the rest", async () => {
    sandbox.behaviour.latencyMs = 150;
    const ended = await cut([{ signal, isTime: someAreDone }]);
    sandbox.behaviour.latencyMs = 0;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain("Stopping: what is in flight ends");
    const [applied, skipped] = [count(ended, "applied"), count(ended, "skipped")];
    expect(applied).toBeGreaterThan(0);
    expect(skipped).toBeGreaterThan(0);
    expect([applied + skipped, sandbox.profiles().length]).toEqual([COUNT, applied]);
    expect(ended.report.at(-1)).toMatchObject({
      type: "summary",
      complete: false,
      counts: { applied, skipped, untold: 0 },
    });

    const again = await strata(aFolder({ "profiles.yaml": FILE }), ["apply", "--yes"], { env: env() });
    expect([again.code, sandbox.profiles().length]).toEqual([0, COUNT]);
  });
});

test("while it reads: ends at once, since nothing has begun; exit 130, and no word of changes that were not to be", async () => {
  sandbox.behaviour.faults = [{ kind: "hang", operations: ["ListInferenceProfiles"] }];
  const ended = await cut([{ signal: "SIGINT", isTime: () => sandbox.calls.length > 0 }]);
  expect(ended).toEqual({
    code: 130,
    stdout: "",
    stderr: "Stopped before anything was begun. Nothing was changed.\n",
    report: [],
  });
});

test.each<[string, string, number]>([
  ["at a prompt without a terminal", FILE, 8],
  ["for a file that is invalid", FILE.replace("version: 1", "version: 2"), 6],
])("a run that ends %s leaves no report of an earlier one behind", async (_, file, code) => {
  const folder = aFolder({ "profiles.yaml": file, "report.jsonl": EARLIER });
  const ended = await strata(folder, ["apply", "--report", "report.jsonl"], { env: env() });
  expect([ended.code, existsSync(join(folder, "report.jsonl"))]).toEqual([code, false]);
});

test("arguments that are refused leave it there; a plan is no report", async () => {
  const folder = aFolder({ "profiles.yaml": FILE, "report.jsonl": EARLIER });
  for (const args of [
    ["--shard", "1/2"],
    ["--plan", "report.jsonl"],
  ]) {
    const ended = await strata(folder, ["apply", "--report", "report.jsonl", ...args], { env: env() });
    expect([ended.code, readFileSync(join(folder, "report.jsonl"), "utf8")]).toEqual([64, EARLIER]);
  }
});

test("Ctrl-C twice: ends at once, names what was in flight, and the report says how many have no outcome", async () => {
  sandbox.behaviour.faults = [{ kind: "hang", operations: ["CreateInferenceProfile"], skip: 5 }];
  const ended = await cut([
    { signal: "SIGINT", isTime: someAreDone },
    { signal: "SIGINT", isTime: (stderr) => stderr.includes("Press Ctrl-C again") },
  ]);
  expect(ended.code).toBe(130);
  expect(ended.stderr).toContain("In flight, perhaps done, perhaps not:");
  expect(ended.stderr).toMatch(/create 111122223333 us-west-2 app-\d\d/);
  const summary = ended.report.at(-1) as { type: string; counts: { applied: number; untold: number } };
  expect(summary.type).toBe("summary");
  expect(summary.counts.applied).toBe(5);
  expect(summary.counts.untold).toBeGreaterThan(0);
});

test("a full disk under the report: the apply goes on, the loss is told, exit 1", async () => {
  const folder = aFolder({ "profiles.yaml": FILE });
  const ended = await strata(folder, ["apply", "--yes", "--report", "/dev/full"], { env: env() });
  expect(sandbox.profiles()).toHaveLength(COUNT);
  expect(ended.stdout).toContain(`Applied: ${COUNT} created.`);
  expect(ended.stderr).toContain("The report is not whole: ENOSPC");
  expect(ended.code).toBe(1);
});

test.each([
  ["a folder", ["--report", "."], "--report .: it is a folder"],
  ["a folder that is not there", ["--report", "no/where.jsonl"], "its folder does not exist"],
  ["a folder for the result", ["--out", "."], "--out .: it is a folder"],
])("%s as output: exit 64 before AWS is asked", async (_, args, text) => {
  const ended = await strata(aFolder({ "profiles.yaml": FILE }), ["apply", "--yes", ...args], { env: env() });
  expect([ended.code, sandbox.calls.length]).toEqual([64, 0]);
  expect(ended.stderr).toContain(text);
});
