// From a request to its answer: who calls, which operation, whether it is refused or hit by a fault, the work, the record.
import { setTimeout as wait } from "node:timers/promises";
import { ApiError } from "./api-error.ts";
import type { Behaviour } from "./behaviour.ts";
import type { SandboxCall } from "./call-log.ts";
import { readCaller } from "./caller.ts";
import type { FaultEngine } from "./faults.ts";
import type { Answer, HttpRequest } from "./http-listener.ts";
import type { Operation, Protocol, Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";
import { plainFailure, strike, timeOf } from "./strike.ts";

export interface DispatchParts {
  readonly services: readonly [Service, ...Service[]];
  readonly behaviour: Behaviour;
  readonly isDenied: ServiceContext["isDenied"];
  readonly faults: FaultEngine;
  /** Returns once every change made so far is durable. */
  readonly commit: () => Promise<void>;
  readonly record: (call: SandboxCall) => void;
  readonly isClosing: () => boolean;
}

type Parts = DispatchParts;

/** The protocol that a request without a known service expects its refusal in. */
function guessService({ services }: Parts, request: HttpRequest): Service {
  const form = /^application\/x-www-form-urlencoded/.test(String(request.headers["content-type"] ?? ""));
  const name = request.headers["x-amz-target"] !== undefined ? "tagging" : form ? "sts" : "bedrock";
  return services.find(({ signingName }) => signingName === name) ?? services[0];
}

/** A refusal in IAM's words. */
function denial(operation: Operation, request: ServiceRequest, protocol: Protocol): ApiError {
  const { arn } = request.caller;
  const resource = operation.resource === undefined ? "" : ` on resource: ${operation.resource(request)}`;
  return protocol.failure(
    "denied",
    `User: ${arn} is not authorized to perform: ${operation.action}${resource} because no identity-based policy allows the ${operation.action} action`,
  );
}

/** The refusal that `disabledRegions` or `deniedOperations` has for this request, if any. */
function refusalOf(
  parts: Parts,
  operation: Operation,
  request: ServiceRequest,
  protocol: Protocol,
): ApiError | undefined {
  const { caller } = request;
  if (parts.behaviour.disabledRegions.includes(caller.region)) return plainFailure(protocol, "unknown-credentials");
  const account = operation.account?.(request) ?? caller.account;
  return parts.isDenied(operation.action, account, caller.region) ? denial(operation, request, protocol) : undefined;
}

async function work(parts: Parts, operation: Operation, request: ServiceRequest, protocol: Protocol): Promise<Answer> {
  const refused = refusalOf(parts, operation, request, protocol);
  if (refused !== undefined) throw refused;
  const { account, region } = request.caller;
  const { delayMs, fault } = parts.faults.decide({ operation: operation.name, account, region });
  const delay = parts.behaviour.latencyMs + delayMs;
  if (delay > 0) await wait(delay, undefined, { ref: false });
  const struck = { protocol, requestId: request.requestId, denied: () => denial(operation, request, protocol) };
  if (fault !== undefined && timeOf(fault) === "before") {
    parts.faults.count(fault.kind);
    return strike(fault, struck);
  }
  if (parts.isClosing()) return "reset";
  const reply = operation.run(request);
  if (operation.mutates) await parts.commit();
  if (fault === undefined) return reply;
  parts.faults.count(fault.kind);
  return strike(fault, { ...struck, reply });
}

async function handle(
  parts: Parts,
  operation: Operation,
  request: ServiceRequest,
  protocol: Protocol,
): Promise<Answer> {
  const answer = await work(parts, operation, request, protocol).catch((error: unknown) => {
    const failure = error instanceof ApiError ? error : protocol.failure("internal", (error as Error).message);
    return protocol.errorReply(failure, request.requestId);
  });
  if (typeof answer !== "string" && answer.status >= 400) await noteFailure(parts, operation, request, answer.status);
  return answer;
}

/** Some services count their failures. The answer stands, whatever becomes of the count. */
async function noteFailure(parts: Parts, operation: Operation, request: ServiceRequest, status: number): Promise<void> {
  if (operation.failed === undefined) return;
  try {
    operation.failed(request, status);
    await parts.commit();
  } catch {
    // The request names nothing that could be counted, or the state cannot be written.
  }
}

function unsigned(parts: Parts, request: HttpRequest): Reply {
  const { protocol } = guessService(parts, request);
  parts.record({
    operation: "unknown",
    service: "",
    account: "",
    region: "",
    status: 403,
    requestId: request.requestId,
  });
  return protocol.errorReply(plainFailure(protocol, "unsigned"), request.requestId);
}

function unserved(request: ServiceRequest, protocol: Protocol): Reply {
  const message = `The sandbox does not serve this operation of ${request.caller.signingName}.`;
  return protocol.errorReply(protocol.failure("unknown-operation", message), request.requestId);
}

/** Answers one AWS request. Never throws for anything a client can send. */
export async function dispatch(parts: DispatchParts, http: HttpRequest): Promise<Answer> {
  const caller = readCaller(http.headers);
  if (caller === undefined) return unsigned(parts, http);
  const request: ServiceRequest = { ...http, caller };
  const candidates = parts.services.filter(({ signingName }) => signingName === caller.signingName);
  const served = candidates
    .map((service) => ({ service, operation: service.match(request) }))
    .find(({ operation }) => operation);
  const { protocol } = served?.service ?? candidates[0] ?? guessService(parts, http);
  const operation = served?.operation;
  const answer =
    operation === undefined ? unserved(request, protocol) : await handle(parts, operation, request, protocol);
  const status = typeof answer === "string" ? 0 : answer.status;
  const { account, region, signingName: service } = caller;
  parts.record({
    operation: operation?.name ?? "unknown",
    service,
    account,
    region,
    status,
    requestId: http.requestId,
  });
  return answer;
}
