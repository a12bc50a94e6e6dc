/** Complaints of the YAML parser → diagnostics, in words for people who do not know the YAML specification. */
import { type Document, isNode, visit, type YAMLError } from "yaml";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { type Diagnostic, diagnostic, type Related, type SourceRange } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "./source-file.ts";
import { inCode } from "./wording.ts";

/** Warnings that change what is read; the others are about style. */
const SERIOUS: ReadonlySet<string> = new Set(["TAG_RESOLVE_FAILED", "BAD_DIRECTIVE", "BAD_COLLECTION_TYPE"]);

/** Looking for what was never closed reads the whole document; a hostile file has a slip in each of its lines. */
const MOST_OPENERS = 20;

/** Nobody reads a longer mark, and the patterns that find its end must not see a line of megabytes. */
const LONGEST_MARK = 1000;

/** What is wrong with the syntax of a document. */
export function documentProblems(source: SourceFile, document: Document.Parsed): Diagnostic[] {
  const problems = [...document.errors, ...document.warnings.filter(({ code }) => SERIOUS.has(code))];
  const tabs = problems.filter(({ code }) => code === "TAB_AS_INDENT");
  const found: Diagnostic[] = [];
  const lines = new Set<number>();
  for (const problem of problems) {
    const isLaterTab = problem.code === "TAB_AS_INDENT" && problem !== tabs[0];
    const subject = source.range(...place(source.text, problem));
    const { line } = subject.start;
    // One slip often gives several complaints in its line, and tabs come in many lines; the first is the telling one.
    if (isLaterTab || lines.has(line)) continue;
    lines.add(line);
    found.push(describe(source, found.length < MOST_OPENERS ? document : undefined, problem, subject, tabs.length));
  }
  const { explicit, version } = document.directives.yaml;
  return explicit && version !== "1.2" && found.length === 0 ? [otherVersion(source, version)] : found;
}

function otherVersion(source: SourceFile, version: string): Diagnostic {
  return diagnostic("config/yaml-directive", {
    detail: `The file asks to be read as YAML ${version}, where ${inCode("no")} is a boolean and ${inCode("012")} is ten.`,
    hint: "Remove the %YAML line.",
    subject: source.range(0, source.text.search(/\r?\n|$/)),
  });
}

function describe(
  source: SourceFile,
  document: Document.Parsed | undefined,
  problem: YAMLError,
  subject: SourceRange,
  tabs: number,
): Diagnostic {
  const [start, end] = [subject.start.offset, subject.end.offset];
  const { code = "config/yaml-syntax", detail, hint } = wordsFor(problem, source.text.slice(start, end), tabs);
  const opener = /end with a ([\]}])|^Missing closing (["'])/.exec(problem.message);
  const related =
    opener === null || document === undefined ? [] : openedAt(source, document, start, opener[1] ?? opener[2] ?? "");
  return diagnostic(code, {
    detail,
    hint,
    subject,
    ...(related.length > 0 && { related }),
  });
}

/** The parser points at one column; where a word or the rest of the line is meant, all of it is underlined. */
function place(text: string, { pos: [start, end], message }: YAMLError): readonly [start: number, end: number] {
  const rest = /^.*/.exec(text.slice(start, start + LONGEST_MARK))?.[0] ?? "";
  if (/^Nested mappings are not allowed/.test(message)) {
    const value = rest.replace(/\s+#.*$/, "").trimEnd();
    return [start, start + Math.max(1, value.length)];
  }
  if (/^All (?:mapping|sequence) items must start/.test(message)) {
    const indent = rest.length - rest.trimStart().length;
    const word = /^[^\s:,]+/.exec(rest.trimStart())?.[0] ?? " ";
    return [start + indent, start + indent + word.length];
  }
  return [start, end];
}

/** Where the list, map or quote begins that is still open at an offset: the innermost one. */
function openedAt(source: SourceFile, document: Document.Parsed, offset: number, closer: string): Related[] {
  const opener = { "]": "[", "}": "{" }[closer] ?? closer;
  let at: number | undefined;
  visit(document, (_, node) => {
    if (!isNode(node) || !node.range) return;
    const [start, end] = node.range;
    const isOpen = source.text[start] === opener && (end - start < 2 || source.text[end - 1] !== closer);
    if (isOpen && start < offset && end >= Math.min(offset, source.text.trimEnd().length)) at = start;
  });
  return at === undefined ? [] : [{ message: "opened here", range: source.range(at, at + 1) }];
}

interface Words {
  readonly code?: DiagnosticCode;
  readonly detail: string;
  readonly hint: string;
}

function wordsFor(problem: YAMLError, text: string, tabs: number): Words {
  switch (problem.code) {
    case "TAB_AS_INDENT": {
      const others = tabs === 2 ? ", and so is another" : tabs > 2 ? `, and so are ${tabs - 1} others` : "";
      const detail = `This line is indented with a tab${others}; YAML takes spaces only.`;
      return { code: "config/yaml-tab", detail, hint: `Replace ${tabs > 1 ? "the tabs" : "the tab"} with spaces.` };
    }
    case "TAG_RESOLVE_FAILED":
    case "BAD_COLLECTION_TYPE":
      return {
        code: "config/yaml-tag",
        detail: `The file uses the YAML tag ${inCode(text)}. Configuration is plain data: maps, lists and text.`,
        hint: "Remove the tag.",
      };
    case "BAD_DIRECTIVE":
      return {
        code: "config/yaml-directive",
        detail: sentence(problem.message),
        hint: "Remove the line that begins with %.",
      };
    default:
      return syntaxWords(problem, text);
  }
}

/** Patterns of the parser's messages; the first that matches gives the words. */
const SYNTAX: readonly (readonly [RegExp, (found: string, text: string) => Words])[] = [
  [
    /end with a ([\]}])/,
    (bracket) => ({
      detail: `${bracket === "]" ? "A list opened with `[`" : "A map opened with `{`"} is not closed before this place.`,
      hint: `Close it with ${inCode(bracket)}.`,
    }),
  ],
  [
    /^Nested mappings are not allowed/,
    (_, value) => ({
      detail: "The value holds a colon and a space, which YAML takes for another key.",
      hint: `Put the value in quotes: ${inCode(JSON.stringify(value))}.`,
    }),
  ],
  [
    /^Missing closing (["'])/,
    (quote) => ({
      detail: `A quote opened with ${inCode(quote)} is not closed before this place.`,
      hint: `Close it with ${inCode(quote)}.`,
    }),
  ],
  [
    /^All (?:mapping|sequence) items must start/,
    () => ({
      detail: "The line is indented by less or more than the ones it belongs to.",
      hint: "Align it with its neighbours of the same level.",
    }),
  ],
  [
    /^Implicit map keys need to be followed/,
    () => ({ detail: "A key is not followed by a colon.", hint: "Write `key: value`, with a space after the colon." }),
  ],
  [
    /^Implicit keys need to be on a single line/,
    () => ({
      detail: "The text goes on here as if it were one long key.",
      hint: "Look at the line above: a colon after its key, or a closing quote or bracket, is missing.",
    }),
  ],
  [
    /^Plain value cannot start with (?:a )?(.*)$/,
    (what) => ({ detail: `Text without quotes cannot begin with a ${what}.`, hint: "Put the text in quotes." }),
  ],
  [
    /^Missing , /,
    () => ({
      detail: "A comma is missing between two items.",
      hint: "Add the comma, or put text with special characters in quotes.",
    }),
  ],
];

function syntaxWords({ message }: YAMLError, text: string): Words {
  for (const [pattern, words] of SYNTAX) {
    const found = pattern.exec(message);
    if (found !== null) return words(found[1] ?? "", text);
  }
  return { detail: sentence(message), hint: "Mend the YAML here; text with special characters goes in quotes." };
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
