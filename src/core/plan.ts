/** The plan: what an apply would do, as data. The one input of every renderer (DESIGN sections 1 and 8). */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Activation, BillingChange } from "./billing.ts";
import { type Action, type Change, type ExecutableChange, isExecutable } from "./change.ts";
import type { ChangeMoney } from "./change-money.ts";
import type { Fault } from "./fault.ts";
import type { ObservedTarget } from "./observation.ts";
import type { PlannedParameter } from "./parameter-change.ts";
import type { PlanShard } from "./plan-shard.ts";

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
  readonly diagnostics: readonly Diagnostic[];
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

function isActivation(change: BillingChange): change is Activation {
  return change.action === "activate-tag" && change.hash !== null;
}
