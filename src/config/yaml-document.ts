/** Text → document: syntax, limits, and the parts of YAML that a configuration has no use for. */
import { Composer, type CST, type Document, Parser } from "yaml";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { SourceFile } from "./source-file.ts";
import { inCode } from "./wording.ts";
import { documentProblems } from "./yaml-problems.ts";
import { YamlReader } from "./yaml-value.ts";

/** Deepest nesting that is read: the parser recurses, and the format itself needs ten levels. */
const MAX_DEPTH = 64;

export interface ParsedSource {
  readonly source: SourceFile;
  /** `undefined` when the file holds no document; partial when `intact` is false. */
  readonly value: unknown;
  /** False when the syntax is broken: what was read may be nonsense. */
  readonly intact: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses one file. All problems of its syntax are told, none is thrown. */
export function parseSource(path: string, text: string): ParsedSource {
  const source = new SourceFile(path, text);
  const tokens = [...new Parser().parse(text)];
  const deep = tooDeepAt(tokens);
  if (deep !== undefined) return failed(source, [tooDeep(source, deep)]);
  const documents = compose(tokens, text);
  const found = documents.flatMap((document) => documentProblems(source, document));
  const second = documents[1];
  if (second !== undefined) found.push(severalDocuments(source, second));
  const document = documents[0];
  if (document?.contents === null || document?.contents === undefined)
    return { source, value: undefined, intact: found.length === 0, diagnostics: found };
  const intact = found.length === 0;
  const value = new YamlReader(source, intact ? found : []).read(document.contents);
  return { source, value, intact, diagnostics: found };
}

function failed(source: SourceFile, diagnostics: readonly Diagnostic[]): ParsedSource {
  return { source, value: undefined, intact: false, diagnostics };
}

function compose(tokens: readonly CST.Token[], text: string): Document.Parsed[] {
  // Duplicate keys are found by our reader: the parser's own check compares each key with all others.
  const composer = new Composer({
    uniqueKeys: false,
    schema: "core",
    resolveKnownTags: false,
    merge: false,
    logLevel: "silent",
  });
  return [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
}

/** Offset of the first value nested too deeply; walks without recursion, as the composer would not. */
function tooDeepAt(tokens: readonly CST.Token[]): number | undefined {
  const open: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token.offset;
    if ("value" in token && token.value !== undefined) open.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}

function tooDeep(source: SourceFile, offset: number): Diagnostic {
  return diagnostic("config/yaml-too-deep", {
    detail: `Values are nested more than ${MAX_DEPTH} levels deep here.`,
    hint: "Close the brackets, or remove levels: the format needs no more than ten.",
    subject: source.range(offset, offset + 1),
  });
}

function severalDocuments(source: SourceFile, second: Document.Parsed): Diagnostic {
  const start = second.range[0];
  return diagnostic("config/yaml-several-documents", {
    detail: `A second document begins here, after a line ${inCode("---")}. Only one could count.`,
    hint: `Remove the line ${inCode("---")}, or put the rest into a file of its own and list that under ${inCode("include")}.`,
    subject: source.range(start, start + 3),
  });
}
