/** Two hundred profiles in two regions, while AWS throttles, fails, loses replies and lists late. */
import { expect, test } from "vitest";
import type { Fault } from "../../src/sandbox/faults.ts";
import type { SandboxProfile } from "../../src/sandbox/seed.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, strata } from "../e2e/command.ts";
import { told, towards } from "./forty-changes.ts";

const SEED = Number(process.env.STRATA_SEED ?? Date.now() % 1_000_000);
const LIST_LAG_MS = 2000;
const NAMES = Array.from({ length: 100 }, (_, i) => `app-${i + 100}`);
const REGIONS = ["us-west-2", "us-east-1"];

const FILE = `version: 1
stack: load
regions: [${REGIONS.join(", ")}]
profiles:
${NAMES.map((name) => `  ${name}: { model: us.amazon.nova-lite-v1:0, tags: { project: ${name} } }`).join("\n")}
`;

const FAULTS: readonly Fault[] = [
  { kind: "throttle", probability: 0.2 },
  { kind: "error", status: 500, probability: 0.05 },
  { kind: "reset", when: "after", probability: 0.05 },
];

const keyOf = ({ region, tags }: SandboxProfile): string => `${region} ${tags["strata:name"]}`;

const ALL = REGIONS.flatMap((region) => NAMES.map((name) => `${region} ${name}`)).sort();

test.each([true, false])("uniqueNames %s: exit 0, exactly 200 profiles, and nothing planned", async (uniqueNames) => {
  const behaviour = { uniqueNames, listLagMs: LIST_LAG_MS, faults: FAULTS, faultSeed: SEED };
  const sandbox = await startSandbox({ behaviour });
  const folder = aFolder({ "profiles.yaml": FILE });
  const started = performance.now();
  const applied = await strata(folder, ["apply", "--yes"], { env: towards(sandbox) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`load: STRATA_SEED=${SEED}, ${seconds} s, ${sandbox.calls.length} requests,`, sandbox.faults());
  expect([applied.code, applied.code === 0 ? "" : told(applied)]).toEqual([0, ""]);
  for (const kind of ["throttle", "error", "reset"] as const) expect(sandbox.faults()[kind], kind).toBeGreaterThan(0);
  expect(sandbox.profiles().map(keyOf).sort()).toEqual(ALL);

  await new Promise((done) => setTimeout(done, LIST_LAG_MS));
  const planned = await strata(folder, ["plan", "--detailed-exitcode"], { env: towards(sandbox) });
  expect([planned.code, planned.code === 0 ? "" : told(planned)]).toEqual([0, ""]);
  await sandbox.close();
});
