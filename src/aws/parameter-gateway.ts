/** SSM Parameter Store → our words. Parameters of ours are of type String, tier Standard, and carry their marks from the start. */

import type { Answer } from "../core/fault.ts";
import { STACK_TAG, type Stacks } from "../core/ownership.ts";
import { type Tags, type Target, targetId } from "../core/profile.ts";
import type { ParameterReader, ParameterWriter } from "../engine/ports/parameters.ts";
import type { AwsClients } from "./clients.ts";
import { memberOf } from "./malformed.ts";
import { listTagged } from "./tagging-gateway.ts";
import { ask, type Route } from "./translate.ts";

/** Names of one GetParameters call (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html). */
const NAMES_A_CALL = 10;
const RESOURCE_TYPE = "ssm:parameter";

function routeOf(clients: AwsClients, target: Target, operation: string): Route {
  return { pace: clients.pace, target: targetId(target), operation: `ssm:${operation}` };
}

export function parameterReader(clients: AwsClients, target: Target): ParameterReader {
  return {
    listMarked: (stacks) => listMarked(clients, target, stacks),
    readParameters: (paths) => readParameters(clients, target, paths),
    readParameterTags: (path) =>
      ask(
        routeOf(clients, target, "ListTagsForResource"),
        async () => {
          const { ListTagsForResourceCommand } = await import("@aws-sdk/client-ssm");
          const client = await clients.ssm(target);
          return client.send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: path }));
        },
        ({ TagList }) =>
          Object.fromEntries(memberOf(TagList, "TagList").map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
      ),
  };
}

async function listMarked(
  clients: AwsClients,
  target: Target,
  { stack, formerStacks }: Stacks,
): Promise<Answer<ReadonlyMap<string, Tags>>> {
  const filter = { Key: STACK_TAG, Values: [stack, ...formerStacks] };
  const listed = await listTagged(clients, target, RESOURCE_TYPE, [filter]);
  if (!listed.ok) return listed;
  return { ...listed, value: new Map([...listed.value].map(([arn, tags]) => [pathOf(arn), tags])) };
}

/** `arn:aws:ssm:us-west-2:111122223333:parameter/genai/x` → `/genai/x`. */
function pathOf(arn: string): string {
  return arn.replace(/^(?:[^:]*:){5}parameter/, "");
}

async function readParameters(
  clients: AwsClients,
  target: Target,
  paths: readonly string[],
): Promise<Answer<ReadonlyMap<string, string>>> {
  const batches = Array.from({ length: Math.ceil(paths.length / NAMES_A_CALL) }, (_, index) =>
    paths.slice(index * NAMES_A_CALL, (index + 1) * NAMES_A_CALL),
  );
  const answers = await Promise.all(batches.map((names) => readBatch(clients, target, names)));
  const attempts = answers.reduce((sum, answer) => sum + answer.attempts, 0);
  const failed = answers.find((answer) => !answer.ok);
  if (failed?.ok === false) return { ...failed, attempts };
  const value = new Map(answers.flatMap((answer) => (answer.ok ? answer.value : [])));
  return { ok: true, value, attempts };
}

function readBatch(clients: AwsClients, target: Target, names: readonly string[]): Promise<Answer<[string, string][]>> {
  return ask(
    routeOf(clients, target, "GetParameters"),
    async () => {
      const { GetParametersCommand } = await import("@aws-sdk/client-ssm");
      const client = await clients.ssm(target);
      return client.send(new GetParametersCommand({ Names: [...names] }));
    },
    ({ Parameters }) =>
      memberOf(Parameters, "Parameters").map(({ Name, Value }): [string, string] => [
        memberOf(Name, "Name"),
        Value ?? "",
      ]),
  );
}

export function parameterWriter(clients: AwsClients, target: Target): ParameterWriter {
  const put = (path: string, value: string, how: { Overwrite: true } | { Tags: { Key: string; Value: string }[] }) =>
    ask(
      routeOf(clients, target, "PutParameter"),
      async () => {
        const { PutParameterCommand } = await import("@aws-sdk/client-ssm");
        const client = await clients.ssm(target);
        return client.send(
          new PutParameterCommand({ Name: path, Value: value, Type: "String", Tier: "Standard", ...how }),
        );
      },
      () => undefined,
    );
  return {
    createParameter: (path, value, tags) => put(path, value, { Tags: toTagList(tags) }),
    overwriteParameter: (path, value) => put(path, value, { Overwrite: true }),
    tagParameter: (path, tags) =>
      ask(
        routeOf(clients, target, "AddTagsToResource"),
        async () => {
          const { AddTagsToResourceCommand } = await import("@aws-sdk/client-ssm");
          const client = await clients.ssm(target);
          const of = { ResourceType: "Parameter", ResourceId: path } as const;
          return client.send(new AddTagsToResourceCommand({ ...of, Tags: toTagList(tags) }));
        },
        () => undefined,
      ),
    deleteParameter: (path) =>
      ask(
        routeOf(clients, target, "DeleteParameter"),
        async () => {
          const { DeleteParameterCommand } = await import("@aws-sdk/client-ssm");
          const client = await clients.ssm(target);
          return client.send(new DeleteParameterCommand({ Name: path }));
        },
        () => undefined,
      ),
  };
}

function toTagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
