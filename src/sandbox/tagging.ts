// Resource Groups Tagging API: routes and the two write calls; reading is in tagging-resources.ts (AWS.md 5).
import { ApiError } from "./api-error.ts";
import { addTags, removeTags, taggable } from "./bedrock-tags.ts";
import { parseJsonObject } from "./constraints.ts";
import type { StrikingFault } from "./faults.ts";
import type { ProfileRecord } from "./profile-record.ts";
import { jsonRpc, restJson, rpcReply } from "./protocols.ts";
import type { Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";
import { plainFailure, timeOf } from "./strike.ts";
import { getResources, invalidParameter } from "./tagging-resources.ts";

const TARGET = "ResourceGroupsTaggingAPI_20170126.";
/** ARNs of one tag or untag call (AWS.md 5). */
const MAX_ARNS = 20;
const MAX_TAGS_IN_CALL = 50;
const BEDROCK = restJson("com.amazon.bedrock");

type Handler = (request: ServiceRequest, context: ServiceContext) => Reply;

function readArns(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_ARNS) {
    throw invalidParameter(`ResourceARNList must hold 1 to ${MAX_ARNS} ARNs`);
  }
  const wrong = value.find((arn) => typeof arn !== "string" || arn === "" || arn.length > 1011);
  if (wrong !== undefined) throw invalidParameter(`${String(wrong)} is not a valid ARN`);
  return value as string[];
}

function checkCount(count: number, name: string): void {
  if (count < 1 || count > MAX_TAGS_IN_CALL)
    throw invalidParameter(`${name} must hold 1 to ${MAX_TAGS_IN_CALL} entries`);
}

function checkKey(key: unknown): string {
  if (typeof key !== "string" || key === "" || key.length > 128)
    throw invalidParameter(`The tag key ${String(key)} is not valid`);
  return key;
}

/** A call of Bedrock that the tagging API makes for each ARN. */
type OwnOperation = "TagResource" | "UntagResource";

/** The permission of the owning service is needed too; its refusal is the ARN's failure, not the call's (AWS.md 5). */
function ownDenial(operation: OwnOperation, arn: string, { caller }: ServiceRequest): ApiError {
  const action = `bedrock:${operation}`;
  const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn} because no identity-based policy allows the ${action} action`;
  return new ApiError("AccessDeniedException", 403, message);
}

/** What a fault makes of one ARN: Bedrock's own error, or that Bedrock did not answer the tagging API (AWS.md 5). */
function shareError(fault: StrikingFault, denied: () => ApiError): ApiError {
  switch (fault.kind) {
    case "throttle":
      return plainFailure(BEDROCK, "throttled");
    case "error":
      return plainFailure(BEDROCK, fault.status === 503 ? "unavailable" : "internal");
    case "denied":
      return denied();
    default:
      return new ApiError("InternalServiceException", 500, "The service that owns the resource did not respond.");
  }
}

/** One ARN's share of the call, as Bedrock would answer it. */
function doShare(
  operation: OwnOperation,
  arn: string,
  request: ServiceRequest,
  context: ServiceContext,
  work: (record: ProfileRecord) => void,
): void {
  const { account, region } = request.caller;
  const denied = () => ownDenial(operation, arn, request);
  if (context.isDenied(`bedrock:${operation}`, account, region)) throw denied();
  const fault = context.shareFault(operation, account, region);
  if (fault !== undefined && timeOf(fault) === "before") throw shareError(fault, denied);
  work(taggable(arn, request.caller, context));
  if (fault !== undefined) throw shareError(fault, denied);
}

/** Does the work ARN by ARN and reports each failure by itself. */
function forEachArn(arns: readonly string[], share: (arn: string) => void): Reply {
  const failed = arns.flatMap((arn) => {
    try {
      share(arn);
      return [];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { code, status, message } = error;
      const name = code === "ValidationException" ? "InvalidParameterException" : code;
      return [[arn, { StatusCode: status, ErrorCode: name, ErrorMessage: message }] as const];
    }
  });
  return rpcReply("1.1", { FailedResourcesMap: Object.fromEntries(failed) });
}

const tagResources: Handler = (request, context) => {
  const input = parseJsonObject(request.body);
  const arns = readArns(input.ResourceARNList);
  if (typeof input.Tags !== "object" || input.Tags === null || Array.isArray(input.Tags))
    throw invalidParameter("Tags must be a map");
  const tags = Object.entries(input.Tags).map(([key, value]): [string, string] => {
    if (typeof value !== "string" || value.length > 256) throw invalidParameter(`The value of tag ${key} is not valid`);
    return [checkKey(key), value];
  });
  checkCount(tags.length, "Tags");
  return forEachArn(arns, (arn) =>
    doShare("TagResource", arn, request, context, (record) => addTags(record, tags, context)),
  );
};

const untagResources: Handler = (request, context) => {
  const input = parseJsonObject(request.body);
  const arns = readArns(input.ResourceARNList);
  if (!Array.isArray(input.TagKeys)) throw invalidParameter("TagKeys must be a list");
  const keys = input.TagKeys.map(checkKey);
  checkCount(keys.length, "TagKeys");
  return forEachArn(arns, (arn) =>
    doShare("UntagResource", arn, request, context, (record) => removeTags(record, keys, context)),
  );
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  GetResources: getResources,
  TagResources: tagResources,
  UntagResources: untagResources,
};

export function taggingService(context: ServiceContext): Service {
  return {
    signingName: "tagging",
    protocol: jsonRpc("1.1", "ThrottledException"),
    match: (request) => {
      const target = String(request.headers["x-amz-target"] ?? "");
      const name = target.startsWith(TARGET) && request.method === "POST" ? target.slice(TARGET.length) : "";
      const handler = Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
      if (handler === undefined) return undefined;
      return { name, action: `tag:${name}`, mutates: name !== "GetResources", run: () => handler(request, context) };
    },
  };
}
