/** Days and months as text and number, so that the pure core needs no clock. UTC throughout. */

/** `2026-11-24`. */
export type Day = string;

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const MONTH = /^\d{4}-\d\d$/;

/** Days since 1970-01-01 (proleptic Gregorian; Howard Hinnant's `days_from_civil`). */
function numberOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Undefined for a text that is no day of the calendar, such as 2026-02-30. */
export function dayNumber(text: string): number | undefined {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined) return undefined;
  const number = numberOf(Number(year), Number(month), Number(day));
  return dayText(number) === text ? number : undefined;
}

export function dayText(number: number): Day {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

const two = (number: number): string => String(number).padStart(2, "0");

export function addDays(day: Day, days: number): Day {
  return dayText((dayNumber(day) ?? 0) + days);
}

/** The first day of the day's month, or of one that many months later. */
export function monthStart(day: Day, months = 0): Day {
  const at = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${two((at % 12) + 1)}-01`;
}

export function daysBetween(from: Day, to: Day): number {
  return (dayNumber(to) ?? 0) - (dayNumber(from) ?? 0);
}

/** A day, or a month: its first day. Undefined for any other text. */
export function firstDayOf(text: string): Day | undefined {
  const day = MONTH.test(text) ? `${text}-01` : text;
  return dayNumber(day) === undefined ? undefined : day;
}

/** The day after a day, or after the last one of a month. Undefined for any other text. */
export function dayAfter(text: string): Day | undefined {
  const first = firstDayOf(text);
  if (first === undefined) return undefined;
  return MONTH.test(text) ? monthStart(first, 1) : addDays(first, 1);
}
