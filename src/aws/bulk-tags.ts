/** Resource Groups Tagging API: the same tags on several profiles with one request (AWS.md section 5). */
import type { FailureInfo } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Answer, Fault } from "../core/fault.ts";
import { type Tags, type Target, targetId } from "../core/profile.ts";
import type { BulkAnswers } from "../engine/ports.ts";
import type { AwsClients } from "./clients.ts";
import { memberOf } from "./malformed.ts";
import { ask, type Route, toFault } from "./translate.ts";

export function setTagsInBulk(
  clients: AwsClients,
  target: Target,
  arns: readonly string[],
  tags: Tags,
): Promise<BulkAnswers> {
  return inBulk(routeOf(clients, target, "tag:TagResources"), arns, async () => {
    const { TagResourcesCommand } = await import("@aws-sdk/client-resource-groups-tagging-api");
    const client = await clients.tagging(target);
    return client.send(new TagResourcesCommand({ ResourceARNList: [...arns], Tags: tags }));
  });
}

export function removeTagsInBulk(
  clients: AwsClients,
  target: Target,
  arns: readonly string[],
  keys: readonly string[],
): Promise<BulkAnswers> {
  return inBulk(routeOf(clients, target, "tag:UntagResources"), arns, async () => {
    const { UntagResourcesCommand } = await import("@aws-sdk/client-resource-groups-tagging-api");
    const client = await clients.tagging(target);
    return client.send(new UntagResourcesCommand({ ResourceARNList: [...arns], TagKeys: [...keys] }));
  });
}

function routeOf(clients: AwsClients, target: Target, operation: string): Route {
  return { pace: clients.pace, target: targetId(target), operation };
}

interface BulkReply {
  readonly FailedResourcesMap?: Record<string, FailureInfo> | undefined;
  readonly $metadata: { readonly attempts?: number | undefined; readonly requestId?: string | undefined };
}

/** What is wrong with the request as a whole is wrong with each profile. */
async function inBulk(route: Route, arns: readonly string[], send: () => Promise<BulkReply>): Promise<BulkAnswers> {
  const answer = await ask(route, send, (reply) => faultsIn(reply, route.operation));
  const { attempts } = answer;
  const answerOf = (arn: string): Answer<void> => {
    const fault = answer.ok ? answer.value.get(arn) : answer.fault;
    return fault === undefined ? { ok: true, value: undefined, attempts } : { ok: false, fault, attempts };
  };
  return new Map(arns.map((arn) => [arn, answerOf(arn)]));
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
