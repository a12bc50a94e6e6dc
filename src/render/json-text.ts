/** JSON that is safe to look at in a terminal: whatever could move the cursor or hide itself is written as `\uXXXX`. */
import { UNSAFE } from "./terminal-text.ts";

/** A JSON result, indented by two, with its line end. Every reader of JSON gets the very same value. */
export function jsonText(value: unknown): string {
  return `${harmless(JSON.stringify(value, null, 2))}\n`;
}

/** The same on one line, as JSON Lines have it. */
export function jsonLine(value: unknown): string {
  return `${harmless(JSON.stringify(value))}\n`;
}

function harmless(json: string): string {
  return json.replaceAll(UNSAFE, (character) => (character === "\n" ? character : codeUnits(character)));
}

/** A character above U+FFFF is two units. */
function codeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
