/** Two texts that have words in common, as one: `Answers [-tickets-]{+mail and tickets+} of customers`. */
import { diffArrays } from "diff";
import { displayWidth } from "./terminal-text.ts";
import { type Line, type Span, span, type Tone } from "./text-layout.ts";

/** Up to this many columns, one text after the other is read as quickly. */
const SHORT = 40;
/** In less than this part of the longer text in common, they are two texts, not one that was edited. */
const LEAST_COMMON = 1 / 3;

/** Where it cannot be told whose a bracket is, or where a difference in blanks would not be seen. */
const UNMARKABLE = /\[-|-\]|\{\+|\+\}|^ | $| {2}/;

interface Run {
  readonly words: readonly string[];
  readonly kind: "common" | "removed" | "added";
}

/** Pieces to be wrapped, a space between; null for what is better shown as the one and the other text. */
export function wordDifference(from: string, to: string): Line[] | null {
  if (Math.max(displayWidth(from), displayWidth(to)) <= SHORT) return null;
  const runs = runsOf(from, to);
  return runs === null ? null : runs.reduce(appendRun, []);
}

/** For short texts: both as they are, with colours on the words that differ; null where they have none in common. */
export function colouredWords(from: string, to: string): { readonly from: Line; readonly to: Line } | null {
  const runs = runsOf(from, to);
  if (runs === null) return null;
  const side = (other: Run["kind"], tones: Readonly<Record<Run["kind"], Tone>>): Line =>
    runs
      .filter(({ kind }) => kind !== other)
      .flatMap(({ words, kind }) => words.map((word) => span(word, tones[kind])))
      .flatMap((word, index): Span[] => (index === 0 ? [word] : [span(" "), word]));
  const tones = { removed: "removed", added: "added" } as const;
  return { from: side("added", { ...tones, common: "dim" }), to: side("removed", { ...tones, common: "plain" }) };
}

function runsOf(from: string, to: string): Run[] | null {
  if (UNMARKABLE.test(from) || UNMARKABLE.test(to)) return null;
  const runs = diffArrays(from.split(" "), to.split(" ")).map(
    ({ value, added, removed }): Run => ({ words: value, kind: added ? "added" : removed ? "removed" : "common" }),
  );
  const common = runs.filter(({ kind }) => kind === "common").flatMap(({ words }) => words);
  return displayWidth(common.join(" ")) < Math.max(displayWidth(from), displayWidth(to)) * LEAST_COMMON ? null : runs;
}

const MARKS = { removed: ["[-", "-]"], added: ["{+", "+}"], common: ["", ""] } as const;

/** What takes the place of something else stands right behind it. */
function appendRun(pieces: readonly Line[], { words, kind }: Run): Line[] {
  const [open, close] = MARKS[kind];
  const tone: Tone = kind === "common" ? "plain" : kind;
  const marked = words.map((word, index): Line => {
    const text = `${index === 0 ? open : ""}${word}${index === words.length - 1 ? close : ""}`;
    return [span(text, tone)];
  });
  const [first = [], ...rest] = marked;
  const last = pieces.at(-1) ?? [];
  const isInPlace = kind === "added" && last.at(-1)?.tone === "removed";
  return isInPlace ? [...pieces.slice(0, -1), [...last, ...first], ...rest] : [...pieces, ...marked];
}
