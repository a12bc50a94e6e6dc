/** Shards change nothing: whatever the estate and however many shards, the merged plan is the plan of one run. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deniedIn } from "../../src/core/denied.ts";
import { consentWarnings, unknownConsent } from "../../src/core/in-use.ts";
import { mergePlans } from "../../src/core/merge-plans.ts";
import type { Plan } from "../../src/core/plan.ts";
import { type Target, targetId } from "../../src/core/profile.ts";
import { type Diagnostic, diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { aDesired, aLive, at, DEV, NOW, PROD, PROD_EU } from "../fakes/builders.ts";
import { partsOf, type Sharded, wholePlan } from "../fakes/shards.ts";
import { anyGiven } from "../render/plan-arbitrary.ts";

const FAR: Target = { account: "777788889999", region: "us-east-1" };
const TARGETS = [PROD, DEV, FAR, PROD_EU];

const UNREAD = { ...PROD_EU, status: "unreadable" as const };

/** Found by every run alike, once or twice; and per target, in every way in which a run tells it. */
const everywhere: fc.Arbitrary<Diagnostic[]> = fc.array(
  fc
    .record({ line: fc.nat(30), text: fc.constantFrom("one", "two") })
    .map(({ line, text }) => diagnostic("config/unused-cost-tag", { detail: text, subject: at(line + 1) })),
  { maxLength: 4 },
);

const inTargets = fc
  .record({ denied: fc.subarray(TARGETS), unused: fc.subarray(TARGETS), closed: fc.subarray(TARGETS) })
  .map(({ denied, unused, closed }) => (targets: readonly Target[]): Diagnostic[] => {
    const within = (some: readonly Target[]) =>
      some.filter((target) => targets.some((one) => targetId(one) === targetId(target)));
    return [
      ...deniedIn("aws/tags-read-one-by-one", within(denied)),
      ...deniedIn("aws/use-unknown", within(unused)),
      ...within(closed).map((target) => diagnostic("aws/catalogue-unreadable", { detail: targetId(target), target })),
    ];
  });

const estates: fc.Arbitrary<Sharded> = fc
  .record({
    given: anyGiven,
    diagnostics: everywhere,
    foundIn: inTargets,
    isUnread: fc.boolean(),
    maxDeletes: fc.nat(3),
    maxDeletePercent: fc.constantFrom(0, 30, 100),
    until: fc.constantFrom(undefined, "2026-11-22", "2026-12-01"),
    publishes: fc.boolean(),
  })
  .map(({ given, isUnread, until, publishes, maxDeletes, maxDeletePercent, ...rest }) => ({
    ...given,
    ...rest,
    targets: TARGETS,
    unread: [...(given.unread ?? []), ...(isUnread ? [UNREAD] : [])],
    state: {
      ...given.state,
      ...(publishes ? { publishSsm: "/genai/{name}" } : {}),
      guards: {
        maxDeletes,
        maxDeletePercent,
        inUseDays: 7,
        ...(until === undefined ? {} : { allow: { deletes: 2, inUse: ["app"], until } }),
      },
    },
    found: publishes
      ? {
          "/genai/app": { isOurs: true, stack: "genai-platform", name: "app", value: "arn:old" },
          "/genai/bot": { isOurs: false, stack: null, name: null, value: "arn:else" },
          "/former/search": { isOurs: true, stack: "genai-platform", name: "search", value: "arn:gone" },
        }
      : {},
  }));

const counts = fc.integer({ min: 1, max: 6 });
const consents = fc.option(fc.nat(4), { nil: undefined });

function merged(given: Sharded, count: number, allowDeletes: number | undefined): Plan {
  const parts = partsOf(given, count).reverse();
  const { value, diagnostics } = mergePlans(parts, {
    now: NOW,
    ...(allowDeletes === undefined ? {} : { allowDeletes }),
  });
  expect(diagnostics).toEqual([]);
  if (value === undefined) throw new Error("no plan");
  return value.plan;
}

describe("whatever the estate", () => {
  test("parts that were saved, in any order, make the same file as one run, byte for byte", () => {
    fc.assert(
      fc.property(estates, counts, consents, (given, count, allowDeletes) => {
        const one = wholePlan({ ...given, ...(allowDeletes === undefined ? {} : { allowDeletes }) });
        expect(renderPlanJson(merged(given, count, allowDeletes))).toBe(renderPlanJson(one));
      }),
      { numRuns: 400 },
    );
  });

  test("a part never has the hash of the whole, nor of another part, and no guard has judged it", () => {
    fc.assert(
      fc.property(estates, counts, (given, count) => {
        const parts = partsOf(given, count);
        const hashes = [wholePlan(given), ...parts.map(({ plan }) => plan)].map(({ hash }) => hash);
        expect(new Set(hashes).size).toBe(count + 1);
        for (const { plan } of parts) {
          expect(plan.guards).toBeUndefined();
          expect(plan.diagnostics.filter(({ code }) => code.startsWith("safety/"))).toEqual([]);
        }
      }),
    );
  });

  test("consent to a name is unknown where no shard knows it; the nearest of all names is offered", () => {
    const names = ["app", "apple", "bot", "search"];
    const where = fc.array(fc.record({ name: fc.constantFrom(...names), target: fc.constantFrom(...TARGETS) }));
    const flags = fc.uniqueArray(fc.constantFrom("app", "appl", "bat", "quite-another", "serch"));
    fc.assert(
      fc.property(where, flags, counts, (placed, allowInUse, count) => {
        const namesIn = (targets: readonly Target[]) =>
          placed.filter(({ target }) => targets.includes(target)).map(({ name }) => name);
        const here = (targets: readonly Target[]) =>
          TARGETS.filter((one) => targets.some((t) => targetId(t) === targetId(one)));
        const unknownIn = (targets: readonly Target[]) => unknownConsent(allowInUse, namesIn(here(targets)));
        const given: Sharded = { desired: [], targets: TARGETS, unknownIn };
        const expected = consentWarnings(unknownConsent(allowInUse, namesIn(TARGETS)));
        const told = merged(given, count, undefined).diagnostics.map(({ detail, hint }) => [detail, hint]);
        expect(told.sort()).toEqual(expected.map(({ detail, hint }) => [detail, hint]).sort());
      }),
    );
  });
});

test("guards count over all shards: deletes that no shard would stop by itself are stopped", () => {
  const live = TARGETS.flatMap((target) =>
    ["a", "b", "c"].map((name) => aLive({ name, target, id: `${target.account}${target.region}${name}` })),
  );
  const kept = TARGETS.flatMap((target) => ["a"].map((name) => aDesired({ name, target })));
  const { plan } = mergePlans(partsOf({ desired: kept, live, targets: TARGETS }, 4), { now: NOW }).value ?? {};
  expect(plan?.guards).toMatchObject({ ends: 8, serving: 12, maxDeletes: 5, consent: null });
  expect(plan?.diagnostics.map(({ code }) => code)).toEqual(["safety/too-many-deletes"]);
});

test("a shard without a declared profile is no emptied file", () => {
  const live = TARGETS.map((target) => aLive({ name: "a", target, id: target.account + target.region }));
  const given: Sharded = { desired: [aDesired({ name: "a" })], live, targets: TARGETS };
  const [first] = partsOf(given, 4);
  expect(first?.plan.shard?.declared).toBe(1);
  expect(merged(given, 4, undefined).diagnostics).toEqual([]);
});
