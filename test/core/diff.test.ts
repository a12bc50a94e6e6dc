import { describe, expect, test } from "vitest";
import type { Desired } from "../../src/core/desired.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import type { ReadTarget } from "../../src/core/observation.ts";
import type { DesiredProfile, LiveProfile } from "../../src/core/profile.ts";
import {
  aDesired,
  aLive,
  anObservation,
  aState,
  GLOBAL,
  LITE,
  MICRO_MODEL,
  NOW,
  ourTags,
  PRO,
  STACK,
} from "../fakes/values.ts";

interface Row {
  readonly name: string;
  readonly desired?: readonly DesiredProfile[];
  readonly live?: readonly LiveProfile[];
  readonly state?: Partial<Desired>;
  readonly target?: Partial<ReadTarget>;
  /** `action reason`, one a change, sorted as the diff sorts them. */
  readonly expected: readonly string[];
  readonly codes?: readonly string[];
}

const OLD = "2026-01-01T00:00:00.000Z";
const YOUNG = "2026-02-01T00:00:00.000Z";
const RETIRING = { "strata:retire-after": "2026-12-01T00:00:00Z" };
const DUE = { "strata:retire-after": "2026-11-23T09:00:00Z" };
const FOREIGN = { "strata:stack": "other", "strata:name": "app" };

const DESIRED_ROWS: Row[] = [
  { name: "nothing live: create", desired: [aDesired()], live: [], expected: ["create"] },
  { name: "as the file says: keep", desired: [aDesired()], live: [aLive()], expected: ["keep"] },
  {
    name: "a tag differs: update",
    desired: [aDesired({ tags: { project: "x" } })],
    live: [aLive()],
    expected: ["update"],
  },
  {
    name: "an undeclared tag: update",
    desired: [aDesired()],
    live: [aLive({ tags: { ...ourTags(), extra: "1" } })],
    expected: ["update"],
  },
  {
    name: "an undeclared tag that is to be kept",
    desired: [aDesired({ unlistedTags: "keep" })],
    live: [aLive({ tags: { ...ourTags(), extra: "1" } })],
    expected: ["keep"],
  },
  {
    name: "ignored tags and aws:* are never a difference",
    desired: [aDesired({ tags: { project: "app01", "map-migrated": "a" } })],
    live: [aLive({ tags: { ...ourTags(), "map-migrated": "b", "aws-apn-id/x": "1", "aws:created": "2" } })],
    state: { ignoreTags: ["map-migrated", "aws-apn-id*"] },
    expected: ["keep"],
  },
  {
    name: "another model: replace",
    desired: [aDesired({ candidates: [PRO] })],
    live: [aLive()],
    expected: ["replace model-changed"],
  },
  {
    name: "another model, not in replacement.on: kept with a warning",
    desired: [aDesired({ candidates: [PRO] })],
    live: [aLive()],
    state: { replacement: { graceMs: 0, on: [] } },
    expected: ["keep"],
    codes: ["plan/model-differs"],
  },
  {
    name: "the source tag differs, the models agree: the tag is repaired",
    desired: [aDesired()],
    live: [aLive({ tags: ourTags("app", PRO) })],
    expected: ["update"],
  },
  {
    name: "the source tag agrees, the models differ: AWS changed the routes",
    desired: [aDesired()],
    live: [aLive({ modelArns: ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"] })],
    expected: ["keep"],
    codes: ["plan/routes-changed"],
  },
  {
    name: "the models cannot be compared: kept with a warning",
    desired: [aDesired({ candidates: [PRO] })],
    live: [aLive()],
    target: { catalogue: { system: null } },
    expected: ["keep"],
    codes: ["plan/source-unclear"],
  },
  {
    name: "a global source, whose models have an empty region",
    desired: [aDesired({ candidates: [GLOBAL] })],
    live: [aLive({ source: GLOBAL, tags: { ...ourTags("app", GLOBAL), "strata:source": "lost" } })],
    expected: ["update"],
  },
  {
    name: "a foundation model as the source",
    desired: [aDesired({ candidates: [MICRO_MODEL] })],
    live: [aLive({ source: MICRO_MODEL })],
    expected: ["keep"],
  },
  {
    name: "the region does not offer the source: blocked",
    desired: [aDesired({ candidates: ["us.no.such-model"] })],
    expected: ["blocked plan/unknown-source"],
    codes: ["plan/unknown-source"],
  },
  {
    name: "a replace whose new source the region does not offer: blocked",
    desired: [aDesired({ candidates: ["us.no.such-model"] })],
    live: [aLive({ source: MICRO_MODEL })],
    expected: ["blocked plan/unknown-source"],
    codes: ["plan/unknown-source"],
  },
  {
    name: "a mistyped source of a live profile: blocked, not kept in silence",
    desired: [aDesired({ candidates: ["us.amazon.nova-liet-v1:0"] })],
    live: [aLive()],
    expected: ["blocked plan/unknown-source"],
    codes: ["plan/unknown-source"],
  },
  {
    name: "routing keeps the live source while it is a candidate",
    desired: [aDesired({ candidates: [PRO, LITE] })],
    live: [aLive()],
    expected: ["keep"],
  },
  {
    name: "a changed description is a note",
    desired: [aDesired({ description: "new" })],
    live: [aLive({ description: "old" })],
    expected: ["keep"],
    codes: ["plan/description-differs"],
  },
  {
    name: "a changed description replaces where replacement.on names it",
    desired: [aDesired({ description: "new" })],
    live: [aLive({ description: "old" })],
    state: { replacement: { graceMs: 0, on: ["description"] } },
    expected: ["replace description-changed"],
  },
  {
    name: "after such a replace the new profile is no double of the old one",
    desired: [aDesired({ description: "new" })],
    live: [
      aLive({ description: "old", createdAt: OLD }),
      aLive({ awsName: "app-2", description: "new", createdAt: YOUNG }),
    ],
    state: { replacement: { graceMs: 0, on: ["description"] } },
    expected: ["keep", "replace unfinished-replace"],
  },
  {
    name: "doubles of the desired source: the oldest stays",
    desired: [aDesired()],
    live: [aLive({ createdAt: YOUNG }), aLive({ createdAt: OLD })],
    expected: ["delete duplicate", "keep"],
  },
  {
    name: "a protected double stays",
    desired: [aDesired()],
    live: [aLive({ createdAt: OLD }), aLive({ createdAt: YOUNG, tags: { ...ourTags(), "strata:protect": "true" } })],
    expected: ["keep", "protected duplicate protected"],
  },
  {
    name: "an interrupted replacement is finished, not begun again",
    desired: [aDesired()],
    live: [
      aLive({ source: PRO, tags: ourTags("app", PRO), createdAt: OLD }),
      aLive({ awsName: "app-2", createdAt: YOUNG }),
    ],
    expected: ["keep", "replace unfinished-replace"],
  },
  {
    name: "two live ones of old sources share one replacement",
    desired: [aDesired({ candidates: [GLOBAL] })],
    live: [aLive(), aLive({ awsName: "app-2", source: PRO, tags: ourTags("app", PRO) })],
    expected: ["replace model-changed", "replace model-changed"],
  },
  {
    name: "A → B → A within the grace: the retiring one is taken back",
    desired: [aDesired()],
    live: [
      aLive({ tags: { ...ourTags(), ...RETIRING } }),
      aLive({ awsName: "app-2", source: PRO, tags: ourTags("app", PRO) }),
    ],
    expected: ["replace unfinished-replace", "update taken-back"],
  },
  {
    name: "a retiring one of another source does not serve the key",
    desired: [aDesired()],
    live: [aLive({ source: PRO, tags: { ...ourTags("app", PRO), ...RETIRING } })],
    expected: ["create", "retiring retire-later"],
  },
  {
    name: "our mark under another AWS name: blocked, never a double",
    desired: [aDesired()],
    live: [aLive(), aLive({ awsName: "elsewhere" })],
    expected: ["blocked plan/mark-mismatch", "keep"],
    codes: ["plan/mark-mismatch"],
  },
  {
    name: "name-2 is our name, name-1 and name-02 are not",
    desired: [aDesired()],
    live: [aLive({ awsName: "app-2", createdAt: OLD }), aLive({ awsName: "app-1" }), aLive({ awsName: "app-02" })],
    expected: ["blocked plan/mark-mismatch", "blocked plan/mark-mismatch", "keep"],
  },
  {
    name: "without strata:name the AWS name counts",
    desired: [aDesired()],
    live: [aLive({ tags: { "strata:stack": STACK, project: "app01" } })],
    expected: ["update"],
  },
  {
    name: "a profile of a former stack is re-marked",
    desired: [aDesired()],
    live: [aLive({ tags: { ...ourTags(), "strata:stack": "before" } })],
    state: { formerStacks: ["before"] },
    expected: ["update"],
  },
  {
    name: "another stack has the name",
    desired: [aDesired({ adopt: true })],
    live: [aLive({ tags: FOREIGN })],
    expected: ["blocked plan/name-taken"],
    codes: ["plan/name-taken"],
  },
  {
    name: "an unmanaged one has the name",
    desired: [aDesired()],
    live: [aLive({ tags: {} })],
    expected: ["blocked plan/name-taken"],
  },
  {
    name: "adopt takes it over",
    desired: [aDesired({ adopt: true })],
    live: [aLive({ tags: { x: "1" } })],
    expected: ["adopt adopted"],
  },
  { name: "adopt finds nothing: create", desired: [aDesired({ adopt: true })], expected: ["create"] },
  {
    name: "adopt refuses another model",
    desired: [aDesired({ adopt: true })],
    live: [aLive({ source: PRO, tags: {} })],
    expected: ["blocked plan/adopt-refused"],
  },
  {
    name: "adopt refuses what another tool manages",
    desired: [aDesired({ adopt: true })],
    live: [aLive({ tags: { AmazonDataZoneProject: "p" } })],
    expected: ["blocked plan/adopt-refused"],
  },
  {
    name: "adopt by ARN, whatever its AWS name",
    desired: [aDesired({ adopt: aLive({ id: "byarn0000001" }).arn })],
    live: [aLive({ id: "byarn0000001", awsName: "other", tags: {} })],
    expected: ["adopt adopted"],
  },
  {
    name: "adopted by ARN before: kept under its other name",
    desired: [aDesired({ adopt: aLive({ id: "byarn0000001" }).arn })],
    live: [aLive({ id: "byarn0000001", awsName: "other" })],
    expected: ["keep"],
  },
  {
    name: "adopt by an ARN that is not there",
    desired: [aDesired({ adopt: "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/nowhere" })],
    expected: ["blocked plan/adopt-refused"],
  },
  {
    name: "more than 50 tags, those of others included: blocked",
    desired: [aDesired({ tags: { project: "app01", more: "1" } })],
    live: [
      aLive({ tags: { ...ourTags(), ...Object.fromEntries(Array.from({ length: 46 }, (_, i) => [`x${i}`, "1"])) } }),
    ],
    state: { ignoreTags: ["x*"] },
    expected: ["blocked plan/too-many-tags"],
  },
  {
    name: "a protected profile with another model is kept, its tag edits go ahead",
    desired: [aDesired({ candidates: [PRO], protect: false })],
    live: [aLive({ tags: { ...ourTags(), "strata:protect": "true" } })],
    expected: ["protected protected", "update"],
  },
  {
    name: "protect: true is a tag edit",
    desired: [aDesired({ protect: true })],
    live: [aLive()],
    expected: ["update"],
  },
];

const UNDESIRED_ROWS: Row[] = [
  { name: "ours, in no entry: delete", live: [aLive()], expected: ["delete not-declared"] },
  { name: "released", live: [aLive()], state: { release: [releasing("ap*")] }, expected: ["release released"] },
  {
    name: "protected",
    live: [aLive({ tags: { ...ourTags(), "strata:protect": "true" } })],
    expected: ["protected not-declared protected"],
  },
  {
    name: "retiring, not due",
    live: [aLive({ tags: { ...ourTags(), ...RETIRING } })],
    expected: ["retiring retire-later"],
  },
  { name: "retiring, due", live: [aLive({ tags: { ...ourTags(), ...DUE } })], expected: ["retire retire-due"] },
  {
    name: "due, but protected",
    live: [aLive({ tags: { ...ourTags(), ...DUE, "strata:protect": "true" } })],
    expected: ["protected retire-due protected"],
  },
  {
    name: "retiring at an unreadable time: kept, warned",
    live: [aLive({ tags: { ...ourTags(), "strata:retire-after": "soon" } })],
    expected: ["retiring retire-later"],
    codes: ["plan/malformed-retirement"],
  },
  {
    name: "our mark on another AWS name",
    live: [aLive({ awsName: "elsewhere" })],
    expected: ["blocked plan/mark-mismatch"],
  },
  { name: "unmanaged", live: [aLive({ tags: {} })], expected: [] },
  { name: "tags unknown", live: [aLive({ tags: null, exact: false })], expected: [] },
  { name: "foreign", live: [aLive({ tags: FOREIGN })], expected: [] },
];

function releasing(pattern: string) {
  return { pattern, declaredAt: aDesired().declaredAt };
}

function run(row: Row) {
  const { desired = [], live = [], state = {}, target = {} } = row;
  return diffProfiles(aState(desired, state), anObservation(live, target), NOW);
}

describe.each([
  ["a desired key", DESIRED_ROWS],
  ["a live profile that no entry asks for", UNDESIRED_ROWS],
])("%s", (_, rows) => {
  test.each(rows)("$name", (row) => {
    const { changes, diagnostics } = run(row);
    expect(changes.map((c) => [c.action, ...c.because.map(({ code }) => code)].join(" "))).toEqual(row.expected);
    if (row.codes !== undefined) expect(diagnostics.map(({ code }) => code)).toEqual(row.codes);
  });
});

test("a tag-copy script that marks 29 profiles as doubles of one ends none of them", () => {
  const names = Array.from({ length: 30 }, (_, i) => `app-${String(i).padStart(4, "0")}`);
  const live = names.map((awsName) => aLive({ awsName, tags: ourTags("app-0000") }));
  const { changes } = run({ name: "", desired: names.map((name) => aDesired({ name })), live, expected: [] });
  expect(changes.filter((c) => c.action === "keep")).toHaveLength(1);
  expect(changes.filter((c) => c.action === "blocked")).toHaveLength(29);
  expect(changes).toHaveLength(30);
});

test("a delete and a create of one source are told as a rename", () => {
  const { changes } = run({ name: "", desired: [aDesired({ name: "new" })], live: [aLive()], expected: [] });
  expect(changes.map(({ action, because }) => [action, because.at(-1)?.code])).toEqual([
    ["delete", "rename"],
    ["create", "rename"],
  ]);
});

test("targets that were not read get no changes", () => {
  const target = { account: "111122223333", region: "us-west-2" };
  const { changes } = diffProfiles(aState([aDesired()]), { targets: [{ target, status: "unreadable" }] }, NOW);
  expect(changes).toEqual([]);
});

describe("what a decision rests on is read exactly first", () => {
  const vague = (over: Parameters<typeof aLive>[0] = {}) => aLive({ ...over, exact: false });
  test.each([
    ["keep", [aDesired()], [vague()], 0],
    ["delete", [], [vague()], 1],
    ["replace", [aDesired({ candidates: [PRO] })], [vague()], 1],
    ["name taken", [aDesired()], [vague({ tags: {} })], 1],
    ["adopt", [aDesired({ adopt: true })], [vague({ tags: {} })], 1],
    ["several ours", [aDesired()], [vague(), vague()], 2],
    ["tags unknown under the key's name", [aDesired()], [vague({ tags: null, awsName: "app-2" })], 1],
    ["tags unknown under another name", [aDesired()], [vague({ tags: null, awsName: "other" })], 0],
    ["a tag edit", [aDesired({ tags: {} })], [vague()], 1],
    ["a due retirement", [], [vague({ tags: { ...ourTags(), ...DUE } })], 1],
  ])("%s", (_, desired, live, count) => {
    const { missing } = run({ name: "", desired, live, expected: [] });
    expect(missing.flatMap(({ exact }) => exact)).toHaveLength(count);
  });

  test("more than twenty tag edits are sent as they are", () => {
    const names = Array.from({ length: 21 }, (_, i) => `app${i}`);
    const live = names.map((awsName) => vague({ awsName, tags: ourTags(awsName) }));
    const desired = names.map((name) => aDesired({ name, tags: { project: "other" } }));
    expect(run({ name: "", desired, live, expected: [] }).missing).toEqual([]);
    expect(
      run({ name: "", desired: desired.slice(1), live: live.slice(1), expected: [] }).missing[0]?.exact,
    ).toHaveLength(20);
  });

  test("the catalogue is asked for by a create, and not by a keep", () => {
    const catalogue = (live: LiveProfile[]) =>
      run({ name: "", desired: [aDesired()], live, target: { catalogue: {} }, expected: [] }).missing;
    expect(catalogue([]).map((m) => m.catalogue)).toEqual([["system"]]);
    expect(catalogue([aLive()])).toEqual([]);
  });
});
