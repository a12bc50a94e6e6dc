/** A model says whatever its prompt makes it say: nothing of it may steer the terminal, however it is cut into pieces. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerEscape } from "../../src/render/answer-escape.ts";

function through(pieces: readonly string[]): string {
  const escaping = answerEscape();
  return pieces.map((piece) => escaping.take(piece)).join("") + escaping.end();
}

/** Controls but line feed and tab, format characters but joiners, lone halves of characters. */
const STEERING = /(?![\n\t\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const hostile = fc.array(
  fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "\u001B[2J",
      "\u001B]0;x\u0007",
      "\r",
      "\r\n",
      "\u202E",
      "\u009B31m",
      "\b",
      "👩‍💻",
      "\t",
      "\u2028",
      "\uD83D",
      "\uDE00",
    ),
  ),
);

describe("the escape of an answer", () => {
  test.each([
    ["\u001B[31mred\u001B[0m", "\\u{1b}[31mred\\u{1b}[0m"],
    ["right \u202Eto left", "right \\u{202e}to left"],
    ["line\nnext\tcell", "line\nnext\tcell"],
    ["❤\uFE0F 👍🏽 👩‍💻", "❤\uFE0F 👍🏽 👩‍💻"],
    ["dos\r\nline", "dos\nline"],
    ["over\rwritten", "over\\u{d}written"],
    ["👩‍💻 می‌خواهم ẞ 日本", "👩‍💻 می‌خواهم ẞ 日本"],
  ])("%j", (text, shown) => expect(through([text])).toBe(shown));

  test("how an answer is cut into pieces changes nothing", () => {
    fc.assert(
      fc.property(hostile, (pieces) => {
        const whole = pieces.join("");
        expect(through(pieces)).toBe(through([whole]));
        expect(through([...whole].flatMap((character) => character.split("")))).toBe(through([whole]));
      }),
    );
  });

  test("nothing that steers a terminal is left", () => {
    fc.assert(
      fc.property(hostile, (pieces) => {
        expect(through(pieces)).not.toMatch(STEERING);
      }),
    );
  });

  test("what is complete is shown at once", () => {
    const escaping = answerEscape();
    expect(escaping.take("Hello")).toBe("Hello");
    expect(escaping.take(", world\r")).toBe(", world");
    expect([escaping.take("\n!"), escaping.end()]).toEqual(["\n!", ""]);
  });
});
