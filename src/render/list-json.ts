/** `list` and `list --system` as JSON (schema/list.schema.json). */
import { toFilePlace } from "../core/file-place.ts";
import { type ProfileRow, regionsOf, type SystemRow, sortSystemRows, type UnreadRow } from "../core/listing.ts";
import { sortTags, toFileFault } from "../core/plan-file.ts";
import { jsonText } from "./json-text.ts";

/** `unread`: targets that no row can speak for. */
export function renderListJson(rows: readonly ProfileRow[], unread: readonly UnreadRow[] = []): string {
  return stringify({ formatVersion: "1.0", profiles: rows.map(toJsonRow), unread: unread.map(toJsonUnread) });
}

/** A row with its keys in a fixed order, as `show` writes it too. */
export function toJsonRow(row: ProfileRow) {
  return {
    account: row.account,
    accountName: row.accountName,
    region: row.region,
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

export function toJsonUnread({ account, accountName, region, status, fault }: UnreadRow) {
  return { account, accountName, region, status, fault: fault === null ? null : toFileFault(fault) };
}

export function renderSystemListJson(rows: readonly SystemRow[]): string {
  return stringify({ formatVersion: "1.0", sources: sortSystemRows(rows).map(toJsonSource) });
}

export function toJsonSource({ region, source }: SystemRow) {
  const { id, name, arn, modelArns } = source;
  return { region, id, name, arn, routesTo: regionsOf(modelArns) };
}

function stringify(value: unknown): string {
  return jsonText(value);
}
