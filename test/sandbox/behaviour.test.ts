import {
  CreateInferenceProfileCommand,
  DeleteInferenceProfileCommand,
  GetInferenceProfileCommand,
  ListInferenceProfilesCommand,
  ListTagsForResourceCommand,
  paginateListInferenceProfiles,
  TagResourceCommand,
} from "@aws-sdk/client-bedrock";
import { GetResourcesCommand, TagResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import type { Behaviour } from "../../src/sandbox/behaviour.ts";
import { aSandbox, clientsOf, errorOf, NOVA_LITE, testClock } from "./clients.ts";

const SEED = { region: "us-west-2", source: "us.amazon.nova-lite-v1:0" };

async function setUp(behaviour: Partial<Behaviour> = {}) {
  const clock = testClock();
  const sandbox = await aSandbox({ now: clock.now, behaviour });
  const clients = clientsOf(sandbox);
  const create = async (name: string, token?: string) => {
    const input = {
      inferenceProfileName: name,
      modelSource: { copyFrom: NOVA_LITE },
      tags: [{ key: "n", value: "1" }],
    };
    const answer = await clients.bedrock.send(
      new CreateInferenceProfileCommand(token === undefined ? input : { ...input, clientRequestToken: token }),
    );
    return String(answer.inferenceProfileArn);
  };
  const names = async () => {
    const answer = await clients.bedrock.send(new ListInferenceProfilesCommand({ typeEquals: "APPLICATION" }));
    return answer.inferenceProfileSummaries?.map(({ inferenceProfileName }) => inferenceProfileName);
  };
  const resources = async () => {
    const { ResourceTagMappingList = [] } = await clients.tagging.send(new GetResourcesCommand({}));
    return ResourceTagMappingList.map(({ Tags = [] }) => Tags.map(({ Key, Value }) => `${Key}=${Value}`).join());
  };
  return { clock, sandbox, ...clients, create, names, resources };
}

test("uniqueNames: a second profile of one name is a ConflictException with status 400", async () => {
  const { sandbox, create } = await setUp();
  const first = await create("twin");
  const refused = await errorOf(create("twin"));
  expect(refused).toMatchObject({ name: "ConflictException", $metadata: { httpStatusCode: 400 } });
  sandbox.behaviour.uniqueNames = false;
  expect(await create("twin")).not.toBe(first);
});

test("a name is free again once its profile is deleted, and in other regions all along", async () => {
  const { sandbox, bedrock, create } = await setUp();
  const inferenceProfileIdentifier = await create("reused");
  await sandbox.put({ ...SEED, region: "us-east-1", name: "reused" });
  await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier }));
  expect(await create("reused")).not.toBe(inferenceProfileIdentifier);
});

test("listLagMs: created ones come late to List, deleted ones stay in it; Get is exact", async () => {
  const { clock, bedrock, create, names } = await setUp({ listLagMs: 3000 });
  const inferenceProfileIdentifier = await create("late");
  expect(await names()).toEqual([]);
  expect(
    (await bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }))).inferenceProfileName,
  ).toBe("late");
  clock.advance(3000);
  expect(await names()).toEqual(["late"]);
  await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier }));
  expect(await names()).toEqual(["late"]);
  expect(await errorOf(bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier })))).toMatchObject({
    name: "ResourceNotFoundException",
  });
  clock.advance(3000);
  expect(await names()).toEqual([]);
});

test("raising a lag hides nothing that was visible; lowering it shows all at once", async () => {
  const { sandbox, create, names } = await setUp();
  await create("before");
  sandbox.behaviour.listLagMs = 60_000;
  await create("after");
  expect(await names()).toEqual(["before"]);
  sandbox.behaviour.listLagMs = 0;
  expect(await names()).toEqual(["before", "after"]);
});

test("tagLagMs: GetResources sees tag writes late, ListTagsForResource at once", async () => {
  const { clock, bedrock, create, resources } = await setUp({ tagLagMs: 5000 });
  const resourceARN = await create("tagged");
  expect(await resources()).toEqual([]);
  clock.advance(4000);
  await bedrock.send(new TagResourceCommand({ resourceARN, tags: [{ key: "n", value: "2" }] }));
  clock.advance(1000);
  expect(await resources()).toEqual(["n=1"]);
  const { tags } = await bedrock.send(new ListTagsForResourceCommand({ resourceARN }));
  expect(tags).toEqual([{ key: "n", value: "2" }]);
  clock.advance(4000);
  expect(await resources()).toEqual(["n=2"]);
  await bedrock.send(new TagResourceCommand({ resourceARN, tags: [{ key: "n", value: "3" }] }));
  expect(await resources()).toEqual(["n=2"]);
});

test("rgtReturnsDeletedMs: GetResources goes on returning a deleted profile", async () => {
  const { clock, bedrock, create, names, resources } = await setUp({ rgtReturnsDeletedMs: 1000 });
  await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: await create("ghost") }));
  expect([await names(), await resources()]).toEqual([[], ["n=1"]]);
  clock.advance(1000);
  expect(await resources()).toEqual([]);
});

test("a write out of band: foreign profiles, aws: tags, two of one name, once tagged", async () => {
  const { sandbox, names, resources } = await setUp();
  await sandbox.put({ ...SEED, name: "twin", tags: { "aws:cloudformation:stack-name": "s" } });
  const { arn } = await sandbox.put({ ...SEED, name: "twin", everTagged: true });
  await sandbox.put({ ...SEED, name: "never tagged" });
  expect(await names()).toEqual(["twin", "twin", "never tagged"]);
  expect(await resources()).toEqual(["aws:cloudformation:stack-name=s", ""]);
  await sandbox.setTags(arn, { a: "1", b: "2" });
  expect((await resources())[1]).toBe("b=2,a=1");
  await sandbox.remove(arn);
  expect(sandbox.profiles().map(({ name }) => name)).toEqual(["twin", "never tagged"]);
  await expect(sandbox.remove(arn)).rejects.toMatchObject({ code: "unknown-profile" });
  await expect(sandbox.put({ ...SEED, name: "x", source: "acme.none" })).rejects.toMatchObject({ code: "bad-profile" });
});

test("tokenReplay: same-arn, ignored-new and conflict", async () => {
  const { sandbox, bedrock, create, clock } = await setUp({ uniqueNames: false });
  const first = await create("app", "token-1");
  expect(await create("app", "token-1")).toBe(first);
  expect(sandbox.profiles()).toHaveLength(1);
  sandbox.behaviour.tokenReplay = "conflict";
  expect(await errorOf(create("app", "token-1"))).toMatchObject({ name: "ConflictException" });
  sandbox.behaviour.tokenReplay = "ignored-new";
  expect(await create("app", "token-1")).not.toBe(first);
  sandbox.behaviour.tokenReplay = "same-arn";
  await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: first }));
  const known = sandbox.profiles().map(({ arn }) => arn);
  clock.advance(24 * 60 * 60 * 1000 + 1);
  expect(known).not.toContain(await create("app", "token-1"));
});

test("tokenLifetimeMs: each token has its own age, counted from its latest use", async () => {
  const { sandbox, create, clock } = await setUp({
    uniqueNames: false,
    tokenLifetimeMs: 1000,
    tokenReplay: "ignored-new",
  });
  await create("a", "token-a");
  const second = await create("b", "token-b");
  clock.advance(600);
  const third = await create("a", "token-a");
  clock.advance(600);
  sandbox.behaviour.tokenReplay = "same-arn";
  expect(await create("a", "token-a")).toBe(third);
  expect(await create("b", "token-b")).not.toBe(second);
});

test("pageSizeCap: pages shrink below what was asked, and the token leads through all of them", async () => {
  const { sandbox, bedrock } = await setUp({ pageSizeCap: 2 });
  for (const index of [1, 2, 3, 4, 5]) await sandbox.put({ ...SEED, name: `p-${index}` });
  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListInferenceProfiles(
    { client: bedrock, pageSize: 1000 },
    { typeEquals: "APPLICATION" },
  )) {
    pages.push(page.inferenceProfileSummaries?.map(({ inferenceProfileName }) => inferenceProfileName) ?? []);
    if (pages.length === 1) await sandbox.remove(String(sandbox.profiles()[1]?.arn));
  }
  expect(pages).toEqual([["p-1", "p-2"], ["p-3", "p-4"], ["p-5"]]);
  const { nextToken } = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: "APPLICATION" }));
  const other = clientsOf(sandbox, { region: "us-east-1" }).bedrock;
  for (const [client, token] of [
    [other, nextToken],
    [bedrock, "made-up"],
  ] as const) {
    const refused = await errorOf(
      client.send(new ListInferenceProfilesCommand({ typeEquals: "APPLICATION", nextToken: String(token) })),
    );
    expect(refused.name).toBe("ValidationException");
  }
});

test("typeOmitted: what List gives without a type", async () => {
  const { sandbox, bedrock } = await setUp();
  await sandbox.put({ ...SEED, name: "app" });
  const types = async () => {
    const { inferenceProfileSummaries = [] } = await bedrock.send(new ListInferenceProfilesCommand({}));
    return [...new Set(inferenceProfileSummaries.map(({ type }) => type))];
  };
  expect(await types()).toEqual(["SYSTEM_DEFINED", "APPLICATION"]);
  sandbox.behaviour.typeOmitted = "system";
  expect(await types()).toEqual(["SYSTEM_DEFINED"]);
  sandbox.behaviour.typeOmitted = "application";
  expect(await types()).toEqual(["APPLICATION"]);
});

test("quota: per account and region, with status 400", async () => {
  const { sandbox, create, bedrock } = await setUp({ quota: 1 });
  await sandbox.put({ ...SEED, region: "us-east-1", name: "elsewhere" });
  const arn = await create("one");
  expect(await errorOf(create("two"))).toMatchObject({
    name: "ServiceQuotaExceededException",
    $metadata: { httpStatusCode: 400 },
  });
  await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
  await create("two");
});

test("undeletable: Delete is a ConflictException", async () => {
  const { bedrock, create, sandbox } = await setUp({ undeletable: ["in use"] });
  const inferenceProfileIdentifier = await create("in use");
  const refused = await errorOf(bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier })));
  expect(refused).toMatchObject({ name: "ConflictException", $metadata: { httpStatusCode: 400 } });
  expect(sandbox.profiles()).toHaveLength(1);
});

test("deniedOperations: by name or action, in one account or region, with IAM's words", async () => {
  const { sandbox, names, resources } = await setUp({
    deniedOperations: ["tag:GetResources", { operation: "ListInferenceProfiles", region: "us-east-1" }],
  });
  expect(await names()).toEqual([]);
  const denied = await errorOf(resources());
  expect(denied.name).toBe("AccessDeniedException");
  expect(denied.message).toBe(
    "User: arn:aws:iam::111122223333:user/sandbox is not authorized to perform: tag:GetResources because no identity-based policy allows the tag:GetResources action",
  );
  const east = clientsOf(sandbox, { region: "us-east-1" }).bedrock;
  const there = await errorOf(east.send(new ListInferenceProfilesCommand({})));
  expect(there).toMatchObject({ name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } });
  expect(there.message).toContain("on resource: arn:aws:bedrock:us-east-1:111122223333:*");
});

test("deniedOperations: TagResource also stops a create with tags, and one ARN of tag:TagResources", async () => {
  const { sandbox, create, tagging } = await setUp({ deniedOperations: ["bedrock:TagResource"] });
  expect((await errorOf(create("tagged"))).message).toContain("not authorized to perform: bedrock:TagResource");
  const { arn } = await sandbox.put({ ...SEED, name: "p" });
  const { FailedResourcesMap } = await tagging.send(
    new TagResourcesCommand({ ResourceARNList: [arn], Tags: { a: "b" } }),
  );
  expect(FailedResourcesMap?.[arn]).toMatchObject({ StatusCode: 403, ErrorCode: "AccessDeniedException" });
});

test("deniedOperations: AssumeRole into one account", async () => {
  const { sts } = await setUp({ deniedOperations: [{ operation: "AssumeRole", account: "444455556666" }] });
  const assume = (account: string) =>
    sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/reader`, RoleSessionName: "test" }));
  expect(await errorOf(assume("444455556666"))).toMatchObject({
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403 },
  });
  expect((await assume("777788889999")).Credentials).toBeDefined();
});

test("disabledRegions: the token is unknown there", async () => {
  const { sandbox, names } = await setUp({ disabledRegions: ["me-south-1"] });
  expect(await names()).toEqual([]);
  const off = clientsOf(sandbox, { region: "me-south-1" });
  const refused = await errorOf(off.bedrock.send(new ListInferenceProfilesCommand({})));
  expect(refused).toMatchObject({ name: "UnrecognizedClientException", $metadata: { httpStatusCode: 403 } });
  expect((await errorOf(off.tagging.send(new GetResourcesCommand({})))).name).toBe("UnrecognizedClientException");
});

test.each<[string, unknown]>([
  ["an unknown switch", { uniqueName: true }],
  ["an end that is no day", { endingModels: ["amazon.nova-lite-v1:0@soon"] }],
  ["an end of no model", { endingModels: ["@2027-01-15"] }],
  ["a wrong type", { listLagMs: "3s" }],
  ["a negative lag", { listLagMs: -1 }],
  ["an unknown replay", { tokenReplay: "maybe" }],
  ["a fault without kind", { faults: [{ probability: 1 }] }],
  ["a fault with an unknown member", { faults: [{ kind: "reset", chance: 1 }] }],
  ["a throttle without rate", { faults: [{ kind: "throttle" }] }],
  ["a probability above 1", { faults: [{ kind: "reset", probability: 2 }] }],
])("refuses %s", async (_name, behaviour) => {
  await expect(aSandbox({ behaviour: behaviour as Partial<Behaviour> })).rejects.toMatchObject({
    code: "bad-behaviour",
  });
});
