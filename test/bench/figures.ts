/** Made-up figures of a bench run. */
import type { Measured, Results, RowResult, Run } from "../../bench/results.ts";

type Case = Omit<Measured, "runs" | "notRun">;

export function aCase(
  what: Partial<Case>,
  seconds: readonly number[],
  more: Omit<Partial<Run>, "seconds"> = {},
): Measured {
  const runs = seconds.map((one) => ({ seconds: one, ...more }));
  return { tool: "Strata", work: "no-op plan", n: 10, latencyMs: 0, ...what, runs };
}

export function aRow(id: string, measured: readonly Measured[], over: Partial<RowResult> = {}): RowResult {
  return { id, at: "2026-11-23T09:00:00.000Z", commit: "178ca7bd0f", quick: false, load: 0.1, measured, ...over };
}

export function someResults(rows: readonly RowResult[]): Results {
  return { formatVersion: 1, machine: { CPU: "Slow One", cores: "2" }, versions: { Node: "v24.0.0" }, rows };
}
