/** Deletes that are half of a rename: held where the other half is blocked, and only there. */
import { describe, expect, test } from "vitest";
import { diffProfiles } from "../../src/core/diff.ts";
import { guardModelLife } from "../../src/core/model-life.ts";
import { holdSuccessors } from "../../src/core/successors.ts";
import { aDesired, aLive, anObservation, aState, type Given, HAIKU, NOW, PROD, SONNET } from "../fakes/builders.ts";

const OWN = { project: "p" };
const stranger = aLive({ name: "finder", id: "ffffffffffff", stack: null });
const lifecycles = {
  "anthropic.claude-haiku-4-5-20251001-v1:0": { status: "LEGACY", endOfLife: "2026-12-01T00:00:00Z" },
};

function changesOf(given: Partial<Given>): string[] {
  const whole: Given = { desired: [], targets: [PROD], lifecycles, ...given };
  const state = aState({ ...whole, state: { minModelLifeMs: 90 * 86_400_000 } });
  const seen = anObservation(whole);
  const diff = holdSuccessors(guardModelLife(diffProfiles(state, seen, NOW), state, seen, NOW), state.profiles);
  return diff.changes.map(({ action, key, because }) => `${action} ${key.name} ${because.map(({ code }) => code)}`);
}

describe("the profile that goes, when the new entry is blocked", () => {
  test.each<[string, Partial<Given>, string]>([
    [
      "same source and tags, the name is another's: held",
      { desired: [aDesired({ name: "finder", tags: OWN })], live: [aLive({ name: "old", tags: OWN }), stranger] },
      "blocked old plan/successor-blocked",
    ],
    [
      "a tag more or less: held",
      {
        desired: [aDesired({ name: "finder", tags: { ...OWN, cc: "1" } })],
        live: [aLive({ name: "old", tags: { ...OWN, note: "by hand" } }), stranger],
      },
      "blocked old plan/successor-blocked",
    ],
    [
      "the one that goes and the one that comes, told as a rename were nothing blocked: held",
      {
        desired: [aDesired({ name: "finder", tags: { project: "q" } })],
        live: [aLive({ name: "old", tags: OWN }), stranger],
      },
      "blocked old plan/successor-blocked",
    ],
    [
      "one of several, with another value of a tag: another profile, which ends",
      {
        desired: [aDesired({ name: "finder", tags: { project: "q" } })],
        live: [aLive({ name: "old", tags: OWN }), aLive({ name: "older", id: "eeeeeeeeeeee", tags: OWN }), stranger],
      },
      "delete old not-declared",
    ],
    [
      "another source: another profile, which ends",
      {
        desired: [aDesired({ name: "finder", tags: OWN, source: SONNET })],
        live: [aLive({ name: "old", tags: OWN, source: HAIKU }), stranger],
      },
      "delete old not-declared",
    ],
    [
      "two new entries on a model that ends, so that neither is told as a rename: held",
      {
        desired: ["finder", "seeker"].map((name) => aDesired({ name, tags: OWN, source: HAIKU })),
        live: [aLive({ name: "old", tags: OWN, source: HAIKU })],
      },
      "blocked old plan/successor-blocked",
    ],
    [
      "nothing blocked: a rename",
      { desired: [aDesired({ name: "finder", tags: OWN })], live: [aLive({ name: "old", tags: OWN })] },
      "delete old not-declared,rename",
    ],
  ])("%s", (_, given, expected) => {
    expect(changesOf(given).filter((told) => told.includes(" old "))).toEqual([expected]);
  });
});
