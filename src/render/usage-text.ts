/** `strata usage` as a table: counts in columns, a sparkline of the calls in each row, totals below. */
import { grouped } from "../core/calls.ts";
import type { ReportTime, UseCounts, UseReport, UseRow } from "../core/use-report.ts";
import { condense, sparkline, trendTitle } from "./bars.ts";
import { unreadLines } from "./list-text.ts";
import { countOf, inWords } from "./plan-words.ts";
import { type Column, tableLines } from "./table-text.ts";
import { joinParts, paragraph, renderLines, type TextStyle } from "./text-layout.ts";

const UNITS = ["", "k", "M", "G", "T"];

/** A period without a call. */
const SILENCE = "·";
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
  const { rows, unread, time } = report;
  const table = rows.length === 0 ? [] : tableLines(shownRows(report), columnsFor(report), style);
  const period = inWords(time.periodSeconds * 1000);
  const nothing = unread.length === 0 ? "No profiles of this stack." : "No profile could be told of.";
  const about =
    rows.length === 0
      ? nothing
      : `${countOf(rows.length, "profile", "profiles")} since ${shortMoment(time.since)} UTC, in periods of ${period}; a last call is in the period that begins then.`;
  const honesty = "Counted by CloudWatch some minutes after each call; billing follows hours later (strata costs).";
  const notes = [
    ...paragraph(about, 0, style, "dim"),
    ...(rows.length === 0 ? [] : paragraph(honesty, 0, style, "dim")),
  ];
  return renderLines(joinParts([table, notes, unread.flatMap((row) => unreadLines(row, style))]), style);
}

function shownRows({ rows, totals, time }: UseReport): Shown[] {
  const each = rows.map(
    (row): Shown => ({
      row,
      name: row.retireAfter === null ? row.name : `${row.name} (retiring)`,
      counts: row.counts,
      lastCall: row.lastCall,
      series: row.series,
    }),
  );
  if (rows.length < 2) return each;
  const together = time.periods.map((_, index) => rows.reduce((sum, { series }) => sum + (series[index] ?? 0), 0));
  return [...each, { row: null, name: `all ${rows.length}`, counts: totals, lastCall: null, series: together }];
}

function columnsFor(report: UseReport): Column<Shown>[] {
  const isOne = (pick: (row: UseRow) => string): boolean => new Set(report.rows.map(pick)).size <= 1;
  const account = (row: UseRow): string => row.accountName ?? row.account;
  const tone = ({ row }: Shown) => (row === null ? "strong" : "plain");
  const place = (title: string, pick: (row: UseRow) => string, least: number): Column<Shown>[] =>
    isOne(pick) ? [] : [{ title, cell: ({ row }) => (row === null ? "" : pick(row)), least }];
  return [
    { title: "NAME", cell: ({ name }) => name, least: 16, tone },
    ...place("ACCOUNT", account, 9),
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
  return lastCall === null ? "none" : shortMoment(lastCall);
}

/** Tokens in three digits: `812`, `25.5k`, `1.32M`; JSON and CSV have all of them. */
function compact(count: number): string {
  if (count < 1000) return String(count);
  const rounded = Number(count.toPrecision(3));
  const thousands = Math.min(UNITS.length - 1, Math.floor(Math.log10(rounded) / 3));
  return `${rounded / 1000 ** thousands}${UNITS[thousands]}`;
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

/** `11-23 09:00`. */
function shortMoment(moment: string): string {
  return `${moment.slice(5, 10)} ${moment.slice(11, 16)}`;
}
