/** Dates of allowances. */
import { inCode } from "../wording.ts";
import type { Rule } from "./rule.ts";

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The schema has checked how the date is written; here it must exist. */
export const allowanceEndsOnARealDay: Rule = ({ parts: { main } }, report) => {
  const until = main.value.guards?.allow?.until;
  if (until === undefined || isCalendarDay(until)) return;
  report("config/invalid-date", {
    detail: `There is no day ${inCode(until)} in the calendar.`,
    hint: "Write the date as year, month and day, such as `2026-12-01`.",
    subject: main.source.valueRange(["guards", "allow", "until"]),
  });
};

function isCalendarDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}
