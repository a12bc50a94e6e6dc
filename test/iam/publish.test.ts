/** Published parameters: the reading role reads, the writing role touches what is ours below the path, and nothing else. */
import { beforeAll, describe, expect, test } from "vitest";
import { parameterReader, parameterWriter } from "../../src/aws/parameter-gateway.ts";
import { DEV, desiredOf, documentsIn, FILE, operationsOf, PROD, policiesOf, type Tags } from "./estate.ts";
import { isAllowed } from "./evaluator.ts";

const TARGET = { account: PROD, region: "us-west-2" };
const OURS: Tags = { "strata:stack": "genai", "strata:name": "search-a" };
const FORMER: Tags = { ...OURS, "strata:stack": "old-genai" };
const THEIRS: Tags = { ...OURS, "strata:stack": "other" };

interface Asked {
  readonly path?: string;
  readonly region?: string;
  readonly account?: string;
  /** Tags that it has, and that the request gives it. */
  readonly tags?: Tags;
  readonly request?: Tags;
}

const prefixed = (kind: string, tags: Tags) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:${kind}Tag/${key}`, value]));

function may(documents: readonly object[], action: string, asked: Asked = {}): boolean {
  const { path = "/genai/app/search-a", region = "us-west-2", account = PROD, tags = {}, request = {} } = asked;
  const resource = `arn:aws:ssm:${region}:${account}:parameter${path}`;
  const context = { "aws:RequestedRegion": region, ...prefixed("Resource", tags), ...prefixed("Request", request) };
  return isAllowed(documents, { action: `ssm:${action}`, resource, context });
}

let plan: object[];
let apply: object[];
beforeAll(async () => {
  const desired = await desiredOf(FILE);
  plan = documentsIn(policiesOf(desired, { role: "plan" }), PROD);
  apply = documentsIn(policiesOf(desired, { role: "apply" }), PROD);
});

test("both roles may send whatever the reading gateway sends", async () => {
  const sent = await operationsOf((clients) => parameterReader(clients, TARGET));
  expect(new Set(sent)).toEqual(new Set(["tag:GetResources", "ssm:GetParameters", "ssm:ListTagsForResource"]));
  for (const documents of [plan, apply]) {
    expect(may(documents, "GetParameters")).toBe(true);
    expect(may(documents, "ListTagsForResource", { tags: THEIRS })).toBe(true);
    expect(may(documents, "GetParameters", { path: "/other/app/x" })).toBe(false);
  }
});

test("the writing gateway sends these, and the reading role may send none of them", async () => {
  const sent = await operationsOf((clients) => parameterWriter(clients, TARGET));
  expect([...sent].sort()).toEqual(["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:PutParameter"]);
  for (const action of sent) {
    expect(may(plan, action.slice("ssm:".length), { tags: OURS, request: OURS })).toBe(false);
  }
});

describe("the writing role", () => {
  test("makes a parameter with our marks, and no other", () => {
    for (const action of ["PutParameter", "AddTagsToResource"]) {
      expect(may(apply, action, { request: OURS })).toBe(true);
      expect(may(apply, action, { request: THEIRS })).toBe(false);
      expect(may(apply, action, {})).toBe(false);
    }
  });

  test("overwrites, marks anew and deletes ours, and those of a former stack", () => {
    for (const tags of [OURS, FORMER]) {
      expect(may(apply, "PutParameter", { tags })).toBe(true);
      expect(may(apply, "AddTagsToResource", { tags, request: OURS })).toBe(true);
      expect(may(apply, "DeleteParameter", { tags })).toBe(true);
    }
  });

  test.each<[string, Tags]>([
    ["another stack's", THEIRS],
    ["nobody's", {}],
  ])("neither overwrites nor deletes %s", (_, tags) => {
    expect(may(apply, "PutParameter", { tags })).toBe(false);
    expect(may(apply, "DeleteParameter", { tags })).toBe(false);
  });

  test("marks nothing of another stack", () => {
    expect(may(apply, "AddTagsToResource", { tags: THEIRS, request: OURS })).toBe(false);
    expect(may(apply, "PutParameter", { tags: THEIRS, request: OURS })).toBe(false);
  });

  test.each<[string, Asked]>([
    ["another path", { path: "/genai-other/app/x" }],
    ["what is above the path", { path: "/genai" }],
    ["another region", { region: "sa-east-1" }],
    ["another account", { account: DEV }],
  ])("reaches nothing under %s", (_, where) => {
    for (const action of ["PutParameter", "AddTagsToResource", "DeleteParameter"]) {
      expect(may(apply, action, { ...where, tags: OURS, request: OURS })).toBe(false);
    }
  });
});

test("without publish no role names SSM", async () => {
  const desired = await desiredOf(FILE.replace(/^publish:.*\n/m, ""));
  for (const role of ["plan", "apply"] as const) {
    expect(JSON.stringify(policiesOf(desired, { role }))).not.toContain("ssm:");
  }
});
