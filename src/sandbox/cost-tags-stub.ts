// PROVISIONAL: as much of cost allocation tags as costs need, until the real store of them takes this place.
import { parseJsonObject } from "./constraints.ts";
import { jsonRpc, rpcReply } from "./protocols.ts";
import type { Service, ServiceContext } from "./service.ts";

interface Tag {
  readonly status: string;
  readonly updatedAt: number;
  readonly from: number;
}

export class CostTagsStub {
  readonly tags = new Map<string, Tag>();

  appliesFrom(payer: string, key: string): number | undefined {
    const tag = this.tags.get(`${payer} ${key}`);
    return tag?.status === "Active" ? tag.from : undefined;
  }
}

export function costTagsStubService(stub: CostTagsStub, { ledger, now }: ServiceContext): Service {
  const handlers: Readonly<Record<string, (input: Readonly<Record<string, unknown>>, payer: string) => unknown>> = {
    ListCostAllocationTags: (_, payer) => {
      const used = ledger.uses().flatMap(({ tags }) => Object.keys(tags));
      const keys = [...stub.tags.keys()]
        .filter((id) => id.startsWith(`${payer} `))
        .map((id) => id.slice(payer.length + 1));
      const known = [...new Set([...used, ...keys])].sort();
      return {
        CostAllocationTags: known.map((key) => {
          const tag = stub.tags.get(`${payer} ${key}`);
          const updated = tag && { LastUpdatedDate: new Date(tag.updatedAt).toISOString() };
          return { TagKey: key, Type: "UserDefined", Status: tag?.status ?? "Inactive", ...updated };
        }),
      };
    },
    UpdateCostAllocationTagsStatus: ({ CostAllocationTagsStatus: entries }, payer) => {
      const at = now().getTime();
      for (const { TagKey, Status } of entries as { TagKey: string; Status: string }[]) {
        stub.tags.set(`${payer} ${TagKey}`, { status: Status, updatedAt: at, from: at });
      }
      return { Errors: [] };
    },
    StartCostAllocationTagBackfill: ({ BackfillFrom }, payer) => {
      const from = Date.parse(String(BackfillFrom));
      for (const [id, tag] of stub.tags) if (id.startsWith(`${payer} `)) stub.tags.set(id, { ...tag, from });
      return {};
    },
  };
  return {
    signingName: "ce",
    protocol: jsonRpc("1.1", "LimitExceededException"),
    match: ({ headers }) => {
      const name = String(headers["x-amz-target"] ?? "").replace("AWSInsightsIndexService.", "");
      const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
      if (handler === undefined) return undefined;
      const run: ReturnType<Service["match"]> = {
        name,
        action: `ce:${name}`,
        mutates: false,
        run: ({ body, caller }) => rpcReply("1.1", handler(parseJsonObject(body), caller.account)),
      };
      return run;
    },
  };
}
