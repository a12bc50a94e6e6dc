/** Every page by the command's own words, as `iam plan`. */
import type { Command } from "commander";
import { wordsOf } from "../command-words.ts";
import type { CommandPage, CommandPages } from "./command-page.ts";
import { CI_PAGES } from "./pages-ci.ts";
import { DAILY_PAGES } from "./pages-daily.ts";
import { REFERENCE_PAGES, ROOT_PAGE } from "./pages-reference.ts";
import { START_PAGES } from "./pages-start.ts";
import { USE_PAGES } from "./pages-use.ts";

export const PAGES: CommandPages = {
  ...START_PAGES,
  ...DAILY_PAGES,
  ...USE_PAGES,
  ...CI_PAGES,
  ...REFERENCE_PAGES,
};

/** Undefined for a command that nobody has described yet; a test tells of it. */
export function pageOf(command: Command): CommandPage | undefined {
  return command.parent === null ? ROOT_PAGE : PAGES[wordsOf(command)];
}
