// CreateInferenceProfile (AWS.md 1.1, 1.2, 1.5, 1.6).
import { ApiError } from "./api-error.ts";
import { resolveSource } from "./bedrock-source.ts";
import { Constraints, parseJsonObject, RULES } from "./constraints.ts";
import { restReply } from "./protocols.ts";
import type { Reply, ServiceContext, ServiceRequest } from "./service.ts";
import { checkTagKeys, mergeTags, readTagList } from "./tag-rules.ts";

interface CreateInput {
  readonly name: string;
  readonly description?: string;
  readonly token?: string;
  readonly copyFrom: string;
  readonly tags: readonly [string, string][];
}

function readInput(body: string): CreateInput {
  const input = parseJsonObject(body);
  const constraints = new Constraints();
  constraints.required(input.inferenceProfileName, "inferenceProfileName");
  constraints.text(input.inferenceProfileName, "inferenceProfileName", RULES.name);
  constraints.text(input.description, "description", RULES.description);
  constraints.text(input.clientRequestToken, "clientRequestToken", RULES.token);
  const source = input.modelSource as Record<string, unknown> | undefined | null;
  if (constraints.required(source, "modelSource")) {
    constraints.required(source?.copyFrom, "modelSource.copyFrom");
    constraints.text(source?.copyFrom, "modelSource.copyFrom", RULES.copyFrom);
  }
  const tags = readTagList(input.tags, "tags", constraints);
  constraints.throwIfBroken();
  checkTagKeys(tags.map(([key]) => key));
  return {
    name: String(input.inferenceProfileName),
    copyFrom: String(source?.copyFrom),
    tags,
    ...(typeof input.description === "string" && { description: input.description }),
    ...(typeof input.clientRequestToken === "string" && { token: input.clientRequestToken }),
  };
}

function created(arn: string): Reply {
  return restReply(201, JSON.stringify({ inferenceProfileArn: arn, status: "ACTIVE" }));
}

/** The answer that a token's earlier use gives; undefined when the create is to go on. */
function replay(input: CreateInput, request: ServiceRequest, context: ServiceContext): Reply | undefined {
  const { account, region } = request.caller;
  const mode = context.behaviour.tokenReplay;
  if (input.token === undefined || mode === "ignored-new") return undefined;
  const use = context.store.tokenUse(account, region, input.token);
  if (use === undefined) return undefined;
  if (mode === "same-arn") return created(use.arn);
  throw new ApiError("ConflictException", 400, "A request with this client request token was already made.");
}

function checkRoom(input: CreateInput, request: ServiceRequest, context: ServiceContext): void {
  const { account, region } = request.caller;
  const { store, behaviour } = context;
  if (behaviour.uniqueNames && store.hasName(account, region, input.name)) {
    throw new ApiError("ConflictException", 400, `An inference profile with the name ${input.name} already exists.`);
  }
  if (store.count(account, region) >= behaviour.quota) {
    const message = `The number of application inference profiles exceeds the limit of ${behaviour.quota} for this account in this Region.`;
    throw new ApiError("ServiceQuotaExceededException", 400, message);
  }
}

/** Creating with tags needs the permission to tag as well (AWS.md 8). */
function checkTagging(input: CreateInput, request: ServiceRequest, context: ServiceContext): void {
  const { account, region, arn } = request.caller;
  if (input.tags.length === 0 || !context.isDenied("bedrock:TagResource", account, region)) return;
  const resource = `arn:${request.caller.partition}:bedrock:${region}:${account}:application-inference-profile/*`;
  const message = `User: ${arn} is not authorized to perform: bedrock:TagResource on resource: ${resource} because no identity-based policy allows the bedrock:TagResource action`;
  throw new ApiError("AccessDeniedException", 403, message);
}

export function createProfile(request: ServiceRequest, context: ServiceContext): Reply {
  const input = readInput(request.body);
  const again = replay(input, request, context);
  if (again !== undefined) return again;
  checkTagging(input, request, context);
  const modelArns = resolveSource(input.copyFrom, request.caller, context);
  const tags = mergeTags({}, input.tags);
  checkRoom(input, request, context);
  const { account, region, partition } = request.caller;
  const record = context.store.create({
    account,
    region,
    partition,
    name: input.name,
    source: input.copyFrom,
    modelArns,
    tags,
    ...(input.description !== undefined && { description: input.description }),
  });
  if (input.token !== undefined) context.store.rememberToken(account, region, input.token, record.arn);
  return created(record.arn);
}
