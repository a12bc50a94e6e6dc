/** DESIGN section 4: what may differ in tags, and what is done about it. One named row a cell. */
import { describe, expect, test } from "vitest";
import { aLive, LITE, MICRO_MODEL, ourTags, PRO } from "../fakes/values.ts";
import {
  app,
  type Cell,
  DENIED,
  decided,
  diffOf,
  editsOf,
  LATER,
  PROTECTED,
  type Row,
  tagged,
} from "./lifecycle-cells.ts";

/** Every edit of the cell; an empty list is `keep`. */
const EDITS: Row[] = [
  ["none", { desired: [app()], live: [aLive()] }, []],
  ["a new key", { desired: [app({ tags: { project: "app01", a: "1" } })], live: [aLive()] }, ["a: - → 1"]],
  ["a new value", { desired: [app({ tags: { project: "x" } })], live: [aLive()] }, ["project: app01 → x"]],
  ["an empty value", { desired: [app({ tags: { project: "" } })], live: [aLive()] }, ["project: app01 → "]],
  [
    "another case: another key",
    { desired: [app({ tags: { Project: "app01" } })], live: [aLive()] },
    ["Project: - → app01", "project: app01 → -"],
  ],
  ["undeclared, unlistedTags: remove", { desired: [app()], live: [tagged({ x: "1" })] }, ["x: 1 → -"]],
  ["undeclared, unlistedTags: keep", { desired: [app({ unlistedTags: "keep" })], live: [tagged({ x: "1" })] }, []],
  [
    "declared differs, unlistedTags: keep",
    { desired: [app({ unlistedTags: "keep", tags: { project: "x" } })], live: [tagged({ x: "1" })] },
    ["project: app01 → x"],
  ],
  [
    "ignored and undeclared: not removed",
    {
      desired: [app()],
      live: [tagged({ "map-migrated": "m", "aws-apn-id/1": "p" })],
      state: { ignoreTags: ["map-*", "aws-apn-id*"] },
    },
    [],
  ],
  [
    "ignored and declared: its live value stands",
    {
      desired: [app({ tags: { project: "app01", cost: "a" } })],
      live: [tagged({ cost: "b" })],
      state: { ignoreTags: ["cost"] },
    },
    [],
  ],
  ["aws:* is ignored without being named", { desired: [app()], live: [tagged({ "aws:created": "x" })] }, []],
  ["aws-… is a tag like any other", { desired: [app()], live: [tagged({ "aws-apn-id": "x" })] }, ["aws-apn-id: x → -"]],
  ["unknown strata:* is left alone", { desired: [app()], live: [tagged({ "strata:later": "x" })] }, []],
];

const MARKS: Row[] = [
  [
    "of a former stack: re-marked",
    { desired: [app()], live: [tagged({ "strata:stack": "before" })], state: { formerStacks: ["older", "before"] } },
    ["strata:stack: before → genai"],
  ],
  [
    "without strata:name and strata:source: repaired",
    { desired: [app()], live: [aLive({ tags: { "strata:stack": "genai", project: "app01" } })] },
    ["strata:name: - → app", `strata:source: - → ${LITE}`],
  ],
  [
    "strata:source of another source, right models: repaired",
    { desired: [app()], live: [tagged({ "strata:source": PRO })] },
    [`strata:source: ${PRO} → ${LITE}`],
  ],
  ["protect set", { desired: [app({ protect: true })], live: [aLive()] }, ["strata:protect: - → true"]],
  ["protect set, and there", { desired: [app({ protect: true })], live: [tagged(PROTECTED)] }, []],
  [
    "protect set, and there with another value",
    { desired: [app({ protect: true })], live: [tagged({ "strata:protect": "false" })] },
    ["strata:protect: false → true"],
  ],
  ["protect lifted", { desired: [app()], live: [tagged(PROTECTED)] }, ["strata:protect: true → -"]],
  [
    "protect lifted, unlistedTags: keep",
    { desired: [app({ unlistedTags: "keep" })], live: [tagged(PROTECTED)] },
    ["strata:protect: true → -"],
  ],
];

/** Where the source mark would be a guess it stays as it is, while all other edits go ahead. */
const SOURCE_NOT_GUESSED: Row[] = [
  [
    "the models cannot be compared",
    { desired: [app({ candidates: [PRO], tags: { project: "x" } })], live: [aLive()], target: DENIED },
    ["project: app01 → x"],
  ],
  [
    "another model, not to be replaced",
    {
      desired: [app({ candidates: [PRO], tags: { project: "x" } })],
      live: [aLive()],
      state: { replacement: { graceMs: 0, on: [] } },
    },
    ["project: app01 → x"],
  ],
  [
    "another model, protected: its protection is lifted first",
    { desired: [app({ candidates: [PRO] })], live: [tagged(PROTECTED)] },
    ["strata:protect: true → -"],
  ],
];

describe.each([
  ["tag edits", EDITS],
  ["our marks", MARKS],
  ["the source mark is not guessed at", SOURCE_NOT_GUESSED],
])("%s", (_, rows) => {
  test.each(rows)("%s", (__, cell, expected) => {
    expect(editsOf(cell)).toEqual(expected);
    const actions = decided(cell).map((text) => text.split(" ")[0]);
    expect(actions.includes("update")).toBe(expected.length > 0);
  });
});

describe("protection against replacement", () => {
  test.each<Row>([
    [
      "kept by the file: protected, no edit",
      { desired: [app({ candidates: [PRO], protect: true })], live: [tagged(PROTECTED, { id: "a" })] },
      ["protected a protected"],
    ],
    [
      "lifted by the file: an edit now, the replace in the next plan",
      { desired: [app({ candidates: [PRO] })], live: [tagged(PROTECTED, { id: "a" })] },
      ["protected a protected", "update a"],
    ],
    [
      "set by the file, not there yet: replaced, and the new one is protected",
      { desired: [app({ candidates: [PRO], protect: true })], live: [aLive({ id: "a" })] },
      ["replace a model-changed"],
    ],
    [
      "wished for, same model: an edit",
      { desired: [app({ protect: true })], live: [aLive({ id: "a" })] },
      ["update a"],
    ],
  ])("%s", (_, cell, expected) => expect(decided(cell)).toEqual(expected));
});

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, "1"]));

/** Strata's own three and `project` are four of them. */
describe("at most 50 tags, those of others included", () => {
  const ignoring = { ignoreTags: ["x*"] };
  const full = (more: number, over = {}) => aLive({ id: "a", tags: { ...ourTags(), ...many(more) }, ...over });
  const one = app({ tags: { project: "app01", one: "1" } });
  test.each<Row>([
    ["50 after an update", { desired: [one], live: [full(45)], state: ignoring }, ["update a"]],
    ["51 after an update", { desired: [one], live: [full(46)], state: ignoring }, ["blocked a plan/too-many-tags"]],
    [
      "aws:* does not count",
      {
        desired: [one],
        live: [full(45, { tags: { ...ourTags(), ...many(45), "aws:a": "1", "aws:b": "2" } })],
        state: ignoring,
      },
      ["update a"],
    ],
    [
      "50 after a replace that takes ignored tags along",
      { desired: [app({ candidates: [PRO] })], live: [full(46)], state: ignoring },
      ["replace a model-changed"],
    ],
    [
      "51 after a replace that takes ignored tags along",
      { desired: [app({ ...one, name: "app", candidates: [PRO] })], live: [full(46)], state: ignoring },
      ["blocked a plan/too-many-tags"],
    ],
    [
      "51 after a replace that would keep unlisted ones",
      { desired: [app({ ...one, name: "app", candidates: [MICRO_MODEL], unlistedTags: "keep" })], live: [full(46)] },
      ["blocked a plan/too-many-tags"],
    ],
    [
      "51 on one that is taken back",
      { desired: [one], live: [full(46, { tags: { ...ourTags(), ...many(46), ...LATER } })], state: ignoring },
      ["blocked a plan/too-many-tags"],
    ],
    ["already 51, and nothing to do", { desired: [app()], live: [full(47)], state: ignoring }, ["keep a"]],
  ])("%s", (_, cell, expected) => expect(decided(cell)).toEqual(expected));
});

test("a replacement is written with the declared tags, and takes ignored ones along unseen", () => {
  const cell: Cell = {
    desired: [app({ candidates: [PRO], protect: true, tags: { project: "new" } })],
    live: [tagged({ gone: "1", map: "m", "aws:x": "y" })],
    state: { ignoreTags: ["map"] },
  };
  const kept: Cell = { ...cell, desired: [app({ candidates: [PRO], unlistedTags: "keep" })] };
  expect(replacementOf(cell)).toEqual([{ project: "new", "strata:protect": "true" }, { map: "m" }]);
  expect(replacementOf(kept)).toEqual([{ project: "app01", gone: "1" }, { map: "m" }]);
});

function replacementOf(cell: Cell) {
  const [change] = diffOf(cell).changes;
  return change?.action === "replace" ? [change.after.tags, change.carriedTags] : null;
}
