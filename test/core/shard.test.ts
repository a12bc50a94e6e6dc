/** Which target falls into which shard: a rule over what is declared where, and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Desired, DesiredAccount } from "../../src/core/desired.ts";
import { desiredTargets } from "../../src/core/desired.ts";
import { CALLER, targetId } from "../../src/core/profile.ts";
import { narrowToShard } from "../../src/core/shard.ts";
import { aDesired, aState } from "../fakes/builders.ts";

/** An estate of these targets, each with so many profiles. */
function anEstate(targets: readonly (readonly [account: string, region: string, profiles: number])[]): Desired {
  const accounts = new Map<string, DesiredAccount>();
  for (const [id, region] of targets) {
    const known = accounts.get(id) ?? { id, regions: [], pending: false };
    accounts.set(id, { ...known, regions: [...known.regions, region] });
  }
  const desired = targets.flatMap(([account, region, profiles]) =>
    Array.from({ length: profiles }, (_, at) => aDesired({ name: `app-${at}`, target: { account, region } })),
  );
  return aState({ desired, state: { accounts: [...accounts.values()] } });
}

const shardsOf = (desired: Desired, count: number): string[][] =>
  Array.from({ length: count }, (_, at) =>
    desiredTargets(narrowToShard(desired, { index: at + 1, count }))
      .map(targetId)
      .sort(),
  );

describe("the split", () => {
  test.each([
    ["one shard has all", [["1", "a", 3] as const, ["1", "b", 0] as const], 1, [["1/a", "1/b"]]],
    ["no target, no shard has any", [], 2, [[], []]],
    ["more shards than targets: the rest are empty", [["1", "a", 0] as const], 3, [["1/a"], [], []]],
    [
      "equal ones take turns, by account and region",
      [["2", "a", 1] as const, ["1", "b", 1] as const, ["1", "a", 1] as const, ["2", "b", 1] as const],
      2,
      [
        ["1/a", "2/a"],
        ["1/b", "2/b"],
      ],
    ],
    [
      "a heavy one stands against several light ones",
      [["1", "a", 200] as const, ["1", "b", 5] as const, ["1", "c", 5] as const, ["1", "d", 0] as const],
      2,
      [["1/a"], ["1/b", "1/c", "1/d"]],
    ],
  ])("%s", (_, targets, count, expected) => {
    expect(shardsOf(anEstate(targets), count)).toEqual(expected);
  });

  test("accounts stay without a region, so that every shard asks who the caller is", () => {
    const { accounts, profiles } = narrowToShard(anEstate([[CALLER, "a", 1]]), { index: 2, count: 2 });
    expect([accounts, profiles]).toEqual([[{ id: CALLER, regions: [], pending: false }], []]);
  });
});

const estates = fc
  .uniqueArray(fc.tuple(fc.constantFrom("1", "2", "3"), fc.constantFrom("a", "b", "c", "d", "e", "f"), fc.nat(150)), {
    selector: ([account, region]) => `${account}/${region}`,
    maxLength: 18,
  })
  .chain((targets) => fc.tuple(fc.constant(targets), fc.shuffledSubarray(targets, { minLength: targets.length })));
const counts = fc.integer({ min: 1, max: 8 });

describe("whatever the estate", () => {
  test("every target and every profile is in exactly one shard", () => {
    fc.assert(
      fc.property(estates, counts, ([targets], count) => {
        const whole = anEstate(targets);
        const parts = Array.from({ length: count }, (_, at) => narrowToShard(whole, { index: at + 1, count }));
        const ids = parts.flatMap((part) => desiredTargets(part).map(targetId));
        expect(ids.sort()).toEqual(desiredTargets(whole).map(targetId).sort());
        expect(new Set(parts.flatMap(({ profiles }) => profiles))).toEqual(new Set(whole.profiles));
        for (const { accounts, profiles } of parts) {
          expect(accounts.map(({ id }) => id)).toEqual(whole.accounts.map(({ id }) => id));
          const here = new Set(desiredTargets({ ...whole, accounts }).map(targetId));
          expect(profiles.every(({ key }) => here.has(targetId(key)))).toBe(true);
        }
      }),
    );
  });

  test("it is even: no two shards differ by more than one target weighs; equal targets by no more than one", () => {
    fc.assert(
      fc.property(estates, counts, fc.boolean(), ([targets], count, isEqual) => {
        const rows = isEqual ? targets.map(([account, region]) => [account, region, 7] as const) : targets;
        const weights = new Map(rows.map(([account, region, profiles]) => [`${account}/${region}`, 20 + profiles]));
        const shards = shardsOf(anEstate(rows), count);
        const loads = shards.map((ids) => ids.reduce((sum, id) => sum + (weights.get(id) ?? 0), 0));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(0, ...weights.values()));
        const sizes = shards.map(({ length }) => length);
        if (isEqual) expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("the order in the file has no say", () => {
    fc.assert(
      fc.property(estates, counts, ([targets, shuffled], count) => {
        expect(shardsOf(anEstate(shuffled), count)).toEqual(shardsOf(anEstate(targets), count));
      }),
    );
  });
});
