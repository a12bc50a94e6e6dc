/** How far ahead to look, as `costs --last` tells how far back: `90d`, `12w`, `3m`. */
import { addDays, type Day, daysBetween, monthStart } from "./calendar.ts";

/** Why such a text cannot be understood; undefined where it can. */
export function aheadProblem(text: string): string | undefined {
  return /^[1-9]\d{0,3}[dwm]$/.test(text) ? undefined : "It takes a number with d, w or m, as 90d, 12w or 3m.";
}

/** Days from today on; a month ends with the same day of the month, or with the last one there is. */
export function daysAhead(text: string, today: Day): number {
  const count = Number(text.slice(0, -1));
  if (!text.endsWith("m")) return count * (text.endsWith("w") ? 7 : 1);
  const last = addDays(monthStart(today, count + 1), -1);
  const same = addDays(monthStart(today, count), Number(today.slice(8)) - 1);
  return daysBetween(today, same < last ? same : last);
}
