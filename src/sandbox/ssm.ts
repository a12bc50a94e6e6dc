// SSM Parameter Store: routes (JSON 1.1; docs/sandbox.md). What the rest of SSM does is not served.
import { parseJsonObject } from "./constraints.ts";
import { jsonRpc } from "./protocols.ts";
import type { Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";
import { parameterArn, readSelector } from "./ssm-names.ts";
import { describeParameters, getParameter, getParameters, getParametersByPath } from "./ssm-read.ts";
import {
  addTagsToResource,
  deleteParameter,
  deleteParameters,
  listTagsForResource,
  putParameter,
  removeTagsFromResource,
} from "./ssm-write.ts";

const TARGET = "AmazonSSM.";

type Handler = (request: ServiceRequest, context: ServiceContext) => Reply;

const READS: Readonly<Record<string, Handler>> = {
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  DescribeParameters: describeParameters,
  ListTagsForResource: listTagsForResource,
};

const WRITES: Readonly<Record<string, Handler>> = {
  PutParameter: putParameter,
  DeleteParameter: deleteParameter,
  DeleteParameters: deleteParameters,
  AddTagsToResource: addTagsToResource,
  RemoveTagsFromResource: removeTagsFromResource,
};

/** What an access-denied message names; the first of several. */
function resourceOf({ body, caller }: ServiceRequest): string {
  const { Name, Names, Path, ResourceId } = parseJsonObject(body);
  const first = [Name, Array.isArray(Names) ? Names[0] : undefined, Path, ResourceId].find(
    (one) => typeof one === "string",
  );
  return typeof first === "string" ? parameterArn(caller, readSelector(first).name) : "*";
}

export function ssmService(context: ServiceContext): Service {
  return {
    signingName: "ssm",
    protocol: jsonRpc("1.1", "ThrottlingException"),
    match: (request) => {
      const target = String(request.headers["x-amz-target"] ?? "");
      const name = target.startsWith(TARGET) && request.method === "POST" ? target.slice(TARGET.length) : "";
      const isWrite = Object.hasOwn(WRITES, name);
      const handler = isWrite ? WRITES[name] : Object.hasOwn(READS, name) ? READS[name] : undefined;
      if (handler === undefined) return undefined;
      return {
        name,
        action: `ssm:${name}`,
        mutates: isWrite,
        resource: resourceOf,
        run: () => handler(request, context),
      };
    },
  };
}
