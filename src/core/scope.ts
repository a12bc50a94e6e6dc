/** Narrowing a run to some targets and names: `--target`, `--only`, `--exclude` (DESIGN section 7). */
import { closest } from "./closest.ts";
import { type Desired, type DesiredAccount, desiredTargets } from "./desired.ts";
import { anyGlob } from "./glob.ts";
import { CALLER, targetId } from "./profile.ts";

/** Globs over profile names; empty lists mean every name. */
export interface NameScope {
  readonly only: readonly string[];
  readonly exclude: readonly string[];
}

export const ALL_NAMES: NameScope = { only: [], exclude: [] };

/** True for names that the scope does not leave out. */
export function nameFilter({ only, exclude }: NameScope): (name: string) => boolean {
  const isWanted = only.length === 0 ? () => true : anyGlob(only);
  const isLeftOut = anyGlob(exclude);
  return (name) => isWanted(name) && !isLeftOut(name);
}

export interface Narrowed {
  readonly desired: Desired;
  /** Patterns that stand for no target of the file. */
  readonly unmatched: readonly string[];
}

/**
 * Leaves only the targets that one of the patterns (`account/region`) stands for. While the account of the credentials
 * is not known, any number may be its own: narrow again once `bindCaller` has put it in.
 */
export function narrowToTargets(desired: Desired, patterns: readonly string[]): Narrowed {
  if (patterns.length === 0) return { desired, unmatched: [] };
  const matchers = patterns.map(targetMatcher);
  const isIn = (account: DesiredAccount, region: string): boolean => matchers.some((m) => m(account, region));
  const accounts = desired.accounts
    .map((account) => ({ ...account, regions: account.regions.filter((region) => isIn(account, region)) }))
    .filter(({ regions }) => regions.length > 0);
  const kept = new Set(desiredTargets({ ...desired, accounts }).map(targetId));
  const profiles = desired.profiles.filter(({ key }) => kept.has(targetId(key)));
  const unmatched = patterns.filter(
    (_, index) => !desired.accounts.some((a) => a.regions.some((region) => matchers[index]?.(a, region))),
  );
  return { desired: { ...desired, accounts, profiles }, unmatched };
}

type TargetMatcher = (account: DesiredAccount, region: string) => boolean;

function targetMatcher(pattern: string): TargetMatcher {
  const slash = pattern.indexOf("/");
  if (slash < 1) return () => false;
  const wanted = pattern.slice(0, slash);
  const isAccount = anyGlob([wanted]);
  const isRegion = anyGlob([pattern.slice(slash + 1)]);
  return ({ id, name }, region) => {
    const isNamed = isAccount(id) || (name !== undefined && isAccount(name));
    const isPerhaps = id === CALLER && /^[\d*?]+$/.test(wanted);
    return isRegion(region) && (isNamed || isPerhaps);
  };
}

/** The scope's targets as the plan and its hash name them: by number, whatever they were called on the command line. */
export function scopedTargets(desired: Desired, patterns: readonly string[]): string[] {
  return patterns.length === 0 ? [] : desiredTargets(desired).map(targetId).sort();
}

/** How a target may be written: for a message that lists what there is. */
export function targetNames(desired: Desired): string[] {
  return desired.accounts.flatMap(({ id, name, regions }) =>
    regions.map((region) => `${name ?? (id === CALLER ? "*" : id)}/${region}`),
  );
}

/** A problem with the name scope, as a sentence and what may have been meant. */
export interface ScopeProblem {
  readonly detail: string;
  readonly near?: string;
}

/**
 * A pattern that matches nothing is a slip, and a slip in `--exclude` could end what it was to spare. Only an
 * `--exclude` with a wildcard may match nothing: such a one can stand in a workflow for ever.
 */
export function checkNameScope(scope: NameScope, names: readonly string[]): ScopeProblem | undefined {
  const isLiteral = (pattern: string): boolean => !/[*?]/.test(pattern);
  const must = [
    ...scope.only.map((pattern) => ({ option: "--only", pattern })),
    ...scope.exclude.filter(isLiteral).map((pattern) => ({ option: "--exclude", pattern })),
  ];
  const lost = must.find(({ pattern }) => !names.some(anyGlob([pattern])));
  if (lost !== undefined) {
    const near = closest(lost.pattern, names);
    const detail = `${lost.option} ${lost.pattern} matches no profile of the file, and none of ours on AWS.`;
    return { detail, ...(near === undefined ? {} : { near }) };
  }
  if (scope.only.length > 0 && !names.some(nameFilter(scope))) {
    return { detail: "--exclude leaves out every profile that --only names." };
  }
  return undefined;
}
