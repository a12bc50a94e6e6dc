/** `strata tags --format json` (schema/tags.schema.json). */
import type { Backfill, TagRow } from "../core/tag-clocks.ts";
import { jsonText } from "./json-text.ts";
import { clockWords } from "./tag-clock-words.ts";
import type { TagsReport } from "./tags-table-text.ts";

export function renderTagsJson({ account, rows, isRead, backfills }: TagsReport): string {
  const result = {
    formatVersion: "1.0",
    payer: account,
    read: isRead,
    tags: rows.map((row) => toJsonTag(row, isRead)),
    backfills: backfills === null ? null : backfills.map(toJsonBackfill),
  };
  return jsonText(result);
}

function toJsonTag(row: TagRow, isRead: boolean) {
  const { key, isDeclared, status, updatedAt, usedAt, seen, shown, countsFrom, isBackfilling } = row;
  const state = isRead
    ? { known: status !== null, status, updatedAt, usedAt, seen, shown, countsFrom, backfilling: isBackfilling }
    : {
        known: null,
        status: null,
        updatedAt: null,
        usedAt: null,
        seen: null,
        shown: null,
        countsFrom: null,
        backfilling: null,
      };
  return { key, declared: isDeclared, ...state, says: isRead ? Object.values(clockWords(row)) : [] };
}

export function toJsonBackfill({ from, requestedAt, status, completedAt }: Backfill) {
  return { from, requestedAt, status, completedAt };
}
