// Service Quotas: the two quotas of inference profiles, applied and default (AWS.md 4). JSON 1.1.
import { ApiError } from "./api-error.ts";
import { DEFAULT_BEHAVIOUR } from "./behaviour.ts";
import { parseJsonObject } from "./constraints.ts";
import { jsonRpc, rpcReply } from "./protocols.ts";
import type { Caller, Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";

const TARGET = "ServiceQuotasV20190624.";

interface QuotaRecord {
  readonly code: string;
  readonly name: string;
  readonly adjustable: boolean;
  readonly standard: number;
  readonly applied: (context: ServiceContext) => number;
}

const QUOTAS: readonly QuotaRecord[] = [
  {
    code: "L-40EC9882",
    name: "Inference profiles per account",
    adjustable: true,
    standard: DEFAULT_BEHAVIOUR.quota,
    applied: ({ behaviour }) => behaviour.quota,
  },
  {
    code: "L-77D5E75F",
    name: "Endpoints per inference profile",
    adjustable: false,
    standard: 5,
    applied: () => 5,
  },
];

function illegal(message: string): ApiError {
  return new ApiError("IllegalArgumentException", 400, message);
}

function noSuchResource(): ApiError {
  return new ApiError("NoSuchResourceException", 400, "The request failed because the specified quota does not exist.");
}

function toWire({ code, name, adjustable }: QuotaRecord, value: number, { partition, region, account }: Caller) {
  return {
    ServiceCode: "bedrock",
    ServiceName: "Amazon Bedrock",
    QuotaArn: `arn:${partition}:servicequotas:${region}:${account}:bedrock/${code}`,
    QuotaCode: code,
    QuotaName: name,
    Value: value,
    Unit: "None",
    Adjustable: adjustable,
    GlobalQuota: false,
  };
}

function textOf(input: Readonly<Record<string, unknown>>, name: string): string {
  const value = input[name];
  if (typeof value !== "string" || value === "") throw illegal(`${name} must be given.`);
  return value;
}

/** The quota that a request names by service and code. */
function namedQuota({ body }: ServiceRequest): QuotaRecord {
  const input = parseJsonObject(body);
  const [service, code] = [textOf(input, "ServiceCode"), textOf(input, "QuotaCode")];
  const quota = service === "bedrock" ? QUOTAS.find((one) => one.code === code) : undefined;
  if (quota === undefined) throw noSuchResource();
  return quota;
}

type Handler = (request: ServiceRequest, context: ServiceContext) => Reply;

const getServiceQuota: Handler = (request, context) => {
  const quota = namedQuota(request);
  if (!context.behaviour.appliedQuotas) throw noSuchResource();
  return rpcReply("1.1", { Quota: toWire(quota, quota.applied(context), request.caller) });
};

const getDefaultQuota: Handler = (request) => {
  const quota = namedQuota(request);
  return rpcReply("1.1", { Quota: toWire(quota, quota.standard, request.caller) });
};

/** One page: there are two quotas. */
const listServiceQuotas: Handler = (request, context) => {
  if (textOf(parseJsonObject(request.body), "ServiceCode") !== "bedrock") throw noSuchResource();
  const known = context.behaviour.appliedQuotas ? QUOTAS : [];
  return rpcReply("1.1", { Quotas: known.map((quota) => toWire(quota, quota.applied(context), request.caller)) });
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  GetServiceQuota: getServiceQuota,
  GetAWSDefaultServiceQuota: getDefaultQuota,
  ListServiceQuotas: listServiceQuotas,
};

export function serviceQuotasService(context: ServiceContext): Service {
  return {
    signingName: "servicequotas",
    protocol: jsonRpc("1.1", "TooManyRequestsException"),
    match: (request) => {
      const target = String(request.headers["x-amz-target"] ?? "");
      const name = target.startsWith(TARGET) && request.method === "POST" ? target.slice(TARGET.length) : "";
      const handler = Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
      if (handler === undefined) return undefined;
      return { name, action: `servicequotas:${name}`, mutates: false, run: () => handler(request, context) };
    },
  };
}
