/** Whether the parts of a close are the bill: checked to the last digit that Cost Explorer tells. */
import { type Money, parseMoney, sumMoney } from "./money.ts";
import type { CloseProof, CloseShare } from "./report.ts";
import type { MonthCells } from "./report-cells.ts";
import { USAGE_RECORD } from "./report-parts.ts";

export interface ProofParts {
  /** Without grouping. */
  readonly whole: MonthCells;
  readonly kinds: MonthCells;
  readonly usage: MonthCells;
  readonly projects: readonly CloseShare[];
  readonly unallocated: CloseShare;
}

export function proofOf({ whole, kinds, usage, projects, unallocated }: ProofParts): CloseProof {
  const allocated = sumMoney(projects.map(({ amount }) => amount));
  const allocatedBefore = sumMoney(projects.map(({ before }) => before));
  const total = sumMoney(whole.map(({ amount }) => amount));
  const totalBefore = sumMoney(whole.map(({ before }) => before));
  const ofUsage = kinds.filter(({ values: [kind] }) => kind === USAGE_RECORD);
  const differences = [
    allocated + unallocated.amount - total,
    allocatedBefore + unallocated.before - totalBefore,
    sumMoney(ofUsage.map(({ amount }) => amount)) - total,
  ] as const;
  const rounding = roundingOf([...whole, ...usage, ...ofUsage]);
  const holds = differences.every((difference) => difference <= rounding && -difference <= rounding);
  return { allocated, unallocated: unallocated.amount, total, differences, rounding, holds };
}

/** Amounts are told with as many places at least; fewer only end in zeros. */
const LEAST_PLACES = 9;

/** Each figure is told rounded by itself: it may be off by half of its last digit. */
function roundingOf(cells: MonthCells): Money {
  const places = cells.reduce((most, cell) => Math.max(most, cell.places), LEAST_PLACES);
  return (BigInt(cells.length) * (parseMoney(`1e-${places}`) ?? 0n)) / 2n;
}
