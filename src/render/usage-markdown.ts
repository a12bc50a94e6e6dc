/** `strata usage` as Markdown: a table with the calls over time. Strangers' text stands in code spans only. */
import type { UseReport, UseRow } from "../core/use-report.ts";
import { sparkline } from "./bars.ts";
import { unreadText } from "./list-text.ts";
import { cell, code } from "./markdown-text.ts";
import { byCalls, columnsOf, type UseColumn } from "./usage-columns.ts";
import { notesText, SILENCE, summed } from "./usage-words.ts";

/** More rows than anybody reads. */
const MOST_ROWS = 100;

export function renderUsageMarkdown(report: UseReport): string {
  const { rows, unread } = report;
  const parts = [
    ["### Bedrock use by profile"],
    rows.length === 0 ? [] : tableRows(report),
    rows.length > MOST_ROWS ? [`${rows.length - MOST_ROWS} profiles that are called less are left out.`] : [],
    [notesText(report).join(" ")],
    unread.map((row) => `- ${code(unreadText(row))}`),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

function tableRows(report: UseReport): string[] {
  const { rows, totals, time } = report;
  const columns = columnsOf(report);
  const toRow = (cells: readonly string[], series: readonly number[]): string => {
    return `| ${[...cells, sparkline(series, SILENCE)].join(" | ")} |`;
  };
  const shown = byCalls(rows).slice(0, MOST_ROWS);
  const sum = columns.map((column) => strong(column.sum(totals)));
  return [
    `| ${columns.map(({ title }) => title).join(" | ")} | calls over time |`,
    `|${columns.map(alignOf).join("|")}|---|`,
    ...shown.map((row) =>
      toRow(
        columns.map((column) => cellOf(column, row)),
        row.series,
      ),
    ),
    toRow(
      sum,
      summed(
        rows.map(({ series }) => series),
        time,
      ),
    ),
  ];
}

function cellOf({ isNumber, text }: UseColumn, row: UseRow): string {
  return isNumber ? text(row) : cell(text(row));
}

function alignOf({ isNumber }: UseColumn): string {
  return isNumber ? "--:" : "---";
}

function strong(text: string): string {
  return text === "" ? "" : `**${text}**`;
}
