/** Live profiles and what a region offers, as rows for `list` and `show`. Values only. */
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import type { Desired } from "./desired.ts";
import type { Fault } from "./fault.ts";
import type { Observation, ReadTarget, UnreadTarget } from "./observation.ts";
import { isProtected, ownershipOf, RETIRE_TAG, SOURCE_TAG, STACK_TAG, strataName } from "./ownership.ts";
import { compareTargets, compareText, type LiveProfile, type Tags, type Target, targetId } from "./profile.ts";
import { tagOf } from "./tag-edits.ts";

/** One live profile, with what its tags and the file say about it. */
export interface ProfileRow {
  readonly target: Target;
  readonly accountName: string | null;
  /** The name the file knows it under; the AWS name where it is not ours. */
  readonly name: string;
  readonly awsName: string;
  readonly arn: string;
  readonly id: string;
  readonly ownership: "ours" | "unmanaged" | "foreign";
  /** The stack whose mark it carries; null where it carries none. */
  readonly stack: string | null;
  /** Source id from its `strata:source` tag; null where it cannot be told. */
  readonly source: string | null;
  readonly modelArns: readonly string[];
  readonly description: string | null;
  /** Null where nobody has told them. */
  readonly tags: Tags | null;
  readonly createdAt: string;
  readonly protect: boolean;
  /** Text of its `strata:retire-after` tag; null where it is not retiring. */
  readonly retireAfter: string | null;
  /** The entry of the file that asks for it; only of profiles that are ours. */
  readonly declaredAt: SourceRange | null;
}

/** A target that is missing from the rows, and why. */
export interface UnreadRow {
  readonly target: Target;
  readonly accountName: string | null;
  readonly status: UnreadTarget["status"];
  readonly fault: Fault | null;
}

/** All of `list`: what was read, and where nothing could be. */
export interface Listing {
  readonly rows: readonly ProfileRow[];
  readonly unread: readonly UnreadRow[];
}

/** A system profile that a region offers to copy from. */
export interface SystemRow {
  readonly region: string;
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** Regions that answer; `*` stands for any, as the global profiles say it. */
  readonly routesTo: readonly string[];
}

/** Live profiles of every target that was read, by account, region, name and ARN. */
export function toRows(desired: Desired, observation: Observation): ProfileRow[] {
  const declared = new Map(desired.profiles.map((p) => [`${targetId(p.key)}/${p.key.name}`, p.declaredAt]));
  const read = observation.targets.filter((observed): observed is ReadTarget => observed.status === "read");
  return read
    .flatMap((observed) => observed.live.map((live) => toRow(desired, declared, observed, live)))
    .sort(compareRows);
}

export function toListing(desired: Desired, observation: Observation): Listing {
  const unread = observation.targets.flatMap((observed): UnreadRow[] => {
    if (observed.status === "read") return [];
    const { target, accountName, status, fault } = observed;
    return [{ target, accountName: accountName ?? null, status, fault: fault ?? null }];
  });
  return { rows: toRows(desired, observation), unread: unread.sort((a, b) => compareTargets(a.target, b.target)) };
}

function toRow(
  desired: Desired,
  declared: ReadonlyMap<string, SourceRange>,
  observed: ReadTarget,
  live: LiveProfile,
): ProfileRow {
  const owner = ownershipOf(live.tags, desired);
  const tags = live.tags ?? {};
  const name = owner.kind === "ours" ? strataName(live) : live.awsName;
  const entry = owner.kind === "ours" ? declared.get(`${targetId(live.target)}/${name}`) : undefined;
  return {
    target: live.target,
    accountName: observed.accountName ?? null,
    name,
    awsName: live.awsName,
    arn: live.arn,
    id: live.id,
    ownership: owner.kind,
    stack: tagOf(tags, STACK_TAG),
    source: tagOf(tags, SOURCE_TAG),
    modelArns: live.modelArns,
    description: live.description ?? null,
    tags: live.tags,
    createdAt: live.createdAt,
    protect: isProtected(live.tags),
    retireAfter: tagOf(tags, RETIRE_TAG),
    declaredAt: entry ?? null,
  };
}

function compareRows(a: ProfileRow, b: ProfileRow): number {
  return compareTargets(a.target, b.target) || compareText(a.name, b.name) || compareText(a.arn, b.arn);
}

/** What each region offers, once per region and id however many accounts were read there. */
export function toSystemRows(observation: Observation): SystemRow[] {
  const rows = new Map<string, SystemRow>();
  for (const observed of observation.targets) {
    if (observed.status !== "read") continue;
    const { region } = observed.target;
    for (const source of observed.catalogue.system?.values() ?? []) {
      const { id, name, arn, modelArns } = source;
      const key = JSON.stringify([region, id]);
      if (!rows.has(key)) rows.set(key, { region, id, name, arn, routesTo: regionsOf(modelArns) });
    }
  }
  return [...rows.values()].sort((a, b) => compareText(a.region, b.region) || compareText(a.id, b.id));
}

/** The regions of model ARNs in their order; the empty region of a global profile is `*` (AWS.md section 1.2). */
export function regionsOf(modelArns: readonly string[]): string[] {
  return [...new Set(modelArns.map((arn) => arn.split(":")[3] || "*"))];
}

/** The ids of the models behind a profile, without their regions. */
export function modelIdsOf(modelArns: readonly string[]): string[] {
  return [...new Set(modelArns.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)))];
}
