/** `strata doctor` for people and for machines. */
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import schema from "../../schema/doctor.schema.json" with { type: "json" };
import { type Checkup, checkUp, pendingCheckup, type TargetCheckup } from "../../src/core/checkup.ts";
import { judgeBilling } from "../../src/core/checkup-billing.ts";
import type { Desired } from "../../src/core/desired.ts";
import type { Fault } from "../../src/core/fault.ts";
import { CALLER } from "../../src/core/profile.ts";
import { renderDoctorJson } from "../../src/render/doctor-json.ts";
import { renderDoctorText } from "../../src/render/doctor-text.ts";
import { anAvailability, aQuota, aSource, LITE_MODEL, no, ok, someAnswers, someReads } from "../fakes/checkups.ts";
import { ACCOUNT, aDesired, aLive, aState, NOW } from "../fakes/values.ts";

const STYLE = { width: 80, color: false, full: false };
const REGIONS = ["us-east-1", "us-west-2", "eu-central-1"];
const state: Desired = aState(
  REGIONS.map((region) => aDesired({ region })),
  {
    accounts: [
      { id: ACCOUNT, name: "prod", regions: REGIONS, pending: false },
      { id: "444455556666", name: "new", regions: ["us-west-2"], pending: true },
    ],
  },
);

const at = (region: string) => ({ account: ACCOUNT, region });
const denial = no({
  operation: "tag:GetResources",
  message:
    "User: arn:aws:sts::111122223333:assumed-role/strata/strata is not authorized to perform: tag:GetResources because no identity-based policy allows the tag:GetResources action",
});

/** All well · a denial, a full quota, a model near its end, access missing · not enabled · pending. */
const targets: readonly TargetCheckup[] = [
  checkUp(someReads({ target: at("us-east-1") }), state, NOW),
  checkUp(
    someReads({
      target: at("us-west-2"),
      answers: someAnswers({
        profiles: ok([aLive({ awsName: "other" })]),
        tags: denial,
        quota: aQuota({ limit: 1 }),
        foundation: ok(
          new Map([aSource(LITE_MODEL, { lifecycle: { status: "LEGACY", endOfLife: "2027-03-10T00:00:00.000Z" } })]),
        ),
        availability: new Map([[LITE_MODEL, anAvailability({ authorization: "NOT_AUTHORIZED" })]]),
      }),
    }),
    state,
    NOW,
  ),
  checkUp(
    someReads({
      target: at("eu-central-1"),
      answers: someAnswers({
        profiles: no({
          kind: "credentials",
          code: "UnrecognizedClientException",
          message: "The security token included in the request is invalid.",
        }),
      }),
    }),
    state,
    NOW,
  ),
  pendingCheckup({ account: "444455556666", region: "us-west-2" }, state),
];
const linked: Fault = {
  kind: "denied",
  retryable: false,
  operation: "ce:ListCostAllocationTags",
  code: "AccessDeniedException",
  message: "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost allocation tags.",
};
const billing = judgeBilling(
  { ...state, costAllocationTags: ["project"] },
  { status: "unread", account: ACCOUNT, reason: "linked-account", fault: linked },
);
const checkup: Checkup = { targets, billing };
const alone = (one: TargetCheckup): Checkup => ({ targets: [one], billing: null });

test("at 80 columns", () => {
  expect(`\n${renderDoctorText(checkup, STYLE)}`).toMatchInlineSnapshot(`
    "
    TARGET             ROLE     REGION  READING       QUOTA      MODELS
    prod us-east-1     ok       ok      9 ok          1000 left  1 ok
    prod us-west-2     ok       ok      1 warn, 8 ok  0 left     1 FAILED
    prod eu-central-1  ok       FAILED  -             -          -
    new us-west-2      pending  -       -             -          -

    prod 111122223333 us-west-2
      warning  tag:GetResources: denied: tags are read one profile at a time instead
               AccessDeniedException: User:
               arn:aws:sts::111122223333:assumed-role/strata/strata is not
               authorized to perform: tag:GetResources because no identity-based
               policy allows the tag:GetResources action
               -> Allow it to the role: strata iam plan prints the policy that
               reading needs.
      FAILED   quota: 1 of 1 profiles used, 0 left; the file wants 1 more
               -> Ask for more: aws service-quotas request-service-quota-increase
               --service-code bedrock --quota-code L-40EC9882 --region us-west-2
               --desired-value N; or delete profiles that nobody calls.
      FAILED   us.amazon.nova-lite-v1:0: the model is LEGACY and ends on 2027-03-10;
               the account is not authorized to use the model
               -> Ask for access in the Bedrock console of us-west-2, or find the
               policy that refuses the model.

    prod 111122223333 eu-central-1  CANNOT BE READ
      FAILED   region: not enabled for the account: it does not know credentials
               that STS accepts
               bedrock:ListInferenceProfiles: UnrecognizedClientException: The
               security token included in the request is invalid.
               -> Enable it (aws account enable-region --region-name eu-central-1;
               it takes a while), or take it out of the file.

    billing prod 111122223333
      warning  ce:ListCostAllocationTags: account 111122223333 is a linked account,
               and not the one that pays: cost allocation tags are neither checked
               nor activated
               AccessDeniedException: Failed to list Cost Allocation Tags: Linked
               account doesn't have access to cost allocation tags.
               -> Name the account that pays under billing.account in the file, and
               its role with --billing-role-name. A person can activate the keys in
               its Billing console, under Cost allocation tags, once they are listed
               there.

    4 targets: 2 with failures, 1 pending, 1 all well. Billing: a warning.
    Not tried: writing, which cannot be tried without doing it. strata iam apply
    prints the policy that writing needs.
    "
  `);
});

test("one target, everything", () => {
  const payer = judgeBilling(state, { status: "read", account: ACCOUNT, tags: [] });
  expect(
    `\n${renderDoctorText({ targets: targets.slice(0, 1), billing: payer }, { ...STYLE, full: true })}`,
  ).toMatchInlineSnapshot(`
    "
    TARGET          ROLE  REGION  READING  QUOTA      MODELS
    prod us-east-1  ok    ok      9 ok     1000 left  1 ok

    prod 111122223333 us-east-1
      ok       credentials: arn:aws:sts::111122223333:assumed-role/strata/strata
      ok       region: enabled: it answers this account
      ok       bedrock:ListInferenceProfiles: allowed
      ok       bedrock:ListTagsForResource: allowed
      ok       tag:GetResources: allowed
      ok       bedrock:ListFoundationModels: allowed
      ok       bedrock:GetInferenceProfile: allowed
      ok       bedrock:GetFoundationModelAvailability: allowed
      ok       servicequotas:GetServiceQuota: allowed
      ok       cloudwatch:GetMetricData: allowed
      ok       cloudwatch:ListMetrics: allowed
      ok       quota: 0 of 1000 profiles used, 1000 left; the file wants 1 more
      ok       us.amazon.nova-lite-v1:0: offered, not at its end, access granted
      skipped  writing: not tried: whether writing is allowed shows only when
               something is written

    billing prod 111122223333
      ok       ce:ListCostAllocationTags: allowed

    1 target: 1 all well. Billing: all well.
    "
  `);
});

test("never wider than the terminal, and colour changes no word", () => {
  for (const width of [40, 60, 80, 120]) {
    const text = renderDoctorText(checkup, { ...STYLE, width, full: true });
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
  }
  const coloured = renderDoctorText(checkup, { ...STYLE, color: true });
  expect(coloured).not.toBe(renderDoctorText(checkup, STYLE));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(renderDoctorText(checkup, STYLE));
});

test("what strangers wrote cannot move the cursor", () => {
  const answers = someAnswers({ profiles: no({ message: "\u001b[2Jgone\u202e" }) });
  const text = renderDoctorText(alone(checkUp(someReads({ answers }), state, NOW)), STYLE);
  expect(text).toContain("gone");
  expect(text).not.toContain("\u001b");
  expect(text).not.toContain("\u202e");
});

test("an account that nobody has told", () => {
  const unknown = someReads({
    target: { account: CALLER, region: "us-west-2" },
    caller: no({ kind: "credentials", operation: "sts:GetCallerIdentity", code: "ExpiredToken", message: "expired" }),
    answers: null,
  });
  const text = renderDoctorText(alone(checkUp(unknown, aState([]), NOW)), STYLE);
  expect(text).toContain("the account of the credentials us-west-2  CANNOT BE READ");
  expect(text).toContain("sts:GetCallerIdentity: ExpiredToken: expired");
});

test("the JSON is that of the schema, and holds every check", () => {
  const json = JSON.parse(renderDoctorJson(checkup));
  const validate = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(schema);
  expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  expect(json.targets.map(({ status }: { status: string }) => status)).toEqual([
    "read",
    "read",
    "unreadable",
    "pending",
  ]);
  expect(json.targets[1].quota).toEqual({ used: 1, limit: 1, left: 0, wanted: 1 });
  expect(json.targets.map(({ checks }: { checks: unknown[] }) => checks.length)).toEqual([14, 14, 14, 0]);
  expect(json.billing).toMatchObject({ account: ACCOUNT, accountName: "prod", checks: [{ status: "warning" }] });
  expect(validate({ ...json, billing: null })).toBe(true);
  json.targets[0].checks[0].secret = 1;
  expect(validate(json)).toBe(false);
});
