/** What a port has read → text and document, or why there is none. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { FileRead } from "./config-files.ts";
import { decodeUtf8 } from "./decode.ts";
import { inCode } from "./wording.ts";
import type { ParsedSource } from "./yaml-document.ts";

export interface OpenedFile {
  readonly path: string;
  readonly text?: string;
  /** Present when there was text to parse. */
  readonly parsed?: ParsedSource;
  readonly diagnostics: readonly Diagnostic[];
}

/** One of the two ways to read a text. */
export type Parse = (path: string, text: string) => ParsedSource;

const START = { line: 1, column: 1, offset: 0 };

/** Decodes and parses a file. */
export function openFile(path: string, read: FileRead, parse: Parse): OpenedFile {
  if (read.status !== "read") return { path, diagnostics: [notRead(path, read)] };
  const { text, invalidAt, looksLikeUtf16 } = decodeUtf8(read.bytes);
  if (invalidAt !== undefined)
    return { path, text, diagnostics: [notUtf8(path, text, invalidAt, looksLikeUtf16 === true)] };
  const parsed = parse(path, text);
  return { path, text, parsed, diagnostics: parsed.diagnostics };
}

function notRead(path: string, read: Exclude<FileRead, { status: "read" }>): Diagnostic {
  const subject = { file: path, start: START, end: START };
  if (read.status === "missing") {
    return diagnostic("config/file-not-found", {
      detail: `There is no file ${inCode(path)}.`,
      hint: "Name the right file with `--config`.",
      subject,
    });
  }
  if (read.status === "too-large") {
    return diagnostic("config/file-too-large", {
      detail: `${inCode(path)} is larger than 10 MiB.`,
      hint: "Split it, and list the parts under `include`.",
      subject,
    });
  }
  return diagnostic("config/file-unreadable", {
    detail: `${inCode(path)} cannot be read: ${read.reason}.`,
    hint: "Name a file that can be read.",
    subject,
  });
}

function notUtf8(path: string, text: string, offset: number, looksLikeUtf16: boolean): Diagnostic {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const at = { line, column: offset - before.lastIndexOf("\n"), offset };
  return diagnostic("config/not-utf8", {
    detail: looksLikeUtf16 ? "The file looks like UTF-16." : `The first byte that is not UTF-8 is in line ${line}.`,
    hint: "Save the file as UTF-8.",
    subject: { file: path, start: at, end: { ...at, column: at.column + 1, offset: offset + 1 } },
  });
}
