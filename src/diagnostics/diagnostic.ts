/** Problems told to a person, as values: collected, sorted when rendered, never thrown (DESIGN section 10). */
import type { Severity } from "./code-entry.ts";
import { CODES, type DiagnosticCode } from "./codes.ts";

/** A place in a text; line and column count from 1, offset (UTF-16 units) from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** Half-open stretch of a source file; `file` is the path as the user would type it. */
export interface SourceRange {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A second place that helps to understand the first, e.g. "first declared here". */
export interface Related {
  readonly message: string;
  readonly range: SourceRange;
}

/** What a diagnostic is about on AWS, where it is not (only) about a line of a file. */
export interface DiagnosticTarget {
  readonly account: string;
  readonly region: string;
  readonly name?: string;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** Fixed text from the registry; holds no user data, so that it can be searched for. */
  readonly summary: string;
  /** What is wrong here and why, in whole sentences; may hold user data. */
  readonly detail: string;
  /** How to mend it: an instruction. */
  readonly hint?: string;
  readonly subject?: SourceRange;
  readonly related?: readonly Related[];
  readonly target?: DiagnosticTarget;
  /** Of one that is said once for several targets, whose detail names some of them: all of them, in order. */
  readonly targets?: readonly DiagnosticTarget[];
}

/** What varies between two diagnostics of one code. */
export type DiagnosticParts = Omit<Diagnostic, "code" | "severity" | "summary">;

/** Makes a diagnostic of a registered code: severity and summary come from the registry. */
export function diagnostic(code: DiagnosticCode, parts: DiagnosticParts): Diagnostic {
  const { severity, summary } = CODES[code];
  return { code, severity, summary, ...parts };
}

/** A value with whatever was found on the way; without `value` at least one diagnostic is an error. */
export interface Result<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === "error");
}

/** By file, place, code, then what it is about: the same order on every run. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.subject?.file ?? "", b.subject?.file ?? "") ||
    // Not by offset, which a saved plan does not hold.
    (a.subject?.start.line ?? 0) - (b.subject?.start.line ?? 0) ||
    (a.subject?.start.column ?? 0) - (b.subject?.start.column ?? 0) ||
    compare(a.code, b.code) ||
    compareTargets(a.target, b.target) ||
    compare(a.detail, b.detail)
  );
}

function compareTargets(a?: DiagnosticTarget, b?: DiagnosticTarget): number {
  return (
    compare(a?.account ?? "", b?.account ?? "") ||
    compare(a?.region ?? "", b?.region ?? "") ||
    compare(a?.name ?? "", b?.name ?? "")
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
