/** The comparison of tools as tables. Pure. */
import { callsText, totalCalls } from "../calls.ts";
import { table } from "../markdown.ts";
import type { Measured } from "../results.ts";
import { casesOf, type Told } from "../row.ts";
import { countText, ratioText, secondsText } from "../statistics.ts";
import { medianSeconds, peakText, runsText, timeText } from "../tell.ts";
import { WORKS } from "./tool.ts";

/** ms that each answer of the server comes later: a machine beside it, and one across the country. */
export const LATENCIES = [0, 50];

const OURS = "Strata";

export function tellPeers(measured: readonly Measured[]): Told {
  const tools = toolsOf(measured);
  return {
    budgets: [],
    lines: [
      `Median (least–most) of ${runsText(measured)}, then how many times as long as Strata. Each tool has a fresh server in a process of its own and begins with nothing; the order of the tools changes with each round. Times are of whole processes; \`terraform init\` is not among them. What would have taken too long was not run: those figures are worked out from fewer profiles, on a straight line.`,
      "",
      ...LATENCIES.flatMap((latencyMs) => [
        `### Seconds, ${latencyMs} ms latency`,
        "",
        ...cellTable(tools, casesOf(measured, { latencyMs }), secondsCell),
        "",
      ]),
      "### API calls",
      "",
      ...cellTable(tools, casesOf(measured, { latencyMs: 0 }), callsCell),
      "",
      ...callsByOperation(tools, casesOf(measured, { latencyMs: 0 })),
      "",
      "### Peak memory, 0 ms latency",
      "",
      "The larger of two figures: the most that a single process held (`/usr/bin/time`), and the most that all processes of the tool held that were alive together (`/proc`, ten looks a second).",
      "",
      ...cellTable(tools, casesOf(measured, { latencyMs: 0 }), memoryCell),
    ],
  };
}

export function toolsOf(measured: readonly Measured[]): string[] {
  return [...new Set(measured.map(({ tool }) => tool))];
}

export function sizesOf(measured: readonly Measured[]): number[] {
  return [...new Set(measured.map(({ n }) => n))].toSorted((a, b) => a - b);
}

type Cell = (one: Measured, strata: Measured | undefined) => string;

/** A line for each work and size, a column for each tool. */
function cellTable(tools: readonly string[], measured: readonly Measured[], cell: Cell): string[] {
  const rows = WORKS.flatMap((work) =>
    sizesOf(measured).map((n) => {
      const cases = casesOf(measured, { work, n });
      const ours = cases.find(({ tool }) => tool === OURS);
      const cells = tools.map((name) => {
        const one = cases.find(({ tool }) => tool === name);
        return one === undefined ? "" : cell(one, ours);
      });
      return [`${work}, ${countText(n)}`, ...cells];
    }),
  );
  return table(["", ...tools], rows);
}

export function secondsCell(one: Measured, ours: Measured | undefined): string {
  if (one.notRun !== undefined)
    return `not run: would take ~${secondsText(one.notRun.seconds)} (from ${one.notRun.from.map(countText).join(" and ")})`;
  const ratio = one === ours || ours === undefined ? "" : `: ${ratioText(medianSeconds(one), medianSeconds(ours))}`;
  return `${timeText(one)}${ratio}`;
}

function callsCell({ runs }: Measured): string {
  const counts = [...new Set(runs.map((run) => totalCalls(run.calls ?? {})))].toSorted((a, b) => a - b);
  const [least, most] = [counts[0], counts.at(-1)];
  if (least === undefined || most === undefined) return "not run";
  return least === most ? countText(least) : `${countText(least)}–${countText(most)}`;
}

function memoryCell(one: Measured): string {
  return one.runs.length === 0 ? "not run" : peakText(one);
}

/** Of the largest size that every tool was run with. */
function callsByOperation(tools: readonly string[], measured: readonly Measured[]): string[] {
  const largest = sizesOf(measured).findLast((n) => casesOf(measured, { n }).every(({ runs }) => runs.length > 0));
  if (largest === undefined) return [];
  const rows = WORKS.flatMap((work) =>
    tools.map((tool) => {
      const [run] = casesOf(measured, { work, tool, n: largest })[0]?.runs ?? [];
      return [`${work}, ${tool}`, run?.calls === undefined ? "" : callsText(run.calls)];
    }),
  );
  return [`By operation, ${countText(largest)} profiles:`, "", ...table(["", "calls"], rows, [0, 1])];
}
