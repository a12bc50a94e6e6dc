/** Codes of problems in configuration files: `config/*` (shape and meaning) and `policy/*` (the team's own rules). */
import type { CodeEntry } from "./code-entry.ts";
import { FILE_CODES } from "./codes-file.ts";
import { MEANING_CODES } from "./codes-meaning.ts";
import { VALUE_CODES } from "./codes-values.ts";

export const CONFIG_CODES = { ...FILE_CODES, ...VALUE_CODES, ...MEANING_CODES } as const satisfies Record<
  string,
  CodeEntry
>;
