// TagResource, UntagResource, ListTagsForResource on application inference profiles (AWS.md 1.1, 1.2, 3).
import { parseProfileArn } from "./arn.ts";
import { findApplicationProfile, findSystemProfile } from "./bedrock-profiles.ts";
import { notFound } from "./bedrock-source.ts";
import { Constraints, parseJsonObject, RULES, validationError } from "./constraints.ts";
import type { ProfileRecord } from "./profile-record.ts";
import { restReply } from "./protocols.ts";
import type { Caller, Reply, ServiceContext, ServiceRequest } from "./service.ts";
import { checkTagKeys, mergeTags, readTagList, withoutTags } from "./tag-rules.ts";

/** Entries of one untag request (AWS.md 1.2). */
const MAX_KEYS = 200;

/**
 * The profile an ARN names, for tagging.
 * @throws ApiError ResourceNotFound for one that is not there, or not the caller's; ValidationException for a system profile.
 */
export function taggable(arn: string, caller: Caller, context: ServiceContext): ProfileRecord {
  if (parseProfileArn(arn) === undefined) throw validationError(`The resource ARN ${arn} is not valid.`);
  const record = findApplicationProfile(arn, caller, context);
  if (record !== undefined) return record;
  if (findSystemProfile(arn, caller, context) === undefined) throw notFound();
  throw validationError("System-defined inference profiles cannot be tagged.");
}

export function addTags(
  record: ProfileRecord,
  tags: readonly (readonly [string, string])[],
  context: ServiceContext,
): void {
  checkTagKeys(tags.map(([key]) => key));
  context.store.setTags(record, mergeTags(record.tags, tags, record.arn));
}

export function removeTags(record: ProfileRecord, keys: readonly string[], context: ServiceContext): void {
  checkTagKeys([...new Set(keys)]);
  if (keys.some((key) => Object.hasOwn(record.tags, key)))
    context.store.setTags(record, withoutTags(record.tags, keys));
}

function checkArn(input: Readonly<Record<string, unknown>>, constraints: Constraints): void {
  constraints.required(input.resourceARN, "resourceARN");
  constraints.text(input.resourceARN, "resourceARN", RULES.resourceArn);
}

export function tagResource(request: ServiceRequest, context: ServiceContext): Reply {
  const input = parseJsonObject(request.body);
  const constraints = new Constraints();
  checkArn(input, constraints);
  constraints.required(input.tags, "tags");
  const tags = readTagList(input.tags, "tags", constraints);
  constraints.throwIfBroken();
  addTags(taggable(String(input.resourceARN), request.caller, context), tags, context);
  return restReply(200, "{}");
}

export function untagResource(request: ServiceRequest, context: ServiceContext): Reply {
  const input = parseJsonObject(request.body);
  const constraints = new Constraints();
  checkArn(input, constraints);
  constraints.required(input.tagKeys, "tagKeys");
  const keys = constraints.list(input.tagKeys, "tagKeys", MAX_KEYS);
  keys.forEach((key, index) => {
    constraints.required(key, `tagKeys.${index + 1}.member`);
    constraints.text(key, `tagKeys.${index + 1}.member`, RULES.tagKey);
  });
  constraints.throwIfBroken();
  removeTags(taggable(String(input.resourceARN), request.caller, context), keys.map(String), context);
  return restReply(200, "{}");
}

/** Always exact, whatever the lags. The order is that of the writes; GetResources has another one (AWS.md 5). */
export function listTags(request: ServiceRequest, context: ServiceContext): Reply {
  const input = parseJsonObject(request.body);
  const constraints = new Constraints();
  checkArn(input, constraints);
  constraints.throwIfBroken();
  const record = taggable(String(input.resourceARN), request.caller, context);
  return restReply(200, JSON.stringify({ tags: Object.entries(record.tags).map(([key, value]) => ({ key, value })) }));
}
