/** What `costs` is asked for: its options checked against each other and against the file. */
import type { Moment } from "../core/moment.ts";
import type { SpendBy } from "../core/spend.ts";
import { readBy } from "../core/spend-by.ts";
import {
  type Granularity,
  type PeriodFlags,
  readPeriod,
  type SpendPeriod,
  usualGranularity,
} from "../core/spend-period.ts";
import type { SpendMetric } from "../core/spend-query.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";

export type CostsFormat = "text" | "json" | "csv" | "markdown" | "html";

export interface CostsFlags extends PeriodFlags {
  readonly by?: string;
  readonly granularity?: Granularity;
  readonly metric: SpendMetric;
  readonly format: CostsFormat;
  /** Ask again, whatever is kept. */
  readonly refresh: boolean;
  /** Values of the tag `project` as they are on the bill. */
  readonly rawProjects: boolean;
}

export interface CostsQuestion {
  readonly by: readonly SpendBy[];
  readonly period: SpendPeriod;
  readonly granularity: Granularity;
  readonly metric: SpendMetric;
  /** Keys whose coverage is told: those of `by`, then those that the file keeps active. */
  readonly keys: readonly string[];
}

export type QuestionRead =
  | { readonly ok: true; readonly question: CostsQuestion }
  | { readonly ok: false; readonly problem: Diagnostic };

export function readQuestion(flags: CostsFlags, costAllocationTags: readonly string[], now: Moment): QuestionRead {
  const by = readBy(flags.by, costAllocationTags);
  if (!by.ok) return refused(`--by: ${by.why}`);
  const read = readPeriod(flags, now);
  if (!read.ok) return refused(read.why);
  const named = by.by.flatMap(({ kind, name }) => (kind === "tag" ? [name] : []));
  return {
    ok: true,
    question: {
      by: by.by,
      period: read.period,
      granularity: flags.granularity ?? usualGranularity(read.period),
      metric: flags.metric,
      keys: [...new Set([...named, ...costAllocationTags])],
    },
  };
}

function refused(detail: string): QuestionRead {
  return { ok: false, problem: diagnostic("usage/spend-question", { detail }) };
}
