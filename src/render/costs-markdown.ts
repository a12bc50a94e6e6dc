/** `strata costs` as Markdown: a table and the lines that belong to it. Strangers' text stands in code spans only. */
import { moneyText, shareText } from "../core/money.ts";
import type { Spend, SpendPrice, SpendRow } from "../core/spend.ts";
import { mergedText, type ProjectColumn, projectColumns } from "./costs-projects.ts";
import { askedText, basisText, coverageText, payerText, periodText, valueText } from "./costs-words.ts";
import { cell, code } from "./markdown-text.ts";

/** More rows than anybody reads; what is left out is summed up. */
const MOST_ROWS = 100;

export function renderCostsMarkdown(spend: Spend, price: SpendPrice): string {
  const merged = mergedText(spend, code);
  const parts = [
    [`### Bedrock spend by ${spend.by.map(({ name }) => code(name)).join(" and ")}`],
    [`${periodText(spend)}, ${payerText(spend, code(spend.payer))}`],
    spend.rows.length === 0 ? ["Nothing was spent."] : tableRows(spend),
    merged === null ? [] : [merged],
    spend.coverage.map((one) => `- Coverage: ${coverageText(one, spend, code(one.key))}`),
    spend.services.length === 0 ? [] : [`Services: ${spend.services.map(code).join(", ")}`],
    [`${spend.rows.length === 0 ? "" : `${basisText(spend)} `}${askedText(price)}`],
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

function tableRows(spend: Spend): string[] {
  const { by, rows, total, currency } = spend;
  const shown = rows.slice(0, MOST_ROWS);
  const hidden = rows.slice(MOST_ROWS);
  const rest = hidden.reduce((sum, row) => sum + row.total, 0n);
  const columns = projectColumns(spend);
  const blank = [...by.slice(1), ...columns].map(() => "");
  const toRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    toRow([...by.map(({ name }) => cell(name)), ...columns.map(({ title }) => title), currency ?? "amount", "share"]),
    `|${[...by, ...columns].map(() => "---|").join("")}--:|--:|`,
    ...shown.map((row) =>
      toRow([...cellsOf(row, spend), ...detailsOf(row, columns), moneyText(row.total), shareText(row.total, total)]),
    ),
    ...(hidden.length === 0
      ? []
      : [toRow([`${hidden.length} more`, ...blank, moneyText(rest), shareText(rest, total)])]),
    toRow(["**Total**", ...blank, `**${moneyText(total)}**`, shareText(total, total)]),
  ];
}

function cellsOf({ values }: SpendRow, spend: Spend): string[] {
  return values.map((value, at) => (value === null ? valueText(value, spend.by[at], spend) : cell(value)));
}

function detailsOf(row: SpendRow, columns: readonly ProjectColumn[]): string[] {
  return columns.map((column) => {
    const text = column.of(row);
    return text === null ? "" : cell(text);
  });
}
