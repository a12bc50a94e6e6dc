/** What is told of bulk requests that AWS did not take. */
import type { Fault } from "../core/fault.ts";
import type { ClosingNote, Outcome } from "../core/outcome.ts";

export interface WrittenTarget {
  readonly outcomes: readonly Outcome[];
  /** Why no bulk requests were sent any more; null where they worked. */
  readonly refusal: Fault | null;
}

/** Said once, however many targets it is true of; where Bedrock's own requests failed too, the outcomes tell. */
export function oneByOneNotes(targets: readonly WrittenTarget[]): ClosingNote[] {
  const slow = targets.flatMap(({ outcomes, refusal }) => {
    const edited = outcomes.find(({ status, change }) => status === "applied" && change.tagEdits !== null);
    return refusal === null || edited === undefined ? [] : [{ refusal, key: { ...edited.change.key, name: "" } }];
  });
  const [first, ...others] = slow;
  if (first === undefined) return [];
  const { operation, code, kind } = first.refusal;
  const targetsMore = others.length === 1 ? "1 more target" : `${others.length} more targets`;
  const where = others.length === 0 ? "" : `, here and in ${targetsMore}`;
  const text = `tags were written profile by profile${where}, since ${operation} failed: ${code ?? kind}`;
  return [{ kind: "one-by-one", key: first.key, arn: null, servedBy: null, text }];
}
