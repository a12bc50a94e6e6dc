/** Spend over time as stacked columns, drawn by ECharts into SVG text. Loaded by `--format html` alone. */
import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { moneyNumber, moneyText } from "../core/money.ts";
import type { Spend, SpendRow } from "../core/spend.ts";
import { valueTexts } from "./costs-words.ts";
import { escapeHtml } from "./html-text.ts";
import { escapeForTerminal } from "./terminal-text.ts";

use([BarChart, GridComponent, SVGRenderer]);

/** Rows with a colour of their own; the others are one column. */
export const COLOURS = 8;

export interface ChartSeries {
  readonly name: string;
  /** Class of its colour: `c0` to `c7`, `c-rest`, `c-none`. */
  readonly colour: string;
  readonly series: SpendRow["series"];
}

/** The largest rows, the rest of them as one, and what carries no tag. */
export function chartSeries(spend: Spend): ChartSeries[] {
  const tagged = spend.rows.filter((row) => !isUntagged(row));
  const rest = tagged.slice(COLOURS);
  const toSeries = (row: SpendRow, colour: string): ChartSeries => ({
    name: escapeForTerminal(valueTexts(row.values, spend).join(" · ")),
    colour,
    series: row.series,
  });
  return [
    ...tagged.slice(0, COLOURS).map((row, at) => toSeries(row, `c${at}`)),
    ...(rest.length === 0 ? [] : [{ name: `${rest.length} more`, colour: "c-rest", series: summed(rest, spend) }]),
    ...spend.rows.filter(isUntagged).map((row) => toSeries(row, "c-none")),
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

/** A drawing is scaled to the page: texts are as tall as this only where it is as wide. */
export interface ChartSize {
  /** Its class on the page. */
  readonly name: "wide" | "narrow";
  readonly width: number;
  readonly height: number;
}

export const WIDE: ChartSize = { name: "wide", width: 1_000, height: 340 };
/** For the screen of a phone. */
export const NARROW: ChartSize = { name: "narrow", width: 360, height: 300 };

/** An `svg` element that takes its colours from the page (`--c0`, `--fg`, `--line`), with a tip on each column. */
export function drawChart(spend: Spend, { width, height }: ChartSize): string {
  const series = chartSeries(spend);
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(optionOf(series, spend));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return withTips(tidied(svg), series, spend);
}

const TEXT = { color: "var(--fg)", fontSize: 13 };
const LINE = { lineStyle: { color: "var(--line)" } };

function optionOf(series: readonly ChartSeries[], { spans, granularity, currency }: Spend): EChartsCoreOption {
  return {
    animation: false,
    grid: { left: 8, right: 8, top: 36, bottom: 8, outerBoundsMode: "same" },
    xAxis: {
      type: "category",
      data: spans.map(({ start }) => (granularity === "monthly" ? start.slice(0, 7) : start.slice(5))),
      axisLabel: TEXT,
      axisLine: LINE,
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      name: currency ?? "",
      nameTextStyle: { ...TEXT, align: "left" },
      axisLabel: TEXT,
      splitLine: LINE,
    },
    series: series.map(({ name, colour, series: amounts }, at) => ({
      id: String(at),
      name,
      type: "bar",
      stack: "spend",
      barCategoryGap: "25%",
      itemStyle: { color: `var(--${colour})` },
      emphasis: { disabled: true },
      data: amounts.map(moneyNumber),
    })),
  };
}

/** Without styles inside, which the page's policy would refuse; sized, shown and named by the page. */
function tidied(svg: string): string {
  return svg
    .replace(/<style\s*>[\s\S]*?<\/style>/g, "")
    .replace(/ style="[^"]*"/g, "")
    .replace(/ class="zr[^"]*"/g, "")
    .replace(/^<svg width="\d+" height="\d+"/, "<svg");
}

const COLUMN =
  /<path d="([^"]*)" fill="([^"]*)" ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)" ecmeta_ssr_type="chart"[^>]*><\/path>/g;

function withTips(svg: string, series: readonly ChartSeries[], { spans, currency }: Spend): string {
  const tipped = svg.replace(COLUMN, (_, path: string, fill: string, row: string, column: string) => {
    const one = series[Number(row)];
    const amount = moneyText(one?.series[Number(column)] ?? 0n);
    const tip = escapeHtml(`${one?.name ?? ""}, ${spans[Number(column)]?.start ?? ""}: ${amount} ${currency ?? ""}`);
    return `<path class="column" d="${path}" fill="${fill}"><title>${tip}</title></path>`;
  });
  return tipped.replace(/ ecmeta_[a-z_]+="[^"]*"/g, "");
}
