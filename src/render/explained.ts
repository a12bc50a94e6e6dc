/** A code with all that is known about it: what `explain` shows in each format. */
import { areaOf, docsPlace } from "../diagnostics/areas.ts";
import type { CodeEntry, Severity } from "../diagnostics/code-entry.ts";
import { CODES, type DiagnosticCode } from "../diagnostics/codes.ts";
import type { Example } from "../diagnostics/example.ts";
import { EXAMPLES } from "../diagnostics/examples.ts";
import { pageOf } from "../diagnostics/pages.ts";
import { jsonText } from "./json-text.ts";

export interface Explained {
  readonly code: DiagnosticCode;
  readonly area: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly cause: string;
  readonly mend: string;
  readonly example: Example;
  /** Where the fact behind the rule is written down: an address, or a page of the documentation on the subject. */
  readonly link: string;
  /** Where the documentation tells the same; like such a page, from the root of the package. */
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
    example: EXAMPLES[code],
    link: link ?? pageOf(code),
    docs: docsPlace(code),
  };
}

/** `explain --format json` (schema/explain.schema.json), for one code or for many. */
export function renderExplainJson(codes: readonly Explained[]): string {
  return jsonText({ formatVersion: "1.0", codes });
}
