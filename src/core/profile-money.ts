/**
 * What each profile cost in the last full month: what Cost Explorer is asked, and what its answer says. A profile is told
 * by its tag `strata:name`, so the figure is that of a name in one account and region, whichever ARNs bore it.
 */
import { type Day, monthStart } from "./calendar.ts";
import { dayOf, type Moment } from "./moment.ts";
import type { Money } from "./money.ts";
import type { Observation } from "./observation.ts";
import { isOurs, NAME_TAG, STACK_TAG, type Stacks, strataName } from "./ownership.ts";
import { compareText, isSameTarget, keyId, type LiveProfile, type ProfileKey } from "./profile.ts";
import { tabulate, tagValue } from "./spend.ts";
import type { SpendPeriod } from "./spend-period.ts";
import type { CostTagStatus, SpendAnswer, SpendGrouping } from "./spend-query.ts";

/** Why nobody knows what a profile cost. */
export type CostUnknown =
  /** Billing follows `strata:name` only since this day, which is within the month or after it. */
  | { readonly why: "followed-since"; readonly since: Day }
  /** Profiles that are not ours bear the same name there, and billing does not tell stacks apart. */
  | { readonly why: "shared-name" }
  /** It is known by its name on AWS alone: no `strata:name` is on it. */
  | { readonly why: "unnamed" };

/** What a name cost in the month, in one account and region. */
export type ProfileCost =
  | {
      readonly isKnown: true;
      readonly amount: Money;
      /** Null where nothing was charged in the whole account. */
      readonly currency: string | null;
      /** The bill of the month is not final. */
      readonly estimated: boolean;
      /** Other profiles may be in it: some bear the name too, or this one was made within the month or later. */
      readonly isOfName: boolean;
    }
  | ({ readonly isKnown: false } & CostUnknown);

/** By `keyId` (account, region, name). */
export type ProfileCosts = ReadonlyMap<string, ProfileCost>;

/** The last full month before a moment. UTC, as Cost Explorer's months are. */
export function lastFullMonth(now: Moment): SpendPeriod {
  return { start: monthStart(dayOf(now), -1), end: monthStart(dayOf(now)) };
}

/** The day from which on costs carry an active key's values, where that is after the first of the period; else null. */
export function followedLate({ countsFrom }: CostTagStatus, { start }: SpendPeriod): Day | null {
  const from = countsFrom === null ? null : dayOf(countsFrom);
  return from !== null && from > start ? from : null;
}

/** True where costs of the whole period carry the key's values. */
export function isFollowed(status: CostTagStatus, period: SpendPeriod): boolean {
  return status.status === "active" && followedLate(status, period) === null;
}

/** What is known of these profiles before their costs are asked for. */
export interface NamedProfiles {
  /** By account, in order: whose costs have to be asked for. */
  readonly byAccount: ReadonlyMap<string, readonly ProfileKey[]>;
  /** Those that no answer could tell, whatever it says. */
  readonly unknown: ProfileCosts;
}

/** `tellsStacks`: billing follows `strata:stack` for the whole month, so that costs of ours alone can be asked for. */
export function namedProfiles(
  keys: readonly ProfileKey[],
  { targets }: Observation,
  stacks: Stacks,
  tellsStacks: boolean,
): NamedProfiles {
  const byAccount = new Map<string, ProfileKey[]>();
  const unknown = new Map<string, ProfileCost>();
  for (const key of [...keys].sort((a, b) => compareText(a.account, b.account))) {
    const why = whyUnknown(key, liveIn(targets, key), stacks, tellsStacks);
    if (why !== null) {
      unknown.set(keyId(key), { isKnown: false, why });
      continue;
    }
    const group = byAccount.get(key.account);
    if (group === undefined) byAccount.set(key.account, [key]);
    else group.push(key);
  }
  return { byAccount, unknown };
}

function whyUnknown(
  { name }: ProfileKey,
  live: readonly LiveProfile[],
  stacks: Stacks,
  tellsStacks: boolean,
): "shared-name" | "unnamed" | null {
  const ours = live.filter(({ tags }) => isOurs(tags, stacks));
  if (ours.some((profile) => strataName(profile) === name && profile.tags?.[NAME_TAG] === undefined)) return "unnamed";
  const isShared = live.some(({ tags }) => !isOurs(tags, stacks) && tags?.[NAME_TAG] === name);
  return isShared && !tellsStacks ? "shared-name" : null;
}

function liveIn(targets: Observation["targets"], key: ProfileKey): readonly LiveProfile[] {
  const found = targets.find(({ target }) => isSameTarget(target, key));
  return found?.status === "read" ? found.live : [];
}

/** One request for each account: of its costs by name and region. */
export function costGroupings(
  accounts: Iterable<string>,
  { stack, formerStacks }: Stacks,
  tellsStacks: boolean,
): SpendGrouping[] {
  return [...accounts].map((account) => ({
    granularity: "monthly",
    groups: [
      { type: "tag", key: NAME_TAG },
      { type: "dimension", key: "REGION" },
    ],
    accounts: [account],
    ...(tellsStacks ? { tag: { key: STACK_TAG, values: [stack, ...formerStacks] } } : {}),
  }));
}

/**
 * Of the profiles of one account, from what was answered to its grouping; undefined where nothing was charged at all.
 * @throws SpendMismatch for an answer that makes no sense.
 */
export function costsOf(
  keys: readonly ProfileKey[],
  answer: SpendAnswer | undefined,
  { targets }: Observation,
  stacks: Stacks,
  { start }: SpendPeriod,
): ProfileCosts {
  const told = answer ?? { spans: [], cells: [] };
  const { rows, currency } = tabulate(told, (values) => values.map(tagValue));
  const amounts = new Map(rows.map(({ values, total }) => [JSON.stringify(values), total]));
  const estimated = told.spans.some((span) => span.estimated);
  return new Map(
    keys.map((key): [string, ProfileCost] => {
      const amount = amounts.get(JSON.stringify([key.name, key.region])) ?? 0n;
      const bearers = liveIn(targets, key).filter((one) => isOurs(one.tags, stacks) && strataName(one) === key.name);
      const isOfName = bearers.length > 1 || bearers.some(({ createdAt }) => createdAt.slice(0, 10) > start);
      return [keyId(key), { isKnown: true, amount, currency, estimated, isOfName }];
    }),
  );
}
