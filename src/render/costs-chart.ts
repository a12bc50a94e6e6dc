/** Spend over time as stacked columns. */
import { moneyNumber, moneyText, shareText } from "../core/money.ts";
import type { Spend, SpendRow } from "../core/spend.ts";
import { valueTexts } from "./costs-words.ts";
import { type Chart, type ChartSeries, COLOURS } from "./page-chart.ts";
import { escapeForTerminal } from "./terminal-text.ts";

export function costsChart(spend: Spend): Chart {
  const { spans, granularity, currency } = spend;
  const largest = spend.rows
    .slice(0, 3)
    .map((row) => `${valueTexts(row.values, spend).join(" · ")} ${shareText(row.total, spend.total)}`.trimEnd());
  const unit = granularity === "daily" ? "days" : "months";
  return {
    id: "chart",
    title: "Spend over time",
    description: `Stacked columns, one for each of ${spans.length} ${unit}. The largest: ${largest.join(", ")}. The table below holds all figures.`,
    unit: currency ?? "",
    labels: spans.map(({ start }) => (granularity === "monthly" ? start.slice(0, 7) : start.slice(5))),
    names: spans.map(({ start }) => start),
    series: chartSeries(spend),
  };
}

/** The largest rows, the rest of them as one, and what carries no tag. */
function chartSeries(spend: Spend): ChartSeries[] {
  const tagged = spend.rows.filter((row) => !isUntagged(row));
  const rest = tagged.slice(COLOURS);
  const toSeries = (name: string, colour: string, series: SpendRow["series"]): ChartSeries => ({
    name,
    colour,
    values: series.map(moneyNumber),
    texts: series.map((amount) => `${moneyText(amount)} ${spend.currency ?? ""}`),
  });
  const nameOf = ({ values }: SpendRow): string => escapeForTerminal(valueTexts(values, spend).join(" · "));
  return [
    ...tagged.slice(0, COLOURS).map((row, at) => toSeries(nameOf(row), `c${at}`, row.series)),
    ...(rest.length === 0 ? [] : [toSeries(`${rest.length} more`, "c-rest", summed(rest, spend))]),
    ...spend.rows.filter(isUntagged).map((row) => toSeries(nameOf(row), "c-none", row.series)),
  ];
}

/** The class of a row's colour, as in the chart. */
export function colourOf(row: SpendRow, spend: Spend): string {
  if (isUntagged(row)) return "c-none";
  const at = spend.rows.filter((one) => !isUntagged(one)).indexOf(row);
  return at < COLOURS ? `c${at}` : "c-rest";
}

function isUntagged({ values }: SpendRow): boolean {
  return values.every((value) => value === null);
}

function summed(rows: readonly SpendRow[], { spans }: Spend): SpendRow["series"] {
  return spans.map((_, at) => rows.reduce((sum, { series }) => sum + (series[at] ?? 0n), 0n));
}
