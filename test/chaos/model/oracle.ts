/** What must be true whatever happens, judged without the core's own decisions. */
import type { Desired } from "../../../src/core/desired.ts";
import type { ClosingNote } from "../../../src/core/outcome.ts";
import type { Plan } from "../../../src/core/plan.ts";
import type { DesiredProfile } from "../../../src/core/profile.ts";
import type { SandboxProfile } from "../../../src/sandbox/seed.ts";
import { IGNORED_TAG } from "./estate.ts";

type Profiles = readonly SandboxProfile[];

function isOurs({ tags }: SandboxProfile, desired: Desired): boolean {
  const stack = tags["strata:stack"];
  return stack === desired.stack || (stack !== undefined && desired.formerStacks.includes(stack));
}

const isRetiring = ({ tags }: SandboxProfile): boolean => tags["strata:retire-after"] !== undefined;
const isProtected = ({ tags }: SandboxProfile): boolean => tags["strata:protect"] !== undefined;
const markedName = ({ tags, name }: SandboxProfile): string => tags["strata:name"] ?? name;

/**
 * The AWS name and the mark belong together: `app` and `app-2` to the entry `app`. Where `app-2` is an entry too, only
 * while nothing else serves `app`: else whose it is cannot be told.
 */
function isRightlyMarked(profile: SandboxProfile, profiles: Profiles, desired: Desired): boolean {
  const marked = markedName(profile);
  if (profile.name === marked) return true;
  if (!isNumberedName(profile)) return false;
  const isWanted = (name: string): boolean =>
    desired.profiles.some(({ key }) => key.region === profile.region && key.name === name);
  if (!isWanted(profile.name) || isRetiring(profile)) return true;
  const others = profiles.filter(
    (p) => p.arn !== profile.arn && p.region === profile.region && isOurs(p, desired) && markedName(p) === marked,
  );
  return isWanted(marked) && others.every(isRetiring);
}

/** The name itself, or the name with a number from 2 up. */
function isNumberedName(profile: SandboxProfile): boolean {
  const marked = markedName(profile);
  return profile.name === marked || new RegExp(`^${marked}-([2-9]|[1-9]\\d+)$`).test(profile.name);
}

/** Profiles that callers of a key may hold. */
export function servingOf(profiles: Profiles, { key }: DesiredProfile, desired: Desired): SandboxProfile[] {
  return profiles.filter(
    (p) =>
      p.region === key.region &&
      isOurs(p, desired) &&
      !isRetiring(p) &&
      markedName(p) === key.name &&
      isRightlyMarked(p, profiles, desired),
  );
}

/** Keys that are served now; as long as they stay desired they must be served at every moment. */
export function servedKeys(profiles: Profiles, desired: Desired): DesiredProfile[] {
  return desired.profiles.filter((profile) => servingOf(profiles, profile, desired).length > 0);
}

const textOf = (profile: DesiredProfile): string => `${profile.key.region}/${profile.key.name}`;

export function unserved(profiles: Profiles, keys: readonly DesiredProfile[], desired: Desired): string[] {
  const lost = keys.filter((profile) => servingOf(profiles, profile, desired).length === 0);
  return lost.map((profile) => `${textOf(profile)} has no live profile for a while`);
}

/** Profiles that an apply of this configuration has no business with, each as text. */
export function untouchables(profiles: Profiles, desired: Desired, lags: boolean): Map<string, string> {
  const wanted = new Map(desired.profiles.map((p) => [`${p.key.region} ${p.key.name}`, p]));
  const isUntouchable = (p: SandboxProfile): boolean => {
    if (p.tags["strata:stack"] === undefined) return wanted.get(`${p.region} ${p.name}`)?.adopt !== true;
    if (!isOurs(p, desired)) return true;
    const isReleased = desired.release.some(({ pattern }) => pattern === markedName(p));
    if (isReleased) return false;
    // While lists lag nobody can see that something else serves `app`, so `app-2` may be taken for it.
    if (!(lags ? isNumberedName(p) : isRightlyMarked(p, profiles, desired))) return true;
    return isProtected(p) && !wanted.has(`${p.region} ${markedName(p)}`);
  };
  return new Map(profiles.filter(isUntouchable).map((p) => [p.arn, JSON.stringify(p)]));
}

export function touched(before: ReadonlyMap<string, string>, after: Profiles): string[] {
  const now = new Map(after.map((p) => [p.arn, JSON.stringify(p)]));
  return [...before].flatMap(([arn, text]) =>
    now.get(arn) === text ? [] : [`${arn} was touched: ${text} is now ${now.get(arn) ?? "gone"}`],
  );
}

/** Every ARN that is gone must have been planned to end, or be told as a double that the closing list found. */
export function endedUnplanned(before: Profiles, after: Profiles, plan: Plan, notes: readonly ClosingNote[]): string[] {
  const left = new Set(after.map(({ arn }) => arn));
  const told = new Set(notes.flatMap(({ kind, arn }) => (kind === "double-ended" && arn !== null ? [arn] : [])));
  const planned = new Set(
    plan.changes.flatMap((change) => {
      const ends = change.action === "delete" || change.action === "retire";
      return ends || (change.action === "replace" && change.graceMs === 0) ? [change.arn] : [];
    }),
  );
  return before.flatMap(({ arn }) =>
    left.has(arn) || planned.has(arn) || told.has(arn) ? [] : [`${arn} ended unplanned`],
  );
}

/** What was called before the plan was made ends in no apply: no story consents to it. */
export function endedInUse(before: Profiles, after: Profiles, inUse: ReadonlySet<string>): string[] {
  const left = new Set(after.map(({ arn }) => arn));
  return before.flatMap(({ arn }) => (inUse.has(arn) && !left.has(arn) ? [`${arn} ended though it is called`] : []));
}

/** The state that a quiet configuration must have; `plan` only tells what is blocked or protected. */
export function unsettled(profiles: Profiles, desired: Desired, plan: Plan): string[] {
  const stuck = new Set(
    plan.changes
      .filter(({ action }) => action === "blocked" || action === "protected")
      .map(({ key }) => `${key.region}/${key.name}`),
  );
  const wrong = desired.profiles
    .filter((profile) => !stuck.has(textOf(profile)))
    .flatMap((profile) => wrongWith(profile, profiles, desired));
  return [...wrong, ...leftOver(profiles, desired)];
}

function wrongWith(profile: DesiredProfile, profiles: Profiles, desired: Desired): string[] {
  const all = servingOf(profiles, profile, desired);
  const [only, ...others] = all;
  if (only === undefined) return [`${textOf(profile)} is not there`];
  const isReplaced = desired.replacement.on.includes("model");
  // Where nothing is replaced, which of two models should stay cannot be told: both do, and it is said.
  const doubles = isReplaced ? others : others.filter(({ source }) => source === only.source);
  if (doubles.length > 0) return [`${textOf(profile)} is there ${doubles.length + 1} times`];
  const source = only.source.slice(only.source.lastIndexOf("/") + 1);
  // Where the mark says the wanted source, other models mean that AWS changed its routes.
  const isRight = source === profile.candidates[0] || only.tags["strata:source"] === profile.candidates[0];
  return [
    ...(isReplaced && !isRight ? [`${textOf(profile)} is a copy of ${source}`] : []),
    ...wrongTags(profile, only, desired),
  ];
}

function wrongTags(profile: DesiredProfile, { tags }: SandboxProfile, desired: Desired): string[] {
  const wanted: Record<string, string> = {
    ...profile.tags,
    "strata:stack": desired.stack,
    "strata:name": profile.key.name,
    ...(profile.protect ? { "strata:protect": "true" } : {}),
  };
  const missing = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
  const unlisted = Object.keys(tags).filter(
    (key) => wanted[key] === undefined && key !== "strata:source" && key !== IGNORED_TAG,
  );
  const tooMany = profile.unlistedTags === "remove" ? unlisted : unlisted.filter((key) => key.startsWith("strata:"));
  const problems = [...missing.map(([key]) => key), ...tooMany];
  return problems.length === 0 ? [] : [`${textOf(profile)} has wrong tags: ${problems.join(", ")}`];
}

/** Ours that nothing asks for any more. */
function leftOver(profiles: Profiles, desired: Desired): string[] {
  const wanted = new Set(desired.profiles.map(textOf));
  return profiles
    .filter((p) => isOurs(p, desired) && isRightlyMarked(p, profiles, desired) && !isRetiring(p) && !isProtected(p))
    .filter((p) => !wanted.has(`${p.region}/${markedName(p)}`))
    .map((p) => `${p.arn} (${p.name}) is left over`);
}
