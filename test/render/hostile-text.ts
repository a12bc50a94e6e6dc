/** Text that wants to harm a terminal, or its columns; and how to tell that it did not. */
import fc from "fast-check";
import { expect } from "vitest";
import { displayWidth, escapeForTerminal } from "../../src/render/terminal-text.ts";

/** What stands beside ordinary letters: each alone is a way to move a cursor, or to be measured wrongly. */
const PIECES = [
  ["\u001b[2J", "\u001b[1A", "\u001b]0;owned\u0007", "\u009b31m", "\r", "\n", "\t", "\b", "\u007f", "\u0085"],
  ["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2028", "\u180e", "\u{e0041}"],
  ["検索", "ランキング", "１２", "。", "〈", "︐", "한", "\u1112\u1161\u11ab", "ﾊﾝ", "\u3000"],
  ["e\u0301", "\u0301", "\u034f", "क्षि", "ก็", "\u0488", "\ufe0f", "\ufe0e"],
  ["🎉", "👍🏽", "👩‍👩‍👧‍👦", "❤\ufe0f", "🇩🇪", "🇩", "1\ufe0f\u20e3", "🈂", "\u{1f3fd}"],
  ["שלום", "مرحبا", "\u0378", "\uffff", "\ud800", "\udc00", "\u3164", "…", " ", "  ", '"', "(none)"],
].flat();

export const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.stringMatching(/^[a-z0-9-]{1,12}$/)), { maxLength: 8 })
  .map((pieces) => pieces.join(""));

/** Colours, the only sequences that may be left. */
const SGR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
export function withoutColours(text: string): string {
  return text.replaceAll(SGR, "");
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Lines that fit, and nothing in them that could move the cursor, hide or reorder text. What is to be copied stands
 * whole and last in its row, whatever the width.
 */
export function expectSafe(text: string, width: number, copied: readonly string[] = []): void {
  const whole = copied.map((one) => escapeForTerminal(one).trimEnd());
  for (const row of withoutColours(text).split("\n")) {
    expect(row).not.toMatch(CONTROL);
    if (whole.some((one) => row.endsWith(one))) continue;
    expect(displayWidth(row), row).toBeLessThanOrEqual(width);
  }
}

/** The columns at which a mark stands, in the rows that have it. */
export function columnsOf(text: string, mark: string | RegExp): number[] {
  const rows = withoutColours(text).split("\n");
  return rows.flatMap((row) => {
    const at = row.search(mark);
    return at < 0 ? [] : [displayWidth(row.slice(0, at))];
  });
}
