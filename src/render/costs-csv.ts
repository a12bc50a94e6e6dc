/** `strata costs` as CSV, one line for each row and span: docs/costs.md lists the columns. */
import { exactMoney } from "../core/money.ts";
import type { Spend } from "../core/spend.ts";
import { projectColumns } from "./costs-projects.ts";
import { valueTexts } from "./costs-words.ts";
import { csvText } from "./csv-text.ts";

export function renderCostsCsv(spend: Spend): string {
  const { by, spans, rows, currency, metric, payer, isLinked } = spend;
  const columns = projectColumns(spend);
  const titles = [
    ...by.map(({ name }) => name),
    ...columns.map(({ key }) => key),
    "start",
    "end",
    "amount",
    "currency",
    "metric",
    "estimated",
    "payer",
    "linked",
  ];
  const lines = rows.flatMap((row) => {
    const { values, series } = row;
    const names = [...valueTexts(values, spend), ...columns.map((column) => column.of(row) ?? "")];
    return spans.flatMap(({ start, end, estimated }, at) => {
      const amount = series[at] ?? 0n;
      if (amount === 0n) return [];
      return [
        [...names, start, end, exactMoney(amount), currency ?? "", metric, String(estimated), payer, String(isLinked)],
      ];
    });
  });
  return csvText([titles, ...lines]);
}
