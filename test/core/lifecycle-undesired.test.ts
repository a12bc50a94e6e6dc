/** DESIGN section 3, second table (ours, not desired), and what retires, desired or not. One named row a cell. */
import { describe, expect, test } from "vitest";
import { aLive, ourTags, PRO } from "../fakes/values.ts";
import {
  app,
  DENIED,
  DUE,
  decided,
  diffOf,
  editsOf,
  FOREIGN,
  LATER,
  MALFORMED,
  OLD,
  PROTECTED,
  pro,
  type Row,
  releasing,
  tagged,
  YOUNG,
} from "./lifecycle-cells.ts";

const RELEASED: Row[] = [
  ["alone", { live: [aLive({ id: "a" })], state: releasing("a*") }, ["release a released"]],
  ["and protected", { live: [tagged(PROTECTED, { id: "a" })], state: releasing("app") }, ["release a released"]],
  ["and retiring", { live: [tagged(LATER, { id: "a" })], state: releasing("app") }, ["release a released"]],
  ["and due", { live: [tagged(DUE, { id: "a" })], state: releasing("app") }, ["release a released"]],
  [
    "and under another AWS name: known by our mark",
    { live: [aLive({ id: "a", awsName: "x" })], state: releasing("app") },
    ["release a released"],
  ],
  [
    "two of one name: both",
    { live: [aLive({ id: "a" }), aLive({ id: "b", awsName: "app-2" })], state: releasing("app") },
    ["release a released", "release b released"],
  ],
  [
    "by its AWS name: no",
    { live: [aLive({ id: "a", awsName: "app-2" })], state: releasing("app-2") },
    ["delete a not-declared"],
  ],
  ["another pattern: no", { live: [aLive({ id: "a" })], state: releasing("ap") }, ["delete a not-declared"]],
  ["of another stack: no", { live: [aLive({ tags: FOREIGN })], state: releasing("app") }, []],
  ["not marked: no", { live: [aLive({ tags: {} })], state: releasing("app") }, []],
];

const KEPT: Row[] = [
  ["protected", { live: [tagged(PROTECTED, { id: "a" })] }, ["protected a not-declared protected"]],
  [
    "protected, whatever the tag's value",
    { live: ["false", ""].map((value, i) => tagged({ "strata:protect": value }, { id: `a${i}` })) },
    ["protected a0 not-declared protected", "protected a1 not-declared protected"],
  ],
  [
    "protected and due",
    { live: [tagged({ ...DUE, ...PROTECTED }, { id: "a" })] },
    ["protected a retire-due protected"],
  ],
  ["protected and not due", { live: [tagged({ ...LATER, ...PROTECTED }, { id: "a" })] }, ["retiring a retire-later"]],
  [
    "protected and retiring at an unreadable time",
    { live: [tagged({ ...MALFORMED, ...PROTECTED }, { id: "a" })] },
    ["retiring a retire-later", "note plan/malformed-retirement"],
  ],
  [
    "retiring, a second before it is due",
    { live: [tagged({ "strata:retire-after": "2026-11-23T09:00:01Z" }, { id: "a" })] },
    ["retiring a retire-later"],
  ],
  ...["soon", "", "2026-11-23", "2026-11-23T09:00:00+00:00", "2020-13-01T00:00:00Z"].map(
    (text): Row => [
      `retiring at "${text}", which is no time: kept and warned`,
      { live: [tagged({ "strata:retire-after": text }, { id: "a" })] },
      ["retiring a retire-later", "note plan/malformed-retirement"],
    ],
  ),
  [
    "under another AWS name: whose it is cannot be told",
    { live: [aLive({ id: "a", awsName: "x" }), tagged(DUE, { id: "b", awsName: "y" })] },
    ["blocked a plan/mark-mismatch", "blocked b plan/mark-mismatch"],
  ],
  [
    "another stack's, unmanaged, or with tags that nobody told",
    { live: [aLive({ tags: FOREIGN }), aLive({ tags: {} }), aLive({ tags: null, exact: false })] },
    [],
  ],
];

const ENDING: Row[] = [
  ["otherwise: delete", { live: [aLive({ id: "a" })] }, ["delete a not-declared"]],
  [
    "two of one name: two deletes, that count and are no rest of earlier work",
    { live: [aLive({ id: "a" }), aLive({ id: "b", awsName: "app-2" })] },
    ["delete a not-declared", "delete b not-declared"],
  ],
  ["due to the second: retire", { live: [tagged(DUE, { id: "a" })] }, ["retire a retire-due (time)"]],
  [
    "long due: retire",
    { live: [tagged({ "strata:retire-after": "2020-01-01T00:00:00Z" }, { id: "a" })] },
    ["retire a retire-due (time)"],
  ],
  [
    "the new one of a replace goes with its entry, the old one keeps its time",
    { live: [tagged(LATER, { id: "a" }), pro({ id: "b", awsName: "app-2" })] },
    ["retiring a retire-later", "delete b not-declared"],
  ],
  [
    "of a former stack: ours",
    { live: [tagged({ "strata:stack": "before" }, { id: "a" })], state: { formerStacks: ["before"] } },
    ["delete a not-declared"],
  ],
  [
    "an entry of the same name in another region does not keep it",
    { desired: [app({ region: "eu-west-1" })], live: [aLive({ id: "a" })] },
    ["delete a not-declared"],
  ],
];

const DESIRED_AND_RETIRING: Row[] = [
  [
    "not due: retiring",
    { desired: [app()], live: [aLive({ id: "a" }), pro({ id: "b" }, LATER)] },
    ["keep a", "retiring b retire-later"],
  ],
  [
    "due: retire",
    { desired: [app()], live: [aLive({ id: "a" }), pro({ id: "b" }, DUE)] },
    ["keep a", "retire b retire-due (time)"],
  ],
  [
    "due and protected: protected",
    { desired: [app()], live: [aLive({ id: "a" }), pro({ id: "b" }, { ...DUE, ...PROTECTED })] },
    ["keep a", "protected b retire-due protected"],
  ],
  [
    "at an unreadable time: kept and warned",
    { desired: [app()], live: [aLive({ id: "a" }), pro({ id: "b" }, MALFORMED)] },
    ["keep a", "retiring b retire-later", "note plan/malformed-retirement"],
  ],
  [
    "two due ones: both",
    { desired: [app()], live: [aLive({ id: "a" }), tagged(DUE, { id: "b" }), pro({ id: "c" }, DUE)] },
    ["keep a", "retire b retire-due (time)", "retire c retire-due (time)"],
  ],
];

const TAKING_BACK: Row[] = [
  ["before it is due", { desired: [app()], live: [tagged(LATER, { id: "a" })] }, ["update a taken-back"]],
  ["when it is due", { desired: [app()], live: [tagged(DUE, { id: "a" })] }, ["update a taken-back"]],
  [
    "when its time is unreadable",
    { desired: [app()], live: [tagged(MALFORMED, { id: "a" })] },
    ["update a taken-back"],
  ],
  [
    "beside a live one of another source: that is the unfinished rest of a replace",
    { desired: [app()], live: [tagged(LATER, { id: "a" }), pro({ id: "b", awsName: "app-2" })] },
    ["update a taken-back", "replace b unfinished-replace"],
  ],
  [
    "beside a protected live one of another source: both stay",
    { desired: [app({ protect: true })], live: [tagged(LATER, { id: "a" }), pro({ id: "b" }, PROTECTED)] },
    ["update a taken-back", "protected b protected"],
  ],
  [
    "of two, the older one; the other goes on retiring",
    {
      desired: [app()],
      live: [tagged(LATER, { id: "a", createdAt: YOUNG }), tagged(LATER, { id: "b", createdAt: OLD })],
    },
    ["retiring a retire-later", "update b taken-back"],
  ],
  [
    "not where a live one of that source serves",
    { desired: [app()], live: [aLive({ id: "a" }), tagged(DUE, { id: "b" })] },
    ["keep a", "retire b retire-due (time)"],
  ],
  [
    "not one of another source: a new one is made",
    { desired: [app()], live: [pro({ id: "a" }, LATER)] },
    ["create new", "retiring a retire-later"],
  ],
  [
    "not one that bears the name of another entry, beside a live one: nobody could tell whose it is then",
    {
      desired: [app(), app({ name: "app-2" })],
      live: [
        tagged(LATER, { id: "a", awsName: "app-2" }),
        pro({ id: "b" }),
        aLive({ id: "c", awsName: "app-2", tags: ourTags("app-2") }),
      ],
    },
    ["retiring a retire-later", "replace b model-changed", "keep c of app-2"],
  ],
  [
    "one that bears the name of another entry, where nothing else serves",
    { desired: [app(), app({ name: "app-2", adopt: true })], live: [tagged(LATER, { id: "a", awsName: "app-2" })] },
    ["create new of app-2", "update a taken-back"],
  ],
  [
    "not one whose source cannot be told: a new one is made",
    { desired: [app({ candidates: [PRO] })], live: [tagged(LATER, { id: "a" })], target: DENIED },
    ["create new", "retiring a retire-later"],
  ],
];

describe.each([
  ["released", RELEASED],
  ["kept", KEPT],
  ["ending", ENDING],
  ["retiring under an entry that another one serves", DESIRED_AND_RETIRING],
  ["a retiring one that is wanted again is taken back", TAKING_BACK],
])("%s", (_, rows) => {
  test.each(rows)("%s", (__, cell, expected) => expect(decided(cell)).toEqual(expected));
});

test("taking back removes the time it was to end at, and repairs its other tags on the way", () => {
  const live = [tagged({ ...LATER, project: "old" }, { id: "a" })];
  expect(editsOf({ desired: [app()], live })).toEqual([
    "project: old → app01",
    "strata:retire-after: 2026-12-01T00:00:00Z → -",
  ]);
});

test("a release takes all of our tags away, and none of anybody else's", () => {
  const live = [tagged({ ...LATER, ...PROTECTED, other: "x" }, { id: "a" })];
  const cell = { live, state: releasing("app") };
  const removed = ["name", "protect", "retire-after", "source", "stack"];
  expect(editsOf(cell).map((text) => text.split(": ")[0])).toEqual(removed.map((key) => `strata:${key}`));
  expect(diffOf(cell).changes[0]?.after?.tags).toEqual({ project: "app01", other: "x" });
});

test("what is ours and in no entry goes by its mark's name, not by its AWS name", () => {
  const { changes } = diffOf({ live: [aLive({ awsName: "app-2", tags: ourTags() })] });
  expect(changes.map(({ key }) => key.name)).toEqual(["app"]);
});
