// Writing parameters: put, delete, tags.
import { ApiError } from "./api-error.ts";
import { parseJsonObject, validationError } from "./constraints.ts";
import { rpcReply } from "./protocols.ts";
import type { Reply, ServiceContext, ServiceRequest } from "./service.ts";
import { checkName, parameterArn } from "./ssm-names.ts";
import { namesIn, parameterNotFound, textIn } from "./ssm-read.ts";
import type { ParameterRecord, ParameterType } from "./ssm-store.ts";
import { withoutTags } from "./tag-rules.ts";

/** Of a standard parameter, in bytes (documented: 4 KB). */
const MAX_VALUE = 4_096;
const MAX_TAGS = 50;

type Handler = (request: ServiceRequest, context: ServiceContext) => Reply;
type Input = Readonly<Record<string, unknown>>;

export const putParameter: Handler = (request, context) => {
  const input = parseJsonObject(request.body);
  const { caller } = request;
  const name = textIn(input, "Name");
  const value = textIn(input, "Value");
  checkName(name, caller);
  const tags = readTags(input.Tags);
  const overwrites = input.Overwrite === true;
  if (overwrites && tags.length > 0) throw validationError(TAGS_AND_OVERWRITE);
  const known = context.parameters.find(caller.account, caller.region, name);
  if (known !== undefined && !overwrites) {
    const message =
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
    throw new ApiError("ParameterAlreadyExists", 400, message);
  }
  const type = readType(input.Type, known);
  if (Buffer.byteLength(value) > MAX_VALUE) throw validationError(TOO_LONG);
  checkTagRules(tags);
  const { Description: description } = input;
  const version = context.parameters.put(
    {
      account: caller.account,
      region: caller.region,
      name,
      arn: parameterArn(caller, name),
      type,
      ...(typeof description === "string" ? { description } : {}),
      tags: known?.tags ?? Object.fromEntries(tags),
    },
    value,
  );
  return rpcReply("1.1", { Version: version, Tier: "Standard" });
};

const TAGS_AND_OVERWRITE =
  "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.";
const TOO_LONG =
  "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.";

/** An overwrite keeps the type where it gives none. */
function readType(value: unknown, known: ParameterRecord | undefined): ParameterType {
  if (value === undefined || value === null) {
    if (known !== undefined) return known.type;
    throw validationError("A parameter type is required when you create a parameter.");
  }
  if (value === "String" || value === "StringList") return value;
  if (value === "SecureString") {
    throw new ApiError("UnsupportedParameterType", 400, "The sandbox keeps no secrets: SecureString is not served.");
  }
  throw validationError(
    `1 validation error detected: Value '${String(value)}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]`,
  );
}

function readTags(value: unknown): [string, string][] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw validationError("Tags must be a list.");
  return value.map((entry: unknown) => {
    const { Key, Value } = (entry ?? {}) as Record<string, unknown>;
    if (typeof Key !== "string" || Key === "" || Key.length > 128 || typeof Value !== "string" || Value.length > 256) {
      throw validationError("A tag has a Key of 1 to 128 characters and a Value of up to 256.");
    }
    return [Key, Value];
  });
}

function checkTagRules(tags: readonly (readonly [string, string])[]): void {
  const reserved = tags.find(([key]) => /^aws:/i.test(key));
  if (reserved !== undefined) throw validationError(`Tag keys that begin with aws: are reserved: ${reserved[0]}`);
}

function remove(record: ParameterRecord | undefined, { parameters }: ServiceContext): void {
  if (record === undefined) throw parameterNotFound();
  parameters.delete(record);
}

export const deleteParameter: Handler = (request, context) => {
  const { account, region } = request.caller;
  const name = textIn(parseJsonObject(request.body), "Name");
  remove(context.parameters.find(account, region, name), context);
  return rpcReply("1.1", {});
};

export const deleteParameters: Handler = (request, context) => {
  const { account, region } = request.caller;
  const found = namesIn(parseJsonObject(request.body)).map((name) => ({
    name,
    record: context.parameters.find(account, region, name),
  }));
  const there = found.filter(({ record }) => record !== undefined);
  for (const { record } of there) remove(record, context);
  return rpcReply("1.1", {
    DeletedParameters: there.map(({ name }) => name),
    InvalidParameters: found.filter((one) => !there.includes(one)).map(({ name }) => name),
  });
};

/** The parameter that a tag call is about. */
function taggedIn(input: Input, { caller }: ServiceRequest, { parameters }: ServiceContext): ParameterRecord {
  if (textIn(input, "ResourceType") !== "Parameter") {
    throw new ApiError("InvalidResourceType", 400, "The sandbox tags parameters alone.");
  }
  const record = parameters.find(caller.account, caller.region, textIn(input, "ResourceId"));
  if (record !== undefined) return record;
  throw new ApiError(
    "InvalidResourceId",
    400,
    "The resource ID isn't valid. Verify that you entered the correct ID and try again.",
  );
}

export const addTagsToResource: Handler = (request, context) => {
  const input = parseJsonObject(request.body);
  const record = taggedIn(input, request, context);
  const tags = readTags(input.Tags);
  checkTagRules(tags);
  const merged = { ...record.tags, ...Object.fromEntries(tags) };
  if (Object.keys(merged).length > MAX_TAGS) {
    throw new ApiError("TooManyTagsError", 400, `A resource takes ${MAX_TAGS} tags.`);
  }
  context.parameters.setTags(record, merged);
  return rpcReply("1.1", {});
};

export const removeTagsFromResource: Handler = (request, context) => {
  const input = parseJsonObject(request.body);
  const record = taggedIn(input, request, context);
  const keys = Array.isArray(input.TagKeys) ? input.TagKeys.map(String) : [];
  context.parameters.setTags(record, withoutTags(record.tags, keys));
  return rpcReply("1.1", {});
};

export const listTagsForResource: Handler = (request, context) => {
  const record = taggedIn(parseJsonObject(request.body), request, context);
  return rpcReply("1.1", { TagList: Object.entries(record.tags).map(([Key, Value]) => ({ Key, Value })) });
};
