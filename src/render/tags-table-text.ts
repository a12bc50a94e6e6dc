/** `strata tags` in the terminal: a row a key, what the clocks say of each declared one, and the backfills. */
import type { Backfill, TagRow } from "../core/tag-clocks.ts";
import { type Column, tableLines } from "./table-text.ts";
import { clockWords, minuteOf } from "./tag-clock-words.ts";
import { joinParts, type Line, line, paragraph, renderLines, span, type TextStyle, type Tone } from "./text-layout.ts";

export interface TagsReport {
  /** The payer's account; null where it is not known. */
  readonly account: string | null;
  readonly rows: readonly TagRow[];
  /** False where billing gave no answer: then nothing is known of the keys. */
  readonly isRead: boolean;
  /** The newest first; null where they are not known. */
  readonly backfills: readonly Backfill[] | null;
}

export function renderTagsTable(report: TagsReport, style: TextStyle): string {
  const { account, rows, isRead } = report;
  const payer = account === null ? "the account of the credentials" : `account ${account}`;
  if (rows.length === 0) {
    const none = isRead ? "The file names no cost allocation tags (costAllocationTags)." : "No key is known.";
    return renderLines(paragraph(none, 0, style), style);
  }
  const parts = [
    paragraph(`Cost allocation tags of ${payer}`, 0, style, "strong"),
    tableLines(rows, columnsOf(isRead), style),
    ...(isRead ? rows.filter(({ isDeclared }) => isDeclared).map((row) => clockLines(row, style)) : []),
    isRead ? backfillLines(report.backfills, style) : [],
  ];
  return renderLines(joinParts(parts), style);
}

function columnsOf(isRead: boolean): Column<TagRow>[] {
  return [
    { title: "KEY", cell: ({ key }) => key, least: 12 },
    {
      title: "BILLING",
      cell: ({ seen }) => (!isRead ? "not checked" : seen === "waiting" ? "waiting" : "known"),
      tone: ({ seen }) => (seen === "waiting" ? "change" : "plain"),
      least: 7,
    },
    { title: "STATUS", cell: ({ status }) => status ?? "-", tone: toneOf, least: 8 },
    { title: "SINCE", cell: ({ updatedAt }) => updatedAt?.slice(0, 10) ?? "", least: 10, drop: 1 },
    { title: "LAST USED", cell: ({ usedAt }) => usedAt?.slice(0, 7) ?? "", least: 9, drop: 2 },
    { title: "COUNTS FROM", cell: ({ countsFrom }) => countsFrom?.slice(0, 10) ?? "", least: 11 },
  ];
}

function toneOf({ shown, status }: TagRow): Tone {
  if (status === null) return "dim";
  return shown === "inactive" ? "change" : "good";
}

function clockLines(row: TagRow, style: TextStyle): Line[] {
  const { seen, shown, back } = clockWords(row);
  return [
    [span(row.key, "strong")],
    ...paragraph(seen, 2, style),
    ...paragraph(shown, 2, style),
    ...paragraph(back, 2, style),
  ];
}

function backfillLines(backfills: readonly Backfill[] | null, style: TextStyle): Line[] {
  if (backfills === null) return [line("Backfills: not known.", "warn")];
  const [last] = backfills;
  return paragraph(last === undefined ? "No backfill is known." : lastBackfill(last), 0, style);
}

/** `Last backfill: from 2026-08-01, asked for 2026-11-23 09:00 UTC: done 2026-11-23 10:00 UTC.` */
export function lastBackfill({ from, requestedAt, status, completedAt }: Backfill): string {
  const asked = requestedAt === null ? "" : `, asked for ${minuteOf(requestedAt)}`;
  const states: Readonly<Record<string, string>> = {
    PROCESSING: "in work",
    SUCCEEDED: completedAt === null ? "done" : `done ${minuteOf(completedAt)}`,
    FAILED: "failed",
  };
  return `Last backfill: from ${from.slice(0, 10)}${asked}: ${states[status] ?? status}.`;
}
