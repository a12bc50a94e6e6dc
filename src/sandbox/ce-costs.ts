// Cost Explorer, the operations about money: GetCostAndUsage, GetDimensionValues, GetTags (AWS.md 6). JSON 1.1.

import { getCostAndUsage } from "./ce-cost-and-usage.ts";
import type { CostRequest } from "./ce-request.ts";
import { ceHandlerOf } from "./ce-target.ts";
import { getDimensionValues, getTags } from "./ce-values.ts";
import { parseJsonObject } from "./constraints.ts";
import { costLinesOf } from "./cost-lines.ts";
import { jsonRpc, rpcReply } from "./protocols.ts";
import type { Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";
import { TokenMemory } from "./spenders.ts";

type Handler = (request: CostRequest) => unknown;

const HANDLERS: Readonly<Record<string, Handler>> = {
  GetCostAndUsage: getCostAndUsage,
  GetDimensionValues: getDimensionValues,
  GetTags: getTags,
};

export function costsService(context: ServiceContext): Service {
  const memory = new TokenMemory();
  const run = (handler: Handler, { body, caller }: ServiceRequest): Reply => {
    const { payerAccount } = context.behaviour;
    const payer = payerAccount === "" ? caller.account : payerAccount;
    const lines = costLinesOf(context, memory, payer === caller.account ? null : caller.account);
    const appliesFrom = (key: string) => context.costTags.appliesFrom(payer, key);
    return rpcReply("1.1", handler({ input: parseJsonObject(body), caller, context, lines, appliesFrom }));
  };
  return {
    signingName: "ce",
    protocol: jsonRpc("1.1", "LimitExceededException"),
    match: (request) => {
      const asked = ceHandlerOf(request, HANDLERS);
      if (asked === undefined) return undefined;
      const { name, handler } = asked;
      return { name, action: `ce:${name}`, mutates: false, run: () => run(handler, request) };
    },
  };
}
