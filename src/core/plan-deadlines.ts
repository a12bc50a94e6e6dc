/** What a plan says of models that end: never part of a hash, so that no day makes an approved plan stale. Pure. */
import { addDays, type Day } from "./calendar.ts";
import { compareDeadlines, deadlineRows, foundationByTarget } from "./deadlines.ts";
import type { Desired } from "./desired.ts";
import { minModelLifeDays } from "./model-life.ts";
import { dayOf, type Moment } from "./moment.ts";
import type { Observation } from "./observation.ts";
import { isOurs } from "./ownership.ts";
import { compareTargets, type Target, targetId } from "./profile.ts";
import { type NameScope, nameFilter } from "./scope.ts";
import { membersOf, type Reader, readCount, readList, readNullable, readText } from "./shape.ts";

/** A profile of ours on a model that ends. */
export interface PlanDeadline extends Target {
  readonly name: string;
  readonly arn: string;
  readonly model: string;
  readonly status: string;
  readonly legacy: Day | null;
  readonly extendedAccess: Day | null;
  /** Null where it is legacy and nobody has told the day. */
  readonly endOfLife: Day | null;
}

export interface PlanDeadlines {
  /** How far ahead was looked. */
  readonly days: number;
  /** The last day of that. */
  readonly until: Day;
  /** Targets with profiles of ours whose catalogue was read; of the others nothing is known. */
  readonly targets: readonly Target[];
  /** The soonest end first. */
  readonly profiles: readonly PlanDeadline[];
}

/** Looked ahead where the file has no `policy.minModelLife`. */
const USUAL_DAYS = 90;

/** Undefined where nobody looked at any model's life. */
export function planDeadlines(
  desired: Desired,
  observation: Observation,
  names: NameScope,
  now: Moment,
): PlanDeadlines | undefined {
  const days = minModelLifeDays(desired) || USUAL_DAYS;
  const known = foundationByTarget(observation);
  const targets = observation.targets.flatMap((observed): Target[] => {
    const { account, region } = observed.target;
    const holdsOurs = observed.status === "read" && observed.live.some(({ tags }) => isOurs(tags, desired));
    return holdsOurs && known.has(targetId(observed.target)) ? [{ account, region }] : [];
  });
  if (targets.length === 0) return undefined;
  const isInScope = nameFilter(names);
  const rows = deadlineRows(desired, observation, { days, now });
  return {
    days,
    until: addDays(dayOf(now), days),
    targets: targets.sort(compareTargets),
    profiles: rows.filter(({ ownership, name }) => ownership === "ours" && isInScope(name)).map(toFileDeadline),
  };
}

/** Of all parts that looked; what one of them looks further ahead than another, as around midnight, is left out. */
export function mergeDeadlines(parts: readonly (PlanDeadlines | undefined)[]): PlanDeadlines | undefined {
  const looked = parts.filter((part) => part !== undefined);
  const [first] = [...looked].sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
  if (first === undefined) return undefined;
  const { days, until } = first;
  return {
    days,
    until,
    targets: looked.flatMap(({ targets }) => targets).sort(compareTargets),
    profiles: looked
      .flatMap(({ profiles }) => profiles)
      .filter(({ endOfLife }) => endOfLife === null || endOfLife <= until)
      .sort(compareDeadlines),
  };
}

/** With its keys in a fixed order. */
export function toFileDeadlines({ days, until, targets, profiles }: PlanDeadlines): PlanDeadlines {
  return {
    days,
    until,
    targets: targets.map(({ account, region }) => ({ account, region })),
    profiles: profiles.map(toFileDeadline),
  };
}

function toFileDeadline(row: PlanDeadline): PlanDeadline {
  const { account, region, name, arn, model, status, legacy, extendedAccess, endOfLife } = row;
  return { account, region, name, arn, model, status, legacy, extendedAccess, endOfLife };
}

export const readDeadlines: Reader<PlanDeadlines> = (value, at) => {
  const { get } = membersOf(value, at);
  return {
    days: get("days", readCount),
    until: get("until", readText),
    targets: get("targets", readList(readPlace)),
    profiles: get("profiles", readList(readDeadline)),
  };
};

const readPlace: Reader<Target> = (value, at) => {
  const { get } = membersOf(value, at);
  return { account: get("account", readText), region: get("region", readText) };
};

const readDeadline: Reader<PlanDeadline> = (value, at) => {
  const { get } = membersOf(value, at);
  const day = readNullable(readText);
  return {
    ...readPlace(value, at),
    name: get("name", readText),
    arn: get("arn", readText),
    model: get("model", readText),
    status: get("status", readText),
    legacy: get("legacy", day),
    extendedAccess: get("extendedAccess", day),
    endOfLife: get("endOfLife", day),
  };
};
