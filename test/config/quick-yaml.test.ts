/** What is read quickly is what the parser with nodes reads, with every place; or it is left to that one. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { InstancePath } from "../../src/config/instance-path.ts";
import { parseQuickly } from "../../src/config/quick-yaml.ts";
import { parseSource } from "../../src/config/yaml-document.ts";
import { editedFile, pieceText } from "./yaml-texts.ts";

/** True when it was read quickly, and then all of it is checked. */
function agrees(text: string): boolean {
  const quick = parseQuickly("p", text);
  if (quick === undefined) return false;
  const exact = parseSource("p", text);
  expect(exact.diagnostics).toEqual([]);
  expect(quick.value).toStrictEqual(exact.value);
  for (const { path, value } of placesIn(exact.value)) {
    if (typeof path.at(-1) === "string") expect(quick.source.keyRange(path)).toEqual(exact.source.keyRange(path));
    if (value === null || typeof value === "object") continue;
    expect(quick.source.valueRange(path)).toEqual(exact.source.valueRange(path));
    expect(quick.source.plainText(path)).toBe(exact.source.plainText(path));
  }
  return true;
}

interface Place {
  readonly path: InstancePath;
  readonly value: unknown;
}

function* placesIn(value: unknown, path: InstancePath = []): Generator<Place> {
  yield { path, value };
  if (value === null || typeof value !== "object") return;
  const children = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [segment, inner] of children) yield* placesIn(inner, [...path, segment]);
}

/** How many of so many texts were read quickly. */
function countQuick(texts: fc.Arbitrary<string>, numRuns: number): number {
  let count = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (agrees(text)) count++;
    }),
    { numRuns },
  );
  return count;
}

const FIXTURES = join(import.meta.dirname, "../fixtures");
const fixtures = ["valid", "invalid"]
  .flatMap((kind) => readdirSync(join(FIXTURES, kind)).map((name) => join(FIXTURES, kind, name, "profiles.yaml")))
  .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());

describe("reading quickly", () => {
  it("agrees on every fixture", () => {
    const quick = fixtures.filter((file) => agrees(readFileSync(file, "utf8")));
    expect(quick.length).toBeGreaterThan(fixtures.length / 2);
  });

  it("agrees on pieces of YAML", () => {
    expect(countQuick(pieceText, 5_000)).toBeGreaterThan(0);
  });

  it("agrees on a good file after cutting and inserting", () => {
    expect(countQuick(editedFile, 1_000)).toBeGreaterThan(0);
  });

  it("agrees on any value in any of the styles", () => {
    const value = fc.object({
      maxDepth: 4,
      values: [fc.string({ unit: "grapheme" }), fc.double(), fc.boolean(), fc.constant(null)],
    });
    const style = fc.record({
      collectionStyle: fc.constantFrom("any" as const, "block" as const, "flow" as const),
      defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_SINGLE" as const, "QUOTE_DOUBLE" as const),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
    });
    const texts = fc.tuple(value, style).map(([written, options]) => stringify(written, options));
    expect(countQuick(texts, 1_000)).toBeGreaterThan(250);
  });

  it.each([
    ["an anchor", "a: &x 1\n"],
    ["an alias", "a: &x 1\nb: *x\n"],
    ["a merge key", "a: { <<: { b: 1 } }\n"],
    ["a tag", "a: !!str 1\n"],
    ["a directive", "%YAML 1.1\n---\na: no\n"],
    ["two documents", "a: 1\n---\nb: 2\n"],
    ["a key twice", "a: 1\na: 2\n"],
    ["a key that is no text", "1: a\n"],
    ["a key that is a map", "? { a: 1 }\n: b\n"],
    ["a block of text, whose place it cannot tell", "a: |\n  b\n"],
    ["a number that is too large to be one", "a: 1e999\n"],
    ["a key behind a value in its line", "a:\n- 'b'c: d\n"],
    ["a value in a line of its own", "a:\n# c\n  b\nd: e\n"],
    ["a tab", "a:\tb\n"],
    ["a line break that is one to some", "a: b\rc: d\n"],
    ["nothing", "# no\n"],
    ["broken syntax", "a: [\n"],
    ["brackets without end", "[".repeat(100_000)],
  ])("leaves %s to the other parser", (_, text) => {
    expect(parseQuickly("p", text)).toBeUndefined();
  });
});
