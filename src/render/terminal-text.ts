/** Text from strangers on its way to a terminal: made harmless, measured and cut. */
/**
 * Controls, format characters (bidi overrides, zero widths), line separators, lone surrogates, invisible characters
 * (fillers, variation selectors); and what one terminal draws wider than another, so that no column could be kept:
 * skin tones, and code points that stand for nothing yet. Right-to-left letters stay, and without isolates around them: those
 * would be copied along, and are not drawn without a width everywhere (docs/applying.md).
 */
export const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]/gu;

const PRINTABLE_ASCII = /^[\x20-\x7E]*$/;

export interface EscapeOptions {
  /** Keeps line feeds, for text that is shown on lines of its own. */
  readonly keepNewlines?: boolean;
}

/** Shows everything that could move the cursor, colour the screen or hide itself as `\u{…}`. */
export function escapeForTerminal(text: string, { keepNewlines = false }: EscapeOptions = {}): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.replaceAll(UNSAFE, (character) => {
    if (keepNewlines && character === "\n") return character;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Characters that take two columns: East Asian wide and fullwidth ones, and emoji. A flag is two letters of one. */
const WIDE =
  /[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18D08}\u{1AFF0}-\u{1B2FB}\u{1F200}-\u{1F265}\u{20000}-\u{3FFFD}]|(?![\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation}/u;

/** Characters that are drawn over the one before; vowels and finals complete a Hangul syllable. */
const OVERLAY = /[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u1160-\u11FF\uD7B0-\uD7FB]/u;

/**
 * Columns that a text takes in a terminal; wide characters take two. Written out here because grapheme segmentation,
 * which libraries use for this, costs half as much as starting Node, and escaped text has no joined characters.
 */
export function displayWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  for (const { columns } of measure(text)) width += columns;
  return width;
}

/** Characters with what is drawn over them, and their columns. */
function* measure(text: string): Generator<{ readonly cluster: string; readonly columns: number }> {
  let cluster = "";
  let columns = 0;
  for (const character of text) {
    if (cluster !== "" && OVERLAY.test(character)) {
      cluster += character;
      continue;
    }
    if (cluster !== "") yield { cluster, columns };
    cluster = character;
    columns = columnsOf(character);
  }
  if (cluster !== "") yield { cluster, columns };
}

function columnsOf(character: string): number {
  if (OVERLAY.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Fills a text with spaces on the right up to a width. */
export function padToWidth(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** The longest beginning of a text that fits into a width. */
export function takeWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let taken = "";
  let used = 0;
  for (const { cluster, columns } of measure(text)) {
    used += columns;
    if (used > width) break;
    taken += cluster;
  }
  return taken;
}

/** The longest ending of a text that fits into a width. */
export function takeWidthFromEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const clusters = [...measure(text)];
  let used = 0;
  let from = clusters.length;
  while (from > 0) {
    used += clusters[from - 1]?.columns ?? 0;
    if (used > width) break;
    from--;
  }
  const kept = clusters.slice(from);
  return kept.map(({ cluster }) => cluster).join("");
}

/** A text that fits into a width, with `…` where something was cut off. */
export function fitToWidth(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${takeWidth(text, Math.max(0, width - 1))}…`;
}

/** Breaks a text between words, so that each line fits into a width; words longer than that stay whole. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
