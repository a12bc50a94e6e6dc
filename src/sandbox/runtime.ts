// Bedrock runtime: models called through profiles or by themselves (AWS.md 9). It shares the signing name `bedrock`
// with the control plane; every call is counted in the ledger.
import { ApiError } from "./api-error.ts";
import type { UseCounts } from "./ledger.ts";
import { restJson, restReply } from "./protocols.ts";
import { answerTo, type Question, type SyntheticAnswer } from "./runtime-answer.ts";
import { invokeReply, invokeStreamReply, readInvoke } from "./runtime-invoke.ts";
import { type CalledModel, checkAccess, resolveModel } from "./runtime-model.ts";
import { converseReply, converseStreamReply } from "./runtime-reply.ts";
import { readConverse } from "./runtime-request.ts";
import type { Operation, Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";

/** One way to ask a model. */
interface Route {
  readonly name: string;
  /** Converse has no IAM action of its own (AWS.md 8). */
  readonly action: "bedrock:InvokeModel" | "bedrock:InvokeModelWithResponseStream";
  readonly read: (body: string, called: CalledModel, refusesTemperature: readonly string[]) => Question;
  readonly write: (answer: SyntheticAnswer, called: CalledModel, context: ServiceContext) => Reply;
}

const WHOLE = "bedrock:InvokeModel";
const STREAMED = "bedrock:InvokeModelWithResponseStream";

const ROUTES: Readonly<Record<string, Route>> = {
  converse: { name: "Converse", action: WHOLE, read: readConverse, write: converseReply },
  "converse-stream": {
    name: "ConverseStream",
    action: STREAMED,
    read: readConverse,
    write: (answer, _called, context) => converseStreamReply(answer, context),
  },
  invoke: { name: "InvokeModel", action: WHOLE, read: readInvoke, write: invokeReply },
  "invoke-with-response-stream": {
    name: "InvokeModelWithResponseStream",
    action: STREAMED,
    read: readInvoke,
    write: invokeStreamReply,
  },
};

const PATH = /^\/model\/([^/]+)\/([a-z-]+)$/;
/** The slash of an ARN, sent as it is, makes two segments of it. */
const BARE_SLASH = /^\/model\/[^/]+\/[^/]+\/[a-z-]+$/;

/** Not an error to HTTP: the answer that breaks clients which do not encode the ARN (AWS.md 9). */
function unknownOperation(): Reply {
  const body = { Output: { __type: "com.amazon.coral.service#UnknownOperationException" }, Version: "1.0" };
  return restReply(200, JSON.stringify(body));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ApiError("ValidationException", 400, "The provided model identifier is invalid.");
  }
}

function resourceOf(identifier: string, { caller }: ServiceRequest): string {
  if (identifier.startsWith("arn:")) return identifier;
  return `arn:${caller.partition}:bedrock:${caller.region}::foundation-model/${identifier}`;
}

/** How CloudWatch counts a call that got no answer. */
function failureCounts(status: number): Partial<UseCounts> {
  if (status === 429) return { throttles: 1 };
  return status >= 500 ? { serverErrors: 1 } : { clientErrors: 1 };
}

function ask(route: Route, identifier: string, request: ServiceRequest, context: ServiceContext): Reply {
  const access = { caller: request.caller, context };
  const called = resolveModel(identifier, access);
  checkAccess(called, route.action, access);
  const question = route.read(request.body, called, context.behaviour.temperatureRefusers);
  const answer = answerTo(called.model?.name ?? called.place.foundationModel, question);
  const { inputTokens, outputTokens, latencyMs } = answer;
  context.ledger.add(called.place, context.now(), { invocations: 1, inputTokens, outputTokens, latencyMs });
  return route.write(answer, called, context);
}

function toOperation(route: Route, segment: string, context: ServiceContext): Operation {
  return {
    name: route.name,
    action: route.action,
    mutates: true,
    resource: (request) => resourceOf(decode(segment), request),
    run: (request) => ask(route, decode(segment), request, context),
    failed: (request, status) => {
      // What names no model is not counted: CloudWatch has no `ModelId` for it.
      const { place } = resolveModel(decode(segment), { caller: request.caller, context });
      context.ledger.add(place, context.now(), failureCounts(status));
    },
  };
}

export function runtimeService(context: ServiceContext): Service {
  return {
    signingName: "bedrock",
    protocol: restJson("com.amazon.bedrock"),
    match: ({ method, path }) => {
      if (method !== "POST") return undefined;
      const [, segment, verb = ""] = PATH.exec(path) ?? [];
      const route = Object.hasOwn(ROUTES, verb) ? ROUTES[verb] : undefined;
      if (segment !== undefined && route !== undefined) return toOperation(route, segment, context);
      if (!BARE_SLASH.test(path)) return undefined;
      return { name: "unknown", action: "bedrock:unknown", mutates: false, run: unknownOperation };
    },
  };
}
