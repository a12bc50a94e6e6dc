import type { SourceRange } from "../diagnostics/diagnostic.ts";

/** Where an entry begins; line and column count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The beginning of a range: enough to find it, and the same on every machine. */
export function toFilePlace({ file, start }: SourceRange): FilePlace {
  return { file, line: start.line, column: start.column };
}
