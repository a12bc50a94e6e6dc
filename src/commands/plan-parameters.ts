/** The parameters of a plan: what is published where, and what of it the base would publish too. */
import type { Desired } from "../core/desired.ts";
import { type PlannedParameter, parameterChanges } from "../core/parameters.ts";
import { targetId } from "../core/profile.ts";
import type { NameScope } from "../core/scope.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Observed } from "../engine/observe.ts";
import { boundLike, observeParameters, uncheckedDiagnostics } from "../engine/observe-parameters.ts";
import type { ReadPorts } from "../engine/ports.ts";

export interface PlannedParameters {
  readonly parameters: readonly PlannedParameter[];
  readonly diagnostics: readonly Diagnostic[];
  /** Targets, by id, whose parameters could not be read. */
  readonly unread: ReadonlySet<string>;
}

export async function planParameters(
  { desired, observation, diff, baseDiff }: Observed,
  base: Desired | null,
  ports: Pick<ReadPorts, "parameters">,
  names: NameScope,
): Promise<PlannedParameters> {
  const older = base === null ? null : boundLike(base, desired);
  const readings = await observeParameters([desired, ...(older === null ? [] : [older])], observation, ports);
  const parameters = parameterChanges({ desired, observation, changes: diff.changes, readings, names });
  const diagnostics = uncheckedDiagnostics(readings);
  const unread = new Set(readings.flatMap(({ status, target }) => (status === "read" ? [] : [targetId(target)])));
  if (older === null || baseDiff === null) return { parameters, diagnostics, unread };
  const { changes } = baseDiff;
  const pending = new Set(parameterChanges({ desired: older, observation, changes, readings, names }).map(idOf));
  const marked = parameters.map((planned) => ({ ...planned, alreadyPending: pending.has(idOf(planned)) }));
  return { parameters: marked, diagnostics, unread };
}

function idOf({ hash, key, parameter }: PlannedParameter): string {
  return hash ?? JSON.stringify([key, parameter]);
}
