/** Columns of `usage` as Markdown and HTML tell them: a place only where it tells rows apart, errors only where there are some. */
import { grouped } from "../core/calls.ts";
import type { UseCounts, UseReport, UseRow } from "../core/use-report.ts";
import { accountText, momentText, nameText } from "./usage-words.ts";

export interface UseColumn {
  readonly title: string;
  readonly isNumber: boolean;
  readonly isSorted?: true;
  readonly text: (row: UseRow) => string;
  /** What it is sorted by; numbers without signs between their digits. */
  readonly value: (row: UseRow) => string;
  /** Of all rows together. */
  readonly sum: (totals: UseCounts) => string;
}

export function columnsOf({ rows, totals }: UseReport): UseColumn[] {
  const place = (title: string, text: (row: UseRow) => string): UseColumn[] =>
    new Set(rows.map(text)).size <= 1 ? [] : [words(title, text)];
  const errors = (title: string, metric: keyof UseCounts): UseColumn[] =>
    totals[metric] === 0 ? [] : [numbers(title, metric)];
  return [
    { ...words("profile", nameText), sum: () => "Total" },
    ...place("account", accountText),
    ...place("region", ({ region }) => region),
    { ...numbers("calls", "invocations"), isSorted: true },
    numbers("tokens in", "inputTokens"),
    numbers("tokens out", "outputTokens"),
    ...errors("4xx", "clientErrors"),
    ...errors("5xx", "serverErrors"),
    ...errors("429", "throttles"),
    { ...words("last call", ({ lastCall }) => momentText(lastCall)), value: ({ lastCall }) => lastCall ?? "" },
  ];
}

/** The most called first. */
export function byCalls(rows: readonly UseRow[]): UseRow[] {
  return [...rows].sort((a, b) => b.counts.invocations - a.counts.invocations);
}

function words(title: string, text: (row: UseRow) => string): UseColumn {
  return { title, isNumber: false, text, value: text, sum: () => "" };
}

function numbers(title: string, metric: keyof UseCounts): UseColumn {
  return {
    title,
    isNumber: true,
    text: ({ counts }) => grouped(counts[metric]),
    value: ({ counts }) => String(counts[metric]),
    sum: (totals) => grouped(totals[metric]),
  };
}
