/** A plan that finds nothing to do, as every drift check and most pull requests do: against Terraform, on the same profiles. */
import { callsText, totalCalls } from "../calls.ts";
import { table } from "../markdown.ts";
import { type Standing, standing } from "../peers/standing.ts";
import { runMeasured } from "../process.ts";
import type { Measured } from "../results.ts";
import { type Bench, type Budget, casesOf, type Row, Sheet } from "../row.ts";
import { countText, ratioText, rotated, secondsText } from "../statistics.ts";
import { medianSeconds, peakText, timeText } from "../tell.ts";

const WORK = "no-op plan";
const RUNS = 5;
const BUDGET = 30;

/** Reads a second under which Terraform needs two minutes for a thousand profiles. */
const RATE = 10;

export const noop: Row = {
  id: "noop",
  title: "No-op plan against Terraform",
  measure: async (bench) => {
    const sheet = new Sheet();
    const there = await standing(bench, bench.quick ? 50 : 500);
    try {
      for (const planner of there.planners) await planOnce(there, planner);
      for (let round = 0; round < bench.runs(RUNS); round += 1)
        for (const planner of rotated(there.planners, round))
          sheet.add(caseOf(planner), await planOnce(there, planner, bench));
    } finally {
      await there.server.close();
    }
    return sheet.measured;
  },
  tell: (measured) => ({ budgets: versusTerraform(measured), lines: tableOf(measured) }),
};

export const limited: Row = {
  id: "limited",
  title: "No-op plan under a limit of reads",
  measure: async (bench) => {
    const sheet = new Sheet();
    const there = await standing(bench, bench.quick ? 100 : 1000);
    try {
      for (const planner of there.planners) {
        // A single run of what takes minutes, and the bucket full again before each.
        const runs = planner.tool.name === "Strata" ? bench.runs(RUNS) : 1;
        for (let run = 0; run < runs; run += 1) {
          await there.server.behave({ faults: [{ kind: "throttle", ratePerSecond: RATE }] });
          sheet.add({ ...caseOf(planner), rate: RATE }, await planOnce(there, planner, bench));
        }
      }
    } finally {
      await there.server.close();
    }
    return sheet.measured;
  },
  tell: (measured) => {
    const [ours] = casesOf(measured, { tool: "Strata" });
    const [theirs] = casesOf(measured, { tool: "Terraform" });
    const seconds = ours === undefined ? Number.NaN : medianSeconds(ours);
    const beside = theirs === undefined ? "" : `; Terraform ${secondsText(medianSeconds(theirs))}`;
    const budget = {
      what: `no-op plan of ${countText(ours?.n ?? 0)} under ${RATE} reads/s`,
      limit: "a second or two",
      measured: `${secondsText(seconds)}${beside}`,
      isMet: seconds <= 2,
    };
    const how = `Each API operation has a bucket that fills with ${RATE} tokens a second and holds as many.`;
    return { budgets: [budget], lines: [how, "", ...tableOf(measured)] };
  },
};

type Planner = Standing["planners"][number];

function caseOf({ tool, place }: Planner): Omit<Measured, "runs"> {
  return { tool: tool.name, work: WORK, n: place.n, latencyMs: 0 };
}

/** Ends with 0 where there is nothing to change, and with 2 otherwise, which is an error here. */
async function planOnce({ server }: Standing, { tool, place }: Planner, bench?: Bench) {
  const [run, calls] = await server.counting(() => runMeasured(tool.commandFor(place, WORK)));
  bench?.say(`${tool.name}, ${WORK} of ${place.n}: ${run.seconds.toFixed(2)} s, ${totalCalls(calls)} calls`);
  return { ...run, calls };
}

function versusTerraform(measured: readonly Measured[]): Budget[] {
  const [ours] = casesOf(measured, { tool: "Strata" });
  const [theirs] = casesOf(measured, { tool: "Terraform" });
  if (ours === undefined || theirs === undefined) return [];
  const ratio = medianSeconds(theirs) / medianSeconds(ours);
  return [
    {
      what: `no-op plan of ${countText(ours.n)} profiles, whole process, 0 latency`,
      limit: `≥ ${BUDGET} × faster than Terraform`,
      measured: ratioText(medianSeconds(theirs), medianSeconds(ours)),
      isMet: ratio >= BUDGET,
      floor:
        "The start of Node and the load of three AWS clients are the floor, whatever the number of profiles: about half of it.",
    },
  ];
}

function tableOf(measured: readonly Measured[]): string[] {
  const rows = measured.map((one) => [
    `${one.tool}, ${countText(one.n)} profiles`,
    timeText(one),
    peakText(one),
    callsText(one.runs[0]?.calls ?? {}),
    String(one.runs.length),
  ]);
  return table(["", "time", "peak memory", "calls of a run", "runs"], rows, [0, 3]);
}
