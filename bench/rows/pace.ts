/** How near an apply comes to a limit of calls a second that it does not know. */

import { table } from "../markdown.ts";
import { checkDone } from "../peers/cycle.ts";
import { strata } from "../peers/strata.ts";
import { runMeasured } from "../process.ts";
import type { Measured } from "../results.ts";
import { type Bench, type Row, Sheet } from "../row.ts";
import { startServer } from "../server.ts";
import { median, secondsText } from "../statistics.ts";
import { medianSeconds, timeText } from "../tell.ts";

const RATES = [2, 5, 10, 20, 50];
/** Long enough that the start of the process and the bucket's first fill do not decide. */
const SECONDS = 30;
const QUICK_SECONDS = 4;
/** AWS's own quota, and the sandbox's. */
const MOST = 1000;
const LATENCY_MS = 50;
const RUNS = 3;
const BUDGET = 1.15;

export const pace: Row = {
  id: "pace",
  title: "Apply under a limit of calls a second",
  measure: async (bench) => {
    const sheet = new Sheet();
    for (let round = 0; round < bench.runs(RUNS); round += 1)
      for (const rate of RATES) await measureRate(bench, rate, sheet);
    return sheet.measured;
  },
  tell: (measured) => {
    const ratios = measured.map((one) => medianSeconds(one) / (one.n / (one.rate ?? 1)));
    const worst = Math.max(...ratios);
    return {
      budgets: [
        {
          what: "apply of N under a limit of r calls/s",
          limit: `≤ ${BUDGET} × N/r, no failures`,
          measured: measured.map(({ rate }, at) => `${rate}/s: ${ratios[at]?.toFixed(2)}`).join("; "),
          isMet: worst <= BUDGET,
          floor:
            "The limit is unknown and has to be measured first: a few seconds that weigh more in short runs, as do the start of the process and its reads.",
        },
      ],
      lines: [
        `Each operation has a bucket that fills with r tokens a second and holds r, so that (N − r)/r is the least possible; ${LATENCY_MS} ms latency. Times are of the whole process, from its start to its end.`,
        "",
        ...table(
          ["limit", "N", "N/r", "seconds", "× N/r", "× (N − r)/r", "creates refused, for each that was done"],
          measured.map((one, at) => rowOf(one, ratios[at] ?? 0)),
        ),
      ],
    };
  },
};

async function measureRate(bench: Bench, rate: number, sheet: Sheet): Promise<void> {
  const n = Math.min(MOST, rate * (bench.quick ? QUICK_SECONDS : SECONDS));
  const server = await startServer();
  try {
    await server.behave({ latencyMs: LATENCY_MS, faults: [{ kind: "throttle", ratePerSecond: rate }] });
    const place = { folder: bench.folder(), url: server.url, n };
    const [run, calls] = await server.counting(() => runMeasured(strata.commandFor(place, "first apply")));
    await checkDone(server, place, "first apply");
    sheet.add({ tool: "Strata", work: "first apply", n, rate, latencyMs: LATENCY_MS }, { ...run, calls });
    bench.say(
      `${n} profiles at ${rate}/s: ${run.seconds.toFixed(2)} s, ${((run.seconds * rate) / n).toFixed(2)} × N/r`,
    );
  } finally {
    await server.close();
  }
}

function rowOf(one: Measured, ratio: number): string[] {
  const { rate = 1, n, runs } = one;
  const refused = median(runs.map(({ calls }) => calls?.["CreateInferenceProfile 429"] ?? 0));
  return [
    `${rate}/s`,
    String(n),
    secondsText(n / rate),
    timeText(one),
    ratio.toFixed(2),
    (medianSeconds(one) / ((n - rate) / rate)).toFixed(2),
    (refused / n).toFixed(2),
  ];
}
