import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aSandbox, NOVA_LITE } from "./clients.ts";
import { bedrock } from "./raw-http.ts";

const VALIDATION = "ValidationException";

async function create(change: Record<string, unknown>, behaviour = {}) {
  const sandbox = await aSandbox({ behaviour });
  const body = { inferenceProfileName: "ok", modelSource: { copyFrom: NOVA_LITE }, ...change };
  const answer = await bedrock(sandbox, "POST", "/inference-profiles", body);
  const code = String(answer.headers["x-amzn-errortype"] ?? "").split(":")[0];
  return { status: answer.status, code, message: String(answer.json?.message ?? ""), profiles: sandbox.profiles() };
}

const tag = (key: unknown, value: unknown = "v") => ({ tags: [{ key, value }] });
const from = (copyFrom: unknown) => ({ modelSource: { copyFrom } });
const manyTags = (count: number) => ({
  tags: Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: "" })),
});

describe("create refuses", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no name", { inferenceProfileName: undefined }, /Value null at 'inferenceProfileName'.*must not be null/],
    ["an empty name", { inferenceProfileName: "" }, /length greater than or equal to 1/],
    ["a name of 65", { inferenceProfileName: "a".repeat(65) }, /length less than or equal to 64/],
    ["a dot in a name", { inferenceProfileName: "a.b" }, /Value 'a.b' at 'inferenceProfileName'.*regular expression/],
    ["a slash in a name", { inferenceProfileName: "a/b" }, /regular expression/],
    ["two separators in a row", { inferenceProfileName: "a--b" }, /regular expression/],
    ["a leading separator", { inferenceProfileName: "-a" }, /regular expression/],
    ["a line break at the end", { inferenceProfileName: "a\n" }, /regular expression/],
    ["an empty description", { description: "" }, /'description'.*length greater/],
    ["a description of 201", { description: "a".repeat(201) }, /length less than or equal to 200/],
    ["a comma in a description", { description: "a, b" }, /^1 validation error detected: Value at 'description'/],
    ["a token with an underscore", { clientRequestToken: "a_b" }, /'clientRequestToken'/],
    ["a token that ends in a dash", { clientRequestToken: "a-" }, /'clientRequestToken'/],
    ["no source", { modelSource: undefined }, /'modelSource'.*not be null/],
    ["no copyFrom", { modelSource: {} }, /'modelSource.copyFrom'/],
    [
      "a bare system profile id",
      from("us.amazon.nova-lite-v1:0"),
      /copyFrom must be a valid inference profile model source ARN/,
    ],
    [
      "an application profile as source",
      from(NOVA_LITE.replace("inference-profile", "application-inference-profile")),
      /copyFrom must be a valid/,
    ],
    [
      "a source of another region",
      from(NOVA_LITE.replace("us-west-2", "us-east-1")),
      /The source is in us-east-1, the request in us-west-2/,
    ],
    ["a source of another account", from(NOVA_LITE.replace("111122223333", "999988887777")), /another account/],
    [
      "a source of another partition",
      from("arn:aws-cn:bedrock:::inference-profile/us.amazon.nova-lite-v1:0"),
      /copyFrom must be a valid/,
    ],
    [
      "a model that only profiles contain",
      from("arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"),
      /on-demand throughput/,
    ],
    [
      "a model that takes no profiles",
      from("arn:aws:bedrock:us-west-2::foundation-model/amazon.titan-embed-text-v2:0"),
      /does not support inference profiles/,
    ],
    ["an empty tag key", tag(""), /'tags.1.member.key'.*length greater/],
    ["a tag key of 129", tag("k".repeat(129)), /length less than or equal to 128/],
    ["a tag value of 257", tag("k", "v".repeat(257)), /'tags.1.member.value'.*less than or equal to 256/],
    ["a tag key with a comma", tag("a,b"), /regular expression/],
    ["a tag value with an umlaut", tag("k", "Zürich"), /regular expression/],
    ["a no-break space in a tag value", tag("k", "a\u00a0b"), /regular expression/],
    ["a tag without a value", { tags: [{ key: "k" }] }, /'tags.1.member.value'.*not be null/],
    ["a reserved tag key", tag("aws:createdBy"), /reserved for internal use/],
    ["a reserved tag key in capitals", tag("AWS:x"), /reserved for internal use/],
    ["a tag key twice", { tags: [...tag("k").tags, ...tag("k").tags] }, /more than once/],
    ["201 tags", manyTags(201), /less than or equal to 200/],
  ])("%s", async (_name, change, message) => {
    const answer = await create(change);
    expect([answer.status, answer.code]).toEqual([400, VALIDATION]);
    expect(answer.message).toMatch(message);
    expect(answer.profiles).toEqual([]);
  });

  test("every problem at once, as one message", async () => {
    const answer = await create({ inferenceProfileName: "a/b", description: "", ...tag("a,b") });
    expect(answer.message).toMatch(
      /^4 validation errors detected: .*inferenceProfileName.*; .*description.*; .*tags.1.member.key/,
    );
  });

  test.each<[string, Record<string, unknown>]>([
    ["a number as name", { inferenceProfileName: 7 }],
    ["a text as tags", { tags: "a=b" }],
    ["an object as description", { description: {} }],
  ])("%s as a SerializationException", async (_name, change) => {
    const answer = await create(change);
    expect([answer.status, answer.code]).toEqual([400, "SerializationException"]);
  });

  test.each([
    ["an unknown system profile", "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.acme.none-v1:0"],
    ["an unknown model", "arn:aws:bedrock:us-west-2::foundation-model/acme.none-v1:0"],
    [
      "a profile that does not exist from this region",
      "arn:aws:bedrock:us-west-2::inference-profile/eu.amazon.nova-2-lite-v1:0",
    ],
  ])("%s as not found", async (_name, source) => {
    expect(await create(from(source))).toMatchObject({ status: 404, code: "ResourceNotFoundException" });
  });

  test("a 51st tag, counting user tags only", async () => {
    expect(await create(manyTags(51))).toMatchObject({ status: 400, code: "TooManyTagsException" });
    expect(await create(manyTags(50))).toMatchObject({ status: 201 });
  });
});

describe("create accepts", () => {
  test.each<[string, Record<string, unknown>]>([
    ["a trailing separator", { inferenceProfileName: "app_" }],
    ["spaces, dashes and underscores", { inferenceProfileName: "My app_01-b" }],
    ["a name of 64", { inferenceProfileName: "a".repeat(64) }],
    ["a description with colon and dot", { description: "v1.2: Search" }],
    ["an empty tag value", tag("k", "")],
    ["a key that starts with aws-", tag("aws-apn-id:1")],
    ["all tag punctuation", tag("a b._:/=+@-", "a b._:/=+@-")],
    ["an empty list of tags", { tags: [] }],
    ["a tag key named __proto__", tag("__proto__", "x")],
    ["a source without region and account", from("arn:aws:bedrock:::inference-profile/us.amazon.nova-lite-v1:0")],
    ["an on-demand model", from("arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-3-haiku-20240307-v1:0")],
  ])("%s", async (_name, change) => {
    const answer = await create(change);
    expect(answer.message).toBe("");
    expect(answer.status).toBe(201);
    const tags = (change.tags ?? []) as { key: string; value: string }[];
    expect(Object.entries(answer.profiles[0]?.tags ?? {})).toEqual(tags.map(({ key, value }) => [key, value]));
  });

  test("a profile-only model when checkSourceSupport is off", async () => {
    const source = from("arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0");
    expect(await create(source, { checkSourceSupport: false })).toMatchObject({ status: 201 });
  });
});

test("names are taken or refused exactly as the pattern of the API model says", async () => {
  const sandbox = await aSandbox({ behaviour: { uniqueNames: false, quota: 100_000 } });
  const letter = fc.constantFrom(..."aZ0 _-./é");
  await fc.assert(
    fc.asyncProperty(fc.array(letter, { minLength: 1, maxLength: 70 }), async (letters) => {
      const inferenceProfileName = letters.join("");
      const expected = /^([0-9a-zA-Z][ _-]?)+$/.test(inferenceProfileName) && letters.length <= 64 ? 201 : 400;
      const answer = await bedrock(sandbox, "POST", "/inference-profiles", {
        inferenceProfileName,
        modelSource: { copyFrom: NOVA_LITE },
      });
      return answer.status === expected;
    }),
    { numRuns: 200, seed: 11 },
  );
});

describe("tag calls", () => {
  const seed = { region: "us-west-2", name: "p", source: "us.amazon.nova-lite-v1:0" };

  test("50 tags are the limit, existing and new together; aws: tags do not count", async () => {
    const sandbox = await aSandbox();
    const tags = Object.fromEntries([...Array(49).keys()].map((index) => [`k${index}`, "v"]));
    const { arn } = await sandbox.put({ ...seed, tags: { ...tags, "aws:cloudformation:stack-name": "x" } });
    const add = (...keys: string[]) =>
      bedrock(sandbox, "POST", "/tagResource", { resourceARN: arn, tags: keys.map((key) => ({ key, value: "" })) });
    expect((await add("k1", "new-1")).status).toBe(200);
    const full = await add("new-2");
    expect([full.status, full.json.resourceName]).toEqual([400, arn]);
    expect(full.headers["x-amzn-errortype"]).toMatch(/^TooManyTagsException:/);
    expect((await add("k1")).status).toBe(200);
  });

  test.each<[string, string, unknown, number]>([
    ["an ARN too short", "/listTagsForResource", { resourceARN: "arn:aws:bedrock" }, 400],
    ["no ARN", "/tagResource", { tags: [] }, 400],
    [
      "no tags",
      "/tagResource",
      { resourceARN: "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/abc" },
      400,
    ],
    [
      "an unknown ARN",
      "/listTagsForResource",
      { resourceARN: "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/abc" },
      404,
    ],
    [
      "an ARN of another region",
      "/listTagsForResource",
      { resourceARN: "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p12345678901" },
      404,
    ],
    ["a system profile", "/listTagsForResource", { resourceARN: NOVA_LITE }, 400],
    [
      "a reserved key",
      "/untagResource",
      {
        resourceARN: "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p12345678901",
        tagKeys: ["aws:x"],
      },
      400,
    ],
  ])("refuse %s", async (_name, path, body, status) => {
    const sandbox = await aSandbox();
    await sandbox.put({ ...seed, id: "p12345678901" });
    expect((await bedrock(sandbox, "POST", path, body)).status).toBe(status);
  });
});

test.each([
  ["a name", "my-app", 404],
  ["a name with a space", encodeURIComponent("my app"), 400],
  [
    "an ARN of another account",
    encodeURIComponent("arn:aws:bedrock:us-west-2:999988887777:application-inference-profile/p12345678901"),
    404,
  ],
  [
    "an ARN with its slash not encoded",
    "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p12345678901",
    404,
  ],
  ["a malformed escape", "%E0%A4%A", 400],
])("get refuses %s", async (_name, identifier, status) => {
  const sandbox = await aSandbox();
  await sandbox.put({ region: "us-west-2", name: "my-app", source: "us.amazon.nova-lite-v1:0", id: "p12345678901" });
  expect((await bedrock(sandbox, "GET", `/inference-profiles/${identifier}`)).status).toBe(status);
});
