/** Which parameters of the current plan somebody has approved; the ways of approving are those of changes. */
import { type Approval, approvedBy } from "./approval.ts";
import type { PlannedParameter } from "./parameter-change.ts";
import type { Plan } from "./plan.ts";
import { keyId } from "./profile.ts";

export interface ParameterJudgement {
  readonly approved: readonly PlannedParameter[];
  readonly unapproved: readonly PlannedParameter[];
  /** What a saved plan lists as already pending without it: not approved by it, and not new. */
  readonly postponed: readonly PlannedParameter[];
}

export function judgeParameters(plan: Plan, { saved, additive, due }: Approval): ParameterJudgement {
  const all = executableParameters(plan);
  if (saved === null && !additive && !due) return { approved: all, unapproved: [], postponed: [] };
  const isSaved = covering(saved ?? []);
  // Neither a replacement nor an adoption is additive, so the ARN that it would bring is not either.
  const replaced = new Set(
    plan.changes.flatMap(({ action, key }) => (action === "replace" || action === "adopt" ? [keyId(key)] : [])),
  );
  const isAdditive = ({ action, key }: PlannedParameter): boolean =>
    additive && action === "publish" && !replaced.has(keyId(key));
  // The rest of a replacement that was approved: its old ARN retires only once no parameter holds it.
  const isDue = ({ because, to }: PlannedParameter): boolean => due && because === "new-arn" && to !== null;
  const isApproved = (change: PlannedParameter): boolean => isSaved(change) || isAdditive(change) || isDue(change);
  const rest = all.filter((change) => !isApproved(change));
  const pending = new Set(
    (saved ?? []).flatMap(executableParameters).flatMap(({ hash, alreadyPending }) => (alreadyPending ? hash : [])),
  );
  return {
    approved: all.filter(isApproved),
    unapproved: rest.filter(({ hash }) => !pending.has(hash)),
    postponed: rest.filter(({ hash }) => pending.has(hash)),
  };
}

export function executableParameters({ parameters }: Pick<Plan, "parameters">): PlannedParameter[] {
  return parameters.filter(({ hash }) => hash !== null);
}

/** Who approved "the new ARN, whatever it is" has approved it too once it is known: the rest of a run that was cut off. */
function covering(saved: readonly Plan[]): (change: PlannedParameter) => boolean {
  const approved = saved.flatMap(approvedParameters);
  const hashes = new Set(approved.map(({ hash }) => hash));
  const open = new Set(approved.filter(({ action, to }) => action === "publish" && to === null).map(withoutArn));
  return (change) => hashes.has(change.hash) || (change.action === "publish" && open.has(withoutArn(change)));
}

function withoutArn({ key, parameter, from }: PlannedParameter): string {
  return JSON.stringify([keyId(key), parameter, from]);
}

/** All that these saved plans approve, each thing once: what the guards of an apply by shards judge. */
export function approvedWork(saved: readonly Plan[]): Pick<Plan, "changes" | "parameters"> {
  const changes = new Map(saved.flatMap(approvedBy).map((change) => [change.hash, change]));
  const parameters = new Map(saved.flatMap(approvedParameters).map((planned) => [planned.hash, planned]));
  return { changes: [...changes.values()], parameters: [...parameters.values()] };
}

function approvedParameters(saved: Plan): PlannedParameter[] {
  return executableParameters(saved).filter(({ alreadyPending }) => alreadyPending !== true);
}
