/** Every code a diagnostic can have: the key is the code. */
import type { CodeEntry } from "./code-entry.ts";
import { CONFIG_CODES } from "./codes-config.ts";
import { LIVE_CODES } from "./codes-live.ts";

export const CODES = { ...CONFIG_CODES, ...LIVE_CODES } satisfies Record<string, CodeEntry>;

export type DiagnosticCode = keyof typeof CODES;
