/** How a guard of single changes speaks: some of them it changes, and of those it tells. Pure. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Change, compareChanges } from "./change.ts";
import type { Diff } from "./diff.ts";

/** A change as it was, or what it becomes, and what is told about it. */
export interface Judged {
  readonly change: Change;
  readonly found?: Diagnostic;
}

/** The diff with each change as judged, in order again; the same diff where nothing changed. */
export function judgeChanges(diff: Diff, judge: (change: Change) => Judged): Diff {
  const judged = diff.changes.map(judge);
  if (judged.every(({ change, found }, at) => found === undefined && change === diff.changes[at])) return diff;
  return {
    ...diff,
    changes: judged.map(({ change }) => change).sort(compareChanges),
    diagnostics: [...diff.diagnostics, ...judged.flatMap(({ found }) => found ?? [])],
  };
}

/** The sentence about an ARN that must not end. */
export function notEnded({ action, arn }: Change, why: string): string {
  return `${arn} is not ${action === "replace" ? "replaced without grace" : "deleted"}: ${why}.`;
}
