/** One complaint of the schema validator → a diagnostic, and the value that it spoils. */
import type { ErrorObject } from "ajv";
import { KNOWN_REGIONS } from "../core/known-regions.ts";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type InstancePath, pathOf } from "./instance-path.ts";
import { mendOfKey, mendOfList, mendOfMap, mendOfValue } from "./mends.ts";
import type { SourceFile } from "./source-file.ts";
import { inCode, nearest, placeOf, suggestion } from "./wording.ts";

export interface ShapeProblem {
  readonly diagnostic: Diagnostic;
  /** The value to take out; nothing when a key is missing. */
  readonly broken?: InstancePath;
  /** A key that is missing, or that a misspelt one was meant to be. */
  readonly lacks?: InstancePath;
}

/** Keys of the main file that an included file may be tempted to use. */
const MAIN_FILE_HINT = "Included files hold `defaults` and `profiles` only; everything else belongs in the main file.";

/** Tells one error, which may stand for several places; `included` when the file is not the main one. */
export function describeShapeError(source: SourceFile, error: ErrorObject, included: boolean): ShapeProblem[] {
  const path = pathOf(error.instancePath);
  if (error.propertyName !== undefined) return [wrongKey(source, error, [...path, error.propertyName])];
  switch (error.keyword) {
    case "additionalProperties":
      return [unknownKey(source, error, path, included)];
    case "required":
      return [missingKey(source, error, path)];
    case "uniqueItems":
      return duplicateItems(source, error.data as readonly unknown[], path);
    case "type":
      return [wrongType(source, error, path)];
    default:
      return [wrongValue(source, error, path)];
  }
}

function unknownKey(source: SourceFile, error: ErrorObject, path: InstancePath, included: boolean): ShapeProblem {
  const key = String(error.params.additionalProperty);
  const known = Object.keys((error.parentSchema?.properties ?? {}) as object);
  const near = nearest(key, known);
  const isMainKey = included && path.length === 0 && near === undefined;
  return {
    broken: [...path, key],
    ...(near !== undefined && !(near in (error.data as object)) && { lacks: [...path, near] }),
    diagnostic: diagnostic("config/unknown-key", {
      detail: `${inCode(key)} is not a key of ${placeOf(path)}.`,
      hint: isMainKey ? MAIN_FILE_HINT : suggestion(key, known, "Remove it."),
      subject: source.keyRange([...path, key]),
    }),
  };
}

function missingKey(source: SourceFile, error: ErrorObject, path: InstancePath): ShapeProblem {
  const key = String(error.params.missingProperty);
  const example = (error.parentSchema?.properties as Record<string, { examples?: unknown[] }> | undefined)?.[key]
    ?.examples?.[0];
  const line = `${key}: ${example === undefined ? "…" : JSON.stringify(example)}`;
  return {
    lacks: [...path, key],
    diagnostic: diagnostic("config/missing-key", {
      detail: `The key ${inCode(key)} is missing from ${placeOf(path)}.`,
      hint: `Add it, for example ${inCode(line)}.`,
      subject: source.keyRange(path),
    }),
  };
}

/** The validator stops at the first pair; here all of them are told. */
function duplicateItems(source: SourceFile, items: readonly unknown[], path: InstancePath): ShapeProblem[] {
  const seen = new Map<unknown, number>();
  return [...items.entries()].flatMap(([index, value]): ShapeProblem[] => {
    const first = seen.get(value);
    if (first === undefined) {
      seen.set(value, index);
      return [];
    }
    const broken = [...path, index];
    const problem = diagnostic("config/duplicate-value", {
      detail: `${inCode(String(value))} is listed twice in ${placeOf(path)}.`,
      hint: "Remove one of the two.",
      subject: source.valueRange(broken),
      related: [{ message: "first listed here", range: source.valueRange([...path, first]) }],
    });
    return [{ broken, diagnostic: problem }];
  });
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: "a map",
  array: "a list",
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  null: "nothing",
};

function wrongType(source: SourceFile, error: ErrorObject, path: InstancePath): ShapeProblem {
  const expected = [error.params.type].flat().map(String);
  const plain = source.plainText(path);
  if (expected.includes("string") && plain !== undefined && plain !== "")
    return { broken: path, diagnostic: unquoted(source, error, path, plain) };
  const wanted = expected.filter((type) => type !== "null").map((type) => TYPE_NAMES[type] ?? type);
  const rule = error.parentSchema?.errorMessage;
  return {
    broken: path,
    diagnostic: diagnostic("config/wrong-type", {
      detail: `${placeOf(path)} ${plain === "" ? "has no value" : `is ${kindOf(error.data)}`}, and should be ${wanted.join(" or ")}.`,
      hint: typeof rule === "string" ? rule : mendOfType(expected[0], wanted, path, error.data),
      subject: isContainer(error.data) ? source.keyRange(path) : source.valueRange(path),
    }),
  };
}

function mendOfType(expected: string | undefined, wanted: readonly string[], path: InstancePath, value: unknown) {
  if (expected === "object") return mendOfMap(path, value);
  return expected === "array" ? mendOfList(value) : `Write ${wanted.join(" or ")}.`;
}

function unquoted(source: SourceFile, error: ErrorObject, path: InstancePath, plain: string): Diagnostic {
  return diagnostic("config/unquoted-text", {
    detail: `${placeOf(path)} is text, but YAML reads ${inCode(plain)} as ${kindOf(error.data)}.`,
    hint: `Quote it: ${inCode(JSON.stringify(plain))}.`,
    subject: source.valueRange(path),
  });
}

function kindOf(value: unknown): string {
  if (value === null) return "nothing (null)";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "number" && !Number.isFinite(value)) return "not finite";
  return (
    { string: "text", number: "a number", boolean: "a boolean", bigint: "a number" }[typeof value as string] ??
    typeof value
  );
}

function scalarOf(value: unknown): string {
  return isContainer(value) ? "" : String(value);
}

function isContainer(value: unknown): boolean {
  return value !== null && typeof value === "object";
}

function wrongValue(source: SourceFile, error: ErrorObject, path: InstancePath): ShapeProblem {
  const near = typeof error.data === "string" ? nearest(error.data, candidatesFor(error)) : undefined;
  return {
    broken: path,
    diagnostic: diagnostic(codeOf(error), {
      ...wordsFor(error, `${shown(error.data)} cannot be the value of ${placeOf(path)}.`, near, mendOfValue),
      subject: isContainer(error.data) ? source.keyRange(path) : source.valueRange(path),
    }),
  };
}

/** The rule of the schema explains, or tells what to write; then it is the mend. */
function wordsFor(
  error: ErrorObject,
  what: string,
  near: string | undefined,
  mend: (code: DiagnosticCode, value: string) => string,
) {
  const rule = ruleOf(error);
  const isMend = /^(?:Write|List|Name) /.test(rule);
  const detail = isMend ? what : `${what} ${rule}`;
  if (near !== undefined) return { detail, hint: `Did you mean ${inCode(near)}?` };
  return { detail, hint: isMend ? rule : mend(codeOf(error), scalarOf(error.propertyName ?? error.data)) };
}

function candidatesFor(error: ErrorObject): Iterable<string> {
  if (codeOf(error) === "config/invalid-region") return KNOWN_REGIONS;
  return error.keyword === "enum" ? (error.params.allowedValues as unknown[]).map(String) : [];
}

function wrongKey(source: SourceFile, error: ErrorObject, path: InstancePath): ShapeProblem {
  const key = String(path.at(-1));
  const near = nearest(key, candidatesFor(error));
  return {
    broken: path,
    diagnostic: diagnostic(codeOf(error), {
      ...wordsFor(error, `${shown(key)} cannot be a key of ${placeOf(path.slice(0, -1))}.`, near, mendOfKey),
      subject: source.keyRange(path),
    }),
  };
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "An empty list" : "This list";
  if (isContainer(value)) return Object.keys(value as object).length === 0 ? "An empty map" : "This map";
  return value === "" ? "Empty text" : inCode(String(value));
}

function ruleOf(error: ErrorObject): string {
  const rule = error.parentSchema?.errorMessage;
  // What is only too long breaks no rule about characters.
  if (error.keyword === "maxLength") return tooLong(error);
  return typeof rule === "string" ? rule : `It ${error.message ?? "has a wrong value"}.`;
}

function tooLong({ data, propertyName, params }: ErrorObject): string {
  const text = propertyName ?? String(data);
  return `It has ${[...text].length} characters, and ${Number(params.limit)} are the most.`;
}

function codeOf(error: ErrorObject): DiagnosticCode {
  return (error.parentSchema?.["x-code"] as DiagnosticCode | undefined) ?? "config/invalid-value";
}
