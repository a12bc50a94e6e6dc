/** `publish: { ssm }`: parameters that hold the ARN of each profile under a name that stays. Values only. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type Change, hasReason } from "./change.ts";
import type { Desired } from "./desired.ts";
import type { Fault } from "./fault.ts";
import { lookUp } from "./group-by.ts";
import { hashOf } from "./hash.ts";
import type { Observation } from "./observation.ts";
import { isOurs, retirementOf, strataName } from "./ownership.ts";
import type { ParameterChange, PlannedParameter } from "./parameter-change.ts";
import {
  compareTargets,
  compareText,
  type DesiredProfile,
  keyId,
  type LiveProfile,
  type ProfileKey,
  type Target,
  targetId,
} from "./profile.ts";
import { type NameScope, nameFilter } from "./scope.ts";
import { servingProfiles } from "./serving.ts";
import { tagOf } from "./tag-edits.ts";

/** A parameter as it was found. Whose it is was read exactly wherever something rests on it. */
export interface FoundParameter {
  readonly isOurs: boolean;
  /** The stack whose mark it carries; null for none. */
  readonly stack: string | null;
  /** The profile whose ARN it holds, by its tag; null where that is missing. */
  readonly name: string | null;
  /** Null where it may not be read. */
  readonly value: string | null;
}

/** What Parameter Store told of one target: by path, everything of ours, and whatever bears a desired path. */
export type ParameterReading =
  | { readonly target: Target; readonly status: "read"; readonly found: ReadonlyMap<string, FoundParameter> }
  | { readonly target: Target; readonly status: "unchecked"; readonly fault: Fault };

/** Where a profile's ARN is published; undefined without `publish: { ssm }`. The rules of the file have made it sound. */
export function parameterOf({ publishSsm }: Desired, { key, tags }: DesiredProfile): string | undefined {
  return publishSsm?.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    name === "name" ? key.name : (tagOf(tags, name) ?? ""),
  );
}

export interface ParametersInput {
  readonly desired: Desired;
  readonly observation: Observation;
  /** All decisions of the diff, `keep` included. */
  readonly changes: readonly Change[];
  readonly readings: readonly ParameterReading[];
  readonly names: NameScope;
}

export function parameterChanges(input: ParametersInput): PlannedParameter[] {
  const { desired, readings } = input;
  if (desired.publishSsm === undefined) return [];
  const known = knownOf(input);
  const changes = readings.flatMap((reading) => (reading.status === "read" ? inTarget(reading, known) : []));
  return changes.sort(compareParameters).map((change) => ({ ...change, hash: hashOfParameter(change) }));
}

/** What will be done, to what: an ARN that is known after the apply alone is null. */
export function hashOfParameter({ action, key, parameter, from, to }: ParameterChange): string | null {
  return action === "blocked" ? null : hashOf({ action, key, parameter, from, to });
}

export function compareParameters(a: ParameterChange, b: ParameterChange): number {
  return compareTargets(a.key, b.key) || compareText(a.parameter, b.parameter) || compareText(a.action, b.action);
}

type Read = Extract<ParameterReading, { status: "read" }>;

/** The input, arranged for look-up. */
interface Known {
  readonly desired: Desired;
  readonly isInScope: (name: string) => boolean;
  /** The ARN that serves each desired key after the apply; null where it is known then alone, absent where there is none. */
  readonly arns: ReadonlyMap<string, string | null>;
  /** ARNs of profiles that no entry asks for, and that are gone or no longer ours after the apply. */
  readonly ending: ReadonlySet<string | null>;
  readonly profilesIn: (targetId: string) => readonly DesiredProfile[];
  readonly oursOf: (keyId: string) => readonly LiveProfile[];
}

function knownOf(input: ParametersInput): Known {
  const { desired, observation, changes, names } = input;
  const live = observation.targets.flatMap((one) => (one.status === "read" ? one.live : []));
  const ours = live.filter(({ tags }) => isOurs(tags, desired));
  return {
    desired,
    isInScope: nameFilter(names),
    arns: arnsAfter(input),
    ending: new Set(changes.filter(isEnding).map(({ arn }) => arn)),
    profilesIn: lookUp(desired.profiles, ({ key }) => targetId(key)),
    oursOf: lookUp(ours, (one) => keyId({ ...one.target, name: strataName(one) })),
  };
}

function inTarget({ target, found }: Read, known: Known) {
  const { desired, isInScope, arns } = known;
  const here = known.profilesIn(targetId(target));
  const declared = new Set(here.map(({ key }) => key.name));
  const paths = new Set(here.map((profile) => parameterOf(desired, profile)));
  const published = here
    .filter(({ key }) => isInScope(key.name) && arns.has(keyId(key)))
    .flatMap((profile) => publishing(profile, found, arns.get(keyId(profile.key)) ?? null, known));
  const homeless = new Set(published.flatMap(({ action, key }) => (action === "blocked" ? [key.name] : [])));
  const left = [...found].flatMap(([parameter, one]): ParameterChange[] => {
    const name = one.name ?? parameter.slice(parameter.lastIndexOf("/") + 1);
    if (!one.isOurs || paths.has(parameter) || !isInScope(name)) return [];
    const key = { ...target, name };
    const isMoved = declared.has(name);
    // Where the new path is taken, readers keep the former one.
    if (isMoved ? homeless.has(name) : goesOn(key, known)) return [];
    const because = isMoved ? "moved" : "profile-ends";
    return [{ action: "unpublish", key, parameter, from: one.value, to: null, because, declaredAt: null }];
  });
  return [...published, ...left];
}

function publishing(
  profile: DesiredProfile,
  found: ReadonlyMap<string, FoundParameter>,
  to: string | null,
  { desired, oursOf }: Known,
): ParameterChange[] {
  const { key, declaredAt } = profile;
  const parameter = parameterOf(desired, profile) ?? "";
  const one = found.get(parameter);
  const base = { key, parameter, from: one?.value ?? null, to, declaredAt };
  if (one === undefined) return [{ ...base, action: "publish", because: "missing" }];
  if (!one.isOurs) {
    const takenBy = one.stack === null ? {} : { takenBy: one.stack };
    return [{ ...base, action: "blocked", to: null, because: "plan/parameter-taken", ...takenBy }];
  }
  const isMarked = one.stack === desired.stack && one.name === key.name;
  if (to !== null && one.value === to) return isMarked ? [] : [{ ...base, action: "publish", because: "marks" }];
  // A path that passes from one entry to another holds the ARN of the former one.
  const holder = one.name === null ? key : { ...key, name: one.name };
  // True for the ARN of another live profile of the key: the one that was replaced.
  const isOld = to === null || [...oursOf(keyId(key)), ...oursOf(keyId(holder))].some(({ arn }) => arn === one.value);
  return [{ ...base, action: "publish", because: isOld ? "new-arn" : "edited" }];
}

/** True where a profile that no entry asks for serves on after the apply: a protected one, or one whose end is blocked. */
function goesOn(key: ProfileKey, { oursOf, ending }: Known): boolean {
  return oursOf(keyId(key)).some(({ arn, tags }) => retirementOf(tags) === undefined && !ending.has(arn));
}

/** Changes after which a profile that no entry asks for is gone, or no longer ours. */
export function isEnding({ action }: Pick<Change, "action">): boolean {
  return action === "delete" || action === "retire" || action === "release";
}

/** See `Known.arns`. */
function arnsAfter({ desired, observation, changes }: ParametersInput): Map<string, string | null> {
  const serving = servingProfiles(observation, changes, desired);
  const changesOf = lookUp(changes, ({ key }) => keyId(key));
  const after = new Map<string, string | null>();
  for (const { key } of desired.profiles) {
    const id = keyId(key);
    const arn = arnAfter(changesOf(id), serving.get(id)?.arn);
    if (arn !== undefined) after.set(id, arn);
  }
  return after;
}

function arnAfter(own: readonly Change[], serving: string | undefined): string | null | undefined {
  const takenBack = own.find((change) => hasReason(change, "taken-back"));
  if (takenBack !== undefined) return takenBack.arn;
  if (own.some(({ action }) => action === "create")) return null;
  const replaced = own.find((change) => change.action === "replace");
  if (replaced?.action === "replace") return replaced.successor;
  const adopted = own.find(({ action }) => action === "adopt");
  return adopted?.arn ?? serving;
}

/** What is found with parameters: taken ones, each at the entry that wants it. */
export function parameterDiagnostics(changes: readonly ParameterChange[]): Diagnostic[] {
  return changes.flatMap(({ action, key, parameter, declaredAt, takenBy }) => {
    if (action !== "blocked") return [];
    const mark = takenBy === undefined ? "does not carry this stack's mark" : `carries the mark of stack ${takenBy}`;
    const detail = `The parameter ${parameter} is there, and ${mark}.`;
    const hint =
      takenBy === undefined
        ? "Publish under another path, or delete the parameter if nobody needs it. A plain `strata:stack` tag of this stack on it hands it over."
        : "Publish under another path, or have that stack publish elsewhere; where it is a former name of this one, list it under `formerStacks`.";
    const subject = declaredAt === null ? {} : { subject: declaredAt };
    return [diagnostic("plan/parameter-taken", { detail, hint, target: key, ...subject })];
  });
}
