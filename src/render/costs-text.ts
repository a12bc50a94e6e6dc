/** `strata costs` in the terminal: a table with bars and trends, then coverage and what the figures are. */
import { moneyNumber, moneyText, shareText } from "../core/money.ts";
import type { Spend, SpendPrice, SpendRow } from "../core/spend.ts";
import { bar, condense, sparkline, trendTitle } from "./bars.ts";
import { askedText, basisText, byText, coverageText, periodText, servicesText, valueText } from "./costs-words.ts";
import { type Column, tableLines } from "./table-text.ts";
import { displayWidth } from "./terminal-text.ts";
import { joinParts, type Line, line, paragraph, renderLines, span, type TextStyle, wrapWords } from "./text-layout.ts";

const BAR_WIDTH = 14;
const TREND_WIDTH = 20;

/** Always wide enough for a column's widest cell: figures are never cut. */
const WHOLE = Number.MAX_SAFE_INTEGER;

export function renderCostsText(spend: Spend, price: SpendPrice, style: TextStyle): string {
  return renderLines(
    joinParts([
      paragraph(`Bedrock spend by ${byText(spend)}, ${periodText(spend)}, payer ${spend.payer}`, 0, style, "strong"),
      spend.rows.length === 0 ? [line("Nothing was spent.")] : tableOf(spend, style),
      coverageLines(spend, style),
      [...noteLines(spend, style), ...paragraph(askedText(price), 0, style, "dim")],
    ]),
    style,
  );
}

interface TableRow {
  readonly row: SpendRow;
  readonly isTotal: boolean;
}

function tableOf(spend: Spend, style: TextStyle): Line[] {
  const { rows, total, series, by } = spend;
  const sum: SpendRow = { values: by.map((_, at) => (at === 0 ? "TOTAL" : "")), total, series };
  const all = [...rows.map((row) => ({ row, isTotal: false })), { row: sum, isTotal: true }];
  return tableLines(all, columnsOf(spend, all), style);
}

function columnsOf(spend: Spend, all: readonly TableRow[]): Column<TableRow>[] {
  const { by, currency, total } = spend;
  const tone = ({ row, isTotal }: TableRow) =>
    isTotal ? "strong" : row.values.every((value) => value === null) ? "change" : "plain";
  const most = Math.max(...all.map(({ row, isTotal }) => (isTotal ? 0 : moneyNumber(row.total))));
  const amounts = rightAligned(currency ?? "AMOUNT", all, ({ row }) => moneyText(row.total));
  const shares = rightAligned("SHARE", all, ({ row }) => shareText(row.total, total));
  return [
    ...by.map(
      (one, at): Column<TableRow> => ({
        title: one.name.toUpperCase(),
        cell: ({ row, isTotal }) => (isTotal ? (row.values[at] ?? "") : valueText(row.values[at] ?? null, one, spend)),
        tone,
        least: 10,
      }),
    ),
    { ...amounts, tone },
    { ...shares, tone },
    {
      title: "",
      cell: ({ row, isTotal }) => (isTotal ? "" : bar(moneyNumber(row.total), most, BAR_WIDTH)),
      least: WHOLE,
      drop: 2,
    },
    { title: titleOf(spend), cell: ({ row }) => trendOf(row), tone: () => "dim", least: WHOLE, drop: 1 },
  ];
}

function trendOf({ series }: SpendRow): string {
  return sparkline(condense(series.map(moneyNumber), TREND_WIDTH).means);
}

function titleOf({ granularity, spans }: Spend): string {
  const { each } = condense(
    spans.map(() => 0),
    TREND_WIDTH,
  );
  return trendTitle(each, granularity === "daily" ? "DAY" : "MONTH");
}

function rightAligned(title: string, rows: readonly TableRow[], textOf: (row: TableRow) => string): Column<TableRow> {
  const width = Math.max(title.length, ...rows.map((row) => displayWidth(textOf(row))));
  const align = (text: string): string => `${" ".repeat(width - displayWidth(text))}${text}`;
  return { title: align(title), cell: (row) => align(textOf(row)), least: WHOLE };
}

const COVERAGE = "Coverage: ";

function coverageLines(spend: Spend, style: TextStyle): Line[] {
  const room = style.width - COVERAGE.length;
  const rows = spend.coverage.flatMap((one) => {
    const [first = "", ...rest] = wrapWords(coverageText(one, spend, one.key), room);
    const isWhole = one.share !== null && one.uncovered === 0n;
    return [{ text: first, isWhole }, ...rest.map((text) => ({ text: `  ${text}`, isWhole }))];
  });
  return rows.map(({ text, isWhole }, at) => [
    span(at === 0 ? COVERAGE : " ".repeat(COVERAGE.length), "strong"),
    span(text, isWhole ? "good" : "plain"),
  ]);
}

function noteLines(spend: Spend, style: TextStyle): Line[] {
  const services = spend.services.length === 0 ? [] : paragraph(servicesText(spend), 0, style, "dim");
  return [...services, ...(spend.rows.length === 0 ? [] : paragraph(basisText(spend), 0, style, "dim"))];
}
