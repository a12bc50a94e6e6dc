/** Plots of the comparison: a panel for each piece of work, both axes logarithmic, drawn by ECharts as SVG text. Pure. */
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { totalCalls } from "./calls.ts";
import { LATENCIES, sizesOf, toolsOf } from "./peers/tell.ts";
import { WORKS } from "./peers/tool.ts";
import type { Measured, RowResult } from "./results.ts";
import { casesOf } from "./row.ts";
import { countText, median, secondsText } from "./statistics.ts";
import { medianSeconds } from "./tell.ts";

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

export type Theme = "light" | "dark";
export const THEMES = ["light", "dark"] as const;

export interface Plot {
  /** Without `-light.svg`. */
  readonly name: string;
  readonly title: string;
  /** For those who do not see it. */
  readonly description: string;
  readonly cases: readonly Measured[];
  /** Undefined where there is nothing to show; `isExtrapolated` where it was not run but worked out. */
  readonly figureOf: (one: Measured) => { readonly value: number; readonly isExtrapolated: boolean } | undefined;
  readonly unit: (value: number) => string;
  readonly quick: boolean;
}

export function plotsOf({ measured, quick }: Pick<RowResult, "measured" | "quick">): Plot[] {
  const times = LATENCIES.map((latencyMs) => ({
    name: `time-${latencyMs}ms`,
    title: `Seconds against the number of profiles, ${latencyMs} ms latency`,
    description: describe(casesOf(measured, { latencyMs })),
    cases: casesOf(measured, { latencyMs }),
    figureOf: timeOf,
    quick,
    unit: (value: number) => `${value < 1 ? value : countText(value)} s`,
  }));
  const counted = {
    name: "calls",
    title: "API calls against the number of profiles",
    description: "The tables of bench/RESULTS.md hold all figures.",
    cases: casesOf(measured, { latencyMs: 0 }),
    figureOf: callsOf,
    quick,
    unit: countText,
  };
  return [...times, counted];
}

function timeOf(one: Measured) {
  if (one.notRun !== undefined) return { value: one.notRun.seconds, isExtrapolated: true };
  return one.runs.length === 0 ? undefined : { value: medianSeconds(one), isExtrapolated: false };
}

function callsOf({ runs }: Measured) {
  if (runs.length === 0) return undefined;
  return { value: median(runs.map(({ calls }) => totalCalls(calls ?? {}))), isExtrapolated: false };
}

/** Each tool's time for a plan of the largest size. */
function describe(cases: readonly Measured[]): string {
  const n = Math.max(...sizesOf(cases));
  const texts = toolsOf(cases).map((tool) => {
    const [one] = casesOf(cases, { n, work: "no-op plan", tool });
    const found = one === undefined ? undefined : timeOf(one);
    return `${tool} ${found === undefined ? "not run" : `${found.isExtrapolated ? "about " : ""}${secondsText(found.value)}`}`;
  });
  return `A no-op plan of ${countText(n)} profiles: ${texts.join(", ")}. The tables of bench/RESULTS.md hold all figures.`;
}

const WIDTH = 860;
const HEIGHT = 640;

/** Left and top of the panels, in pixels. */
const PANELS = [
  { left: 64, top: 96 },
  { left: 490, top: 96 },
  { left: 64, top: 380 },
  { left: 490, top: 380 },
] as const;
const PANEL = { width: 340, height: 200 };

interface Colours {
  readonly back: string;
  readonly text: string;
  readonly line: string;
  /** By tool, in the order in which tools are measured; told apart by shape too. */
  readonly tools: readonly string[];
}

export const COLOURS: Readonly<Record<Theme, Colours>> = {
  light: { back: "#ffffff", text: "#1f2328", line: "#d1d9e0", tools: ["#0550ae", "#7d3fc0", "#1a7f37", "#bc4c00"] },
  dark: { back: "#0d1117", text: "#f0f6fc", line: "#3d444d", tools: ["#79c0ff", "#d2a8ff", "#56d364", "#ffa657"] },
};
const SHAPES = ["circle", "rect", "triangle", "diamond"];

/** A whole SVG file. */
export function drawPlot(plot: Plot, theme: Theme): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption(optionOf(plot, COLOURS[theme]));
  const svg = chart.renderToSVGString();
  chart.dispose();
  const names = `<title>${escapeXml(plot.title)}</title><desc>${escapeXml(plot.description)}</desc>`;
  return `${tidied(svg).replace(/^<svg[^>]*>/, (tag) => `${tag}${names}`)}\n`;
}

/** Nothing that numbers the drawing, so that the same figures are the same bytes: styles, and what cuts lines at the edge. */
function tidied(svg: string): string {
  return svg
    .replace(/<style\s*>[\s\S]*?<\/style>/g, "")
    .replace(/<defs\s*>[\s\S]*?<\/defs>/g, "")
    .replace(/ (?:class|clip-path)="[^"]*"/g, "")
    .replace(/ ecmeta_[a-z_]+="[^"]*"/g, "");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function optionOf(plot: Plot, colours: Colours): EChartsCoreOption {
  const tools = toolsOf(plot.cases);
  const sizes = sizesOf(plot.cases);
  const text = { color: colours.text, fontSize: 13, fontFamily: "system-ui, sans-serif" };
  const line = { lineStyle: { color: colours.line } };
  const values = plot.cases.flatMap((one) => plot.figureOf(one)?.value ?? []);
  const decade = (value: number, round: (power: number) => number): number => 10 ** round(Math.log10(value));
  const min = decade(Math.min(...values), Math.floor);
  const max = Math.max(10 * min, decade(Math.max(...values), Math.ceil));
  return {
    animation: false,
    backgroundColor: colours.back,
    title: titlesOf(plot, text),
    // Once for each tool: names that appear twice are one entry.
    legend: { data: tools, left: 16, top: 36, itemGap: 24, textStyle: text },
    grid: PANELS.map((panel) => ({ ...panel, ...PANEL, outerBoundsMode: "none" })),
    xAxis: WORKS.map((_, at) => ({
      type: "log",
      gridIndex: at,
      min: sizes[0],
      max: sizes.at(-1),
      axisLabel: { ...text, formatter: countText },
      axisLine: { ...line, onZero: false },
      splitLine: { show: false },
    })),
    yAxis: WORKS.map((_, at) => ({
      type: "log",
      gridIndex: at,
      min,
      max,
      axisLabel: { ...text, formatter: plot.unit },
      splitLine: line,
    })),
    series: WORKS.flatMap((work, panel) =>
      tools.flatMap((tool, at) => seriesOf(plot, { work, tool, panel, at, sizes, colours })),
    ),
  };
}

/** Over everything, over each panel, and what else is to be known, below. */
function titlesOf(plot: Plot, text: object): object[] {
  const overPanels = WORKS.map((work, at) => ({
    text: work,
    left: PANELS[at]?.left,
    top: (PANELS[at]?.top ?? 0) - 28,
    padding: 0,
    textStyle: { ...text, fontWeight: "bold" },
  }));
  return [
    { text: plot.title, left: 16, top: 12, textStyle: { ...text, fontSize: 16, fontWeight: "bold" } },
    ...overPanels,
    { text: noteOf(plot), left: 16, bottom: 12, padding: 0, textStyle: { ...text, fontWeight: "normal" } },
  ];
}

function noteOf({ cases, figureOf, quick }: Plot): string {
  const hasHollow = cases.some((one) => figureOf(one)?.isExtrapolated === true);
  const hollow = hasHollow ? " Hollow points: not run, worked out from fewer profiles." : "";
  return `${quick ? "A quick run: shows that the measurement works. " : ""}Both scales are logarithmic.${hollow}`;
}

interface Place {
  readonly work: string;
  readonly tool: string;
  readonly panel: number;
  /** Which of the tools. */
  readonly at: number;
  readonly sizes: readonly number[];
  readonly colours: Colours;
}

/** A line of what was measured, and a dashed one on to the hollow points that are worked out. */
function seriesOf(plot: Plot, place: Place): object[] {
  const { work, tool, sizes, colours } = place;
  const points = sizes.flatMap((n): Point[] => {
    const [one] = casesOf(plot.cases, { work, tool, n });
    const found = one === undefined ? undefined : plot.figureOf(one);
    return found === undefined ? [] : [{ n, ...found }];
  });
  const firstHollow = points.findIndex(({ isExtrapolated }) => isExtrapolated);
  const solid = lineOf(place, firstHollow < 0 ? points : points.slice(0, firstHollow), "solid");
  return firstHollow < 0
    ? [solid]
    : [solid, lineOf(place, points.slice(Math.max(0, firstHollow - 1)), "dashed", colours.back)];
}

interface Point {
  readonly n: number;
  readonly value: number;
  readonly isExtrapolated: boolean;
}

function lineOf({ tool, panel, at, colours }: Place, points: readonly Point[], type: string, back = ""): object {
  const color = colours.tools[at] ?? colours.text;
  const hollow = { itemStyle: { color: back, borderColor: color, borderWidth: 2 } };
  return {
    name: tool,
    type: "line",
    xAxisIndex: panel,
    yAxisIndex: panel,
    data: points.map(({ n, value, isExtrapolated }) => ({ value: [n, value], ...(isExtrapolated ? hollow : {}) })),
    symbol: SHAPES[at % SHAPES.length],
    symbolSize: 9,
    showAllSymbol: true,
    silent: true,
    emphasis: { disabled: true },
    lineStyle: { color, type, width: at === 0 ? 3 : 1.5 },
    itemStyle: { color },
  };
}
