import { describe, expect, test } from "vitest";
import { closest } from "../../src/core/closest.ts";
import { anyGlob } from "../../src/core/glob.ts";
import { canonicalJson, hashOf } from "../../src/core/hash.ts";
import { isMoment } from "../../src/core/moment.ts";
import { isAwsNameOf, otherToolsMark, ownershipOf } from "../../src/core/ownership.ts";
import { geoPrefixes, isSystemProfileId, partitionOf, sourceArn } from "../../src/core/source-id.ts";
import { applyEdits, diffTags, listEdits, removeTags } from "../../src/core/tag-edits.ts";

const RULES = { isIgnored: () => false, unlistedTags: "remove" } as const;

describe("globs", () => {
  test.each([
    ["*.anthropic.*", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", true],
    ["*.anthropic.*", "anthropic.claude", false],
    ["aws-apn-id*", "aws-apn-id/pc:123", true],
    ["aws:*", "aws:cloudformation:stack-id", true],
    ["old-*", "old-", true],
    ["a.b", "axb", false],
    ["a[b]", "a[b]", true],
    ["a[b]", "ab", false],
    ["!a", "b", false],
    ["(a|b)", "a", false],
    ["a?", "ab", true],
    ["{a,b}", "a", false],
  ])("%s on %s: %s", (pattern, text, matches) => {
    expect(anyGlob([pattern])(text)).toBe(matches);
  });
});

describe("tag edits", () => {
  test("a key such as __proto__ is a key like any other", () => {
    const tags = Object.fromEntries([
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
    const edits = diffTags({}, tags, RULES);
    expect(listEdits(edits).map(({ key, to }) => [key, to])).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
    expect(Object.entries(applyEdits({}, edits)).sort()).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
    expect(listEdits(diffTags({}, {}, RULES))).toEqual([]);
  });

  test("an empty value is a value", () => {
    expect(diffTags({ a: "" }, { a: "" }, RULES)).toEqual({ set: {}, remove: {} });
    expect(diffTags({}, { a: "" }, RULES)).toEqual({ set: { a: { from: null, to: "" } }, remove: {} });
  });

  test("only present keys are removed", () => {
    expect(removeTags({ a: "1" }, ["a", "b"])).toEqual({ set: {}, remove: { a: "1" } });
  });
});

describe("sources", () => {
  test.each([
    ["us.anthropic.claude-sonnet-4-6", true],
    ["global.amazon.nova-2-lite-v1:0", true],
    ["us-gov.anthropic.claude", true],
    ["anthropic.claude-sonnet-4-6", false],
    ["deepseek.v3.2", false],
    ["amazon.nova-lite-v1:0", false],
  ])("%s is a system profile: %s", (id, expected) => {
    expect(isSystemProfileId(id)).toBe(expected);
  });

  test("ARNs bear the account for system profiles only, and the region's partition", () => {
    const target = { account: "111122223333", region: "us-gov-west-1" };
    expect(sourceArn("us-gov.x.y", target)).toBe(
      "arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:inference-profile/us-gov.x.y",
    );
    expect(sourceArn("x.y", { ...target, region: "eu-west-1" })).toBe(
      "arn:aws:bedrock:eu-west-1::foundation-model/x.y",
    );
    expect(partitionOf("cn-north-1")).toBe("aws-cn");
  });

  test.each([
    ["us-west-2", ["us"]],
    ["eu-central-1", ["eu"]],
    ["ap-northeast-1", ["jp", "apac"]],
    ["ap-southeast-2", ["au", "apac"]],
    ["ca-central-1", ["ca", "us"]],
    ["sa-east-1", []],
  ])("geo routing in %s", (region, prefixes) => {
    expect(geoPrefixes(region)).toEqual(prefixes);
  });
});

describe("ownership", () => {
  const stacks = { stack: "a", formerStacks: ["b"] };
  test.each([
    [null, "unmanaged"],
    [{}, "unmanaged"],
    [{ "strata:stack": "a" }, "ours"],
    [{ "strata:stack": "b" }, "ours"],
    [{ "strata:stack": "A" }, "foreign"],
    [{ "strata:name": "x" }, "unmanaged"],
  ])("%o is %s", (tags, kind) => {
    expect(ownershipOf(tags as Record<string, string> | null, stacks).kind).toBe(kind);
  });

  test.each([
    ["app", "app", true],
    ["app-2", "app", true],
    ["app-10", "app", true],
    ["app-1", "app", false],
    ["app-02", "app", false],
    ["app-2-2", "app-2", true],
    ["apple", "app", false],
    ["App", "app", false],
  ])("AWS name %s for %s: %s", (awsName, name, expected) => {
    expect(isAwsNameOf(awsName, name)).toBe(expected);
  });

  test("marks of other tools", () => {
    expect(otherToolsMark({ "aws:cloudformation:stack-name": "x" })).toBe("aws:cloudformation:stack-name");
    expect(otherToolsMark({ AmazonBedrockManaged: "true" })).toBe("AmazonBedrockManaged");
    expect(otherToolsMark({ project: "x" })).toBeUndefined();
  });
});

test("canonical JSON and hashes do not depend on key order", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
  expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
  expect(hashOf({ a: 1 })).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ["2026-11-24T09:00:00Z", true],
  ["2026-13-24T09:00:00Z", false],
  ["2026-11-24T09:00:00+00:00", false],
  ["2026-11-24", false],
])("%s is a moment: %s", (text, expected) => {
  expect(isMoment(text)).toBe(expected);
});

test("the closest word, or none", () => {
  expect(closest("serach", ["search", "bot"])).toBe("search");
  expect(closest("zzz", ["search"])).toBeUndefined();
});
