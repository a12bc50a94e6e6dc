/** Tags and their edits as text: `team=checkout  env=prod`, and `team  search -> checkout`. */
import { PROTECT_TAG } from "../core/ownership.ts";
import { compareText, type Tags } from "../core/profile.ts";
import type { TagEdit } from "../core/tag-edits.ts";
import { displayWidth, padToWidth } from "./terminal-text.ts";
import { type Line, labelled, span, type TextStyle, wrapLines, wrapPieces } from "./text-layout.ts";
import { colouredWords, wordDifference } from "./word-diff-text.ts";

/** Column at which details begin, and the least width of their labels. */
export const DETAIL_INDENT = 6;
export const LABEL_WIDTH = 12;
const LABEL_MAX = 26;

/** A value as it is, or in quotes where its end could not be seen or it could be taken for a word of ours. */
export function shownValue(value: string): string {
  return /^[^\s"()]+$/.test(value) ? value : `"${value.replaceAll('"', '\\"')}"`;
}

/** Tags in key order, wrapped between tags. */
export function tagRows(tags: Tags, width: number): string[] {
  const sorted = Object.entries(tags).sort(([a], [b]) => compareText(a, b));
  const pieces = sorted.map(([key, value]) => span(`${shownValue(key)}=${shownValue(value)}`).text);
  return wrapPieces(pieces, width, "  ");
}

/** One row for each edit, arrows under each other; what does not fit goes on below. */
export function tagEditLines(edits: readonly TagEdit[], style: TextStyle): Line[] {
  const shown = edits.map((edit) => ({
    edit,
    key: span(shownValue(edit.key)).text,
    from: span(edit.from === null ? "(none)" : shownValue(edit.from)).text,
    to: span(edit.to === null ? "(removed)" : shownValue(edit.to)).text,
  }));
  const keys = shown.map(({ key }) => displayWidth(key)).filter((width) => width <= LABEL_MAX);
  const keyWidth = Math.max(LABEL_WIDTH, ...keys);
  const room = style.width - DETAIL_INDENT - keyWidth - 1;
  const paired = shown.filter(({ from, to }) => wordDifference(from, to) === null);
  const fromWidth = Math.max(0, ...paired.map(({ from }) => displayWidth(from)).filter((width) => width <= room / 2));
  return shown.flatMap(({ edit, key, from, to }) => [
    ...keyed(key, valueLines(from, to, fromWidth, room), keyWidth),
    ...noteOf(edit),
  ]);
}

function keyed(key: string, rows: readonly Line[], keyWidth: number): Line[] {
  if (displayWidth(key) <= keyWidth) return labelled(key, rows, DETAIL_INDENT, keyWidth);
  return [[span(" ".repeat(DETAIL_INDENT)), span(key)], ...labelled("", rows, DETAIL_INDENT, keyWidth)];
}

function valueLines(from: string, to: string, fromWidth: number, room: number): Line[] {
  const padded = padToWidth(from, fromWidth);
  const arrow = span(" -> ", "dim");
  const merged = wordDifference(from, to);
  if (merged !== null) return wrapLines(merged, room);
  if (displayWidth(padded) + 4 + displayWidth(to) <= room) {
    const words = colouredWords(from, to) ?? { from: [span(from, "dim")], to: [span(to, "strong")] };
    return [[...words.from, span(padded.slice(from.length)), arrow, ...words.to]];
  }
  const fromRows = wrapPieces([from], room).map((row): Line => [span(row, "dim")]);
  const toRows = wrapPieces([to], room - 3).map(
    (row, index): Line => [span(index === 0 ? "-> " : "   ", "dim"), span(row, "strong")],
  );
  return [...fromRows, ...toRows];
}

function noteOf({ key, to }: TagEdit): Line[] {
  if (key !== PROTECT_TAG || (to !== null && to !== "false")) return [];
  return [[span(" ".repeat(DETAIL_INDENT)), span("its protection is lifted: a later plan may end it", "warn")]];
}
