/** Diagnostics in Markdown: a fence, since their words hold names and messages of others. */
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { fence, plain } from "./markdown-text.ts";

/** At most `limit` of them in full, the rest as a number; nothing for none. */
export function diagnosticsFence(diagnostics: readonly Diagnostic[], limit: number): string[] {
  if (diagnostics.length === 0) return [];
  const lines = diagnostics.slice(0, limit).flatMap(blockLines);
  const more = diagnostics.length - Math.min(limit, diagnostics.length);
  return [...fence([...lines, ...(more === 0 ? [] : [`and ${more} more`])], "text"), ""];
}

function blockLines({ severity, summary, detail, hint, code, subject, target, related = [] }: Diagnostic): string[] {
  const place = subject === undefined ? "" : `${placeOf(subject)}: `;
  const name = target?.name === undefined ? "" : `${target.name}: `;
  return [
    `${plain(place)}${severity}: ${plain(name)}${summary} (${code})`,
    `  ${plain(detail)}`,
    ...(hint === undefined ? [] : [`  ${plain(hint)}`]),
    ...related.map(({ message, range }) => `  ${plain(placeOf(range))}: ${plain(message)}`),
  ];
}

function placeOf({ file, start }: SourceRange): string {
  return `${file}:${start.line}:${start.column}`;
}
