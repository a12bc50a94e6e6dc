/** Joins the plans of all shards into one: the very plan, hash included, that one run over all targets makes. Pure. */
import { compareDiagnostics, type Diagnostic, type Result } from "../diagnostics/diagnostic.ts";
import { hashOfPlan } from "./build-plan.ts";
import { compareChanges } from "./change.ts";
import { joinDenied } from "./denied.ts";
import { checkGuards, type GuardVerdict, withGuards } from "./guards.ts";
import { consentWarnings, type UnknownConsent, unknownConsent } from "./in-use.ts";
import { partProblems, type SavedPart } from "./merge-problems.ts";
import type { Moment } from "./moment.ts";
import { compareParameters } from "./parameters.ts";
import type { Plan, Summary } from "./plan.ts";
import type { PlanShard } from "./plan-shard.ts";
import { compareTargets, compareText } from "./profile.ts";

export interface MergeOptions {
  /** Whether `guards.allow` is still live. */
  readonly now: Moment;
  /** `--allow-deletes N`. */
  readonly allowDeletes?: number;
}

export interface MergedPlan {
  readonly plan: Plan;
  readonly guards: GuardVerdict;
}

type Part = Plan & { readonly shard: PlanShard };

/** Without a value where the files are not all the parts of one plan: every reason is told. */
export function mergePlans(saved: readonly SavedPart[], options: MergeOptions): Result<MergedPlan> {
  const problems = partProblems(saved);
  if (problems.length > 0) return { diagnostics: problems };
  const parts = saved.map(({ plan }) => plan).filter(isPart);
  const [first] = parts;
  if (first === undefined) throw new Error("unreachable: there is a part of each shard");
  const plan = join(first, parts);
  const { declared, limits } = first.shard;
  const guards = checkGuards({
    plan,
    limits,
    desiredCount: declared,
    serving: parts.reduce((sum, { shard }) => sum + shard.serving, 0),
    ...options,
  });
  return { value: { plan: withGuards(plan, guards), guards }, diagnostics: [] };
}

function isPart(plan: Plan): plan is Part {
  return plan.shard !== undefined;
}

function join(first: Part, parts: readonly Part[]): Plan {
  const { shard: _, formatVersion, stack, scope, base } = first;
  const changes = parts.flatMap((part) => part.changes).sort(compareChanges);
  const parameters = parts.flatMap((part) => part.parameters).sort(compareParameters);
  const complete = parts.every((part) => part.complete);
  const unknown = complete ? unknownToAll(parts) : [];
  const diagnostics = [...joinDiagnostics(parts), ...consentWarnings(unknown)];
  return {
    formatVersion,
    stack,
    hash: hashOfPlan({ stack, scope, changes, parameters }),
    complete,
    scope,
    ...(base === undefined ? {} : { base }),
    targets: parts.flatMap(({ targets }) => targets).sort(compareTargets),
    changes,
    billing: parts.flatMap(({ billing }) => billing).sort((a, b) => compareText(a.key, b.key)),
    parameters,
    summary: addSummaries(first, parts),
    diagnostics: diagnostics.sort(compareDiagnostics),
  };
}

function addSummaries(first: Part, parts: readonly Part[]): Summary {
  const keys = Object.keys(first.summary) as (keyof Summary)[];
  const added = keys.map((key) => [key, parts.reduce((sum, { summary }) => sum + summary[key], 0)]);
  return Object.fromEntries(added) as Summary;
}

/** What is about the file alone is found in every part, and said as often as one run says it. */
function joinDiagnostics(parts: readonly Part[]): Diagnostic[] {
  const most = new Map<string, Diagnostic[]>();
  for (const { diagnostics } of parts) {
    const here = new Map<string, Diagnostic[]>();
    for (const found of diagnostics) {
      const id = JSON.stringify(found);
      here.set(id, [...(here.get(id) ?? []), found]);
    }
    for (const [id, found] of here) if (found.length > (most.get(id)?.length ?? 0)) most.set(id, found);
  }
  return joinDenied([...most.values()].flat());
}

/** A name that some shard knows is known. What it may mean is the nearest of what all shards offer. */
function unknownToAll(parts: readonly Part[]): UnknownConsent[] {
  const [first, ...others] = parts.map(({ shard }) => shard.unknownConsent);
  const left = (first ?? []).filter(({ name }) =>
    others.every((unknown) => unknown.some((other) => other.name === name)),
  );
  const offered = parts.flatMap(({ shard }) => shard.unknownConsent.flatMap(({ near }) => near ?? []));
  return unknownConsent(
    left.map(({ name }) => name),
    offered,
  );
}
