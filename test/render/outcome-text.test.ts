/** What an apply says when it has ended: the truth about each change, and what to do about the rest. */
import { describe, expect, test } from "vitest";
import { type Ended, NOTHING_ENDED } from "../../src/core/ended.ts";
import type { Fault, FaultKind } from "../../src/core/fault.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import type { Plan, PlannedChange } from "../../src/core/plan.ts";
import { adviceFor } from "../../src/render/fault-text.ts";
import { renderApplySummary, renderGuardStop, renderOutcomeLine } from "../../src/render/outcome-text.ts";
import { aDesired, aFault, aLive, aPlanReport, at, DEV, HAIKU, NOVA, PROD } from "../fakes/builders.ts";

const STYLE = { width: 80, color: false };
const NEW_ARN = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/n3w000000000";

const { plan } = aPlanReport({
  desired: [
    aDesired({ name: "checkout", declaredAt: at(22) }),
    aDesired({ name: "support-bot", source: HAIKU, declaredAt: at(18) }),
    aDesired({ name: "tagged", tags: { team: "search" }, declaredAt: at(30) }),
    aDesired({ name: "quota", target: DEV, declaredAt: at(40) }),
  ],
  live: [
    aLive({ name: "support-bot", source: NOVA, id: "p0a8s7d6f5g4" }),
    aLive({ name: "tagged" }),
    aLive({ name: "gone", target: DEV, id: "g0n300000000" }),
    aLive({ name: "not-tried", target: DEV }),
  ],
});

function changeOf(name: string, of: Plan = plan): PlannedChange {
  const change = of.changes.find(({ key }) => key.name === name);
  if (change === undefined) throw new Error(`no change of ${name}`);
  return change;
}

function ended(name: string, over: Partial<Outcome> = {}): Outcome {
  const change = changeOf(name);
  return { status: "applied", change, arn: change.arn, attempts: 1, fault: null, note: null, skip: null, ...over };
}

const ends = (outcomes: readonly Outcome[]): Ended => ({ ...NOTHING_ENDED, outcomes });

const quota: Fault = aFault({
  kind: "quota",
  operation: "bedrock:CreateInferenceProfile",
  code: "ServiceQuotaExceededException",
  message: "You have reached the limit of inference profiles.",
});

const MIXED: readonly Outcome[] = [
  ended("checkout", { arn: NEW_ARN }),
  ended("tagged"),
  ended("support-bot", { arn: NEW_ARN.replace("n3w", "n3x"), note: "the old ARN works until 2026-11-24T09:00:00Z" }),
  ended("quota", { status: "failed", fault: quota, attempts: 2 }),
  ended("gone", { status: "stale", note: "it is protected by now, so it was left alone" }),
  ended("not-tried", { status: "skipped", attempts: 0, note: "not tried: the run was stopped", skip: "stopped" }),
];

describe("the final report", () => {
  test("of a run that did all", () => {
    const { plan: small } = aPlanReport({ desired: [aDesired({ name: "checkout" })] });
    const change = changeOf("checkout", small);
    const text = renderApplySummary(small, ends([ended("checkout", { change, arn: NEW_ARN })]), STYLE);
    expect(text).toMatchInlineSnapshot(`
      "New ARNs
        checkout, prod us-east-1
          arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/n3w000000000

      Applied: 1 created.
      "
    `);
  });

  test("of a run in which much went wrong", () => {
    expect(renderApplySummary(plan, ends(MIXED), STYLE)).toMatchInlineSnapshot(`
      "New ARNs
        checkout, prod us-east-1
          arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/n3w000000000
        support-bot, prod us-east-1: the old ARN works until 2026-11-24T09:00:00Z
          arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/n3x000000000

        - gone  delete LEFT ALONE, dev us-east-1
            ARN          arn:aws:bedrock:us-east-1:444455556666:
                         application-inference-profile/g0n300000000
            why          it is protected by now, so it was left alone
        - not-tried  delete NOT TRIED, dev us-east-1
            why          not tried: the run was stopped

        + quota  create FAILED, dev us-east-1                         profiles.yaml:40
            AWS said     ServiceQuotaExceededException: You have reached the limit of
                         inference profiles.
            to           bedrock:CreateInferenceProfile, 2 requests
            request id   7a1d1c1e-0c6b-4a53-9a5e-0d5c3a1b9f42
            next         Ask for more inference profiles in Service Quotas
                         (L-40EC9882, us-east-1), or delete some.

      Applied in part: 1 created, 1 updated, 1 replaced, 1 failed, 1 left alone, 1 not
      tried.
      What is done stays done: the next strata apply does only the rest.
      "
    `);
  });

  test("of a run that crashed: what has no outcome is counted", () => {
    expect(renderApplySummary(plan, ends(MIXED.slice(0, 1)), STYLE)).toContain("1 created, 5 without an outcome");
  });

  test("of a run that a guard stopped: no change has an outcome, and none is missing", () => {
    expect(renderGuardStop(plan, STYLE)).toMatchInlineSnapshot(`
      "Nothing was applied: the guards stopped it before the first change. Not done: 2
      create, 1 tag update, 1 replace, 2 delete.
      "
    `);
  });

  test("of one that had nothing to do here, as a shard may", () => {
    const { plan: empty } = aPlanReport({ desired: [], targets: [PROD] });
    expect(renderGuardStop(empty, STYLE).replaceAll("\n", " ")).toBe(
      "Nothing was applied: the guards stopped it before the first change. Nothing was to be done here. ",
    );
  });

  test("of a run whose replies were lost: never that nothing was applied", () => {
    const { plan: small } = aPlanReport({ desired: [aDesired({ name: "tagged" })], live: [aLive({ name: "tagged" })] });
    const lost = aFault({ kind: "unavailable", ambiguous: true });
    const failed = [
      ended("tagged", { status: "failed", fault: lost }),
      ended("quota", { status: "failed", fault: quota }),
    ];
    const text = renderApplySummary(small, ends(failed), { ...STYLE, width: 200 });
    expect(text).toContain("Perhaps applied: 2 failed (1 without a reply: perhaps done).\n");
    expect(text).toContain("the next strata apply does only the rest");
    expect(renderApplySummary(small, ends(failed.slice(1)), STYLE)).toContain("Nothing applied: 1 failed.");
  });

  test("of a run with nothing to do", () => {
    const { plan: empty } = aPlanReport({ desired: [], targets: [PROD] });
    expect(renderApplySummary(empty, NOTHING_ENDED, STYLE)).toBe("Nothing was to be done.\n");
    const { plan: blocked } = aPlanReport({
      desired: [aDesired({ name: "app" })],
      live: [aLive({ name: "app", stack: "x" })],
    });
    expect(renderApplySummary(blocked, NOTHING_ENDED, STYLE)).toBe("Nothing was done: 1 blocked.\n");
  });

  test("a replace whose old profile could not be ended still tells the new ARN", () => {
    const half = ended("support-bot", {
      status: "failed",
      arn: NEW_ARN,
      fault: aFault({ operation: "bedrock:TagResource" }),
    });
    const text = renderApplySummary(plan, ends([half]), STYLE);
    expect(text).toContain(NEW_ARN.slice(-12));
    expect(text).toContain("its old one is still there");
  });
});

describe("the line of one change", () => {
  const options = { ...STYLE, done: 3, total: 12, accountNames: new Map([[PROD.account, "prod"]]) };

  test.each([
    ["applied", {}, "[ 3/12] created  prod us-east-1 checkout"],
    [
      "already",
      { status: "already" as const, note: "it was gone already" },
      "[ 3/12] already done (create)  prod us-east-1 checkout  it was gone already",
    ],
    [
      "failed",
      { status: "failed" as const, fault: aFault() },
      "[ 3/12] FAILED (create)  prod us-east-1 checkout  bedrock:ListInferenceProfiles…",
    ],
  ])("%s", (_, over, expected) => {
    expect(renderOutcomeLine(ended("checkout", over), options)).toBe(expected);
  });

  test("has no accountNames to go by", () => {
    expect(renderOutcomeLine(ended("checkout"), { ...STYLE, done: 1, total: 1 })).toContain("111122223333 us-east-1");
  });
});

describe("advice", () => {
  const kinds: Record<FaultKind, string> = {
    denied: "Allow bedrock:ListInferenceProfiles to the role",
    throttled: "go slower",
    conflict: "strata plan",
    quota: "L-40EC9882",
    "not-found": "strata plan",
    invalid: "profiles.yaml:22",
    unavailable: "strata apply again",
    credentials: "Sign in",
    unknown: "request id",
  };

  test.each(Object.entries(kinds))("%s", (kind, expected) => {
    expect(adviceFor(aFault({ kind: kind as FaultKind }), changeOf("checkout"))).toContain(expected);
  });

  test.each([
    ["tag:TagResources", "TooManyTagsException", "a profile takes 50"],
    ["bedrock:CreateInferenceProfile", "TooManyTagsException", "a profile takes 50"],
    ["ssm:PutParameter", "TooManyTagsError", "a parameter takes 50"],
  ])("too many tags in %s: fewer tags, not a higher quota", (operation, code, expected) => {
    const advice = adviceFor(aFault({ kind: "quota", operation, code }), changeOf("checkout"));
    expect(advice).toContain(`Remove tags: ${expected}, and those that others set count too.`);
    expect(advice).toContain("profiles.yaml:22");
    expect(advice).not.toContain("L-40EC9882");
  });

  test("a denied create names the rights it needs beside its own", () => {
    const fault = aFault({ operation: "bedrock:CreateInferenceProfile" });
    expect(adviceFor(fault, changeOf("checkout"))).toContain("bedrock:TagResource");
  });
});
