/** The verdicts of `doctor`, one behaviour a row. */
import { describe, expect, test } from "vitest";
import type { BillingRead, CostTag } from "../../src/core/billing.ts";
import type { CheckStatus } from "../../src/core/check.ts";
import { checkUp, pendingCheckup } from "../../src/core/checkup.ts";
import { judgeCaller, judgeRegion } from "../../src/core/checkup-access.ts";
import { judgeBilling } from "../../src/core/checkup-billing.ts";
import { judgeModels, modelsToAsk } from "../../src/core/checkup-models.ts";
import { judgePermissions } from "../../src/core/checkup-permissions.ts";
import { judgeQuota } from "../../src/core/checkup-quota.ts";
import type { TargetAnswers } from "../../src/core/checkup-reads.ts";
import type { Fault } from "../../src/core/fault.ts";
import { CALLER } from "../../src/core/profile.ts";
import { anAvailability, aQuota, aSource, LITE_MODEL, no, ok, someAnswers, someReads } from "../fakes/checkups.ts";
import { ACCOUNT, aDesired, aLive, aState, LITE, NOW, ourTags, REGION, TARGET } from "../fakes/values.ts";

const STATE = aState([aDesired()]);
const OTHER = "444455556666";

describe("credentials", () => {
  test("of the right account, and of whatever account where the file names none", () => {
    for (const account of [ACCOUNT, CALLER]) {
      expect(judgeCaller({ ...TARGET, account }, ok({ account: ACCOUNT, arn: "arn:x" }))).toMatchObject({
        status: "ok",
        text: "arn:x",
        mend: null,
      });
    }
  });
  test.each<[string, Partial<Fault>, RegExp, RegExp]>([
    ["a role that refuses", { operation: "sts:AssumeRole" }, /role cannot be assumed/, /strata iam plan --trust/],
    ["expired", { kind: "credentials", code: "ExpiredToken" }, /not accepted/, /aws sso login/],
    ["no way to STS", { kind: "unavailable", code: "ENOTFOUND" }, /no usable answer/, /network/],
  ])("%s", (_, fault, text, mend) => {
    const verdict = judgeCaller(TARGET, no(fault));
    expect(verdict).toMatchObject({ status: "failed", fault });
    expect([verdict.text, verdict.mend]).toEqual([expect.stringMatching(text), expect.stringMatching(mend)]);
  });
  test("of another account: both numbers, and how to name the role", () => {
    const { status, text, mend } = judgeCaller(TARGET, ok({ account: OTHER, arn: "arn:x" }));
    expect([status, text]).toEqual(["failed", `the credentials belong to account ${OTHER}, not to ${ACCOUNT}`]);
    expect(mend).toContain("--role-name");
  });
});

describe("region", () => {
  test.each<[string, Partial<Fault>, CheckStatus, string]>([
    [
      "does not know the credentials",
      { kind: "credentials", code: "UnrecognizedClientException" },
      "failed",
      "not enabled",
    ],
    ["has no such host", { kind: "unavailable", code: "ENOTFOUND" }, "failed", "does not answer"],
    ["has no such operation", { kind: "not-found", code: "UnknownOperationException" }, "failed", "does not answer"],
    ["denies, so it knows who asks", {}, "ok", "enabled"],
    ["throttles", { kind: "throttled" }, "ok", "enabled"],
    ["is silent", { kind: "unavailable", code: "TimeoutError" }, "skipped", "not told"],
    ["finds the credentials expired", { kind: "credentials", code: "ExpiredTokenException" }, "skipped", "not told"],
  ])("%s", (_, fault, status, text) => {
    expect(judgeRegion(TARGET, no(fault))).toMatchObject({ status, text: expect.stringContaining(text) });
  });
  test("the mend names the region", () => {
    const { mend } = judgeRegion(TARGET, no({ kind: "credentials", code: "UnrecognizedClientException" }));
    expect(mend).toContain(`--region-name ${REGION}`);
  });
});

const PUBLISHING = aState([aDesired()], { publishSsm: "/genai/{name}" });
const PUBLISHED: Partial<TargetAnswers> = { parameters: { values: ok(new Map()), tags: ok({}) } };

function permission(action: string, over: Partial<TargetAnswers>, state = STATE) {
  const found = judgePermissions(someAnswers(over), state).find((one) => one.action === action);
  if (found === undefined) throw new Error(`no row ${action}`);
  return found;
}

describe("permissions", () => {
  test("all allowed", () => {
    expect(judgePermissions(someAnswers(), STATE).map(({ status }) => status)).toEqual(Array(9).fill("ok"));
    const published = judgePermissions(someAnswers(PUBLISHED), PUBLISHING);
    expect(published.map(({ status }) => status)).toEqual(Array(11).fill("ok"));
  });
  test.each<[string, keyof TargetAnswers, CheckStatus]>([
    ["bedrock:ListInferenceProfiles", "profiles", "failed"],
    ["bedrock:ListTagsForResource", "oneProfilesTags", "failed"],
    ["tag:GetResources", "tags", "warning"],
    ["bedrock:ListFoundationModels", "foundation", "warning"],
    ["bedrock:GetInferenceProfile", "oneSystemProfile", "warning"],
    ["servicequotas:GetServiceQuota", "quota", "warning"],
    ["cloudwatch:GetMetricData", "use", "warning"],
    ["cloudwatch:ListMetrics", "usedModels", "warning"],
  ])("%s denied", (action, key, status) => {
    const verdict = permission(action, { [key]: no({ operation: action }) });
    expect([verdict.status, verdict.text.startsWith("denied")]).toEqual([status, true]);
    expect(verdict.mend).toContain("strata iam plan");
    const others = judgePermissions(someAnswers({ [key]: no({ operation: action }) }), STATE).filter(
      (o) => o.action !== action,
    );
    expect(others.every((other) => other.status === "ok")).toBe(true);
  });
  test("use: what goes on depends on whether it is denied or not answered", () => {
    expect(permission("cloudwatch:GetMetricData", { use: no() }).text).toBe(
      "denied: use is unknown, and the other guards decide alone about what ends",
    );
    expect(permission("cloudwatch:GetMetricData", { use: no({ kind: "unavailable" }) })).toMatchObject({
      status: "warning",
      text: "no usable answer: what would end is blocked or waits",
    });
  });
  test.each([
    ["ssm:GetParameters", { parameters: { values: no(), tags: ok({}) } }],
    ["ssm:ListTagsForResource", { parameters: { values: ok(new Map()), tags: no() } }],
  ])("%s denied, where the file publishes: a warning, as in a plan", (action, over) => {
    const verdict = permission(action, over, PUBLISHING);
    expect(verdict).toMatchObject({ status: "warning", mend: expect.stringContaining("strata iam plan") });
    expect(verdict.text).toMatch(/^denied: .*nothing is published here, and no ARN ends$/);
    const others = judgePermissions(someAnswers(over), PUBLISHING).filter((other) => other.action !== action);
    expect(others.every(({ status }) => status === "ok")).toBe(true);
  });
  test("parameters that are not there yet were allowed to be looked for; a target without any is skipped", () => {
    const parameters = { values: ok(new Map()), tags: no({ kind: "not-found" }) };
    expect(permission("ssm:ListTagsForResource", { parameters }, PUBLISHING).status).toBe("ok");
    expect(permission("ssm:GetParameters", {}, PUBLISHING)).toMatchObject({ status: "skipped", mend: null });
  });
  test("bulk tags denied also stop publishing, where there is any", () => {
    const tags = no({ operation: "tag:GetResources" });
    const text = "denied: tags are read one profile at a time instead";
    expect(permission("tag:GetResources", { tags }).text).toBe(text);
    const more = `${text}; nothing is published here, and no ARN ends`;
    expect(permission("tag:GetResources", { tags, ...PUBLISHED }, PUBLISHING)).toMatchObject({
      status: "warning",
      text: more,
    });
  });
  test("model access: one denial among several is enough", () => {
    const denied = no({ operation: "bedrock:GetFoundationModelAvailability" });
    const availability = new Map([
      ["a", anAvailability()],
      ["b", denied],
    ]);
    expect(permission("bedrock:GetFoundationModelAvailability", { availability }).status).toBe("warning");
  });
  test.each<[string, keyof TargetAnswers, unknown]>([
    ["bedrock:ListTagsForResource", "oneProfilesTags", null],
    ["bedrock:GetInferenceProfile", "oneSystemProfile", null],
    ["bedrock:GetFoundationModelAvailability", "availability", new Map()],
  ])("%s with nothing to ask about is skipped, with the reason", (action, key, value) => {
    const verdict = permission(action, { [key]: value });
    expect(verdict).toMatchObject({ status: "skipped", text: expect.stringContaining("not tried: "), mend: null });
  });
  test("what has gone meanwhile was allowed to be looked for", () => {
    expect(permission("bedrock:ListTagsForResource", { oneProfilesTags: no({ kind: "not-found" }) }).status).toBe("ok");
  });
  test("bulk tags that do not answer are no denial: a plan could not read the target", () => {
    expect(permission("tag:GetResources", { tags: no({ kind: "unavailable" }) }).status).toBe("failed");
    expect(permission("bedrock:ListFoundationModels", { foundation: no({ kind: "unavailable" }) }).status).toBe(
      "warning",
    );
  });
  test("the default quota refused says nothing about the applied one", () => {
    const quota = no({ operation: "servicequotas:GetAWSDefaultServiceQuota" });
    expect(permission("servicequotas:GetServiceQuota", { quota }).status).toBe("ok");
    expect(judgeQuota(TARGET, someAnswers({ quota }), STATE)).toMatchObject({
      status: "skipped",
      text: "not told: servicequotas:GetAWSDefaultServiceQuota is denied",
    });
  });
  test.each([
    ["with an explicit deny in a service control policy", "service control policy"],
    ["with an explicit deny in an identity-based policy", "denies it explicitly"],
    ["because no identity-based policy allows it", "strata iam plan"],
  ])("denied %s: another mend", (message, mend) => {
    expect(permission("bedrock:ListInferenceProfiles", { profiles: no({ message }) }).mend).toContain(mend);
  });
});

describe("quota", () => {
  const live = (count: number) => Array.from({ length: count }, (_, index) => aLive({ awsName: `other-${index}` }));
  const quotaOf = (used: number, limit: number, state = STATE) =>
    judgeQuota(TARGET, someAnswers({ profiles: ok(live(used)), quota: aQuota({ limit }) }), state);

  test.each<[number, number, CheckStatus]>([
    [0, 10, "ok"],
    [8, 10, "ok"],
    [9, 10, "warning"],
    [10, 10, "failed"],
    [12, 10, "failed"],
  ])("%i of %i used, and one entry is not live yet", (used, limit, status) => {
    const verdict = quotaOf(used, limit);
    expect(verdict).toMatchObject({ status, use: { used, limit, left: Math.max(0, limit - used), wanted: 1 } });
    expect(verdict.mend === null).toBe(status === "ok");
    if (status !== "ok") expect(verdict.mend).toContain("--quota-code L-40EC9882 --region us-west-2");
  });
  test("full, but nothing more is wanted: a warning", () => {
    expect(quotaOf(10, 10, aState([]))).toMatchObject({ status: "warning", use: { left: 0, wanted: 0 } });
  });
  test("an entry that lives under another name on AWS is not wanted", () => {
    const one = aLive({ awsName: "app-2", tags: null });
    const told = { profiles: ok([one]), tags: ok(new Map([[one.arn, ourTags("app")]])) };
    expect(judgeQuota(TARGET, someAnswers(told), STATE).use?.wanted).toBe(0);
    expect(judgeQuota(TARGET, someAnswers({ ...told, tags: no() }), STATE).use?.wanted).toBe(1);
  });
  test("AWS's default value is told as such, and one that is fixed is not to be raised", () => {
    const quota = aQuota({ limit: 1, isApplied: false, isAdjustable: false });
    const verdict = judgeQuota(TARGET, someAnswers({ quota, profiles: ok(live(1)) }), STATE);
    expect(verdict.text).toContain("AWS's default value");
    expect(verdict.mend).toContain("cannot be raised");
  });
  test("no answer is a warning, and profiles that could not be counted none", () => {
    expect(judgeQuota(TARGET, someAnswers({ quota: no({ kind: "unavailable" }) }), STATE).status).toBe("warning");
    expect(judgeQuota(TARGET, someAnswers({ profiles: no() }), STATE)).toMatchObject({ status: "skipped", use: null });
  });
});

describe("models", () => {
  const judged = (over: Partial<TargetAnswers>, candidates = [LITE]) =>
    judgeModels(TARGET, someAnswers(over), aState([aDesired({ candidates })]), NOW);
  const withLifecycle = (status: string, endOfLife?: string) => ({
    foundation: ok(
      new Map([aSource(LITE_MODEL, { lifecycle: { status, ...(endOfLife === undefined ? {} : { endOfLife }) } })]),
    ),
  });
  const withAccess = (over: Parameters<typeof anAvailability>[0]) => ({
    availability: new Map([[LITE_MODEL, anAvailability(over)]]),
  });

  test.each<[string, Partial<TargetAnswers>, CheckStatus, string]>([
    ["all well", {}, "ok", "offered"],
    ["not offered", { system: ok(new Map()) }, "failed", "does not offer it"],
    ["a catalogue that was denied", { system: no() }, "skipped", "could not be read"],
    ["at its end today", withLifecycle("LEGACY", "2026-11-23T00:00:00.000Z"), "failed", "end of life on 2026-11-23"],
    ["before its end", withLifecycle("LEGACY", "2026-11-24T00:00:00.000Z"), "warning", "LEGACY and ends on 2026-11-24"],
    ["legacy without a date", withLifecycle("LEGACY"), "warning", "the model is LEGACY"],
    ["active with a far end", withLifecycle("ACTIVE", "2030-01-01T00:00:00.000Z"), "ok", "offered"],
    ["lifecycle denied", { foundation: no() }, "skipped", "its end of life is not told"],
    ["not authorized", withAccess({ authorization: "NOT_AUTHORIZED" }), "failed", "not authorized"],
    ["no agreement", withAccess({ agreement: "NOT_AVAILABLE" }), "warning", "has not been accepted"],
    ["no entitlement", withAccess({ entitlement: "NOT_AVAILABLE" }), "warning", "has not been accepted"],
    ["an agreement under way", withAccess({ agreement: "PENDING" }), "warning", "pending"],
    ["only answering from other regions", withAccess({ region: "NOT_AVAILABLE" }), "ok", "offered"],
    ["a value that is new", withAccess({ authorization: "SOMEHOW" }), "ok", "offered"],
    ["access denied", { availability: new Map([[LITE_MODEL, no()]]) }, "skipped", "access not told"],
  ])("%s", (_, over, status, text) => {
    const [verdict, ...others] = judged(over);
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ source: LITE, status, text: expect.stringContaining(text) });
    expect(verdict?.mend === null).toBe(status === "ok" || status === "skipped");
  });

  test("the worst counts, and every reason is told", () => {
    const [verdict] = judged({ ...withLifecycle("LEGACY"), ...withAccess({ authorization: "NOT_AUTHORIZED" }) });
    expect(verdict).toMatchObject({ status: "failed", mend: expect.stringContaining("Ask for access") });
    expect(verdict?.text).toBe("the model is LEGACY; the account is not authorized to use the model");
  });
  test("a routing resolves to the first candidate that is offered", () => {
    expect(judged({}, ["eu.x", LITE])).toMatchObject([{ source: LITE, status: "ok" }]);
    expect(judged({}, ["eu.x", "us.y"])).toMatchObject([{ source: "eu.x or us.y", status: "failed" }]);
  });
  test("a model that answers only through profiles", () => {
    const foundation = ok(new Map([aSource(LITE_MODEL, { onDemand: false })]));
    expect(judged({ foundation }, [LITE_MODEL])).toMatchObject([
      {
        status: "failed",
        text: "it answers only through a system profile",
        mend: expect.stringContaining("routing: geo"),
      },
    ]);
  });
  test("a foundation model has to be in its own region", () => {
    expect(judged(withAccess({ region: "NOT_AVAILABLE" }), [LITE_MODEL])).toMatchObject([{ status: "failed" }]);
  });
  test("each source once, of this target only, and each model is asked about once", () => {
    const elsewhere = aDesired({ name: "eu", region: "eu-central-1", candidates: ["eu.x"] });
    const state = aState([
      aDesired(),
      aDesired({ name: "b" }),
      aDesired({ name: "c", candidates: [LITE_MODEL] }),
      elsewhere,
    ]);
    expect(judgeModels(TARGET, someAnswers(), state, NOW).map(({ source }) => source)).toEqual([LITE_MODEL, LITE]);
    expect(modelsToAsk(TARGET, state, someAnswers())).toEqual([LITE_MODEL]);
    expect(modelsToAsk(TARGET, state, someAnswers({ system: no(), foundation: no() }))).toEqual([]);
  });
});

describe("billing", () => {
  const keyed = aState([], {
    accounts: [{ id: ACCOUNT, name: "prod", regions: [REGION], pending: false }],
    costAllocationTags: ["project"],
  });
  const linked = "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost allocation tags.";
  const unread = (read: Partial<Extract<BillingRead, { status: "unread" }>>): BillingRead => ({
    status: "unread",
    account: ACCOUNT,
    reason: "unanswered",
    fault: null,
    ...read,
  });
  const asked = (over: Partial<Fault> = {}) => no({ operation: "ce:ListCostAllocationTags", ...over }).fault;

  test("allowed, whatever the tags are", () => {
    const tags: CostTag[] = [];
    expect(judgeBilling(keyed, { status: "read", account: ACCOUNT, tags })).toEqual({
      account: ACCOUNT,
      accountName: "prod",
      checks: [
        {
          kind: "permission",
          subject: "ce:ListCostAllocationTags",
          status: "ok",
          text: "allowed",
          mend: null,
          fault: null,
        },
      ],
    });
  });
  test.each<[string, Parameters<typeof unread>[0], RegExp, RegExp]>([
    ["denied", { reason: "denied", fault: asked() }, /^denied in account 111122223333: /, /strata iam billing/],
    ["linked", { reason: "linked-account", fault: asked({ message: linked }) }, /is a linked account/, /pays under/],
    [
      "Cost Explorer off",
      { reason: "not-enabled", fault: asked() },
      /Cost Explorer is off in/,
      /Enable Cost Explorer in/,
    ],
    [
      "no role",
      { reason: "no-role", account: OTHER },
      /only a role reaches account 444455556666/,
      /--billing-role-name/,
    ],
    ["GovCloud", { reason: "no-cost-explorer", account: null }, /has no Cost Explorer/, /Billing console/],
    ["silence", { fault: asked({ kind: "unavailable" }) }, /^no usable answer/, /^Run the command again/],
    ["sign-in", { fault: asked({ kind: "credentials" }), account: null }, /from the payer's account/, /aws sso login/],
    [
      "a role that refuses",
      { reason: "role-refused", fault: asked({ operation: "sts:AssumeRole" }) },
      /^the role in account 111122223333 cannot be assumed/,
      /strata iam billing --trust/,
    ],
  ])("%s: a warning that names the account and what to do", (_, read, text, mend) => {
    const { account, checks } = judgeBilling(keyed, unread(read));
    expect(account).toBe(read.account === undefined ? ACCOUNT : read.account);
    expect(checks).toMatchObject([{ status: "warning", fault: read.fault ?? null }]);
    expect([checks[0]?.text, checks[0]?.mend]).toEqual([expect.stringMatching(text), expect.stringMatching(mend)]);
    expect(checks[0]?.text).toContain("neither checked nor activated");
  });
});

describe("a target", () => {
  const kinds = (reads: Parameters<typeof someReads>[0]) => {
    const { status, checks } = checkUp(someReads(reads), STATE, NOW);
    return { status, found: checks.map((check) => `${check.kind} ${check.status}`) };
  };
  const ALL = Array<string>(9).fill("permission");

  test("all well: a row for everything, and writing is said not to have been tried", () => {
    const { status, found } = kinds({});
    expect(status).toBe("read");
    const rest = ["quota ok", "model ok", "writing skipped"];
    expect(found).toEqual(["credentials ok", "region ok", ...ALL.map((kind) => `${kind} ok`), ...rest]);
  });
  test.each<[string, Parameters<typeof someReads>[0], string[]]>([
    [
      "without credentials",
      { caller: no({ kind: "credentials" }), answers: null },
      ["credentials failed", "region skipped"],
    ],
    [
      "of another account",
      { caller: ok({ account: OTHER, arn: "" }), answers: null },
      ["credentials failed", "region skipped"],
    ],
    [
      "not enabled",
      { answers: someAnswers({ profiles: no({ kind: "credentials", code: "UnrecognizedClientException" }) }) },
      ["credentials ok", "region failed"],
    ],
  ])("%s: nothing else is judged", (_, reads, first) => {
    const { status, found } = kinds(reads);
    expect(status).toBe("unreadable");
    const rest = [...ALL, "quota", "model", "writing"].map((kind) => `${kind} skipped`);
    expect(found).toEqual([...first, ...rest]);
  });
  test("that may not be listed cannot be read; one with a full quota can", () => {
    expect(kinds({ answers: someAnswers({ profiles: no() }) }).status).toBe("unreadable");
    const full = kinds({ answers: someAnswers({ quota: aQuota({ limit: 0 }) }) });
    expect([full.status, full.found.includes("quota failed")]).toEqual(["read", true]);
  });
  test("that is pending has no rows; an account that nobody has told is null", () => {
    expect(pendingCheckup(TARGET, STATE)).toMatchObject({ status: "pending", checks: [], account: ACCOUNT });
    const unknown = someReads({ target: { ...TARGET, account: CALLER }, caller: no(), answers: null });
    expect(checkUp(unknown, STATE, NOW).account).toBeNull();
  });
});
