import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { ACCOUNT, NOVA_LITE, REGION } from "./clients.ts";
import { isInstalled, programEnvironment, run } from "./programs.ts";

const present = isInstalled("aws", "--version");
if (!present) console.warn("aws is not installed: the AWS CLI tests are skipped");

let sandbox: Sandbox;

async function aws(...args: string[]) {
  const ran = await run("aws", [...args, "--output", "json"], programEnvironment(sandbox.url));
  return { ...ran, json: ran.code === 0 && ran.stdout !== "" ? JSON.parse(ran.stdout) : undefined };
}

describe.skipIf(!present)("the AWS CLI", () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ random: seededRandom(3) });
  });
  afterAll(() => sandbox.close());

  test("creates, reads, tags, retags, untags and deletes myapp-01", async () => {
    const created = await aws(
      "bedrock",
      "create-inference-profile",
      "--inference-profile-name",
      "myapp-01",
      "--model-source",
      `copyFrom=${NOVA_LITE}`,
    );
    expect(created.stderr).toBe("");
    expect(created.json).toEqual({
      inferenceProfileArn: expect.stringContaining("application-inference-profile/"),
      status: "ACTIVE",
    });
    const arn: string = created.json.inferenceProfileArn;

    const got = await aws("bedrock", "get-inference-profile", "--inference-profile-identifier", arn);
    expect(got.json).toMatchObject({ inferenceProfileName: "myapp-01", type: "APPLICATION", status: "ACTIVE" });
    expect(got.json.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}\+00:00$/);

    const listed = await aws("bedrock", "list-inference-profiles", "--type-equals", "APPLICATION");
    expect(listed.json.inferenceProfileSummaries).toEqual([got.json]);

    const none = await aws("resourcegroupstaggingapi", "get-resources");
    expect(none.json).toEqual({ ResourceTagMappingList: [] });

    const tag = (...tags: string[]) => aws("bedrock", "tag-resource", "--resource-arn", arn, "--tags", ...tags);
    expect((await tag("key=project,value=app01", "key=stage,value=test")).code).toBe(0);
    expect((await tag("key=stage,value=prod")).code).toBe(0);
    const tags = await aws("bedrock", "list-tags-for-resource", "--resource-arn", arn);
    expect(tags.json.tags).toEqual([
      { key: "project", value: "app01" },
      { key: "stage", value: "prod" },
    ]);
    const filtered = [
      "--resource-type-filters",
      "bedrock:application-inference-profile",
      "--tag-filters",
      "Key=stage,Values=prod",
    ];
    const resources = await aws("resourcegroupstaggingapi", "get-resources", ...filtered);
    expect(resources.json.ResourceTagMappingList).toEqual([
      {
        ResourceARN: arn,
        Tags: [
          { Key: "stage", Value: "prod" },
          { Key: "project", Value: "app01" },
        ],
      },
    ]);
    expect((await aws("bedrock", "untag-resource", "--resource-arn", arn, "--tag-keys", "project", "stage")).code).toBe(
      0,
    );
    const cleared = await aws("resourcegroupstaggingapi", "get-resources");
    expect(cleared.json.ResourceTagMappingList).toEqual([{ ResourceARN: arn, Tags: [] }]);

    expect((await aws("bedrock", "delete-inference-profile", "--inference-profile-identifier", arn)).code).toBe(0);
    const again = await aws("bedrock", "delete-inference-profile", "--inference-profile-identifier", arn);
    expect(again.stderr).toContain("(ResourceNotFoundException) when calling the DeleteInferenceProfile operation");
  });

  test("tags and untags in bulk, and shows what failed by ARN", async () => {
    const put = (name: string) => sandbox.put({ region: REGION, name, source: "us.amazon.nova-lite-v1:0" });
    const arns = [(await put("bulk-a")).arn, (await put("bulk-b")).arn];
    const missing = `${arns[0]?.slice(0, -12)}missing00000`;
    const list = ["--resource-arn-list", ...arns, missing];
    const tagged = await aws("resourcegroupstaggingapi", "tag-resources", ...list, "--tags", "project=a,stage=test");
    expect(tagged.stderr).toBe("");
    expect(tagged.json.FailedResourcesMap).toEqual({
      [missing]: { StatusCode: 404, ErrorCode: "ResourceNotFoundException", ErrorMessage: expect.any(String) },
    });
    const few = ["--resource-arn-list", ...arns];
    const untagged = await aws("resourcegroupstaggingapi", "untag-resources", ...few, "--tag-keys", "stage");
    expect(untagged.json).toEqual({ FailedResourcesMap: {} });
    const tags = sandbox.profiles().flatMap((one) => (arns.includes(one.arn) ? [one.tags] : []));
    expect(tags).toEqual([{ project: "a" }, { project: "a" }]);
    const many = await aws(
      "resourcegroupstaggingapi",
      "untag-resources",
      "--tag-keys",
      "a",
      "--resource-arn-list",
      ...Array(21).fill(arns[0]),
    );
    expect(many.stderr).toContain("(InvalidParameterException) when calling the UntagResources operation");
  });

  test("asks who it is, and shows the errors as AWS's", async () => {
    const identity = await aws("sts", "get-caller-identity");
    expect(identity.json).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/sandbox` });
    const role = ["--role-arn", "arn:aws:iam::444455556666:role/reader", "--role-session-name", "cli"];
    const assumed = await aws("sts", "assume-role", ...role);
    expect(assumed.json.Credentials.AccessKeyId).toMatch(/^ASIA444455556666/);
    const refused = await aws(
      "sts",
      "assume-role",
      "--role-arn",
      "arn:aws:iam::1:role/reader",
      "--role-session-name",
      "cli",
    );
    expect(refused.stderr).toContain("(ValidationError)");
    const system = await aws("bedrock", "list-inference-profiles", "--type-equals", "SYSTEM_DEFINED");
    expect(
      system.json.inferenceProfileSummaries.map(
        (profile: { inferenceProfileId: string }) => profile.inferenceProfileId,
      ),
    ).toContain("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
    const models = await aws("bedrock", "list-foundation-models", "--by-provider", "Mistral AI");
    expect(models.json.modelSummaries[0].modelLifecycle.status).toBe("LEGACY");
    const bad = await aws(
      "bedrock",
      "create-inference-profile",
      "--inference-profile-name",
      "bad/name",
      "--model-source",
      `copyFrom=${NOVA_LITE}`,
    );
    expect(bad.stderr).toContain(
      "(ValidationException) when calling the CreateInferenceProfile operation: 1 validation error detected: Value 'bad/name'",
    );
  });
});
