/**
 * Text from strangers on its way into GitHub-flavoured Markdown. It only ever stands in a code span or in a fence: there
 * a mention pings nobody, HTML is text, and nothing is a link (a backslash does not stop a mention, cmark-gfm #389).
 */
import { escapeForTerminal } from "./terminal-text.ts";

/** Longer texts are cut: names and tags are far shorter on AWS, so whatever is longer wants to flood a page. */
const MAX_CHARACTERS = 500;

/** What stands for an empty text, since there is no empty code span. */
const EMPTY = "(empty)";

/** Shown as it is, but for what could hide or reorder text, and for what is too long. */
export function plain(text: string): string {
  const shown = escapeForTerminal(text.slice(0, MAX_CHARACTERS * 2));
  const characters = [...shown];
  const isCut = characters.length > MAX_CHARACTERS || text.length > MAX_CHARACTERS * 2;
  return isCut ? `${characters.slice(0, MAX_CHARACTERS).join("")}…` : shown;
}

/** A code span that can hold any text, for running text and lists; in a table it is `cell`. */
export function code(text: string): string {
  const shown = plain(text);
  if (shown.trim() === "") return EMPTY;
  const ticks = "`".repeat(longestRun(shown) + 1);
  // One space on either side is taken off again; a text that begins or ends with one, or with a backtick, needs it.
  const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/**
 * The same within a table, where a pipe would end the cell, even in a code span. Parsers disagree about a backslash
 * before an escaped pipe, so that pipe is spelt out.
 */
export function cell(text: string): string {
  const spelt = plain(text).replaceAll(/(?<=\\)\|/g, "\\u{7c}");
  return code(spelt).replaceAll("|", "\\|");
}

/** Lines in a fence that is longer than any run of backticks inside; each is made harmless and stays one line. */
export function fence(lines: readonly string[], language: string): string[] {
  const shown = lines.map((line) => escapeForTerminal(line).trimEnd());
  const ticks = "`".repeat(Math.max(3, longestRun(shown.join("\n")) + 1));
  return [`${ticks}${language}`, ...shown, ticks];
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** UTF-8 bytes of a text: what budgets count. Written out here, since the pure folders have no encoder. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** A link whose address is made of safe characters only; `label` is Markdown already. */
export function link(label: string, url: string): string {
  return `[${label}](${url})`;
}

/** A path as part of an address, slashes kept. */
export function urlPath(path: string): string {
  const wellFormed = path.replaceAll(/\p{Cs}/gu, "\uFFFD");
  return wellFormed.split("/").map(urlPart).join("/");
}

function urlPart(part: string): string {
  return encodeURIComponent(part).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
