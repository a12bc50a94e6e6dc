/** The plan: what an apply would do, as data. The one input of every renderer (DESIGN sections 1 and 8). */
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Activation, type BillingChange, isActivation } from "./billing.ts";
import { type Action, type Change, type ExecutableChange, isExecutable, isTimeBorn } from "./change.ts";
import type { ChangeMoney } from "./change-money.ts";
import type { Diff } from "./diff.ts";
import type { Fault } from "./fault.ts";
import { hashOf } from "./hash.ts";
import type { Observation, ObservedTarget } from "./observation.ts";
import { isOurs, type Stacks } from "./ownership.ts";
import { type PlannedParameter, parameterDiagnostics } from "./parameters.ts";
import type { PlanDeadlines } from "./plan-deadlines.ts";
import type { PlanShard } from "./plan-shard.ts";
import { compareTargets, compareText, keyId } from "./profile.ts";

/** A change with the hash that approvals refer to; null where there is nothing to execute. */
export type PlannedChange = Change & {
  readonly hash: string | null;
  /** Only of a plan with a base: the base's configuration would bring this change too. */
  readonly alreadyPending?: boolean;
  /** Only where it was asked for, and of changes that money speaks of (core/plan-money.ts). */
  readonly money?: ChangeMoney;
};

export type Executable = PlannedChange & ExecutableChange;

/** What the plan was narrowed to; empty lists mean everything. */
export interface Scope {
  readonly targets: readonly string[];
  readonly only: readonly string[];
  readonly exclude: readonly string[];
}

export const WHOLE_SCOPE: Scope = { targets: [], only: [], exclude: [] };

export interface PlanTarget {
  readonly account: string;
  readonly accountName: string | null;
  readonly region: string;
  readonly status: ObservedTarget["status"];
  /** Ours, retiring ones included. */
  readonly managed: number;
  /** Unmanaged and foreign: listed, never touched. */
  readonly unmanaged: number;
  readonly fault: Fault | null;
}

export type Summary = Readonly<Record<Action | "activate" | "waiting" | "publish" | "unpublish", number>>;

/** The older configuration that a plan was compared with: a git revision (`plan --base`). */
export interface PlanBase {
  /** As it was asked for, e.g. `origin/main`. */
  readonly ref: string;
  readonly commit: string;
}

/** The figures that the guards judged by, so that a saved plan can tell them (core/guards.ts). */
export interface PlanGuards {
  /** Deletes, and replaces without grace. */
  readonly ends: number;
  /** Parameters whose readers find nothing any more, though the profile lives on. */
  readonly parameters: number;
  /** Ours that are not retiring, in the readable targets in scope. */
  readonly serving: number;
  readonly maxDeletes: number;
  readonly maxDeletePercent: number;
  /** The count up to which somebody has consented, or null. */
  readonly consent: number | null;
}

export interface Plan {
  readonly formatVersion: "1.0";
  readonly stack: string;
  readonly hash: string;
  /** False when some target could not be read: nothing is changed there. */
  readonly complete: boolean;
  readonly scope: Scope;
  readonly base?: PlanBase;
  /** Only of a part, which is about the targets of one shard alone. */
  readonly shard?: PlanShard;
  readonly targets: readonly PlanTarget[];
  /** Everything but `keep`, in total order. */
  readonly changes: readonly PlannedChange[];
  readonly billing: readonly BillingChange[];
  /** Where ARNs are published: by account, region, parameter and action. Empty where the file publishes nothing. */
  readonly parameters: readonly PlannedParameter[];
  readonly summary: Summary;
  /** Not of a drift, which asks no guard, nor of a part, since guards judge the whole. */
  readonly guards?: PlanGuards;
  /** Only where the catalogue was read. In no hash: days pass by themselves. */
  readonly deadlines?: PlanDeadlines;
  readonly diagnostics: readonly Diagnostic[];
}

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
  readonly deadlines?: PlanDeadlines;
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
    ...(input.deadlines === undefined ? {} : { deadlines: input.deadlines }),
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

/** How many changes of each kind there are. */
export function summaryOf(
  changes: readonly Change[],
  billing: readonly BillingChange[],
  parameters: readonly PlannedParameter[],
): Summary {
  const published = (action: PlannedParameter["action"]): number =>
    parameters.filter((planned) => planned.action === action).length;
  const count = (action: Action): number => changes.filter((c) => c.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    retire: count("retire"),
    adopt: count("adopt"),
    release: count("release"),
    activate: billing.filter(({ action }) => action === "activate-tag").length,
    publish: published("publish"),
    unpublish: published("unpublish"),
    keep: count("keep"),
    protected: count("protected"),
    retiring: count("retiring"),
    blocked: count("blocked") + published("blocked"),
    waiting: billing.filter(({ action }) => action === "waiting").length,
  };
}

/** With a base, what this change alone brings; all of it without one (DESIGN section 4). */
export function ownPart(plan: Plan): Plan {
  if (plan.base === undefined) return plan;
  const isOwn = ({ alreadyPending }: { readonly alreadyPending?: boolean }): boolean => alreadyPending !== true;
  const changes = plan.changes.filter(isOwn);
  const billing = plan.billing.filter(isOwn);
  const parameters = plan.parameters.filter(isOwn);
  const { keep } = plan.summary;
  return { ...plan, changes, billing, parameters, summary: { ...summaryOf(changes, billing, parameters), keep } };
}

/** How many changes an apply would make. */
export function countExecutable(plan: Plan): number {
  const { publish, unpublish } = plan.summary;
  const changes = plan.changes.filter((change) => change.hash !== null).length;
  return changes + activations(plan).length + publish + unpublish;
}

/** The cost allocation tags that an apply of the whole plan would activate. */
export function activations({ billing }: Plan): Activation[] {
  return billing.filter(isActivation);
}

/** What an apply of the whole plan would execute. */
export function executables(plan: Plan): Executable[] {
  return plan.changes.filter((change): change is Executable => isExecutable(change));
}
