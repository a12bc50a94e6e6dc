import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { ACCOUNT, aSandbox, clientsOf, errorOf, REGION, testClock } from "./clients.ts";
import { isInstalled, programEnvironment, run } from "./programs.ts";

function ssmOf(sandbox: Sandbox, region = REGION, accessKeyId = "test"): SSMClient {
  return new SSMClient({
    endpoint: sandbox.url,
    region,
    credentials: { accessKeyId, secretAccessKey: "test" },
    maxAttempts: 1,
  });
}

const NAME = "/genai/app01/search";
const put = (over: Partial<PutParameterCommandInput> = {}) =>
  new PutParameterCommand({ Name: NAME, Value: "arn:1", Type: "String", ...over });
const TAGS = [
  { Key: "strata:stack", Value: "genai" },
  { Key: "strata:name", Value: "search" },
];

describe("one parameter", () => {
  test("is put, read, overwritten, read by version, and deleted", async () => {
    const clock = testClock();
    const ssm = ssmOf(await aSandbox({ now: clock.now }));
    expect(await ssm.send(put())).toMatchObject({ Version: 1, Tier: "Standard" });
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: NAME }));
    expect(Parameter).toEqual({
      Name: NAME,
      Type: "String",
      Value: "arn:1",
      Version: 1,
      LastModifiedDate: clock.now(),
      ARN: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${NAME}`,
      DataType: "text",
    });
    expect(await ssm.send(put({ Value: "arn:2", Overwrite: true }))).toMatchObject({ Version: 2 });
    const readValue = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
    expect([await readValue(NAME), await readValue(`${NAME}:1`)]).toEqual(["arn:2", "arn:1"]);
    expect((await errorOf(readValue(`${NAME}:7`))).name).toBe("ParameterVersionNotFound");
    await ssm.send(new DeleteParameterCommand({ Name: NAME }));
    expect((await errorOf(readValue(NAME))).name).toBe("ParameterNotFound");
    expect((await errorOf(ssm.send(new DeleteParameterCommand({ Name: NAME })))).name).toBe("ParameterNotFound");
  });

  test("is not overwritten unasked, and takes no tags together with an overwrite", async () => {
    const ssm = ssmOf(await aSandbox());
    await ssm.send(put({ Tags: TAGS }));
    expect((await errorOf(ssm.send(put({ Value: "arn:2" })))).name).toBe("ParameterAlreadyExists");
    const both = await errorOf(ssm.send(put({ Value: "arn:2", Overwrite: true, Tags: TAGS })));
    expect([both.name, both.message]).toEqual(["ValidationException", expect.stringContaining("tags and overwrite")]);
    await ssm.send(put({ Value: "arn:2", Overwrite: true, Type: undefined }));
    const tagsOf = () => ssm.send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: NAME }));
    expect((await tagsOf()).TagList).toEqual(TAGS);
  });

  test.each([
    ["a reserved beginning", { Name: "/AWS/x" }, "ValidationException"],
    ["a reserved beginning", { Name: "ssm-x" }, "ValidationException"],
    ["a path without its slash", { Name: "genai/x" }, "ValidationException"],
    ["a space", { Name: "/genai/a b" }, "ValidationException"],
    ["an empty level", { Name: "/genai//x" }, "ValidationException"],
    ["16 levels", { Name: "/a".repeat(16) }, "HierarchyLevelLimitExceededException"],
    ["a name that is too long", { Name: `/${"a".repeat(1011)}` }, "ValidationException"],
    ["a value that is too long", { Value: "x".repeat(4097) }, "ValidationException"],
    ["no type", { Type: undefined }, "ValidationException"],
    ["a secret", { Type: "SecureString" as const }, "UnsupportedParameterType"],
    ["a tag of AWS's own", { Tags: [{ Key: "aws:x", Value: "1" }] }, "ValidationException"],
  ])("%s is refused", async (_, over: Partial<PutParameterCommandInput>, name) => {
    const sandbox = await aSandbox();
    expect((await errorOf(ssmOf(sandbox).send(put(over)))).name).toBe(name);
  });

  test("15 levels and a name without a slash are taken", async () => {
    const ssm = ssmOf(await aSandbox());
    await ssm.send(put({ Name: "/a".repeat(15) }));
    await ssm.send(put({ Name: "plain.name-1" }));
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: "plain.name-1" }));
    expect(Parameter?.ARN).toBe(`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/plain.name-1`);
  });
});

describe("several parameters", () => {
  test("ten a call, and those that are not there", async () => {
    const ssm = ssmOf(await aSandbox());
    await ssm.send(put());
    const read = await ssm.send(new GetParametersCommand({ Names: [NAME, "/x"] }));
    expect(read.Parameters?.map(({ Name }) => Name)).toEqual([NAME]);
    expect(read.InvalidParameters).toEqual(["/x"]);
    const eleven = Array.from({ length: 11 }, (_, index) => `/x/${index}`);
    for (const command of [
      new GetParametersCommand({ Names: eleven }),
      new DeleteParametersCommand({ Names: eleven }),
    ]) {
      expect((await errorOf(ssm.send(command as GetParametersCommand))).name).toBe("ValidationException");
    }
    const deleted = await ssm.send(new DeleteParametersCommand({ Names: [NAME, "/x"] }));
    expect([deleted.DeletedParameters, deleted.InvalidParameters]).toEqual([[NAME], ["/x"]]);
  });

  test("by path, with and without what is deeper, in pages; described", async () => {
    const ssm = ssmOf(await aSandbox());
    for (const name of ["/a/1", "/a/2", "/a/b/3", "/ab/4"]) await ssm.send(put({ Name: name }));
    const below = async (Path: string, Recursive = false) => {
      const names: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await ssm.send(new GetParametersByPathCommand({ Path, Recursive, MaxResults: 1, NextToken }));
        names.push(...(page.Parameters ?? []).map(({ Name }) => Name ?? ""));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return names;
    };
    expect(await below("/a")).toEqual(["/a/1", "/a/2"]);
    expect(await below("/a", true)).toEqual(["/a/1", "/a/2", "/a/b/3"]);
    expect(await below("/", true)).toHaveLength(4);
    const filter = { Key: "Name", Option: "BeginsWith", Values: ["/a/"] };
    const described = await ssm.send(new DescribeParametersCommand({ ParameterFilters: [filter] }));
    expect(described.Parameters?.map(({ Name, Tier }) => [Name, Tier])).toEqual(
      ["/a/1", "/a/2", "/a/b/3"].map((name) => [name, "Standard"]),
    );
  });

  test("each account and region has its own, and they outlive a restart", async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), "strata-ssm-")), "sandbox.json");
    const sandbox = await aSandbox({ stateFile });
    await ssmOf(sandbox).send(put({ Tags: TAGS }));
    const elsewhere = ssmOf(sandbox, "eu-central-1");
    expect((await errorOf(elsewhere.send(new GetParameterCommand({ Name: NAME })))).name).toBe("ParameterNotFound");
    await sandbox.close();
    const again = ssmOf(await aSandbox({ stateFile }));
    expect((await again.send(new GetParameterCommand({ Name: NAME }))).Parameter?.Value).toBe("arn:1");
  });
});

describe("tags", () => {
  test("are added, removed and listed; GetResources finds them, late where a lag says so", async () => {
    const clock = testClock();
    const sandbox = await aSandbox({ now: clock.now, behaviour: { tagLagMs: 1000 } });
    const ssm = ssmOf(sandbox);
    const { tagging } = clientsOf(sandbox);
    await sandbox.put({
      region: REGION,
      name: "p",
      source: "us.amazon.nova-lite-v1:0",
      tags: { "strata:stack": "genai" },
    });
    await ssm.send(put({ Tags: TAGS }));
    await ssm.send(put({ Name: "/never/tagged" }));
    const found = async (types: string[]) => {
      const filter = { TagFilters: [{ Key: "strata:stack", Values: ["genai"] }], ResourceTypeFilters: types };
      const { ResourceTagMappingList = [] } = await tagging.send(new GetResourcesCommand(filter));
      return ResourceTagMappingList.map(({ ResourceARN = "" }) => ResourceARN.slice(ResourceARN.lastIndexOf(":") + 1));
    };
    expect(await found(["ssm:parameter"])).toEqual([]);
    clock.advance(1001);
    expect(await found(["ssm:parameter"])).toEqual([`parameter${NAME}`]);
    expect(await found(["ssm"])).toEqual([`parameter${NAME}`]);
    expect(await found([])).toHaveLength(2);
    expect(await found(["bedrock"])).toHaveLength(1);
    const at = { ResourceType: "Parameter" as const, ResourceId: NAME };
    await ssm.send(new RemoveTagsFromResourceCommand({ ...at, TagKeys: ["strata:stack"] }));
    await ssm.send(new AddTagsToResourceCommand({ ...at, Tags: [{ Key: "x", Value: "y" }] }));
    clock.advance(1001);
    expect(await found(["ssm:parameter"])).toEqual([]);
    const { TagList } = await ssm.send(new ListTagsForResourceCommand(at));
    expect(TagList).toEqual([TAGS[1], { Key: "x", Value: "y" }]);
    const wrong = { ...at, ResourceId: "/x" };
    expect((await errorOf(ssm.send(new ListTagsForResourceCommand(wrong)))).name).toBe("InvalidResourceId");
  });

  test("a refusal names the parameter", async () => {
    const sandbox = await aSandbox({ behaviour: { deniedOperations: [{ operation: "ssm:PutParameter" }] } });
    const denied = await errorOf(ssmOf(sandbox).send(put()));
    expect([denied.name, denied.message]).toEqual([
      "AccessDeniedException",
      expect.stringContaining(`on resource: arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${NAME} because`),
    ]);
  });
});

const present = isInstalled("aws", "--version");
if (!present) console.warn("aws is not installed: its test of Parameter Store is skipped");

test.skipIf(!present)("the AWS CLI", async () => {
  const sandbox = await aSandbox();
  const aws = (...args: string[]) => run("aws", ["ssm", ...args, "--output", "json"], programEnvironment(sandbox.url));
  const tags = ["--tags", "Key=strata:stack,Value=genai"];
  const made = await aws("put-parameter", "--name", NAME, "--value", "arn:1", "--type", "String", ...tags);
  expect([made.stderr, JSON.parse(made.stdout)]).toEqual(["", { Version: 1, Tier: "Standard" }]);
  const read = await aws("get-parameter", "--name", NAME, "--query", "Parameter.Value");
  expect(JSON.parse(read.stdout)).toBe("arn:1");
  const again = await aws("put-parameter", "--name", NAME, "--value", "arn:2");
  expect(again.stderr).toContain("(ParameterAlreadyExists) when calling the PutParameter operation");
});
