/** Which command writes which format. */
import type { Command } from "commander";
import type { Format } from "../commands/context.ts";
import { wordsOf } from "./command-words.ts";

export const FORMATS = [
  "text",
  "json",
  "markdown",
  "csv",
  "html",
  "dotenv",
  "tfvars",
  "litellm",
  "claude-code",
] as const;

export type AnyFormat = (typeof FORMATS)[number];

const TEXT: readonly AnyFormat[] = ["text"];
const PLAIN: readonly AnyFormat[] = ["text", "json"];
const WITH_MARKDOWN: readonly AnyFormat[] = [...PLAIN, "markdown"];

/** By the command's own words, since `iam plan` writes no Markdown; any other command writes text and JSON. */
const FORMATS_OF: Readonly<Record<string, readonly AnyFormat[]>> = {
  "": TEXT,
  plan: WITH_MARKDOWN,
  "plan merge": WITH_MARKDOWN,
  drift: WITH_MARKDOWN,
  apply: WITH_MARKDOWN,
  usage: [...WITH_MARKDOWN, "csv", "html"],
  costs: [...WITH_MARKDOWN, "csv", "html"],
  assess: [...WITH_MARKDOWN, "csv", "html"],
  outputs: [...WITH_MARKDOWN, "dotenv", "tfvars", "litellm", "claude-code"],
  iam: TEXT,
  comment: TEXT,
  schema: TEXT,
  completion: TEXT,
  sandbox: TEXT,
  help: TEXT,
};

/** What the command writes, the usual one first. */
export function formatsOf(command: Command): readonly AnyFormat[] {
  return FORMATS_OF[wordsOf(command)] ?? PLAIN;
}

/** Refused before anything is done: a format that the command does not write. */
export function refuseFormat(command: Command): void {
  const { format } = command.optsWithGlobals<{ format: AnyFormat }>();
  const taken = formatsOf(command);
  if (taken.includes(format)) return;
  const others = Object.keys(FORMATS_OF).filter((other) => FORMATS_OF[other]?.includes(format));
  const elsewhere = others.length === 0 ? "" : `; ${format} is written by ${listing(others)}`;
  command.error(
    `error: --format ${format}: ${wordsOf(command) || "the overview"} writes ${listing(taken)}${elsewhere}`,
  );
}

function listing(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The format as the commands of plans know it; any other format is told to its command by itself. */
export function planFormat(format: AnyFormat): Format {
  return format === "json" || format === "markdown" ? format : "text";
}
