/** Cells of Cost Explorer's answers as amounts of a month and of the one before. */
import type { Day } from "./calendar.ts";
import { groupBy } from "./group-by.ts";
import { parseMoney } from "./money.ts";
import { compareText } from "./profile.ts";
import type { CloseLine, TwoMonths } from "./report.ts";
import { mergeLines, type UsageLine } from "./report-split.ts";
import { modelOf, SpendMismatch, tagValue } from "./spend.ts";
import type { SpendAnswer, SpendCell } from "./spend-query.ts";

/** A cell is of one month; the other amount is 0. */
export interface MonthCell extends TwoMonths {
  readonly values: readonly string[];
  /** In 10⁻¹⁸ of `unit`. */
  readonly quantity: bigint;
  readonly quantityBefore: bigint;
  readonly unit: string;
  /** Decimal places of the amount as it was told. */
  readonly places: number;
}

export type MonthCells = readonly MonthCell[];

export interface CellReader {
  /** @throws SpendMismatch for a span that was not asked for, or what is no number. */
  readonly read: (answer: SpendAnswer) => MonthCells;
  /** Of everything that was read; null where nothing was charged. @throws SpendMismatch where there are several. */
  readonly currency: () => string | null;
}

/** `before` and `month` are the first days of the two months. */
export function cellReader(before: Day, month: Day): CellReader {
  const currencies = new Set<string>();
  const readCell = ({ start, values, amount, currency, quantity = "0", unit = "" }: SpendCell): MonthCell => {
    const [money, count] = [parseMoney(amount), parseMoney(quantity)];
    if (money === undefined || count === undefined || (start !== before && start !== month)) {
      throw new SpendMismatch(`an amount of ${start} is ${amount}, a quantity ${quantity}`);
    }
    // Of nothing, Cost Explorer may tell no currency.
    if (money !== 0n) currencies.add(currency);
    const isBefore = start === before;
    return {
      values,
      unit,
      places: placesOf(amount),
      amount: isBefore ? 0n : money,
      before: isBefore ? money : 0n,
      quantity: isBefore ? 0n : count,
      quantityBefore: isBefore ? count : 0n,
    };
  };
  return {
    read: ({ cells }) => cells.map(readCell),
    currency: () => {
      if (currencies.size > 1) throw new SpendMismatch(`amounts are in ${[...currencies].sort().join(" and ")}`);
      return [...currencies][0] ?? null;
    },
  };
}

/** `1.50` → 2, `1.5E-7` → 8. */
function placesOf(amount: string): number {
  const [, fraction = "", exponent = "0"] = /^[^.eE]*(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(amount) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

/** Cells of service, value of the key and usage type as lines, one of each. */
export function linesOf(cells: MonthCells): CloseLine[] {
  const byValue = groupBy(cells, ({ values: [, value = ""] }) => value, toLine);
  return [...byValue].flatMap(([value, lines]) =>
    mergeLines(lines).map((line) => ({
      ...line,
      value: tagValue(value),
      model: modelOf(line.service, line.usageType),
    })),
  );
}

function toLine({ values, unit, amount, before, quantity, quantityBefore }: MonthCell): UsageLine {
  const [service = "", , usageType = ""] = values;
  return { service, usageType, unit, amount, before, quantity, quantityBefore };
}

/** The largest first, by the month and then by the one before; then by name. */
export function compareMonths<T extends TwoMonths>(nameOf: (one: T) => string): (a: T, b: T) => number {
  const largest = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? 1 : -1);
  return (a, b) => largest(a.amount, b.amount) || largest(a.before, b.before) || compareText(nameOf(a), nameOf(b));
}
