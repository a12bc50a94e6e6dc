/** The list at the end of an apply: doubles of this very run go, those of others stay, and what is not seen is said. */
import { afterEach, describe, expect, test } from "vitest";
import type { Outcome } from "../../src/core/outcome.ts";
import type { WritePorts } from "../../src/engine/ports.ts";
import type { Fault } from "../../src/sandbox/faults.ts";
import type { SandboxProfile } from "../../src/sandbox/seed.ts";
import { aDesired, aState, LITE, ourTags, PRO, REGION } from "../fakes/values.ts";
import { aWorld, type World } from "./world.ts";

let world: World;
afterEach(() => world.sandbox.close());

const live = () => world.sandbox.profiles();
const serving = () => live().filter(({ tags }) => tags["strata:retire-after"] === undefined);
const LOST: Fault = { kind: "reset", when: "after", operations: ["CreateInferenceProfile"], times: 1 };
/** The worst that is possible: names may repeat, and a repeated token makes a second profile. */
const DOUBLING = { uniqueNames: false, tokenReplay: "ignored-new" } as const;
const ONE = aState([aDesired()]);
const SWAPPED = aState([aDesired({ candidates: [PRO] })]);
const kindsOf = (notes: readonly { kind: string }[]) => notes.map(({ kind }) => kind);

/** Lets something happen after each create has been answered, and before the list at the end. */
function afterCreates(hook: () => Promise<void>): void {
  const ports = world.ports as { writer: WritePorts["writer"] };
  const { writer } = ports;
  ports.writer = (target) => {
    const real = writer(target);
    const createProfile: typeof real.createProfile = async (request) => {
      const answer = await real.createProfile(request);
      await hook();
      return answer;
    };
    return { ...real, createProfile };
  };
}

const youngest = (): SandboxProfile => {
  const last = live().at(-1);
  if (last === undefined) throw new Error("nothing lives");
  return last;
};

describe("a reply that was lost", () => {
  test("where names may repeat: two are made, the same run ends the younger", async () => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [LOST] } });
    const { outcomes, notes } = await world.applyAll(ONE);
    expect(live()).toHaveLength(1);
    expect(outcomes.map(({ arn, fault }) => [arn, fault])).toEqual([[live()[0]?.arn, null]]);
    expect(kindsOf(notes)).toEqual(["double-ended"]);
    expect(await world.apply(ONE)).toEqual([]);
  });

  test.each(["same-arn", "conflict", "ignored-new"] as const)(
    "where names are unique, token replay %s: one is made",
    async (tokenReplay) => {
      world = await aWorld({ behaviour: { uniqueNames: true, tokenReplay, faults: [LOST] } });
      const { outcomes, notes } = await world.applyAll(ONE);
      expect([outcomes[0]?.status, outcomes[0]?.arn, notes]).toEqual(["applied", live()[0]?.arn, []]);
      expect(live()).toHaveLength(1);
    },
  );

  test.each([
    [true, "same-arn"],
    [true, "conflict"],
    [true, "ignored-new"],
    [false, "same-arn"],
    [false, "conflict"],
    [false, "ignored-new"],
  ] as const)(
    "of a replacement: one new profile, the old one retires (unique names: %s, token replay: %s)",
    async (uniqueNames, tokenReplay) => {
      world = await aWorld({ behaviour: { uniqueNames, tokenReplay } });
      const [old] = await world.apply(ONE);
      world.sandbox.behaviour.faults = [LOST];
      const [outcome] = await world.apply(SWAPPED);
      expect([live().length, live()[0]?.arn, outcome?.fault]).toEqual([2, old?.arn, null]);
      expect(serving().map(({ arn, tags }) => [arn, tags["strata:source"]])).toEqual([[outcome?.arn, PRO]]);
      expect(await world.apply(SWAPPED)).toEqual([]);
    },
  );

  test("many at once", async () => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [{ ...LOST, times: 7 }] } });
    const desired = aState(Array.from({ length: 12 }, (_, i) => aDesired({ name: `app${i}` })));
    const { notes } = await world.applyAll(desired);
    expect([live().length, kindsOf(notes)]).toEqual([12, Array(7).fill("double-ended")]);
  });

  test("of a profile that is protected from the start: this run's own double ends all the same", async () => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [LOST] } });
    const { notes } = await world.applyAll(aState([aDesired({ protect: true })]));
    expect([live().length, kindsOf(notes)]).toEqual([1, ["double-ended"]]);
  });

  test("while the list lags: nothing is ended unseen, a later apply ends the double", async () => {
    let now = Date.parse("2026-11-23T09:00:00Z");
    const behaviour = { ...DOUBLING, listLagMs: 60_000, faults: [LOST] };
    world = await aWorld({ now: () => new Date(now), behaviour });
    const { notes } = await world.applyAll(ONE);
    expect([live().length, kindsOf(notes)]).toEqual([2, ["not-listed"]]);
    now += 60_000;
    expect((await world.apply(ONE)).map(({ change }) => change.action)).toEqual(["delete"]);
    expect(await world.apply(ONE)).toEqual([]);
  });
});

describe("a double that this run may not, or cannot end is told, and the next apply sees to it", () => {
  const CHANGED: Readonly<Record<string, Record<string, string>>> = {
    "protected by a person": { ...ourTags(), "strata:protect": "true" },
    "another stack's": { ...ourTags(), "strata:stack": "other" },
    "of another entry": { ...ourTags(), "strata:name": "bot" },
    "of another source": ourTags("app", PRO),
  };

  test.each(Object.entries(CHANGED))("the younger is %s by then: it is left as it is", async (_, tags) => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [LOST] } });
    afterCreates(async () => {
      await world.sandbox.setTags(youngest().arn, tags);
    });
    const { notes } = await world.applyAll(ONE);
    expect([live().length, youngest().tags, kindsOf(notes)]).toEqual([2, tags, ["double-left"]]);
  });

  test.each(Object.entries(CHANGED).slice(1))("the older is %s by then: neither is a double", async (_, tags) => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [LOST] } });
    afterCreates(async () => {
      await world.sandbox.setTags(live()[0]?.arn ?? "", tags);
    });
    const { outcomes, notes } = await world.applyAll(ONE);
    expect(live().map((p) => p.tags)).toEqual([tags, ourTags()]);
    expect([outcomes[0]?.status, outcomes[0]?.arn, notes]).toEqual(["applied", youngest().arn, []]);
  });

  test("AWS refuses the delete", async () => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [LOST], deniedOperations: ["DeleteInferenceProfile"] } });
    const { notes } = await world.applyAll(ONE);
    expect(kindsOf(notes)).toEqual(["double-left"]);
    world.sandbox.behaviour.deniedOperations = [];
    expect((await world.apply(ONE)).map(({ change, status }) => [change.action, status])).toEqual([
      ["delete", "applied"],
    ]);
    expect(live()).toHaveLength(1);
  });

  test("two replies of one create were lost: the same run leaves one, and tells every ARN that it ended", async () => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [{ ...LOST, times: 2 }] } });
    const made: SandboxProfile[] = [];
    afterCreates(async () => {
      made.push(...live());
    });
    const { notes } = await world.applyAll(ONE);
    expect([made.length, live().map(({ arn }) => arn)]).toEqual([3, [made[0]?.arn]]);
    for (const { arn } of made.slice(1)) expect(JSON.stringify(notes)).toContain(arn);
    expect(await world.apply(ONE)).toEqual([]);
  });

  test("a lost reply is not told as the work of another apply", async () => {
    world = await aWorld({ behaviour: { ...DOUBLING, faults: [LOST] } });
    const { outcomes, notes } = await world.applyAll(ONE);
    expect(outcomes.map(({ status }) => status)).toEqual(["applied"]);
    expect(JSON.stringify(notes)).not.toContain("another apply");
  });
});

describe("two applies at once, both planned before either creates", () => {
  const play = async (desired: typeof ONE): Promise<[mine: Outcome | undefined, other: Outcome | undefined]> => {
    let other: readonly Outcome[] = [];
    const between = async (): Promise<void> => {
      other = await world.apply(desired);
    };
    const [mine] = await world.apply(desired, { between });
    return [mine, other[0]];
  };

  test.each([true, false])(
    "one profile, and only one run says that it made it (unique names: %s)",
    async (uniqueNames) => {
      world = await aWorld({ behaviour: { uniqueNames } });
      const [mine, other] = await play(ONE);
      expect(live().map(({ arn }) => [arn, arn])).toEqual([[mine?.arn, other?.arn]]);
      expect([mine?.status, other?.status]).toEqual(["already", "applied"]);
      expect(await world.apply(ONE)).toEqual([]);
    },
  );

  test.each([true, false])("a replacement: one new profile (unique names: %s)", async (uniqueNames) => {
    world = await aWorld({ behaviour: { uniqueNames } });
    await world.apply(ONE);
    const [mine, other] = await play(SWAPPED);
    expect(serving().map(({ arn, tags }) => [arn, arn, tags["strata:source"]])).toEqual([[mine?.arn, other?.arn, PRO]]);
    expect(live()).toHaveLength(2);
    expect(await world.apply(SWAPPED)).toEqual([]);
  });

  test("the other run has ended this run's own before it looks: the one that lives is told", async () => {
    world = await aWorld({ behaviour: { uniqueNames: false } });
    const early = new Date("2020-01-01T00:00:00Z");
    const between = async (): Promise<void> => {
      await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags: ourTags(), createdAt: early });
    };
    afterCreates(() => world.sandbox.remove(youngest().arn));
    const [outcome] = await world.apply(ONE, { between });
    expect([outcome?.status, outcome?.arn]).toEqual(["already", live()[0]?.arn]);
  });
});
