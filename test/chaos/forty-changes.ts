/** Forty changes of every kind, on a base of ours, of others and of nobody; and what must hold once they are done. */
import { expect } from "vitest";
import type { Behaviour } from "../../src/sandbox/behaviour.ts";
import { seededRandom } from "../../src/sandbox/faults.ts";
import type { SandboxProfile } from "../../src/sandbox/seed.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, type Ended, strata } from "../e2e/command.ts";

export type Grace = "0" | "24h";

const REGION = "us-west-2";
const LITE = "us.amazon.nova-lite-v1:0";
const PRO = "us.amazon.nova-pro-v1:0";

const names = (kind: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${kind}-${i + 10}`);

/** What becomes of each key: 14 + 10 + 8 + 8 are forty changes. */
const KEYS = {
  create: names("create", 14),
  update: names("update", 10),
  replace: names("replace", 8),
  delete: names("delete", 8),
  keep: names("keep", 6),
} as const;

const COUNTS = { creates: 14, replaces: 8, deletes: 8 };

/** Writes that an apply of them needs: the equal updates are one, a replace is a create and a tag, or a create and a delete. */
export const WRITES = COUNTS.creates + 1 + 2 * COUNTS.replaces + COUNTS.deletes;

interface Wanted {
  readonly model: string;
  readonly stage: string;
}

function fileOf(wanted: ReadonlyMap<string, Wanted>, grace: Grace): string {
  const lines = [...wanted].map(
    ([name, { model, stage }]) => `  ${name}: { model: ${model}, tags: { stage: ${stage} } }`,
  );
  return [
    "version: 1",
    "stack: chaos",
    `regions: [${REGION}]`,
    `replacement: { grace: ${grace} }`,
    "profiles:",
    ...lines,
    "",
  ].join("\n");
}

const same = (keys: readonly string[], wanted: Wanted): [string, Wanted][] => keys.map((name) => [name, wanted]);

const BEFORE = new Map<string, Wanted>([
  ...same(KEYS.update, { model: LITE, stage: "test" }),
  ...same(KEYS.replace, { model: LITE, stage: "test" }),
  ...same(KEYS.delete, { model: LITE, stage: "test" }),
  ...same(KEYS.keep, { model: LITE, stage: "test" }),
]);

const AFTER = new Map<string, Wanted>([
  ...same(KEYS.create, { model: LITE, stage: "prod" }),
  ...same(KEYS.update, { model: LITE, stage: "prod" }),
  ...same(KEYS.replace, { model: PRO, stage: "test" }),
  ...same(KEYS.keep, { model: LITE, stage: "test" }),
]);

const DESIRED: readonly string[] = [...AFTER.keys()];

/** The environment of a command whose AWS is this sandbox. */
export function towards({ url }: Sandbox): Record<string, string> {
  return { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
}

/** A folder with the file that wants the forty changes. */
export const aWish = (grace: Grace): string => aFolder({ "profiles.yaml": fileOf(AFTER, grace) });

export const APPLY = ["apply", "--yes", "--allow-deletes", "40"] as const;

/** Profiles that are not ours, one of them never tagged. */
async function putOthers(sandbox: Sandbox): Promise<void> {
  const base = { region: REGION, source: LITE };
  await sandbox.put({ ...base, name: "handmade" });
  await sandbox.put({ ...base, name: "console-made", tags: { owner: "ann", "strata-like": "no" } });
  await sandbox.put({
    ...base,
    name: "update-10 of theirs",
    tags: { "strata:stack": "theirs", "strata:name": "update-10" },
  });
  await sandbox.put({
    ...base,
    name: "theirs-2",
    source: PRO,
    tags: { "strata:stack": "theirs", "strata:name": "theirs-2" },
  });
  await sandbox.put({ ...base, region: "us-east-1", name: "create-10" });
}

const isOurs = ({ tags }: SandboxProfile): boolean => tags["strata:stack"] === "chaos";

/** The state before the forty changes, made by the command itself. */
export async function makeBase(): Promise<readonly SandboxProfile[]> {
  const sandbox = await startSandbox({ random: seededRandom(11) });
  try {
    await putOthers(sandbox);
    const ended = await strata(aFolder({ "profiles.yaml": fileOf(BEFORE, "0") }), ["apply", "--yes"], {
      env: towards(sandbox),
    });
    expect([ended.code, sandbox.profiles().filter(isOurs).length]).toEqual([0, BEFORE.size]);
    return sandbox.profiles();
  } finally {
    await sandbox.close();
  }
}

/** A sandbox in that state. */
export async function sandboxWith(base: readonly SandboxProfile[], behaviour: Partial<Behaviour>): Promise<Sandbox> {
  const sandbox = await startSandbox({ behaviour });
  for (const { createdAt, ...profile } of base) await sandbox.put({ ...profile, createdAt: new Date(createdAt) });
  return sandbox;
}

const isRetiring = ({ tags }: SandboxProfile): boolean => tags["strata:retire-after"] !== undefined;

/** What is ours and not on its way out, by key. */
function liveByKey(profiles: readonly SandboxProfile[]): Map<string, SandboxProfile[]> {
  const byKey = new Map<string, SandboxProfile[]>();
  for (const profile of profiles.filter(isOurs).filter((one) => !isRetiring(one))) {
    const key = profile.tags["strata:name"] ?? profile.name;
    byKey.set(key, [...(byKey.get(key) ?? []), profile]);
  }
  return byKey;
}

/** Nothing of others is touched, byte for byte. */
export function expectOthersUntouched(base: readonly SandboxProfile[], now: readonly SandboxProfile[]): void {
  const bytes = (profiles: readonly SandboxProfile[]) =>
    profiles.filter((one) => !isOurs(one)).map((one) => JSON.stringify(one));
  expect(bytes(now)).toEqual(bytes(base));
}

/** At no time is a key without a live profile that has one before and is still wanted; a retiring one answers calls too. */
export function expectNoKeyLost(base: readonly SandboxProfile[], now: readonly SandboxProfile[]): void {
  const keysOf = (profiles: readonly SandboxProfile[]) =>
    new Set(profiles.filter(isOurs).map(({ tags }) => tags["strata:name"]));
  const live = keysOf(now);
  const lost = [...keysOf(base)].filter((key) => key !== undefined && AFTER.has(key) && !live.has(key));
  expect(lost).toEqual([]);
}

/** One profile per key as wanted, ARNs kept where nothing was replaced, old ones retiring or gone, others untouched. */
export function expectConverged(base: readonly SandboxProfile[], now: readonly SandboxProfile[], grace: Grace): void {
  expectOthersUntouched(base, now);
  const [before, after] = [liveByKey(base), liveByKey(now)];
  const shape = Object.fromEntries([...after].map(([key, ones]) => [key, ones.length]).sort());
  expect(shape).toEqual(Object.fromEntries([...DESIRED].sort().map((key) => [key, 1])));
  const arn = (from: Map<string, SandboxProfile[]>, key: string) => from.get(key)?.[0]?.arn;
  for (const [key, { model, stage }] of AFTER) {
    expect(after.get(key)?.[0]).toMatchObject({
      tags: { "strata:source": model, stage },
      source: expect.stringMatching(`/${model}$`),
    });
  }
  for (const key of [...KEYS.update, ...KEYS.keep]) expect(arn(after, key), key).toBe(arn(before, key));
  const old = KEYS.replace.map((key) => arn(before, key)).sort();
  const retiring = now
    .filter(isOurs)
    .filter(isRetiring)
    .map((one) => one.arn)
    .sort();
  expect(retiring).toEqual(grace === "0" ? [] : old);
}

/** The plan that follows: nothing to do. */
export async function expectNothingPlanned(folder: string, sandbox: Sandbox): Promise<void> {
  const planned = await strata(folder, ["plan", "--detailed-exitcode"], { env: towards(sandbox) });
  expect([planned.code, planned.code === 0 ? "" : told(planned)]).toEqual([0, ""]);
}

export const told = ({ stdout, stderr }: Pick<Ended, "stdout" | "stderr">): string => `${stdout}\n${stderr}`;
