/** Codes of what callers are told: `outputs/*`. */
import type { CodeEntry } from "./code-entry.ts";

export const OUTPUT_CODES = {
  "outputs/one-variable": {
    severity: "error",
    summary: "Two profiles would have one variable",
    cause:
      "Variables are upper case, and every other character becomes `_`, so names that differ only there meet. One of the two would silently take the other's place.",
    mend: "Rename one of the two, or leave one out with --only, --exclude or --target.",
  },
  "outputs/several": {
    severity: "error",
    summary: "Several profiles for one place",
    cause: "Claude Code takes one model for each tier, all of them in one account and region.",
    mend: "Name what is meant with --target, --only and --exclude.",
  },
  "outputs/no-claude": {
    severity: "error",
    summary: "No Claude model among the profiles",
    cause: "Claude Code works with Claude models alone.",
    mend: "Declare a profile of a Claude model, or look at a wider scope.",
    link: "https://code.claude.com/docs/en/amazon-bedrock",
  },
} as const satisfies Record<string, CodeEntry>;
