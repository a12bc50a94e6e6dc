/** Cost Explorer's operations on cost allocation tags, in the payer's account (AWS.md section 6). */
import type {
  CostAllocationTag,
  CostAllocationTagBackfillRequest,
  ListCostAllocationTagsRequest,
} from "@aws-sdk/client-cost-explorer";
import type { CostTag } from "../core/billing.ts";
import type { Answer } from "../core/fault.ts";
import type { Moment } from "../core/moment.ts";
import { targetId } from "../core/profile.ts";
import type { Backfill } from "../core/tag-clocks.ts";
import type { ActivationReply, BackfillStarter, BillingReader, Payer, TagActivator } from "../engine/ports/billing.ts";
import type { AwsClients } from "./clients.ts";
import { MalformedReply, memberOf } from "./malformed.ts";
import { allPages } from "./pages.ts";
import { ask, type Route } from "./translate.ts";

/** Keys that one list can be asked for. */
const KEYS_A_CALL = 100;

export function billingReader(clients: AwsClients, payer: Payer): BillingReader {
  return {
    listTags: (keys, status) => listTags(clients, payer, keys, status),
    listBackfills: () => listBackfills(clients, payer),
  };
}

export function tagActivator(clients: AwsClients, payer: Payer): TagActivator {
  return { activate: (keys) => activate(clients, payer, keys) };
}

export function backfillStarter(clients: AwsClients, payer: Payer): BackfillStarter {
  return { startBackfill: (from) => startBackfill(clients, payer, from) };
}

function routeOf(clients: AwsClients, payer: Payer, operation: string): Route {
  return { pace: clients.pace, target: targetId(payer), operation };
}

async function listTags(
  clients: AwsClients,
  payer: Payer,
  keys: readonly string[] | null,
  status?: "Active",
): Promise<Answer<readonly CostTag[]>> {
  const only = status === undefined ? {} : { Status: status };
  if (keys === null) return listMatching(clients, payer, { Type: "UserDefined", ...only });
  const tags: CostTag[] = [];
  let attempts = 0;
  for (let at = 0; at < keys.length; at += KEYS_A_CALL) {
    const some = await listMatching(clients, payer, { TagKeys: keys.slice(at, at + KEYS_A_CALL), ...only });
    attempts += some.attempts;
    if (!some.ok) return { ...some, attempts };
    tags.push(...some.value);
  }
  return { ok: true, value: tags, attempts };
}

function listMatching(
  clients: AwsClients,
  payer: Payer,
  filter: Pick<ListCostAllocationTagsRequest, "Type" | "TagKeys" | "Status">,
): Promise<Answer<readonly CostTag[]>> {
  return allPages((token) =>
    ask(
      routeOf(clients, payer, "ce:ListCostAllocationTags"),
      async () => {
        const { ListCostAllocationTagsCommand } = await import("@aws-sdk/client-cost-explorer");
        const client = await clients.costExplorer(payer);
        return client.send(new ListCostAllocationTagsCommand({ ...filter, ...(token && { NextToken: token }) }));
      },
      ({ CostAllocationTags, NextToken }) => ({
        items: memberOf(CostAllocationTags, "CostAllocationTags").map(toCostTag),
        next: NextToken,
      }),
    ),
  );
}

function toCostTag({ TagKey, Status, LastUpdatedDate, LastUsedDate }: CostAllocationTag): CostTag {
  return {
    key: memberOf(TagKey, "TagKey"),
    status: memberOf(Status, "Status"),
    updatedAt: momentOf(LastUpdatedDate),
    usedAt: momentOf(LastUsedDate),
  };
}

/** AWS writes these times with an offset, or with Z (documented); a day alone counts from its beginning. */
function momentOf(text: string | undefined): Moment | null {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function listBackfills(clients: AwsClients, payer: Payer): Promise<Answer<readonly Backfill[]>> {
  return allPages((token) =>
    ask(
      routeOf(clients, payer, "ce:ListCostAllocationTagBackfillHistory"),
      async () => {
        const { ListCostAllocationTagBackfillHistoryCommand } = await import("@aws-sdk/client-cost-explorer");
        const client = await clients.costExplorer(payer);
        return client.send(new ListCostAllocationTagBackfillHistoryCommand({ ...(token && { NextToken: token }) }));
      },
      ({ BackfillRequests, NextToken }) => ({
        items: memberOf(BackfillRequests, "BackfillRequests").map(toBackfill),
        next: NextToken,
      }),
    ),
  );
}

function toBackfill(request: CostAllocationTagBackfillRequest | undefined): Backfill {
  const from = momentOf(memberOf(request?.BackfillFrom, "BackfillFrom"));
  if (from === null) throw new MalformedReply("the reply has a BackfillFrom that is no time");
  return {
    from,
    requestedAt: momentOf(request?.RequestedAt),
    status: memberOf(request?.BackfillStatus, "BackfillStatus"),
    completedAt: momentOf(request?.CompletedAt),
  };
}

async function activate(clients: AwsClients, payer: Payer, keys: readonly string[]): Promise<Answer<ActivationReply>> {
  const answer = await ask(
    routeOf(clients, payer, "ce:UpdateCostAllocationTagsStatus"),
    async () => {
      const { UpdateCostAllocationTagsStatusCommand } = await import("@aws-sdk/client-cost-explorer");
      const client = await clients.costExplorer(payer);
      const statuses = keys.map((TagKey) => ({ TagKey, Status: "Active" as const }));
      return client.send(new UpdateCostAllocationTagsStatusCommand({ CostAllocationTagsStatus: statuses }));
    },
    ({ Errors }): ActivationReply => ({
      kind: "done",
      refused: (Errors ?? []).map(({ TagKey, Code, Message }) => ({
        key: memberOf(TagKey, "TagKey"),
        code: Code ?? "",
        message: Message ?? "AWS gave no reason",
      })),
    }),
  );
  if (answer.ok || answer.fault.kind !== "invalid") return answer;
  const unknown = unknownKeys(answer.fault.message, keys);
  if (unknown.length === 0) return answer;
  return { ok: true, value: { kind: "unknown-keys", keys: unknown }, attempts: answer.attempts };
}

/** The keys of the batch that AWS's words name; empty where it says something else. */
function unknownKeys(message: string, keys: readonly string[]): string[] {
  const named = /Tag keys not found:(.*)$/s.exec(message)?.[1]?.split(",") ?? [];
  const trimmed = new Set(named.map((key) => key.trim()));
  return keys.filter((key) => trimmed.has(key.trim()));
}

function startBackfill(clients: AwsClients, payer: Payer, from: Moment): Promise<Answer<Backfill>> {
  return ask(
    routeOf(clients, payer, "ce:StartCostAllocationTagBackfill"),
    async () => {
      const { StartCostAllocationTagBackfillCommand } = await import("@aws-sdk/client-cost-explorer");
      const client = await clients.costExplorer(payer);
      return client.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom: from }));
    },
    ({ BackfillRequest }) => toBackfill(BackfillRequest),
  );
}
