import {
  GetResourcesCommand,
  type GetResourcesCommandInput,
  paginateGetResources,
  TagResourcesCommand,
  UntagResourcesCommand,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { expect, test } from "vitest";
import type { Behaviour } from "../../src/sandbox/behaviour.ts";
import type { Fault } from "../../src/sandbox/faults.ts";
import { aSandbox, clientsOf, errorOf, testClock } from "./clients.ts";
import { tagging as rawTagging } from "./raw-http.ts";

const SEED = { region: "us-west-2", source: "us.amazon.nova-lite-v1:0" };

async function setUp(tags: readonly Record<string, string>[], behaviour: Partial<Behaviour> = {}) {
  const clock = testClock();
  const sandbox = await aSandbox({ now: clock.now, behaviour });
  const arns: string[] = [];
  for (const [index, entry] of tags.entries())
    arns.push((await sandbox.put({ ...SEED, name: `p${index}`, tags: entry })).arn);
  const { tagging } = clientsOf(sandbox);
  const found = async (input: GetResourcesCommandInput) => {
    const { ResourceTagMappingList = [] } = await tagging.send(new GetResourcesCommand(input));
    return ResourceTagMappingList.map(({ ResourceARN }) => arns.indexOf(String(ResourceARN)));
  };
  return { clock, sandbox, tagging, arns, found };
}

const TAGS = [
  { project: "a", stage: "test" },
  { project: "b", stage: "prod" },
  { project: "b", stage: "" },
  { stage: "prod" },
];

test.each<[string, GetResourcesCommandInput, number[]]>([
  ["no filter", {}, [0, 1, 2, 3]],
  ["one value", { TagFilters: [{ Key: "project", Values: ["b"] }] }, [1, 2]],
  ["OR between values", { TagFilters: [{ Key: "project", Values: ["a", "b"] }] }, [0, 1, 2]],
  [
    "AND between filters",
    {
      TagFilters: [
        { Key: "project", Values: ["b"] },
        { Key: "stage", Values: ["prod"] },
      ],
    },
    [1],
  ],
  ["a key with any value", { TagFilters: [{ Key: "project" }] }, [0, 1, 2]],
  ["an empty value", { TagFilters: [{ Key: "stage", Values: [""] }] }, [2]],
  ["a key in another case", { TagFilters: [{ Key: "Project" }] }, []],
  ["a key every object has", { TagFilters: [{ Key: "constructor" }] }, []],
  ["the resource type", { ResourceTypeFilters: ["bedrock:application-inference-profile"] }, [0, 1, 2, 3]],
  ["the service", { ResourceTypeFilters: ["s3", "bedrock"] }, [0, 1, 2, 3]],
  ["another type", { ResourceTypeFilters: ["ec2:instance"] }, []],
])("GetResources with %s", async (_name, input, expected) => {
  const { found } = await setUp(TAGS);
  expect(await found(input)).toEqual(expected);
});

test("GetResources by ARN takes no filters and no paging", async () => {
  const { arns, found } = await setUp(TAGS);
  expect(await found({ ResourceARNList: [String(arns[2]), "arn:aws:s3:::bucket"] })).toEqual([2]);
  const both = found({ ResourceARNList: arns, ResourceTypeFilters: ["bedrock"] });
  expect(await errorOf(both)).toMatchObject({ name: "InvalidParameterException" });
});

test("pages of 100 at most, with a token that lives for 15 minutes", async () => {
  const { sandbox, clock, tagging } = await setUp(Array.from({ length: 230 }, (_, index) => ({ n: String(index) })));
  const sizes: number[] = [];
  for await (const page of paginateGetResources({ client: tagging }, {}))
    sizes.push(page.ResourceTagMappingList?.length ?? 0);
  expect(sizes).toEqual([100, 100, 30]);
  const first = await rawTagging(sandbox, "GetResources", { ResourcesPerPage: 100 });
  const { PaginationToken } = first.json;
  const other = await rawTagging(sandbox, "GetResources", { PaginationToken, TagFilters: [{ Key: "n" }] });
  expect(other.json.__type).toBe("InvalidParameterException");
  clock.advance(15 * 60 * 1000 + 1);
  const late = await rawTagging(sandbox, "GetResources", { PaginationToken, ResourcesPerPage: 100 });
  expect([late.status, late.json.__type]).toEqual([400, "PaginationTokenExpiredException"]);
});

test("TagsPerPage: 22 resources with 10 tags each make pages of 10, 10 and 2", async () => {
  const ten = Object.fromEntries([...Array(10).keys()].map((index) => [`k${index}`, "v"]));
  const { sandbox } = await setUp(Array.from({ length: 22 }, () => ten));
  const sizes: number[] = [];
  let token = "";
  do {
    const { json } = await rawTagging(sandbox, "GetResources", { TagsPerPage: 100, PaginationToken: token });
    sizes.push(json.ResourceTagMappingList.length);
    token = json.PaginationToken;
  } while (token !== "");
  expect(sizes).toEqual([10, 10, 2]);
});

test("rgtSparsePages: pages can be empty with more to come", async () => {
  const tags = [{ a: "" }, { a: "" }, { a: "" }, { b: "" }];
  const { tagging, arns } = await setUp(tags, { pageSizeCap: 2, rgtSparsePages: true });
  const pages: number[][] = [];
  for await (const page of paginateGetResources({ client: tagging }, { TagFilters: [{ Key: "b" }] })) {
    pages.push((page.ResourceTagMappingList ?? []).map(({ ResourceARN }) => arns.indexOf(String(ResourceARN))));
  }
  expect(pages).toEqual([[], [3]]);
});

test("TagResources and UntagResources fail ARN by ARN", async () => {
  const full = Object.fromEntries([...Array(50).keys()].map((index) => [`k${index}`, "v"]));
  const { sandbox, tagging, arns } = await setUp([{ a: "1" }, full]);
  const missing = "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/missing00000";
  const ResourceARNList = [...arns, missing, "arn:aws:s3:::bucket"];
  const tagged = await tagging.send(new TagResourcesCommand({ ResourceARNList, Tags: { team: "x" } }));
  expect(
    Object.entries(tagged.FailedResourcesMap ?? {}).map(([arn, { ErrorCode, StatusCode }]) => [
      arn,
      ErrorCode,
      StatusCode,
    ]),
  ).toEqual([
    [arns[1], "TooManyTagsException", 400],
    [missing, "ResourceNotFoundException", 404],
    ["arn:aws:s3:::bucket", "InvalidParameterException", 400],
  ]);
  expect(sandbox.profiles()[0]?.tags).toEqual({ a: "1", team: "x" });
  const untagged = await tagging.send(
    new UntagResourcesCommand({ ResourceARNList: [String(arns[0])], TagKeys: ["a", "team", "z"] }),
  );
  expect(untagged.FailedResourcesMap).toEqual({});
  expect(sandbox.profiles()[0]).toMatchObject({ tags: {}, everTagged: true });
});

const OWN = ["TagResource", "UntagResource"];

test.each<[string, Fault, string, number, boolean]>([
  ["throttle", { kind: "throttle", probability: 1, operations: OWN }, "ThrottlingException", 429, false],
  ["error", { kind: "error", operations: OWN }, "InternalServerException", 500, false],
  ["503", { kind: "error", status: 503, operations: OWN }, "ServiceUnavailableException", 503, false],
  ["error after the work", { kind: "error", when: "after", operations: OWN }, "InternalServerException", 500, true],
  ["denied", { kind: "denied", operations: OWN }, "AccessDeniedException", 403, false],
  ["reset", { kind: "reset", operations: OWN }, "InternalServiceException", 500, false],
  ["hang after the work", { kind: "hang", when: "after", operations: OWN }, "InternalServiceException", 500, true],
])("a fault of Bedrock's own call (%s) hits one ARN of the bulk call", async (_, fault, code, status, isDone) => {
  const { sandbox, tagging, arns } = await setUp([{ a: "1" }, { a: "1" }], { faults: [{ ...fault, times: 1 }] });
  const [first = "", second = ""] = arns;
  const tagged = await tagging.send(new TagResourcesCommand({ ResourceARNList: arns, Tags: { team: "x" } }));
  expect(tagged.FailedResourcesMap).toMatchObject({ [first]: { ErrorCode: code, StatusCode: status } });
  expect(Object.keys(tagged.FailedResourcesMap ?? {})).not.toContain(second);
  expect(sandbox.profiles().map(({ tags }) => tags.team)).toEqual([isDone ? "x" : undefined, "x"]);
  expect(sandbox.faults()[fault.kind]).toBe(1);
  const untagged = await tagging.send(new UntagResourcesCommand({ ResourceARNList: arns, TagKeys: ["team"] }));
  expect(untagged.FailedResourcesMap).toEqual({});
});

test("a fault that names no operation, and a delay, hit the bulk call as a whole", async () => {
  const faults: Fault[] = [
    { kind: "delay", delayMs: 0, operations: OWN },
    { kind: "error", times: 1 },
  ];
  const { sandbox, tagging, arns } = await setUp([{ a: "1" }, { a: "1" }], { faults });
  const tag = () => tagging.send(new TagResourcesCommand({ ResourceARNList: arns, Tags: { team: "x" } }));
  expect(await errorOf(tag())).toMatchObject({ name: "InternalServiceException" });
  expect((await tag()).FailedResourcesMap).toEqual({});
  expect(sandbox.faults()).toMatchObject({ error: 1, delay: 0 });
});

test.each<[string, string, unknown]>([
  ["21 ARNs", "TagResources", { ResourceARNList: Array(21).fill("arn:aws:s3:::b"), Tags: { a: "b" } }],
  ["no ARN", "UntagResources", { ResourceARNList: [], TagKeys: ["a"] }],
  ["no tags", "TagResources", { ResourceARNList: ["arn:aws:s3:::b"], Tags: {} }],
  ["a value that is no text", "TagResources", { ResourceARNList: ["arn:aws:s3:::b"], Tags: { a: 1 } }],
  ["101 per page", "GetResources", { ResourcesPerPage: 101 }],
  ["21 values", "GetResources", { TagFilters: [{ Key: "a", Values: Array(21).fill("v") }] }],
  ["51 filters", "GetResources", { TagFilters: Array(51).fill({ Key: "a" }) }],
  ["a made-up token", "GetResources", { PaginationToken: "abc" }],
])("refuses %s as a whole", async (_name, operation, body) => {
  const { sandbox } = await setUp([]);
  const answer = await rawTagging(sandbox, operation, body);
  expect([answer.status, answer.json.__type]).toEqual([400, "InvalidParameterException"]);
});
