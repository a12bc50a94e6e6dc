/** Each situation is played where it can be made of values; else its words must be those of the source. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { DiagnosticCode } from "../../src/diagnostics/codes.ts";
import { isScene, type SceneExample } from "../../src/diagnostics/example.ts";
import { EXAMPLES } from "../../src/diagnostics/examples.ts";
import { SCENES } from "./scenes/index.ts";

const ALL = Object.entries(EXAMPLES).flatMap(([code, example]): [DiagnosticCode, SceneExample][] =>
  isScene(example) ? [[code as DiagnosticCode, example]] : [],
);
const isPlayed = ([code]: (typeof ALL)[number]): boolean => Object.hasOwn(SCENES, code);
const UNPLAYED = ALL.filter((one) => !isPlayed(one));

const SRC = join(import.meta.dirname, "../../src");

interface Pattern {
  readonly pattern: RegExp;
  /** How many letters of it are fixed. */
  readonly letters: number;
}

/** Every text of the source, but of the examples, as a pattern: what is put into it matches anything. */
function patterns(): Pattern[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !path.startsWith("diagnostics/"),
  );
  return files.flatMap((path) => patternsIn(readFileSync(join(SRC, path), "utf8")));
}

function patternsIn(source: string): Pattern[] {
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    const parts = partsOf(node);
    if (parts.length > 0)
      found.push({
        pattern: new RegExp(`^${parts.map(escaped).join(".*")}$`, "s"),
        letters: lettersOf(parts.join("")),
      });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}

/** The fixed parts of a text; none of what is no text. */
function partsOf(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  return ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
    : [];
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const lettersOf = (text: string): number => text.replaceAll(/[^a-z]/gi, "").length;

/** Half of the letters at least has to be the source's own: a pattern of hardly any would fit everything. */
function isOf(text: string, source: readonly Pattern[]): boolean {
  return source.some(({ pattern, letters }) => letters * 2 >= lettersOf(text) && pattern.test(text));
}

describe("situations", () => {
  it.each(ALL.filter(isPlayed))("%s: what is told there", async (code, { detail, hint }) => {
    const told = await SCENES[code]?.();
    const one = told?.find((found) => found.code === code);
    expect({ detail: one?.detail, hint: one?.hint }).toEqual({ detail, hint });
  });

  const source = patterns();
  it.each(UNPLAYED)("%s: in the words of the source", (_, { detail, hint }) => {
    for (const text of [detail, ...(hint === undefined ? [] : [hint])]) expect(isOf(text, source), text).toBe(true);
  });

  it("other words are not found there", () => {
    expect(isOf("The prompt is empty or it is missing.", source)).toBe(false);
    expect(isOf("There are 2 profiles of one tier: search, support.", source)).toBe(false);
  });

  it("nearly all are played, and no scene is left over", () => {
    expect(UNPLAYED.length).toBeLessThan(10);
    expect(Object.keys(SCENES).filter((code) => !ALL.some(([one]) => one === code))).toEqual([]);
  });

  it.each(ALL)("%s: a sentence or three", (_, { situation }) => {
    expect(situation).toMatch(/^[A-Z`].{20,220}\.$/);
  });
});
