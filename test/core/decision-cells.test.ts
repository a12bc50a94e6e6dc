/** The rarer cells of the decision tables (DESIGN sections 3 and 4), one named row each; diff.test.ts has the common ones. */
import { describe, expect, test } from "vitest";
import { isTimeBorn } from "../../src/core/change.ts";
import type { Desired } from "../../src/core/desired.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import type { ReadTarget } from "../../src/core/observation.ts";
import type { DesiredProfile, LiveProfile } from "../../src/core/profile.ts";
import {
  aDesired,
  aLive,
  anObservation,
  aState,
  CATALOGUE,
  GLOBAL,
  LITE,
  MICRO_MODEL,
  modelArns,
  NOW,
  ourTags,
  PRO,
} from "../fakes/values.ts";

interface Cell {
  readonly desired?: readonly DesiredProfile[];
  readonly live: readonly LiveProfile[];
  readonly state?: Partial<Desired>;
  readonly target?: Partial<ReadTarget>;
}

const OLD = "2026-01-01T00:00:00.000Z";
const YOUNG = "2026-02-01T00:00:00.000Z";
const PROTECTED = { "strata:protect": "true" };
const LATER = { "strata:retire-after": "2026-12-01T00:00:00Z" };
const DUE = { "strata:retire-after": "2026-11-23T09:00:00Z" };
const app = (over = {}) => aDesired(over);
const pro = (over = {}) => aLive({ source: PRO, tags: ourTags("app", PRO), ...over });
const tagged = (more: Record<string, string>, over = {}) => aLive({ tags: { ...ourTags(), ...more }, ...over });
const releasing = (pattern: string) => ({ release: [{ pattern, declaredAt: aDesired().declaredAt }] });

/** `action id reasons (time)`, one a change, by ARN. */
function decided({ desired = [], live, state = {}, target = {} }: Cell): string[] {
  const { changes } = diffProfiles(aState(desired, state), anObservation(live, target), NOW);
  return [...changes]
    .sort((a, b) => ((a.arn ?? "") < (b.arn ?? "") ? -1 : 1))
    .map((change) => {
      const id = change.arn === null ? "new" : change.arn.slice(-1);
      const why = change.because.map(({ code }) => code);
      return [change.action, id, ...why, ...(isTimeBorn(change) ? ["(time)"] : [])].join(" ");
    });
}

type Rows = readonly (readonly [name: string, cell: Cell, expected: readonly string[]])[];

const DOUBLES: Rows = [
  [
    "of one moment: the lower ARN stays",
    { desired: [app()], live: [aLive({ id: "b" }), aLive({ id: "a" })] },
    ["keep a", "delete b duplicate (time)"],
  ],
  [
    "under name-2 count",
    {
      desired: [app()],
      live: [aLive({ id: "a", createdAt: OLD }), aLive({ id: "b", awsName: "app-2", createdAt: YOUNG })],
    },
    ["keep a", "delete b duplicate (time)"],
  ],
  [
    "the older one stays, whatever its AWS name",
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
    "that retires is no double",
    { desired: [app()], live: [aLive({ id: "a" }), tagged(LATER, { id: "b" })] },
    ["keep a", "retiring b retire-later"],
  ],
  [
    "of a model that is not replaced: one of each model stays",
    {
      desired: [app()],
      live: [pro({ id: "a" }), pro({ id: "b", awsName: "app-2" })],
      state: { replacement: { graceMs: 0, on: [] } },
    },
    ["keep a", "delete b duplicate (time)"],
  ],
  [
    "that are protected all stay",
    { desired: [app({ protect: true })], live: [tagged(PROTECTED, { id: "a" }), tagged(PROTECTED, { id: "b" })] },
    ["keep a", "protected b duplicate protected"],
  ],
];

const TAKING_BACK: Rows = [
  ["alone", { desired: [app()], live: [tagged(LATER, { id: "a" })] }, ["update a taken-back"]],
  ["also when it is due", { desired: [app()], live: [tagged(DUE, { id: "a" })] }, ["update a taken-back"]],
  [
    "of two, the older one",
    {
      desired: [app()],
      live: [tagged(LATER, { id: "a", createdAt: YOUNG }), tagged(LATER, { id: "b", createdAt: OLD })],
    },
    ["retiring a retire-later", "update b taken-back"],
  ],
  [
    "not where a live one serves already",
    { desired: [app()], live: [aLive({ id: "a" }), tagged(DUE, { id: "b" })] },
    ["keep a", "retire b retire-due (time)"],
  ],
];

const MARKS = [
  "AmazonDataZoneDomain",
  "AmazonDataZoneProject",
  "AmazonBedrockManaged",
  "aws:cloudformation:stack-name",
];
const byArn = app({ adopt: aLive({ id: "x" }).arn });
const ADOPTION: Rows = [
  ...MARKS.map(
    (mark) =>
      [
        `is refused with the mark ${mark}`,
        { desired: [app({ adopt: true })], live: [aLive({ id: "a", tags: { [mark]: "x" } })] },
        ["blocked a plan/adopt-refused"],
      ] as const,
  ),
  [
    "is refused where the models cannot be known",
    {
      desired: [app({ adopt: true })],
      live: [aLive({ id: "a", tags: {} })],
      target: { catalogue: { system: null, foundation: null } },
    },
    ["blocked a plan/adopt-refused"],
  ],
  [
    "by ARN, of another stack",
    { desired: [byArn], live: [aLive({ id: "x", tags: { "strata:stack": "other" } })] },
    ["blocked x plan/adopt-refused"],
  ],
  [
    "by ARN, ours under another entry",
    { desired: [byArn], live: [aLive({ id: "x", awsName: "old", tags: ourTags("old") })] },
    ["blocked x plan/adopt-refused", "delete x not-declared"],
  ],
  [
    "of one of two unmanaged namesakes cannot be meant",
    { desired: [app({ adopt: true })], live: [aLive({ id: "a", tags: {} }), aLive({ id: "b", tags: {} })] },
    ["blocked a plan/name-taken", "blocked b plan/name-taken"],
  ],
  ["does nothing once it is ours", { desired: [app({ adopt: true })], live: [aLive({ id: "a" })] }, ["keep a"]],
];

const UNDESIRED: Rows = [
  [
    "released, though protected",
    { live: [tagged(PROTECTED, { id: "a" })], state: releasing("app") },
    ["release a released"],
  ],
  ["released, though retiring", { live: [tagged(DUE, { id: "a" })], state: releasing("app") }, ["release a released"]],
  [
    "released, though its AWS name is another",
    { live: [aLive({ id: "a", awsName: "x" })], state: releasing("app") },
    ["release a released"],
  ],
  [
    "not released by another pattern",
    { live: [aLive({ id: "a" })], state: releasing("b*") },
    ["delete a not-declared"],
  ],
  [
    "protected with any value, false too",
    { live: [tagged({ "strata:protect": "false" }, { id: "a" })] },
    ["protected a not-declared protected"],
  ],
  [
    "a second before it is due",
    { live: [tagged({ "strata:retire-after": "2026-11-23T09:00:01Z" }, { id: "a" })] },
    ["retiring a retire-later"],
  ],
  ["due to the second", { live: [tagged(DUE, { id: "a" })] }, ["retire a retire-due (time)"]],
  [
    "retiring at no time at all",
    { live: [tagged({ "strata:retire-after": "" }, { id: "a" })] },
    ["retiring a retire-later"],
  ],
  [
    "two of one name: both end",
    { live: [aLive({ id: "a" }), aLive({ id: "b" })] },
    ["delete a not-declared", "delete b not-declared"],
  ],
];

const SOURCES: Rows = [
  ["tag agrees, models agree", { desired: [app()], live: [aLive({ id: "a" })] }, ["keep a"]],
  [
    "tag agrees, models differ",
    { desired: [app()], live: [aLive({ id: "a", modelArns: modelArns(PRO) })] },
    ["keep a"],
  ],
  [
    "tag agrees, models unknown",
    { desired: [app()], live: [aLive({ id: "a" })], target: { catalogue: { system: null } } },
    ["keep a"],
  ],
  [
    "tag differs, models agree",
    { desired: [app()], live: [tagged({ "strata:source": PRO }, { id: "a" })] },
    ["update a"],
  ],
  ["tag differs, models differ", { desired: [app()], live: [pro({ id: "a" })] }, ["replace a model-changed"]],
  [
    "tag differs, models unknown",
    { desired: [app()], live: [pro({ id: "a" })], target: { catalogue: { system: null } } },
    ["keep a"],
  ],
  [
    "no tag, models agree",
    {
      desired: [app()],
      live: [aLive({ id: "a", tags: { "strata:stack": "genai", "strata:name": "app", project: "app01" } })],
    },
    ["update a"],
  ],
  [
    "a global source and a geographic one differ",
    { desired: [app({ candidates: [GLOBAL] })], live: [aLive({ id: "a" })] },
    ["replace a model-changed"],
  ],
  [
    "a foundation model needs no catalogue",
    {
      desired: [app({ candidates: [MICRO_MODEL] })],
      live: [aLive({ id: "a", source: MICRO_MODEL, tags: ourTags("app", PRO) })],
      target: { catalogue: {} },
    },
    ["update a"],
  ],
];

const ROUTING: Rows = [
  [
    "a live source that is still a candidate stays",
    { desired: [app({ candidates: [PRO, LITE] })], live: [aLive({ id: "a" })] },
    ["keep a"],
  ],
  [
    "a live source that is none any more is replaced by the first",
    { desired: [app({ candidates: [PRO, GLOBAL] })], live: [aLive({ id: "a" })] },
    ["replace a model-changed"],
  ],
  [
    "a live source that the region no longer offers gives way to the next",
    {
      desired: [app({ candidates: ["us.gone-v1:0", PRO] })],
      live: [aLive({ id: "a", modelArns: ["arn:gone"], tags: ourTags("app", "us.gone-v1:0") })],
    },
    ["replace a model-changed"],
  ],
  [
    "what serves decides, not what retires first",
    {
      desired: [app({ candidates: [PRO, LITE] })],
      live: [aLive({ id: "a" }), pro({ id: "b", tags: { ...ourTags("app", PRO), ...LATER } })],
    },
    ["keep a", "retiring b retire-later"],
  ],
];

const PROTECTION: Rows = [
  [
    "lifted: an edit, and nothing else in that plan",
    { desired: [app()], live: [tagged(PROTECTED, { id: "a" })] },
    ["update a"],
  ],
  [
    "of a profile with another model, kept by the file",
    { desired: [app({ candidates: [PRO], protect: true })], live: [tagged(PROTECTED, { id: "a" })] },
    ["protected a protected"],
  ],
  [
    "does not hold back the old one's retirement tag once it is lifted",
    { desired: [app({ candidates: [PRO] })], live: [aLive({ id: "a" })] },
    ["replace a model-changed"],
  ],
  [
    "of a due profile holds",
    { desired: [app()], live: [aLive({ id: "a" }), tagged({ ...DUE, ...PROTECTED }, { id: "b" })] },
    ["keep a", "protected b retire-due protected"],
  ],
];

describe.each([
  ["doubles", DOUBLES],
  ["taking back", TAKING_BACK],
  ["adoption", ADOPTION],
  ["ours, not desired", UNDESIRED],
  ["is it a copy of the source?", SOURCES],
  ["routing", ROUTING],
  ["protection", PROTECTION],
])("%s", (_, rows) => {
  test.each(rows as Rows)("%s", (__, cell, expected) => expect(decided(cell)).toEqual(expected));
});

describe("a rename is told only where it is certain", () => {
  const told = (desired: DesiredProfile[], live: LiveProfile[]) =>
    diffProfiles(aState(desired), anObservation(live), NOW).changes.filter(({ because }) =>
      because.some(({ code }) => code === "rename"),
    ).length;
  test.each([
    ["one goes, one comes, one source", [app({ name: "new" })], [aLive()], 2],
    ["another source", [app({ name: "new", candidates: [PRO] })], [aLive()], 0],
    ["two come", [app({ name: "new" }), app({ name: "newer" })], [aLive()], 0],
    ["two go", [app({ name: "new" })], [aLive(), aLive({ awsName: "b", tags: ourTags("b") })], 0],
  ])("%s", (_, desired, live, count) => expect(told(desired, live)).toBe(count));
});

test("the catalogue of the tests offers what its rows rest on", () => {
  expect(CATALOGUE.system?.has("us.gone-v1:0")).toBe(false);
});
