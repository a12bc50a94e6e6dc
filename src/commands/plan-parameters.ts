/** The parameters of a plan: what is published where, what of it the base would publish too, and which ARNs they hold. */
import type { Change } from "../core/change.ts";
import type { Desired } from "../core/desired.ts";
import type { Diff } from "../core/diff.ts";
import { guardHeld, type HeldParameter, heldParameters } from "../core/held.ts";
import type { PlannedParameter } from "../core/parameter-change.ts";
import { type ParameterReading, parameterChanges } from "../core/parameters.ts";
import { pendingParameters } from "../core/pending-parameters.ts";
import { targetId } from "../core/profile.ts";
import type { NameScope } from "../core/scope.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Observed } from "../engine/observe.ts";
import { boundLike, observeParameters, uncheckedDiagnostics } from "../engine/observe-parameters.ts";
import type { ReadPorts } from "../engine/ports.ts";

export interface PlannedParameters {
  /** Without the ends of ARNs that parameters forbid. */
  readonly observed: Observed;
  readonly parameters: readonly PlannedParameter[];
  readonly diagnostics: readonly Diagnostic[];
  /** All that were found, planned or not. */
  readonly found: readonly HeldParameter[];
  /** Targets, by id, whose parameters could not be read. */
  readonly unread: ReadonlySet<string>;
}

export async function planParameters(
  seen: Observed,
  base: Desired | null,
  ports: Pick<ReadPorts, "parameters">,
  names: NameScope,
): Promise<PlannedParameters> {
  const { desired, observation, diff, baseDiff } = seen;
  const older = base === null ? null : boundLike(base, desired);
  const versions = [desired, ...(older === null ? [] : [older])];
  const changes: readonly Change[] = [...diff.changes, ...(baseDiff?.changes ?? [])];
  const readings = await observeParameters(versions, observation, changes, ports);
  const judge = (of: Desired, judged: Diff) => judgeEnds(of, judged, { observation, readings, names });
  const own = judge(desired, diff);
  const rest = {
    diagnostics: uncheckedDiagnostics(readings),
    found: heldParameters(readings),
    unread: new Set(readings.flatMap(({ status, target }) => (status === "read" ? [] : [targetId(target)]))),
  };
  if (older === null || baseDiff === null)
    return { ...rest, observed: { ...seen, diff: own.diff }, parameters: own.parameters };
  const former = judge(older, baseDiff);
  const isPending = pendingParameters(own, former);
  return {
    ...rest,
    observed: { ...seen, diff: own.diff, baseDiff: former.diff },
    parameters: own.parameters.map((planned) => ({ ...planned, alreadyPending: isPending(planned) })),
  };
}

interface Read {
  readonly observation: Observed["observation"];
  readonly readings: readonly ParameterReading[];
  readonly names: NameScope;
}

/** What is published rests on what ends, and what may end on what is published: whoever must not end goes on. */
function judgeEnds(desired: Desired, diff: Diff, read: Read) {
  const planned = parameterChanges({ ...read, desired, changes: diff.changes });
  const guarded = guardHeld(diff, read.readings, planned);
  if (guarded === diff) return { diff, parameters: planned };
  return { diff: guarded, parameters: parameterChanges({ ...read, desired, changes: guarded.changes }) };
}
