/** Any text survives the way into YAML and back, alone, as a key and in a map. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { yamlList, yamlMap, yamlScalar } from "../../src/render/import-scalar.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.stringMatching(/^[a-zA-Z0-9 ._:/=+@#'"{}[\],&*!|>%~-]{0,12}$/),
);

test.each(["1.1", "1.2"] as const)("a reader of YAML %s gets the text back", (version) => {
  fc.assert(
    fc.property(text, (value) => {
      expect(parse(yamlScalar(value), { version })).toBe(value);
      expect(parse(`{ a: ${yamlScalar(value)} }`, { version })).toEqual({ a: value });
      expect(yamlScalar(value)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);
    }),
    { numRuns: 3000 },
  );
});

test("maps and lists too, on one line or on many", () => {
  const maps = fc.dictionary(
    text.filter((key) => key !== "__proto__"),
    fc.option(text),
    { maxKeys: 4 },
  );
  fc.assert(
    fc.property(maps, fc.array(text), fc.constantFrom(1, 200), (map, list, width) => {
      expect(parse(yamlMap("tags", map, 2, width).join("\n"))).toEqual({ tags: { ...map } });
      expect(parse(yamlList(list))).toEqual(list);
    }),
  );
});

test.each([
  "true",
  "No",
  "~",
  "null",
  "1",
  "0x1",
  "1e3",
  "e0",
  "E-12",
  ".5",
  "2026-01-01",
  "12:30",
  "",
  " a",
  "a ",
  "a: b",
  "a #b",
  "- a",
  "a:",
  "=",
  "<<",
  "y",
])("%j is quoted", (value) => expect(yamlScalar(value)).toBe(JSON.stringify(value)));

test.each([
  "app",
  "us.amazon.nova-lite-v1:0",
  "Search ranking",
  "a/b",
  "genai-platform",
  "truest",
  "x=y",
  "me@example.com",
])("%s is plain", (value) => expect(yamlScalar(value)).toBe(value));
