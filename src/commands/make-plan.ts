/** The way from the file to a checked plan, which `plan` and `apply` share: look → weigh → plan → guards. */

import { billingChanges, unreadWarnings } from "../core/billing.ts";
import { buildPlan } from "../core/build-plan.ts";
import type { RestingChange } from "../core/change.ts";
import type { LifecycleWish } from "../core/deadlines.ts";
import type { Desired } from "../core/desired.ts";
import { checkGuards, countServing, expiredAllowance, type GuardVerdict, withGuards } from "../core/guards.ts";
import type { HeldParameter } from "../core/held.ts";
import { consentWarnings, type UnknownConsent, unknownConsent } from "../core/in-use.ts";
import { guardModelLife } from "../core/model-life.ts";
import type { Plan } from "../core/plan.ts";
import { planDeadlines } from "../core/plan-deadlines.ts";
import { moneyStateKeys } from "../core/plan-money.ts";
import { planShard } from "../core/plan-shard.ts";
import { scopedTargets } from "../core/scope.ts";
import { hasBilling, type Shard } from "../core/shard.ts";
import { holdSuccessors } from "../core/successors.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { AskedBilling } from "../engine/ask-billing.ts";
import type { Observed } from "../engine/observe.ts";
import { boundLike } from "../engine/observe-parameters.ts";
import type { Payer } from "../engine/ports/billing.ts";
import type { ReadPorts } from "../engine/ports.ts";
import type { CommandContext, Connect, ScopeFlags } from "./context.ts";
import { type BaseLoad, loadBase } from "./load-base.ts";
import { type Loaded, loadConfig, look, type OrExit, refuseUsage, type Seen } from "./look.ts";
import { type PlannedParameters, planParameters } from "./plan-parameters.ts";
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
  /** Only the targets of this shard. */
  readonly shard?: Shard;
  /** Read every Bedrock region of the accounts, not only those that the file looks after. */
  readonly everywhere?: boolean;
  /** Leave billing alone: its tags are then unchecked. */
  readonly withoutBilling?: boolean;
  /** Money will be asked for: how its tag keys stand is then asked in the request that a plan makes anyway. */
  readonly money?: boolean;
  /** Whose models to ask the end of, one call a target; without it, those that the file's policy judges. */
  readonly lifecycles?: LifecycleWish;
}

export interface MadePlan extends Seen {
  /** The configuration as it was loaded: without the account of the credentials, and only with its own regions. */
  readonly declared: Desired;
  /** The configuration within the scope: also what other shards see to. */
  readonly inScope: Desired;
  readonly plan: Plan;
  /** Null for a shard: guards judge the whole. */
  readonly guards: GuardVerdict | null;
  /** Profiles that stay as they are; a plan holds only their number. */
  readonly unchanged: readonly RestingChange[];
  /** Whose cost allocation tags these are; null where nobody could be asked. */
  readonly payer: Payer | null;
  /** What billing answered about them; null where nobody was asked. */
  readonly listed: AskedBilling["listed"];
  /** Every parameter that was found, planned or not. */
  readonly foundParameters: readonly HeldParameter[];
  /** Targets, by id, whose parameters could not be read: their ARNs must not end. */
  readonly unreadParameters: ReadonlySet<string>;
  /** Elapsed milliseconds at which reading began. */
  readonly readAtMs: number;
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
  const { scope = context.scope, shard = null } = options;
  const base = options.base === undefined ? null : await loadBase(context, options.base);
  if (base?.status === "unknown") return refuseUsage(context, base.problem, loaded.value.sources);
  const readAtMs = context.clock.elapsedMs();
  const seen = await look(context, loaded.value, connect, {
    scope,
    base,
    shard,
    exact: options.exact,
    everywhere: options.everywhere === true,
    asksBilling: options.withoutBilling !== true && (shard === null || hasBilling(shard)),
    moreTagKeys: options.money === true ? moneyStateKeys(loaded.value.desired.costAllocationTags) : [],
    lifecycles: options.lifecycles ?? "policy",
  });
  if (!seen.ok) return seen;
  const { ports, billing, inScope } = seen.value;
  // Before anybody asks whether it is called: what is blocked does not end.
  const living = withModelLife(seen.value.observed, base, context);
  const weighed = await withUse(context, { observed: living, ports }, options.allowInUse, base);
  const older = base?.status === "loaded" ? base.desired : null;
  const published = await planParameters(weighed, older, ports, scope);
  const { observed } = published;
  const { desired, observation, diff, diagnostics: readDiagnostics } = observed;
  const plan = planOf(context, { loaded: loaded.value, published, scope, base, shard, inScope, billing, options });
  const guards = shard === null ? guardsOf(context, plan, { inScope, desired, observation }, options) : null;
  return {
    ok: true,
    value: {
      ...loaded.value,
      declared: loaded.value.desired,
      inScope,
      desired,
      observation,
      readDiagnostics,
      ports,
      unchanged: diff.changes.filter((change): change is RestingChange => change.action === "keep"),
      plan: guards === null ? plan : withGuards(plan, guards),
      guards,
      payer: billing?.payer ?? null,
      listed: billing?.listed ?? null,
      foundParameters: published.found,
      unreadParameters: published.unread,
      readAtMs,
    },
  };
}

/** The policy of each configuration judges its own diff. */
function withModelLife(observed: Observed, base: BaseLoad | null, { clock }: CommandContext): Observed {
  const { desired, observation, diff, baseDiff } = observed;
  const now = clock.now();
  const old = base?.status === "loaded" && baseDiff !== null ? boundLike(base.desired, desired) : null;
  return {
    ...observed,
    diff: holdSuccessors(guardModelLife(diff, desired, observation, now), desired.profiles),
    baseDiff:
      old === null || baseDiff === null
        ? baseDiff
        : holdSuccessors(guardModelLife(baseDiff, old, observation, now), old.profiles),
  };
}

/** All that a plan is made of. */
interface Ingredients {
  readonly loaded: Loaded;
  readonly published: PlannedParameters;
  readonly scope: ScopeFlags;
  readonly base: BaseLoad | null;
  readonly shard: Shard | null;
  readonly inScope: Desired;
  readonly billing: AskedBilling | null;
  readonly options: PlanOptions;
}

function planOf(context: CommandContext, made: Ingredients): Plan {
  const { loaded, published, scope, base, shard, inScope, billing: asked } = made;
  const { desired, observation, diff, baseDiff, diagnostics } = published.observed;
  const keys = shard === null || hasBilling(shard) ? desired.costAllocationTags : [];
  const unknown = unknownNames(made);
  const facts = { version: context.version, whole: boundLike(loaded.desired, desired), inScope };
  const serving = countServing(observation, desired);
  const deadlines = planDeadlines(desired, observation, scope, context.clock.now());
  return buildPlan({
    stacks: desired,
    scope: { targets: scopedTargets(inScope, scope.targets), only: scope.only, exclude: scope.exclude },
    observation,
    diff,
    ...(base?.status === "loaded" && baseDiff !== null ? { base: { diff: baseDiff, from: base.from } } : {}),
    ...(shard === null ? {} : { shard: planShard({ ...facts, shard, serving, unknownConsent: unknown }) }),
    billing: billingChanges(
      keys,
      asked?.read ?? null,
      base?.status === "loaded" ? base.desired.costAllocationTags : null,
    ),
    parameters: published.parameters,
    ...(deadlines === undefined ? {} : { deadlines }),
    diagnostics: [
      ...loaded.diagnostics,
      ...(base?.status === "without" ? [base.warning] : []),
      ...expired(desired, context),
      ...published.diagnostics,
      ...diagnostics,
      // What was not read, or is another shard's, may bear the name.
      ...(shard === null && isWhole(published.observed) ? consentWarnings(unknown) : []),
      ...(asked === null ? [] : unreadWarnings(keys, asked.read)),
    ],
  });
}

function unknownNames({ options: { allowInUse = [] }, published }: Ingredients): UnknownConsent[] {
  return unknownConsent(
    allowInUse,
    published.observed.diff.changes.map(({ key }) => key.name),
  );
}

function expired({ guards }: Desired, { clock }: CommandContext): Diagnostic[] {
  const found = expiredAllowance(guards, clock.now());
  return found === undefined ? [] : [found];
}

function isWhole({ observation }: Observed): boolean {
  return observation.targets.every(({ status }) => status !== "unreadable");
}

/** Guards of a plan, or of the part of it that is to be applied. `serving`, where it is not what was seen just now. */
export function guardsOf(
  context: CommandContext,
  plan: Plan,
  { inScope, desired, observation }: Pick<MadePlan, "inScope" | "desired" | "observation">,
  { allowDeletes }: Pick<PlanOptions, "allowDeletes">,
  serving = countServing(observation, desired),
): GuardVerdict {
  return checkGuards({
    plan,
    limits: desired.guards,
    desiredCount: inScope.profiles.length,
    serving,
    now: context.clock.now(),
    ...(allowDeletes === undefined ? {} : { allowDeletes }),
  });
}
