import { describe, expect, test } from "vitest";
import { buildPlan } from "../../src/core/build-plan.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import { type Scope, WHOLE_SCOPE } from "../../src/core/plan.ts";
import type { LiveProfile } from "../../src/core/profile.ts";
import { aDesired, aLive, anObservation, aState, NOW, ourTags } from "../fakes/values.ts";

const desired = aState([aDesired()]);

function planOf(live: readonly LiveProfile[], scope: Scope = WHOLE_SCOPE) {
  const observation = anObservation(live);
  const diff = diffProfiles(desired, observation, NOW);
  return buildPlan({ stacks: desired, scope, observation, diff, billing: [], diagnostics: [] });
}

describe("the plan's hash", () => {
  const kept = aLive();
  const due = aLive({ awsName: "app-2", tags: { ...ourTags(), "strata:retire-after": "2026-11-23T08:00:00Z" } });
  const double = aLive({ awsName: "app-3", createdAt: "2026-03-01T00:00:00.000Z" });

  test("leaves out what time brings: due retirements and doubles", () => {
    const timeBorn = planOf([kept, due, double]);
    expect(timeBorn.changes.map(({ action }) => action)).toEqual(["delete", "retire"]);
    expect(timeBorn.changes.every(({ hash }) => hash !== null)).toBe(true);
    expect(timeBorn.hash).toBe(planOf([kept]).hash);
  });

  test("changes with every executable change and with the scope, not with the order of flags", () => {
    const edited = planOf([aLive({ tags: ourTags("app", undefined, { project: "other" }) })]);
    expect(edited.hash).not.toBe(planOf([kept]).hash);
    const scoped = (only: string[]) => planOf([kept], { ...WHOLE_SCOPE, only }).hash;
    expect(scoped(["a", "b"])).toBe(scoped(["b", "a"]));
    expect(scoped(["a"])).not.toBe(scoped([]));
  });
});
