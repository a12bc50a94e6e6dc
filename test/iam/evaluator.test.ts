/** The evaluator says what IAM's documentation says; what it does not know, it does not pass over. */
import { describe, expect, test } from "vitest";
import { isAllowed, type Request, trusts } from "./evaluator.ts";

const ARN = "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/abc";

function aDocument(statement: object) {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "bedrock:TagResource", Resource: "*", ...statement }],
  };
}

function aRequest(over: Partial<Request> = {}): Request {
  return { action: "bedrock:TagResource", resource: ARN, context: {}, ...over };
}

describe("actions and resources", () => {
  test.each([
    [{ Action: "bedrock:TagResource" }, true],
    [{ Action: ["bedrock:X", "BEDROCK:tagresource"] }, true],
    [{ Action: "bedrock:*Resource" }, true],
    [{ Action: "bedrock:Tag" }, false],
    [{ Resource: ARN }, true],
    [{ Resource: "arn:aws:bedrock:*:111122223333:application-inference-profile/*" }, true],
    [{ Resource: "arn:aws:bedrock:*:111122223333:application-inference-profile/?" }, false],
    [{ Resource: "arn:aws:bedrock:*:444455556666:application-inference-profile/*" }, false],
    [{ Resource: "ARN:aws:bedrock:*" }, false],
  ])("%j: %s", (statement, allowed) => {
    expect(isAllowed([aDocument(statement)], aRequest())).toBe(allowed);
  });

  test("an action without resources is about *, which no ARN stands for", () => {
    expect(isAllowed([aDocument({ Resource: ARN })], aRequest({ resource: "*" }))).toBe(false);
    expect(isAllowed([aDocument({})], aRequest({ resource: "*" }))).toBe(true);
  });

  test("* in a region also stands for none", () => {
    const document = aDocument({ Resource: "arn:aws:bedrock:*::foundation-model/x" });
    expect(isAllowed([document], aRequest({ resource: "arn:aws:bedrock:::foundation-model/x" }))).toBe(true);
  });

  test("nothing is allowed by nothing, and a deny wins over any allow", () => {
    expect(isAllowed([], aRequest())).toBe(false);
    expect(isAllowed([aDocument({}), aDocument({ Effect: "Deny" })], aRequest())).toBe(false);
    expect(isAllowed([aDocument({}), aDocument({ Effect: "Deny", Action: "bedrock:X" })], aRequest())).toBe(true);
  });
});

const STACK = "aws:ResourceTag/strata:stack";

describe("conditions", () => {
  const own = { [STACK]: "mine" };
  const keys = { "aws:TagKeys": ["a", "b"] };
  test.each<[string, object, Request["context"], boolean]>([
    ["equal", { StringEquals: { [STACK]: "mine" } }, own, true],
    ["one of several values", { StringEquals: { [STACK]: ["theirs", "mine"] } }, own, true],
    ["no wildcards", { StringEquals: { [STACK]: "m*" } }, own, false],
    ["case of values counts", { StringEquals: { [STACK]: "Mine" } }, own, false],
    ["case of keys does not", { StringEquals: { "aws:resourcetag/STRATA:stack": "mine" } }, own, true],
    ["a missing key is not equal", { StringEquals: { [STACK]: "mine" } }, {}, false],
    ["like", { StringLike: { [STACK]: "m*e" } }, own, true],
    ["not like", { StringNotLike: { [STACK]: "m*" } }, own, false],
    ["a missing key is not like", { StringNotLike: { [STACK]: "m*" } }, {}, true],
    ["not equal to all of them", { StringNotEquals: { [STACK]: ["a", "mine"] } }, own, false],
    ["if it exists: it does not", { StringEqualsIfExists: { [STACK]: "mine" } }, {}, true],
    ["if it exists: it differs", { StringEqualsIfExists: { [STACK]: "theirs" } }, own, false],
    ["null: it is missing", { Null: { [STACK]: "true" } }, {}, true],
    ["null: it is there", { Null: { [STACK]: "true" } }, own, false],
    ["not null", { Null: { [STACK]: "false" } }, own, true],
    [
      "two keys of one operator",
      { Null: { [STACK]: "true", "aws:ResourceTag/x": "true" } },
      { "aws:ResourceTag/x": "1" },
      false,
    ],
    ["two operators", { Null: { [STACK]: "false" }, StringEquals: { [STACK]: "theirs" } }, own, false],
    ["all values", { "ForAllValues:StringLike": { "aws:TagKeys": ["a", "?"] } }, keys, true],
    ["all values, one too many", { "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }, keys, false],
    ["all of none", { "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }, {}, true],
    ["any value", { "ForAnyValue:StringEquals": { "aws:TagKeys": ["b"] } }, keys, true],
    ["any of none", { "ForAnyValue:StringEquals": { "aws:TagKeys": ["b"] } }, {}, false],
  ])("%s", (_, Condition, context, allowed) => {
    expect(isAllowed([aDocument({ Condition })], aRequest({ context }))).toBe(allowed);
  });
});

describe("what it does not know", () => {
  test.each([
    ["unknown condition key aws:ResourceTags/x", { Condition: { StringEquals: { "aws:ResourceTags/x": "1" } } }],
    ["unknown condition key aws:ResourceTag/", { Condition: { StringEquals: { "aws:ResourceTag/": "1" } } }],
    ["unknown operator StringEqual", { Condition: { StringEqual: { [STACK]: "1" } } }],
    ["a policy variable", { Condition: { StringEquals: { [STACK]: "\u0024{aws:username}" } } }],
    ["an empty list", { Action: [] }],
    ["unknown element NotAction", { NotAction: "bedrock:X" }],
    ["Sid a b", { Sid: "a b" }],
    ["Effect allow", { Effect: "allow" }],
  ])("%s", (message, statement) => {
    expect(() => isAllowed([aDocument(statement)], aRequest())).toThrow(message);
  });
});

test("a trust policy: action, principal and conditions", () => {
  const principal = { Federated: "arn:x" };
  const claim = "token.actions.githubusercontent.com:sub";
  const document = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: principal, Action: "sts:A", Condition: { StringLike: { [claim]: "repo:a/b:*" } } },
    ],
  };
  const asked = { action: "sts:A", principal, context: { [claim]: "repo:a/b:pull_request" } };
  expect(trusts(document, asked)).toBe(true);
  expect(trusts(document, { ...asked, action: "sts:B" })).toBe(false);
  expect(trusts(document, { ...asked, principal: { Federated: "arn:y" } })).toBe(false);
  expect(trusts(document, { ...asked, context: { [claim]: "repo:a/c:pull_request" } })).toBe(false);
});
