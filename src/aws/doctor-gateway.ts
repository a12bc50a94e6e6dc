/** What `doctor` asks besides the reads of a plan: who we are, one profile, the quota, access to models. */
import type { ServiceQuota } from "@aws-sdk/client-service-quotas";
import { PROFILE_QUOTA } from "../core/checkup-quota.ts";
import type { Caller, ModelAvailability, ProfileQuota } from "../core/checkup-reads.ts";
import type { Answer } from "../core/fault.ts";
import { type Target, targetId } from "../core/profile.ts";
import type { DoctorReader } from "../engine/ports.ts";
import type { AwsClients } from "./clients.ts";
import { memberOf } from "./malformed.ts";
import { ask, type Route } from "./translate.ts";

export function doctorGateway(clients: AwsClients, target: Target): DoctorReader {
  return {
    caller: () => readCaller(clients, target),
    getProfile: (id) => getProfile(clients, target, id),
    readQuota: () => readQuota(clients, target),
    readAvailability: (modelId) => readAvailability(clients, target, modelId),
  };
}

function routeOf(clients: AwsClients, target: string, operation: string): Route {
  return { pace: clients.pace, target, operation };
}

/** Needs no permission of its own (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). */
function readCaller(clients: AwsClients, target: Target): Promise<Answer<Caller>> {
  return ask(
    routeOf(clients, target.account, "sts:GetCallerIdentity"),
    async () => {
      const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
      const client = await clients.stsOf(target);
      return client.send(new GetCallerIdentityCommand({}));
    },
    ({ Account, Arn }) => ({ account: memberOf(Account, "Account"), arn: memberOf(Arn, "Arn") }),
  );
}

function getProfile(clients: AwsClients, target: Target, id: string): Promise<Answer<void>> {
  return ask(
    routeOf(clients, targetId(target), "bedrock:GetInferenceProfile"),
    async () => {
      const { GetInferenceProfileCommand } = await import("@aws-sdk/client-bedrock");
      const client = await clients.bedrock(target);
      return client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: id }));
    },
    ({ inferenceProfileArn }) => {
      memberOf(inferenceProfileArn, "inferenceProfileArn");
    },
  );
}

const QUOTA = { ServiceCode: "bedrock", QuotaCode: PROFILE_QUOTA } as const;

/** Service Quotas retrieves a quota only where a value is applied; AWS's default one is a call of its own. */
async function readQuota(clients: AwsClients, target: Target): Promise<Answer<ProfileQuota>> {
  const applied = await ask(
    routeOf(clients, targetId(target), "servicequotas:GetServiceQuota"),
    async () => {
      const { GetServiceQuotaCommand } = await import("@aws-sdk/client-service-quotas");
      const client = await clients.serviceQuotas(target);
      return client.send(new GetServiceQuotaCommand(QUOTA));
    },
    ({ Quota }) => toQuota(Quota, true),
  );
  if (applied.ok || applied.fault.kind !== "not-found") return applied;
  return ask(
    routeOf(clients, targetId(target), "servicequotas:GetAWSDefaultServiceQuota"),
    async () => {
      const { GetAWSDefaultServiceQuotaCommand } = await import("@aws-sdk/client-service-quotas");
      const client = await clients.serviceQuotas(target);
      return client.send(new GetAWSDefaultServiceQuotaCommand(QUOTA));
    },
    ({ Quota }) => toQuota(Quota, false),
  );
}

function toQuota(quota: ServiceQuota | undefined, isApplied: boolean): ProfileQuota {
  return { limit: memberOf(quota?.Value, "Quota.Value"), isApplied, isAdjustable: quota?.Adjustable ?? true };
}

function readAvailability(clients: AwsClients, target: Target, modelId: string): Promise<Answer<ModelAvailability>> {
  return ask(
    routeOf(clients, targetId(target), "bedrock:GetFoundationModelAvailability"),
    async () => {
      const { GetFoundationModelAvailabilityCommand } = await import("@aws-sdk/client-bedrock");
      const client = await clients.bedrock(target);
      return client.send(new GetFoundationModelAvailabilityCommand({ modelId }));
    },
    ({ authorizationStatus, entitlementAvailability, regionAvailability, agreementAvailability }) => ({
      authorization: memberOf(authorizationStatus, "authorizationStatus"),
      entitlement: entitlementAvailability ?? "",
      region: regionAvailability ?? "",
      agreement: agreementAvailability?.status ?? "",
    }),
  );
}
