/** Resource Groups Tagging API: tags of a hundred profiles a call (AWS.md section 5). */
import type { Answer } from "../core/fault.ts";
import type { Tags, Target } from "../core/profile.ts";
import type { AwsClients } from "./clients.ts";
import { ask } from "./translate.ts";

const PAGE_SIZE = 100;
const RESOURCE_TYPE = "bedrock:application-inference-profile";

/** Tags by ARN. Never-tagged profiles are absent, formerly tagged ones have an empty set; both may lag. */
export function listTags(clients: AwsClients, target: Target): Promise<Answer<ReadonlyMap<string, Tags>>> {
  return ask(
    "tag:GetResources",
    async () => {
      const { GetResourcesCommand } = await import("@aws-sdk/client-resource-groups-tagging-api");
      const client = await clients.tagging(target);
      const tags = new Map<string, Tags>();
      let token: string | undefined;
      let attempts = 0;
      do {
        const page = await client.send(
          new GetResourcesCommand({
            ResourceTypeFilters: [RESOURCE_TYPE],
            ResourcesPerPage: PAGE_SIZE,
            ...(token ? { PaginationToken: token } : {}),
          }),
        );
        for (const { ResourceARN, Tags: list } of page.ResourceTagMappingList ?? []) {
          if (ResourceARN)
            tags.set(ResourceARN, Object.fromEntries((list ?? []).map((t) => [t.Key ?? "", t.Value ?? ""])));
        }
        attempts += page.$metadata.attempts ?? 1;
        // The end is an empty token, and a page may be short or empty with more to come.
        token = page.PaginationToken;
      } while (token);
      return { $metadata: { attempts }, tags };
    },
    ({ tags }) => tags,
  );
}
