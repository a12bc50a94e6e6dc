/** Which ends parameters forbid, and what of a plan with a base is the base's. */
import { describe, expect, test } from "vitest";
import { diffProfiles } from "../../src/core/diff.ts";
import { guardHeld } from "../../src/core/held.ts";
import { type FoundParameter, type ParameterReading, parameterChanges } from "../../src/core/parameters.ts";
import { pendingParameters } from "../../src/core/pending-parameters.ts";
import { ALL_NAMES } from "../../src/core/scope.ts";
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

const live = (over = {}) => aLive({ name: "app", ...over });
const app = (over = {}) => aDesired({ name: "app", ...over });
const { arn: ARN } = live();
const DUE = { "strata:retire-after": "2026-01-01T00:00:00Z" };
const LATER = { "strata:retire-after": "2027-01-01T00:00:00Z" };
const FAULT = { kind: "denied", retryable: false, operation: "ssm:GetParameters", message: "no" } as const;

const found = (value: string | null, over: Partial<FoundParameter> = {}): ParameterReading => {
  const one = { isOurs: true, stack: STACK, name: "app", value, ...over };
  return { target: PROD, status: "read", found: new Map([["/x/app", one]]) };
};
const UNREAD: ParameterReading = { target: PROD, status: "unchecked", fault: FAULT };

function judged(given: Given, readings: readonly ParameterReading[]) {
  const desired = aState(given);
  const observation = anObservation({ targets: [PROD], ...given });
  const diff = diffProfiles(desired, observation, NOW);
  const planned = parameterChanges({ desired, observation, changes: diff.changes, readings, names: ALL_NAMES });
  const guarded = guardHeld(diff, readings, planned);
  const rows = guarded.changes.map(({ action, because }) => [action, because.at(-1)?.code]);
  return { rows, codes: guarded.diagnostics.map(({ code }) => code), isSame: guarded === diff };
}

describe("an ARN that ends", () => {
  const deleting: Given = { desired: [], live: [live()] };
  const publishing = { publishSsm: "/x/{name}" };
  const retiring: Given = { desired: [], live: [live({ tags: DUE })] };
  const cases: readonly [string, Given, ParameterReading, string, string | undefined][] = [
    ["nobody holds it", deleting, found("other"), "delete", "not-declared"],
    ["held, and published no more", deleting, found(ARN), "blocked", "plan/arn-held"],
    [
      "held, and the plan removes the parameter",
      { ...deleting, state: publishing },
      found(ARN),
      "delete",
      "not-declared",
    ],
    ["held by a parameter without our marks", deleting, found(ARN, { isOurs: false }), "blocked", "plan/arn-held"],
    ["its own parameter may not be read", deleting, found(null), "blocked", "plan/arn-held"],
    ["another's parameter may not be read", deleting, found(null, { name: "bot" }), "delete", "not-declared"],
    ["no parameter of the target could be read", deleting, UNREAD, "blocked", "plan/arn-held"],
    ["due, and held", retiring, found(ARN), "retiring", "retire-held"],
    ["due, and unread", retiring, UNREAD, "retiring", "retire-held"],
  ];
  test.each(cases)("%s", (_, given, reading, action, because) => {
    const { rows, codes, isSame } = judged(given, [reading]);
    expect(rows).toEqual([[action, because]]);
    expect(codes).toEqual(action === "blocked" ? ["plan/arn-held"] : []);
    expect(isSame).toBe(action === "delete");
  });

  test("a replace without grace is blocked, one with grace ends nothing yet", () => {
    const replacing = (graceMs: number): Given => ({
      desired: [app({ source: HAIKU })],
      live: [live()],
      state: { replacement: { graceMs, on: ["model"] } },
    });
    expect(judged(replacing(0), [found(ARN)]).rows).toEqual([["blocked", "plan/arn-held"]]);
    expect(judged(replacing(1), [found(ARN)]).rows).toEqual([["replace", "model-changed"]]);
  });

  test("what retires later is left as it is", () => {
    expect(judged({ desired: [], live: [live({ tags: LATER })] }, [found(ARN)]).rows).toEqual([
      ["retiring", "retire-later"],
    ]);
  });
});

describe("pending with the base", () => {
  const pending = (own: Given, base: Given) => {
    const read = (given: Given) => {
      const desired = aState({ ...given, state: { publishSsm: "/x/{name}" } });
      const observation = anObservation({ targets: [PROD], ...given });
      const diff = diffProfiles(desired, observation, NOW);
      const readings: ParameterReading[] = [{ target: PROD, status: "read", found: new Map() }];
      return {
        diff,
        parameters: parameterChanges({ desired, observation, changes: diff.changes, readings, names: ALL_NAMES }),
      };
    };
    const mine = read(own);
    return mine.parameters.map(pendingParameters(mine, read(base)));
  };
  test.each<[string, Given, Given, boolean]>([
    ["the same create", { desired: [app()] }, { desired: [app()] }, true],
    ["a create of another model", { desired: [app({ source: HAIKU })] }, { desired: [app({ source: NOVA })] }, false],
    ["a profile that is there", { desired: [app()], live: [live()] }, { desired: [app()], live: [live()] }, true],
    ["an entry that the base has not", { desired: [app()] }, { desired: [] }, false],
  ])("%s", (_, own, base, isPending) => expect(pending(own, base)).toEqual([isPending]));
});
