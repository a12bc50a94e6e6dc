/** The reports of all shards of an apply as one. Pure. */
import { type Diagnostic, diagnostic, type Result } from "../diagnostics/diagnostic.ts";
import type { ApplyReport, ReportRefusal, ReportSummary } from "./read-report.ts";
import type { Shard } from "./shard.ts";

/** A report, and the file that it is from. */
export interface NamedReport {
  readonly file: string;
  readonly report: ApplyReport;
}

/**
 * Null where there are none; without a value where they are not those of one apply. A shard that refused, was cut off or
 * has left no report makes the whole so: what the others did is told beside it.
 */
export function joinReports(named: readonly NamedReport[]): Result<ApplyReport | null> {
  const ended = named.flatMap(({ file, report: { summary } }) => (summary === null ? [] : [{ file, summary }]));
  const problems = reportProblems(ended, named.length);
  if (problems.length > 0) return { diagnostics: problems };
  if (named.length === 0) return { value: null, diagnostics: [] };
  const reports = named.map(({ report }) => report);
  const summaries = ended.map(({ summary }) => summary);
  const joined: ApplyReport = {
    outcomes: reports.flatMap(({ outcomes }) => outcomes),
    notes: reports.flatMap(({ notes }) => notes),
    refusal: joinRefusals(reports.flatMap(({ refusal }) => refusal ?? [])),
    summary: joinSummaries(summaries),
    missing: missingShards(summaries),
    cutOff: reports.length - ended.length,
  };
  return { value: joined, diagnostics: [] };
}

interface EndedReport {
  readonly file: string;
  readonly summary: ReportSummary;
}

/** The run of all targets is that of the one shard there is. */
const WHOLE: Shard = { index: 1, count: 1 };

const shardOf = ({ shard }: ReportSummary): Shard => shard ?? WHOLE;

/** Why reports are not those of one apply: each reason by itself. A report that was cut off does not say whose it is. */
function reportProblems(ended: readonly EndedReport[], count: number): Diagnostic[] {
  const [first] = ended;
  if (first === undefined) return [];
  const differing = ended.flatMap((other) => differences(first, other));
  if (differing.length > 0) return differing.map(problem);
  const files = new Map<number, string[]>();
  for (const { file, summary } of ended) {
    const { index } = shardOf(summary);
    files.set(index, [...(files.get(index) ?? []), file]);
  }
  const shards = shardOf(first.summary).count;
  const whose = (index: number): string =>
    shards === 1 ? "of applies without shards" : `of the same shard, ${index}/${shards}`;
  const doubled = [...files].filter(([, of]) => of.length > 1);
  if (doubled.length > 0) return doubled.map(([index, of]) => problem(`${of.join(" and ")} tell ${whose(index)}.`));
  return count > shards
    ? [problem(`There are ${count} reports of ${shards === 1 ? "one run" : `${shards} shards`}.`)]
    : [];
}

function differences(first: EndedReport, other: EndedReport): string[] {
  const [one, two] = [first.summary, other.summary];
  const words = [
    ...(one.stack === two.stack ? [] : [`stack (${one.stack}, ${two.stack})`]),
    ...(shardOf(one).count === shardOf(two).count
      ? []
      : [`number of shards (${shardOf(one).count}, ${shardOf(two).count})`]),
  ];
  return words.length === 0 ? [] : [`${first.file} and ${other.file} differ in ${words.join(" and ")}.`];
}

function problem(detail: string): Diagnostic {
  return diagnostic("merge/other-reports", { detail });
}

/** All guards say the same in every shard; what differs from the approval is told shard by shard. */
function joinRefusals([first, ...others]: readonly ReportRefusal[]): ReportRefusal | null {
  if (first === undefined) return null;
  const texts = new Set([first, ...others].map(({ text }) => text));
  return { reason: first.reason, text: [...texts].join("\n") };
}

/** Null where every run was cut off. */
function joinSummaries(summaries: readonly ReportSummary[]): ReportSummary | null {
  const [first] = summaries;
  if (first === undefined) return null;
  const counts = summaries.map((summary) => summary.counts).reduce(addCounts);
  return { ...first, complete: summaries.every(({ complete }) => complete), counts };
}

function missingShards(summaries: readonly ReportSummary[]): string[] {
  const [first] = summaries;
  if (first === undefined) return [];
  const { count } = shardOf(first);
  const told = new Set(summaries.map((summary) => shardOf(summary).index));
  const all = Array.from({ length: count }, (_, at) => at + 1);
  return all.filter((index) => !told.has(index)).map((index) => `${index}/${count}`);
}

function addCounts(one: ReportSummary["counts"], other: ReportSummary["counts"]): ReportSummary["counts"] {
  const keys = Object.keys(one) as (keyof typeof one)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as typeof one;
}
