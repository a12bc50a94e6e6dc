// Cost Explorer's operations on cost allocation tags, and whom they are refused to (AWS.md 6). JSON 1.1.

import { ApiError } from "./api-error.ts";
import { ceHandlerOf } from "./ce-target.ts";
import { parseJsonObject, validationError } from "./constraints.ts";
import type { Backfill, CostTagStatus } from "./cost-tags.ts";
import { cutPage, listInput, readText, toTagWire, validBackfillStart } from "./cost-tags-input.ts";
import { jsonRpc, rpcReply } from "./protocols.ts";
import type { Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Keys of one update (AWS.md 6). */
const MAX_UPDATES = 20;

type Handler = (request: ServiceRequest, context: ServiceContext) => Reply;

/** @throws ApiError for a linked account, with the words that were seen of AWS. */
function payerOf({ caller }: ServiceRequest, { behaviour }: ServiceContext, verb: string): string {
  const { payerAccount } = behaviour;
  if (payerAccount === "" || payerAccount === caller.account) return caller.account;
  const message = `Failed to ${verb} Cost Allocation Tags: Linked account doesn't have access to cost allocation tags.`;
  throw new ApiError("AccessDeniedException", 400, message);
}

const listTags: Handler = (request, context) => {
  const payer = payerOf(request, context, "list");
  const { status, keys, type, ...paging } = listInput(parseJsonObject(request.body));
  // None of the sandbox's keys is AWS's own.
  const known = type === "AWSGenerated" ? [] : context.costTags.known(payer);
  const found = known.filter((tag) => (keys?.includes(tag.key) ?? true) && (status ?? tag.status) === tag.status);
  const { items, next } = cutPage(found, paging, ["tags", payer, status, keys, type], context);
  return rpcReply("1.1", {
    CostAllocationTags: items.map(toTagWire),
    ...(next === undefined ? {} : { NextToken: next }),
  });
};

const updateStatus: Handler = (request, context) => {
  const payer = payerOf(request, context, "update");
  const entries = readUpdates(parseJsonObject(request.body).CostAllocationTagsStatus);
  const known = new Set(context.costTags.known(payer).map(({ key }) => key));
  const unknown = [...new Set(entries.map(({ key }) => key))].filter((key) => !known.has(key));
  if (unknown.length > 0) {
    // One unknown key fails them all (AWS.md 6).
    throw validationError(`Failed to update Cost Allocation Tag: Tag keys not found: ${unknown.join(",")}`);
  }
  for (const { key, status } of entries) context.costTags.setStatus(payer, key, status);
  return rpcReply("1.1", { Errors: [] });
};

function readUpdates(value: unknown): { key: string; status: CostTagStatus }[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_UPDATES) {
    throw validationError(`CostAllocationTagsStatus must hold 1 to ${MAX_UPDATES} entries`);
  }
  return value.map((entry: unknown) => {
    const { TagKey, Status } = (entry ?? {}) as Record<string, unknown>;
    if (Status !== "Active" && Status !== "Inactive") throw validationError("Status must be Active or Inactive");
    return { key: readText(TagKey, "TagKey"), status: Status };
  });
}

const startBackfill: Handler = (request, context) => {
  const payer = payerOf(request, context, "backfill");
  const now = context.now();
  const from = validBackfillStart(parseJsonObject(request.body).BackfillFrom, now);
  const [last] = context.costTags.backfills(payer);
  if (last !== undefined && now.getTime() < last.requestedAt + DAY_MS) {
    const isRunning = now.getTime() < last.completedAt;
    const message = isRunning
      ? "A request to backfill is already in progress. Once the previous request is complete, you can create another request."
      : "A backfill can be requested once every 24 hours.";
    throw new ApiError("BackfillLimitExceededException", 400, message);
  }
  const started = context.costTags.startBackfill(payer, from);
  return rpcReply("1.1", { BackfillRequest: toBackfillWire(started, now) });
};

const listBackfills: Handler = (request, context) => {
  const payer = payerOf(request, context, "list");
  const paging = listInput(parseJsonObject(request.body));
  const { items, next } = cutPage(context.costTags.backfills(payer), paging, ["backfills", payer], context);
  const requests = items.map((backfill) => toBackfillWire(backfill, context.now()));
  return rpcReply("1.1", { BackfillRequests: requests, ...(next === undefined ? {} : { NextToken: next }) });
};

function toBackfillWire({ from, requestedAt, completedAt }: Backfill, now: Date) {
  const isDone = completedAt <= now.getTime();
  const toText = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
  return {
    BackfillFrom: toText(from),
    RequestedAt: toText(requestedAt),
    BackfillStatus: isDone ? "SUCCEEDED" : "PROCESSING",
    LastUpdatedAt: toText(isDone ? completedAt : requestedAt),
    ...(isDone ? { CompletedAt: toText(completedAt) } : {}),
  };
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  ListCostAllocationTags: listTags,
  UpdateCostAllocationTagsStatus: updateStatus,
  StartCostAllocationTagBackfill: startBackfill,
  ListCostAllocationTagBackfillHistory: listBackfills,
};

/** One of the services that sign as `ce`: it answers for tags alone. */
export function costTagsService(context: ServiceContext): Service {
  return {
    signingName: "ce",
    protocol: jsonRpc("1.1", "LimitExceededException"),
    match: (request) => {
      const asked = ceHandlerOf(request, HANDLERS);
      if (asked === undefined) return undefined;
      const { name, handler } = asked;
      return { name, action: `ce:${name}`, mutates: !name.startsWith("List"), run: () => handler(request, context) };
    },
  };
}
