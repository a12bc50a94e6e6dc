/**
 * What a run costs in API calls, to the call: the budgets of DESIGN section 11, by whole commands over HTTP against a
 * sandbox, whose log counts. A read too many is a bug, however fast it is.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { LITE, ourTags, PRO } from "../fakes/values.ts";
import { strataHere } from "./in-process.ts";

const REGION = "us-west-2";

let sandbox: Sandbox;
let file: string;
beforeEach(async () => {
  sandbox = await startSandbox({ behaviour: { quota: 5_000 } });
  file = join(mkdtempSync(join(tmpdir(), "strata-calls-")), "profiles.yaml");
  vi.stubEnv("AWS_ENDPOINT_URL", sandbox.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `app-${i + 10_000}`);

interface Wish {
  readonly count: number;
  readonly regions?: readonly string[];
  readonly source?: string;
  /** Of every profile. */
  readonly tags?: Readonly<Record<string, string>>;
  /** More lines of the file. */
  readonly more?: string;
}

const TAGS = { project: "app01", stage: "test" };

function wish({ count, regions = [REGION], source = LITE, tags = TAGS, more = "" }: Wish): void {
  const profiles = names(count).map((name) => `  ${name}: { model: ${source} }`);
  const lines = [
    "version: 1",
    "stack: genai",
    `regions: [${regions.join(", ")}]`,
    `defaults: { regions: [${regions.join(", ")}], tags: ${JSON.stringify(tags)} }`,
    ...(more === "" ? [] : [more]),
    ...(count === 0 ? ["profiles: {}"] : ["profiles:", ...profiles]),
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
}

/** So many profiles of ours are live, as `wish` wants them. */
async function live(count: number, more: { readonly account?: string; readonly region?: string } = {}): Promise<void> {
  for (const name of names(count)) {
    await sandbox.put({ region: REGION, ...more, name, source: LITE, tags: ourTags(name, LITE, TAGS) });
  }
}

/** Calls of one run by operation; the run has to end with this exit code. */
async function callsOf(
  args: readonly string[],
  code = 0,
  env: Record<string, string> = {},
): Promise<Record<string, number>> {
  sandbox.clearCalls();
  const ended = await strataHere([...args, "--config", file], env);
  expect([ended.code, ended.code === code ? "" : ended.stdout + ended.stderr]).toEqual([code, ""]);
  const counts: Record<string, number> = {};
  for (const { operation } of sandbox.calls) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, one) => sum + one, 0);
const pages = (count: number, each: number): number => Math.max(1, Math.ceil(count / each));

/** What every plan of one target reads: an empty page is a call too. */
const reads = (count: number): Record<string, number> => ({
  GetCallerIdentity: 1,
  ListInferenceProfiles: pages(count, 1_000),
  GetResources: pages(count, 100),
});

/** In front of the sandbox: holds all requests back until so many are there. */
async function holdUntil(count: number): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let seen = 0;
  const server = createServer(async (asked, answer) => {
    seen += 1;
    if (seen === count) open();
    await opened;
    const { method, headers, url } = asked;
    const passed = request(`${sandbox.url}${url}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

describe("a plan with nothing to do", () => {
  test.each([0, 1, 100, 101, 500, 1_000, 1_001, 2_500])("of %i profiles", async (count) => {
    wish({ count });
    await live(count);
    const calls = await callsOf(["plan", "--detailed-exitcode"]);
    expect(calls).toEqual(reads(count));
    // For nothing at all, the two empty pages are one call more than the formula has.
    expect(total(calls)).toBeLessThanOrEqual(Math.ceil(count / 1_000) + Math.ceil(count / 100) + (count === 0 ? 3 : 2));
  });

  test("more than five tags a profile: a page may hold 500 tags where AWS counts them", async () => {
    const tags = { ...TAGS, a: "1", b: "1", c: "1" };
    wish({ count: 200, tags });
    for (const name of names(200)) {
      await sandbox.put({ region: REGION, name, source: LITE, tags: ourTags(name, LITE, tags) });
    }
    expect(await callsOf(["plan"])).toEqual({ ...reads(200), GetResources: Math.ceil(200 / Math.floor(500 / 8)) });
  });

  test("several regions share one question who this is", async () => {
    const regions = ["us-west-2", "us-east-1", "us-east-2"];
    wish({ count: 3, regions });
    for (const region of regions) await live(3, { region });
    expect(await callsOf(["plan"])).toEqual({ GetCallerIdentity: 1, ListInferenceProfiles: 3, GetResources: 3 });
  });

  test("their reads do not wait for each other", async () => {
    const regions = ["us-west-2", "us-east-1", "us-east-2"];
    wish({ count: 1, regions });
    for (const region of regions) await live(1, { region });
    // Six reads of three targets and the question who this is: nothing is answered until all are asked.
    const gate = await holdUntil(7);
    vi.stubEnv("AWS_ENDPOINT_URL", gate.url);
    expect(total(await callsOf(["plan"]))).toBe(7);
    await gate.close();
  });

  test("cost allocation tags cost one more", async () => {
    wish({ count: 3, more: "costAllocationTags: [project, stage]" });
    await live(3);
    expect(await callsOf(["plan"])).toEqual({ ...reads(3), ListCostAllocationTags: 1 });
  });

  test("a role is assumed once an account, and nobody asks who this is", async () => {
    const accounts = { prod: "111122223333", dev: "444455556666" };
    const listed = Object.entries(accounts).map(([name, id]) => `  ${name}: { id: "${id}" }`);
    wish({ count: 2, regions: ["us-west-2", "us-east-1"], more: ["accounts:", ...listed].join("\n") });
    for (const account of Object.values(accounts)) {
      for (const region of ["us-west-2", "us-east-1"]) await live(2, { account, region });
    }
    const calls = await callsOf(["plan", "--detailed-exitcode"], 0, { STRATA_ROLE_NAME: "strata" });
    expect(calls).toEqual({ AssumeRole: 2, ListInferenceProfiles: 4, GetResources: 4 });
  });
});

describe("when models end", () => {
  const REGIONS = ["us-west-2", "us-east-1", "us-east-2"];
  const ours = { GetCallerIdentity: 1, ListInferenceProfiles: 3, GetResources: 3 };

  test("drift asks it of the targets that hold ours, a call each", async () => {
    wish({ count: 2, regions: REGIONS });
    await live(2);
    await live(2, { region: "us-east-1" });
    // Nothing of ours is in the third, so that what is missing there needs the system profiles alone.
    const calls = await callsOf(["drift"]);
    expect(calls).toEqual({ ...ours, ListInferenceProfiles: 3 + 1, ListFoundationModels: 2 });
  });

  test("a plan asks it only where the file has a policy, of whatever holds ours or is to", async () => {
    wish({ count: 2, regions: REGIONS, more: "policy: { minModelLife: 90d }" });
    for (const region of REGIONS) await live(2, { region });
    expect(await callsOf(["plan", "--detailed-exitcode"])).toEqual({ ...ours, ListFoundationModels: 3 });
    expect(await callsOf(["list"])).toEqual(ours);
    wish({ count: 0, regions: REGIONS, more: "policy: { minModelLife: 90d }" });
    for (const { arn } of sandbox.profiles()) await sandbox.remove(arn);
    expect(await callsOf(["plan"])).toEqual(ours);
  });

  test("a list that looks ahead asks it of all but other stacks' targets", async () => {
    wish({ count: 2, regions: REGIONS });
    for (const region of REGIONS) await live(2, { region });
    expect(await callsOf(["list"])).toEqual(ours);
    expect(await callsOf(["list", "--expiring", "90d"])).toEqual({ ...ours, ListFoundationModels: 3 });
    const system = { ListInferenceProfiles: 3, ListFoundationModels: 3 };
    expect(await callsOf(["list", "--expiring", "90d", "--system"])).toEqual(system);
  });
});

describe("creating", () => {
  test.each([1, 150])("%i profiles: a call each, the catalogue once, and one list at the end", async (count) => {
    wish({ count });
    const calls = await callsOf(["apply", "--yes"]);
    expect(calls).toEqual({ ...reads(0), ListInferenceProfiles: 3, CreateInferenceProfile: count });
    expect(await callsOf(["apply", "--yes"])).toEqual(reads(count));
  });

  test("11 beside 990: the list at the end has two pages", async () => {
    wish({ count: 1_001 });
    await live(990);
    const calls = await callsOf(["apply", "--yes"]);
    expect(calls).toEqual({ ...reads(990), ListInferenceProfiles: 4, CreateInferenceProfile: 11 });
  });
});

const OWNED = { ...TAGS, owner: "ann" };

describe("one tag on all", () => {
  test.each([21, 45, 1_000])("%i profiles, in bulk", async (count) => {
    wish({ count, tags: OWNED });
    await live(count);
    const calls = await callsOf(["apply", "--yes"]);
    const rest = count % 20;
    // One that is left over goes to Bedrock: that costs as much.
    const bulk =
      rest === 1 ? { TagResources: Math.floor(count / 20), TagResource: 1 } : { TagResources: Math.ceil(count / 20) };
    expect(calls).toEqual({ ...reads(count), ...bulk });
    expect(total(calls)).toBeLessThanOrEqual(Math.ceil(count / 20) + total(reads(count)));
    expect(new Set(sandbox.profiles().map(({ tags }) => tags.owner))).toEqual(new Set(["ann"]));
  });

  test("45 profiles without the permission: one call tells, and each profile costs one", async () => {
    sandbox.behaviour.deniedOperations = ["tag:TagResources"];
    wish({ count: 45, tags: OWNED });
    await live(45);
    expect(await callsOf(["apply", "--yes"])).toEqual({ ...reads(45), TagResources: 1, TagResource: 45 });
  });

  test("45 profiles where tags cannot be read in bulk either: a read each", async () => {
    sandbox.behaviour.deniedOperations = ["tag:GetResources"];
    wish({ count: 45, tags: OWNED });
    await live(45);
    expect(await callsOf(["apply", "--yes"])).toEqual({ ...reads(45), ListTagsForResource: 45, TagResources: 3 });
  });

  test("20 profiles: read exactly for the plan, and looked at once more before they are written", async () => {
    wish({ count: 20, tags: OWNED });
    await live(20);
    expect(await callsOf(["apply", "--yes"])).toEqual({ ...reads(20), ListTagsForResource: 40, TagResources: 1 });
  });

  test("one that comes and one that goes: two calls for twenty", async () => {
    wish({ count: 40, tags: { project: "app01", owner: "ann" } });
    await live(40);
    expect(await callsOf(["apply", "--yes"])).toEqual({ ...reads(40), TagResources: 2, UntagResources: 2 });
  });

  test("edits that all differ: a call each", async () => {
    wish({ count: 25 });
    for (const name of names(25)) {
      await sandbox.put({ region: REGION, name, source: LITE, tags: ourTags(name, LITE, { ...TAGS, [name]: "x" }) });
    }
    expect(await callsOf(["apply", "--yes"])).toEqual({ ...reads(25), UntagResource: 25 });
  });

  test("releases: read exactly for the plan, looked at once more, then in bulk", async () => {
    wish({ count: 0, more: 'release: ["app-*"]' });
    await live(40);
    const calls = await callsOf(["apply", "--yes", "--allow-deletes", "40"]);
    expect(calls).toEqual({ ...reads(40), ListTagsForResource: 80, UntagResources: 2 });
  });
});

describe("another model for all", () => {
  test.each([
    [true, 16],
    [false, 0],
  ])("40 profiles (unique names: %s): a create, a look and a tag each", async (uniqueNames, refused) => {
    sandbox.behaviour.uniqueNames = uniqueNames;
    wish({ count: 40, source: PRO });
    await live(40);
    // That names are unique, those that are in flight at first find out, each with a list; the others know it then.
    expect(await callsOf(["apply", "--yes"])).toEqual({
      ...reads(40),
      ListInferenceProfiles: 3 + refused,
      GetMetricData: 1,
      ListTagsForResource: 40 + 40,
      CreateInferenceProfile: 40 + refused,
      TagResource: 40,
    });
  });
});

describe("deleting", () => {
  test("30 of 600: exact tags and calls for the plan, one look and one call each", async () => {
    wish({ count: 570 });
    await live(600);
    expect(await callsOf(["apply", "--yes", "--allow-deletes", "30"])).toEqual({
      ...reads(600),
      // Parameters that may hold an ARN that ends.
      GetResources: 6 + 1,
      GetMetricData: 1,
      ListTagsForResource: 30 + 30,
      DeleteInferenceProfile: 30,
    });
  });

  test("a plan asks CloudWatch of 500 profiles a call", async () => {
    wish({ count: 0 });
    await live(501);
    const calls = await callsOf(["plan", "--allow-deletes", "501"]);
    expect(calls).toEqual({ ...reads(501), GetResources: 6 + 1, GetMetricData: 2, ListTagsForResource: 501 });
  });
});
