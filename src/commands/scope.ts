/** The scope of a run: checks that `--target`, `--only` and `--exclude` mean something, and narrows to them. */
import type { Desired } from "../core/desired.ts";
import type { Observation } from "../core/observation.ts";
import { ownershipOf, strataName } from "../core/ownership.ts";
import { checkNameScope, narrowToTargets, targetNames } from "../core/scope.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { ScopeFlags } from "./context.ts";

/** The configuration within the scope's targets, or why there is none. */
export type ScopedDesired =
  | { readonly ok: true; readonly desired: Desired }
  | { readonly ok: false; readonly problem: Diagnostic };

export function narrow(desired: Desired, scope: ScopeFlags): ScopedDesired {
  const narrowed = narrowToTargets(desired, scope.targets);
  const [lost] = narrowed.unmatched;
  if (lost === undefined) return { ok: true, desired: narrowed.desired };
  const detail = `--target ${lost} is none of the targets that the file looks after: ${listed(targetNames(desired))}.`;
  return { ok: false, problem: diagnostic("usage/unknown-target", { detail }) };
}

/** What is wrong with the name patterns, once it is known which profiles there are. */
export function nameProblem(desired: Desired, observation: Observation, scope: ScopeFlags): Diagnostic | undefined {
  // What was not read may hold the name.
  if (observation.targets.some(({ status }) => status === "unreadable")) return undefined;
  const live = observation.targets.flatMap((target) => (target.status === "read" ? target.live : []));
  const ours = live.filter(({ tags }) => ownershipOf(tags, desired).kind === "ours");
  const names = new Set([...desired.profiles.map(({ key }) => key.name), ...ours.map(strataName)]);
  const problem = checkNameScope(scope, [...names]);
  if (problem === undefined) return undefined;
  const hint = problem.near === undefined ? {} : { hint: `Did you mean "${problem.near}"?` };
  return diagnostic("usage/scope-empty", { detail: problem.detail, ...hint });
}

const LISTED_AT_MOST = 8;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED_AT_MOST).join(", ");
  return names.length > LISTED_AT_MOST ? `${shown} and ${names.length - LISTED_AT_MOST} more` : shown;
}
