/** The dangers that a prototype really ran into: each is kept off by one rule, named beside its test. */
import { afterEach, describe, expect, test } from "vitest";
import type { Desired } from "../../src/core/desired.ts";
import { executables } from "../../src/core/plan.ts";
import { execute } from "../../src/engine/execute.ts";
import type { WriteGateway } from "../../src/engine/ports.ts";
import type { Fault } from "../../src/sandbox/faults.ts";
import { aFolder, PROFILES, strata } from "../e2e/command.ts";
import { aDesired, aState, LITE, NOW, ourTags, PRO, REGION } from "../fakes/values.ts";
import { aWorld, type World } from "./world.ts";

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map(({ sandbox }) => sandbox.close()));
});

async function open(options: Parameters<typeof aWorld>[0] = {}): Promise<World> {
  const world = await aWorld(options);
  worlds.push(world);
  return world;
}

const serving = ({ sandbox }: World) =>
  sandbox.profiles().filter(({ tags }) => tags["strata:retire-after"] === undefined);

// Rule: another AWS name under our mark is blocked, never a double (diff.ts, `isNamedRight`).
describe("1. a script copies one profile's tags to 29 others: none of them ends", () => {
  const names = Array.from({ length: 30 }, (_, i) => `app-${String(i).padStart(4, "0")}`);
  const [first = "", ...rest] = names;

  const play = async (world: World, desired: Desired) => {
    const before = world.sandbox.profiles();
    expect(before).toHaveLength(30);
    for (const { arn, name } of before) {
      if (name !== first) await world.sandbox.setTags(arn, ourTags(first));
    }
    const plan = await world.plan(desired);
    expect(plan.summary).toMatchObject({ blocked: 29, delete: 0, retire: 0, replace: 0, create: 0 });
    expect(await world.apply(desired)).toEqual([]);
    expect(world.sandbox.profiles().map(({ arn }) => arn)).toEqual(before.map(({ arn }) => arn));
  };

  test("each has an entry of its own", async () => {
    const world = await open();
    const desired = aState(names.map((name) => aDesired({ name })));
    await world.apply(desired);
    await play(world, desired);
  });

  test("none of them was ours before", async () => {
    const world = await open();
    const desired = aState([aDesired({ name: first })]);
    await world.apply(desired);
    for (const name of rest) await world.sandbox.put({ region: REGION, name, source: LITE });
    await play(world, desired);
  });

  // Rule: name-2 counts as a double only where no other entry could mean it (diff.ts, `isAmbiguous`).
  test("its namesake with a number has an entry of its own", async () => {
    const world = await open();
    const desired = aState([aDesired(), aDesired({ name: "app-2" })]);
    await world.apply(desired);
    const second = world.sandbox.profiles().find(({ name }) => name === "app-2");
    await world.sandbox.setTags(second?.arn ?? "", ourTags());
    expect(await world.apply(desired)).toEqual([]);
    expect(world.sandbox.profiles().map(({ arn }) => arn)).toContain(second?.arn);
  });
});

// Rule: tags of listed profiles that bulk reads do not tell yet are read exactly (decide-desired.ts, `tagless`).
test("2. unique names, tags that lag, a replacement, and a second apply: no third profile", async () => {
  const world = await open({ behaviour: { uniqueNames: true, tagLagMs: 60_000 } });
  await world.apply(aState([aDesired({ name: "swap" })]));
  const swapped = aState([aDesired({ name: "swap", candidates: [PRO] })]);
  await world.apply(swapped);
  expect(await world.apply(swapped)).toEqual([]);
  const names = world.sandbox.profiles().map(({ name }) => name);
  expect(names.sort()).toEqual(["swap", "swap-2"]);
});

// Rule: a retiring profile of the desired source is taken back (decide-active.ts, `takeBack`).
test("3. model A, then B, then A within the grace: the first ARN serves again, and no third is made", async () => {
  const world = await open();
  const [first] = await world.apply(aState([aDesired()]));
  await world.apply(aState([aDesired({ candidates: [PRO] })]));
  await world.apply(aState([aDesired()]));
  expect(world.sandbox.profiles()).toHaveLength(2);
  expect(serving(world).map(({ arn }) => arn)).toEqual([first?.arn]);
});

// Rule: a request has 10 s, and an operation half a minute in all (aws/clients.ts, engine/retry.ts).
describe.concurrent("4. a server that never answers: the run ends, and says so", () => {
  const run = async (fault: Fault) => {
    // Not one of the worlds that are closed after each test: these tests run beside each other.
    const { sandbox } = await aWorld({ behaviour: { faults: [{ ...fault, regions: [REGION] }] } });
    const env = { AWS_ENDPOINT_URL: sandbox.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    const ended = await strata(aFolder({ "profiles.yaml": PROFILES }), ["apply", "--yes"], { env });
    await sandbox.close();
    return {
      ...ended,
      regions: sandbox
        .profiles()
        .map(({ region }) => region)
        .sort(),
    };
  };

  test("its reads: no changes there, exit 7, the other region goes on", async () => {
    const ended = await run({ kind: "hang", operations: ["ListInferenceProfiles", "GetResources"] });
    expect([ended.code, ended.regions]).toEqual([7, ["eu-central-1"]]);
    expect(ended.stdout).toContain("no answer within 10 s");
    expect(ended.stderr).toContain("still waiting for");
  });

  test("one of its creates, which it does all the same: a lost reply, found again", async () => {
    const ended = await run({ kind: "hang", when: "after", operations: ["CreateInferenceProfile"], times: 1 });
    expect([ended.code, ended.regions]).toEqual([0, ["eu-central-1", REGION, REGION]]);
  });

  test("its creates, for ever: failed, with a word on what may be there", async () => {
    const ended = await run({ kind: "hang", operations: ["CreateInferenceProfile"] });
    expect([ended.code, ended.regions]).toEqual([3, ["eu-central-1"]]);
    expect(ended.stdout).toContain("its reply was lost, so it may be there");
  });
});

// Rule: the catalogue is an aid; where it is denied, AWS decides about the source (settle.ts).
test("5. ListFoundationModels denied: the target is still read", async () => {
  const world = await open({ behaviour: { deniedOperations: ["ListFoundationModels"] } });
  const desired = aState([aDesired({ candidates: ["anthropic.claude-3-haiku-20240307-v1:0"] })]);
  expect(await world.plan(desired)).toMatchObject({ complete: true, summary: { create: 1 } });
  expect((await world.apply(desired)).map(({ status }) => status)).toEqual(["applied"]);
});

/** An apply whose process is killed: some creates are answered, some more are done, and nothing else is ever sent. */
async function applyAndKill({ plan, ports, sandbox }: World, desired: Desired, answered: number, done: number) {
  const changes = executables(await plan(desired));
  let sent = 0;
  const never = new Promise<never>(() => {});
  const writer = (target: Parameters<typeof ports.writer>[0]): WriteGateway => {
    const real = ports.writer(target);
    const createProfile: WriteGateway["createProfile"] = async (request) => {
      sent += 1;
      const isAnswered = sent <= answered;
      if (sent > answered + done) return never;
      const answer = await real.createProfile({ ...request, token: `killed-${request.token}` });
      return isAnswered ? answer : never;
    };
    return { ...real, createProfile };
  };
  let tokens = 0;
  void execute(changes, {
    ports: { ...ports, writer },
    clock: { now: () => NOW, sleep: async () => {}, elapsedMs: () => 0 },
    newToken: () => `${++tokens}`,
    stack: desired.stack,
    formerStacks: [],
    knownArns: new Set(),
  });
  await expect.poll(() => sandbox.profiles().length).toBe(answered + done);
}

// Rules: doubles are found by their marks and the oldest stays (decide-active.ts); nothing is ended unseen (close.ts).
describe("6. killed in the middle while the list lags", () => {
  test.each([
    [true, 40],
    [false, 62],
  ])(
    "unique names %s: the second apply may double (%i live), the third leaves one a key",
    async (uniqueNames, live) => {
      let now = Date.parse(NOW);
      const world = await open({ now: () => new Date(now), behaviour: { uniqueNames, listLagMs: 3_000 } });
      const desired = aState(Array.from({ length: 40 }, (_, i) => aDesired({ name: `app${i}` })));
      await applyAndKill(world, desired, 18, 4);
      now += 1_000;
      await world.apply(desired);
      expect(world.sandbox.profiles()).toHaveLength(live);
      now += 10_000;
      await world.apply(desired);
      expect(await world.apply(desired)).toEqual([]);
      const keys = serving(world).map(({ tags }) => tags["strata:name"]);
      expect([keys.length, new Set(keys).size, world.sandbox.profiles().length]).toEqual([40, 40, 40]);
    },
  );

  test("without lag the second apply makes the rest, and nothing twice", async () => {
    const world = await open({ behaviour: { uniqueNames: false } });
    const desired = aState(Array.from({ length: 40 }, (_, i) => aDesired({ name: `app${i}` })));
    await applyAndKill(world, desired, 18, 4);
    expect(await world.apply(desired)).toHaveLength(18);
    expect(world.sandbox.profiles()).toHaveLength(40);
  });
});

// Rule: the warning is switched off before the SDK is imported (cli/main.ts). Later versions of Node never bring it.
test.each([
  ["validate", []],
  ["plan", ["--sandbox"]],
])("7. on Node 20 the AWS SDK's warning is kept quiet: %s", async (command, options) => {
  const ended = await strata(aFolder({ "profiles.yaml": PROFILES }), [command, ...options]);
  expect([ended.code, ended.stderr]).toEqual([0, ""]);
});
