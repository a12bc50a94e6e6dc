/** The pure diff alone: seconds, and whether time and memory grow with the number of profiles and no faster. */
import { innerProgram } from "../inner.ts";
import { table } from "../markdown.ts";
import type { Measured } from "../results.ts";
import { casesOf, type Row, Sheet } from "../row.ts";
import { bytesText, countText, median, secondsText } from "../statistics.ts";
import { medianSeconds, peakText, timeText } from "../tell.ts";

const SIZES = [1_000, 10_000, 100_000];
const QUICK_SIZES = [1_000, 10_000];
const KINDS = ["nothing to do", "mixed"];
const RUNS = 5;
const BUDGET_SECONDS = 0.5;
/** Of memory for each profile, from one size to the next: lists and maps grow in steps. */
const LINEAR = 1.25;

export const diff: Row = {
  id: "diff",
  title: "Pure diff",
  measure: async (bench) => {
    const run = await innerProgram("diff", bench.folder());
    const sheet = new Sheet();
    for (let round = 0; round < bench.runs(RUNS); round += 1)
      for (const n of bench.quick ? QUICK_SIZES : SIZES)
        for (const work of KINDS) sheet.add({ tool: "Strata", work, n }, await run(String(n), work));
    return sheet.measured;
  },
  tell: (measured) => {
    const n = Math.max(...measured.map((one) => one.n));
    const slowest = Math.max(...casesOf(measured, { n }).map(medianSeconds));
    const growth = Math.max(...KINDS.map((work) => growthOf(casesOf(measured, { work }))));
    return {
      budgets: [
        {
          what: `pure diff of ${countText(n)} profiles`,
          limit: `≤ ${BUDGET_SECONDS} s, memory linear`,
          measured: `${secondsText(slowest)}; ${growth.toFixed(2)} × the memory for each profile of a tenth as many`,
          isMet: slowest <= BUDGET_SECONDS && growth <= LINEAR,
          ...floorOf(casesOf(measured, { n })),
        },
      ],
      lines: [
        "Each run in a new process, so that nothing is warm; a thousand profiles in each target. “Held” is the heap that the result takes, without its input; peak memory is that of the process with its input. Of the mixed ones a quarter each is created, changed, deleted and kept.",
        "",
        ...table(
          ["profiles", "time", "a profile", "held", "held for a profile", "peak memory"],
          measured.map((one) => [
            `${countText(one.n)}, ${one.work}`,
            timeText(one),
            `${((medianSeconds(one) / one.n) * 1e6).toFixed(2)} µs`,
            bytesText(heldOf(one)),
            bytesText(heldOf(one) / one.n),
            peakText(one),
          ]),
        ),
      ],
    };
  },
};

/** What the collector takes of the slowest case, which no order of the work can spare while its result is held. */
function floorOf(cases: readonly Measured[]): { floor?: string } {
  const [slowest] = cases.toSorted((a, b) => medianSeconds(b) - medianSeconds(a));
  const pauses = slowest?.runs.flatMap(({ gcSeconds }) => gcSeconds ?? []) ?? [];
  if (slowest === undefined || pauses.length === 0) return {};
  const least = Math.min(...slowest.runs.map(({ seconds }) => seconds));
  return {
    floor: `${secondsText(median(pauses))} of ${secondsText(medianSeconds(slowest))} are pauses of the garbage collector, which copies the result while it grows; the rest is ${(((medianSeconds(slowest) - median(pauses)) / slowest.n) * 1e6).toFixed(1)} µs a profile. The quickest of ${slowest.runs.length} runs took ${secondsText(least)}.`,
  };
}

function heldOf({ runs }: Measured): number {
  return median(runs.map(({ heapBytes }) => heapBytes ?? 0));
}

/** How much more each profile of the largest case takes than each of the one before. */
function growthOf(measured: readonly Measured[]): number {
  const [largest, before] = measured.toSorted((a, b) => b.n - a.n);
  if (largest === undefined || before === undefined) return Number.NaN;
  return heldOf(largest) / largest.n / (heldOf(before) / before.n);
}
