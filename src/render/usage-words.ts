/** Words and sums that the formats of `usage` share. */
import type { Moment } from "../core/moment.ts";
import type { ReportTime, UseReport, UseRow } from "../core/use-report.ts";
import { countOf, inWords } from "./plan-words.ts";

const UNITS = ["", "k", "M", "G", "T"];

/** A period without a call. */
export const SILENCE = "·";

/** What the figures are, a sentence each. */
export function notesText(report: UseReport): string[] {
  const { rows, unread, time } = report;
  if (rows.length === 0) return [unread.length === 0 ? "No profiles of this stack." : "No profile could be told of."];
  const period = inWords(time.periodSeconds * 1000);
  return [
    `${countOf(rows.length, "profile", "profiles")} since ${shortMoment(time.since)} UTC, in periods of ${period}; a last call is in the period that begins then.`,
    "Counted by CloudWatch some minutes after each call; billing follows hours later (strata costs).",
  ];
}

export function nameText({ name, retireAfter }: UseRow): string {
  return retireAfter === null ? name : `${name} (retiring)`;
}

export function accountText({ accountName, account }: UseRow): string {
  return accountName ?? account;
}

/** Tokens in three digits: `812`, `25.5k`, `1.32M`; JSON and CSV have all of them. */
export function compact(count: number): string {
  if (count < 1000) return String(count);
  const rounded = Number(count.toPrecision(3));
  const thousands = Math.min(UNITS.length - 1, Math.floor(Math.log10(rounded) / 3));
  return `${rounded / 1000 ** thousands}${UNITS[thousands]}`;
}

export function momentText(lastCall: Moment | null): string {
  return lastCall === null ? "none" : shortMoment(lastCall);
}

/** `11-23 09:00`. */
export function shortMoment(moment: string): string {
  return `${moment.slice(5, 10)} ${moment.slice(11, 16)}`;
}

/** Several series as one. */
export function summed(all: readonly (readonly number[])[], { periods }: ReportTime): number[] {
  return periods.map((_, at) => all.reduce((sum, series) => sum + (series[at] ?? 0), 0));
}
