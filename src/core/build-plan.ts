/** Makes the plan: sorts, hashes and counts what the diff decided (DESIGN sections 1 and 8). */
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { BillingChange } from "./billing.ts";
import { type Change, isExecutable, isTimeBorn } from "./change.ts";
import type { Diff } from "./diff.ts";
import { hashOf } from "./hash.ts";
import type { Observation, ObservedTarget } from "./observation.ts";
import { isOurs, type Stacks } from "./ownership.ts";
import type { PlannedParameter } from "./parameter-change.ts";
import { parameterDiagnostics } from "./parameters.ts";
import { type Plan, type PlanBase, type PlannedChange, type PlanTarget, type Scope, summaryOf } from "./plan.ts";
import type { PlanShard } from "./plan-shard.ts";
import { compareTargets, compareText, keyId } from "./profile.ts";

export interface PlanInput {
  readonly stacks: Stacks;
  readonly scope: Scope;
  readonly observation: Observation;
  readonly diff: Diff;
  /** With a base: what its configuration would change in the same live state. */
  readonly base?: { readonly diff: Diff; readonly from: PlanBase };
  readonly shard?: PlanShard;
  readonly billing: readonly BillingChange[];
  /** In order, as `parameterChanges` has them. */
  readonly parameters?: readonly PlannedParameter[];
  readonly diagnostics: readonly Diagnostic[];
}

export function buildPlan(input: PlanInput): Plan {
  const { stacks, observation, diff, parameters = [], shard } = input;
  const billing = [...input.billing].sort((a, b) => compareText(a.key, b.key));
  const scope = sortScope(input.scope);
  const targets = observation.targets.map((t) => planTarget(t, stacks)).sort(compareTargets);
  const isOld = input.base === undefined ? undefined : pendingIn(input.base.diff);
  const changes = diff.changes
    .filter((c) => c.action !== "keep")
    .map(withHash)
    .map((c) => (isOld === undefined ? c : { ...c, alreadyPending: isOld(c) }));
  return {
    formatVersion: "1.0",
    stack: stacks.stack,
    hash: hashOfPlan({ stack: stacks.stack, scope, changes, parameters, ...(shard === undefined ? {} : { shard }) }),
    complete: targets.every(({ status }) => status !== "unreadable"),
    scope,
    ...(input.base === undefined ? {} : { base: input.base.from }),
    ...(shard === undefined ? {} : { shard }),
    targets,
    changes,
    billing,
    parameters,
    summary: summaryOf(diff.changes, billing, parameters),
    diagnostics: [...input.diagnostics, ...diff.diagnostics, ...parameterDiagnostics(parameters)].sort(
      compareDiagnostics,
    ),
  };
}

/**
 * What a plan's hash covers: stack, scope, and all work but that which time brought; activations are time's. That of a
 * part covers what it says of itself too, so that it never passes for a whole plan.
 */
export function hashOfPlan({
  stack,
  scope,
  shard,
  changes,
  parameters,
}: Pick<Plan, "stack" | "scope" | "shard" | "changes" | "parameters">): string {
  const work = changes.filter((c) => !isTimeBorn(c)).flatMap(({ hash }) => hash ?? []);
  const published = parameters.flatMap(({ hash }) => hash ?? []);
  const { targets, only, exclude } = scope;
  return hashOf({ stack, scope: { targets, only, exclude }, shard, changes: [...work, ...published].sort() });
}

/** The order of flags is nobody's wish: it enters neither hash nor bytes. */
function sortScope({ targets, only, exclude }: Scope): Scope {
  return { targets: [...targets].sort(), only: [...only].sort(), exclude: [...exclude].sort() };
}

function withHash(change: Change): PlannedChange {
  return { ...change, hash: hashOfChange(change) };
}

/** True for changes that the other diff has as well: the same work, or the same reason not to do it. */
function pendingIn(diff: Diff): (change: PlannedChange) => boolean {
  const idOf = (change: PlannedChange): string =>
    change.hash ?? JSON.stringify([change.action, keyId(change.key), change.arn, change.because[0]?.code]);
  const pending = new Set(diff.changes.map(withHash).map(idOf));
  return (change) => pending.has(idOf(change));
}

/** Hash of what an approval covers: what will be done, to what; never why, when, or where it is declared. */
export function hashOfChange(change: Change): string | null {
  if (!isExecutable(change)) return null;
  const { key, action, arn } = change;
  switch (action) {
    case "create":
      return hashOf({ key, action, arn, after: change.after });
    case "replace":
      return hashOf({ key, action, arn, after: change.after, graceMs: change.graceMs });
    case "update":
    case "adopt":
    case "release":
      return hashOf({ key, action, arn, tagEdits: change.tagEdits });
    case "delete":
    case "retire":
      return hashOf({ key, action, arn });
  }
}

function planTarget(observed: ObservedTarget, stacks: Stacks): PlanTarget {
  const live = observed.status === "read" ? observed.live : [];
  const managed = live.filter(({ tags }) => isOurs(tags, stacks)).length;
  return {
    ...observed.target,
    accountName: observed.accountName ?? null,
    status: observed.status,
    managed,
    unmanaged: live.length - managed,
    fault: observed.status === "read" ? null : (observed.fault ?? null),
  };
}
