/** How often that is called which ends, in words: beside each change, and in one sentence for all. */
import { type Calls, callsText, grouped } from "../core/calls.ts";
import type { Change } from "../core/change.ts";

/** `1,204`; `unknown` where nobody could tell; empty where nobody asked. */
export function callsCell({ calls }: Change): string {
  if (calls === undefined) return "";
  return calls === null ? "unknown" : grouped(calls.invocations);
}

/** `1,204 calls in the last 7 days`, as the row of a change; undefined where nobody asked. */
export function callsRow({ calls }: Change): string | undefined {
  if (calls === undefined) return undefined;
  return calls === null ? "unknown: CloudWatch could not be asked" : callsText(calls);
}

export function isCalled({ calls }: Change): boolean {
  return (calls?.invocations ?? 0) > 0;
}

/** The days that the calls of these changes are of; undefined where none were told. */
export function daysOf(changes: readonly Change[]): number | undefined {
  return changes.find(({ calls }) => calls != null)?.calls?.days;
}

const LISTED = 5;

/** `Calls in the last 7 days: 1,204 and 0.`, in the order of the changes; empty where none were told. */
export function callsSentence(changes: readonly Change[]): string {
  const days = daysOf(changes);
  const told = changes.flatMap(({ calls }): Calls[] => (calls == null ? [] : [calls]));
  if (days === undefined) return "";
  const unknown = changes.length === told.length ? "" : ` (unknown of ${changes.length - told.length})`;
  const head = `Calls in the last ${days === 1 ? "day" : `${days} days`}:`;
  if (told.length > LISTED) {
    const sum = told.reduce((total, { invocations }) => total + invocations, 0);
    return `${head} ${grouped(sum)} together${unknown}.`;
  }
  const counts = told.map(({ invocations }) => grouped(invocations));
  const last = counts.pop() ?? "";
  return `${head} ${counts.length === 0 ? last : `${counts.join(", ")} and ${last}`}${unknown}.`;
}
