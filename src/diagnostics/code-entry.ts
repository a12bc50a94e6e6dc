/** What an entry of the registry of diagnostics holds. */

export type Severity = "error" | "warning";

/** One line of the registry of diagnostics; `docs/diagnostics.md` is generated from these. */
export interface CodeEntry {
  readonly severity: Severity;
  /** What is wrong, as fixed text. */
  readonly summary: string;
  /** Why Strata insists: the cause behind the rule, in one to three sentences. */
  readonly cause: string;
  /** What to do about it. */
  readonly mend: string;
  /** Where the fact behind the rule is written down. */
  readonly link?: string;
}
