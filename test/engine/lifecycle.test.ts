/** Whole lives of profiles, apply by apply, with the clock as an argument. Each story ends with an empty plan. */
import { afterEach, expect, test } from "vitest";
import type { Desired } from "../../src/core/desired.ts";
import { aDesired, aState, LITE, ourTags, PRO, REGION } from "../fakes/values.ts";
import { actionsOf, aWorld, type World } from "./world.ts";

let world: World;
afterEach(() => world.sandbox.close());

const live = () => world.sandbox.profiles();
const DAY_LATER = "2026-11-24T09:00:00Z";

/** What an apply did: `action status`, in order. */
async function step(desired: Desired, now?: string): Promise<string[]> {
  const outcomes = await world.apply(desired, now === undefined ? {} : { now });
  return outcomes.map(({ change, status }) => `${change.action} ${status}`);
}

async function isQuiet(desired: Desired, now?: string): Promise<void> {
  const plan = await world.plan(desired, now);
  expect(plan.changes.filter(({ hash }) => hash !== null)).toEqual([]);
}

test("protection outlives the entry; it is lifted by a change of its own, and only then does the profile end", async () => {
  world = await aWorld();
  expect(await step(aState([aDesired({ protect: true })]))).toEqual(["create applied"]);
  expect(actionsOf(await world.plan(aState([])))).toEqual(["protected app"]);
  expect(await step(aState([]))).toEqual([]);
  expect(live()).toHaveLength(1);
  expect(await step(aState([aDesired()]))).toEqual(["update applied"]);
  expect(live()[0]?.tags["strata:protect"]).toBeUndefined();
  expect(await step(aState([]))).toEqual(["delete applied"]);
  expect(live()).toEqual([]);
  await isQuiet(aState([]));
});

test("a replacement with grace: the new one serves, the old one works until it is due", async () => {
  world = await aWorld();
  const [first] = await world.apply(aState([aDesired()]));
  const changed = aState([aDesired({ candidates: [PRO] })]);
  expect(await step(changed)).toEqual(["replace applied"]);
  expect(actionsOf(await world.plan(changed, "2026-11-24T08:59:59Z"))).toEqual(["retiring app"]);
  expect(await step(changed, "2026-11-24T08:59:59Z")).toEqual([]);
  expect(await step(changed, DAY_LATER)).toEqual(["retire applied"]);
  expect(live().map(({ arn, tags }) => [arn === first?.arn, tags["strata:source"]])).toEqual([[false, PRO]]);
  await isQuiet(changed, DAY_LATER);
});

test("a retiring profile whose entry goes too still gets its time", async () => {
  world = await aWorld();
  await world.apply(aState([aDesired()]));
  await world.apply(aState([aDesired({ candidates: [PRO] })]));
  expect(await step(aState([]))).toEqual(["delete applied"]);
  expect(live().map(({ tags }) => tags["strata:source"])).toEqual([LITE]);
  expect(await step(aState([]), DAY_LATER)).toEqual(["retire applied"]);
  await isQuiet(aState([]), DAY_LATER);
});

test("adopted, changed, released: one ARN all along", async () => {
  world = await aWorld();
  const { arn } = await world.sandbox.put({
    region: REGION,
    name: "app",
    source: LITE,
    tags: { project: "app01", x: "1" },
  });
  expect(await step(aState([aDesired({ adopt: true, tags: { project: "app01", x: "1" } })]))).toEqual([
    "adopt applied",
  ]);
  expect(await step(aState([aDesired({ adopt: true })]))).toEqual(["update applied"]);
  const release = [{ pattern: "app", declaredAt: aDesired().declaredAt }];
  expect(await step(aState([], { release }))).toEqual(["release applied"]);
  expect(live().map((p) => [p.arn, p.tags])).toEqual([[arn, { project: "app01" }]]);
  await isQuiet(aState([], { release }));
});

test("a stack that is renamed takes its profiles along, with their ARNs", async () => {
  world = await aWorld();
  await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags: { ...ourTags(), "strata:stack": "old" } });
  const [before] = live();
  const renamed = aState([aDesired()], { formerStacks: ["old"] });
  expect(await step(renamed)).toEqual(["update applied"]);
  expect(live().map((p) => [p.arn, p.tags])).toEqual([[before?.arn, ourTags()]]);
  await isQuiet(renamed);
});

test("a replacement that was cut off after its create is finished, not begun again", async () => {
  world = await aWorld();
  await world.apply(aState([aDesired()]));
  world.sandbox.behaviour.deniedOperations = ["TagResource"];
  const changed = aState([aDesired({ candidates: [PRO] })]);
  // A create carries its tags without TagResource only where the role may tag in the create call.
  world.sandbox.behaviour.deniedOperations = [];
  world.sandbox.behaviour.faults = [{ kind: "error", operations: ["TagResource"], times: 1 }];
  expect(await step(changed)).toEqual(["replace applied"]);
  const [old] = live().filter(({ tags }) => tags["strata:source"] === LITE);
  const { "strata:retire-after": _, ...tags } = old?.tags ?? {};
  await world.sandbox.setTags(old?.arn ?? "", tags);
  world.operations();
  expect(await step(changed)).toEqual(["replace applied"]);
  expect(world.operations()).not.toContain("CreateInferenceProfile");
  expect(live()).toHaveLength(2);
  await isQuiet(changed);
});

test("grace 0: the old ARN ends in the same apply, after the new one is there", async () => {
  world = await aWorld();
  const replacement = { graceMs: 0, on: ["model"] } as const;
  await world.apply(aState([aDesired()]));
  const changed = aState([aDesired({ candidates: [PRO] })], { replacement });
  expect(await step(changed)).toEqual(["replace applied"]);
  expect(live().map(({ tags }) => tags["strata:source"])).toEqual([PRO]);
  await isQuiet(changed);
});

test("credentials that end in the middle: what is done is told, nothing more is tried there", async () => {
  world = await aWorld();
  const desired = aState(Array.from({ length: 40 }, (_, i) => aDesired({ name: `app${i}` })));
  let sent = 0;
  const between = async (): Promise<void> => {
    const { ports } = world;
    const writer = ports.writer(aDesired().key);
    expect(writer).toBeDefined();
    sent += 1;
    world.sandbox.behaviour.disabledRegions = [REGION];
  };
  const outcomes = await world.apply(desired, { between });
  expect(sent).toBe(1);
  const count = (status: string) => outcomes.filter((o) => o.status === status).length;
  expect([count("failed") <= 16, count("failed") + count("skipped")]).toEqual([true, 40]);
  expect(outcomes.find(({ status }) => status === "skipped")?.skip).toBe("credentials");
  world.sandbox.behaviour.disabledRegions = [];
  expect((await world.apply(desired)).every(({ status }) => status === "applied")).toBe(true);
  await isQuiet(desired);
});

test("renamed: the new one is there before the old one ends", async () => {
  world = await aWorld();
  await world.apply(aState([aDesired({ name: "old" })]));
  world.operations();
  expect((await step(aState([aDesired({ name: "new" })]))).sort()).toEqual(["create applied", "delete applied"]);
  const writes = world.operations().filter((name) => /^(Create|Delete)/.test(name));
  expect(writes).toEqual(["CreateInferenceProfile", "DeleteInferenceProfile"]);
});
