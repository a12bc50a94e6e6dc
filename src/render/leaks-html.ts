/** `strata leaks` as one page that needs nothing else. */
import { grouped } from "../core/calls.ts";
import type { LeakReport } from "../core/leaks.ts";
import { tokensOf } from "../core/model-use.ts";
import { moneyText } from "../core/money.ts";
import { coveragePercent, noTokens, pointsWords } from "./coverage-line.ts";
import { escapeHtml } from "./html-text.ts";
import { columnsOf } from "./leaks-columns.ts";
import { ABOUT, currencyOf, findingText, notesText, TITLE } from "./leaks-words.ts";
import { unreadText } from "./list-text.ts";
import { cardsOf, notesOf, pageOf, tableOf } from "./page.ts";
import { countOf } from "./plan-words.ts";
import { compact } from "./usage-words.ts";

export function renderLeaksHtml(report: LeakReport): string {
  const missing = report.unread.map((row) => `<p class="unknown">${escapeHtml(unreadText(row))}</p>`);
  const table = report.rows.length === 0 ? [] : [leakTable(report)];
  return pageOf(TITLE, findingText(report), [...missing, cards(report), ...table, notesOf(notesText(report))]);
}

function cards(report: LeakReport): string {
  const { coverage, totals, rows, source } = report;
  const leaked = rows.filter(({ verdict }) => verdict === "leaked").length;
  const unpriced = totals.unpriced === 0 ? "" : `, without ${countOf(totals.unpriced, "row", "rows")}`;
  const money = totals.money === null ? "no estimate" : `${ABOUT} ${moneyText(totals.money)} ${currencyOf(report)}`;
  const figures = [
    ["Token coverage", coveragePercent(coverage) ?? noTokens(coverage), pointsWords(coverage)],
    ["Tokens that leaked", compact(tokensOf(totals.leaked)), `of ${compact(tokensOf(totals.all))}`],
    ["Calls that leaked", grouped(totals.leaked.invocations), countOf(leaked, "row", "rows")],
    ["Money that leaked", money, source.status === "none" ? "" : `an estimate${unpriced}`],
  ];
  return cardsOf(
    figures.map(
      ([title = "", figure = "", more = ""]) =>
        `${escapeHtml(title)}<strong>${escapeHtml(figure)}</strong><span class="dim">${escapeHtml(more)}</span>`,
    ),
  );
}

function leakTable(report: LeakReport): string {
  const columns = columnsOf(report);
  const rows = report.rows.map((row) =>
    columns.map(({ title, text, value }) => ({
      text: text(row),
      value: value(row),
      isAccount: title === "account",
      // A model id must not break in the middle of a word.
      isLong: title === "called",
    })),
  );
  const sum = columns.map((column) => column.sum);
  return tableOf(`${TITLE}, by account, region and what was called`, columns, rows, sum);
}
