// Service Quotas and GetFoundationModelAvailability, through the real SDKs.
import { GetFoundationModelAvailabilityCommand } from "@aws-sdk/client-bedrock";
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListServiceQuotasCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../../src/sandbox/server.ts";
import { ACCOUNT, aSandbox, clientsOf, errorOf, REGION } from "./clients.ts";

const PROFILES = { ServiceCode: "bedrock", QuotaCode: "L-40EC9882" };

async function quotas(behaviour: SandboxOptions["behaviour"] = {}) {
  const sandbox = await aSandbox({ behaviour });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new ServiceQuotasClient({ endpoint: sandbox.url, region: REGION, credentials, maxAttempts: 1 });
}

describe("Service Quotas", () => {
  test("the quota of inference profiles: what is applied, and AWS's default", async () => {
    const client = await quotas({ quota: 25 });
    const applied = await client.send(new GetServiceQuotaCommand(PROFILES));
    expect(applied.Quota).toEqual({
      ...PROFILES,
      ServiceName: "Amazon Bedrock",
      QuotaName: "Inference profiles per account",
      QuotaArn: `arn:aws:servicequotas:${REGION}:${ACCOUNT}:bedrock/L-40EC9882`,
      Value: 25,
      Unit: "None",
      Adjustable: true,
      GlobalQuota: false,
    });
    expect((await client.send(new GetAWSDefaultServiceQuotaCommand(PROFILES))).Quota?.Value).toBe(1000);
    const listed = await client.send(new ListServiceQuotasCommand({ ServiceCode: "bedrock" }));
    expect(listed.Quotas?.map(({ QuotaCode, Value }) => [QuotaCode, Value])).toEqual([
      ["L-40EC9882", 25],
      ["L-77D5E75F", 5],
    ]);
  });

  test("without an applied value there is only the default", async () => {
    const client = await quotas({ appliedQuotas: false, quota: 25 });
    expect((await errorOf(client.send(new GetServiceQuotaCommand(PROFILES)))).name).toBe("NoSuchResourceException");
    expect((await client.send(new ListServiceQuotasCommand({ ServiceCode: "bedrock" }))).Quotas).toEqual([]);
    expect((await client.send(new GetAWSDefaultServiceQuotaCommand(PROFILES))).Quota?.Value).toBe(1000);
  });

  test.each([
    ["another service", { ServiceCode: "ec2", QuotaCode: "L-40EC9882" }, "NoSuchResourceException"],
    ["an unknown code", { ServiceCode: "bedrock", QuotaCode: "L-00000000" }, "NoSuchResourceException"],
    ["no code", { ServiceCode: "bedrock", QuotaCode: "" }, "IllegalArgumentException"],
  ])("%s", async (_, input, name) => {
    expect((await errorOf((await quotas()).send(new GetServiceQuotaCommand(input)))).name).toBe(name);
  });

  test.each<[SandboxOptions["behaviour"], string]>([
    [{ deniedOperations: ["servicequotas:GetServiceQuota"] }, "AccessDeniedException"],
    [{ faults: [{ kind: "denied", operations: ["GetServiceQuota"] }] }, "AccessDeniedException"],
    [{ faults: [{ kind: "throttle", probability: 1 }] }, "TooManyRequestsException"],
    [{ disabledRegions: [REGION] }, "UnrecognizedClientException"],
  ])("%j", async (behaviour, name) => {
    expect((await errorOf((await quotas(behaviour)).send(new GetServiceQuotaCommand(PROFILES)))).name).toBe(name);
  });
});

describe("GetFoundationModelAvailability", () => {
  const NOVA = "amazon.nova-lite-v1:0";
  const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
  const availabilityOf = async (modelId: string, behaviour: SandboxOptions["behaviour"] = {}) => {
    const { bedrock } = clientsOf(await aSandbox({ behaviour }));
    return bedrock.send(new GetFoundationModelAvailabilityCommand({ modelId }));
  };

  test("a model may be used unless a switch says otherwise", async () => {
    expect(await availabilityOf(NOVA)).toMatchObject({
      modelId: NOVA,
      agreementAvailability: { status: "AVAILABLE" },
      authorizationStatus: "AUTHORIZED",
      entitlementAvailability: "AVAILABLE",
      regionAvailability: "AVAILABLE",
    });
    expect(await availabilityOf(NOVA, { unauthorizedModels: [NOVA] })).toMatchObject({
      authorizationStatus: "NOT_AUTHORIZED",
      agreementAvailability: { status: "AVAILABLE" },
    });
    expect(await availabilityOf(SONNET, { unsubscribedModels: [SONNET] })).toMatchObject({
      authorizationStatus: "AUTHORIZED",
      agreementAvailability: { status: "NOT_AVAILABLE" },
      entitlementAvailability: "NOT_AVAILABLE",
    });
  });

  test.each([
    ["a system profile's id", `us.${SONNET}`, "ResourceNotFoundException"],
    ["a model of other regions", "anthropic.claude-9", "ResourceNotFoundException"],
    ["no id at all", "Claude", "ValidationException"],
  ])("%s", async (_, modelId, name) => {
    expect((await errorOf(availabilityOf(modelId))).name).toBe(name);
  });

  test("it can be denied by itself", async () => {
    const behaviour = { deniedOperations: ["GetFoundationModelAvailability"] };
    const error = await errorOf(availabilityOf(NOVA, behaviour));
    expect([error.name, error.message]).toEqual([
      "AccessDeniedException",
      expect.stringContaining("bedrock:GetFoundationModelAvailability"),
    ]);
  });
});
