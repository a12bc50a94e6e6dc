/** The reports of all shards of an apply as one. Pure. */
import type { ApplyReport, ReportRefusal, ReportSummary } from "./read-report.ts";

/**
 * Null where there are none. A shard that refused, was cut off or has left no report makes the whole so: what the others
 * did is told beside it.
 */
export function joinReports(reports: readonly ApplyReport[]): ApplyReport | null {
  if (reports.length === 0) return null;
  return {
    outcomes: reports.flatMap(({ outcomes }) => outcomes),
    notes: reports.flatMap(({ notes }) => notes),
    refusal: joinRefusals(reports.flatMap(({ refusal }) => refusal ?? [])),
    summary: joinSummaries(reports.map(({ summary }) => summary)),
  };
}

/** All guards say the same in every shard; what differs from the approval is told shard by shard. */
function joinRefusals([first, ...others]: readonly ReportRefusal[]): ReportRefusal | null {
  if (first === undefined) return null;
  const texts = new Set([first, ...others].map(({ text }) => text));
  return { reason: first.reason, text: [...texts].join("\n") };
}

function joinSummaries(summaries: readonly (ReportSummary | null)[]): ReportSummary | null {
  const told = summaries.filter((summary) => summary !== null);
  const [first] = told;
  const shards = new Set(told.map(({ shard }) => shard?.index));
  if (first === undefined || told.length < summaries.length || shards.size < (first.shard?.count ?? 1)) return null;
  const counts = told.map((summary) => summary.counts).reduce(addCounts);
  return { ...first, complete: told.every(({ complete }) => complete), counts };
}

function addCounts(one: ReportSummary["counts"], other: ReportSummary["counts"]): ReportSummary["counts"] {
  const keys = Object.keys(one) as (keyof typeof one)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as typeof one;
}
