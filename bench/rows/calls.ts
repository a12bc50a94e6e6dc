/** How many API calls Strata makes. Counts are exact, so that one run tells them. */
import { type Calls, callsText, createBudget, readsBudget, tagBudget, totalCalls } from "../calls.ts";
import { table } from "../markdown.ts";
import { runCycle } from "../peers/cycle.ts";
import { strata } from "../peers/strata.ts";
import { WORKS, type Work } from "../peers/tool.ts";
import type { Measured } from "../results.ts";
import { type Budget, casesOf, type Row, Sheet } from "../row.ts";
import { countText } from "../statistics.ts";

const SIZES = [10, 100, 500, 1000];
const QUICK_SIZES = [10, 100];

/** Up to so many tags are read exactly first, and so set one by one (DESIGN section 5). */
const FEW = 20;

export const calls: Row = {
  id: "calls",
  title: "API calls",
  measure: async (bench) => {
    const sheet = new Sheet();
    for (const n of bench.quick ? QUICK_SIZES : SIZES)
      await runCycle(bench, strata, { n, latencyMs: 0, works: WORKS }, sheet);
    return sheet.measured;
  },
  tell: (measured) => {
    const budgets = [
      budgetOf(measured, "no-op plan", "no-op plan of N in one target", "⌈N/1000⌉ + ⌈N/100⌉ + 2", readsBudget),
      budgetOf(measured, "first apply", "creating N", "N + the plan's reads + the closing list + 2", createBudget),
      budgetOf(measured, "one tag on all", "one tag on N > 20", "⌈N/20⌉ + reads", tagBudget, FEW),
    ];
    const rows = measured.map((one) => [`${one.work}, ${countText(one.n)}`, callsText(callsOf(one))]);
    return { budgets, lines: table(["", "calls"], rows, [0, 1]) };
  },
};

function budgetOf(
  measured: readonly Measured[],
  work: Work,
  what: string,
  limit: string,
  budget: (n: number) => number,
  above = 0,
): Budget {
  const counted = casesOf(measured, { work })
    .filter(({ n }) => n > above)
    .map((one) => ({ n: one.n, count: totalCalls(callsOf(one)), budget: budget(one.n) }));
  return {
    what: `API calls, ${what}`,
    limit,
    measured: counted
      .map(({ n, count, budget: most }) => `${countText(n)}: ${countText(count)} of ${countText(most)}`)
      .join("; "),
    isMet: counted.every(({ count, budget: most }) => count <= most),
  };
}

function callsOf({ runs }: Measured): Calls {
  return runs[0]?.calls ?? {};
}
