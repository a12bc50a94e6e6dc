/** Bedrock control plane → our words (AWS.md section 1). Responses are never validated strictly: AWS breaks its own shapes. */
import type { BedrockClient, FoundationModelSummary, InferenceProfileSummary, Tag } from "@aws-sdk/client-bedrock";
import type { CatalogueSource } from "../core/catalogue.ts";
import type { Answer } from "../core/fault.ts";
import type { LiveProfile, Tags, Target } from "../core/profile.ts";
import type { CreateRequest, ReadGateway, WriteGateway } from "../engine/ports.ts";
import type { AwsClients } from "./clients.ts";
import { listTags } from "./tagging-gateway.ts";
import { ask } from "./translate.ts";

/** The most that one page may hold (AWS.md section 1.2). */
const PAGE_SIZE = 1_000;

export function readGateway(clients: AwsClients, target: Target): ReadGateway {
  return {
    listProfiles: () =>
      ask(
        "bedrock:ListInferenceProfiles",
        async () => listAll(await clients.bedrock(target), "APPLICATION"),
        ({ profiles }) => profiles.map((summary) => toLiveProfile(summary, target)),
      ),
    listTags: () => listTags(clients, target),
    readTags: (arn) => readTags(clients, target, arn),
    readCatalogue: (half) => (half === "system" ? readSystem(clients, target) : readFoundation(clients, target)),
  };
}

export function writeGateway(clients: AwsClients, target: Target): WriteGateway {
  return {
    createProfile: (request) => createProfile(clients, target, request),
    setTags: (arn, tags) =>
      ask(
        "bedrock:TagResource",
        async () => {
          const { TagResourceCommand } = await import("@aws-sdk/client-bedrock");
          const client = await clients.bedrock(target);
          return client.send(new TagResourceCommand({ resourceARN: arn, tags: toTagList(tags) }));
        },
        () => undefined,
      ),
    removeTags: (arn, keys) =>
      ask(
        "bedrock:UntagResource",
        async () => {
          const { UntagResourceCommand } = await import("@aws-sdk/client-bedrock");
          const client = await clients.bedrock(target);
          return client.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: [...keys] }));
        },
        () => undefined,
      ),
    deleteProfile: (arn) =>
      ask(
        "bedrock:DeleteInferenceProfile",
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
    "bedrock:CreateInferenceProfile",
    async () => {
      const { CreateInferenceProfileCommand } = await import("@aws-sdk/client-bedrock");
      const client = await clients.bedrock(target);
      const output = await client.send(
        new CreateInferenceProfileCommand({
          inferenceProfileName: request.name,
          modelSource: { copyFrom: request.copyFrom },
          clientRequestToken: request.token,
          tags: toTagList(request.tags),
          ...(request.description === null ? {} : { description: request.description }),
        }),
      );
      if (!output.inferenceProfileArn) throw new Error("AWS answered the create without an ARN");
      return { ...output, arn: output.inferenceProfileArn };
    },
    ({ arn }) => arn,
  );
}

function readTags(clients: AwsClients, target: Target, arn: string): Promise<Answer<Tags>> {
  return ask(
    "bedrock:ListTagsForResource",
    async () => {
      const { ListTagsForResourceCommand } = await import("@aws-sdk/client-bedrock");
      const client = await clients.bedrock(target);
      return client.send(new ListTagsForResourceCommand({ resourceARN: arn }));
    },
    ({ tags }) => Object.fromEntries((tags ?? []).map(({ key, value }) => [key ?? "", value ?? ""])),
  );
}

interface Listing {
  readonly $metadata: { readonly attempts?: number };
  readonly profiles: readonly InferenceProfileSummary[];
}

/** Always names the type: what AWS lists without it is not documented (AWS.md section 1.1). */
async function listAll(client: BedrockClient, type: "APPLICATION" | "SYSTEM_DEFINED"): Promise<Listing> {
  const { ListInferenceProfilesCommand } = await import("@aws-sdk/client-bedrock");
  const profiles: InferenceProfileSummary[] = [];
  let nextToken: string | undefined;
  let attempts = 0;
  do {
    const page = await client.send(
      new ListInferenceProfilesCommand({
        typeEquals: type,
        maxResults: PAGE_SIZE,
        ...(nextToken ? { nextToken } : {}),
      }),
    );
    profiles.push(...(page.inferenceProfileSummaries ?? []));
    attempts += page.$metadata.attempts ?? 1;
    nextToken = page.nextToken;
  } while (nextToken);
  return { $metadata: { attempts }, profiles };
}

function readSystem(clients: AwsClients, target: Target): Promise<Answer<ReadonlyMap<string, CatalogueSource>>> {
  return ask(
    "bedrock:ListInferenceProfiles",
    async () => listAll(await clients.bedrock(target), "SYSTEM_DEFINED"),
    ({ profiles }) => bySourceId(profiles.map(toSystemSource)),
  );
}

function readFoundation(clients: AwsClients, target: Target): Promise<Answer<ReadonlyMap<string, CatalogueSource>>> {
  return ask(
    "bedrock:ListFoundationModels",
    async () => {
      const { ListFoundationModelsCommand } = await import("@aws-sdk/client-bedrock");
      const client = await clients.bedrock(target);
      return client.send(new ListFoundationModelsCommand({}));
    },
    ({ modelSummaries }) => bySourceId((modelSummaries ?? []).map(toFoundationSource)),
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
  const endOfLife = modelLifecycle?.endOfLifeTime?.toISOString();
  return {
    id: modelId ?? "",
    arn: modelArn ?? "",
    name: modelName ?? "",
    modelArns: modelArn === undefined ? [] : [modelArn],
    onDemand: inferenceTypesSupported?.includes("ON_DEMAND") ?? true,
    ...(modelLifecycle?.status === undefined
      ? {}
      : { lifecycle: { status: modelLifecycle.status, ...(endOfLife === undefined ? {} : { endOfLife }) } }),
  };
}

function toTagList(tags: Tags): Tag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
