/** Whatever the estate: who is listed, what no hash knows of, and what the policy never does. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dayText } from "../../src/core/calendar.ts";
import { compareDeadlines, deadlineRows } from "../../src/core/deadlines.ts";
import { deadlineWithin } from "../../src/core/lifecycle.ts";
import { mergePlans } from "../../src/core/merge-plans.ts";
import { dayOf } from "../../src/core/moment.ts";
import { ownershipOf } from "../../src/core/ownership.ts";
import { readPlanFile } from "../../src/core/read-plan-file.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { anObservation, aPlanReport, aState, DEV, type Given, type Lifecycles, NOW, PROD } from "../fakes/builders.ts";
import { partsOf, type Sharded } from "../fakes/shards.ts";
import { anyGiven } from "../render/plan-arbitrary.ts";

const MODELS = [
  "anthropic.claude-sonnet-4-5-20250929-v1:0",
  "anthropic.claude-haiku-4-5-20251001-v1:0",
  "amazon.nova-lite-v1:0",
  "amazon.nova-2-lite-v1:0",
];
const anyDay = fc.integer({ min: 20_600, max: 20_900 }).map(dayText);
const anyLifecycle = fc
  .record({ status: fc.constantFrom("ACTIVE", "LEGACY"), endOfLife: fc.option(anyDay, { nil: undefined }) })
  .map(({ status, endOfLife }) =>
    endOfLife === undefined ? { status } : { status, endOfLife: `${endOfLife}T00:00:00Z` },
  );
const anyLifecycles: fc.Arbitrary<Lifecycles> = fc
  .record(Object.fromEntries(MODELS.map((model) => [model, fc.option(anyLifecycle, { nil: undefined })])))
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)) as Lifecycles);

const estates = fc
  .record({ given: anyGiven, lifecycles: anyLifecycles })
  .map(({ given, lifecycles }): Given => ({ ...given, lifecycles }));
const anyDays = fc.integer({ min: 1, max: 400 });

describe("whatever the estate", () => {
  test("a profile is listed iff it is no other stack's, and one of its models ends in time", () => {
    fc.assert(
      fc.property(estates, anyDays, (given, days) => {
        const state = aState(given);
        const observation = anObservation(given);
        const rows = deadlineRows(state, observation, { days, now: NOW });
        const read = observation.targets.flatMap((one) => (one.status === "read" ? one.live : []));
        const expected = read.filter(({ tags, modelArns }) => {
          const isEnding = modelArns.some((arn) => {
            const lifecycle = given.lifecycles?.[arn.slice(arn.lastIndexOf("/") + 1)];
            return lifecycle !== undefined && deadlineWithin(lifecycle, days, NOW) !== undefined;
          });
          return isEnding && ownershipOf(tags, state).kind !== "foreign";
        });
        expect(new Set(rows.map(({ arn }) => arn))).toEqual(new Set(expected.map(({ arn }) => arn)));
        expect(rows).toEqual([...rows].sort(compareDeadlines));
        for (const { endOfLife } of rows) expect((endOfLife ?? "") <= addDays(dayOf(NOW), days)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("deadlines are in no hash, and come back from the saved plan", () => {
    fc.assert(
      fc.property(estates, (given) => {
        const { lifecycles: _, ...unasked } = given;
        const { plan } = aPlanReport(given);
        const { plan: without } = aPlanReport(unasked);
        expect(plan.hash).toBe(without.hash);
        const { deadlines: __, ...rest } = plan;
        expect(rest).toEqual(without);
        expect(readPlanFile(renderPlanJson(plan), "plan.json").value?.deadlines).toEqual(plan.deadlines);
      }),
      { numRuns: 200 },
    );
  });

  test("the policy only ever blocks what would be created, replaced or adopted, and nothing else changes", () => {
    fc.assert(
      fc.property(estates, anyDays, (given, days) => {
        const loose = aPlanReport(given).plan.changes;
        const policy = { ...given, state: { ...given.state, minModelLifeMs: days * 86_400_000 } };
        const strict = aPlanReport(policy).plan.changes;
        const isPolicys = ({ because }: (typeof strict)[number]) =>
          because.some(({ code }) => code === "plan/model-ends-soon");
        const idOf = ({ key, arn }: (typeof strict)[number]) => JSON.stringify([key, arn]);
        const blocked = new Set(strict.filter(isPolicys).map(idOf));
        const isOpen = (change: (typeof strict)[number]) =>
          blocked.has(idOf(change)) && ["create", "replace", "adopt"].includes(change.action);
        expect(strict.filter((change) => !isPolicys(change))).toEqual(loose.filter((change) => !isOpen(change)));
        expect(loose.filter(isOpen).length).toBe(strict.filter(isPolicys).length);
      }),
      { numRuns: 300 },
    );
  });

  test("parts, joined, tell the same as one run, the policy's words too", () => {
    fc.assert(
      fc.property(estates, anyDays, fc.integer({ min: 1, max: 4 }), (given, days, count) => {
        const sharded: Sharded = {
          ...given,
          targets: [PROD, DEV, { account: "777788889999", region: "us-east-1" }],
          state: { ...given.state, minModelLifeMs: days * 86_400_000 },
        };
        const merged = mergePlans(partsOf(sharded, count).reverse(), { now: NOW }).value;
        if (merged === undefined) throw new Error("no plan");
        expect(renderPlanJson(merged.plan)).toBe(renderPlanJson(aPlanReport(sharded).plan));
      }),
      { numRuns: 200 },
    );
  });
});
