/** The way from the file to a checked plan, which `plan` and `apply` share: look → weigh → plan → guards. */

import { billingChanges, unreadWarnings } from "../core/billing.ts";
import type { RestingChange } from "../core/change.ts";
import type { Desired } from "../core/desired.ts";
import { checkGuards, countServing, expiredAllowance, type GuardVerdict, withGuards } from "../core/guards.ts";
import type { HeldParameter } from "../core/held.ts";
import type { PlannedParameter } from "../core/parameters.ts";
import { buildPlan, type Plan } from "../core/plan.ts";
import { scopedTargets } from "../core/scope.ts";
import type { AskedBilling } from "../engine/ask-billing.ts";
import type { Observed } from "../engine/observe.ts";
import type { Payer } from "../engine/ports/billing.ts";
import type { ReadPorts } from "../engine/ports.ts";
import type { CommandContext, Connect, ScopeFlags } from "./context.ts";
import { type BaseLoad, loadBase } from "./load-base.ts";
import { type Loaded, loadConfig, look, type OrExit, refuseUsage, type Seen } from "./look.ts";
import { planParameters } from "./plan-parameters.ts";
import { withUse } from "./with-use.ts";

export interface PlanOptions {
  readonly exact: boolean;
  readonly allowDeletes?: number;
  /** Names whose ARN may end though they are called; absent where nobody asks about calls at all. */
  readonly allowInUse?: readonly string[];
  /** Instead of the scope on the command line: that of a saved plan. */
  readonly scope?: ScopeFlags;
  /** A git revision to compare with. */
  readonly base?: string;
  /** Read every Bedrock region of the accounts, not only those that the file looks after. */
  readonly everywhere?: boolean;
  /** Leave billing alone: its tags are then unchecked. */
  readonly withoutBilling?: boolean;
}

export interface MadePlan extends Seen {
  /** The configuration as it was loaded: without the account of the credentials, and only with its own regions. */
  readonly declared: Desired;
  readonly plan: Plan;
  readonly guards: GuardVerdict;
  /** Profiles that stay as they are; a plan holds only their number. */
  readonly unchanged: readonly RestingChange[];
  /** Whose cost allocation tags these are; null where nobody could be asked. */
  readonly payer: Payer | null;
  /** Every parameter that was found, planned or not. */
  readonly foundParameters: readonly HeldParameter[];
  /** Targets, by id, whose parameters could not be read: their ARNs must not end. */
  readonly unreadParameters: ReadonlySet<string>;
}

/** A plan with the gateways it was made through, for whoever goes on with it. */
export interface Connected<P extends ReadPorts> extends MadePlan {
  readonly ports: P;
}

/** Plans against what is live now; everything that was found is in the plan's diagnostics. */
export async function makePlan<P extends ReadPorts>(
  context: CommandContext,
  options: PlanOptions,
  connect: Connect<P>,
): Promise<OrExit<Connected<P>>> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded;
  const scope = options.scope ?? context.scope;
  const base = options.base === undefined ? null : await loadBase(context, options.base);
  if (base?.status === "unknown") return refuseUsage(context, base.problem, loaded.value.sources);
  const seen = await look(context, loaded.value, connect, {
    scope,
    base,
    exact: options.exact,
    everywhere: options.everywhere === true,
    asksBilling: options.withoutBilling !== true,
  });
  if (!seen.ok) return seen;
  const { ports, billing } = seen.value;
  const weighed = await withUse(context, seen.value, options.allowInUse, base);
  const older = base?.status === "loaded" ? base.desired : null;
  const published = await planParameters(weighed, older, ports, scope);
  const { observed } = published;
  const { desired, observation, diff, diagnostics: readDiagnostics } = observed;
  const expired = expiredAllowance(desired.guards, context.clock.now());
  const warnings = [base?.status === "without" ? base.warning : undefined, expired].filter(
    (found) => found !== undefined,
  );
  const plan = planOf(
    observed,
    { ...loaded.value, diagnostics: [...loaded.value.diagnostics, ...warnings, ...published.diagnostics] },
    scope,
    base,
    { billing, parameters: published.parameters },
  );
  const guards = guardsOf(context, plan, observed, options);
  return {
    ok: true,
    value: {
      ...loaded.value,
      declared: loaded.value.desired,
      desired,
      observation,
      readDiagnostics,
      ports,
      unchanged: diff.changes.filter((change): change is RestingChange => change.action === "keep"),
      plan: withGuards(plan, guards),
      guards,
      payer: billing?.payer ?? null,
      foundParameters: published.found,
      unreadParameters: published.unread,
    },
  };
}

/** What a plan holds besides profiles. */
interface Beside {
  readonly billing: AskedBilling | null;
  readonly parameters: readonly PlannedParameter[];
}

function planOf(
  { desired, observation, diff, baseDiff, diagnostics }: Observed,
  loaded: Loaded,
  scope: ScopeFlags,
  base: BaseLoad | null,
  { billing: asked, parameters }: Beside,
): Plan {
  const keys = desired.costAllocationTags;
  const unread = asked === null ? [] : unreadWarnings(keys, asked.read);
  return buildPlan({
    stacks: desired,
    scope: { targets: scopedTargets(desired, scope.targets), only: scope.only, exclude: scope.exclude },
    observation,
    diff,
    ...(base?.status === "loaded" && baseDiff !== null ? { base: { diff: baseDiff, from: base.from } } : {}),
    billing: billingChanges(
      keys,
      asked?.read ?? null,
      base?.status === "loaded" ? base.desired.costAllocationTags : null,
    ),
    parameters,
    diagnostics: [...loaded.diagnostics, ...diagnostics, ...unread],
  });
}

/** Guards of a plan, or of the part of it that is to be applied. */
export function guardsOf(
  context: CommandContext,
  plan: Plan,
  { desired, observation }: Pick<Observed, "desired" | "observation">,
  options: Pick<PlanOptions, "allowDeletes">,
): GuardVerdict {
  return checkGuards({
    plan,
    limits: desired.guards,
    desiredCount: desired.profiles.length,
    serving: countServing(observation, desired),
    now: context.clock.now(),
    ...(options.allowDeletes === undefined ? {} : { allowDeletes: options.allowDeletes }),
  });
}
