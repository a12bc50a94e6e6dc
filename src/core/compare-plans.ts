/** What the current plan has that the approved ones have not, and the other way round. Values only. */
import { approvedBy } from "./approval.ts";
import { compareChanges, isTimeBorn } from "./change.ts";
import type { ParameterJudgement } from "./parameter-approval.ts";
import type { PlannedParameter } from "./parameter-change.ts";
import type { Executable, Plan } from "./plan.ts";
import { keyId } from "./profile.ts";
import { listEdits } from "./tag-edits.ts";

/** One point in which an approved change and the current one of the same profile differ; null stands for "not there". */
export interface Deviation {
  readonly what: string;
  readonly approved: string | null;
  readonly current: string | null;
}

export interface ChangedSince {
  readonly approved: Executable;
  readonly current: Executable;
  readonly deviations: readonly Deviation[];
}

export interface PlanComparison {
  /** Nobody has approved anything like it. */
  readonly added: readonly Executable[];
  /** The same profile, but something else is to be done to it. */
  readonly changed: readonly ChangedSince[];
  /** Approved, and no longer to be done: applied by now, or not needed any more. */
  readonly gone: readonly Executable[];
  /** Approved and still to be done. */
  readonly same: number;
  /** Parameters that nobody has approved anything like. */
  readonly parameters: readonly PlannedParameter[];
}

/** `unapproved` and `covered` are parts of the current plan, as `judge` tells them apart. */
export function comparePlans(
  saved: readonly Plan[],
  unapproved: readonly Executable[],
  covered: readonly Executable[],
  published: ParameterJudgement = { approved: [], unapproved: [], postponed: [] },
): PlanComparison {
  const approved = new Map(saved.flatMap(approvedBy).map((change) => [change.hash, change]));
  const current = new Set([...unapproved, ...covered].map(({ hash }) => hash));
  const gone = [...approved.values()].filter(({ hash, ...change }) => !current.has(hash) && !isTimeBorn(change));
  const byKey = new Map<string, Executable[]>();
  for (const change of gone) byKey.set(keyId(change.key), [...(byKey.get(keyId(change.key)) ?? []), change]);
  const matched = unapproved.map((change) => ({ change, before: counterpart(change, byKey.get(keyId(change.key))) }));
  const used = new Set(matched.flatMap(({ before }) => before ?? []));
  const changed = matched.flatMap(({ change, before }) =>
    before === undefined ? [] : [{ approved: before, current: change, deviations: deviationsOf(before, change) }],
  );
  return {
    added: matched.filter(({ before }) => before === undefined).map(({ change }) => change),
    changed: changed.sort((a, b) => compareChanges(a.current, b.current)),
    gone: gone.filter((change) => !used.has(change)).sort(compareChanges),
    same: covered.length + published.approved.length,
    parameters: published.unapproved,
  };
}

/** Of the approved changes of the same key, that of the same profile, else the first. */
function counterpart(change: Executable, sameKey: readonly Executable[] = []): Executable | undefined {
  return sameKey.find(({ arn }) => arn === change.arn) ?? sameKey[0];
}

function deviationsOf(approved: Executable, current: Executable): Deviation[] {
  const before = contentOf(approved);
  const after = contentOf(current);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((what) => {
    const pair = { approved: before.get(what) ?? null, current: after.get(what) ?? null };
    return pair.approved === pair.current ? [] : [{ what, ...pair }];
  });
}

/** All that a change's hash covers, as text by name. */
function contentOf(change: Executable): Map<string, string> {
  const content = new Map<string, string>([["action", change.action]]);
  if (change.arn !== null) content.set("ARN", change.arn);
  if (change.action === "create" || change.action === "replace") {
    content.set("source", change.after.source);
    if (change.after.description !== null) content.set("description", change.after.description);
    for (const [key, value] of Object.entries(change.after.tags)) content.set(`tag ${key}`, value);
  }
  if (change.action === "replace") content.set("grace", `${change.graceMs} ms`);
  if (change.tagEdits !== null) {
    for (const { key, from, to } of listEdits(change.tagEdits)) {
      content.set(`tag ${key}`, `${from ?? "(none)"} -> ${to ?? "(removed)"}`);
    }
  }
  return content;
}
