// Amazon Bedrock's control plane: routes to operations (AWS.md 1.1).
import { ApiError } from "./api-error.ts";
import { createProfile } from "./bedrock-create.ts";
import { getModelAvailability, listFoundationModels } from "./bedrock-models.ts";
import { deleteProfile, getProfile, listProfiles } from "./bedrock-profiles.ts";
import { listTags, tagResource, untagResource } from "./bedrock-tags.ts";
import { isBedrockRegion } from "./catalogue.ts";
import { restJson } from "./protocols.ts";
import type { Operation, Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";

type Handler = (request: ServiceRequest, context: ServiceContext, identifier: string) => Reply;

interface Route {
  readonly method: string;
  /** The whole path; a group is the identifier, still encoded. An ARN's slash must be encoded: it is one segment. */
  readonly path: RegExp;
  readonly name: string;
  readonly mutates: boolean;
  readonly handler: Handler;
}

const ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/inference-profiles\/?$/,
    name: "ListInferenceProfiles",
    mutates: false,
    handler: listProfiles,
  },
  {
    method: "POST",
    path: /^\/inference-profiles\/?$/,
    name: "CreateInferenceProfile",
    mutates: true,
    handler: createProfile,
  },
  {
    method: "GET",
    path: /^\/inference-profiles\/([^/]+)$/,
    name: "GetInferenceProfile",
    mutates: false,
    handler: getProfile,
  },
  {
    method: "DELETE",
    path: /^\/inference-profiles\/([^/]+)$/,
    name: "DeleteInferenceProfile",
    mutates: true,
    handler: deleteProfile,
  },
  { method: "POST", path: /^\/tagResource$/, name: "TagResource", mutates: true, handler: tagResource },
  { method: "POST", path: /^\/untagResource$/, name: "UntagResource", mutates: true, handler: untagResource },
  { method: "POST", path: /^\/listTagsForResource$/, name: "ListTagsForResource", mutates: false, handler: listTags },
  {
    method: "GET",
    path: /^\/foundation-models$/,
    name: "ListFoundationModels",
    mutates: false,
    handler: listFoundationModels,
  },
  {
    method: "GET",
    path: /^\/foundation-model-availability\/([^/]+)$/,
    name: "GetFoundationModelAvailability",
    mutates: false,
    handler: getModelAvailability,
  },
];

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError("ValidationException", 400, "The request path is not valid.");
  }
}

/** The resource that an access-denied message names: the ARN asked for where the request holds one. */
function resourceOf(route: Route, identifier: string | undefined): NonNullable<Operation["resource"]> {
  return ({ caller, body }) => {
    if (route.name === "GetFoundationModelAvailability") return "*";
    const base = `arn:${caller.partition}:bedrock:${caller.region}:${caller.account}:`;
    if (route.name.startsWith("List") && route.name !== "ListTagsForResource") return `${base}*`;
    const named =
      identifier === undefined ? /"resourceARN"\s*:\s*"([^"]*)"/.exec(body)?.[1] : decodeSegment(identifier);
    if (named === undefined) return `${base}application-inference-profile/*`;
    return named.startsWith("arn:") ? named : `${base}application-inference-profile/${named}`;
  };
}

function toOperation(route: Route, request: ServiceRequest, context: ServiceContext): Operation {
  const identifier = route.path.exec(request.path)?.[1];
  return {
    name: route.name,
    action: `bedrock:${route.name}`,
    mutates: route.mutates,
    resource: resourceOf(route, identifier),
    run: () => {
      if (!isBedrockRegion(request.caller.region)) {
        throw new ApiError(
          "UnknownOperationException",
          404,
          `Amazon Bedrock is not available in ${request.caller.region}.`,
        );
      }
      return route.handler(request, context, identifier === undefined ? "" : decodeSegment(identifier));
    },
  };
}

export function bedrockService(context: ServiceContext): Service {
  return {
    signingName: "bedrock",
    protocol: restJson("com.amazon.bedrock"),
    match: (request) => {
      const route = ROUTES.find(({ method, path }) => method === request.method && path.test(request.path));
      return route && toOperation(route, request, context);
    },
  };
}
