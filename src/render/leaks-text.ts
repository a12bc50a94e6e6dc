/** `strata leaks` as a table, with the finding and the coverage below. */
import { grouped } from "../core/calls.ts";
import { groupBy } from "../core/group-by.ts";
import type { LeakReport, LeakRow } from "../core/leaks.ts";
import { coverageLine } from "./coverage-line.ts";
import { distinctCut } from "./distinct-cut.ts";
import { accountText, isOneAccount, namedText, tokensIn } from "./leaks-columns.ts";
import {
  ABOUT,
  calledText,
  currencyOf,
  findingText,
  mendText,
  notesText,
  rowMoney,
  tokenShare,
  wayText,
} from "./leaks-words.ts";
import { unreadLines } from "./list-text.ts";
import { type Column, tableLines } from "./table-text.ts";
import { escapeForTerminal } from "./terminal-text.ts";
import { joinParts, type Line, paragraph, renderLines, type TextStyle } from "./text-layout.ts";
import { compact } from "./usage-words.ts";

export function renderLeaksText(report: LeakReport, style: TextStyle): string {
  const { rows, coverage, unread } = report;
  const table = rows.length === 0 ? [] : tableLines(rows, columnsFor(report), style);
  const tone = report.rows.some(({ verdict }) => verdict === "leaked") ? "warn" : "good";
  const finding: Line[] = [
    ...paragraph(findingText(report), 0, style, tone),
    ...paragraph(coverageLine(coverage), 0, style, "strong"),
  ];
  const notes = notesText(report).flatMap((text) => paragraph(text, 0, style, "dim"));
  return renderLines(
    joinParts([table, insteadLines(report, style), finding, notes, unread.flatMap((row) => unreadLines(row, style))]),
    style,
  );
}

function columnsFor(report: LeakReport): Column<LeakRow>[] {
  const isOne = (pick: (row: LeakRow) => string): boolean => new Set(report.rows.map(pick)).size <= 1;
  const place = (title: string, pick: (row: LeakRow) => string, least: number): Column<LeakRow>[] => {
    const texts = report.rows.map((row) => escapeForTerminal(pick(row)));
    return isOne(pick) ? [] : [{ title, cell: pick, ...distinctCut(texts, least), wrap: 9 }];
  };
  return [
    {
      title: "CALLED",
      cell: calledText,
      least: 20,
      cut: "middle",
      tone: ({ verdict }) => (verdict === "leaked" ? "plain" : "dim"),
    },
    { title: "AS", cell: wayText, least: 12, wrap: 9 },
    ...place("ACCOUNT", accountText, 9),
    ...place("REGION", ({ region }) => region, 14),
    { ...right("CALLS", report, ({ use }) => grouped(use.invocations)), drop: 3 },
    { ...right("IN", report, ({ use }) => compact(tokensIn(use))), drop: 2 },
    { ...right("OUT", report, ({ use }) => compact(use.outputTokens)), drop: 2 },
    // What a leak is worth comes last in a narrow terminal, and is never cut.
    right("SHARE", report, (row) => tokenShare(row, report)),
    right(`${ABOUT} ${currencyOf(report)}`, report, rowMoney),
  ];
}

/** Below the table, since ids are long: what would have taken the calls, each once for all places where it is the same. */
function insteadLines(report: LeakReport, style: TextStyle): Line[] {
  const placeOf = (row: LeakRow): string => (isOneAccount(report) ? row.region : `${accountText(row)} ${row.region}`);
  const answered = report.rows.filter(({ mend }) => mend.kind !== "none");
  const groups = groupBy(answered, (row) => JSON.stringify([namedText(row), mendText(row)]));
  const lines = [...groups.values()].map((same) => {
    const [first] = same as [LeakRow, ...LeakRow[]];
    return `${namedText(first)} in ${[...new Set(same.map(placeOf))].join(", ")}: ${mendText(first)}`;
  });
  if (lines.length === 0) return [];
  return [...paragraph("Instead:", 0, style, "strong"), ...lines.flatMap((text) => paragraph(text, 2, style))];
}

/** Aligned to the right; empty where every cell is. */
function right(title: string, { rows }: LeakReport, text: (row: LeakRow) => string): Column<LeakRow> {
  const width = Math.max(title.length, ...rows.map((row) => text(row).length));
  const cell = (row: LeakRow): string => (text(row) === "" ? "" : text(row).padStart(width));
  return { title: title.padStart(width), cell, least: width };
}
