/** A model's answer on its way to a terminal, piece by piece. */
import { escapeForTerminal } from "./terminal-text.ts";

export interface AnswerEscape {
  /** The piece, harmless; what only the next piece can decide is kept back. */
  readonly take: (piece: string) => string;
  /** What was kept back. */
  readonly end: () => string;
}

/** May be the beginning of something: of `\r\n`, or of a character in two halves. */
const UNDECIDED = /[\r\uD800-\uDBFF]$/;
/** Line feeds and tabs are text; joiners, selectors and skin tones make up emoji and letters, and steer nothing. */
const HARMLESS = /\n|\t|\u200C|\u200D|\p{Variation_Selector}|\p{Emoji_Modifier}/u;

/**
 * Whoever writes a prompt can make the model say anything: nothing of it may move the cursor, hide or colour. Line feeds
 * and tabs stay.
 */
export function answerEscape(): AnswerEscape {
  let kept = "";
  return {
    take: (piece) => {
      const text = kept + piece;
      kept = UNDECIDED.exec(text)?.[0] ?? "";
      return escapeAnswer(text.slice(0, text.length - kept.length));
    },
    end: () => {
      const rest = escapeAnswer(kept);
      kept = "";
      return rest;
    },
  };
}

function escapeAnswer(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split(new RegExp(`(${HARMLESS.source})`, "u"))
    .map((part) => (HARMLESS.test(part) ? part : escapeForTerminal(part)))
    .join("");
}
