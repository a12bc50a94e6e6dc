/** Every code a diagnostic can have: the key is the code. */
import type { CodeEntry } from "./code-entry.ts";
import { AWS_CODES } from "./codes-aws.ts";
import { CONFIG_CODES } from "./codes-config.ts";
import { COSTS_CODES } from "./codes-costs.ts";
import { GITHUB_CODES } from "./codes-github.ts";
import { IMPORT_CODES } from "./codes-import.ts";
import { INVOKE_CODES } from "./codes-invoke.ts";
import { OUTPUT_CODES } from "./codes-outputs.ts";
import { PLAN_CODES } from "./codes-plan.ts";

export const CODES = {
  ...CONFIG_CODES,
  ...PLAN_CODES,
  ...AWS_CODES,
  ...IMPORT_CODES,
  ...GITHUB_CODES,
  ...INVOKE_CODES,
  ...COSTS_CODES,
  ...OUTPUT_CODES,
} satisfies Record<string, CodeEntry>;

export type DiagnosticCode = keyof typeof CODES;
