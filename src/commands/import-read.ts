/** Live profiles with everything an import rests on: tags as they are now, and what the regions offer. */
import { bindCaller, type Desired } from "../core/desired.ts";
import type { Observation, ObservedTarget, ReadTarget } from "../core/observation.ts";
import { CALLER, type LiveProfile, targetId } from "../core/profile.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { ReadPorts } from "../engine/ports.ts";
import { readExactly } from "../engine/settle.ts";
import type { Sources } from "../ui/view.ts";
import type { CommandContext } from "./context.ts";
import { homeRegionOf, loadConfig, lookAround, type OrExit } from "./look.ts";

export interface LiveSeen {
  /** The whole configuration, with the account of the credentials in it, whatever the run is narrowed to. */
  readonly desired: Desired;
  /** The part of it that the run is narrowed to. */
  readonly narrowed: Desired;
  readonly observation: Observation;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
}

export interface ReadOptions {
  /** True for profiles whose tags have to be as they are this moment: GetResources may lag (AWS.md section 5). */
  readonly needsExact: (live: LiveProfile, desired: Desired) => boolean;
  /** Read what each region with such a profile offers to copy from. */
  readonly needsCatalogue: boolean;
}

/** Narrowed to targets only: names are filtered by whoever knows which profiles there are. */
export async function readLive(context: CommandContext, options: ReadOptions): Promise<OrExit<LiveSeen>> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded;
  // One connection for both looks: a second sandbox on the same state would wait for the first.
  const connecting = once(() => context.readPorts(homeRegionOf(loaded.value.desired)));
  const scope = { ...context.scope, only: [], exclude: [] };
  const seen = await lookAround({ ...context, scope, readPorts: connecting });
  if (!seen.ok) return seen;
  const { desired: narrowed, observation, readDiagnostics, sources } = seen.value;
  const caller = narrowed.accounts.find(({ name }) => name === undefined)?.id ?? CALLER;
  const desired = bindCaller(loaded.value.desired, caller);
  const ports = await connecting();
  const diagnostics: Diagnostic[] = [...readDiagnostics];
  const targets = await Promise.all(
    observation.targets.map((observed) => readRest(observed, desired, ports, options, diagnostics)),
  );
  return { ok: true, value: { desired, narrowed, observation: { targets }, diagnostics, sources } };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function readRest(
  observed: ObservedTarget,
  desired: Desired,
  ports: ReadPorts,
  options: ReadOptions,
  diagnostics: Diagnostic[],
): Promise<ObservedTarget> {
  if (observed.status !== "read") return observed;
  const wanted = observed.live.filter((live) => options.needsExact(live, desired));
  const inexact = new Set(wanted.filter(({ exact }) => !exact).map(({ arn }) => arn));
  const needsCatalogue = options.needsCatalogue && wanted.length > 0;
  const [exact, catalogued] = await Promise.all([
    readExactly(observed, inexact, ports.reader(observed.target)),
    needsCatalogue ? withSystem(observed, ports, diagnostics) : observed,
  ]);
  if (exact.status === "read") return { ...exact, catalogue: catalogued.catalogue };
  const { fault, target } = exact;
  const detail = `${fault?.operation ?? "a read"} in ${targetId(target)}: ${fault?.message ?? "no answer"}`;
  diagnostics.push(diagnostic("aws/target-unreadable", { detail, target }));
  return exact;
}

async function withSystem(observed: ReadTarget, ports: ReadPorts, diagnostics: Diagnostic[]): Promise<ReadTarget> {
  if (observed.catalogue.system !== undefined) return observed;
  const answer = await ports.reader(observed.target).readCatalogue("system");
  if (answer.ok) return { ...observed, catalogue: { ...observed.catalogue, system: answer.value } };
  const { operation, message } = answer.fault;
  const detail = `${operation} in ${targetId(observed.target)}: ${message}`;
  diagnostics.push(diagnostic("aws/catalogue-unreadable", { detail, target: observed.target }));
  return { ...observed, catalogue: { ...observed.catalogue, system: null } };
}
