/**
 * GitHub Actions as a CI service: annotations, job summary, outputs
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { MarkdownOrigin } from "../render/markdown-options.ts";
import { byteLength } from "../render/markdown-text.ts";
import { escapeForTerminal } from "../render/terminal-text.ts";

/** GitHub shows ten errors and ten warnings of a step and drops the rest without a word. */
const MOST_ANNOTATIONS = 10;

/** One step's summary; more is refused as a whole, so that nothing of it would be shown. */
const SUMMARY_LIMIT = 1024 * 1024;

export interface ActionsPorts {
  readonly origin: MarkdownOrigin;
  /** Where the runner looks for workflow commands. */
  readonly write: (line: string) => void;
  /** Adds to the files that the runner names; null where it names none. Must not throw. */
  readonly appendSummary: ((text: string) => void) | null;
  readonly appendOutput: ((text: string) => void) | null;
  /** A file of the configuration as a path from the root of the repository. */
  readonly pathInRepository: (file: string) => string;
}

/** What commands are handed; annotations are counted over the whole run. */
export function actionsJob(ports: ActionsPorts) {
  const told = new Set<string>();
  let summaryBytes = 0;
  return {
    origin: ports.origin,
    annotate: (diagnostics: readonly Diagnostic[]): void => {
      for (const found of worstFirst(diagnostics)) {
        const line = annotation(found, ports.pathInRepository);
        if (told.size >= MOST_ANNOTATIONS || told.has(line)) continue;
        told.add(line);
        ports.write(line);
      }
    },
    notice: (text: string, kind: "notice" | "warning"): void => ports.write(`::${kind}::${escapeData(text)}\n`),
    summarise: (markdown: string): void => {
      summaryBytes += byteLength(markdown) + 1;
      if (summaryBytes <= SUMMARY_LIMIT) ports.appendSummary?.(`${markdown}\n`);
    },
    output: (values: Readonly<Record<string, string | number | boolean>>): void => {
      ports.appendOutput?.(outputLines(values));
    },
  };
}

const SEVERITIES: readonly Diagnostic["severity"][] = ["error", "warning"];

/** Errors before warnings; of one severity, those that have a line to stand on before those that have none. */
function worstFirst(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const rank = ({ severity, subject }: Diagnostic): number =>
    SEVERITIES.indexOf(severity) * 2 + (subject === undefined ? 1 : 0);
  return [...diagnostics].sort((a, b) => rank(a) - rank(b));
}

function annotation({ severity, summary, detail, hint, code, subject }: Diagnostic, pathOf: (file: string) => string) {
  const place =
    subject === undefined
      ? []
      : [
          `file=${escapeProperty(pathOf(subject.file))}`,
          `line=${subject.start.line}`,
          `endLine=${subject.end.line}`,
          ...(subject.end.line === subject.start.line
            ? [`col=${subject.start.column}`, `endColumn=${Math.max(subject.start.column, subject.end.column)}`]
            : []),
        ];
  const properties = [...place, `title=${escapeProperty(`${summary} (${code})`)}`].join(",");
  const message = hint === undefined ? detail : `${detail}\n${hint}`;
  return `::${severity} ${properties}::${escapeData(message)}\n`;
}

/** As the runner's own toolkit escapes: nothing in it ends the command or begins another. */
function escapeData(text: string): string {
  return escapeForTerminal(text, { keepNewlines: true })
    .replaceAll("##[", "## [")
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** A name and value that would be more than one line has no business among outputs: it is left out. */
function outputLines(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .filter((line) => !/[\r\n]/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}

/**
 * Text as the runner prints it without obeying it: it takes a line that begins with `::` for a command, spaces before
 * it aside, and `##[` anywhere in a line.
 */
export function disarm(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}

/** The same for JSON, whose value must not change; no line of it begins with a colon. */
export function disarmJson(text: string): string {
  return text.replaceAll("##[", "#\\u0023[");
}
