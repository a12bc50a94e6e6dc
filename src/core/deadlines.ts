/** Which live profiles are on models that end, when, and who has to act where. Pure. */
import { type Day, daysBetween } from "./calendar.ts";
import type { CatalogueSource } from "./catalogue.ts";
import type { Desired } from "./desired.ts";
import { type Deadline, deadlineWithin } from "./lifecycle.ts";
import { modelIdsOf, type ProfileRow, type SystemRow, toRows } from "./listing.ts";
import { dayOf, type Moment } from "./moment.ts";
import type { Money } from "./money.ts";
import type { Observation, ReadTarget } from "./observation.ts";
import { isOurs, type Ownership, ownershipOf } from "./ownership.ts";
import {
  compareTargets,
  compareText,
  type DesiredProfile,
  keyId,
  type ProfileKey,
  type Target,
  targetId,
} from "./profile.ts";
import { PROJECT_TAG, presentName, projectRegistry } from "./projects.ts";
import { modelIdOf } from "./source-id.ts";

/** A foundation model that ends, or is legacy without a told end. */
export interface EndingModel extends Deadline {
  /** Id of the foundation model, the same in all regions that answer. */
  readonly model: string;
  /** Whole days until calls begin to fail; below 0 once they do, null where the end is not told. */
  readonly daysLeft: number | null;
}

/** What is looked for: the ends up to so many days from now. */
export interface Horizon {
  readonly days: number;
  readonly now: Moment;
}

type FoundationModels = ReadonlyMap<string, CatalogueSource>;

/** Those of some models that are over, end in time, or are legacy without a told end. Nothing of a model that is not known. */
export function endingModels(
  models: readonly string[],
  known: FoundationModels,
  { days, now }: Horizon,
): EndingModel[] {
  return models.flatMap((model) => {
    const lifecycle = known.get(model)?.lifecycle;
    const deadline = lifecycle === undefined ? undefined : deadlineWithin(lifecycle, days, now);
    if (deadline === undefined) return [];
    const { endOfLife } = deadline;
    return [{ model, ...deadline, daysLeft: endOfLife === null ? null : daysBetween(dayOf(now), endOfLife) }];
  });
}

/** The soonest end first; legacy models whose end is not told come last. */
export function compareEnds(a: { readonly endOfLife: Day | null }, b: { readonly endOfLife: Day | null }): number {
  if (a.endOfLife === null || b.endOfLife === null) return Number(a.endOfLife === null) - Number(b.endOfLife === null);
  return compareText(a.endOfLife, b.endOfLife);
}

/** What of the file names the model: an alias under `models`, or the entry itself. */
export interface ModelPlace {
  /** Null for the entry. */
  readonly alias: string | null;
  /** Where the alias or the entry is declared. */
  readonly declaredAt: DesiredProfile["declaredAt"];
}

export function modelPlace({ alias, declaredAt }: Pick<DesiredProfile, "alias" | "declaredAt">): ModelPlace {
  return alias === undefined ? { alias: null, declaredAt } : { alias: alias.name, declaredAt: alias.declaredAt };
}

/** One live profile on one model that ends. */
export interface DeadlineRow extends EndingModel, Target {
  readonly accountName: string | null;
  readonly name: string;
  readonly arn: string;
  readonly ownership: "ours" | "unmanaged";
  /** Registered name of its project, else the value of its tag; null without the tag. */
  readonly project: string | null;
  /** Who answers for it: the registered owner of the project, else the tag `owner`. */
  readonly owner: string | null;
  /** Null where no edit of the file moves it on: not ours, not declared, or the file names another model by now. */
  readonly change: ModelPlace | null;
  /** What it cost in the last full month; null where nobody has asked, or billing does not tell. */
  readonly money: Money | null;
}

/** What profiles cost in one full month, where somebody has asked billing. */
export interface ProfileAmounts {
  /** `2026-10`. */
  readonly month: string;
  /** Currency, as Cost Explorer names it. */
  readonly unit: string;
  /** Undefined where it is not known. */
  readonly of: (profile: ProfileKey) => Money | undefined;
}

/** Ours and unmanaged live profiles on ending models, the soonest end first. Only of targets whose models are known. */
export function deadlineRows(
  desired: Desired,
  observation: Observation,
  horizon: Horizon,
  amounts: ProfileAmounts | null = null,
): DeadlineRow[] {
  const known = foundationByTarget(observation);
  const entries = new Map(desired.profiles.map((profile) => [keyId(profile.key), profile]));
  const registry = projectRegistry(desired.projects);
  return toRows(desired, observation)
    .flatMap((row): DeadlineRow[] => {
      if (row.ownership === "foreign") return [];
      const { account, region, accountName, name, arn, ownership, tags } = row;
      const models = endingModels(modelIdsOf(row.modelArns), known.get(targetId(row)) ?? new Map(), horizon);
      const value = tags?.[PROJECT_TAG];
      const project = value === undefined ? null : presentName(registry, value);
      const owner = registry.byValue.get(value ?? "")?.owner ?? tags?.owner ?? null;
      const money = amounts?.of({ account, region, name }) ?? null;
      const who = { account, region, accountName, name, arn, ownership, project, owner };
      return models.map((one) => ({ ...who, ...one, change: changeOf(row, one.model, entries), money }));
    })
    .sort(compareDeadlines);
}

/** By target id; no entry where nobody has read them, or nobody may. */
export function foundationByTarget({ targets }: Observation): ReadonlyMap<string, FoundationModels> {
  const read = targets.filter((observed): observed is ReadTarget => observed.status === "read");
  return new Map(
    read.flatMap(({ target, catalogue }) =>
      catalogue.foundation == null ? [] : [[targetId(target), catalogue.foundation]],
    ),
  );
}

function changeOf(row: ProfileRow, model: string, entries: ReadonlyMap<string, DesiredProfile>): ModelPlace | null {
  const entry = row.ownership === "ours" && row.retireAfter === null ? entries.get(keyId(row)) : undefined;
  const isNamed = entry?.candidates.some((source) => modelIdOf(source) === model) === true;
  return entry === undefined || !isNamed ? null : modelPlace(entry);
}

type Placed = Target & {
  readonly endOfLife: Day | null;
  readonly name: string;
  readonly arn: string;
  readonly model: string;
};

/** Total order: end of life, account, region, name, ARN, model. */
export function compareDeadlines(a: Placed, b: Placed): number {
  return (
    compareEnds(a, b) ||
    compareTargets(a, b) ||
    compareText(a.name, b.name) ||
    compareText(a.arn, b.arn) ||
    compareText(a.model, b.model)
  );
}

/** A system profile of a region on a model that ends. */
export interface SystemDeadline extends SystemRow, EndingModel {}

/** What a region should not be asked to copy any more, the soonest end first. */
export function systemDeadlines(
  rows: readonly SystemRow[],
  known: FoundationModels,
  horizon: Horizon,
): SystemDeadline[] {
  return rows.flatMap((row) =>
    endingModels(modelIdsOf(row.source.modelArns), known, horizon).map((one) => ({ ...row, ...one })),
  );
}

export function compareSystemDeadlines(a: SystemDeadline, b: SystemDeadline): number {
  return compareEnds(a, b) || compareText(a.region, b.region) || compareText(a.source.id, b.source.id);
}

/**
 * Whose models a run asks the end of: a plan those that `policy.minModelLife` judges, where the file has it; drift all of
 * ours besides.
 */
export type LifecycleWish = "nobody" | "policy" | "ours" | "not-foreign";

/**
 * Whether the foundation models of a target have to be read though no decision needs them: one call. Of a target that
 * holds nothing that is asked about, and is to hold nothing, never.
 */
export function needsLifecycles(
  { target, live, catalogue }: ReadTarget,
  versions: readonly Desired[],
  wish: LifecycleWish,
): boolean {
  if (catalogue.foundation !== undefined || wish === "nobody") return false;
  const isAsked = ({ kind }: Ownership): boolean =>
    wish === "not-foreign" ? kind !== "foreign" : wish === "ours" && kind === "ours";
  return versions.some(
    (desired) =>
      live.some(({ tags }) => isAsked(ownershipOf(tags, desired))) ||
      (wish !== "not-foreign" && policyNeeds(desired, target, live)),
  );
}

function policyNeeds(desired: Desired, target: Target, live: ReadTarget["live"]): boolean {
  if ((desired.minModelLifeMs ?? 0) === 0) return false;
  return (
    live.some(({ tags }) => isOurs(tags, desired)) ||
    desired.profiles.some(({ key }) => key.account === target.account && key.region === target.region)
  );
}
