import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { aSandbox, NOVA_LITE, testClock } from "./clients.ts";
import { bedrock, raw, sts, tagging } from "./raw-http.ts";

const recorded = JSON.parse(readFileSync(new URL("recorded-shapes.json", import.meta.url), "utf8")).responses;
const recording = (name: string) => recorded[`${name}.json`].response;

const GLOBAL_NOVA = "arn:aws:bedrock:us-east-1::inference-profile/global.amazon.nova-2-lite-v1:0";
const ID = "[a-z0-9]{12}";

/** A value with every text replaced by its format, so that two answers can be compared by shape. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shapeOf(entry)]));
  }
  if (typeof value !== "string") return typeof value;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/.test(value)) return "microseconds";
  if (new RegExp(`^arn:aws:bedrock:[a-z0-9-]+:\\d{12}:application-inference-profile/${ID}$`).test(value))
    return "profile ARN";
  if (/^arn:aws:bedrock:[a-z0-9-]*::foundation-model\/[a-z0-9.:-]+$/.test(value))
    return value.replace(/bedrock:[a-z0-9-]+:/, "bedrock:REGION:");
  return new RegExp(`^${ID}$`).test(value) ? "profile id" : "text";
}

async function aProfile(tags: Record<string, string> = {}, source = NOVA_LITE) {
  const sandbox = await aSandbox({ now: testClock().now });
  const body = {
    inferenceProfileName: "c7n-test-profile",
    description: "Test profile for C7N",
    clientRequestToken: "token-1",
    modelSource: { copyFrom: source },
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  };
  const created = await bedrock(sandbox, "POST", "/inference-profiles", body);
  return { sandbox, created, arn: String(created.json?.inferenceProfileArn) };
}

test("create answers 201 with ARN and status only, and a request id", async () => {
  const { created } = await aProfile();
  expect(created.status).toBe(201);
  expect(Object.keys(created.json)).toEqual(["inferenceProfileArn", "status"]);
  expect(created.headers["content-type"]).toBe("application/json");
  expect(created.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
});

test("list and get have the recorded keys, in the recorded order and formats", async () => {
  const { sandbox, arn } = await aProfile();
  const listed = await bedrock(sandbox, "GET", "/inference-profiles?type=APPLICATION&maxResults=1000");
  const real = recording("bedrock_inference_profile_token_metrics/bedrock.ListInferenceProfiles_1");
  expect(shapeOf(listed.json)).toEqual(shapeOf(real));
  expect(Object.keys(listed.json.inferenceProfileSummaries[0])).toEqual(Object.keys(real.inferenceProfileSummaries[0]));
  const got = await bedrock(sandbox, "GET", `/inference-profiles/${encodeURIComponent(arn)}`);
  expect(got.json).toEqual(listed.json.inferenceProfileSummaries[0]);
  expect(got.text).not.toContain("copyFrom");
  const empty = await bedrock(sandbox, "GET", "/inference-profiles?type=SYSTEM_DEFINED&maxResults=1");
  expect(empty.json.inferenceProfileSummaries).toHaveLength(1);
});

test("a copy of a global profile has the model without region first, then the source region's", async () => {
  const sandbox = await aSandbox();
  const body = JSON.stringify({ inferenceProfileName: "g", modelSource: { copyFrom: GLOBAL_NOVA } });
  const { authorization } = {
    authorization:
      "AWS4-HMAC-SHA256 Credential=t/20261123/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=0",
  };
  await raw(sandbox, "POST", "/inference-profiles", { authorization }, body);
  const listed = await raw(sandbox, "GET", "/inference-profiles?type=APPLICATION", { authorization });
  const real = recording("test_bedrock_application_inference_profile_mark_for_op_v2/bedrock.ListInferenceProfiles_1");
  expect(listed.json.inferenceProfileSummaries[0].models).toEqual(real.inferenceProfileSummaries[0].models);
});

test("the query parameter is `type`: `typeEquals` is not one", async () => {
  const { sandbox } = await aProfile();
  const wrong = await bedrock(sandbox, "GET", "/inference-profiles?typeEquals=APPLICATION");
  const types = new Set(wrong.json.inferenceProfileSummaries.map(({ type }: { type: string }) => type));
  expect(types).toEqual(new Set(["SYSTEM_DEFINED", "APPLICATION"]));
  const refused = await bedrock(sandbox, "GET", "/inference-profiles?type=application");
  expect(refused.status).toBe(400);
});

test("updatedAt stays when tags change", async () => {
  const clock = testClock();
  const sandbox = await aSandbox({ now: clock.now });
  const { arn, createdAt } = await sandbox.put({ region: "us-west-2", name: "p", source: "us.amazon.nova-lite-v1:0" });
  clock.advance(60_000);
  await bedrock(sandbox, "POST", "/tagResource", { resourceARN: arn, tags: [{ key: "a", value: "b" }] });
  const got = await bedrock(sandbox, "GET", `/inference-profiles/${encodeURIComponent(arn)}`);
  expect(got.json.updatedAt).toBe(createdAt);
});

test("tags: lower-case members in Bedrock, upper-case in the tagging API, in different orders", async () => {
  const tags = { Environment: "test", Owner: "c7n" };
  const { sandbox, arn } = await aProfile(tags);
  const listed = await bedrock(sandbox, "POST", "/listTagsForResource", { resourceARN: arn });
  expect(listed.json).toEqual({
    tags: [
      { key: "Environment", value: "test" },
      { key: "Owner", value: "c7n" },
    ],
  });
  const resources = await tagging(sandbox, "GetResources", {});
  const real = recording("test_bedrock_application_inference_profile_mark_for_op_v2/tagging.GetResources_1");
  expect(shapeOf(resources.json)).toEqual(shapeOf(real));
  expect(resources.json.ResourceTagMappingList[0].Tags).toEqual(real.ResourceTagMappingList[0].Tags);
  expect(resources.headers["content-type"]).toBe("application/x-amz-json-1.1");
  const map = await tagging(sandbox, "TagResources", { ResourceARNList: [arn], Tags: { maid_status: "x" } });
  expect(map.json).toEqual(
    recording("test_bedrock_application_inference_profile_mark_for_op_v2/tagging.TagResources_1"),
  );
});

test("a never-tagged profile is not in GetResources, whose last page token is the empty text", async () => {
  const { sandbox } = await aProfile();
  const resources = await tagging(sandbox, "GetResources", {});
  expect(resources.json).toEqual(recording("bedrock_inference_profile_token_metrics/tagging.GetResources_1"));
});

test("delete answers an empty object, then the recorded not-found error", async () => {
  const { sandbox, arn } = await aProfile();
  const path = `/inference-profiles/${encodeURIComponent(arn)}`;
  const deleted = await bedrock(sandbox, "DELETE", path);
  expect([deleted.status, deleted.text]).toEqual([200, "{}"]);
  const listed = await bedrock(sandbox, "GET", "/inference-profiles?type=APPLICATION");
  expect(listed.json).toEqual(recording("test_bedrock_inference_profile_delete/bedrock.ListInferenceProfiles_3"));
  const gone = await bedrock(sandbox, "DELETE", path);
  const real = recording("test_bedrock_inference_profile_delete_not_found/bedrock.DeleteInferenceProfile_1").Error;
  expect([gone.status, gone.json]).toEqual([404, { message: real.Message }]);
  expect(gone.headers["x-amzn-errortype"]).toBe(`${real.Code}:http://internal.amazon.com/coral/com.amazon.bedrock/`);
});

test("STS errors are XML with type, code and request id; a success is XML too", async () => {
  const sandbox = await aSandbox();
  const unknown = await sts(sandbox, { Action: "GetFederationToken" });
  expect(unknown.status).toBe(400);
  expect(unknown.text).toContain("<Type>Sender</Type><Code>InvalidAction</Code>");
  const bad = await sts(sandbox, { Action: "AssumeRole", RoleArn: "arn:aws:iam::1:role/<x>", RoleSessionName: "s1" });
  expect(bad.status).toBe(400);
  expect(bad.text).toContain("<Code>ValidationError</Code><Message>arn:aws:iam::1:role/&lt;x&gt; is invalid</Message>");
  expect(bad.text).toContain(`<RequestId>${bad.headers["x-amzn-requestid"]}</RequestId>`);
  const good = await sts(sandbox, { Action: "GetCallerIdentity" });
  expect(good.headers["content-type"]).toBe("text/xml");
  expect(good.text).toMatch(
    /^<GetCallerIdentityResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/"><GetCallerIdentityResult>/,
  );
});

test("tagging API errors carry __type and Message", async () => {
  const sandbox = await aSandbox();
  const bad = await tagging(sandbox, "GetResources", { ResourcesPerPage: 101 });
  expect(bad.status).toBe(400);
  expect(bad.json).toEqual({ __type: "InvalidParameterException", Message: expect.any(String) });
  const unknown = await tagging(sandbox, "GetTagKeys", {});
  expect([unknown.status, unknown.json.__type]).toEqual([404, "UnknownOperationException"]);
});

test.each([
  ["bedrock", "GET", "/inference-profiles", {}, "MissingAuthenticationTokenException"],
  [
    "tagging",
    "POST",
    "/",
    { "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources" },
    "MissingAuthenticationTokenException",
  ],
  [
    "sts",
    "POST",
    "/",
    { "content-type": "application/x-www-form-urlencoded" },
    "<Code>MissingAuthenticationToken</Code>",
  ],
])("an unsigned %s request is 403", async (_service, method, path, headers, expected) => {
  const sandbox = await aSandbox();
  const answer = await raw(
    sandbox,
    method,
    path,
    headers as Record<string, string>,
    method === "POST" ? "{}" : undefined,
  );
  expect(answer.status).toBe(403);
  expect(`${answer.headers["x-amzn-errortype"]} ${answer.text}`).toContain(expected);
  expect(answer.headers["x-amzn-requestid"]).toBeDefined();
});

test("the region and the account come from the credential scope", async () => {
  const sandbox = await aSandbox();
  const place = (key: string, region: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261123/${region}/bedrock/aws4_request, SignedHeaders=host, Signature=0`,
  });
  const body = JSON.stringify({
    inferenceProfileName: "p",
    modelSource: { copyFrom: "arn:aws:bedrock:::inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0" },
  });
  await raw(sandbox, "POST", "/inference-profiles", place("444455556666", "eu-west-2"), body);
  const count = async (key: string, region: string) =>
    (await raw(sandbox, "GET", "/inference-profiles?type=APPLICATION", place(key, region))).json
      .inferenceProfileSummaries.length;
  expect(await count("444455556666", "eu-west-2")).toBe(1);
  expect(await count("444455556666", "eu-west-1")).toBe(0);
  expect(await count("AKIAIOSFODNN7EXAMPLE", "eu-west-2")).toBe(0);
});
