/** Spend by group, summed exactly: from what Cost Explorer answered to rows, totals and coverage. */
import type { Day } from "./calendar.ts";
import { dayOf } from "./moment.ts";
import { type Money, parseMoney, shareOf, sumMoney } from "./money.ts";
import { compareText } from "./profile.ts";
import type { SpendProjects } from "./projects.ts";
import type { Granularity, SpendPeriod } from "./spend-period.ts";
import type { CostTagStatus, SpendAnswer, SpendMetric, SpendSpan } from "./spend-query.ts";

/** One of the things that spend is told by. */
export type SpendBy =
  | { readonly kind: "tag"; readonly name: string }
  | { readonly kind: "dimension"; readonly name: "account" | "region" | "service" | "model" };

/** A value of a group; null is what carries no value of a tag. */
export type SpendValue = string | null;

export interface SpendRow {
  /** One for each of `by`. */
  readonly values: readonly SpendValue[];
  readonly total: Money;
  /** One amount for each span. */
  readonly series: readonly Money[];
}

/** How much of the spend carries one tag key. */
export interface Coverage {
  readonly key: string;
  readonly status: CostTagStatus;
  readonly covered: Money;
  readonly uncovered: Money;
  /** False where the key is not active, so that nobody knows. */
  readonly isKnown: boolean;
  /** 0 to 1; null where nobody knows, where nothing was spent, and of amounts below 0, which have no shares. */
  readonly share: number | null;
  /** The day from which on costs carry the key's values, where that is after the first of the period. */
  readonly partialFrom: Day | null;
}

export interface Spend {
  /** Account id of the payer, or of a linked account that was asked for itself. */
  readonly payer: string;
  /** AWS called the account a linked one: it sees its own costs alone, and the state of no key. */
  readonly isLinked: boolean;
  readonly by: readonly SpendBy[];
  readonly period: SpendPeriod;
  readonly granularity: Granularity;
  readonly metric: SpendMetric;
  /** As the answer says; null where nothing was spent. */
  readonly currency: string | null;
  readonly services: readonly string[];
  readonly spans: readonly SpendSpan[];
  /** The largest first; what carries no value of a tag last. */
  readonly rows: readonly SpendRow[];
  readonly total: Money;
  readonly series: readonly Money[];
  readonly coverage: readonly Coverage[];
  /** Absent where spend is not told by project, or none is registered. */
  readonly projects?: SpendProjects;
}

/** What asking took. */
export interface SpendPrice {
  /** Requests that were sent to Cost Explorer. */
  readonly requests: number;
  /** Answers that were kept from an earlier run. */
  readonly kept: number;
}

/** Thrown for an answer that makes no sense; the gateway has checked that it is one at all. */
export class SpendMismatch extends Error {
  override readonly name = "SpendMismatch";
}

export interface SpendTable {
  readonly currency: string | null;
  readonly rows: readonly SpendRow[];
  readonly total: Money;
  readonly series: readonly Money[];
}

/** Adds up the cells of an answer; `valuesOf` says which row a cell belongs to. */
export function tabulate(
  { spans, cells }: SpendAnswer,
  valuesOf: (values: readonly string[]) => readonly SpendValue[],
): SpendTable {
  const place = new Map(spans.map(({ start }, index) => [start, index]));
  const rows = new Map<string, { values: readonly SpendValue[]; series: Money[] }>();
  const currencies = new Set<string>();
  for (const { start, values, amount, currency } of cells) {
    const money = parseMoney(amount);
    const at = place.get(start);
    if (money === undefined || at === undefined) throw new SpendMismatch(`an amount of ${start} is ${amount}`);
    currencies.add(currency);
    const named = valuesOf(values);
    const key = JSON.stringify(named);
    const row = rows.get(key) ?? { values: named, series: spans.map(() => 0n) };
    rows.set(key, row);
    row.series[at] = (row.series[at] ?? 0n) + money;
  }
  if (currencies.size > 1) throw new SpendMismatch(`amounts are in ${[...currencies].sort().join(" and ")}`);
  const summed = [...rows.values()].map((row) => ({ ...row, total: sumMoney(row.series) })).sort(compareRows);
  return {
    currency: [...currencies][0] ?? null,
    rows: summed,
    total: sumMoney(summed.map(({ total }) => total)),
    series: spans.map((_, at) => sumMoney(summed.map(({ series }) => series[at] ?? 0n))),
  };
}

/** The largest first, what carries no value of any tag last. */
export function compareRows(a: SpendRow, b: SpendRow): number {
  const isUntagged = (row: SpendRow): number => Number(row.values.every((value) => value === null));
  return (
    isUntagged(a) - isUntagged(b) ||
    (a.total === b.total ? 0 : a.total < b.total ? 1 : -1) ||
    compareText(JSON.stringify(a.values), JSON.stringify(b.values))
  );
}

/** How much of a table's spend has a value at one place of its rows. */
export function coverageOf(
  key: string,
  status: CostTagStatus,
  table: SpendTable,
  place: number,
  { start, end }: SpendPeriod,
): Coverage {
  const covered = sumMoney(table.rows.filter(({ values }) => values[place] !== null).map(({ total }) => total));
  const from = status.countsFrom === null ? null : dayOf(status.countsFrom);
  // A key that is followed only since the period tells nothing about it, unless there are values: they were written back.
  const isLate = status.status === "active" && from !== null && from >= end && covered === 0n;
  const isKnown = !isLate && (status.status === "active" || (status.status === "unknown" && covered !== 0n));
  const uncovered = table.total - covered;
  return {
    key,
    status: isLate ? { ...status, status: "late" } : status,
    covered,
    uncovered,
    isKnown,
    share: isKnown && covered >= 0n && uncovered >= 0n ? shareOf(covered, table.total) : null,
    partialFrom: isKnown && from !== null && from > start ? from : null,
  };
}

/** Of a key that nobody was asked about, since the answer would say nothing. */
export function noCoverage(key: string, status: CostTagStatus, { total }: SpendTable): Coverage {
  return { key, status, covered: 0n, uncovered: total, isKnown: false, share: null, partialFrom: null };
}

/** What carries no value of a tag comes with an empty text. */
export function tagValue(value: string): SpendValue {
  return value === "" ? null : value;
}

/**
 * The model that a charge is for. Marketplace has a service for each; Amazon's own are told apart by usage type alone
 * (`USW2-NovaLite-input-tokens`, AWS.md section 6). What is written in another way stays as it is.
 */
export function modelOf(service: string, usageType: string): string {
  const product = /^(.+) \(Amazon Bedrock Edition\)$/.exec(service)?.[1];
  if (product !== undefined) return product;
  const spelling = /^[A-Z0-9]+-(.+?)-(?:mantle-)?(?:input|output|cache|text|image|video|audio|speech)\b/.exec(
    usageType,
  );
  return spelling?.[1] ?? `${service}: ${usageType}`;
}
