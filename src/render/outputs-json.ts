/** `strata outputs --format json` (schema/outputs.schema.json). */
import { toFilePlace } from "../core/file-place.ts";
import type { UnreadRow } from "../core/listing.ts";
import { envNameOf, nameOutputs } from "../core/output-names.ts";
import type { Outputs } from "../core/outputs.ts";
import { sortTags } from "../core/plan-file.ts";
import { jsonText } from "./json-text.ts";
import { toJsonUnread } from "./list-json.ts";

export function renderOutputsJson(found: Outputs, unread: readonly UnreadRow[]): string {
  const outputs = nameOutputs(found).map(({ output, label, words }) => ({
    name: output.name,
    label,
    variable: envNameOf(words),
    account: output.account,
    accountName: output.accountName,
    region: output.region,
    arn: output.arn,
    id: output.id,
    source: output.source,
    model: output.model,
    tags: sortTags(output.tags),
    declaredAt: output.declaredAt === null ? null : toFilePlace(output.declaredAt),
  }));
  const missing = found.missing.map(({ name, account, accountName, region, why }) => {
    return { name, account, accountName, region, why };
  });
  const result = { formatVersion: "1.0", outputs, missing, unread: unread.map(toJsonUnread) };
  return jsonText(result);
}
