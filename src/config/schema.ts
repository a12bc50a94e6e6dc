/** The shape of a file: what the compiled JSON Schema says, told to a person. */
import type { ErrorObject } from "ajv";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { BrokenPaths, type Checked } from "./checked.ts";
import { type Validate, validateConfig, validateInclude } from "./generated/validate.js";
import type { WrittenConfig, WrittenIncludedFile } from "./generated/written-config.ts";
import { describeShapeError } from "./shape-errors.ts";
import type { SourceFile } from "./source-file.ts";
import type { ParsedSource } from "./yaml-document.ts";

/** A file whose every value that is left has the right shape; wrong ones are taken out and remembered. */
export interface ShapedFile<T> {
  readonly source: SourceFile;
  readonly value: Checked<T>;
  readonly broken: BrokenPaths;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the main file. */
export function shapeConfig(parsed: ParsedSource): ShapedFile<WrittenConfig> {
  return shape(parsed, validateConfig, false);
}

/** Checks an included file, which has `defaults` and `profiles` only. */
export function shapeIncluded(parsed: ParsedSource): ShapedFile<WrittenIncludedFile> {
  return shape(parsed, validateInclude, true);
}

function shape<T>(parsed: ParsedSource, validate: Validate, included: boolean): ShapedFile<T> {
  const { source, value } = parsed;
  const broken = new BrokenPaths();
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return { source, value: Object.create(null), broken, diagnostics: [notAMap(source, value, included)] };
  }
  validate(value);
  const errors = telling(validate.errors ?? []);
  validate.errors = null;
  const problems = errors.flatMap((error) => describeShapeError(source, error, included));
  for (const problem of problems) if (problem.broken !== undefined) broken.add(problem.broken);
  const diagnostics = new Map<string, Diagnostic>();
  // What could not be read at all is wrong in shape, too; and a misspelt key is not also a missing one.
  const told = new Set(parsed.diagnostics.map(({ subject }) => subject?.start.offset));
  const misspelt = new BrokenPaths(problems.flatMap(({ broken: wrong, lacks }) => (wrong && lacks ? [lacks] : [])));
  for (const { diagnostic: found, broken: wrong, lacks } of problems) {
    if (wrong === undefined && lacks !== undefined && misspelt.covers(lacks)) continue;
    if (told.has(found.subject?.start.offset)) continue;
    // Values behind one alias fail once for each use, at one place of the text.
    const id = `${found.code} ${found.subject?.start.offset} ${found.subject?.end.offset}`;
    if (!diagnostics.has(id)) diagnostics.set(id, found);
  }
  broken.takeOutOf(value);
  for (const { lacks } of problems) if (lacks !== undefined) broken.add(lacks);
  return { source, value: value as Checked<T>, broken, diagnostics: [...diagnostics.values()] };
}

function notAMap(source: SourceFile, value: unknown, included: boolean): Diagnostic {
  const code: DiagnosticCode = value === undefined || value === null ? "config/empty-file" : "config/not-a-map";
  const detail = {
    "config/empty-file": "The file holds no keys, only comments or nothing at all.",
    "config/not-a-map": `The file holds ${Array.isArray(value) ? "a list" : "a single value"}, and a configuration is a map of keys.`,
  }[code];
  const hint = {
    "config/empty-file": included
      ? "An included file holds `profiles` and perhaps `defaults`; while it declares none, write `profiles: {}`."
      : "Begin with the keys `version`, `stack` and `regions`.",
    "config/not-a-map": `Begin the lines with keys such as ${included ? "`profiles:`" : "`version:`"}.`,
  }[code];
  return diagnostic(code, { detail, hint, subject: source.valueRange([]) });
}

/** Keeps of the errors around an `anyOf` those of the branch that was meant. */
function telling(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (error.keyword === "propertyNames") nameKey(kept, error);
    else if (error.keyword === "anyOf") for (const one of meant(takeTail(kept, error), error)) kept.push(one);
    else kept.push(error);
  }
  return kept;
}

/** Complaints about a key come just before this one, as if they were about the map; this one tells which key. */
function nameKey(kept: readonly ErrorObject[], { instancePath, params }: ErrorObject): void {
  for (const error of [...tail(kept, (one) => one.instancePath === instancePath && one.data === params.propertyName)]) {
    error.propertyName = params.propertyName;
  }
}

/** The errors of the branches come just before that of the `anyOf` itself. */
function takeTail(kept: ErrorObject[], outer: ErrorObject): ErrorObject[] {
  const taken = [...tail(kept, (inner) => isWithin(inner, outer))];
  kept.length -= taken.length;
  return taken.reverse();
}

function* tail(kept: readonly ErrorObject[], belongs: (error: ErrorObject) => boolean): Generator<ErrorObject> {
  for (let index = kept.length - 1; index >= 0; index--) {
    const error = kept[index];
    if (error === undefined || !belongs(error)) return;
    yield error;
  }
}

/** A branch for another kind of value was not meant; a union with a code of its own speaks for all its branches. */
function meant(inside: readonly ErrorObject[], outer: ErrorObject): readonly ErrorObject[] {
  const fitting = inside.filter((one) => !(one.keyword === "type" && one.instancePath === outer.instancePath));
  return outer.parentSchema?.["x-code"] !== undefined || fitting.length === 0 ? [outer] : fitting;
}

function isWithin(inner: ErrorObject, outer: ErrorObject): boolean {
  return inner.instancePath === outer.instancePath || inner.instancePath.startsWith(`${outer.instancePath}/`);
}
