/** DESIGN section 3: adoption. An unmanaged profile is taken over with its ARN, or there is a reason why not. */
import { describe, expect, test } from "vitest";
import { aLive, GLOBAL, MICRO_MODEL, ourTags, PRO } from "../fakes/values.ts";
import { app, DENIED, decided, diffOf, editsOf, FOREIGN, LATER, pro, type Row, UNREAD } from "./lifecycle-cells.ts";

const X = aLive({ id: "x" }).arn;
const theirs = (over: Parameters<typeof aLive>[0] = {}) => aLive({ id: "x", tags: {}, ...over });
const MARKS = ["AmazonDataZoneDomain", "AmazonDataZoneProject", "AmazonBedrockManaged", "aws:cloudformation:stack-id"];

const BY_NAME: Row[] = [
  ["its models fit: adopted", { desired: [app({ adopt: true })], live: [theirs()] }, ["adopt x adopted"]],
  ["there is none: create", { desired: [app({ adopt: true })] }, ["create new"]],
  ["ours already: keep", { desired: [app({ adopt: true })], live: [aLive({ id: "x" })] }, ["keep x"]],
  [
    "its models differ: refused",
    { desired: [app({ adopt: true, candidates: [PRO] })], live: [theirs()] },
    ["blocked x plan/adopt-refused"],
  ],
  [
    "another stack's: the name is taken",
    { desired: [app({ adopt: true })], live: [theirs({ tags: FOREIGN })] },
    ["blocked x plan/name-taken"],
  ],
  [
    "two unmanaged namesakes: which one cannot be told",
    { desired: [app({ adopt: true })], live: [theirs(), theirs({ id: "y" })] },
    ["blocked x plan/name-taken", "blocked y plan/name-taken"],
  ],
  [
    "an unmanaged and another stack's namesake: nothing is taken over",
    { desired: [app({ adopt: true })], live: [theirs(), theirs({ id: "y", tags: FOREIGN })] },
    ["blocked x plan/name-taken", "blocked y plan/name-taken"],
  ],
  [
    "ours of another source retires: it is no hindrance",
    { desired: [app({ adopt: true })], live: [pro({ id: "a" }, LATER), theirs()] },
    ["retiring a retire-later", "adopt x adopted"],
  ],
  ...MARKS.map(
    (mark): Row => [
      `another tool's mark ${mark}: refused`,
      { desired: [app({ adopt: true })], live: [theirs({ tags: { [mark]: "1" } })] },
      ["blocked x plan/adopt-refused"],
    ],
  ),
  [
    "tags that are nobody's mark are no hindrance",
    {
      desired: [app({ adopt: true })],
      live: [theirs({ tags: { "map-migrated": "m", "aws-apn-id/1": "p", "aws:x": "" } })],
    },
    ["adopt x adopted"],
  ],
  [
    "of a routing, the candidate whose models fit",
    { desired: [app({ adopt: true, candidates: [PRO, GLOBAL] })], live: [theirs({ source: GLOBAL })] },
    ["adopt x adopted"],
  ],
  [
    "the catalogue is denied: refused, for its models cannot be compared",
    { desired: [app({ adopt: true })], live: [theirs()], target: DENIED },
    ["blocked x plan/adopt-refused"],
  ],
  [
    "the catalogue is denied, but a foundation model needs none",
    {
      desired: [app({ adopt: true, candidates: [MICRO_MODEL] })],
      live: [theirs({ source: MICRO_MODEL })],
      target: DENIED,
    },
    ["adopt x adopted"],
  ],
  [
    "it would carry more than 50 tags: blocked",
    {
      desired: [app({ adopt: true, unlistedTags: "keep" })],
      live: [theirs({ tags: Object.fromEntries(Array.from({ length: 47 }, (_, i) => [`x${i}`, "1"])) })],
    },
    ["blocked x plan/too-many-tags"],
  ],
];

const BY_ARN: Row[] = [
  [
    "whatever its AWS name",
    { desired: [app({ adopt: X })], live: [theirs({ awsName: "their name" })] },
    ["adopt x adopted"],
  ],
  [
    "an unmanaged namesake is not in the way",
    { desired: [app({ adopt: X })], live: [theirs({ awsName: "their name" }), theirs({ id: "y" })] },
    ["adopt x adopted"],
  ],
  [
    "its models differ: refused",
    { desired: [app({ adopt: X, candidates: [PRO] })], live: [theirs()] },
    ["blocked x plan/adopt-refused"],
  ],
  [
    "another tool's mark: refused",
    { desired: [app({ adopt: X })], live: [theirs({ tags: { AmazonBedrockManaged: "true" } })] },
    ["blocked x plan/adopt-refused"],
  ],
  [
    "another stack's: refused",
    { desired: [app({ adopt: X })], live: [theirs({ tags: FOREIGN })] },
    ["blocked x plan/adopt-refused"],
  ],
  [
    "ours under another entry: refused, and that entry goes on",
    { desired: [app({ adopt: X }), app({ name: "bot" })], live: [theirs({ awsName: "bot", tags: ourTags("bot") })] },
    ["blocked x plan/adopt-refused", "keep x of bot"],
  ],
  [
    "by two entries: refused to both",
    { desired: [app({ adopt: X }), app({ name: "bot", adopt: X })], live: [theirs()] },
    ["blocked x plan/adopt-refused", "blocked x of bot plan/adopt-refused"],
  ],
  [
    "adopted before, under another entry's AWS name: that entry gets its own",
    { desired: [app({ adopt: X }), app({ name: "bot" })], live: [aLive({ id: "x", awsName: "bot" })] },
    ["create new of bot", "keep x"],
  ],
  ["no such ARN: refused, nothing is created", { desired: [app({ adopt: X })] }, ["blocked new plan/adopt-refused"]],
  [
    "the key is served already: the line does nothing",
    { desired: [app({ adopt: X })], live: [aLive({ id: "a" }), theirs({ awsName: "their name" })] },
    ["keep a"],
  ],
  [
    "adopted before, another model now: replaced like any other",
    { desired: [app({ adopt: X, candidates: [PRO] })], live: [aLive({ id: "x", awsName: "their name" })] },
    ["replace x model-changed"],
  ],
];

describe.each([
  ["adopt: true", BY_NAME],
  ["adopt: <arn>", BY_ARN],
])("%s", (_, rows) => {
  test.each(rows)("%s", (__, cell, expected) => expect(decided(cell)).toEqual(expected));
});

test("adopting writes our marks and the declared tags, and shows each tag that goes", () => {
  const live = [theirs({ tags: { project: "app01", owner: "x" } })];
  expect(editsOf({ desired: [app({ adopt: true })], live })).toEqual([
    "owner: x → -",
    "strata:name: - → app",
    "strata:source: - → us.amazon.nova-lite-v1:0",
    "strata:stack: - → genai",
  ]);
});

test("an adoption waits for the catalogue that it is judged by", () => {
  const { missing } = diffOf({ desired: [app({ adopt: true })], live: [theirs()], target: UNREAD });
  expect(missing.map(({ catalogue }) => catalogue)).toEqual([["system"]]);
});

test("an entry that adopts by name and one that adopts the same by ARN: taken over once at most", () => {
  const words = decided({ desired: [app({ adopt: true }), app({ name: "bot", adopt: X })], live: [theirs()] });
  expect(words.filter((text) => text.startsWith("adopt")).length).toBeLessThan(2);
});
