import {
  CreateInferenceProfileCommand,
  DeleteInferenceProfileCommand,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-bedrock";
import { GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { ACCOUNT, aSandbox, clientsOf, errorOf, NOVA_LITE, testClock } from "./clients.ts";

const TYPE = "bedrock:application-inference-profile";

test("the whole life of a profile through the AWS SDK", async () => {
  const sandbox = await aSandbox({ now: testClock().now });
  const { bedrock, tagging } = clientsOf(sandbox);
  const created = await bedrock.send(
    new CreateInferenceProfileCommand({
      inferenceProfileName: "myapp-01",
      description: "Search ranking",
      modelSource: { copyFrom: NOVA_LITE },
      tags: [
        { key: "project", value: "app01" },
        { key: "stage", value: "test" },
      ],
    }),
  );
  expect(created.$metadata.httpStatusCode).toBe(201);
  expect(created.status).toBe("ACTIVE");
  const arn = String(created.inferenceProfileArn);
  expect(arn).toMatch(/^arn:aws:bedrock:us-west-2:111122223333:application-inference-profile\/[a-z0-9]{12}$/);

  const byArn = await bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
  const byId = await bedrock.send(
    new GetInferenceProfileCommand({ inferenceProfileIdentifier: String(byArn.inferenceProfileId) }),
  );
  expect(byId.inferenceProfileArn).toBe(arn);
  expect(byArn).toMatchObject({ inferenceProfileName: "myapp-01", description: "Search ranking", type: "APPLICATION" });
  expect(byArn.createdAt?.toISOString()).toBe("2026-11-23T09:00:00.000Z");
  expect(byArn.models?.map(({ modelArn }) => modelArn)).toEqual([
    "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
    "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0",
    "arn:aws:bedrock:us-east-2::foundation-model/amazon.nova-lite-v1:0",
  ]);

  await bedrock.send(new TagResourceCommand({ resourceARN: arn, tags: [{ key: "stage", value: "prod" }] }));
  await bedrock.send(new TagResourceCommand({ resourceARN: arn, tags: [{ key: "owner", value: "" }] }));
  await bedrock.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: ["project", "never-there"] }));
  const { tags } = await bedrock.send(new ListTagsForResourceCommand({ resourceARN: arn }));
  expect(tags).toEqual([
    { key: "stage", value: "prod" },
    { key: "owner", value: "" },
  ]);
  const resources = await tagging.send(new GetResourcesCommand({ ResourceTypeFilters: [TYPE] }));
  expect(resources.ResourceTagMappingList).toEqual([
    {
      ResourceARN: arn,
      Tags: [
        { Key: "owner", Value: "" },
        { Key: "stage", Value: "prod" },
      ],
    },
  ]);

  const listed = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: "APPLICATION" }));
  expect(listed.inferenceProfileSummaries?.map(({ inferenceProfileArn }) => inferenceProfileArn)).toEqual([arn]);
  expect(listed.nextToken).toBeUndefined();

  await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
  const gone = await errorOf(bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn })));
  expect(gone.name).toBe("ResourceNotFoundException");
  expect(sandbox.profiles()).toEqual([]);
});

test("system profiles and foundation models of a region", async () => {
  const { bedrock } = clientsOf(await aSandbox(), { region: "eu-central-1" });
  const { inferenceProfileSummaries = [] } = await bedrock.send(
    new ListInferenceProfilesCommand({ typeEquals: "SYSTEM_DEFINED" }),
  );
  const sonnet = inferenceProfileSummaries.find(
    ({ inferenceProfileId }) => inferenceProfileId === "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
  );
  expect(sonnet).toMatchObject({
    inferenceProfileName: "EU Anthropic Claude Sonnet 4.5",
    type: "SYSTEM_DEFINED",
    inferenceProfileArn: `arn:aws:bedrock:eu-central-1:${ACCOUNT}:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0`,
  });
  expect(sonnet?.models).toHaveLength(6);
  const { modelSummaries = [] } = await bedrock.send(new ListFoundationModelsCommand({}));
  const legacy = modelSummaries.filter(({ modelLifecycle }) => modelLifecycle?.status === "LEGACY");
  expect(legacy.length).toBeGreaterThan(0);
  expect(legacy[0]?.modelLifecycle?.endOfLifeTime).toBeInstanceOf(Date);
  const ofAnthropic = await bedrock.send(
    new ListFoundationModelsCommand({ byProvider: "Anthropic", byInferenceType: "ON_DEMAND" }),
  );
  expect(ofAnthropic.modelSummaries?.map(({ modelId }) => modelId)).toEqual(["anthropic.claude-3-haiku-20240307-v1:0"]);
});

test("STS names the account, and an assumed role acts in its own account", async () => {
  const sandbox = await aSandbox({ now: testClock("2020-01-01T00:00:00.000Z").now });
  const { sts } = clientsOf(sandbox);
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: ACCOUNT,
    Arn: `arn:aws:iam::${ACCOUNT}:user/sandbox`,
  });
  const RoleArn = "arn:aws:iam::444455556666:role/ci/strata";
  const assumed = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "plan@pr-7" }));
  expect(assumed.AssumedRoleUser?.Arn).toBe("arn:aws:sts::444455556666:assumed-role/strata/plan@pr-7");
  const { AccessKeyId = "", SessionToken = "", Expiration } = assumed.Credentials ?? {};
  expect(Number(Expiration)).toBeGreaterThan(Date.now());

  const there = clientsOf(sandbox, { accessKeyId: AccessKeyId, sessionToken: SessionToken });
  const identity = await there.sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: "444455556666", Arn: assumed.AssumedRoleUser?.Arn });
  expect(identity.UserId).toBe(assumed.AssumedRoleUser?.AssumedRoleId);
  await there.bedrock.send(
    new CreateInferenceProfileCommand({
      inferenceProfileName: "there",
      modelSource: { copyFrom: "arn:aws:bedrock:us-west-2::inference-profile/us.amazon.nova-lite-v1:0" },
    }),
  );
  expect(sandbox.profiles().map(({ account }) => account)).toEqual(["444455556666"]);
  const byDigits = clientsOf(sandbox, { accessKeyId: "444455556666" });
  const seen = await byDigits.bedrock.send(new ListInferenceProfilesCommand({ typeEquals: "APPLICATION" }));
  expect(seen.inferenceProfileSummaries).toHaveLength(1);
});
