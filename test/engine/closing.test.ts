/** The list at the end of an apply: doubles of this very run go, those of others stay, and what is not seen is said. */
import { afterEach, describe, expect, test } from "vitest";
import type { Fault } from "../../src/sandbox/faults.ts";
import { aDesired, aState, LITE, ourTags, PRO, REGION } from "../fakes/values.ts";
import { aWorld, type World } from "./world.ts";

let world: World;
afterEach(() => world.sandbox.close());

const live = () => world.sandbox.profiles();
const LOST: Fault = { kind: "reset", when: "after", operations: ["CreateInferenceProfile"], times: 1 };
/** The worst that is possible: names may repeat, and a repeated token makes a second profile. */
const DOUBLING = { uniqueNames: false, tokenReplay: "ignored-new" } as const;

describe("a reply that was lost", () => {
  test("where names may repeat: two are made, the same run ends the younger", async () => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [LOST] } });
    const { outcomes, notes } = await world.applyAll(aState([aDesired()]));
    expect(live()).toHaveLength(1);
    expect(outcomes.map(({ status, arn }) => [status === "failed", arn])).toEqual([[false, live()[0]?.arn]]);
    expect(notes.map(({ kind }) => kind)).toEqual(["double-ended"]);
    expect(await world.apply(aState([aDesired()]))).toEqual([]);
  });

  test.each(["same-arn", "conflict", "ignored-new"] as const)(
    "where names are unique, token replay %s: one is made",
    async (tokenReplay) => {
      world = await aWorld({ behaviour: { uniqueNames: true, tokenReplay, faults: [LOST] } });
      const { outcomes, notes } = await world.applyAll(aState([aDesired()]));
      expect([outcomes[0]?.status, outcomes[0]?.arn, notes]).toEqual(["applied", live()[0]?.arn, []]);
      expect(live()).toHaveLength(1);
    },
  );

  test("of a replacement: one new profile, and the old one retires", async () => {
    world = await aWorld({ behaviour: DOUBLING });
    await world.apply(aState([aDesired()]));
    world.sandbox.behaviour.faults = [LOST];
    const { notes } = await world.applyAll(aState([aDesired({ candidates: [PRO] })]));
    expect(notes.map(({ kind }) => kind)).toEqual(["double-ended"]);
    const serving = live().filter(({ tags }) => tags["strata:retire-after"] === undefined);
    expect([live().length, serving.map(({ tags }) => tags["strata:source"])]).toEqual([2, [PRO]]);
  });

  test("many at once", async () => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [{ ...LOST, times: 7 }] } });
    const desired = aState(Array.from({ length: 12 }, (_, i) => aDesired({ name: `app${i}` })));
    const { notes } = await world.applyAll(desired);
    expect([live().length, notes.filter(({ kind }) => kind === "double-ended").length]).toEqual([12, 7]);
  });
});

describe("two applies at once", () => {
  test.each([true, false])(
    "one profile, and only one run says that it made it (unique names: %s)",
    async (uniqueNames) => {
      world = await aWorld({ behaviour: { uniqueNames } });
      const desired = aState([aDesired()]);
      const other: Awaited<ReturnType<World["apply"]>>[] = [];
      const between = async (): Promise<void> => {
        other.push(await world.apply(desired));
      };
      const mine = await world.apply(desired, { between });
      expect(live()).toHaveLength(1);
      const arns = [...mine, ...(other[0] ?? [])].map(({ arn }) => arn);
      expect(new Set(arns)).toEqual(new Set([live()[0]?.arn]));
      expect([mine[0]?.status, other[0]?.[0]?.status]).toEqual(["already", "applied"]);
    },
  );
});

describe("what is left alone", () => {
  test("a younger one that another run has made: that run ends it, or the next apply does", async () => {
    // All at one moment, so that the ARN decides which is the younger.
    const moment = new Date("2026-11-23T09:00:00Z");
    world = await aWorld({ now: () => moment, behaviour: { uniqueNames: false } });
    const between = async (): Promise<void> => {
      const younger = { id: "zzzzzzzzzzzz", createdAt: moment };
      await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags: ourTags(), ...younger });
    };
    const { outcomes, notes } = await world.applyAll(aState([aDesired()]), { between });
    expect(outcomes[0]?.status).toBe("applied");
    expect(notes.map(({ kind }) => kind)).toEqual(["double-left"]);
    expect(live()).toHaveLength(2);
    const next = await world.apply(aState([aDesired()]));
    expect(next.map(({ change, status }) => [change.action, status])).toEqual([["delete", "applied"]]);
    expect(live().map(({ arn }) => arn)).toEqual([outcomes[0]?.arn]);
  });

  test.each([
    ["an unmanaged one of the same name", {}],
    ["another stack's", { ...ourTags(), "strata:stack": "other" }],
    ["ours of another model", ourTags("app", PRO)],
    ["ours that retires", { ...ourTags(), "strata:retire-after": "2026-11-30T00:00:00Z" }],
  ])("%s that appears meanwhile", async (_, tags) => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [LOST] } });
    const early = new Date("2020-01-01T00:00:00Z");
    const between = async (): Promise<void> => {
      await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags, createdAt: early });
    };
    await world.applyAll(aState([aDesired()]), { between });
    expect(
      live()
        .filter((p) => p.createdAt.startsWith("2020"))
        .map((p) => p.tags),
    ).toEqual([tags]);
    const serving = live().filter((p) => p.createdAt > "2021");
    expect(serving.map((p) => p.tags)).toEqual([ourTags()]);
  });

  test("everything, where the list lags: a note says what is not seen yet, and nothing fails", async () => {
    world = await aWorld({ behaviour: { listLagMs: 60_000 } });
    const { outcomes, notes } = await world.applyAll(aState([aDesired()]));
    expect([outcomes[0]?.status, notes.map(({ kind }) => kind)]).toEqual(["applied", ["not-listed"]]);
    expect(live()).toHaveLength(1);
  });

  test("everything, where the list cannot be had: what was done stays done", async () => {
    world = await aWorld();
    const between = async (): Promise<void> => {
      world.sandbox.behaviour.deniedOperations = ["ListInferenceProfiles"];
    };
    const { outcomes, notes } = await world.applyAll(aState([aDesired()]), { between });
    expect([outcomes[0]?.status, notes.map(({ kind }) => kind)]).toEqual(["applied", ["unread"]]);
  });
});

test("it costs one call, and none where nothing was created", async () => {
  world = await aWorld();
  await world.apply(aState([aDesired()]));
  world.operations();
  await world.apply(aState([aDesired(), aDesired({ name: "b" }), aDesired({ name: "c" })]));
  expect(world.operations().filter((name) => name === "ListInferenceProfiles").length).toBeLessThanOrEqual(3);
  await world.apply(aState([aDesired({ tags: { project: "x" } }), aDesired({ name: "b" }), aDesired({ name: "c" })]));
  expect(world.operations().filter((name) => name === "ListInferenceProfiles")).toHaveLength(1);
});
