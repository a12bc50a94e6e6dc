/** The diff: desired and live in, one tagged change per key out. Pure (DESIGN sections 3 and 4). */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Change, compareInTarget, hasReason } from "./change.ts";
import { decideDesired } from "./decide-desired.ts";
import { decideUndesired } from "./decide-undesired.ts";
import { type Decision, Decisions, type DiffContext, reason, type TargetIndex } from "./decision.ts";
import type { Desired } from "./desired.ts";
import { anyGlob, remembering } from "./glob.ts";
import { groupBy } from "./group-by.ts";
import type { Moment } from "./moment.ts";
import type { MissingReads, Observation, ReadTarget } from "./observation.ts";
import { isAwsNameOf, isOurs, retirementOf, strataName } from "./ownership.ts";
import {
  compareTargets,
  type DesiredProfile,
  isSameTarget,
  type LiveProfile,
  type Target,
  targetId,
} from "./profile.ts";
import { ALL_NAMES, type NameScope, nameFilter } from "./scope.ts";

export interface Diff {
  /** Every decision, `keep` included, in total order. */
  readonly changes: readonly Change[];
  readonly diagnostics: readonly Diagnostic[];
  /** What must still be read before these changes may be trusted; empty when they may. */
  readonly missing: readonly MissingReads[];
}

/** Profiles of a target that differ only in their tags are read exactly up to this number (DESIGN section 5). */
const EXACT_UPDATE_LIMIT = 20;

/**
 * `now` says which retirements are due. Targets that were not read get no changes, and names outside the scope no
 * decision; what is there under other names is still seen.
 */
export function diffProfiles(
  desired: Desired,
  observation: Observation,
  now: Moment,
  names: NameScope = ALL_NAMES,
): Diff {
  const context: DiffContext = {
    stacks: desired,
    replacement: desired.replacement,
    isIgnored: remembering(anyGlob([...desired.ignoreTags, "aws:*"])),
    isReleased: anyGlob(desired.release.map(({ pattern }) => pattern)),
    now,
  };
  const isInScope = nameFilter(names);
  const idOf = targetIds();
  const desiredByTarget = groupBy(desired.profiles, (profile) => idOf(profile.key));
  const parts = observation.targets.flatMap((observed) =>
    observed.status === "read"
      ? [diffTarget(context, desiredByTarget.get(targetId(observed.target)) ?? [], observed, isInScope)]
      : [],
  );
  return {
    changes: parts.toSorted((a, b) => compareTargets(a.target, b.target)).flatMap((part) => part.changes),
    diagnostics: parts.flatMap((part) => part.diagnostics),
    missing: parts.flatMap((part) => part.missing),
  };
}

/** Makes the id of a target once for all neighbours that share it. */
function targetIds(): (target: Target) => string {
  let known: { readonly target: Target; readonly id: string } | undefined;
  return (target) => {
    if (known === undefined || !isSameTarget(known.target, target)) known = { target, id: targetId(target) };
    return known.id;
  };
}

interface TargetDiff extends Diff {
  readonly target: Target;
}

/** The changes of one target, in order. */
function diffTarget(
  context: DiffContext,
  desired: readonly DesiredProfile[],
  observed: ReadTarget,
  isInScope: (name: string) => boolean,
): TargetDiff {
  const index = indexTarget(context, desired, observed);
  const decided = new Decisions();
  for (const profile of desired) {
    if (isInScope(profile.key.name)) decideDesired(context, profile, index, (decision) => decided.add(decision));
  }
  for (const [name, profiles] of index.ours) {
    if (index.wanted.has(name) || !isInScope(name)) continue;
    for (const live of profiles) decided.add(decideUndesired(context, live, index));
  }
  const changes = withRenames(decided.changes).toSorted(compareInTarget);
  const { target } = observed;
  return { target, changes, diagnostics: decided.diagnostics, missing: missingReads(decided, observed) };
}

function indexTarget(context: DiffContext, desired: readonly DesiredProfile[], observed: ReadTarget): TargetIndex {
  const mine = observed.live.filter((live) => isOurs(live.tags, context.stacks));
  const ours = groupBy(mine, strataName);
  const wanted = new Set(desired.map(({ key }) => key.name));
  const tagless = observed.live.filter((live) => live.tags === null);
  const byAwsName = groupBy(observed.live, (live) => live.awsName);
  const adopting = desired.filter(({ adopt }) => adopt !== false);
  return {
    observed,
    ours,
    byAwsName,
    wanted,
    adoptedByArn: new Set(adopting.flatMap(({ adopt }) => (typeof adopt === "string" ? [adopt] : []))),
    adopters: groupBy(
      adopting.flatMap(({ adopt, key: { name } }) =>
        adoptedArns(adopt, byAwsName.get(name) ?? []).map((arn) => ({ arn, name })),
      ),
      ({ arn }) => arn,
      ({ name }) => name,
    ),
    isNamedRight: (live) => {
      const name = strataName(live);
      return live.awsName === name || (isAwsNameOf(live.awsName, name) && !isAmbiguous(live, ours, wanted));
    },
    tagless: groupBy(
      tagless.flatMap((live) => keyNames(live.awsName).map((name) => ({ name, live }))),
      ({ name }) => name,
      ({ live }) => live,
    ),
  };
}

/** By ARN, or all that bear the entry's name. */
function adoptedArns(adopt: DesiredProfile["adopt"], namesakes: readonly LiveProfile[]): string[] {
  return typeof adopt === "string" ? [adopt] : namesakes.map(({ arn }) => arn);
}

/**
 * `app-2` under the mark of `app`, where the file has an entry `app-2` too: either the name that `app` got because its
 * own was taken, or a profile of `app-2` that somebody has copied tags to. With nothing else of `app` it is the former.
 */
function isAmbiguous(
  live: LiveProfile,
  ours: ReadonlyMap<string, readonly LiveProfile[]>,
  wanted: ReadonlySet<string>,
): boolean {
  const name = strataName(live);
  if (live.awsName === name || !wanted.has(live.awsName) || retirementOf(live.tags) !== undefined) return false;
  const others = (ours.get(name) ?? []).filter((one) => one !== live && retirementOf(one.tags) === undefined);
  return others.length > 0 || !wanted.has(name);
}

/** The names in a file that an AWS name can stand for: itself, and `app` for `app-2`. */
function keyNames(awsName: string): string[] {
  const base = /^(.+)-(?:[2-9]|[1-9]\d+)$/.exec(awsName)?.[1];
  return base === undefined ? [awsName] : [awsName, base];
}

/** A delete and a create of one source in one target are, most likely, one renamed entry: a new ARN, said so. */
function withRenames(changes: readonly Change[]): readonly Change[] {
  const deletes = groupBy(
    changes.filter((c) => c.action === "delete" && !hasReason(c, "duplicate")),
    (c) => c.before?.source ?? "",
  );
  const creates = groupBy(
    changes.filter((c) => c.action === "create"),
    (c) => c.after?.source ?? "",
  );
  const renamed = new Map<Change, string>();
  for (const [source, [gone, ...moreGone]] of deletes) {
    const [made, ...moreMade] = creates.get(source) ?? [];
    if (source === "" || gone === undefined || made === undefined || moreGone.length + moreMade.length > 0) continue;
    renamed.set(gone, `renamed to "${made.key.name}": a profile cannot be renamed in place, the new one has a new ARN`);
    renamed.set(made, `renamed from "${gone.key.name}": a profile cannot be renamed in place, this one has a new ARN`);
  }
  if (renamed.size === 0) return changes;
  return changes.map((change) => {
    const text = renamed.get(change);
    return text === undefined ? change : { ...change, because: [...change.because, reason("rename", text)] };
  });
}

function missingReads(decided: Required<Decision>, observed: ReadTarget): MissingReads[] {
  const updates = new Set<string>();
  for (const change of decided.changes) if (change.action === "update") updates.add(change.arn);
  const isFew = updates.size > 0 && updates.size <= EXACT_UPDATE_LIMIT;
  const few = isFew ? observed.live.filter(({ arn }) => updates.has(arn)) : [];
  const exact = new Set([...decided.restsOn, ...few].filter((live) => !live.exact).map((live) => live.arn));
  const catalogue = new Set(decided.needs);
  if (exact.size === 0 && catalogue.size === 0) return [];
  return [{ target: observed.target, exact: [...exact].sort(), catalogue: [...catalogue].sort() }];
}
