/** What an apply did, as Markdown, from the very lines that its report holds. */
import type { ClosingNote } from "../core/outcome.ts";
import type { AnyOutcome } from "../core/parameter-outcome.ts";
import type { Plan } from "../core/plan.ts";
import { readReport } from "../core/read-report.ts";
import { COMMENT_BYTES, type MarkdownOptions, NO_ORIGIN } from "../render/markdown-options.ts";
import { renderReportLine, renderReportNote, renderReportSummary } from "../render/outcome-json.ts";
import { renderResultMarkdown } from "../render/result-markdown.ts";
import { summaryOptions } from "./ci.ts";
import type { CommandContext } from "./context.ts";

export interface Result {
  readonly plan: Plan;
  readonly outcomes: readonly AnyOutcome[];
  readonly notes: readonly ClosingNote[];
  /** The line of a run that refused to change anything. */
  readonly refusal?: string;
}

/** For the summary of a CI job; nothing elsewhere. */
export function summariseResult({ ci }: CommandContext, result: Result): void {
  ci?.summarise(resultMarkdown(result, summaryOptions(ci)));
}

/** For `--format markdown`. */
export function renderResult({ ci }: CommandContext, result: Result): string {
  return resultMarkdown(result, { maxBytes: COMMENT_BYTES, origin: ci?.origin ?? NO_ORIGIN, hasMarker: false });
}

function resultMarkdown({ plan, outcomes, notes, refusal = "" }: Result, options: MarkdownOptions): string {
  const lines = [
    ...outcomes.map(renderReportLine),
    ...notes.map(renderReportNote),
    refusal,
    renderReportSummary(plan, outcomes),
  ];
  const read = readReport(lines.join(""));
  if (!read.ok) throw new Error(`a report cannot be read back: ${read.why}`);
  return renderResultMarkdown(read.report, { ...options, key: plan.stack });
}
