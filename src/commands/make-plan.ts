/** The way from the file to a checked plan, which `plan` and `apply` share: load → observe → diff → plan → guards. */
import { loadDesired } from "../config/load.ts";
import { billingChanges, unreadWarnings } from "../core/billing.ts";
import type { RestingChange } from "../core/change.ts";
import type { Desired } from "../core/desired.ts";
import type { Diff } from "../core/diff.ts";
import { everyRegion } from "../core/drift.ts";
import { checkGuards, expiredAllowance, type GuardVerdict, withGuards } from "../core/guards.ts";
import type { Observation } from "../core/observation.ts";
import type { PlannedParameter } from "../core/parameters.ts";
import { buildPlan, countServing, type Plan } from "../core/plan.ts";
import { scopedTargets } from "../core/scope.ts";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { type AskedBilling, askBilling } from "../engine/ask-billing.ts";
import { type Observed, observe } from "../engine/observe.ts";
import type { Payer } from "../engine/ports/billing.ts";
import type { ReadPorts } from "../engine/ports.ts";
import type { Sources } from "../ui/view.ts";
import type { CommandContext, Connect, ScopeFlags } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type BaseLoad, loadBase } from "./load-base.ts";
import { planParameters } from "./plan-parameters.ts";
import { nameProblem, narrow } from "./scope.ts";
import { tellRefusal } from "./tell-refusal.ts";
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

export interface Loaded {
  readonly desired: Desired;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  readonly files: readonly string[];
}

export interface Seen extends Loaded {
  readonly observation: Observation;
  /** What was found while reading; load-time warnings stay in `diagnostics`. */
  readonly readDiagnostics: readonly Diagnostic[];
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
}

/** A plan with the gateways it was made through, for whoever goes on with it. */
export interface Connected<P extends ReadPorts> extends MadePlan {
  readonly ports: P;
}

/** The value, or the exit code of a run that ended early and has already said why. */
export type OrExit<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly exit: ExitCode };

export async function loadConfig(context: CommandContext): Promise<OrExit<Loaded>> {
  const { desired, diagnostics, sources, files } = await loadDesired(context.configFile, context.files);
  if (desired === undefined || hasErrors(diagnostics)) {
    context.view.diagnostics(diagnostics, sources);
    return { ok: false, exit: EXIT.invalid };
  }
  return { ok: true, value: { desired, diagnostics, sources, files } };
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
  if (base?.status === "unknown") return usage(context, base.problem, loaded.value.sources);
  const seen = await look(context, loaded.value, connect, {
    scope,
    base,
    exact: options.exact,
    everywhere: options.everywhere === true,
    asksBilling: options.withoutBilling !== true,
  });
  if (!seen.ok) return seen;
  const { ports, billing } = seen.value;
  const observed = await withUse(context, seen.value, options.allowInUse, base);
  const { desired, observation, diff, diagnostics: readDiagnostics } = observed;
  const expired = expiredAllowance(desired.guards, context.clock.now());
  const warnings = [base?.status === "without" ? base.warning : undefined, expired].filter(
    (found) => found !== undefined,
  );
  const published = await planParameters(observed, base?.status === "loaded" ? base.desired : null, ports, scope);
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

interface LookOptions {
  readonly scope: ScopeFlags;
  readonly base: BaseLoad | null;
  readonly exact: boolean;
  readonly everywhere: boolean;
  readonly asksBilling: boolean;
}

interface Looked<P extends ReadPorts> {
  readonly observed: Observed;
  /** Null where billing was left alone. */
  readonly billing: AskedBilling | null;
  readonly ports: P;
}

/** Reads the targets in scope; a scope that means nothing ends the run before or after the reads. */
async function look<P extends ReadPorts>(
  context: CommandContext,
  { desired: whole, sources }: Loaded,
  connect: Connect<P>,
  { scope, base, exact, everywhere, asksBilling }: LookOptions,
): Promise<OrExit<Looked<P>>> {
  const scoped = narrow(whole, scope);
  if (!scoped.ok) return usage(context, scoped.problem, sources);
  const ports = await connect(homeRegionOf(scoped.desired));
  const keys = whole.costAllocationTags;
  const [observed, billing] = await Promise.all([
    observe(everywhere ? everyRegion(scoped.desired) : scoped.desired, ports, {
      now: context.clock.now(),
      exact,
      names: scope,
      ...(base?.status === "loaded" ? { base: base.desired } : {}),
      onTarget: (target) => context.view.progress({ type: "target-read", target }),
    }),
    // Who pays does not depend on the scope of a run.
    asksBilling && keys.length > 0 ? askBilling(whole, ports, keys) : null,
  ]);
  if (!observed.ok) return tellRefusal(context, observed, sources);
  const { desired, observation } = observed.value;
  const bound = narrow(desired, scope);
  if (!bound.ok) return usage(context, bound.problem, sources);
  const problem = nameProblem(desired, observation, scope);
  if (problem !== undefined) return usage(context, problem, sources);
  return { ok: true, value: { observed: observed.value, billing, ports } };
}

function usage(context: CommandContext, problem: Diagnostic, sources: Sources): { ok: false; exit: ExitCode } {
  context.view.diagnostics([problem], sources);
  return { ok: false, exit: EXIT.usage };
}

/** What a command sees that only looks. */
export interface LookedAround extends Seen {
  /** What an apply would do, without guards: it tells who serves a name. */
  readonly diff: Diff;
}

/** Live profiles without a plan, for commands that only look. */
export function lookAround(context: CommandContext): Promise<OrExit<LookedAround>> {
  return lookThrough(context, context.readPorts);
}

/** The same, with the ports that it looked through, for commands that go on with them. */
export async function lookThrough<P extends ReadPorts>(
  context: CommandContext,
  connect: Connect<P>,
): Promise<OrExit<LookedAround & { readonly ports: P }>> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded;
  const options = { scope: context.scope, base: null, exact: false, everywhere: false, asksBilling: false };
  const seen = await look(context, loaded.value, connect, options);
  if (!seen.ok) return seen;
  const { observed, ports } = seen.value;
  const { desired, observation, diff, diagnostics: readDiagnostics } = observed;
  return { ok: true, value: { ...loaded.value, desired, observation, diff, readDiagnostics, ports } };
}

export function homeRegionOf(desired: Desired): string {
  return desired.accounts[0]?.regions[0] ?? "us-east-1";
}
