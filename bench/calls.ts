/** Counts of API calls: their budgets, and how they are told. Pure. */
import { countText } from "./statistics.ts";

export type Calls = Readonly<Record<string, number>>;

export function totalCalls(calls: Calls): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** `12: 10 GetResources, 1 GetCallerIdentity, …`, the most frequent first. */
export function callsText(calls: Calls): string {
  const sorted = Object.entries(calls).toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return sorted.map(([operation, count]) => `${countText(count)} ${operation}`).join(", ");
}

/** Pages of the inventory and of its tags, the caller's identity, and one more (DESIGN section 11). */
export function readsBudget(n: number): number {
  return pages(n, 1000) + pages(n, 100) + 2;
}

/** Every create, the reads of an empty target, both halves of the catalogue, and the closing list. */
export function createBudget(n: number): number {
  return n + readsBudget(0) + 2 + pages(n, 1000);
}

/** Twenty profiles a call, where the tagging API may be used. */
export function tagBudget(n: number): number {
  return pages(n, 20) + readsBudget(n);
}

/** Even an empty listing is asked for once. */
function pages(n: number, size: number): number {
  return Math.max(1, Math.ceil(n / size));
}
