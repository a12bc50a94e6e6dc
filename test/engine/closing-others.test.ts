/** The list at the end of an apply, and what others made meanwhile: nothing of theirs is touched. */
import { afterEach, describe, expect, test } from "vitest";
import type { Fault } from "../../src/sandbox/faults.ts";
import { aDesired, aState, LITE, ourTags, PRO, REGION } from "../fakes/values.ts";
import { aWorld, type World } from "./world.ts";

let world: World;
afterEach(() => world.sandbox.close());

const live = () => world.sandbox.profiles();
const LOST: Fault = { kind: "reset", when: "after", operations: ["CreateInferenceProfile"], times: 1 };
const ONE = aState([aDesired()]);

test("a younger one that another run has made: that run ends it, or the next apply does", async () => {
  // All at one moment, so that the ARN decides which is the younger.
  const moment = new Date("2026-11-23T09:00:00Z");
  world = await aWorld({ now: () => moment, behaviour: { uniqueNames: false } });
  const between = async (): Promise<void> => {
    const younger = { id: "zzzzzzzzzzzz", createdAt: moment };
    await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags: ourTags(), ...younger });
  };
  const { outcomes, notes } = await world.applyAll(ONE, { between });
  expect([outcomes[0]?.status, notes.map(({ kind }) => kind)]).toEqual(["applied", ["double-left"]]);
  expect(live()).toHaveLength(2);
  const next = await world.apply(ONE);
  expect(next.map(({ change, status }) => [change.action, status])).toEqual([["delete", "applied"]]);
  expect(live().map(({ arn }) => arn)).toEqual([outcomes[0]?.arn]);
});

/** Each older than what this run makes, so that it would be the one to stay if it were taken for a double. */
describe.each([
  ["names may repeat, replies are lost", { uniqueNames: false, tokenReplay: "ignored-new" }],
  ["names are unique, replies are lost", { uniqueNames: true, tokenReplay: "ignored-new" }],
] as const)("%s", (_, behaviour) => {
  test.each<readonly [string, Record<string, string>]>([
    ["an unmanaged one of the same name", {}],
    ["another stack's", { ...ourTags(), "strata:stack": "other" }],
    ["ours of another model", ourTags("app", PRO)],
  ])("%s that appears meanwhile stays as it is", async (__, tags) => {
    world = await aWorld({ behaviour: { ...behaviour, faults: [LOST] } });
    const createdAt = new Date("2020-01-01T00:00:00Z");
    const between = async (): Promise<void> => {
      await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags, createdAt });
    };
    await world.applyAll(ONE, { between });
    const [theirs, ...made] = live();
    expect(theirs?.tags).toEqual(tags);
    expect(made.map((p) => [p.name, p.tags])).toEqual([[behaviour.uniqueNames ? "app-2" : "app", ourTags()]]);
  });
});

describe("one of ours that retires by the time appears meanwhile", () => {
  const tags = { ...ourTags(), "strata:retire-after": "2026-11-30T00:00:00Z" };
  const play = async (uniqueNames: boolean) => {
    world = await aWorld({ behaviour: { uniqueNames } });
    const between = async (): Promise<void> => {
      await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags, createdAt: new Date("2020-01-01") });
    };
    return world.apply(ONE, { between });
  };

  test("names may repeat: it is no double, and goes on retiring", async () => {
    const [outcome] = await play(false);
    expect(live().map((p) => p.tags)).toEqual([tags, ourTags()]);
    expect(outcome?.arn).toBe(live()[1]?.arn);
  });

  test("names are unique: it is not taken for what this run was to make", async () => {
    const [outcome] = await play(true);
    expect(outcome?.arn).not.toBe(live()[0]?.arn);
  });

  test("names are unique: another name is taken, and the next apply has nothing to do", async () => {
    await play(true);
    expect(live().map((p) => p.tags)).toEqual([tags, ourTags()]);
    expect(await world.apply(ONE)).toEqual([]);
  });
});

test("where the list lags: a note says what is not seen yet, and nothing fails", async () => {
  world = await aWorld({ behaviour: { listLagMs: 60_000 } });
  const { outcomes, notes } = await world.applyAll(ONE);
  expect([outcomes[0]?.status, notes.map(({ kind }) => kind)]).toEqual(["applied", ["not-listed"]]);
  expect(live()).toHaveLength(1);
});

test("where the list cannot be had: what was done stays done", async () => {
  world = await aWorld();
  const between = async (): Promise<void> => {
    world.sandbox.behaviour.deniedOperations = ["ListInferenceProfiles"];
  };
  const { outcomes, notes } = await world.applyAll(ONE, { between });
  expect([outcomes[0]?.status, notes.map(({ kind }) => kind)]).toEqual(["applied", ["unread"]]);
});

test("it costs one call for all creates of a target, and none where nothing was created", async () => {
  world = await aWorld();
  const lists = () => world.operations().filter((name) => name === "ListInferenceProfiles").length;
  const names = ["a", "b", "c"];
  await world.plan(aState([]));
  const planned = lists();
  await world.apply(aState(names.map((name) => aDesired({ name }))));
  // Creates read the catalogue of system profiles too, by the same operation.
  expect(lists()).toBe(planned + 2);
  await world.apply(aState(names.map((name) => aDesired({ name, tags: { project: "x" } }))));
  expect(lists()).toBe(planned);
});
