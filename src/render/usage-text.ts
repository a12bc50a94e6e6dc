/** `strata usage` as a table: counts in columns, a sparkline of the calls in each row, totals below. */
import { grouped } from "../core/calls.ts";
import type { ReportTime, UseCounts, UseReport, UseRow } from "../core/use-report.ts";
import { condense, sparkline, trendTitle } from "./bars.ts";
import { unreadLines } from "./list-text.ts";
import { type Column, tableLines } from "./table-text.ts";
import { joinParts, paragraph, renderLines, type TextStyle } from "./text-layout.ts";
import { accountText, compact, momentText, nameText, notesText, SILENCE, summed } from "./usage-words.ts";

/** As wide as the longest title, `BY 12 HOURS`. */
const LEAST_BARS = 11;
const MINUTE = ["MIN", 60] as const;
const LENGTHS = [["DAY", 86_400], ["HOUR", 3_600], MINUTE] as const;

/** A profile, or all of them together. */
interface Shown {
  readonly row: UseRow | null;
  readonly name: string;
  readonly counts: UseCounts;
  readonly lastCall: string | null;
  readonly series: readonly number[];
}

export function renderUsageText(report: UseReport, style: TextStyle): string {
  const { rows, unread } = report;
  const table = rows.length === 0 ? [] : tableLines(shownRows(report), columnsFor(report), style);
  const notes = notesText(report).flatMap((text) => paragraph(text, 0, style, "dim"));
  return renderLines(joinParts([table, notes, unread.flatMap((row) => unreadLines(row, style))]), style);
}

function shownRows({ rows, totals, time }: UseReport): Shown[] {
  const each = rows.map(
    (row): Shown => ({
      row,
      name: nameText(row),
      counts: row.counts,
      lastCall: row.lastCall,
      series: row.series,
    }),
  );
  if (rows.length < 2) return each;
  const series = summed(
    rows.map((row) => row.series),
    time,
  );
  return [...each, { row: null, name: `all ${rows.length}`, counts: totals, lastCall: null, series }];
}

function columnsFor(report: UseReport): Column<Shown>[] {
  const isOne = (pick: (row: UseRow) => string): boolean => new Set(report.rows.map(pick)).size <= 1;
  const tone = ({ row }: Shown) => (row === null ? "strong" : "plain");
  const place = (title: string, pick: (row: UseRow) => string, least: number): Column<Shown>[] =>
    isOne(pick) ? [] : [{ title, cell: ({ row }) => (row === null ? "" : pick(row)), least }];
  return [
    { title: "NAME", cell: ({ name }) => name, least: 16, tone },
    ...place("ACCOUNT", accountText, 9),
    // Of regions the end tells them apart.
    ...place("REGION", ({ region }) => region, 14),
    numbers("CALLS", ({ invocations }) => invocations, report),
    byTime(report.time),
    numbers("IN", ({ inputTokens }) => inputTokens, report, compact),
    numbers("OUT", ({ outputTokens }) => outputTokens, report, compact),
    // As HTTP has them: the caller's errors, AWS's, throttling. The caller knows of his own the soonest.
    { ...numbers("4XX", ({ clientErrors }) => clientErrors, report, orEmpty), drop: 4 },
    { ...numbers("5XX", ({ serverErrors }) => serverErrors, report, orEmpty), drop: 3 },
    { ...numbers("429", ({ throttles }) => throttles, report, orEmpty), drop: 2 },
    { title: "LAST CALL", cell: lastCallText, least: 11, drop: 5 },
  ];
}

/** Neighbouring periods are joined where there is no room for a bar each. */
function byTime({ periods, periodSeconds }: ReportTime): Column<Shown> {
  const barsIn = (width: number): Pick<Column<Shown>, "title" | "cell"> => {
    const { each } = condense(
      periods.map(() => 0),
      width,
    );
    return {
      title: timeTitle(each * periodSeconds),
      cell: ({ series }) => sparkline(condense(series, width).means, SILENCE),
    };
  };
  return { ...barsIn(periods.length), least: LEAST_BARS, drop: 1, narrow: barsIn };
}

/** `BY 10 MINS`, `BY HOUR`, `BY 3 DAYS`: the length of a bar in the largest unit that is whole. */
function timeTitle(seconds: number): string {
  const [unit, length] = LENGTHS.find(([, one]) => seconds % one === 0) ?? MINUTE;
  return trendTitle(seconds / length, unit);
}

function lastCallText({ row, lastCall }: Shown): string {
  if (row === null) return "";
  return momentText(lastCall);
}

/** A column in which nothing is counted is left out. */
function orEmpty(count: number): string {
  return count === 0 ? "" : grouped(count);
}

/** Aligned to the right. */
function numbers(
  title: string,
  pick: (counts: UseCounts) => number,
  { rows, totals }: UseReport,
  shown: (count: number) => string = grouped,
): Column<Shown> {
  const text = (counts: UseCounts): string => shown(pick(counts));
  const width = Math.max(title.length, ...[...rows.map(({ counts }) => counts), totals].map((c) => text(c).length));
  const cell = ({ counts }: Shown): string => (text(counts) === "" ? "" : text(counts).padStart(width));
  return {
    title: title.padStart(width),
    cell,
    least: width,
    tone: ({ row }) => (row === null ? "strong" : "plain"),
  };
}
