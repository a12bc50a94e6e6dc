/** The way from the file to what is live: load → narrow → observe. Shared by whatever looks at AWS. */
import { loadDesired } from "../config/load.ts";
import type { LifecycleWish } from "../core/deadlines.ts";
import type { Desired } from "../core/desired.ts";
import type { Diff } from "../core/diff.ts";
import { everyRegion } from "../core/drift.ts";
import type { Observation } from "../core/observation.ts";
import { narrowToShard, type Shard } from "../core/shard.ts";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { type AskedBilling, askBilling } from "../engine/ask-billing.ts";
import { type Observed, observe, type ReadingTold } from "../engine/observe.ts";
import { boundLike } from "../engine/observe-parameters.ts";
import type { ReadPorts } from "../engine/ports.ts";
import type { Sources, View } from "../ui/view.ts";
import type { CommandContext, Connect, ScopeFlags } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { BaseLoad } from "./load-base.ts";
import { nameProblem, narrow } from "./scope.ts";
import { tellRefusal } from "./tell-refusal.ts";

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

export interface LookOptions {
  readonly scope: ScopeFlags;
  readonly base: BaseLoad | null;
  /** Only the targets of this shard are read. */
  readonly shard: Shard | null;
  readonly exact: boolean;
  readonly everywhere: boolean;
  readonly asksBilling: boolean;
  /** Further tag keys whose state is asked for in the same request. */
  readonly moreTagKeys?: readonly string[];
  readonly lifecycles: LifecycleWish;
}

export interface Looked<P extends ReadPorts> {
  /** Its configuration is narrowed to the scope, and to the shard. */
  readonly observed: Observed;
  /** The configuration within the scope, for all shards. */
  readonly inScope: Desired;
  /** Null where billing was left alone. */
  readonly billing: AskedBilling | null;
  readonly ports: P;
}

/** Reads the targets in scope; a scope that means nothing ends the run before or after the reads. */
export async function look<P extends ReadPorts>(
  context: CommandContext,
  { desired: whole, sources }: Loaded,
  connect: Connect<P>,
  { scope, base, shard, exact, everywhere, asksBilling, moreTagKeys = [], lifecycles }: LookOptions,
): Promise<OrExit<Looked<P>>> {
  const scoped = narrow(whole, scope);
  if (!scoped.ok) return refuseUsage(context, scoped.problem, sources);
  const ports = await connect(homeRegionOf(scoped.desired));
  const keys = whole.costAllocationTags;
  const mine = shard === null ? scoped.desired : narrowToShard(scoped.desired, shard);
  const [observed, billing] = await Promise.all([
    observe(everywhere ? everyRegion(mine) : mine, ports, {
      now: context.clock.now(),
      exact,
      names: scope,
      lifecycles,
      ...(base?.status === "loaded" ? { base: base.desired } : {}),
      ...tellReading(context.view),
    }),
    // Who pays does not depend on the scope of a run.
    asksBilling && keys.length > 0 ? askBilling(whole, ports, [...new Set([...keys, ...moreTagKeys])]) : null,
  ]);
  if (!observed.ok) return tellRefusal(context, observed, sources);
  const { desired, observation } = observed.value;
  const inScope = shard === null ? desired : boundLike(scoped.desired, desired);
  const bound = narrow(inScope, scope);
  if (!bound.ok) return refuseUsage(context, bound.problem, sources);
  // Names of a saved plan's scope were checked when it was made, where all targets were seen.
  const problem = shard === null ? nameProblem(desired, observation, scope) : undefined;
  if (problem !== undefined) return refuseUsage(context, problem, sources);
  return { ok: true, value: { observed: observed.value, inScope, billing, ports } };
}

/** Shows how the reads go on. */
export function tellReading(view: View): Required<ReadingTold> {
  return {
    onTargets: (targets) => view.progress({ type: "reading", targets }),
    onBegin: (target) => view.progress({ type: "target-begun", target }),
    onTarget: (target) => view.progress({ type: "target-read", target }),
  };
}

export function refuseUsage(
  context: CommandContext,
  problem: Diagnostic,
  sources: Sources,
): { ok: false; exit: ExitCode } {
  context.view.diagnostics([problem], sources);
  return { ok: false, exit: EXIT.usage };
}

/** What a command sees that only looks. */
export interface LookedAround extends Seen {
  /** The whole file: who pays does not depend on the scope of a run. */
  readonly declared: Desired;
  /** What an apply would do, without guards: it tells who serves a name. */
  readonly diff: Diff;
}

/** Live profiles without a plan, for commands that only look. */
export function lookAround(
  context: CommandContext,
  lifecycles: LifecycleWish = "nobody",
): Promise<OrExit<LookedAround>> {
  return lookThrough(context, context.readPorts, lifecycles);
}

/** The same, with the ports that it looked through, for commands that go on with them. */
export async function lookThrough<P extends ReadPorts>(
  context: CommandContext,
  connect: Connect<P>,
  lifecycles: LifecycleWish = "nobody",
): Promise<OrExit<LookedAround & { readonly ports: P }>> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded;
  const nothingMore = { base: null, shard: null, exact: false, everywhere: false, asksBilling: false };
  const options = { scope: context.scope, lifecycles, ...nothingMore };
  const seen = await look(context, loaded.value, connect, options);
  if (!seen.ok) return seen;
  const { observed, ports } = seen.value;
  const { desired, observation, diff, diagnostics: readDiagnostics } = observed;
  const declared = loaded.value.desired;
  return { ok: true, value: { ...loaded.value, declared, desired, observation, diff, readDiagnostics, ports } };
}

export function homeRegionOf(desired: Desired): string {
  return desired.accounts[0]?.regions[0] ?? "us-east-1";
}
