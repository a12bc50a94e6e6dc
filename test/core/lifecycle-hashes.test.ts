/** What is rest of earlier work, and what the hashes of changes and plans cover (DESIGN sections 4 and 6). */
import { describe, expect, test } from "vitest";
import { buildPlan } from "../../src/core/build-plan.ts";
import { endsArn, isExecutable, isTimeBorn } from "../../src/core/change.ts";
import { type Plan, WHOLE_SCOPE } from "../../src/core/plan.ts";
import { aLive, anObservation, aState, ourTags, PRO } from "../fakes/values.ts";
import {
  app,
  type Cell,
  DUE,
  diffOf,
  LATER,
  PROTECTED,
  pro,
  releasing,
  replacing,
  tagged,
  UNREAD,
} from "./lifecycle-cells.ts";

function planOf(cell: Cell): Plan {
  const observation = anObservation(cell.live ?? [], cell.target);
  const stacks = aState([]);
  return buildPlan({ stacks, scope: WHOLE_SCOPE, observation, diff: diffOf(cell), billing: [], diagnostics: [] });
}

const hashesOf = (cell: Cell) => planOf(cell).changes.map(({ hash }) => hash);

type Flags = readonly [isExecutable: boolean, isTimeBorn: boolean, endsArn: boolean];

describe("executable, time-born, ends an ARN", () => {
  test.each<readonly [string, Cell, Flags]>([
    ["create", { desired: [app()] }, [true, false, false]],
    ["update", { desired: [app({ tags: {} })], live: [aLive()] }, [true, false, false]],
    ["update that takes back", { desired: [app()], live: [tagged(DUE)] }, [true, false, false]],
    ["replace with grace", { desired: [app({ candidates: [PRO] })], live: [aLive()] }, [true, false, false]],
    [
      "replace without grace",
      { desired: [app({ candidates: [PRO] })], live: [aLive()], state: replacing(0, "model") },
      [true, false, true],
    ],
    ["delete", { live: [aLive()] }, [true, false, true]],
    ["retire", { live: [tagged(DUE)] }, [true, true, true]],
    ["adopt", { desired: [app({ adopt: true })], live: [aLive({ tags: {} })] }, [true, false, false]],
    ["release", { live: [aLive()], state: releasing("app") }, [true, false, false]],
    ["keep", { desired: [app()], live: [aLive()] }, [false, false, false]],
    ["protected", { live: [tagged(PROTECTED)] }, [false, false, false]],
    ["retiring", { live: [tagged(LATER)] }, [false, false, false]],
    ["blocked", { desired: [app()], live: [aLive({ tags: {} })] }, [false, false, false]],
  ])("%s", (action, cell, flags) => {
    const { changes } = diffOf(cell);
    expect(changes.map((change) => change.action)).toEqual([action.split(" ")[0]]);
    expect(changes.map((change) => [isExecutable(change), isTimeBorn(change), endsArn(change)])).toEqual([flags]);
  });

  test("the end of a double is time-born, and ends an ARN", () => {
    const [double] = diffOf({ desired: [app()], live: [aLive({ id: "b" }), aLive({ id: "a" })] }).changes;
    expect(double?.arn).toMatch(/\/b$/);
    expect(double && [isExecutable(double), isTimeBorn(double), endsArn(double)]).toEqual([true, true, true]);
  });
});

/** A pair of cells each, whose one executable change has the same hash, or another. */
describe("the hash of a change", () => {
  const live = [aLive({ id: "a" })];
  const swap: Cell = { desired: [app({ candidates: [PRO] })], live };
  const edit: Cell = { desired: [app({ tags: { project: "x" } })], live };
  const PLACE = {
    file: "other.yaml",
    start: { line: 9, column: 9, offset: 9 },
    end: { line: 9, column: 10, offset: 10 },
  };

  test.each<readonly [string, Cell, Cell]>([
    ["where it is declared", { desired: [app()] }, { desired: [app({ declaredAt: PLACE })] }],
    [
      "why: a rename",
      { desired: [app({ name: "n" })] },
      { desired: [app({ name: "n" })], live: [tagged(DUE, { awsName: "n-2" })] },
    ],
    [
      "that its new profile is there already: an approved replace covers its own unfinished rest",
      swap,
      { ...swap, live: [...live, pro({ id: "b", awsName: "app-2" })] },
    ],
    [
      "ignored tags that move along with a replace",
      { ...swap, state: { ignoreTags: ["map"] } },
      { ...swap, live: [tagged({ map: "m" }, { id: "a" })], state: { ignoreTags: ["map"] } },
    ],
    ["what the old one's other tags were", swap, { ...swap, live: [tagged({ x: "1" }, { id: "a" })] }],
    [
      "tags that the file does not touch",
      { ...edit, desired: [app({ unlistedTags: "keep", tags: { project: "x" } })] },
      { desired: [app({ unlistedTags: "keep", tags: { project: "x" } })], live: [tagged({ y: "1" }, { id: "a" })] },
    ],
    ["how the tags were read", edit, { ...edit, live: [aLive({ id: "a", exact: false })] }],
    ["whether the catalogue was read", { desired: [app()] }, { desired: [app()], target: UNREAD }],
  ])("leaves out %s", (_, one, other) => {
    const [first] = hashesOf(one).filter((hash) => hash !== null);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(hashesOf(other)).toContain(first);
  });

  test.each<readonly [string, Cell, Cell]>([
    ["the name", { desired: [app()] }, { desired: [app({ name: "b" })] }],
    ["the source", { desired: [app()] }, { desired: [app({ candidates: [PRO] })] }],
    ["a tag", { desired: [app()] }, { desired: [app({ tags: { project: "x" } })] }],
    ["protection", { desired: [app()] }, { desired: [app({ protect: true })] }],
    ["the description", { desired: [app()] }, { desired: [app({ description: "x" })] }],
    ["the ARN", edit, { ...edit, live: [aLive({ id: "b" })] }],
    ["the value that an edit starts from", edit, { ...edit, live: [tagged({ project: "y" }, { id: "a" })] }],
    ["the grace", { ...swap, state: replacing(1000, "model") }, { ...swap, state: replacing(0, "model") }],
    ["what is done: delete or retire", { live }, { live: [tagged(DUE, { id: "a" })] }],
    ["what is done: delete or release", { live }, { live, state: releasing("app") }],
  ])("covers %s", (_, one, other) => {
    expect(hashesOf(one).filter((hash) => hash !== null)).toHaveLength(1);
    expect(hashesOf(other)).not.toContain(hashesOf(one)[0]);
  });
});

describe("the hash of a plan", () => {
  const base: Cell = { desired: [app(), app({ name: "bot" })], live: [aLive({ id: "a" })] };
  const plus = (...more: ReturnType<typeof aLive>[]): Cell => ({ ...base, live: [...(base.live ?? []), ...more] });

  test.each<readonly [string, Cell]>([
    ["a due one", plus(pro({ id: "b" }, DUE))],
    ["a double", plus(aLive({ id: "b" }))],
    ["one that retires later", plus(pro({ id: "b" }, LATER))],
    ["a blocked one", plus(aLive({ id: "b", awsName: "x" }))],
    [
      "an unmanaged one and another stack's",
      plus(aLive({ awsName: "y", tags: {} }), aLive({ awsName: "z", tags: { ...ourTags("z"), "strata:stack": "o" } })),
    ],
    ["a protected one", plus(aLive({ id: "b", awsName: "q", tags: { ...ourTags("q"), ...PROTECTED } }))],
  ])("leaves out %s", (_, cell) => expect(planOf(cell).hash).toBe(planOf(base).hash));

  test.each<readonly [string, Cell]>([
    ["a delete", plus(aLive({ id: "b", awsName: "q", tags: ourTags("q") }))],
    ["the rest of a replace", plus(pro({ id: "b" }))],
    ["taking back", { ...base, live: [tagged(LATER, { id: "a" })] }],
    ["one create less", { ...base, desired: [app()] }],
  ])("covers %s", (_, cell) => expect(planOf(cell).hash).not.toBe(planOf(base).hash));
});
