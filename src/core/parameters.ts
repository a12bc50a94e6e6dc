/** `publish: { ssm }`: parameters that hold the ARN of each profile under a name that stays. Values only. */
import { type Diagnostic, diagnostic, type SourceRange } from "../diagnostics/diagnostic.ts";
import { type Change, hasReason } from "./change.ts";
import type { Desired } from "./desired.ts";
import type { Diff } from "./diff.ts";
import type { Fault } from "./fault.ts";
import { hashOf } from "./hash.ts";
import type { Observation } from "./observation.ts";
import { isOurs, retirementOf, strataName } from "./ownership.ts";
import {
  compareTargets,
  compareText,
  type DesiredProfile,
  keyId,
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

/** Why; only shown, never part of a hash. */
export type ParameterReason =
  | "missing"
  | "new-arn"
  | "edited"
  | "marks"
  | "moved"
  | "profile-ends"
  | "plan/parameter-taken";

export interface ParameterChange {
  readonly action: "publish" | "unpublish" | "blocked";
  readonly key: ProfileKey;
  readonly parameter: string;
  /** What it holds; null where it is not there, or not to be read. */
  readonly from: string | null;
  /** What it will hold. Of a publish, null is an ARN that is known after the apply; else it holds nothing. */
  readonly to: string | null;
  readonly because: ParameterReason;
  readonly declaredAt: SourceRange | null;
  /** Only of one that another stack's mark stands on, and in no file: what is found there tells it. */
  readonly takenBy?: string;
}

export type ParameterAction = ParameterChange["action"];

export interface PlannedParameter extends ParameterChange {
  /** What an approval refers to; null where nothing is executed. */
  readonly hash: string | null;
  /** Only of a plan with a base: the base's configuration would bring this too. */
  readonly alreadyPending?: boolean;
}

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
  const arns = arnsAfter(input);
  const changes = readings.flatMap((reading) => (reading.status === "read" ? inTarget(reading, input, arns) : []));
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

function inTarget({ target, found }: Read, input: ParametersInput, arns: ReadonlyMap<string, string | null>) {
  const { desired, names } = input;
  const isInScope = nameFilter(names);
  const here = desired.profiles.filter(({ key }) => targetId(key) === targetId(target));
  const paths = new Set(here.map((profile) => parameterOf(desired, profile)));
  const published = here
    .filter(({ key }) => isInScope(key.name) && arns.has(keyId(key)))
    .flatMap((profile) => publishing(profile, found, arns.get(keyId(profile.key)) ?? null, input));
  const homeless = new Set(published.flatMap(({ action, key }) => (action === "blocked" ? [key.name] : [])));
  const left = [...found].flatMap(([parameter, one]): ParameterChange[] => {
    const name = one.name ?? parameter.slice(parameter.lastIndexOf("/") + 1);
    if (!one.isOurs || paths.has(parameter) || !isInScope(name)) return [];
    const key = { ...target, name };
    const isMoved = here.some((profile) => profile.key.name === name);
    // Where the new path is taken, readers keep the former one.
    if (isMoved ? homeless.has(name) : goesOn(key, input)) return [];
    const because = isMoved ? "moved" : "profile-ends";
    return [{ action: "unpublish", key, parameter, from: one.value, to: null, because, declaredAt: null }];
  });
  return [...published, ...left];
}

function publishing(
  profile: DesiredProfile,
  found: ReadonlyMap<string, FoundParameter>,
  to: string | null,
  { desired, observation }: ParametersInput,
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
  const isOld =
    to === null || isArnOf(one.value, key, observation, desired) || isArnOf(one.value, holder, observation, desired);
  return [{ ...base, action: "publish", because: isOld ? "new-arn" : "edited" }];
}

/** True for the ARN of another live profile of the key: the one that was replaced. */
function isArnOf(value: string | null, key: ProfileKey, observation: Observation, desired: Desired): boolean {
  return oursOf(key, observation, desired).some(({ arn }) => arn === value);
}

function oursOf(key: ProfileKey, { targets }: Observation, desired: Desired) {
  const live = targets.flatMap((one) =>
    one.status === "read" && targetId(one.target) === targetId(key) ? one.live : [],
  );
  return live.filter((one) => isOurs(one.tags, desired) && strataName(one) === key.name);
}

/** True where a profile that no entry asks for serves on after the apply: a protected one, or one whose end is blocked. */
function goesOn(key: ProfileKey, { observation, desired, changes }: ParametersInput): boolean {
  const ending = new Set(changes.filter(isEnding).map(({ arn }) => arn));
  return oursOf(key, observation, desired).some(
    ({ arn, tags }) => retirementOf(tags) === undefined && !ending.has(arn),
  );
}

/** Changes after which a profile that no entry asks for is gone, or no longer ours. */
export function isEnding({ action }: Pick<Change, "action">): boolean {
  return action === "delete" || action === "retire" || action === "release";
}

/** The ARN that serves each desired key after the apply; null where it is known then alone, absent where there is none. */
function arnsAfter({ desired, observation, changes }: ParametersInput): Map<string, string | null> {
  const serving = servingProfiles(observation, changes, desired);
  const byKey = new Map<string, Change[]>();
  for (const change of changes) byKey.set(keyId(change.key), [...(byKey.get(keyId(change.key)) ?? []), change]);
  const after = new Map<string, string | null>();
  for (const { key } of desired.profiles) {
    const id = keyId(key);
    const arn = arnAfter(byKey.get(id) ?? [], serving.get(id)?.arn);
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

interface WithChanges {
  readonly diff: Diff;
  readonly parameters: readonly PlannedParameter[];
}

/**
 * True for what the base would do too. An ARN that is known after the apply alone is the same one only where both would
 * make the same profile.
 */
export function pendingParameters(own: WithChanges, base: WithChanges): (planned: PlannedParameter) => boolean {
  const idOf = ({ hash, key, parameter }: PlannedParameter): string => hash ?? JSON.stringify([key, parameter]);
  const pending = new Set(base.parameters.map(idOf));
  const makes = ({ diff }: WithChanges, { key }: PlannedParameter): string =>
    JSON.stringify(
      diff.changes.filter((one) => keyId(one.key) === keyId(key)).map(({ action, after }) => [action, after]),
    );
  return (planned) =>
    pending.has(idOf(planned)) &&
    (planned.action !== "publish" || planned.to !== null || makes(own, planned) === makes(base, planned));
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

/** True for a path whose callers find nothing any more, though the profile goes on under another one. */
export function isMovedAway({ action, because }: ParameterChange): boolean {
  return action === "unpublish" && because === "moved";
}

/** Somebody changed or removed it: a publish of an ARN that is known already, what is left over, or what is taken. */
export function isParameterDrift({ action, to }: ParameterChange): boolean {
  return action !== "publish" || to !== null;
}
