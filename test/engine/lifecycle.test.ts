/** Whole lives of profiles, apply by apply, with the clock as an argument. Each story ends with nothing left to do. */
import { afterEach, describe, expect, test } from "vitest";
import type { Desired } from "../../src/core/desired.ts";
import { aDesired, aState, LITE, ourTags, PRO, REGION } from "../fakes/values.ts";
import { actionsOf, aWorld, type World } from "./world.ts";

let world: World;
afterEach(() => world.sandbox.close());

const live = () => world.sandbox.profiles();
const sourcesOf = () => live().map(({ tags }) => tags["strata:source"]);
const ONE = aState([aDesired()]);
const NONE = aState([]);
const SWAPPED = aState([aDesired({ candidates: [PRO] })]);
/** The default grace is a day; tests start on 23 November at nine. */
const BEFORE_DUE = "2026-11-24T08:59:59Z";
const DUE = "2026-11-24T09:00:00Z";

/** What an apply did: `action status`, in order. */
async function step(desired: Desired, now?: string): Promise<string[]> {
  const outcomes = await world.apply(desired, now === undefined ? {} : { now });
  return outcomes.map(({ change, status }) => `${change.action} ${status}`);
}

async function isQuiet(desired: Desired, now?: string): Promise<void> {
  const plan = await world.plan(desired, now);
  expect(plan.changes.filter(({ hash }) => hash !== null)).toEqual([]);
  expect(await step(desired, now)).toEqual([]);
}

test("protection outlives the entry; it is lifted by a change of its own, and only then does the profile end", async () => {
  world = await aWorld();
  expect(await step(ONE)).toEqual(["create applied"]);
  expect(await step(aState([aDesired({ protect: true })]))).toEqual(["update applied"]);
  expect(actionsOf(await world.plan(NONE))).toEqual(["protected app"]);
  await isQuiet(NONE);
  expect(live()).toHaveLength(1);
  expect(await step(ONE)).toEqual(["update applied"]);
  expect(live()[0]?.tags["strata:protect"]).toBeUndefined();
  expect(await step(NONE)).toEqual(["delete applied"]);
  expect(live()).toEqual([]);
  await isQuiet(NONE);
});

test("protected, with another model: lifted in one apply, replaced in the next", async () => {
  world = await aWorld();
  await step(aState([aDesired({ protect: true })]));
  await isQuiet(aState([aDesired({ protect: true, candidates: [PRO] })]));
  expect(await step(SWAPPED)).toEqual(["update applied"]);
  expect(sourcesOf()).toEqual([LITE]);
  expect(await step(SWAPPED)).toEqual(["replace applied"]);
  expect(sourcesOf()).toEqual([LITE, PRO]);
  await isQuiet(SWAPPED);
});

describe("a replacement", () => {
  test("with grace: the new one serves, the old one works until it is due", async () => {
    world = await aWorld();
    const [first] = await world.apply(ONE);
    expect(await step(SWAPPED)).toEqual(["replace applied"]);
    expect(live()[0]?.tags["strata:retire-after"]).toBe(DUE);
    expect(actionsOf(await world.plan(SWAPPED, BEFORE_DUE))).toEqual(["retiring app"]);
    await isQuiet(SWAPPED, BEFORE_DUE);
    expect(await step(SWAPPED, DUE)).toEqual(["retire applied"]);
    expect(live().map(({ arn, tags }) => [arn === first?.arn, tags["strata:source"]])).toEqual([[false, PRO]]);
    await isQuiet(SWAPPED, DUE);
  });

  test("with grace 0: the old ARN ends in the same apply, after the new one is there", async () => {
    world = await aWorld();
    await world.apply(ONE);
    world.operations();
    const changed = aState([aDesired({ candidates: [PRO] })], { replacement: { graceMs: 0, on: ["model"] } });
    expect(await step(changed)).toEqual(["replace applied"]);
    const writes = world.operations().filter((name) => /^(Create|Delete)/.test(name));
    expect([writes[0], writes.at(-1)]).toEqual(["CreateInferenceProfile", "DeleteInferenceProfile"]);
    expect(sourcesOf()).toEqual([PRO]);
    await isQuiet(changed);
  });

  test.each([true, false])(
    "for its description alone: the old one is not taken for the new (unique names: %s)",
    async (uniqueNames) => {
      world = await aWorld({ behaviour: { uniqueNames } });
      const [first] = await world.apply(ONE);
      const described = aState([aDesired({ description: "new" })], {
        replacement: { graceMs: 0, on: ["description"] },
      });
      expect(await step(described)).toEqual(["replace applied"]);
      expect(live().map(({ arn, description }) => [arn === first?.arn, description])).toEqual([[false, "new"]]);
      await isQuiet(described);
    },
  );

  test("that was cut off after its create is finished, not begun again", async () => {
    world = await aWorld();
    await world.apply(ONE);
    world.sandbox.behaviour.faults = [{ kind: "denied", operations: ["TagResource"] }];
    expect(await step(SWAPPED)).toEqual(["replace failed"]);
    expect([sourcesOf(), live()[0]?.tags["strata:retire-after"]]).toEqual([[LITE, PRO], undefined]);
    world.sandbox.behaviour.faults = [];
    world.operations();
    expect(await step(SWAPPED)).toEqual(["replace applied"]);
    expect(world.operations()).not.toContain("CreateInferenceProfile");
    await isQuiet(SWAPPED);
  });

  test("whose entry goes within the grace: the new one ends now, the old one when it is due", async () => {
    world = await aWorld();
    await world.apply(ONE);
    await world.apply(SWAPPED);
    expect(await step(NONE)).toEqual(["delete applied"]);
    expect(sourcesOf()).toEqual([LITE]);
    expect(await step(NONE, DUE)).toEqual(["retire applied"]);
    await isQuiet(NONE, DUE);
  });

  test("back and forth within the grace: one ARN serves, the other waits, and both ever only are two", async () => {
    world = await aWorld();
    const arns: (string | null | undefined)[] = [];
    for (const wanted of [ONE, SWAPPED, ONE, SWAPPED]) {
      await world.apply(wanted);
      arns.push(live().find(({ tags }) => tags["strata:retire-after"] === undefined)?.arn);
    }
    expect([live().length, arns[2], arns[3]]).toEqual([2, arns[0], arns[1]]);
    expect(await step(SWAPPED, DUE)).toEqual(["retire applied"]);
    await isQuiet(SWAPPED, DUE);
  });
});

test("adopted, changed, released, gone from the file: one ARN all along", async () => {
  world = await aWorld();
  const theirs = { project: "app01", x: "1" };
  const { arn } = await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags: theirs });
  expect(await step(aState([aDesired({ adopt: true, tags: theirs })]))).toEqual(["adopt applied"]);
  expect(await step(aState([aDesired({ adopt: true })]))).toEqual(["update applied"]);
  const release = [{ pattern: "app", declaredAt: aDesired().declaredAt }];
  expect(await step(aState([], { release }))).toEqual(["release applied"]);
  await isQuiet(aState([], { release }));
  await isQuiet(NONE);
  expect(live().map((p) => [p.arn, p.tags])).toEqual([[arn, { project: "app01" }]]);
});

test("adopted by its ARN, under another name on AWS", async () => {
  world = await aWorld();
  const put = await world.sandbox.put({ region: REGION, name: "their name", source: LITE, tags: {} });
  const adopting = aState([aDesired({ adopt: put.arn })]);
  expect(await step(adopting)).toEqual(["adopt applied"]);
  await isQuiet(adopting);
  expect(live().map((p) => [p.arn, p.name, p.tags])).toEqual([[put.arn, "their name", ourTags()]]);
});

test("a stack that is renamed takes its profiles along, with their ARNs", async () => {
  world = await aWorld();
  const tags = { ...ourTags(), "strata:stack": "old" };
  const { arn } = await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags });
  const renamed = aState([aDesired()], { formerStacks: ["old"] });
  expect(await step(renamed)).toEqual(["update applied"]);
  await isQuiet(renamed);
  await isQuiet(ONE);
  expect(live().map((p) => [p.arn, p.tags])).toEqual([[arn, ourTags()]]);
});

test("credentials that end in the middle: what is done is told, nothing more is tried there", async () => {
  world = await aWorld();
  const desired = aState(Array.from({ length: 40 }, (_, i) => aDesired({ name: `app${i}` })));
  world.sandbox.behaviour.faults = [{ kind: "expired", operations: ["CreateInferenceProfile"], skip: 10 }];
  const outcomes = await world.apply(desired);
  const count = (status: string) => outcomes.filter((o) => o.status === status).length;
  expect([count("applied"), live().length, outcomes.length]).toEqual([10, 10, 40]);
  // Those that were in flight at the time fail; no other is sent.
  expect([count("failed") <= 16, count("failed") + count("skipped")]).toEqual([true, 30]);
  expect(outcomes.find(({ status }) => status === "skipped")?.skip).toBe("credentials");
  world.sandbox.behaviour.faults = [];
  expect(await step(desired)).toEqual(Array(30).fill("create applied"));
  await isQuiet(desired);
});

test("renamed: the new one is there before the old one ends", async () => {
  world = await aWorld();
  await world.apply(aState([aDesired({ name: "old" })]));
  world.operations();
  const renamed = aState([aDesired({ name: "new" })]);
  expect(await step(renamed)).toEqual(["create applied", "delete applied"]);
  const writes = world.operations().filter((name) => /^(Create|Delete)/.test(name));
  expect(writes).toEqual(["CreateInferenceProfile", "DeleteInferenceProfile"]);
  await isQuiet(renamed);
});

test("a profile with 50 tags gets one of them renamed", async () => {
  world = await aWorld();
  const tags = Object.fromEntries(Array.from({ length: 46 }, (_, i) => [`x${i}`, "1"]));
  const full = aState([aDesired({ tags: { ...tags, old: "1" } })]);
  expect(await step(full)).toEqual(["create applied"]);
  expect(await step(aState([aDesired({ tags: { ...tags, new: "1" } })]))).toEqual(["update applied"]);
});

test("a retirement that is put off between plan and apply is not carried out", async () => {
  world = await aWorld();
  const { arn } = await world.sandbox.put({
    region: REGION,
    name: "app",
    source: LITE,
    tags: { ...ourTags(), "strata:retire-after": "2026-11-23T08:00:00Z" },
  });
  const between = async (): Promise<void> => {
    await world.sandbox.setTags(arn, { ...ourTags(), "strata:retire-after": "2026-12-24T08:00:00Z" });
  };
  const outcomes = await world.apply(aState([]), { between });
  expect(outcomes.map(({ change, status }) => [change.action, status])).toEqual([["retire", "stale"]]);
  expect(live()).toHaveLength(1);
});

// Whoever renames an entry means one profile: where the new one cannot be made, callers still have the old one.
test.each([
  ["renamed", { name: "new" }, {}],
  ["renamed, one of two of the same source", { name: "new" }, { name: "other", tags: { project: "other" } }],
  ["renamed, with a tag more", { name: "new", tags: { project: "p", cc: "1" } }, {}],
  [
    "renamed with a tag more, one of two of the same source",
    { name: "new", tags: { project: "p", cc: "1" } },
    { name: "other", tags: { project: "other" } },
  ],
])("%s: where the new one is not made, the old one stays; the next apply does both", async (_, made, more) => {
  world = await aWorld();
  const old = { name: "old", tags: { project: "p" } };
  const others = Object.keys(more).length === 0 ? [] : [aDesired(more)];
  await world.apply(aState([aDesired(old), ...others]));
  const renamed = aState([aDesired({ ...old, ...made })]);
  world.sandbox.behaviour.deniedOperations = ["CreateInferenceProfile"];
  const outcomes = await world.apply(renamed);
  expect(outcomes.map(({ change: { action, key }, status, skip }) => [action, key.name, status, skip])).toEqual(
    [
      ["create", "new", "failed", null],
      ...others.map(() => ["delete", "other", "applied", null]),
      ["delete", "old", "skipped", "unmet"],
    ].sort((a, b) => String(a[1]).localeCompare(String(b[1]))),
  );
  expect(live().map(({ name }) => name)).toContain("old");
  world.sandbox.behaviour.deniedOperations = [];
  expect((await step(renamed)).sort()).toEqual(["create applied", "delete applied"]);
  await isQuiet(renamed);
});
