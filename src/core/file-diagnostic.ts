/** A diagnostic as every JSON result has it, plans among them. */
import type { Severity } from "../diagnostics/code-entry.ts";
import type { Diagnostic, DiagnosticTarget } from "../diagnostics/diagnostic.ts";
import { type FilePlace, toFilePlace } from "./file-place.ts";

export interface PlanFileDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly detail: string;
  readonly hint: string | null;
  readonly subject: FilePlace | null;
  readonly target: DiagnosticTarget | null;
  /** Only of one that is said once for several. */
  readonly targets?: readonly DiagnosticTarget[];
}

/** A diagnostic with its keys in a fixed order and its place in short. */
export function toFileDiagnostic(found: Diagnostic): PlanFileDiagnostic {
  return {
    code: found.code,
    severity: found.severity,
    summary: found.summary,
    detail: found.detail,
    hint: found.hint ?? null,
    subject: found.subject === undefined ? null : toFilePlace(found.subject),
    target: found.target === undefined ? null : toFileDiagnosticTarget(found.target),
    ...(found.targets === undefined ? {} : { targets: found.targets.map(toFileDiagnosticTarget) }),
  };
}

function toFileDiagnosticTarget({ account, region, name }: DiagnosticTarget): DiagnosticTarget {
  return name === undefined ? { account, region } : { account, region, name };
}
