/** Which days are asked about, and the calendar below it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dayNumber, dayText, monthStart } from "../../src/core/calendar.ts";
import { type PeriodFlags, readPeriod, usualGranularity } from "../../src/core/spend-period.ts";

const NOW = "2026-11-24T09:00:00Z";

test.each<[PeriodFlags, string, string]>([
  [{}, "2026-10-25", "2026-11-24"],
  [{ last: "1d" }, "2026-11-23", "2026-11-24"],
  [{ last: "4w" }, "2026-10-27", "2026-11-24"],
  [{ last: "3m" }, "2026-08-01", "2026-11-01"],
  [{ last: "11m" }, "2025-12-01", "2026-11-01"],
  [{ last: "mtd" }, "2026-11-01", "2026-11-25"],
  [{ since: "2026-11-20" }, "2026-11-20", "2026-11-25"],
  [{ since: "2026-08", until: "2026-10" }, "2026-08-01", "2026-11-01"],
  [{ since: "2026-08-15", until: "2026-08-15" }, "2026-08-15", "2026-08-16"],
  [{ since: "2026-11", until: "2026-12" }, "2026-11-01", "2026-11-25"],
])("%j is %s up to %s", (flags, start, end) => {
  expect(readPeriod(flags, NOW)).toEqual({ ok: true, period: { start, end } });
});

test.each<[PeriodFlags, string]>([
  [{ last: "30d", since: "2026-01" }, "--last stands for"],
  [{ until: "2026-01" }, "--until needs --since"],
  [{ since: "2026-12-01" }, "has not begun"],
  [{ since: "2026-10", until: "2026-09" }, "later than --until"],
])("%j is refused", (flags, why) => {
  expect(readPeriod(flags, NOW)).toEqual({ ok: false, why: expect.stringContaining(why) });
});

test("the first of a month", () => {
  const first = "2027-01-01T00:00:00Z";
  expect(readPeriod({ last: "mtd" }, first)).toEqual({ ok: true, period: { start: "2027-01-01", end: "2027-01-02" } });
  expect(readPeriod({ last: "1m" }, first)).toEqual({ ok: true, period: { start: "2026-12-01", end: "2027-01-01" } });
});

test("longer periods are told by month", () => {
  expect(usualGranularity({ start: "2026-08-01", end: "2026-11-01" })).toBe("daily");
  expect(usualGranularity({ start: "2026-07-01", end: "2026-11-01" })).toBe("monthly");
});

describe("the calendar", () => {
  const day = fc.integer({ min: -100_000, max: 100_000 });
  test("agrees with JavaScript's", () => {
    fc.assert(
      fc.property(day, (number) => dayText(number) === new Date(number * 86_400_000).toISOString().slice(0, 10)),
    );
  });
  test("a day's number and text are one", () => {
    fc.assert(fc.property(day, (number) => dayNumber(dayText(number)) === number));
  });
  test.each(["2026-02-30", "2026-13-01", "2026-1-1", "x"])("%s is no day", (text) =>
    expect(dayNumber(text)).toBeUndefined(),
  );
  test("months and days go over the year's end", () => {
    expect([monthStart("2026-11-24", 2), monthStart("2026-01-31", -1), addDays("2026-12-31", 1)]).toEqual([
      "2027-01-01",
      "2025-12-01",
      "2027-01-01",
    ]);
  });
});
