/** `strata costs` in the terminal: a table with bars and trends, then coverage and what the figures are. */
import { moneyNumber, moneyText, shareText } from "../core/money.ts";
import type { Spend, SpendPrice, SpendRow } from "../core/spend.ts";
import { bar, condense, sparkline, trendTitle } from "./bars.ts";
import { mergedText, projectColumns } from "./costs-projects.ts";
import {
  askedText,
  basisText,
  byText,
  coverageText,
  payerText,
  periodText,
  servicesText,
  valueText,
} from "./costs-words.ts";
import { distinctCut } from "./distinct-cut.ts";
import { type Column, tableLines } from "./table-text.ts";
import { displayWidth, escapeForTerminal } from "./terminal-text.ts";
import { joinParts, type Line, line, paragraph, renderLines, span, type TextStyle, wrapWords } from "./text-layout.ts";

const BAR_WIDTH = 14;
const TREND_WIDTH = 20;
/** Labels are not cut below this, nor wrapped before. */
const LABEL_WIDTH = 10;

/** Always wide enough for a column's widest cell: figures are never cut. */
const WHOLE = Number.MAX_SAFE_INTEGER;

export function renderCostsText(spend: Spend, price: SpendPrice, style: TextStyle): string {
  return renderLines(
    joinParts([
      paragraph(`Bedrock spend by ${byText(spend)}, ${periodText(spend)}, ${payerText(spend)}`, 0, style, "strong"),
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
  const most = all.reduce((least, { row, isTotal }) => (isTotal ? least : Math.max(least, moneyNumber(row.total))), 0);
  const amounts = rightAligned(currency ?? "AMOUNT", all, ({ row }) => moneyText(row.total));
  const shares = rightAligned("SHARE", all, ({ row }) => shareText(row.total, total));
  return [
    ...by.map((_, at) => ({ ...labelColumn(at, spend, all), tone })),
    ...projectColumns(spend).map(({ title, of }, at) => ({
      title: title.toUpperCase(),
      cell: ({ row, isTotal }: TableRow) => (isTotal ? "" : (of(row) ?? "")),
      tone,
      least: LABEL_WIDTH,
      drop: 1 + at,
    })),
    { ...amounts, tone },
    { ...shares, tone, drop: 0 },
    {
      title: "",
      cell: ({ row, isTotal }) => (isTotal ? "" : bar(moneyNumber(row.total), most, BAR_WIDTH)),
      least: WHOLE,
      drop: 4,
    },
    { title: titleOf(spend), cell: ({ row }) => trendOf(row), tone: () => "dim", least: WHOLE, drop: 3 },
  ];
}

/** Never so narrow that two values look the same; account ids are never cut. */
function labelColumn(at: number, spend: Spend, all: readonly TableRow[]): Column<TableRow> {
  const by = spend.by[at];
  const cell = ({ row, isTotal }: TableRow): string =>
    isTotal ? (row.values[at] ?? "") : valueText(row.values[at] ?? null, by, spend);
  const base = { title: (by?.name ?? "").toUpperCase(), cell };
  if (by?.kind === "dimension" && by.name === "account") return { ...base, least: WHOLE };
  return {
    ...base,
    ...distinctCut(
      all.map((row) => escapeForTerminal(cell(row))),
      LABEL_WIDTH,
    ),
    wrap: LABEL_WIDTH,
  };
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
  const align = (text: string): string => (text === "" ? "" : `${" ".repeat(width - displayWidth(text))}${text}`);
  return { title: align(title), cell: (row) => align(textOf(row)), least: WHOLE };
}

const COVERAGE = "Coverage: ";

function coverageLines(spend: Spend, style: TextStyle): Line[] {
  const room = style.width - COVERAGE.length;
  const rows = spend.coverage.flatMap((one) => {
    const [first = "", ...rest] = wrapWords(coverageText(one, spend, one.key), room);
    const tone = one.share !== null && one.uncovered === 0n ? "good" : one.partialFrom !== null ? "change" : "plain";
    return [{ text: first, tone } as const, ...rest.map((text) => ({ text: `  ${text}`, tone }) as const)];
  });
  return rows.map(({ text, tone }, at) => [
    span(at === 0 ? COVERAGE : " ".repeat(COVERAGE.length), "strong"),
    span(text, tone),
  ]);
}

function noteLines(spend: Spend, style: TextStyle): Line[] {
  const merged = mergedText(spend);
  const services = spend.services.length === 0 ? [] : paragraph(servicesText(spend), 0, style, "dim");
  const counted = merged === null ? [] : paragraph(merged, 0, style);
  return [...counted, ...services, ...(spend.rows.length === 0 ? [] : paragraph(basisText(spend), 0, style, "dim"))];
}
