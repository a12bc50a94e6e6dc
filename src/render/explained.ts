/** A code with all that is known about it: what `explain` shows in each format. */
import { areaOf, docsPlace } from "../diagnostics/areas.ts";
import type { CodeEntry, Severity } from "../diagnostics/code-entry.ts";
import { CODES, type DiagnosticCode } from "../diagnostics/codes.ts";
import type { Example } from "../diagnostics/example.ts";
import { EXAMPLES } from "../diagnostics/examples.ts";
import { jsonText } from "./json-text.ts";

export interface Explained {
  readonly code: DiagnosticCode;
  readonly area: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly cause: string;
  readonly mend: string;
  readonly example: Example | null;
  /** Where the fact behind the rule is written down. */
  readonly link: string | null;
  /** Where the documentation tells the same. */
  readonly docs: string;
}

export function explained(code: DiagnosticCode): Explained {
  const { severity, summary, cause, mend, link }: CodeEntry = CODES[code];
  return {
    code,
    area: areaOf(code),
    severity,
    summary,
    cause,
    mend,
    example: EXAMPLES[code] ?? null,
    link: link ?? null,
    docs: docsPlace(code),
  };
}

/** `explain --format json` (schema/explain.schema.json), for one code or for many. */
export function renderExplainJson(codes: readonly Explained[]): string {
  return jsonText({ formatVersion: "1.0", codes });
}
