/** What a reviewer is to see on the line that causes it, though nothing is wrong with the line. */
import type { PlannedChange } from "../core/plan.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { inWords } from "./plan-words.ts";

/** One notice for each entry whose profile is replaced. */
export function planNotices(changes: readonly PlannedChange[]): Diagnostic[] {
  return changes.flatMap((change) => {
    if (change.action !== "replace" || change.declaredAt === null) return [];
    const { name, account, region } = change.key;
    const ending =
      change.graceMs === 0 ? "the old one ends in the same apply" : `the old one works ${inWords(change.graceMs)} more`;
    const detail = `"${name}" in ${account}/${region} gets a new ARN: ${ending}.`;
    return [diagnostic("plan/new-arn", { detail, subject: change.declaredAt, target: change.key })];
  });
}
