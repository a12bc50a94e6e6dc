/** Resource Groups Tagging API: tags of a hundred profiles a call (AWS.md section 5). */
import type { TagFilter } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Answer } from "../core/fault.ts";
import { type Tags, type Target, targetId } from "../core/profile.ts";
import type { AwsClients } from "./clients.ts";
import { memberOf } from "./malformed.ts";
import { allPages } from "./pages.ts";
import { ask } from "./translate.ts";

const PAGE_SIZE = 100;
const RESOURCE_TYPE = "bedrock:application-inference-profile";

/** Tags by ARN. Never-tagged profiles are absent, formerly tagged ones have an empty set; both may lag. */
export function listTags(clients: AwsClients, target: Target): Promise<Answer<ReadonlyMap<string, Tags>>> {
  return listTagged(clients, target, RESOURCE_TYPE);
}

/** The same of any type of resource; with filters, of those alone whose tags fit. */
export async function listTagged(
  clients: AwsClients,
  target: Target,
  type: string,
  filters: readonly TagFilter[] = [],
): Promise<Answer<ReadonlyMap<string, Tags>>> {
  const listed = await allPages((token) =>
    ask(
      { pace: clients.pace, target: targetId(target), operation: "tag:GetResources" },
      async () => {
        const { GetResourcesCommand } = await import("@aws-sdk/client-resource-groups-tagging-api");
        const client = await clients.tagging(target);
        return client.send(
          new GetResourcesCommand({
            ResourceTypeFilters: [type],
            ...(filters.length === 0 ? {} : { TagFilters: [...filters] }),
            ResourcesPerPage: PAGE_SIZE,
            ...(token === undefined ? {} : { PaginationToken: token }),
          }),
        );
      },
      ({ ResourceTagMappingList, PaginationToken }) => ({
        items: memberOf(ResourceTagMappingList, "ResourceTagMappingList").map(
          ({ ResourceARN, Tags: list }): [string, Tags] => [
            memberOf(ResourceARN, "ResourceARN"),
            Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
          ],
        ),
        // The end is an empty token, and a page may be short or empty with more to come.
        next: PaginationToken,
      }),
    ),
  );
  return listed.ok ? { ...listed, value: new Map(listed.value) } : listed;
}
