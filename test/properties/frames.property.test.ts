/** Code frames over any text: the marks stand under what is meant, and nothing of the text reaches the terminal raw. */
import fc from "fast-check";
import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { loadDesired } from "../../src/config/load.ts";
import { type Diagnostic, diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { markedLine } from "../../src/render/code-frame.ts";
import { renderDiagnostics } from "../../src/render/diagnostics-text.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";
import { memoryFiles } from "../config/memory-files.ts";

/** Characters with the columns that they take once shown: known here by hand, so that the code cannot agree with itself. */
const COLUMNS: readonly (readonly [character: string, columns: number])[] = [
  ["a", 1],
  [" ", 1],
  ["#", 1],
  ["é", 1],
  ["…", 1],
  ["ب", 1],
  ["日", 2],
  ["한", 2],
  ["ｘ", 2],
  ["🎉", 2],
  ["𠮷", 2],
  ["e\u0301", 1],
  ["\t", 4],
  ["\x1b", "\\u{1b}".length],
  ["\x9b", "\\u{9b}".length],
  ["\x07", "\\u{7}".length],
  ["\u202e", "\\u{202e}".length],
  ["\u2066", "\\u{2066}".length],
  ["\u200b", "\\u{200b}".length],
  ["\u200d", "\\u{200d}".length],
  ["\u3164", "\\u{3164}".length],
  ["\ud800", "\\u{d800}".length],
];

const aCharacter = fc.constantFrom(...COLUMNS);
const someText = fc.array(aCharacter, { maxLength: 30 });
/** What is meant begins and ends with something that can be seen. */
const aToken = fc.array(fc.constantFrom(...COLUMNS.filter(([text]) => text.trim() !== "" && text !== "…")), {
  minLength: 1,
  maxLength: 12,
});
const WIDTHS = fc.integer({ min: 20, max: 120 });

type Text = readonly (readonly [string, number])[];

const textOf = (parts: Text): string => parts.map(([text]) => text).join("");
const columnsOf = (parts: Text): number => parts.reduce((sum, [, columns]) => sum + columns, 0);

/** Rows of a shown text as cells, one for each column: the second cell of a wide character is empty. */
function cells(shown: string): string[] {
  const wide = new Set(COLUMNS.filter(([, columns]) => columns === 2).map(([text]) => text));
  const all: string[] = [];
  for (const character of shown) {
    if (character === "\u0301") all[all.length - 1] += character;
    else all.push(...(wide.has(character) ? [character, ""] : [character]));
  }
  return all;
}

function frameOf(before: Text, token: Text, after: Text, width: number) {
  const [head, marked] = [textOf(before), textOf(token)];
  const source = `first: line\n${head}${marked}${textOf(after)}\nlast: line\n`;
  const offset = "first: line\n".length + head.length;
  const start = { line: 2, column: head.length + 1, offset };
  const end = { line: 2, column: start.column + marked.length, offset: offset + marked.length };
  return markedLine(source, { file: "f", start, end }, width);
}

describe("a frame", () => {
  test("has its marks under what is meant, to the column", () => {
    fc.assert(
      fc.property(someText, aToken, someText, (before, token, after) => {
        const { indent, length } = frameOf(before, token, after, 1000);
        expect([indent, length]).toEqual([columnsOf(before), columnsOf(token)]);
      }),
    );
  });

  test("keeps that where a long line is cut, and stays within the width", () => {
    fc.assert(
      fc.property(someText, aToken, someText, WIDTHS, (before, token, after, width) => {
        const { before: left, marked, after: right, indent, length } = frameOf(before, token, after, width);
        const row = cells(left + marked + right);
        expect(row.length).toBeLessThanOrEqual(width);
        expect(row.slice(indent, indent + length).join("")).toBe(marked);
        expect(marked.replace(/…$/, "").length).toBeGreaterThan(0);
      }),
    );
  });
});

/** Text that may stand between double quotes in one line of YAML. */
const inQuotes = someText.map((parts) => textOf(parts).replaceAll("\ud800", ""));

describe("a mistake in a file", () => {
  test("is underlined whatever stands before and after it in the line", async () => {
    await fc.assert(
      fc.asyncProperty(inQuotes, inQuotes, WIDTHS, async (before, after, width) => {
        const line = `  search: { description: "${before}", modle: x, tags: { a: "${after}" } }`;
        const files = { "profiles.yaml": `version: 1\nstack: s\nregions: [us-west-2]\nprofiles:\n${line}\n` };
        const { diagnostics, sources } = await loadDesired("profiles.yaml", memoryFiles(files));
        const found = diagnostics.filter(({ code }) => code === "config/unknown-key");
        expect(found).toHaveLength(1);
        const rows = renderDiagnostics(found, sources, { color: picocolors.createColors(false), width }).split("\n");
        const marks = rows.findIndex((row) => /^ +\| *\^+$/.test(row));
        const shown = cells(rows[marks - 1] ?? "");
        const at = rows[marks]?.indexOf("^") ?? 0;
        expect(shown.slice(at, at + 5).join("")).toBe("modle");
        expect(rows[marks]?.slice(at)).toBe("^^^^^");
      }),
      { numRuns: 60 },
    );
  });
});

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  someText.map(textOf),
  fc.constantFrom("\x1b]0;owned\x07", "\x1b[2J", "a\r\nb", "\x9b31m", "\u202ereversed\u2069"),
);

const aDiagnostic = fc
  .record({ text: anyText, file: anyText, offset: fc.nat(80), length: fc.nat(80) })
  .map(({ text, file, offset, length }): Diagnostic => {
    const place = (at: number) => ({ line: 1, column: at + 1, offset: at });
    const range = { file, start: place(offset), end: place(offset + length) };
    const target = { account: text, region: text, name: text };
    const related = [{ message: text, range }];
    return diagnostic("config/unknown-key", { detail: text, hint: text, subject: range, related, target });
  });

describe("diagnostics", () => {
  test("bring nothing to the terminal but visible characters and line feeds, colours aside", () => {
    const visible = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u;
    fc.assert(
      fc.property(aDiagnostic, anyText, WIDTHS, fc.boolean(), (one, source, width, isColoured) => {
        const sources = new Map([[one.subject?.file ?? "", source]]);
        const text = renderDiagnostics([one], sources, { color: picocolors.createColors(isColoured), width });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is removed
        const plain = text.replaceAll(/\x1b\[\d{1,2}m/g, "");
        for (const row of plain.split("\n")) expect(row).toMatch(visible);
      }),
    );
  });

  test("stay within the width, but for paths, which are copied", () => {
    fc.assert(
      fc.property(
        aDiagnostic,
        fc.array(anyText, { maxLength: 3 }),
        fc.integer({ min: 60, max: 120 }),
        (one, lines, width) => {
          const sources = new Map([[one.subject?.file ?? "", lines.join("\n")]]);
          const text = renderDiagnostics([one], sources, { color: picocolors.createColors(false), width });
          const rows = text.split("\n").filter((row) => !/^ *-->/.test(row));
          for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
