/** Which days `costs` is asked about. Days are UTC, as Cost Explorer's are. */
import { addDays, type Day, dayAfter, daysBetween, firstDayOf, monthStart } from "./calendar.ts";
import { dayOf, type Moment } from "./moment.ts";

/** `end` is the day after the last one. */
export interface SpendPeriod {
  readonly start: Day;
  readonly end: Day;
}

export type Granularity = "daily" | "monthly";

export interface PeriodFlags {
  /** `30d`, `4w`, `3m` or `mtd`. */
  readonly last?: string;
  /** A day or a month, inclusive. */
  readonly since?: string;
  readonly until?: string;
}

export type PeriodRead =
  | { readonly ok: true; readonly period: SpendPeriod }
  | { readonly ok: false; readonly why: string };

const USUAL = "30d";

/** Why a `--last` cannot be understood; undefined where it can. */
export function lastProblem(text: string): string | undefined {
  return text === "mtd" || /^[1-9]\d{0,3}[dwm]$/.test(text)
    ? undefined
    : "It takes a number with d, w or m, as 30d, 4w or 3m, or mtd for this month to date.";
}

/** Why a `--since` or `--until` cannot be understood; undefined where it can. */
export function dayProblem(text: string): string | undefined {
  return firstDayOf(text) === undefined ? "It takes a day, as 2026-11-24, or a month, as 2026-11." : undefined;
}

export function readPeriod({ last, since, until }: PeriodFlags, now: Moment): PeriodRead {
  const today = dayOf(now);
  if (last !== undefined && (since !== undefined || until !== undefined)) {
    return { ok: false, why: "--last stands for --since and --until; give the one or the others." };
  }
  if (since === undefined && until !== undefined) return { ok: false, why: "--until needs --since." };
  if (since === undefined) return { ok: true, period: lastPeriod(last ?? USUAL, today) };
  const start = firstDayOf(since) ?? since;
  const wanted = until === undefined ? addDays(today, 1) : (dayAfter(until) ?? until);
  const end = wanted > addDays(today, 1) ? addDays(today, 1) : wanted;
  if (start > today) return { ok: false, why: `${start} has not begun yet.` };
  return start < end ? { ok: true, period: { start, end } } : { ok: false, why: "--since is later than --until." };
}

/** Days and weeks end with yesterday, since today's costs are not all told yet; months are whole ones before this one. */
function lastPeriod(last: string, today: Day): SpendPeriod {
  if (last === "mtd") return { start: monthStart(today), end: addDays(today, 1) };
  const count = Number(last.slice(0, -1));
  if (last.endsWith("m")) return { start: monthStart(today, -count), end: monthStart(today) };
  return { start: addDays(today, -count * (last.endsWith("w") ? 7 : 1)), end: today };
}

/** Longer periods are told by month. */
const MOST_DAYS = 92;

export function usualGranularity({ start, end }: SpendPeriod): Granularity {
  return daysBetween(start, end) > MOST_DAYS ? "monthly" : "daily";
}

/** Until this day of a month the bill of the one before is taken for open. */
const FINAL_FROM_DAY = 11;

/** Whether the bills of a period are taken for closed: they change seldom then, by refunds and late charges. */
export function isBillClosed({ end }: SpendPeriod, now: Moment): boolean {
  const today = dayOf(now);
  const isFinal = Number(today.slice(8)) >= FINAL_FROM_DAY;
  return end <= monthStart(today, isFinal ? 0 : -1);
}
