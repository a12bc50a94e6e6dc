/** What is published where: one row for each way in which a profile and its parameter can stand to each other. */
import { describe, expect, test } from "vitest";
import { buildPlan } from "../../src/core/build-plan.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import { checkGuards } from "../../src/core/guards.ts";
import { outputsOf } from "../../src/core/outputs.ts";
import { judgeParameters } from "../../src/core/parameter-approval.ts";
import { type FoundParameter, type ParameterReading, parameterChanges } from "../../src/core/parameters.ts";
import { type Plan, WHOLE_SCOPE } from "../../src/core/plan.ts";
import { toPlanFile } from "../../src/core/plan-file.ts";
import { readPlanFile } from "../../src/core/read-plan-file.ts";
import { ALL_NAMES, type NameScope } from "../../src/core/scope.ts";
import {
  aDesired,
  aLive,
  anObservation,
  aState,
  type Given,
  HAIKU,
  NOVA,
  NOW,
  PROD,
  STACK,
} from "../fakes/builders.ts";

const PATH = "/genai/app";
type Found = Readonly<Record<string, Partial<FoundParameter>>>;

function planOf(given: Given, found: Found = {}, names: NameScope = ALL_NAMES): Plan {
  const desired = aState({ ...given, state: { publishSsm: "/genai/{name}", ...given.state } });
  const observation = anObservation({ targets: [PROD], ...given });
  const diff = diffProfiles(desired, observation, NOW, names);
  const ours = Object.entries(found).map(([path, one]): [string, FoundParameter] => [
    path,
    { isOurs: true, stack: STACK, name: path.slice(path.lastIndexOf("/") + 1), value: null, ...one },
  ]);
  const readings: ParameterReading[] = [{ target: PROD, status: "read", found: new Map(ours) }];
  const parameters = parameterChanges({ desired, observation, changes: diff.changes, readings, names });
  return buildPlan({
    stacks: desired,
    scope: WHOLE_SCOPE,
    observation,
    diff,
    billing: [],
    parameters,
    diagnostics: [],
  });
}

const rows = ({ parameters }: Plan) =>
  parameters.map(({ action, parameter, from, to, because }) => [action, parameter, from, to, because]);

const app = (over = {}) => aDesired({ name: "app", ...over });
const live = (over = {}) => aLive({ name: "app", ...over });
const { arn: ARN } = live();
const RETIRING = { team: "checkout", env: "prod", "strata:retire-after": "2027-01-01T00:00:00Z" };
const old = (over = {}) => live({ id: "0ld000000000", tags: RETIRING, ...over });

describe("what is published", () => {
  const cases: readonly [string, Given, Found, unknown[]][] = [
    ["a create: the ARN is not known yet", { desired: [app()] }, {}, ["publish", PATH, null, null, "missing"]],
    ["a profile that is kept", { desired: [app()], live: [live()] }, {}, ["publish", PATH, null, ARN, "missing"]],
    [
      "a replace",
      { desired: [app({ source: HAIKU })], live: [live()] },
      { [PATH]: { value: ARN } },
      ["publish", PATH, ARN, null, "new-arn"],
    ],
    [
      "an unfinished replace: the new one is there",
      { desired: [app()], live: [live(), live({ source: NOVA, id: "0ld000000000" })] },
      { [PATH]: { value: old().arn } },
      ["publish", PATH, old().arn, ARN, "new-arn"],
    ],
    [
      "a retiring one that is taken back",
      { desired: [app()], live: [old(), live({ source: NOVA })] },
      { [PATH]: { value: ARN } },
      ["publish", PATH, ARN, old().arn, "new-arn"],
    ],
    [
      "an adoption",
      { desired: [app({ adopt: true })], live: [live({ stack: null })] },
      {},
      ["publish", PATH, null, ARN, "missing"],
    ],
    [
      "a value that somebody edited",
      { desired: [app()], live: [live()] },
      { [PATH]: { value: "x" } },
      ["publish", PATH, "x", ARN, "edited"],
    ],
    [
      "the mark of a former stack",
      { desired: [app()], live: [live()], state: { formerStacks: ["old"] } },
      { [PATH]: { value: ARN, stack: "old" } },
      ["publish", PATH, ARN, ARN, "marks"],
    ],
    [
      "a parameter of nobody's, or of another's",
      { desired: [app()], live: [live()] },
      { [PATH]: { value: "x", isOurs: false, stack: null } },
      ["blocked", PATH, "x", null, "plan/parameter-taken"],
    ],
    [
      "a former path",
      { desired: [app()], live: [live()] },
      { [PATH]: { value: ARN }, "/old/app": { value: ARN } },
      ["unpublish", "/old/app", ARN, null, "moved"],
    ],
    [
      "a profile that ends",
      { desired: [], live: [live()] },
      { [PATH]: { value: ARN } },
      ["unpublish", PATH, ARN, null, "profile-ends"],
    ],
    [
      "a profile that is released",
      { desired: [], live: [live()], state: { release: [{ pattern: "app", declaredAt: app().declaredAt }] } },
      { [PATH]: { value: ARN } },
      ["unpublish", PATH, ARN, null, "profile-ends"],
    ],
    [
      "a profile that is long gone",
      { desired: [] },
      { [PATH]: { value: ARN } },
      ["unpublish", PATH, ARN, null, "profile-ends"],
    ],
  ];
  test.each(cases)("%s", (_, given, found, row) => expect(rows(planOf(given, found))).toEqual([row]));
});

describe("what is left as it is", () => {
  const cases: readonly [string, Given, Found, NameScope?][] = [
    ["a parameter that is right", { desired: [app()], live: [live()] }, { [PATH]: { value: ARN } }],
    [
      "a protected profile that no entry asks for",
      { desired: [], live: [live({ tags: { "strata:protect": "true" } })] },
      { [PATH]: { value: ARN } },
    ],
    [
      "a blocked profile that is not there",
      { desired: [app()], live: [live({ stack: "other" })] },
      { [PATH]: { value: "x" } },
    ],
    ["another's parameter elsewhere", { desired: [] }, { "/x": { isOurs: false } }],
    ["names out of scope", { desired: [app()] }, { "/genai/gone": { value: ARN } }, { only: ["nobody*"], exclude: [] }],
    ["everything, without publish", { desired: [app()], state: { publishSsm: undefined as never } }, { "/x": {} }],
  ];
  test.each(cases)("%s", (_, given, found, names) => expect(rows(planOf(given, found, names))).toEqual([]));
});

describe("in the plan", () => {
  test("its hash covers what is published, and a plan file gives it back", () => {
    const given = { desired: [app()], live: [live()] };
    const [plain, plan] = [planOf(given, { [PATH]: { value: ARN } }), planOf(given, { [PATH]: { value: "x" } })];
    expect(plan.hash).not.toBe(plain.hash);
    expect(plan.summary).toMatchObject({ publish: 1, unpublish: 0, blocked: 0 });
    const text = JSON.stringify(toPlanFile(plan));
    const { value } = readPlanFile(text, "plan.json");
    expect(value?.parameters.map(({ hash }) => hash)).toEqual(plan.parameters.map(({ hash }) => hash));
    const edited = readPlanFile(text.replace('"from":"x"', '"from":"y"'), "plan.json");
    expect(edited.diagnostics.map(({ code }) => code)).toEqual(["approval/edited"]);
  });

  test("a taken one is counted as blocked, and told at its entry", () => {
    const plan = planOf({ desired: [app()], live: [live()] }, { [PATH]: { isOurs: false } });
    expect([plan.summary.blocked, plan.diagnostics.map(({ code }) => code)]).toEqual([1, ["plan/parameter-taken"]]);
  });

  test.each([
    ["other", /carries the mark of stack other\./, /that stack publish elsewhere/],
    [null, /does not carry this stack's mark\./, /hands it over/],
  ])("taken by stack %s: told so, with a way out", (stack, detail, hint) => {
    const plan = planOf({ desired: [app()], live: [live()] }, { [PATH]: { isOurs: false, stack } });
    expect(plan.diagnostics).toMatchObject([
      { detail: expect.stringMatching(detail), hint: expect.stringMatching(hint) },
    ]);
  });
});

describe("approved", () => {
  const asked = (saved: Plan, now: Plan) => {
    const { approved, unapproved } = judgeParameters(now, { saved: [saved], additive: false, due: false });
    return [approved.length, unapproved.length];
  };
  const creating = planOf({ desired: [app()] });
  test("a new ARN is approved whatever it is", () => {
    expect(asked(creating, planOf({ desired: [app()], live: [live()] }))).toEqual([1, 0]);
  });
  test("not once somebody has put something there", () => {
    expect(asked(creating, planOf({ desired: [app()], live: [live()] }, { [PATH]: { value: "x" } }))).toEqual([0, 1]);
  });
  test("an ARN that was known is that ARN alone", () => {
    const known = planOf({ desired: [app()], live: [live()] });
    expect(asked(known, creating)).toEqual([0, 1]);
    expect(asked(known, planOf({ desired: [app()], live: [live({ id: "0ther0000000" })] }))).toEqual([0, 1]);
  });
  test("additive: what is made or mended, but no new ARN of a replacement, and no end", () => {
    const additive = (plan: Plan) =>
      judgeParameters(plan, { saved: null, additive: true, due: false }).approved.map(({ action }) => action);
    expect(additive(creating)).toEqual(["publish"]);
    expect(additive(planOf({ desired: [app({ source: HAIKU })], live: [live()] }, { [PATH]: { value: ARN } }))).toEqual(
      [],
    );
    expect(additive(planOf({ desired: [] }, { [PATH]: { value: ARN } }))).toEqual([]);
  });
});

describe("the guards count what leaves its readers", () => {
  const verdict = (given: Given, found: Found, allowDeletes?: number) => {
    const limits = { maxDeletes: 1, maxDeletePercent: 30, inUseDays: 7 };
    const desiredCount = given.desired?.length ?? 0;
    const consent = allowDeletes === undefined ? {} : { allowDeletes };
    return checkGuards({ plan: planOf(given, found), limits, desiredCount, serving: 2, now: NOW, ...consent });
  };
  const two = { desired: [app(), aDesired({ name: "bot" })], live: [live(), aLive({ name: "bot" })] };
  const moving: Found = { "/old/app": { value: ARN }, "/old/bot": { value: aLive({ name: "bot" }).arn } };
  const released = {
    desired: [],
    live: [live()],
    state: { release: [{ pattern: "app", declaredAt: app().declaredAt }] },
  };
  const cases: readonly [string, Given, Found, number, number, string | undefined][] = [
    ["two that move", two, moving, 0, 2, "2 published parameters of 2 (100 %) would end"],
    ["one that moves: within the limit", two, { "/old/app": { value: ARN } }, 0, 1, undefined],
    [
      "what is left of a profile that is gone",
      { desired: [app()], live: [live()] },
      { "/genai/x": {} },
      0,
      0,
      undefined,
    ],
    ["a deleted profile once", { desired: [], live: [live()] }, { [PATH]: { value: ARN } }, 1, 0, "1 live profile of"],
    ["a released one", released, { [PATH]: { value: ARN } }, 0, 1, "1 published parameter of this stack"],
  ];
  test.each(cases)("%s", (_, given, found, ends, parameters, detail) => {
    const { stops, ...counted } = verdict(given, found);
    expect([counted.ends, counted.parameters]).toEqual([ends, parameters]);
    expect(stops.map((stop) => stop.detail)).toEqual(detail === undefined ? [] : [expect.stringContaining(detail)]);
  });
  test("and one consent covers both, and tells their sum", () => {
    const both = { desired: [app()], live: [live(), aLive({ name: "bot" })] };
    const [stop] = verdict(both, moving).stops;
    expect(stop?.detail).toContain("1 live profile and 1 published parameter of 2");
    expect(stop?.hint).toContain("--allow-deletes 2");
    expect([verdict(both, moving, 1).stops.length, verdict(both, moving, 2).stops.length]).toEqual([1, 0]);
  });
});

describe("who serves a name", () => {
  const serving = (given: Given) => {
    const desired = aState(given);
    const observation = anObservation({ targets: [PROD], ...given });
    const { changes } = diffProfiles(desired, observation, NOW);
    return outputsOf({ desired, observation, changes, names: ALL_NAMES }).outputs.map(({ arn }) => arn);
  };
  const double = live({ id: "d0uble000000", awsName: "app-2", createdAt: "2026-07-22T00:00:00.000000+00:00" });
  const stranger = live({ id: "str4nger0000", awsName: "other", createdAt: "2026-07-01T00:00:00.000000+00:00" });
  const cases: readonly [string, Given, string[]][] = [
    ["the one there is", { desired: [app()], live: [live()] }, [ARN]],
    ["of doubles the older", { desired: [app()], live: [double, live()] }, [ARN]],
    ["before a replacement the old one", { desired: [app({ source: HAIKU })], live: [live()] }, [ARN]],
    [
      "during it the new one",
      {
        desired: [app()],
        live: [live({ source: NOVA, id: "0ld000000000", createdAt: "2026-01-01T00:00:00.000000+00:00" }), live()],
      },
      [ARN],
    ],
    ["never a retiring one", { desired: [app({ source: NOVA })], live: [old()] }, []],
    [
      "until it is taken back the one that still serves",
      { desired: [app()], live: [old(), live({ source: NOVA })] },
      [ARN],
    ],
    [
      "never another's, nor nobody's",
      { desired: [app()], live: [live({ stack: "x" }), live({ stack: null, id: "n0b0dy000000" })] },
      [],
    ],
    ["no copied tag on another name", { desired: [app()], live: [stranger, live()] }, [ARN]],
    ["one that no entry asks for, while it is there", { desired: [], live: [live()] }, [ARN]],
  ];
  test.each(cases)("%s", (_, given, arns) => expect(serving(given)).toEqual(arns));
});
