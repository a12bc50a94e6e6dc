/** Equal tag edits, twenty profiles a request: what AWS is sent, and what becomes of each profile when part of it fails. */
import { afterEach, describe, expect, test } from "vitest";
import { aDesired, aState } from "../fakes/values.ts";
import { aWorldOf, liveTags, names, retag, statuses, wanting, writesIn } from "./bulk-world.ts";
import type { World } from "./world.ts";

let world: World;
afterEach(() => world.sandbox.close());

describe("what is sent", () => {
  test("45 equal edits: three requests, and an outcome of each change in the plan's order", async () => {
    world = await aWorldOf(45);
    const told: string[] = [];
    const started: string[] = [];
    const { outcomes, notes } = await world.applyAll(wanting(45, { old: "x", owner: "ann" }), {
      watch: { onStart: ({ key }) => started.push(key.name), onOutcome: ({ change }) => told.push(change.key.name) },
    });
    expect(writesIn(world)).toEqual({ TagResources: 3 });
    expect([statuses(outcomes), notes]).toEqual([["applied"], []]);
    expect(outcomes.map(({ change, attempts }) => [change.key.name, attempts])).toEqual(names(45).map((n) => [n, 1]));
    expect([told.sort(), started.sort()]).toEqual([names(45), names(45)]);
    expect(new Set(liveTags(world, "owner"))).toEqual(new Set(["ann"]));
    expect(await world.apply(wanting(45, { old: "x", owner: "ann" }))).toEqual([]);
  });

  test("what is set and what is removed: two requests a batch", async () => {
    world = await aWorldOf(21);
    const outcomes = await world.apply(wanting(21, { owner: "ann" }));
    // The twenty-first is alone, and costs as much by Bedrock's own calls.
    expect(writesIn(world)).toEqual({ TagResources: 1, UntagResources: 1, TagResource: 1, UntagResource: 1 });
    expect(outcomes.map(({ attempts }) => attempts)).toEqual(Array(21).fill(2));
    expect(new Set(liveTags(world, "old"))).toEqual(new Set([undefined]));
  });

  test("edits that differ go to Bedrock by themselves", async () => {
    world = await aWorldOf(4);
    const owners = ["ann", "ann", "bob", "cid"];
    const desired = aState(names(4).map((name, i) => aDesired({ name, tags: { old: "x", owner: owners[i] ?? "" } })));
    expect(statuses(await world.apply(desired))).toEqual(["applied"]);
    expect(writesIn(world)).toEqual({ TagResources: 1, TagResource: 2 });
    expect(liveTags(world, "owner")).toEqual(owners);
  });

  test("old values do not matter to what is written", async () => {
    world = await aWorldOf(3);
    for (const i of [0, 1, 2]) await retag(world, i, { old: String(i) });
    expect(statuses(await world.apply(wanting(3, {})))).toEqual(["applied"]);
    expect(writesIn(world)).toEqual({ UntagResources: 1 });
  });

  // A person may think a plan over for an hour; a target's own tags say nothing then.
  test.each([
    ["a young plan is not looked at again", 0, 0, ["applied", "applied", "stale"]],
    ["an old one is, with one request a hundred", 61_000, 1, ["applied", "stale", "stale"]],
  ])("many edits: %s", async (_, ageMs, reads, expected) => {
    world = await aWorldOf(45);
    const between = async () => {
      await retag(world, 1, { "strata:stack": "theirs", owner: "theirs" });
      await world.sandbox.remove(world.sandbox.profiles()[2]?.arn ?? "");
      world.operations();
    };
    const watch = { readAtMs: -ageMs };
    const outcomes = await world.apply(wanting(45, { old: "x", owner: "ann" }), { between, watch });
    const counted = (name: string) => world.operations().filter((one) => one === name).length;
    expect(outcomes.slice(0, 3).map(({ status }) => status)).toEqual(expected);
    expect(counted("GetResources")).toBe(reads);
    const owners = world.sandbox.profiles().map(({ tags }) => tags.owner);
    expect(owners.filter((owner) => owner === "theirs")).toHaveLength(ageMs === 0 ? 0 : 1);
    expect(owners.filter((owner) => owner === "ann")).toHaveLength(ageMs === 0 ? 44 : 43);
  });

  test("releases go out together, each looked at before", async () => {
    world = await aWorldOf(3);
    const release = [{ pattern: "app-*", declaredAt: aDesired().declaredAt }];
    const between = () => retag(world, 1, { "strata:stack": "theirs" });
    const outcomes = await world.apply(aState([], { release }), { between });
    expect(outcomes.map(({ status }) => status)).toEqual(["applied", "stale", "applied"]);
    expect(writesIn(world)).toEqual({ UntagResources: 1 });
    expect(liveTags(world, "strata:stack")).toEqual([undefined, "theirs", undefined]);
  });

  test("so do the marks of a former stack", async () => {
    world = await aWorldOf(3);
    for (const i of [0, 1, 2]) await retag(world, i, { "strata:stack": "old-genai" });
    const outcomes = await world.apply(wanting(3, { old: "x" }, { formerStacks: ["old-genai"] }));
    expect([statuses(outcomes), writesIn(world)]).toEqual([["applied"], { TagResources: 1 }]);
  });

  test("up to 20 edits of a target are looked at once more: what changed hands is left out of the request", async () => {
    world = await aWorldOf(20);
    const between = () => retag(world, 4, { "strata:stack": "theirs" });
    const outcomes = await world.apply(wanting(20, { old: "x", owner: "ann" }), { between });
    expect(outcomes.filter(({ status }) => status === "stale").map(({ change }) => change.key.name)).toEqual([
      "app-104",
    ]);
    expect(writesIn(world)).toEqual({ TagResources: 1 });
    expect(liveTags(world, "owner").filter((owner) => owner === undefined)).toHaveLength(1);
  });
});
