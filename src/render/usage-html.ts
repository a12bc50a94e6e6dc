/** `strata usage` as one page that needs nothing else. */
import { grouped } from "../core/calls.ts";
import type { UseReport, UseRow } from "../core/use-report.ts";
import { escapeHtml } from "./html-text.ts";
import { unreadText } from "./list-text.ts";
import { cardsOf, notesOf, pageOf, tableOf } from "./page.ts";
import { type Chart, type ChartSeries, COLOURS, figureOf } from "./page-chart.ts";
import { escapeForTerminal } from "./terminal-text.ts";
import { byCalls, columnsOf } from "./usage-columns.ts";
import { accountText, compact, nameText, notesText, shortMoment, summed } from "./usage-words.ts";

const DAY_SECONDS = 86_400;

export function renderUsageHtml(report: UseReport): string {
  const { rows, unread } = report;
  const ordered = { ...report, rows: byCalls(rows) };
  const missing = unread.map((row) => `<p class="unknown">${escapeHtml(unreadText(row))}</p>`);
  const figures =
    rows.length === 0
      ? []
      : [
          cards(report),
          figureOf(chartOf(ordered, "calls", ({ series }) => series)),
          figureOf(chartOf(ordered, "tokens", ({ tokenSeries }) => tokenSeries)),
          profileTable(ordered),
        ];
  const [about = "", ...notes] = notesText(report);
  return pageOf("Bedrock use by profile", about, [...missing, ...figures, notesOf(notes)]);
}

function cards({ totals }: UseReport): string {
  const { invocations, inputTokens, outputTokens, clientErrors, serverErrors, throttles } = totals;
  const figures = [
    ["Calls", grouped(invocations), ""],
    ["Tokens in", compact(inputTokens), ""],
    ["Tokens out", compact(outputTokens), ""],
    ["Failed", grouped(clientErrors + serverErrors), `${grouped(throttles)} throttled`],
  ];
  return cardsOf(
    figures.map(([title, figure, more]) => `${title}<strong>${figure}</strong><span class="dim">${more}</span>`),
  );
}

/** The rows in the order of their calls, so that both charts give a profile one colour. */
function chartOf(
  { rows, time, totals }: UseReport,
  what: "calls" | "tokens",
  seriesOf: (row: UseRow) => readonly number[],
): Chart {
  const { periods, periodSeconds } = time;
  const label = labelsFor(rows);
  const toSeries = (name: string, colour: string, values: readonly number[]): ChartSeries => ({
    name,
    colour,
    values,
    texts: values.map((value) => `${grouped(value)} ${what}`),
  });
  const rest = rows.slice(COLOURS);
  const total = what === "calls" ? totals.invocations : totals.inputTokens + totals.outputTokens;
  const most = rows.slice(0, 3).map(label).join(", ");
  return {
    id: what,
    title: what === "calls" ? "Calls over time" : "Tokens over time",
    description: `Stacked columns, one for each of ${periods.length} periods, ${grouped(total)} ${what} in all. The most called: ${most}. The table below holds the sums.`,
    unit: what === "calls" ? "calls" : "tokens, in and out",
    labels: periods.map((at) => (periodSeconds < DAY_SECONDS ? shortMoment(at) : at.slice(5, 10))),
    names: periods.map((at) => `${shortMoment(at)} UTC`),
    series: [
      ...rows.slice(0, COLOURS).map((row, at) => toSeries(label(row), `c${at}`, seriesOf(row))),
      ...(rest.length === 0 ? [] : [toSeries(`${rest.length} more`, "c-rest", summed(rest.map(seriesOf), time))]),
    ],
  };
}

/** A name with its account and region where these tell rows apart. */
function labelsFor(rows: readonly UseRow[]): (row: UseRow) => string {
  const places = [accountText, ({ region }: UseRow) => region].filter((pick) => new Set(rows.map(pick)).size > 1);
  return (row) => escapeForTerminal([nameText(row), ...places.map((pick) => pick(row))].join(" · "));
}

function profileTable(report: UseReport): string {
  const columns = columnsOf(report);
  const rows = report.rows.map((row, at) =>
    columns.map(({ text, value }, column) => ({
      text: text(row),
      value: value(row),
      ...(column === 0 ? { swatch: at < COLOURS ? `c${at}` : "c-rest" } : {}),
    })),
  );
  return tableOf(
    "Use by profile",
    columns,
    rows,
    columns.map(({ sum }) => sum(report.totals)),
  );
}
