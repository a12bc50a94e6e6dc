/** Whom a role trusts. */
import { describe, expect, test } from "vitest";
import {
  principalProblem,
  subjectPrefixProblem,
  subjectProblem,
  subjectsOf,
  type Trust,
  trustDocument,
  type WorkflowRole,
  workflowRefProblem,
} from "../../src/core/iam-trust.ts";
import { trusts } from "./evaluator.ts";

const ACCOUNT = "111122223333";
const GITHUB = "token.actions.githubusercontent.com";
const PARTS = { prefix: "repo:acme/genai", environment: "bedrock-apply", branch: "main" };

function documentOf(trust: Trust, partition = "aws") {
  return trustDocument({ account: ACCOUNT, name: null, partition, regions: [] }, ACCOUNT, trust);
}

function github(role: WorkflowRole, parts = PARTS, workflowRef: string | null = null) {
  return documentOf({ kind: "github", subjects: subjectsOf(role, parts), workflowRef });
}

/** A token of GitHub as STS sees it. */
function admits(
  document: object,
  sub: string,
  claims: Readonly<Record<string, string>> = {},
  partition = "aws",
): boolean {
  return trusts(document, {
    action: "sts:AssumeRoleWithWebIdentity",
    principal: { Federated: `arn:${partition}:iam::${ACCOUNT}:oidc-provider/${GITHUB}` },
    context: {
      [`${GITHUB}:aud`]: "sts.amazonaws.com",
      [`${GITHUB}:sub`]: sub,
      ...Object.fromEntries(Object.entries(claims).map(([key, value]) => [`${GITHUB}:${key}`, value])),
    },
  });
}

const SUBJECTS: readonly [string, boolean, boolean][] = [
  // subject, plan, apply and billing
  ["repo:acme/genai:environment:bedrock-apply", false, true],
  ["repo:acme/genai:pull_request", true, false],
  ["repo:acme/genai:ref:refs/heads/main", true, false],
  ["repo:acme/genai:ref:refs/heads/gh-readonly-queue/main/pr-12-9f3c2ab", true, false],
  ["repo:acme/genai:ref:refs/heads/gh-readonly-queue/next/pr-12-9f3c2ab", false, false],
  ["repo:acme/genai:ref:refs/heads/mine", false, false],
  ["repo:acme/genai:ref:refs/tags/main", false, false],
  ["repo:acme/genai:environment:bedrock-apply-2", false, false],
  ["repo:acme/genai:environment:other", false, false],
  ["repo:acme/genai-fork:pull_request", false, false],
  ["repo:other/genai:environment:bedrock-apply", false, false],
  ["repo:acme@1/genai@2:environment:bedrock-apply", false, false],
  ["repo:acme/genai:environment:BEDROCK-APPLY", false, false],
];

describe("GitHub Actions", () => {
  test.each(SUBJECTS)("%s: plan %s, apply %s", (sub, plan, write) => {
    expect(admits(github("plan"), sub)).toBe(plan);
    expect(admits(github("apply"), sub)).toBe(write);
    expect(admits(github("billing"), sub)).toBe(write);
  });

  test("subjects with ids are trusted where they are named", () => {
    const document = github("apply", { ...PARTS, prefix: "repo:acme@1/genai@2" });
    expect(admits(document, "repo:acme@1/genai@2:environment:bedrock-apply")).toBe(true);
    expect(admits(document, "repo:acme@1/genai@3:environment:bedrock-apply")).toBe(false);
    expect(admits(document, "repo:acme/genai:environment:bedrock-apply")).toBe(false);
  });

  test("a token for somebody else is none", () => {
    expect(
      admits(github("apply"), "repo:acme/genai:environment:bedrock-apply", { aud: "https://github.com/acme" }),
    ).toBe(false);
  });

  test("a pinned workflow has to be the one that asks", () => {
    const ref = "acme/ci/.github/workflows/strata-plan.yml@refs/heads/main";
    const document = github("plan", PARTS, ref);
    const sub = "repo:acme/genai:pull_request";
    expect(admits(document, sub, { job_workflow_ref: ref })).toBe(true);
    expect(admits(document, sub, { job_workflow_ref: "acme/genai/.github/workflows/mine.yml@refs/pull/1/merge" })).toBe(
      false,
    );
    expect(admits(document, sub)).toBe(false);
  });

  test.each(["aws-us-gov", "aws-cn"])("the identity provider is one of the partition %s", (partition) => {
    const document = documentOf({ kind: "github", subjects: subjectsOf("apply", PARTS), workflowRef: null }, partition);
    expect(admits(document, "repo:acme/genai:environment:bedrock-apply", {}, partition)).toBe(true);
    expect(admits(document, "repo:acme/genai:environment:bedrock-apply")).toBe(false);
  });
});

test("a role that is entered first, with its external id", () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/strata-entry`;
  const document = documentOf({ kind: "principal", arn, externalId: "acme-1" });
  const asked = { action: "sts:AssumeRole", principal: { AWS: arn }, context: { "sts:ExternalId": "acme-1" } };
  expect(trusts(document, asked)).toBe(true);
  expect(trusts(document, { ...asked, context: {} })).toBe(false);
  expect(trusts(documentOf({ kind: "principal", arn, externalId: null }), { ...asked, context: {} })).toBe(true);
});

describe("what may be trusted", () => {
  test.each([
    [
      subjectPrefixProblem,
      ["repo:acme/genai", "repo:acme@12/gen.ai_2@34"],
      ["acme/genai", "repo:acme/*", "repo:acme/genai:x", "repo:*", "repo:acme/gen?"],
    ],
    [
      subjectProblem,
      ["repo:acme/genai:pull_request", "repo:a@1/b@2:ref:refs/heads/*", "repo:a/b:environment:x:ref:refs/heads/main"],
      [
        "repo:acme/*:pull_request",
        "*",
        "repo:acme/genai:*",
        "repo:acme/genai:**",
        "repo:acme/genai",
        "repo:a/b:\u0024{x}",
        "repo:*:environment:x",
      ],
    ],
    [
      workflowRefProblem,
      ["acme/ci/.github/workflows/strata-plan.yml@refs/heads/main", "acme/ci/.github/workflows/plan.yaml@refs/tags/v*"],
      [
        "acme/ci/.github/workflows/plan.yml",
        "*/ci/.github/workflows/plan.yml@main",
        "acme/ci/.github/workflows/plan.yml@*",
        "plan.yml@main",
      ],
    ],
    [
      principalProblem,
      ["arn:aws:iam::111122223333:role/a/b", "arn:aws-us-gov:iam::111122223333:user/x"],
      [
        "*",
        "111122223333",
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333:role/*",
        "arn:aws:sts::111122223333:assumed-role/a/b",
      ],
    ],
  ] as const)("%o", (problemOf, right, wrong) => {
    expect(right.filter((text) => problemOf(text) !== undefined)).toEqual([]);
    expect(wrong.filter((text) => problemOf(text) === undefined)).toEqual([]);
  });
});
