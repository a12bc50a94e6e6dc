/** DESIGN section 3, first table: the live profiles of a desired key. Adoption and retiring ones have files of their own. */
import { describe, expect, test } from "vitest";
import { aLive, MICRO_MODEL, ourTags, PRO } from "../fakes/values.ts";
import {
  app,
  DENIED,
  DUE,
  decided,
  diffOf,
  FOREIGN,
  LATER,
  OLD,
  PROTECTED,
  pro,
  type Row,
  replacing,
  tagged,
  YOUNG,
} from "./lifecycle-cells.ts";

const ONE_OURS: Row[] = [
  ["as the file says: keep", { desired: [app()], live: [aLive({ id: "a" })] }, ["keep a"]],
  ["a tag differs: update", { desired: [app({ tags: { project: "x" } })], live: [aLive({ id: "a" })] }, ["update a"]],
  [
    "another model: replace",
    { desired: [app({ candidates: [PRO] })], live: [aLive({ id: "a" })] },
    ["replace a model-changed"],
  ],
  [
    "on AWS it is name-2, or name-10: no difference",
    {
      desired: [app(), app({ name: "bot" })],
      live: [aLive({ id: "a", awsName: "app-2" }), aLive({ id: "b", awsName: "bot-10", tags: ourTags("bot") })],
    },
    ["keep a", "keep b of bot"],
  ],
  [
    "without strata:name it is known by its AWS name",
    { desired: [app()], live: [aLive({ id: "a", tags: { "strata:stack": "genai", project: "app01" } })] },
    ["update a"],
  ],
  [
    "adopted by ARN, its AWS name is another",
    { desired: [app({ adopt: aLive({ id: "a" }).arn })], live: [aLive({ id: "a", awsName: "elsewhere" })] },
    ["keep a"],
  ],
];

const SEVERAL_OURS: Row[] = [
  [
    "of the desired source: the oldest by createdAt stays, whatever its ARN",
    { desired: [app()], live: [aLive({ id: "a", createdAt: YOUNG }), aLive({ id: "b", createdAt: OLD })] },
    ["delete a duplicate (time)", "keep b"],
  ],
  [
    "made at one moment: the lower ARN stays",
    { desired: [app()], live: [aLive({ id: "b" }), aLive({ id: "a" })] },
    ["keep a", "delete b duplicate (time)"],
  ],
  [
    "the older is name-2: it stays all the same",
    {
      desired: [app()],
      live: [aLive({ id: "a", createdAt: YOUNG }), aLive({ id: "b", awsName: "app-2", createdAt: OLD })],
    },
    ["delete a duplicate (time)", "keep b"],
  ],
  [
    "three: two end",
    { desired: [app()], live: ["a", "b", "c"].map((id) => aLive({ id })) },
    ["keep a", "delete b duplicate (time)", "delete c duplicate (time)"],
  ],
  [
    "the one that stays gets its tags, the double none",
    { desired: [app({ tags: { project: "x" } })], live: [aLive({ id: "a" }), aLive({ id: "b" })] },
    ["update a", "delete b duplicate (time)"],
  ],
  [
    "another source beside the desired one: the unfinished rest of a replace, older or not",
    {
      desired: [app()],
      live: [pro({ id: "a", createdAt: OLD }), aLive({ id: "b", createdAt: YOUNG }), pro({ id: "c" })],
    },
    ["replace a unfinished-replace", "keep b", "replace c unfinished-replace"],
  ],
  [
    "doubles of the desired source, and another one: each is told for what it is",
    { desired: [app()], live: [pro({ id: "a" }), aLive({ id: "b" }), aLive({ id: "c", awsName: "app-2" })] },
    ["replace a unfinished-replace", "keep b", "delete c duplicate (time)"],
  ],
  [
    "none of the desired source: all are replaced, by one new profile",
    { desired: [app({ candidates: [MICRO_MODEL] })], live: [aLive({ id: "a" }), pro({ id: "b", awsName: "app-2" })] },
    ["replace a model-changed", "replace b model-changed"],
  ],
  [
    "one whose source cannot be told is neither a double nor a rest",
    { desired: [app({ candidates: [PRO] })], live: [aLive({ id: "a" }), pro({ id: "b" })], target: DENIED },
    ["keep a", "keep b", "note plan/source-unclear"],
  ],
  [
    "a double that is protected stays",
    { desired: [app({ protect: true })], live: [tagged(PROTECTED, { id: "a" }), tagged(PROTECTED, { id: "b" })] },
    ["keep a", "protected b duplicate protected"],
  ],
  [
    "the protected one is the older: the younger ends, and protection is lifted where the file does not ask for it",
    { desired: [app()], live: [tagged(PROTECTED, { id: "a" }), aLive({ id: "b" })] },
    ["update a", "delete b duplicate (time)"],
  ],
  [
    "the younger is protected against the file's wish: its protection is lifted first, a later plan ends it",
    { desired: [app()], live: [aLive({ id: "a" }), tagged(PROTECTED, { id: "b" })] },
    ["keep a", "protected b duplicate protected", "update b"],
  ],
  [
    "another source beside the desired one, though nothing is to be replaced: its rest is finished all the same",
    { desired: [app()], live: [pro({ id: "a" }), aLive({ id: "b" })], state: replacing(0) },
    ["replace a unfinished-replace", "keep b"],
  ],
  [
    "the unfinished rest is protected: it stays, and protection that the file does not ask for is lifted first",
    { desired: [app()], live: [aLive({ id: "a" }), pro({ id: "b" }, PROTECTED)] },
    ["keep a", "protected b protected", "update b"],
  ],
  [
    "of a model that is not to be replaced: the oldest of each model stays, and is told",
    {
      desired: [app({ candidates: [MICRO_MODEL] })],
      live: [pro({ id: "a" }), pro({ id: "b" }), aLive({ id: "c" })],
      state: replacing(0),
    },
    ["keep a", "delete b duplicate (time)", "keep c", "note plan/model-differs", "note plan/model-differs"],
  ],
  [
    "one retires: it is no double",
    { desired: [app()], live: [aLive({ id: "a" }), tagged(LATER, { id: "b" })] },
    ["keep a", "retiring b retire-later"],
  ],
];

const ODD_NAMES = ["app-02", "app-1", "app-2-2", "app-two", "app2", "appx2", "x"];
const COPIED_MARKS: Row[] = [
  [
    "under any other name but name-2 and on is nobody's to judge: blocked",
    { desired: [app()], live: [aLive({ id: "a" }), ...ODD_NAMES.map((awsName) => aLive({ id: awsName, awsName }))] },
    ["keep a", ...ODD_NAMES.map((awsName) => `blocked ${awsName} plan/mark-mismatch`)],
  ],
  [
    "on the profile of another entry: blocked there, and no namesake is made",
    { desired: [app(), app({ name: "bot" })], live: [aLive({ id: "a" }), aLive({ id: "b", awsName: "bot" })] },
    ["keep a", "blocked b of bot plan/mark-mismatch"],
  ],
  [
    "of a name that has no entry, on the profile of an entry: told once, at that entry",
    { desired: [app()], live: [aLive({ id: "a", tags: ourTags("gone") })] },
    ["blocked a plan/mark-mismatch"],
  ],
  [
    "on the only live one: blocked, and the key gets its own",
    { desired: [app()], live: [aLive({ id: "a", awsName: "elsewhere" })] },
    ["create new", "blocked a plan/mark-mismatch"],
  ],
  [
    "retiring or protected as well: blocked all the same",
    { desired: [app()], live: [aLive({ id: "a" }), tagged({ ...DUE, ...PROTECTED }, { id: "b", awsName: "x" })] },
    ["keep a", "blocked b plan/mark-mismatch"],
  ],
];

/** `app-2` may be the name that `app` got because its own was taken, or the profile of an entry `app-2`. */
const NAME_2_OF_ANOTHER: Row[] = [
  [
    "beside another one of app, and app-2 has an entry: it cannot be told, so nothing ends",
    {
      desired: [app(), app({ name: "app-2", candidates: [PRO] })],
      live: [aLive({ id: "a" }), aLive({ id: "b", awsName: "app-2", source: PRO, tags: ourTags() })],
    },
    ["keep a", "blocked b of app-2 plan/mark-mismatch"],
  ],
  [
    "app has no entry any more, and app-2 has one: it cannot be told",
    { desired: [app({ name: "app-2" })], live: [aLive({ id: "b", awsName: "app-2" })] },
    ["blocked b of app-2 plan/mark-mismatch"],
  ],
  [
    "nothing else of app serves, the old one retires: it is the one of app",
    {
      desired: [app(), app({ name: "app-2" })],
      live: [pro({ id: "a" }, LATER), aLive({ id: "b", awsName: "app-2" })],
    },
    ["create new of app-2", "retiring a retire-later", "keep b"],
  ],
  [
    "it retires: it goes on to its end",
    {
      desired: [app(), app({ name: "app-2" })],
      live: [aLive({ id: "a" }), tagged(DUE, { id: "b", awsName: "app-2" })],
    },
    ["create new of app-2", "keep a", "retire b retire-due (time)"],
  ],
];

const NONE_OURS: Row[] = [
  ["nothing has the name: create", { desired: [app()] }, ["create new"]],
  [
    "an unmanaged one has the name: blocked",
    { desired: [app()], live: [aLive({ id: "a", tags: { x: "1" } })] },
    ["blocked a plan/name-taken"],
  ],
  [
    "another stack's has the name: blocked",
    { desired: [app()], live: [aLive({ id: "a", tags: FOREIGN })] },
    ["blocked a plan/name-taken"],
  ],
  [
    "both: each is told",
    { desired: [app()], live: [aLive({ id: "a", tags: FOREIGN }), aLive({ id: "b", tags: {} })] },
    ["blocked a plan/name-taken", "blocked b plan/name-taken"],
  ],
  [
    "name-2 of others is not the name: create",
    { desired: [app()], live: [aLive({ awsName: "app-2", tags: FOREIGN }), aLive({ awsName: "app-3", tags: {} })] },
    ["create new"],
  ],
  [
    "another key's name-2, rightly so, is not in the way: create",
    { desired: [app(), app({ name: "app-2" })], live: [aLive({ id: "a", awsName: "app-2" })] },
    ["create new of app-2", "keep a"],
  ],
];

describe.each([
  ["one of ours", ONE_OURS],
  ["several of ours", SEVERAL_OURS],
  ["a copied mark", COPIED_MARKS],
  ["app-2 under the mark of app", NAME_2_OF_ANOTHER],
  ["none of ours", NONE_OURS],
])("%s", (_, rows) => {
  test.each(rows)("%s", (__, cell, expected) => expect(decided(cell)).toEqual(expected));
});

test("a name that is taken is told with the ARN and its owner", () => {
  const { diagnostics } = diffOf({ desired: [app()], live: [aLive({ id: "a", tags: FOREIGN })] });
  expect(diagnostics[0]?.detail).toMatch(/application-inference-profile\/a.*"other"/);
});
