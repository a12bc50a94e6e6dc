/** `policy.minModelLife`, as a table: what it blocks, what it only tells, and what it lets through. */
import { describe, expect, test } from "vitest";
import { diffProfiles } from "../../src/core/diff.ts";
import { guardModelLife } from "../../src/core/model-life.ts";
import type { Observation } from "../../src/core/observation.ts";
import {
  aDesired,
  aLive,
  anObservation,
  aState,
  at,
  type Given,
  HAIKU,
  NOVA,
  NOW,
  PROD,
  SONNET,
} from "../fakes/builders.ts";

const HAIKU_MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0";
const DAY = 86_400_000;
const lifecycles = { [HAIKU_MODEL]: { status: "LEGACY", endOfLife: "2027-01-15T00:00:00Z" } };
const wanted = (over = {}) => aDesired({ name: "search", source: HAIKU, ...over });
const live = (over = {}) => aLive({ name: "search", source: HAIKU, ...over });

function guarded(given: Partial<Given>, days = 90, observation?: Observation) {
  const whole: Given = { desired: [], targets: [PROD], lifecycles, ...given };
  const state = aState({ ...whole, state: { minModelLifeMs: days * DAY, ...given.state } });
  const seen = observation ?? anObservation(whole);
  const diff = diffProfiles(state, seen, NOW);
  return { before: diff, after: guardModelLife(diff, state, seen, NOW) };
}

function told(given: Partial<Given>, days?: number) {
  const { changes, diagnostics } = guarded(given, days).after;
  return [changes.map(({ action }) => action).join(" "), diagnostics.map(({ code }) => code).join(" ")];
}

describe("53 days before its end", () => {
  test.each<[string, Partial<Given>, string, string]>([
    ["a create", { desired: [wanted()] }, "blocked", "plan/model-ends-soon"],
    ["a replace", { desired: [wanted()], live: [live({ source: NOVA })] }, "blocked", "plan/model-ends-soon"],
    [
      "an adoption",
      { desired: [wanted({ adopt: true })], live: [live({ stack: null })] },
      "blocked",
      "plan/model-ends-soon",
    ],
    ["one that stays", { desired: [wanted()], live: [live()] }, "keep", "policy/model-ends"],
    ["a tag edit", { desired: [wanted({ tags: { team: "ads" } })], live: [live()] }, "update", "policy/model-ends"],
    [
      "a protected one that nobody declares",
      { live: [live({ tags: { "strata:protect": "true" } })] },
      "protected",
      "policy/model-ends",
    ],
    ["one that moves away", { desired: [wanted({ source: SONNET })], live: [live()] }, "replace", ""],
    ["one that goes", { live: [live()] }, "delete", ""],
    ["one that retires", { live: [live({ tags: { "strata:retire-after": "2026-12-01T00:00:00Z" } })] }, "retiring", ""],
    ["a rename", { desired: [wanted({ name: "finder" })], live: [live()] }, "create delete", ""],
    [
      "the rest of a replacement",
      {
        desired: [wanted()],
        live: [live({ id: "new000000000" }), live({ source: NOVA, awsName: "search-2", id: "old000000000" })],
      },
      "keep replace",
      "policy/model-ends",
    ],
    [
      "another stack's, and nobody's",
      { live: [live({ stack: "ads" }), live({ stack: null, id: "free00000000" })] },
      "",
      "",
    ],
    [
      "a description that is new, where that replaces",
      {
        desired: [wanted({ description: "new" })],
        live: [live()],
        state: { minModelLifeMs: 90 * DAY, replacement: { graceMs: DAY, on: ["description"] } },
      },
      "blocked",
      "plan/model-ends-soon policy/model-ends",
    ],
  ])("%s", (_, given, actions, codes) => {
    expect(told(given)).toEqual([actions, codes]);
  });
});

test.each([
  [53, "create"],
  [54, "blocked"],
  [0, "create"],
])("with %i days asked for: %s", (days, action) => {
  expect(told({ desired: [wanted()] }, days)[0]).toBe(action);
});

test.each<[string, Given["lifecycles"], string]>([
  ["legacy without a told end", { [HAIKU_MODEL]: { status: "LEGACY" } }, "blocked"],
  ["active without an end", { [HAIKU_MODEL]: { status: "ACTIVE" } }, "create"],
  ["over", { [HAIKU_MODEL]: { status: "LEGACY", endOfLife: "2026-11-01T00:00:00Z" } }, "blocked"],
  ["not told of", {}, "create"],
])("a model that is %s", (_, known, action) => {
  expect(told({ desired: [wanted()], lifecycles: known ?? {} })[0]).toBe(action);
});

test("a blocked change says the end, the line and the mend", () => {
  const alias = { name: "fast", declaredAt: at(7) };
  const { changes, diagnostics } = guarded({ desired: [wanted({ alias, declaredAt: at(22) })] }).after;
  expect(diagnostics[0]).toMatchObject({
    severity: "error",
    detail: `"search" is not created: ${HAIKU_MODEL} ends on 2027-01-15, and \`policy.minModelLife\` asks for 90 days.`,
    hint: "Give the alias `fast` (profiles.yaml:7) a model that lives on (strata list --system), or lower the policy.",
    subject: at(22),
  });
  expect(changes[0]?.because).toEqual([{ code: "plan/model-ends-soon", text: diagnostics[0]?.detail }]);
});

test("many that stay are one warning, which names a few", () => {
  const names = ["a", "b", "c", "d", "e"];
  const given = { desired: names.map((name) => wanted({ name })), live: names.map((name) => live({ name })) };
  const { diagnostics } = guarded(given).after;
  expect(diagnostics.map(({ detail }) => detail)).toEqual([
    `${HAIKU_MODEL} ends on 2027-01-15; on it in 111122223333/us-east-1: "a", "b", "c" and 2 more.`,
  ]);
});

test("where the catalogue is closed nothing is blocked, and the diff is the very same", () => {
  const closed = {
    targets: [{ target: PROD, status: "read" as const, live: [], catalogue: { system: null, foundation: null } }],
  };
  const { before, after } = guarded({ desired: [wanted()] }, 90, closed);
  expect(after).toBe(before);
});

test("where only the system half is closed, the id of the source tells its model", () => {
  const seen = anObservation({ desired: [], targets: [PROD], lifecycles });
  const [target] = seen.targets;
  if (target?.status !== "read") throw new Error("it is read");
  const half = { targets: [{ ...target, catalogue: { ...target.catalogue, system: null } }] };
  expect(guarded({ desired: [wanted()] }, 90, half).after.changes[0]?.action).toBe("blocked");
});
