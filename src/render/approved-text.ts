import { jsonText } from "./json-text.ts";
/** The plans that were found approved, for people and for scripts. */

export interface ApprovedPlan {
  /** Number of the pull request. */
  readonly pull: number;
  /** Where its plan was written. */
  readonly file: string;
  readonly hash: string;
}

/** One path a line, and nothing else: a script reads it. */
export function renderApprovedText(plans: readonly ApprovedPlan[]): string {
  return plans.map(({ file }) => `${file}\n`).join("");
}

/** The same as JSON (schema/approved.schema.json). */
export function renderApprovedJson(plans: readonly ApprovedPlan[]): string {
  const listed = plans.map(({ pull, file, hash }) => ({ pull, file, hash }));
  return jsonText({ formatVersion: "1.0", plans: listed });
}
