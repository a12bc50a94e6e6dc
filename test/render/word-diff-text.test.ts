import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeForTerminal } from "../../src/render/terminal-text.ts";
import { renderLines, wrapLines } from "../../src/render/text-layout.ts";
import { colouredWords, wordDifference } from "../../src/render/word-diff-text.ts";

const merged = (from: string, to: string): string | null => {
  const pieces = wordDifference(from, to);
  return pieces === null ? null : renderLines(wrapLines(pieces, 10_000), { width: 10_000, color: false }).trimEnd();
};

describe("two texts as one", () => {
  const text = "one two three four five six seven eight nine ten";

  test.each([
    [
      "a word in the place of another",
      text.replace("five", "5"),
      "one two three four [-five-]{+5+} six seven eight nine ten",
    ],
    ["words that are new", `${text} and eleven`, `${text} {+and eleven+}`],
    ["words that go", text.replace("two three ", ""), "one [-two three-] four five six seven eight nine ten"],
    [
      "the first and the last",
      `1 ${text.slice(4, -4)} 10`,
      "[-one-]{+1+} two three four five six seven eight nine [-ten-]{+10+}",
    ],
  ])("%s", (_, to, expected) => {
    expect(merged(text, to)).toBe(expected);
  });

  test.each([
    ["short texts", "one two", "one three"],
    ["texts that have little in common", text, "one of nothing of this has ever been in the other one"],
    ["a difference in blanks", text, text.replace(" ", "  ")],
    ["a text with such brackets", text, `${text} [-x-]`],
  ])("not of %s", (_, from, to) => {
    expect(merged(from, to)).toBeNull();
  });

  test("both can be read out of it again", () => {
    const word = fc.oneof(fc.constantFrom("the", "shop", "検索", "of"), fc.stringMatching(/^[a-z-]{1,9}$/));
    const sentence = fc.array(word, { minLength: 4, maxLength: 30 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(sentence, sentence, (from, to) => {
        const shown = merged(from, to);
        if (shown === null) return;
        const without = (kept: RegExp, gone: RegExp): string =>
          shown.replaceAll(gone, " ").replaceAll(kept, " $1 ").split(" ").filter(Boolean).join(" ");
        const [removed, added] = [/\[-(.*?)-\](?=$| |\{)/g, /\{\+(.*?)\+\}(?=$| )/g];
        expect(without(removed, added)).toBe(from);
        expect(without(added, removed)).toBe(to);
      }),
    );
  });

  test("in colour, what goes is red and struck, what comes is green; the brackets stay", () => {
    const pieces = wordDifference(text, text.replace("five", "5")) ?? [];
    const shown = renderLines(wrapLines(pieces, 80), { width: 80, color: true });
    expect(escapeForTerminal(shown.trimEnd())).toContain(
      "\\u{1b}[9m\\u{1b}[31m[-five-]\\u{1b}[39m\\u{1b}[29m\\u{1b}[32m{+5+}\\u{1b}[39m",
    );
  });

  test.each([20, 60, 80])("in rows of %d columns no word is broken", (width) => {
    const rows = wrapLines(wordDifference(text, `${text} and eleven`) ?? [], width);
    const shown = renderLines(rows, { width, color: false }).trimEnd();
    expect(shown.replaceAll("\n", " ")).toBe(`${text} {+and eleven+}`);
  });
});

test("short texts: only the words that differ are coloured", () => {
  expect(colouredWords("care and cure", "care and sales")).toMatchObject({
    from: [{ tone: "dim" }, {}, { tone: "dim" }, {}, { text: "cure", tone: "removed" }],
    to: [{ tone: "plain" }, {}, { tone: "plain" }, {}, { text: "sales", tone: "added" }],
  });
  expect(colouredWords("care", "sales")).toBeNull();
});
