/** The dangers that a prototype really ran into: each is kept off by one rule, named beside its test. */
import { afterEach, describe, expect, test } from "vitest";
import { aFolder, PROFILES, strata } from "../e2e/command.ts";
import { aDesired, aState, ourTags, PRO, REGION } from "../fakes/values.ts";
import { aWorld, type World } from "./world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.sandbox.close();
  world = undefined;
});

const serving = (w: World) => w.sandbox.profiles().filter((p) => p.tags["strata:retire-after"] === undefined);

// Rule: another AWS name under our mark is blocked, never a double (decide-desired.ts, decide-undesired.ts).
test("1. a script copies one profile's tags to 29 others: none of them ends", async () => {
  world = await aWorld();
  const names = Array.from({ length: 30 }, (_, i) => `app-${String(i).padStart(4, "0")}`);
  const desired = aState(names.map((name) => aDesired({ name })));
  await world.apply(desired);
  const before = world.sandbox.profiles();
  for (const { arn, name } of before) {
    if (name !== "app-0000") await world.sandbox.setTags(arn, ourTags("app-0000"));
  }
  const plan = await world.plan(desired);
  expect(plan.summary).toMatchObject({ blocked: 29, delete: 0, retire: 0, replace: 0, create: 0 });
  expect(await world.apply(desired)).toEqual([]);
  expect(world.sandbox.profiles().map(({ arn }) => arn)).toEqual(before.map(({ arn }) => arn));
});

// Rule: tags of listed profiles that bulk reads do not tell yet are read exactly (decide-desired.ts, `tagless`).
test("2. unique names, tags that lag, a replacement, and a second apply: no third profile", async () => {
  world = await aWorld({ behaviour: { uniqueNames: true, tagLagMs: 60_000 } });
  await world.apply(aState([aDesired({ name: "swap" })]));
  const swapped = aState([aDesired({ name: "swap", candidates: [PRO] })]);
  await world.apply(swapped);
  expect(await world.apply(swapped)).toEqual([]);
  expect(
    world.sandbox
      .profiles()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["swap", "swap-2"]);
});

// Rule: a retiring profile of the desired source is taken back (decide-active.ts, `takeBack`).
test("3. model A, then B, then A within the grace: the first ARN serves again, and no third is made", async () => {
  world = await aWorld();
  const [first] = await world.apply(aState([aDesired()]));
  await world.apply(aState([aDesired({ candidates: [PRO] })]));
  await world.apply(aState([aDesired()]));
  expect(world.sandbox.profiles()).toHaveLength(2);
  expect(serving(world).map(({ arn }) => arn)).toEqual([first?.arn]);
});

const READS = ["ListInferenceProfiles", "GetResources"];
// Rule: a request has 10 s, and an operation half a minute in all (aws/clients.ts, engine/retry.ts).
test("4. a server that never answers: the run ends, and says so", async () => {
  world = await aWorld({ behaviour: { faults: [{ kind: "hang", regions: [REGION], operations: READS }] } });
  const env = { AWS_ENDPOINT_URL: world.sandbox.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  const ended = await strata(aFolder({ "profiles.yaml": PROFILES }), ["apply", "--yes"], { env });
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain("no answer within 10 s");
  expect(ended.stderr).toContain("still waiting for");
  expect(world.sandbox.profiles().map(({ region }) => region)).toEqual(["eu-central-1"]);
}, 120_000);

// Rule: the catalogue is an aid; where it is denied, AWS decides about the source (settle.ts).
test("5. ListFoundationModels denied: the target is still read", async () => {
  world = await aWorld({ behaviour: { deniedOperations: ["ListFoundationModels"] } });
  const desired = aState([aDesired({ candidates: ["anthropic.claude-3-haiku-20240307-v1:0"] })]);
  expect(await world.plan(desired)).toMatchObject({ complete: true, summary: { create: 1 } });
  expect((await world.apply(desired)).map(({ status }) => status)).toEqual(["applied"]);
});

// Rules: doubles are found by their marks and the oldest stays (decide-active.ts); the list at the end (close.ts).
describe("6. killed in the middle while the list lags", () => {
  test.each([true, false])(
    "the third apply at the latest leaves one profile a key (unique names: %s)",
    async (uniqueNames) => {
      let now = Date.parse("2026-11-23T09:00:00Z");
      world = await aWorld({ now: () => new Date(now), behaviour: { uniqueNames, listLagMs: 3_000 } });
      const desired = aState(Array.from({ length: 40 }, (_, i) => aDesired({ name: `app${i}` })));
      world.sandbox.behaviour.faults = [{ kind: "reset", operations: ["CreateInferenceProfile"], skip: 22 }];
      world.sandbox.behaviour.deniedOperations = [];
      const killed = world.apply(desired);
      world.sandbox.behaviour.faults = [{ kind: "error", operations: ["CreateInferenceProfile"], skip: 22 }];
      await Promise.race([killed, new Promise((resolve) => setTimeout(resolve, 1_500))]);
      world.sandbox.behaviour.faults = [];
      await killed;
      now += 1_000;
      await world.apply(desired);
      now += 10_000;
      await world.apply(desired);
      expect(await world.apply(desired)).toEqual([]);
      const keys = serving(world).map(({ tags }) => tags["strata:name"]);
      expect([keys.length, new Set(keys).size]).toEqual([40, 40]);
    },
  );
});

// Rule: the warning is switched off before the SDK is imported (cli/main.ts).
test("7. on Node 20 the AWS SDK's warning is kept quiet", async () => {
  const ended = await strata(aFolder({ "profiles.yaml": PROFILES }), ["plan", "--sandbox"]);
  expect([ended.code, ended.stderr]).toEqual([0, ""]);
});
