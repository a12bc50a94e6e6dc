/** Resource Groups Tagging API: the same tags on several profiles with one request (AWS.md section 5). */
import type { FailureInfo } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Answer, Fault } from "../core/fault.ts";
import { type Tags, type Target, targetId } from "../core/profile.ts";
import type { BulkAnswers } from "../engine/ports.ts";
import type { AwsClients } from "./clients.ts";
import { memberOf } from "./malformed.ts";
import { askOnce, toFault } from "./translate.ts";

export function setTagsInBulk(
  clients: AwsClients,
  target: Target,
  arns: readonly string[],
  tags: Tags,
): Promise<BulkAnswers> {
  return inBulk({ clients, target, operation: "tag:TagResources" }, arns, async (left) => {
    const { TagResourcesCommand } = await import("@aws-sdk/client-resource-groups-tagging-api");
    const client = await clients.tagging(target);
    return client.send(new TagResourcesCommand({ ResourceARNList: [...left], Tags: tags }));
  });
}

export function removeTagsInBulk(
  clients: AwsClients,
  target: Target,
  arns: readonly string[],
  keys: readonly string[],
): Promise<BulkAnswers> {
  return inBulk({ clients, target, operation: "tag:UntagResources" }, arns, async (left) => {
    const { UntagResourcesCommand } = await import("@aws-sdk/client-resource-groups-tagging-api");
    const client = await clients.tagging(target);
    return client.send(new UntagResourcesCommand({ ResourceARNList: [...left], TagKeys: [...keys] }));
  });
}

interface BulkRoute {
  readonly clients: AwsClients;
  readonly target: Target;
  readonly operation: string;
}

interface BulkReply {
  readonly FailedResourcesMap?: Record<string, FailureInfo> | undefined;
  readonly $metadata: { readonly attempts?: number | undefined; readonly requestId?: string | undefined };
}

/**
 * Bedrock may throttle the tagging API, which tells it profile by profile: to the pace the request is throttled then,
 * and what it sends again holds these profiles alone.
 */
async function inBulk(
  { clients, target, operation }: BulkRoute,
  arns: readonly string[],
  send: (left: readonly string[]) => Promise<BulkReply>,
): Promise<BulkAnswers> {
  const answers = new Map<string, Answer<void>>();
  let left = arns;
  let attempts = 0;
  const last = await clients.pace<void>({ target: targetId(target), operation }, async () => {
    attempts += 1;
    const reply = await askOnce(
      operation,
      () => send(left),
      (output) => faultsIn(output, operation),
    );
    if (!reply.ok) return reply;
    const faults = reply.value;
    for (const arn of left) {
      const fault = faults.get(arn);
      answers.set(arn, fault === undefined ? { ok: true, value: undefined, attempts } : { ok: false, fault, attempts });
    }
    left = left.filter((arn) => faults.get(arn)?.kind === "throttled");
    const [fault] = left.flatMap((arn) => faults.get(arn) ?? []);
    return fault === undefined ? { ok: true, value: undefined, attempts: 1 } : { ok: false, fault, attempts: 1 };
  });
  if (!last.ok) for (const arn of left) answers.set(arn, { ...last, attempts });
  return answers;
}

/** What could not be done, by ARN; the map is there, though empty, when all was done. */
function faultsIn({ FailedResourcesMap, $metadata: { requestId } }: BulkReply, operation: string): Map<string, Fault> {
  const failed = Object.entries(memberOf(FailedResourcesMap, "FailedResourcesMap"));
  return new Map(
    failed.map(([arn, { ErrorCode: name, ErrorMessage: message, StatusCode: httpStatusCode }]) => [
      arn,
      toFault(operation, { name, message, $metadata: { httpStatusCode, requestId } }),
    ]),
  );
}
