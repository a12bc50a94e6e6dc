/** The reading role: every call that the gateways really send, and none that writes. */
import { beforeAll, describe, expect, test } from "vitest";
import { readGateway, writeGateway } from "../../src/aws/bedrock-gateway.ts";
import { backfillStarter, billingReader, tagActivator } from "../../src/aws/billing-gateway.ts";
import type { AwsClients } from "../../src/aws/clients.ts";
import { doctorGateway } from "../../src/aws/doctor-gateway.ts";
import { identityGateway } from "../../src/aws/sts-gateway.ts";
import type { Desired } from "../../src/core/desired.ts";
import { everyRegion } from "../../src/core/drift.ts";
import { DEV, desiredOf, documentsIn, FILE, operationsOf, PROD, policiesOf, profileArn } from "./estate.ts";
import { isAllowed } from "./evaluator.ts";

const TARGET = { account: PROD, region: "us-west-2" };

/** What AWS authorizes each call on; `GetCallerIdentity` needs no permission. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  "sts:GetCallerIdentity": [],
  "bedrock:ListInferenceProfiles": ["*"],
  "bedrock:ListFoundationModels": ["*"],
  "bedrock:GetFoundationModelAvailability": ["*"],
  "bedrock:ListTagsForResource": [profileArn({})],
  "bedrock:GetInferenceProfile": [
    profileArn({}),
    "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.amazon.nova-lite-v1:0",
  ],
  "tag:GetResources": ["*"],
  "servicequotas:GetServiceQuota": ["*"],
  "servicequotas:GetAWSDefaultServiceQuota": ["*"],
  "ce:ListCostAllocationTags": ["*"],
  "ce:ListCostAllocationTagBackfillHistory": ["*"],
};

let desired: Desired;
beforeAll(async () => {
  desired = await desiredOf(FILE);
});

describe("the plan role", () => {
  test("may send whatever the reading gateways send", async () => {
    const documents = documentsIn(policiesOf(desired, { role: "plan" }), PROD);
    const makers = [
      (clients: AwsClients) => readGateway(clients, TARGET),
      (clients: AwsClients) => doctorGateway(clients, TARGET),
      (clients: AwsClients) => identityGateway(clients),
      (clients: AwsClients) => billingReader(clients, TARGET),
    ];
    const sent = (await Promise.all(makers.map(operationsOf))).flat();
    expect(new Set(sent)).toEqual(new Set(Object.keys(RESOURCES)));
    for (const action of sent) {
      for (const resource of RESOURCES[action] ?? []) {
        expect(
          isAllowed(documents, { action, resource, context: { "aws:RequestedRegion": "us-west-2" } }),
          action,
        ).toBe(true);
      }
    }
  });

  test("names no action that the writing gateway sends, and none that is no read", async () => {
    const makers = [
      (clients: AwsClients) => writeGateway(clients, TARGET),
      (clients: AwsClients) => tagActivator(clients, TARGET),
      (clients: AwsClients) => backfillStarter(clients, TARGET),
    ];
    const writes = (await Promise.all(makers.map(operationsOf))).flat();
    expect(writes).toHaveLength(8);
    const actions = policiesOf(desired, { role: "plan" }).policies.flatMap(({ document }) =>
      document.Statement.flatMap(({ Action }) => Action),
    );
    expect(actions.filter((action) => writes.includes(action))).toEqual([]);
    expect(actions.filter((action) => !/^[a-z]+:(?:Get|List)\w+$/.test(action))).toEqual([]);
  });

  test("may not write, whatever the profile carries", () => {
    const documents = documentsIn(policiesOf(desired, { role: "plan" }), PROD);
    for (const action of ["Create", "Delete", "Tag", "Untag"].map(
      (verb) => `bedrock:${verb}${verb.endsWith("ag") ? "Resource" : "InferenceProfile"}`,
    )) {
      const context = { "aws:ResourceTag/strata:stack": "genai", "aws:RequestTag/strata:stack": "genai" };
      expect(isAllowed(documents, { action, resource: profileArn({}), context }), action).toBe(false);
    }
    expect(
      isAllowed(documents, {
        action: "ssm:PutParameter",
        resource: "arn:aws:ssm:us-west-2:111122223333:parameter/genai/app/x",
        context: {},
      }),
    ).toBe(false);
  });

  test("looks for orphans in every region, and never into another account", () => {
    const documents = documentsIn(policiesOf(desired, { role: "plan" }), DEV);
    const regions = everyRegion(desired).accounts.find(({ id }) => id === DEV)?.regions ?? [];
    expect(regions.length).toBeGreaterThan(10);
    const ask = (account: string, region: string) =>
      isAllowed(documents, {
        action: "bedrock:ListTagsForResource",
        resource: profileArn({ account, region }),
        context: {},
      });
    expect(regions.filter((region) => !ask(DEV, region))).toEqual([]);
    expect(regions.filter((region) => ask(PROD, region))).toEqual([]);
  });

  test("reads cost allocation tags in the payer's account alone", () => {
    const result = policiesOf(desired, { role: "plan" });
    const ask = (account: string) =>
      isAllowed(documentsIn(result, account), { action: "ce:ListCostAllocationTags", resource: "*", context: {} });
    expect([ask(PROD), ask(DEV)]).toEqual([true, false]);
  });

  test("reads published parameters and no others", () => {
    const documents = documentsIn(policiesOf(desired, { role: "plan" }), PROD);
    const ask = (path: string, region = "us-west-2") =>
      isAllowed(documents, {
        action: "ssm:GetParameter",
        resource: `arn:aws:ssm:${region}:${PROD}:parameter${path}`,
        context: {},
      });
    expect([ask("/genai/app/search-a"), ask("/other/app/x"), ask("/genai/app/x", "sa-east-1")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("where the payer is", () => {
  const FILES: readonly [string, string, string | null, boolean][] = [
    ["the only account, not known by number", "regions: [us-west-2]\ncostAllocationTags: [project]\n", null, true],
    [
      "another one than the caller's",
      `regions: [us-west-2]\ncostAllocationTags: [project]\nbilling: { account: "${DEV}" }\n`,
      null,
      false,
    ],
    [
      "one of several, nobody says which",
      `regions: [us-west-2]\naccounts: { a: { id: "${PROD}" }, b: { id: "${DEV}" } }\ncostAllocationTags: [project]\n`,
      PROD,
      false,
    ],
    ["no cost tags at all", "regions: [us-west-2]\n", null, false],
    ["a partition without Cost Explorer", "regions: [us-gov-west-1]\ncostAllocationTags: [project]\n", null, false],
  ];
  test.each(FILES)("%s", async (_, text, account, reads) => {
    const file = await desiredOf(
      `version: 1\nstack: genai\n${text}profiles:\n  a: { model: amazon.nova-lite-v1:0, tags: { project: x } }\n`,
    );
    const documents = documentsIn(policiesOf(file, { role: "plan" }), account);
    expect(documents).toHaveLength(1);
    expect(isAllowed(documents, { action: "ce:ListCostAllocationTags", resource: "*", context: {} })).toBe(reads);
  });
});
