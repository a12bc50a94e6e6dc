import { describe, expect, it } from "vitest";
import {
  displayWidth,
  escapeForTerminal,
  fitToWidth,
  padToWidth,
  takeWidth,
  takeWidthFromEnd,
  wrapText,
} from "../../src/render/terminal-text.ts";

describe("escapeForTerminal", () => {
  it.each([
    ["plain text stays", "search-01 Ü 日本語 🎉", "search-01 Ü 日本語 🎉"],
    ["escape sequences", "\x1b[31mred", "\\u{1b}[31mred"],
    ["control characters", "a\0b\x07c\x7f", "a\\u{0}b\\u{7}c\\u{7f}"],
    ["C1 controls", "a\x9b31m", "a\\u{9b}31m"],
    ["line breaks and tabs", "a\nb\r\tc", "a\\u{a}b\\u{d}\\u{9}c"],
    ["bidi overrides and isolates", "\u202eevil\u2066x\u200f", "\\u{202e}evil\\u{2066}x\\u{200f}"],
    ["right-to-left letters stay, alone", "a שלום 7 مرحبا", "a שלום 7 مرحبا"],
    ["zero widths", "a\u200bb\u200dc\ufeffd\u00ade", "a\\u{200b}b\\u{200d}c\\u{feff}d\\u{ad}e"],
    ["line and paragraph separators", "a\u2028b\u2029", "a\\u{2028}b\\u{2029}"],
    ["lone surrogates", "a\ud800b\udc00", "a\\u{d800}b\\u{dc00}"],
    ["invisible tags and fillers", "a\u{e0041}b\u3164", "a\\u{e0041}b\\u{3164}"],
    ["invisible marks, which make two names look the same", "a\u034fb\ufe0f", "a\\u{34f}b\\u{fe0f}"],
    ["what terminals draw in different widths", "👍🏽❤\uFE0F", "👍\\u{1f3fd}❤\\u{fe0f}"],
    ["what stands for nothing", "\u0378\uffff", "\\u{378}\\u{ffff}"],
  ])("%s", (_, text, shown) => {
    expect(escapeForTerminal(text)).toBe(shown);
  });

  it("keeps line feeds when asked to, and nothing else", () => {
    expect(escapeForTerminal("a\nb\r\n\x1b", { keepNewlines: true })).toBe("a\nb\\u{d}\n\\u{1b}");
  });
});

describe("displayWidth", () => {
  it.each([
    ["abc", 3],
    ["äö…→", 4],
    ["日本", 4],
    ["１２", 4],
    ["e\u0301", 1],
    ["🎉", 2],
    ["\u1112\u1161\u11ab", 2],
    ["〈﹐︐🈂", 8],
    ["🇩🇪", 2],
    ["", 0],
  ])("%j takes %d columns", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe("cutting", () => {
  it("never splits a wide character or what is drawn over one", () => {
    expect(takeWidth("日本語", 5)).toBe("日本");
    expect(takeWidthFromEnd("日本語", 3)).toBe("語");
    expect(takeWidth("e\u0301e\u0301", 1)).toBe("e\u0301");
  });

  it("marks what was cut off", () => {
    expect(fitToWidth("profiles", 5)).toBe("prof…");
    expect(fitToWidth("profiles", 8)).toBe("profiles");
    expect(fitToWidth("日本語", 4)).toBe("日…");
  });

  it("pads by columns, not by characters", () => {
    expect(padToWidth("日本", 6)).toBe("日本  ");
    expect(padToWidth("long", 2)).toBe("long");
  });

  it("wraps between words", () => {
    expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapText("unbreakable word", 4)).toEqual(["unbreakable", "word"]);
  });
});
