/** `strata leaks` as Markdown: a table and the lines that belong to it. Strangers' text stands in code spans only. */
import type { LeakReport } from "../core/leaks.ts";
import { coverageLine } from "./coverage-line.ts";
import { columnsOf, type LeakColumn } from "./leaks-columns.ts";
import { findingText, notesText, TITLE } from "./leaks-words.ts";
import { unreadText } from "./list-text.ts";
import { cell, code } from "./markdown-text.ts";

/** More rows than anybody reads. */
const MOST_ROWS = 100;

export function renderLeaksMarkdown(report: LeakReport): string {
  const { rows, coverage, unread } = report;
  const parts = [
    [`### ${TITLE}`],
    [findingText(report)],
    [`**${coverageLine(coverage)}**`],
    rows.length === 0 ? [] : tableRows(report),
    rows.length > MOST_ROWS ? [`${rows.length - MOST_ROWS} smaller rows are left out.`] : [],
    notesText(report, code).map((text) => `- ${text}`),
    unread.map((row) => `- ${code(unreadText(row))}`),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

function tableRows(report: LeakReport): string[] {
  const columns = columnsOf(report);
  const toRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const cellOf = ({ isNumber, text }: LeakColumn, row: LeakReport["rows"][number]): string => {
    const shown = text(row);
    return isNumber || shown === "" ? shown : cell(shown);
  };
  return [
    toRow(columns.map(({ title }) => title)),
    `|${columns.map(({ isNumber }) => (isNumber ? "--:" : "---")).join("|")}|`,
    ...report.rows.slice(0, MOST_ROWS).map((row) => toRow(columns.map((column) => cellOf(column, row)))),
    toRow(columns.map(({ sum }) => (sum === "" ? "" : `**${sum}**`))),
  ];
}
