/** The way from the file to a checked plan, which `plan` and `apply` share: load → observe → diff → plan → guards. */
import { loadDesired } from "../config/load.ts";
import type { RestingChange } from "../core/change.ts";
import type { Desired } from "../core/desired.ts";
import type { Fault } from "../core/fault.ts";
import { checkGuards, type GuardVerdict } from "../core/guards.ts";
import type { Observation } from "../core/observation.ts";
import { type BillingChange, buildPlan, countServing, type Plan, WHOLE_SCOPE } from "../core/plan.ts";
import { type Diagnostic, diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { type ObserveResult, observe } from "../engine/observe.ts";
import type { ReadPorts } from "../engine/ports.ts";
import type { Sources } from "../ui/view.ts";
import type { CommandContext, Connect } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

export interface PlanOptions {
  readonly exact: boolean;
  readonly allowDeletes?: number;
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
  readonly plan: Plan;
  readonly guards: GuardVerdict;
  /** Profiles that stay as they are; a plan holds only their number. */
  readonly unchanged: readonly RestingChange[];
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
  const { desired: unbound, diagnostics, sources } = loaded.value;
  const now = context.clock.now();
  const ports = await connect(homeRegionOf(unbound));
  const observed = await observe(unbound, ports, {
    now,
    exact: options.exact,
    onTarget: (target) => context.view.progress({ type: "target-read", target }),
  });
  if (!observed.ok) return tellRefusal(context, observed, sources);
  const { desired, observation, diff, diagnostics: readDiagnostics } = observed.value;
  const found = [...diagnostics, ...readDiagnostics];
  const plan = buildPlan({
    stacks: desired,
    scope: WHOLE_SCOPE,
    observation,
    diff,
    billing: uncheckedBilling(desired),
    diagnostics: found,
  });
  const guards = checkGuards({
    plan,
    limits: desired.guards,
    desiredCount: desired.profiles.length,
    serving: countServing(observation, desired),
    now,
    ...(options.allowDeletes === undefined ? {} : { allowDeletes: options.allowDeletes }),
  });
  return {
    ok: true,
    value: {
      ...loaded.value,
      desired,
      observation,
      readDiagnostics,
      ports,
      unchanged: diff.changes.filter((change): change is RestingChange => change.action === "keep"),
      plan: { ...plan, diagnostics: [...plan.diagnostics, ...guards.stops] },
      guards,
    },
  };
}

/** Live profiles without a plan, for commands that only look. */
export async function lookAround(context: CommandContext): Promise<OrExit<Seen>> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded;
  const { desired: unbound, sources } = loaded.value;
  const ports = await context.readPorts(homeRegionOf(unbound));
  const observed = await observe(unbound, ports, { now: context.clock.now(), exact: false });
  if (!observed.ok) return tellRefusal(context, observed, sources);
  const { desired, observation, diagnostics: readDiagnostics } = observed.value;
  return { ok: true, value: { ...loaded.value, desired, observation, readDiagnostics } };
}

export function homeRegionOf(desired: Desired): string {
  return desired.accounts[0]?.regions[0] ?? "us-east-1";
}

type Refusal = Extract<ObserveResult, { ok: false }>;

/** What ends a run before anything can be told apart by target: no credentials, no way to AWS, no role. */
function tellRefusal(context: CommandContext, refusal: Refusal, sources: Sources): { ok: false; exit: ExitCode } {
  if (refusal.fault !== null) return tellFault(context, refusal.fault, sources);
  const detail =
    `The credentials in use belong to account ${refusal.caller}; the file also names ` +
    `${refusal.outOfReach.join(", ")}, which only a role can reach.`;
  context.view.diagnostics(
    [diagnostic("usage/role-needed", { detail, hint: "Name the role with --role-name or STRATA_ROLE_NAME." })],
    sources,
  );
  return { ok: false, exit: EXIT.usage };
}

function tellFault(context: CommandContext, fault: Fault, sources: Sources): { ok: false; exit: ExitCode } {
  const code = fault.kind === "credentials" || fault.kind === "denied" ? "aws/no-credentials" : "aws/unreachable";
  const id = fault.requestId === undefined ? "" : ` (request id ${fault.requestId})`;
  const detail = `${fault.operation}: ${fault.message}${id}`;
  context.view.diagnostics([diagnostic(code, { detail })], sources);
  return { ok: false, exit: EXIT.internal };
}

/** Billing is not asked yet: each cost allocation tag is said to be unchecked, never to be right. */
function uncheckedBilling(desired: Desired): BillingChange[] {
  return desired.costAllocationTags.map((key) => ({ action: "unchecked", key, from: null, hash: null }));
}
