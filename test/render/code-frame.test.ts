import { describe, expect, it } from "vitest";
import { markedLine } from "../../src/render/code-frame.ts";

/** Marks the first `[[…]]` of a text. */
function mark(text: string, width = 40) {
  const start = text.indexOf("[[");
  const end = text.indexOf("]]") - 2;
  const source = text.replace("[[", "").replace("]]", "");
  const position = (offset: number) => ({ line: 1, column: offset - source.lastIndexOf("\n", offset - 1), offset });
  const { before, marked, after, indent, length } = markedLine(
    source,
    { file: "f", start: position(start), end: position(end) },
    width,
  );
  return [`${before}${marked}${after}`, `${" ".repeat(indent)}${"^".repeat(length)}`];
}

describe("markedLine", () => {
  it("shows the line of the range alone", () => {
    expect(mark("a: 1\nb: [[two]]\nc: 3\n")).toEqual(["b: two", "   ^^^"]);
  });

  it("marks one column where the range is empty, also at the end of the text", () => {
    expect(mark("a: [[]]")).toEqual(["a: ", "   ^"]);
    expect(mark("a: 1\n[[]]")).toEqual(["", "^"]);
  });

  it("ends with the line where the range goes on", () => {
    expect(mark("a: [[x  \n  y]]")).toEqual(["a: x", "   ^"]);
  });

  it("leaves the carriage return of the line out", () => {
    expect(mark("a: [[x]]\r\nb: y\r\n")).toEqual(["a: x", "   ^"]);
  });

  it("aligns wide characters and tabs", () => {
    expect(mark("日本: [[値]]")).toEqual(["日本: 値", "      ^^"]);
    expect(mark("\ta:\t[[x]]")).toEqual(["    a:    x", "          ^"]);
  });

  it("aligns what had to be escaped", () => {
    expect(mark("\u202e: [[\x1b]]")).toEqual(["\\u{202e}: \\u{1b}", "          ^^^^^^"]);
  });

  it("trims a long line around the mark, on the side where there is most", () => {
    expect(mark(`${"a ".repeat(50)}[[here]]${" b".repeat(50)}`)).toEqual([
      "… a a a a a a a a a a a here b b b b b …",
      "                        ^^^^",
    ]);
    expect(mark(`x: [[here]]${" b".repeat(50)}`)).toEqual(["x: here b b b b b b b b b b b b b b b b…", "   ^^^^"]);
    expect(mark(`${"a ".repeat(50)}[[here]]`)).toEqual([
      "… a a a a a a a a a a a a a a a a a here",
      "                                    ^^^^",
    ]);
  });

  it("trims a mark that is longer than the line may be", () => {
    const [line, marks] = mark(`k: [[${"x".repeat(100)}]] # rest`);
    expect(line!.length).toBeLessThanOrEqual(40);
    expect(marks).toBe(`   ${"^".repeat(36)}`);
  });

  it("is quick on a line of megabytes", () => {
    expect(mark(`${"a".repeat(5_000_000)}[[here]]${"b".repeat(5_000_000)}`)[0]).toContain("here");
  });
});
