// Sums of cost lines by group and span. Whole numbers inside, so that groups add up to the total to the last digit.
import type { Filter } from "./ce-filter.ts";
import type { GroupBy, Period } from "./ce-query.ts";
import type { CostLine } from "./cost-lines.ts";
import { DAY_MS } from "./traffic.ts";

/** When a tag's values begin to count, ms since 1970; undefined for a key that does not count at all. */
export type AppliesFrom = (key: string) => number | undefined;

export interface SumQuery {
  readonly buckets: readonly Period[];
  readonly groups: readonly GroupBy[];
  readonly filter: Filter;
  readonly appliesFrom: AppliesFrom;
}

/** Amounts of one group; the lists are as long as `buckets`. */
export interface GroupSums {
  readonly keys: readonly string[];
  readonly amounts: readonly number[];
  readonly quantities: readonly number[];
  /** Of all that was summed; null when they differ. */
  readonly unit: string | null;
  /** Which buckets anything was charged in. */
  readonly touched: readonly boolean[];
}

interface Open {
  readonly keys: readonly string[];
  readonly amounts: number[];
  readonly quantities: number[];
  unit: string | null;
  readonly touched: boolean[];
}

/** Groups in the order of their keys. */
export function sumUp(lines: readonly CostLine[], query: SumQuery): GroupSums[] {
  const groups = new Map<string, Open>();
  const bucketOf = bucketIndex(query.buckets);
  for (const line of lines) {
    for (const span of spansOf(line, query)) {
      if (!query.filter(line.dimensions, span.tags)) continue;
      const keys = query.groups.map((group) => keyOf(group, line, span.tags));
      const id = keys.join("\u0000");
      const open = groups.get(id) ?? opened(keys, line.unit, query.buckets.length);
      groups.set(id, open);
      add(open, line, span, bucketOf);
    }
  }
  return [...groups.values()].sort((a, b) => compare(a.keys.join("\u0000"), b.keys.join("\u0000")));
}

function opened(keys: readonly string[], unit: string, size: number): Open {
  return {
    keys,
    amounts: new Array<number>(size).fill(0),
    quantities: new Array<number>(size).fill(0),
    unit,
    touched: new Array<boolean>(size).fill(false),
  };
}

function add(open: Open, line: CostLine, { from, until }: Period, bucketOf: (day: number) => number): void {
  if (open.unit !== line.unit) open.unit = null;
  for (let day = from; day < until; day += 1) {
    const amount = line.amountOn(day);
    const quantity = line.quantityOn(day);
    if (amount === 0 && quantity === 0) continue;
    const bucket = bucketOf(day);
    open.amounts[bucket] = (open.amounts[bucket] ?? 0) + amount;
    open.quantities[bucket] = (open.quantities[bucket] ?? 0) + quantity;
    open.touched[bucket] = true;
  }
}

/** `project$app01`; nothing behind the `$` for what carries no value, and for a key that does not count (AWS.md 6). */
function keyOf({ type, key }: GroupBy, line: CostLine, tags: CostLine["tags"]): string {
  if (type === "DIMENSION") return line.dimensions[key];
  return `${key}$${Object.hasOwn(tags, key) ? tags[key] : ""}`;
}

interface Span extends Period {
  readonly tags: CostLine["tags"];
}

/** The days of a line within the query, cut where one of its tags begins to count. */
function spansOf(line: CostLine, { buckets, appliesFrom }: SumQuery): Span[] {
  const from = Math.max(line.from, buckets[0]?.from ?? 0);
  const until = Math.min(line.until, buckets.at(-1)?.until ?? 0);
  if (from >= until) return [];
  const begins = Object.entries(line.tags).flatMap(([key, value]) => {
    const at = appliesFrom(key);
    return at === undefined ? [] : [{ key, value, day: Math.floor(at / DAY_MS) }];
  });
  const cuts = [...new Set([from, ...begins.map(({ day }) => day).filter((day) => day > from && day < until)])];
  cuts.sort((a, b) => a - b);
  return cuts.map((cut, index) => ({
    from: cut,
    until: cuts[index + 1] ?? until,
    tags: Object.fromEntries(begins.filter(({ day }) => day <= cut).map(({ key, value }) => [key, value])),
  }));
}

function bucketIndex(buckets: readonly Period[]): (day: number) => number {
  const first = buckets[0]?.from ?? 0;
  const index = buckets.flatMap(({ from, until }, at) => new Array<number>(until - from).fill(at));
  return (day) => index[day - first] ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A whole number of 10⁻ᵈ as a decimal text with `digits` places, as Cost Explorer writes amounts. */
export function decimal(value: number, digits: number): string {
  const text = String(Math.abs(value)).padStart(digits + 1, "0");
  return `${value < 0 ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
