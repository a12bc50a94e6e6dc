/** Fifty accounts' worth of profiles through the whole core: the counts, the order and the hash hold at any size. */
import { expect, test } from "vitest";
import { type Estate, estateOf, type Fate } from "../../bench/programs/estate.ts";
import { buildPlan } from "../../src/core/build-plan.ts";
import { compareChanges } from "../../src/core/change.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import { checkGuards, withGuards } from "../../src/core/guards.ts";
import { type Plan, WHOLE_SCOPE } from "../../src/core/plan.ts";
import { COMMENT_BYTES, NO_ORIGIN } from "../../src/render/markdown-options.ts";
import { byteLength } from "../../src/render/markdown-text.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { renderPlanMarkdown } from "../../src/render/plan-markdown.ts";
import { NOW } from "../fakes/builders.ts";

const PROFILES = 100_000;
const TARGETS = 500;
const FATES: readonly Fate[] = ["keep", "create", "update", "delete"];

const estate = estateOf(PROFILES, (number) => FATES[number % FATES.length] ?? "keep", PROFILES / TARGETS);

function planOf({ desired, observation }: Estate): Plan {
  const diff = diffProfiles(desired, observation, NOW);
  return buildPlan({ stacks: desired, scope: WHOLE_SCOPE, observation, diff, billing: [], diagnostics: [] });
}

/** The same in another order, the same each time (a linear congruential generator). */
function shuffled<T>(items: readonly T[]): T[] {
  let state = 42;
  const result = [...items];
  for (let end = result.length; end > 1; end -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const [at, last] = [state % end, end - 1];
    [result[at], result[last]] = [result[last] as T, result[at] as T];
  }
  return result;
}

function shuffledEstate({ desired, observation }: Estate): Estate {
  const targets = observation.targets.map((one) =>
    one.status === "read" ? { ...one, live: shuffled(one.live) } : one,
  );
  return {
    desired: { ...desired, profiles: shuffled(desired.profiles) },
    observation: { targets: shuffled(targets) },
  };
}

const plan = planOf(estate);

test("every profile has its one change, and every target its place", () => {
  const quarter = PROFILES / FATES.length;
  expect(plan.summary).toMatchObject({ keep: quarter, create: quarter, update: quarter, delete: quarter, blocked: 0 });
  expect([plan.changes.length, plan.targets.length, plan.complete]).toEqual([3 * quarter, TARGETS, true]);
  expect(plan.diagnostics).toEqual([]);
  const misplaced = plan.changes.findIndex(
    (change, at) => at > 0 && compareChanges(plan.changes[at - 1] ?? change, change) >= 0,
  );
  expect(misplaced).toBe(-1);
});

test("the order of the input enters neither the hash nor the bytes", () => {
  const other = planOf(shuffledEstate(estate));
  expect(other.hash).toBe(plan.hash);
  // Not told by what differs: that would be megabytes.
  expect(renderPlanJson(other) === renderPlanJson(plan)).toBe(true);
});

test("the comment keeps to its room, and tells all counts", () => {
  const { guards: limits, profiles } = estate.desired;
  const guards = checkGuards({ plan, limits, desiredCount: profiles.length, serving: PROFILES, now: NOW });
  const report = { plan: withGuards(plan, guards), guards, configFiles: [] };
  const text = renderPlanMarkdown(report, { maxBytes: COMMENT_BYTES, origin: NO_ORIGIN, hasMarker: true });
  expect(byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
  for (const action of ["create", "update", "delete"])
    expect(text).toMatch(new RegExp(`25000 .*${action}|${action}.*25000`));
  expect(text).toContain(plan.hash.slice(0, 12));
});
