/** What a CI service shows beside the log: annotations on the files, a summary of the job, outputs for later steps. */
import { type Outcome, tally } from "../core/outcome.ts";
import { countExecutable, type Plan, summaryOf } from "../core/plan.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnosticsFence } from "../render/markdown-diagnostics.ts";
import { JOB_SUMMARY_BYTES, type MarkdownOptions, type MarkdownOrigin } from "../render/markdown-options.ts";
import { planNotices } from "../render/plan-notices.ts";

/** Findings that a job summary shows in full. */
const SUMMARY_FINDINGS = 100;

/** The job that a command runs in. Every method writes at once, and none throws: telling must not stop the work. */
export interface Ci {
  readonly origin: MarkdownOrigin;
  /** Shown on the lines of the files that they are about: the worst, where there are too many to show. */
  annotate(diagnostics: readonly Diagnostic[]): void;
  /** A remark that is about no line of a file. */
  notice(text: string, kind: "notice" | "warning"): void;
  /** Markdown for the summary of the job. */
  summarise(markdown: string): void;
  /** For later steps, by name. */
  output(values: Readonly<Record<string, string | number | boolean>>): void;
}

/** How a job summary is laid out. */
export function summaryOptions({ origin }: Ci): MarkdownOptions {
  return { maxBytes: JOB_SUMMARY_BYTES, origin, hasMarker: false };
}

/** A plan, or drift: figures for later steps, and the lines that give a profile a new ARN. */
export function tellPlanToCi(ci: Ci | null, plan: Plan): void {
  if (ci === null) return;
  const own = plan.changes.filter(({ alreadyPending }) => alreadyPending !== true);
  ci.annotate([...plan.diagnostics, ...planNotices(own)]);
  const parameters = plan.parameters.filter(({ alreadyPending }) => alreadyPending !== true);
  const summary = summaryOf(own, plan.billing, parameters);
  const changes = countExecutable({ ...plan, changes: own, summary });
  ci.output({ changes, hash: plan.hash, complete: plan.complete, ...plan.summary });
}

/** How many changes ended how. */
export function tellOutcomesToCi(ci: Ci | null, outcomes: readonly Pick<Outcome, "status">[]): void {
  if (ci === null) return;
  ci.output({ ...tally(outcomes) });
}

/** What `validate` found. */
export function tellFindingsToCi(ci: Ci | null, diagnostics: readonly Diagnostic[]): void {
  if (ci === null) return;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  ci.annotate(diagnostics);
  ci.output({ errors, warnings: diagnostics.length - errors });
  const lines = diagnosticsFence(diagnostics, SUMMARY_FINDINGS);
  if (lines.length > 0)
    ci.summarise(`### Configuration: ${errors === 0 ? "valid, with warnings" : "invalid"}\n\n${lines.join("\n")}\n`);
}
