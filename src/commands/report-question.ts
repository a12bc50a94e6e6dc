/** What `report` is asked for: a month and a tag key, from the command line or from an older report. */
import { addDays, monthStart } from "../core/calendar.ts";
import { dayOf, type Moment } from "../core/moment.ts";
import { PROJECT_TAG } from "../core/projects.ts";
import type { KeptClose } from "../core/report-read.ts";
import { readBy } from "../core/spend-by.ts";
import type { SpendPeriod } from "../core/spend-period.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";

export type ReportFormat = "text" | "json" | "csv" | "markdown" | "html";

export interface ReportFlags {
  /** `2026-10`; absent: the last month that is over, or that of the older report. */
  readonly month?: string;
  /** A tag key that tells whose money it is. */
  readonly by?: string;
  /** File of an older report. */
  readonly restate?: string;
  readonly format: ReportFormat;
  /** Ask again, whatever is kept. */
  readonly refresh: boolean;
}

export interface ReportQuestion {
  readonly key: string;
  /** From the first day of the month before to the end of the month, or to today in a month that is not over. */
  readonly period: SpendPeriod;
}

export type ReportQuestionRead =
  | { readonly ok: true; readonly question: ReportQuestion }
  | { readonly ok: false; readonly problem: Diagnostic };

/** With multi-year data; 14 without, which only the payer's settings tell (AWS.md section 6). */
const MONTHS_HELD = 38;

/** Why a month cannot be understood; undefined where it can. */
export function monthProblem(text: string): string | undefined {
  return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text) ? undefined : "It takes a month, as 2026-08.";
}

export function readReportQuestion(
  { month, by, restate = "" }: ReportFlags,
  kept: KeptClose | null,
  now: Moment,
): ReportQuestionRead {
  const key = readKey(by);
  if (!key.ok) return refused(key.why);
  if (kept !== null && month !== undefined && month !== kept.month) {
    return refused(`${restate} is of ${kept.month}: leave ${month} out, or name the report of that month.`);
  }
  if (kept !== null && by !== undefined && key.name !== kept.key) {
    return refused(`${restate} is told by the key ${kept.key}: leave --by ${by} out.`);
  }
  const today = dayOf(now);
  const asked = month ?? kept?.month ?? monthStart(today, -1).slice(0, 7);
  const first = `${asked}-01`;
  if (first > today) return refused(`${asked} has not begun yet.`);
  if (first < monthStart(today, -MONTHS_HELD)) {
    return refused(`${asked} is too long ago: Cost Explorer holds ${MONTHS_HELD} months at most.`);
  }
  const [next, tomorrow] = [monthStart(first, 1), addDays(today, 1)];
  const period = { start: monthStart(first, -1), end: next < tomorrow ? next : tomorrow };
  return { ok: true, question: { key: kept?.key ?? key.name, period } };
}

type KeyRead = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly why: string };

function readKey(by: string | undefined): KeyRead {
  if (by === undefined) return { ok: true, name: PROJECT_TAG };
  const read = readBy(by, []);
  if (!read.ok) return { ok: false, why: `--by: ${read.why}` };
  const [one, ...more] = read.by;
  if (one?.kind !== "tag" || more.length > 0) {
    return { ok: false, why: `--by ${by}: a report is told by one tag key; strata costs --by ${by} tells the rest.` };
  }
  return { ok: true, name: one.name };
}

function refused(detail: string): ReportQuestionRead {
  return { ok: false, problem: diagnostic("usage/spend-question", { detail }) };
}
