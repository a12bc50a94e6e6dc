/** What may be wrong with a report as a whole. */
import type { Close } from "../core/report.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { proofText } from "../render/report-words.ts";

/** Parts that are not the whole, though all was asked twice. */
export function proofProblems(close: Close): Diagnostic[] {
  return close.proof.holds ? [] : [diagnostic("costs/not-equal", { detail: proofText(close) })];
}
