/** `list` and `list --system` as JSON (schema/list.schema.json). */
import type { Listing, ProfileRow, SystemRow, UnreadRow } from "../core/listing.ts";
import { sortTags, toFileFault, toFilePlace } from "../core/plan-file.ts";

export function renderListJson({ rows, unread }: Listing): string {
  return stringify({ formatVersion: "1.0", profiles: rows.map(toJsonRow), unread: unread.map(toJsonUnread) });
}

/** A row with its keys in a fixed order, as `show` writes it too. */
export function toJsonRow(row: ProfileRow) {
  return {
    account: row.target.account,
    accountName: row.accountName,
    region: row.target.region,
    name: row.name,
    awsName: row.awsName,
    id: row.id,
    arn: row.arn,
    ownership: row.ownership,
    stack: row.stack,
    source: row.source,
    modelArns: row.modelArns,
    description: row.description,
    tags: row.tags === null ? null : sortTags(row.tags),
    createdAt: row.createdAt,
    protect: row.protect,
    retireAfter: row.retireAfter,
    declaredAt: row.declaredAt === null ? null : toFilePlace(row.declaredAt),
  };
}

function toJsonUnread({ target, accountName, status, fault }: UnreadRow) {
  const { account, region } = target;
  return { account, accountName, region, status, fault: fault === null ? null : toFileFault(fault) };
}

export function renderSystemListJson(rows: readonly SystemRow[]): string {
  const sources = rows.map(({ region, id, name, arn, routesTo }) => ({ region, id, name, arn, routesTo }));
  return stringify({ formatVersion: "1.0", sources });
}

function stringify(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
