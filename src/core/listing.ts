/** Live profiles and what a region offers, as rows for `list` and `show`. Values only. */
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import type { CatalogueSource } from "./catalogue.ts";
import type { Desired } from "./desired.ts";
import type { Fault } from "./fault.ts";
import type { Observation, ReadTarget, UnreadTarget } from "./observation.ts";
import { isProtected, ownershipOf, RETIRE_TAG, SOURCE_TAG, STACK_TAG, strataName } from "./ownership.ts";
import { compareTargets, compareText, type LiveProfile, type Tags, type Target, targetId } from "./profile.ts";
import { tagOf } from "./tag-edits.ts";

/** One live profile, with what its tags and the file say about it. */
export interface ProfileRow extends Target {
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
export interface UnreadRow extends Target {
  readonly accountName: string | null;
  readonly status: UnreadTarget["status"];
  readonly fault: Fault | null;
}

/** A system profile that a region offers to copy from. */
export interface SystemRow {
  readonly region: string;
  readonly source: CatalogueSource;
}

/** Live profiles of every target that was read, by account, region, name and ARN. */
export function toRows(desired: Desired, observation: Observation): ProfileRow[] {
  const declared = new Map(desired.profiles.map((p) => [`${targetId(p.key)}/${p.key.name}`, p.declaredAt]));
  const read = observation.targets.filter((observed): observed is ReadTarget => observed.status === "read");
  return read
    .flatMap((observed) => observed.live.map((live) => toRow(desired, declared, observed, live)))
    .sort(compareRows);
}

/** Targets that no row can speak for. */
export function toUnreadRows(observation: Observation): UnreadRow[] {
  const rows = observation.targets.flatMap((observed): UnreadRow[] => {
    if (observed.status === "read") return [];
    const { target, accountName, status, fault } = observed;
    return [{ ...target, accountName: accountName ?? null, status, fault: fault ?? null }];
  });
  return rows.sort(compareTargets);
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
    account: live.target.account,
    region: live.target.region,
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
  return compareTargets(a, b) || compareText(a.name, b.name) || compareText(a.arn, b.arn);
}

/** Once per region and id, however many accounts were read there; by region and id. */
export function sortSystemRows(rows: readonly SystemRow[]): SystemRow[] {
  const byId = new Map(rows.map((row) => [JSON.stringify([row.region, row.source.id]), row]));
  return [...byId.values()].sort((a, b) => compareText(a.region, b.region) || compareText(a.source.id, b.source.id));
}

/** The regions of model ARNs in their order; the empty region of a global profile is `*` (AWS.md section 1.2). */
export function regionsOf(modelArns: readonly string[]): string[] {
  return [...new Set(modelArns.map((arn) => arn.split(":")[3] || "*"))];
}

/** The ids of the models behind a profile, without their regions. */
export function modelIdsOf(modelArns: readonly string[]): string[] {
  return [...new Set(modelArns.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)))];
}
