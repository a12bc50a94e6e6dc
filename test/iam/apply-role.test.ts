/** The writing role: everything about our own profiles, nothing about anybody else's, in one step or in several. */
import { beforeAll, describe, expect, test } from "vitest";
import { writeGateway } from "../../src/aws/bedrock-gateway.ts";
import { STRATA_TAGS } from "../../src/core/ownership.ts";
import {
  DEV,
  desiredOf,
  documentsIn,
  FILE,
  mayCreate,
  mayDelete,
  mayTag,
  mayUntag,
  type NewTags,
  operationsOf,
  PROD,
  type Profile,
  policiesOf,
  type Tags,
} from "./estate.ts";
import { isAllowed } from "./evaluator.ts";

const OURS: Tags = { "strata:stack": "genai", "strata:name": "search-a", "strata:source": "x", project: "app" };
const FORMER: Tags = { ...OURS, "strata:stack": "old-genai" };
const THEIRS: Tags = { "strata:stack": "other", "strata:name": "search-a" };
const BY_HAND: Tags = { project: "app" };
const SAGEMAKER: Tags = { AmazonDataZoneProject: "p1", AmazonDataZoneDomain: "d1", AmazonBedrockManaged: "true" };

let role: object[];
let adopter: object[];
let dev: object[];
beforeAll(async () => {
  const desired = await desiredOf(FILE);
  role = documentsIn(policiesOf(desired, { role: "apply" }), PROD);
  adopter = documentsIn(policiesOf(desired, { role: "apply", adopt: true }), PROD);
  dev = documentsIn(policiesOf(desired, { role: "apply" }), DEV);
});

test("the role names every action that the writing gateway sends", async () => {
  const { policies } = policiesOf(await desiredOf(FILE), { role: "apply" });
  const named = policies.flatMap(({ document }) => document.Statement.flatMap(({ Action }) => Action));
  const sent = await operationsOf((clients) => writeGateway(clients, { account: PROD, region: "us-west-2" }));
  expect(sent).toContain("tag:UntagResources");
  expect(sent.filter((action) => !named.includes(action))).toEqual([]);
});

describe("our own", () => {
  test("are created with their tags", () => {
    expect(mayCreate(role, { tags: OURS }, "requested")).toBe(true);
    expect(
      mayCreate(role, { tags: OURS }, "requested", "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0"),
    ).toBe(true);
    expect(
      mayCreate(role, { tags: OURS }, "requested", "arn:aws:bedrock:::foundation-model/amazon.nova-lite-v1:0"),
    ).toBe(true);
  });

  test("where a new profile has no tags yet for AWS, creating is refused, and --adopt is the way out", () => {
    expect(mayCreate(role, { tags: OURS }, "none")).toBe(false);
    expect(mayCreate(adopter, { tags: OURS }, "none")).toBe(true);
  });

  test("are tagged, untagged and deleted", () => {
    expect(mayTag(role, { tags: OURS }, { project: "ads" })).toBe(true);
    expect(mayTag(role, { tags: OURS }, OURS)).toBe(true);
    expect(mayTag(role, { tags: OURS }, { "strata:retire-after": "2026-11-24T09:00:00Z" })).toBe(true);
    expect(mayUntag(role, { tags: OURS }, ["project"])).toBe(true);
    expect(mayDelete(role, { tags: OURS })).toBe(true);
  });

  test("of a former stack are marked anew, edited and deleted", () => {
    expect(mayTag(role, { tags: FORMER }, { "strata:stack": "genai" })).toBe(true);
    expect(mayTag(role, { tags: FORMER }, { project: "ads" })).toBe(true);
    expect(mayDelete(role, { tags: FORMER })).toBe(true);
  });

  test("are released: all of our tags go", () => {
    expect(mayUntag(role, { tags: OURS }, STRATA_TAGS)).toBe(true);
  });

  test("are never handed to another stack", () => {
    for (const stack of ["other", "old-genai", "GENAI", ""]) {
      expect(mayTag(role, { tags: OURS }, { "strata:stack": stack }), stack).toBe(false);
      expect(mayTag(role, { tags: FORMER }, { "strata:stack": stack }), stack).toBe(false);
    }
    expect(mayTag(role, { tags: OURS }, { "Strata:Stack": "other" })).toBe(false);
  });

  test("outlive a delete while they are protected, whatever the protection says", () => {
    expect(mayDelete(role, { tags: { ...OURS, "strata:protect": "false" } })).toBe(false);
    expect(mayUntag(role, { tags: { ...OURS, "strata:protect": "true" } }, ["strata:protect"])).toBe(true);
  });

  test("are tagged twenty a call", () => {
    for (const action of ["tag:TagResources", "tag:UntagResources"]) {
      expect(isAllowed(role, { action, resource: "*", context: {} })).toBe(true);
    }
  });
});

const STRANGERS: readonly [string, Tags][] = [
  ["of another stack", THEIRS],
  ["of nobody", {}],
  ["made by hand", BY_HAND],
  ["of SageMaker", SAGEMAKER],
  ["whose stack differs by case", { "strata:stack": "Genai" }],
  ["with our name, without a stack", { "strata:name": "search-a" }],
];

describe.each(STRANGERS)("a profile %s", (_, tags) => {
  const edits: readonly Tags[] = [
    OURS,
    { "strata:stack": "genai" },
    FORMER,
    { project: "x" },
    { "strata:name": "bot" },
  ];
  test("is not deleted, tagged or untagged", () => {
    expect(mayDelete(role, { tags })).toBe(false);
    expect(edits.filter((edit) => mayTag(role, { tags }, edit))).toEqual([]);
    expect(mayUntag(role, { tags }, Object.keys(tags))).toBe(false);
    expect(mayUntag(role, { tags }, ["strata:stack"])).toBe(false);
  });
});

describe("creating", () => {
  const bad: readonly [string, Tags][] = [
    ["without our mark", { project: "app" }],
    ["without tags", {}],
    ["for another stack", THEIRS],
    ["for a former stack", FORMER],
  ];
  test.each(bad)("%s is refused", (_, tags) => {
    for (const as of ["requested", "none"] satisfies NewTags[]) {
      expect(mayCreate(role, { tags }, as)).toBe(false);
      expect(mayCreate(adopter, { tags }, as)).toBe(false);
    }
  });
});

describe("other places", () => {
  const there: readonly [string, Profile][] = [
    ["another account", { account: DEV, tags: OURS }],
    ["another region", { region: "sa-east-1", tags: OURS }],
  ];
  test.each(there)("%s is out of reach", (_, profile) => {
    expect(mayCreate(role, profile, "requested")).toBe(false);
    expect(mayDelete(role, profile)).toBe(false);
    expect(mayTag(role, profile, { project: "x" })).toBe(false);
  });

  test("each account has its own regions", () => {
    expect(mayDelete(dev, { account: DEV, region: "us-east-1", tags: OURS })).toBe(true);
    expect(mayDelete(dev, { account: DEV, region: "us-west-2", tags: OURS })).toBe(false);
  });
});

describe("with --adopt", () => {
  test("what nobody owns is marked as ours, and only as ours", () => {
    for (const tags of [{}, BY_HAND]) {
      expect(mayTag(adopter, { tags }, OURS)).toBe(true);
      expect(mayTag(adopter, { tags }, { project: "x" })).toBe(false);
      expect(mayTag(adopter, { tags }, THEIRS)).toBe(false);
      expect(mayDelete(adopter, { tags })).toBe(false);
    }
  });

  test.each([...Object.entries(SAGEMAKER), ["aws:cloudformation:stack-id", "x"]])(
    "%s keeps its owner",
    (key, value) => {
      expect(mayTag(adopter, { tags: { [key]: value } }, OURS)).toBe(false);
    },
  );

  test("another stack's stays another stack's", () => {
    expect(mayTag(adopter, { tags: THEIRS }, OURS)).toBe(false);
    expect(mayUntag(adopter, { tags: THEIRS }, ["strata:stack"])).toBe(false);
    expect(mayDelete(adopter, { tags: THEIRS })).toBe(false);
  });
});

test("the billing role handles cost tags, the writing role does not", async () => {
  const desired = await desiredOf(FILE);
  const billing = policiesOf(desired, { role: "billing" });
  expect(billing.policies.map(({ accounts }) => accounts)).toEqual([[{ id: PROD, name: "prod" }]]);
  for (const action of [
    "ce:ListCostAllocationTags",
    "ce:UpdateCostAllocationTagsStatus",
    "ce:StartCostAllocationTagBackfill",
    "ce:ListCostAllocationTagBackfillHistory",
  ]) {
    expect(isAllowed(documentsIn(billing, PROD), { action, resource: "*", context: {} })).toBe(true);
  }
  expect(isAllowed(role, { action: "ce:UpdateCostAllocationTagsStatus", resource: "*", context: {} })).toBe(false);
  expect(mayDelete(documentsIn(billing, PROD), { tags: OURS })).toBe(false);
});

test("an account of many regions is held to them by a condition, and stays short enough", async () => {
  const regions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1"];
  const desired = await desiredOf(
    `version: 1\nstack: genai\nregions: [${regions.join(", ")}]\naccounts: { prod: { id: "${PROD}" } }\nprofiles: {}\n`,
  );
  const result = policiesOf(desired, { role: "apply" });
  const documents = documentsIn(result, PROD);
  expect(regions.filter((region) => !mayDelete(documents, { region, tags: OURS }))).toEqual([]);
  expect(regions.filter((region) => !mayCreate(documents, { region, tags: OURS }, "requested"))).toEqual([]);
  expect(mayDelete(documents, { region: "sa-east-1", tags: OURS })).toBe(false);
  expect(mayTag(documents, { region: "sa-east-1", tags: OURS }, { a: "b" })).toBe(false);
  expect(result.policies[0]?.characters).toBeLessThan(6_144);
});
