/** Bedrock control plane → our words (AWS.md section 1). Responses are never validated strictly: AWS breaks its own shapes. */
import type {
  FoundationModelLifecycle,
  FoundationModelSummary,
  InferenceProfileSummary,
  Tag,
} from "@aws-sdk/client-bedrock";
import type { CatalogueSource } from "../core/catalogue.ts";
import type { Answer } from "../core/fault.ts";
import type { ModelLifecycle } from "../core/lifecycle.ts";
import { type LiveProfile, type Tags, type Target, targetId } from "../core/profile.ts";
import type { CreateRequest, ReadGateway, WriteGateway } from "../engine/ports.ts";
import { removeTagsInBulk, setTagsInBulk } from "./bulk-tags.ts";
import type { AwsClients } from "./clients.ts";
import { memberOf } from "./malformed.ts";
import { allPages } from "./pages.ts";
import { listTags } from "./tagging-gateway.ts";
import { toMoment } from "./to-moment.ts";
import { ask, type Route } from "./translate.ts";

/** The most that one page may hold (AWS.md section 1.2). */
const PAGE_SIZE = 1_000;

export function readGateway(clients: AwsClients, target: Target): ReadGateway {
  return {
    listProfiles: async () => {
      const listed = await listAll(clients, target, "APPLICATION");
      return listed.ok ? { ...listed, value: listed.value.map((summary) => toLiveProfile(summary, target)) } : listed;
    },
    listTags: () => listTags(clients, target),
    readTags: (arn) => readTags(clients, target, arn),
    readCatalogue: (half) => (half === "system" ? readSystem(clients, target) : readFoundation(clients, target)),
  };
}

/** Names the operation as IAM does, and the lane it is paced in. */
function routeOf(clients: AwsClients, target: Target, operation: string): Route {
  return { pace: clients.pace, target: targetId(target), operation: `bedrock:${operation}` };
}

export function writeGateway(clients: AwsClients, target: Target): WriteGateway {
  const route = (operation: string): Route => routeOf(clients, target, operation);
  return {
    createProfile: (request) => createProfile(clients, target, request),
    setTags: (arn, tags) =>
      ask(
        route("TagResource"),
        async () => {
          const { TagResourceCommand } = await import("@aws-sdk/client-bedrock");
          const client = await clients.bedrock(target);
          return client.send(new TagResourceCommand({ resourceARN: arn, tags: toTagList(tags) }));
        },
        () => undefined,
      ),
    removeTags: (arn, keys) =>
      ask(
        route("UntagResource"),
        async () => {
          const { UntagResourceCommand } = await import("@aws-sdk/client-bedrock");
          const client = await clients.bedrock(target);
          return client.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: [...keys] }));
        },
        () => undefined,
      ),
    setTagsInBulk: (arns, tags) => setTagsInBulk(clients, target, arns, tags),
    removeTagsInBulk: (arns, keys) => removeTagsInBulk(clients, target, arns, keys),
    deleteProfile: (arn) =>
      ask(
        route("DeleteInferenceProfile"),
        async () => {
          const { DeleteInferenceProfileCommand } = await import("@aws-sdk/client-bedrock");
          const client = await clients.bedrock(target);
          return client.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
        },
        () => undefined,
      ),
  };
}

/** Answers the ARN: all that Create tells (AWS.md section 1.1). */
function createProfile(clients: AwsClients, target: Target, request: CreateRequest): Promise<Answer<string>> {
  return ask(
    routeOf(clients, target, "CreateInferenceProfile"),
    async () => {
      const { CreateInferenceProfileCommand } = await import("@aws-sdk/client-bedrock");
      const client = await clients.bedrock(target);
      return client.send(
        new CreateInferenceProfileCommand({
          inferenceProfileName: request.name,
          modelSource: { copyFrom: request.copyFrom },
          clientRequestToken: request.token,
          tags: toTagList(request.tags),
          ...(request.description === null ? {} : { description: request.description }),
        }),
      );
    },
    ({ inferenceProfileArn }) => memberOf(inferenceProfileArn, "inferenceProfileArn"),
  );
}

function readTags(clients: AwsClients, target: Target, arn: string): Promise<Answer<Tags>> {
  return ask(
    routeOf(clients, target, "ListTagsForResource"),
    async () => {
      const { ListTagsForResourceCommand } = await import("@aws-sdk/client-bedrock");
      const client = await clients.bedrock(target);
      return client.send(new ListTagsForResourceCommand({ resourceARN: arn }));
    },
    ({ tags }) => Object.fromEntries(memberOf(tags, "tags").map(({ key, value }) => [key ?? "", value ?? ""])),
  );
}

/**
 * Page by page, each a request of its own: a page that is throttled does not begin the list anew. Always names the
 * type, since what AWS lists without it is not documented (AWS.md section 1.1).
 */
function listAll(
  clients: AwsClients,
  target: Target,
  type: "APPLICATION" | "SYSTEM_DEFINED",
): Promise<Answer<InferenceProfileSummary[]>> {
  return allPages((nextToken) =>
    ask(
      routeOf(clients, target, "ListInferenceProfiles"),
      async () => {
        const { ListInferenceProfilesCommand } = await import("@aws-sdk/client-bedrock");
        const client = await clients.bedrock(target);
        const page = { maxResults: PAGE_SIZE, ...(nextToken === undefined ? {} : { nextToken }) };
        return client.send(new ListInferenceProfilesCommand({ typeEquals: type, ...page }));
      },
      ({ inferenceProfileSummaries, nextToken: next }) => {
        const items = memberOf(inferenceProfileSummaries, "inferenceProfileSummaries");
        for (const { inferenceProfileArn } of items) memberOf(inferenceProfileArn, "inferenceProfileArn");
        return { items, next };
      },
    ),
  );
}

async function readSystem(clients: AwsClients, target: Target): Promise<Answer<ReadonlyMap<string, CatalogueSource>>> {
  const listed = await listAll(clients, target, "SYSTEM_DEFINED");
  return listed.ok ? { ...listed, value: bySourceId(listed.value.map(toSystemSource)) } : listed;
}

function readFoundation(clients: AwsClients, target: Target): Promise<Answer<ReadonlyMap<string, CatalogueSource>>> {
  return ask(
    routeOf(clients, target, "ListFoundationModels"),
    async () => {
      const { ListFoundationModelsCommand } = await import("@aws-sdk/client-bedrock");
      const client = await clients.bedrock(target);
      return client.send(new ListFoundationModelsCommand({}));
    },
    ({ modelSummaries }) => bySourceId(memberOf(modelSummaries, "modelSummaries").map(toFoundationSource)),
  );
}

function bySourceId(sources: readonly CatalogueSource[]): Map<string, CatalogueSource> {
  return new Map(sources.map((source) => [source.id, source]));
}

function toLiveProfile(summary: InferenceProfileSummary, target: Target): LiveProfile {
  const arn = summary.inferenceProfileArn ?? "";
  return {
    target,
    awsName: summary.inferenceProfileName ?? "",
    arn,
    id: summary.inferenceProfileId ?? arn.slice(arn.lastIndexOf("/") + 1),
    ...(summary.description === undefined ? {} : { description: summary.description }),
    modelArns: (summary.models ?? []).flatMap(({ modelArn }) => modelArn ?? []),
    tags: null,
    exact: false,
    createdAt: summary.createdAt?.toISOString() ?? "",
  };
}

function toSystemSource(summary: InferenceProfileSummary): CatalogueSource {
  return {
    id: summary.inferenceProfileId ?? "",
    arn: summary.inferenceProfileArn ?? "",
    name: summary.inferenceProfileName ?? "",
    modelArns: (summary.models ?? []).flatMap(({ modelArn }) => modelArn ?? []),
    onDemand: true,
  };
}

function toFoundationSource(summary: FoundationModelSummary): CatalogueSource {
  const { modelId, modelArn, modelName, inferenceTypesSupported, modelLifecycle } = summary;
  return {
    id: modelId ?? "",
    arn: modelArn ?? "",
    name: modelName ?? "",
    modelArns: modelArn === undefined ? [] : [modelArn],
    onDemand: inferenceTypesSupported?.includes("ON_DEMAND") ?? true,
    ...(modelLifecycle === undefined ? {} : { lifecycle: toLifecycle(modelLifecycle) }),
  };
}

function toLifecycle(told: FoundationModelLifecycle): ModelLifecycle {
  const { status = "ACTIVE", legacyTime, publicExtendedAccessTime, endOfLifeTime } = told;
  return {
    status,
    ...(legacyTime === undefined ? {} : { legacy: toMoment(legacyTime) }),
    ...(publicExtendedAccessTime === undefined ? {} : { extendedAccess: toMoment(publicExtendedAccessTime) }),
    ...(endOfLifeTime === undefined ? {} : { endOfLife: toMoment(endOfLifeTime) }),
  };
}

function toTagList(tags: Tags): Tag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
