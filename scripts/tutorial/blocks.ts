/**
 * The fenced blocks of a page that can be walked through:
 *
 * - `yaml FILE`: the whole text of a file;
 * - `diff FILE`: an edit of it, without the heads of a patch;
 * - `sh`: lines to run, which end well; `sh exit 5`: which end so; `sh goes-on`: a sandbox that is left running;
 * - `text` right after an `sh`: what that prints. A line of `…` alone stands for any lines.
 *
 * Any other block is for the reader alone.
 */

export interface Block {
  readonly language: string;
  /** What stands behind the language. */
  readonly more: string;
  readonly text: string;
  /** Line of the page on which its text begins, from 1. */
  readonly line: number;
}

export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w+)(?: ([^\n]+))?\n(.*?)^```$/gms)].map(
    ({ 0: whole, 1: language = "", 2: more = "", 3: text = "", index }) => ({
      language,
      more,
      text,
      line: page.slice(0, index + whole.indexOf("\n")).split("\n").length + 1,
    }),
  );
}

export interface Step {
  readonly block: Block;
  /** What the page shows of its output; null where it shows none. */
  readonly shown: Block | null;
}

export function stepsOf(page: string): Step[] {
  const blocks = blocksOf(page);
  return blocks.flatMap((block, index) => {
    if (block.language === "text") return [];
    const next = blocks[index + 1];
    return [{ block, shown: block.language === "sh" && next?.language === "text" ? next : null }];
  });
}

/** The text with an edit made. What the edit begins from has to stand in it once. */
export function edited(text: string, edit: string): string {
  const lines = edit.trimEnd().split("\n");
  const side = (mark: string): string =>
    lines
      .filter((line) => !line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  const pieces = text.split(side("+"));
  if (pieces.length !== 2) throw new Error(`the edit fits in ${pieces.length - 1} places:\n${edit}`);
  return pieces.join(side("-"));
}
