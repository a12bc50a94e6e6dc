/** Stacked columns over time, or bars beside names, drawn by ECharts into SVG text. Loaded by `--format html` alone. */
import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { escapeHtml } from "./html-text.ts";

use([BarChart, GridComponent, SVGRenderer]);

/** Rows with a colour of their own; the others are one column. */
export const COLOURS = 8;

export interface ChartSeries {
  readonly name: string;
  /** Class of its colour: `c0` to `c7`, `c-rest`, `c-none`. */
  readonly colour: string;
  /** How much of each column is its own. */
  readonly values: readonly number[];
  /** The same in words, with the unit. */
  readonly texts: readonly string[];
}

/** A chart with everything that is said about it. */
export interface Chart {
  /** Begins its ids, which are unique on the page. */
  readonly id: string;
  readonly title: string;
  /** For those who do not see it. */
  readonly description: string;
  /** Above the scale; empty where the title says it. */
  readonly unit: string;
  /** Below each column. */
  readonly labels: readonly string[];
  /** What each column stands for, in its tip. */
  readonly names: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Bars that lie, those of one name below each other: for names instead of times. */
  readonly isLying?: true;
}

/** A drawing is scaled to the page: texts are as tall as this only where it is as wide. */
interface ChartSize {
  /** Its class on the page. */
  readonly name: "wide" | "narrow";
  readonly width: number;
  readonly height: number;
}

const WIDE: ChartSize = { name: "wide", width: 1_000, height: 340 };
/** For the screen of a phone. */
const NARROW: ChartSize = { name: "narrow", width: 360, height: 300 };
/** Of lying bars: for each name, and for the scale. */
const LYING = { each: 44, scale: 44, label: 0.3 } as const;

/** Drawn twice, since the texts of one drawing are too small on a narrow screen; the page shows one of them. */
export function figureOf(chart: Chart): string {
  const drawing = (size: ChartSize): string => {
    const [title, more] = [`${chart.id}-title-${size.name}`, `${chart.id}-desc-${size.name}`];
    const names = `<title id="${title}">${escapeHtml(chart.title)}</title><desc id="${more}">${escapeHtml(chart.description)}</desc>`;
    const svg = `<svg class="${size.name}" role="img" aria-labelledby="${title} ${more}"`;
    return drawChart(chart, size).replace(/^<svg([^>]*)>/, (_, rest: string) => `${svg}${rest}>${names}`);
  };
  return `<figure>${legend(chart)}${drawing(WIDE)}${drawing(NARROW)}</figure>`;
}

function legend({ series }: Chart): string {
  const items = series.map(({ name, colour }) => `<li><span class="swatch ${colour}"></span>${escapeHtml(name)}</li>`);
  return `<ul class="legend">${items.join("")}</ul>`;
}

/** An `svg` element that takes its colours from the page (`--c0`, `--fg`, `--line`), with a tip on each column. */
function drawChart(drawn: Chart, { width, height: usual }: ChartSize): string {
  const height = drawn.isLying ? LYING.scale + LYING.each * drawn.labels.length : usual;
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ ...optionOf(drawn), ...(drawn.isLying ? lyingOption(drawn, width) : {}) });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return withTips(tidied(svg), drawn);
}

const FEW = 5;
const TEXT = { color: "var(--fg)", fontSize: 13 };
const LINE = { lineStyle: { color: "var(--line)" } };

function optionOf({ series, labels, unit, isLying }: Chart): EChartsCoreOption {
  return {
    animation: false,
    grid: { left: 8, right: 8, top: 36, bottom: 8, outerBoundsMode: "same" },
    xAxis: {
      type: "category",
      data: [...labels],
      // So few fit on any screen.
      axisLabel: labels.length > FEW ? TEXT : { ...TEXT, interval: 0 },
      axisLine: LINE,
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      name: unit,
      nameTextStyle: { ...TEXT, align: "left" },
      axisLabel: TEXT,
      splitLine: LINE,
    },
    series: series.map(({ name, colour, values }, at) => ({
      id: String(at),
      name,
      type: "bar",
      ...(isLying ? {} : { stack: "all" }),
      barCategoryGap: "25%",
      itemStyle: { color: `var(--${colour})` },
      emphasis: { disabled: true },
      data: [...values],
    })),
  };
}

/** The names from above on, the scale below. */
function lyingOption({ labels }: Chart, width: number): EChartsCoreOption {
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 8, outerBoundsMode: "same" },
    yAxis: {
      type: "category",
      data: [...labels],
      inverse: true,
      axisLabel: { ...TEXT, interval: 0, width: width * LYING.label, overflow: "truncate" },
      axisLine: LINE,
      axisTick: { show: false },
    },
    xAxis: { type: "value", axisLabel: { ...TEXT, hideOverlap: true }, splitLine: LINE, splitNumber: 4 },
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

function withTips(svg: string, { series, names }: Chart): string {
  const tipped = svg.replace(COLUMN, (_, path: string, fill: string, row: string, column: string) => {
    const [one, at] = [series[Number(row)], Number(column)];
    const tip = escapeHtml(`${one?.name ?? ""}, ${names[at] ?? ""}: ${one?.texts[at] ?? ""}`);
    return `<path class="column" d="${path}" fill="${fill}"><title>${tip}</title></path>`;
  });
  return tipped.replace(/ ecmeta_[a-z_]+="[^"]*"/g, "");
}
