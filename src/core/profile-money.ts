/**
 * What each profile cost in the last full month: what Cost Explorer is asked, and what its answer says. A profile is told
 * by its tag `strata:name`, so the figure is that of a name in one account and region, whichever ARNs bore it.
 */
import { type Day, monthStart } from "./calendar.ts";
import { dayOf, type Moment } from "./moment.ts";
import type { Money } from "./money.ts";
import type { Observation } from "./observation.ts";
import { isOurs, NAME_TAG, STACK_TAG, type Stacks, strataName } from "./ownership.ts";
import { compareText, keyId, type LiveProfile, type ProfileKey } from "./profile.ts";
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
  | { readonly why: "unnamed" }
  /** It is adopted by this plan: until then no cost is told by the name. */
  | { readonly why: "adopted" }
  /** Nothing was billed under the name, and it may have been used before it got its marks: tags do not tell since when. */
  | { readonly why: "unbilled" };

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

/** Who bears a name in one account and region. */
export interface Bearers {
  readonly ours: readonly LiveProfile[];
  /** Profiles with that `strata:name` that are not ours. */
  readonly others: number;
}

/** By `keyId`. */
export function bearersOf({ targets }: Observation, stacks: Stacks): ReadonlyMap<string, Bearers> {
  const found = new Map<string, { ours: LiveProfile[]; others: number }>();
  for (const observed of targets) {
    if (observed.status !== "read") continue;
    for (const live of observed.live) {
      const isMine = isOurs(live.tags, stacks);
      const name = isMine ? strataName(live) : live.tags?.[NAME_TAG];
      if (name === undefined) continue;
      const id = keyId({ ...observed.target, name });
      const bearers = found.get(id) ?? { ours: [], others: 0 };
      found.set(id, bearers);
      if (isMine) bearers.ours.push(live);
      else bearers.others += 1;
    }
  }
  return found;
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
  bearers: ReadonlyMap<string, Bearers>,
  tellsStacks: boolean,
): NamedProfiles {
  const byAccount = new Map<string, ProfileKey[]>();
  const unknown = new Map<string, ProfileCost>();
  for (const key of [...keys].sort((a, b) => compareText(a.account, b.account))) {
    const why = whyUnknown(bearers.get(keyId(key)), tellsStacks);
    const group = byAccount.get(key.account);
    if (why !== null) unknown.set(keyId(key), { isKnown: false, why });
    else if (group === undefined) byAccount.set(key.account, [key]);
    else group.push(key);
  }
  return { byAccount, unknown };
}

function whyUnknown(bearers: Bearers | undefined, tellsStacks: boolean): "shared-name" | "unnamed" | null {
  if (bearers === undefined) return null;
  if (bearers.ours.some(({ tags }) => tags?.[NAME_TAG] === undefined)) return "unnamed";
  return bearers.others > 0 && !tellsStacks ? "shared-name" : null;
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

export interface NameFacts {
  readonly bearers: ReadonlyMap<string, Bearers>;
  /** Only costs of our stacks were asked for. */
  readonly tellsStacks: boolean;
}

/**
 * Of the profiles of one account, from what was answered to its grouping; undefined where nothing was charged at all.
 * @throws SpendMismatch for an answer that makes no sense.
 */
export function costsOf(
  keys: readonly ProfileKey[],
  answer: SpendAnswer | undefined,
  { bearers, tellsStacks }: NameFacts,
  { start, end }: SpendPeriod,
): ProfileCosts {
  const told = answer ?? { spans: [], cells: [] };
  const { rows, currency } = tabulate(told, (values) => values.map(tagValue));
  const amounts = new Map(rows.map(({ values, total }) => [JSON.stringify(values), total]));
  const estimated = told.spans.some((span) => span.estimated);
  // Then no profile was used there without its mark. Of an account without any charge the payer may just see nothing.
  const isAllNamed = (region: string): boolean =>
    !tellsStacks && rows.length > 0 && (amounts.get(JSON.stringify([null, region])) ?? 0n) === 0n;
  return new Map(
    keys.map((key): [string, ProfileCost] => {
      const { ours } = bearers.get(keyId(key)) ?? { ours: [] };
      const isOfName = ours.length > 1 || ours.some(({ createdAt }) => createdAt.slice(0, 10) > start);
      const amount = amounts.get(JSON.stringify([key.name, key.region]));
      const known = { isKnown: true, currency, estimated } as const;
      if (amount !== undefined) return [keyId(key), { ...known, amount, isOfName }];
      const isYounger = ours.length > 0 && ours.every(({ createdAt }) => createdAt.slice(0, 10) >= end);
      return isYounger || isAllNamed(key.region)
        ? [keyId(key), { ...known, amount: 0n, isOfName: true }]
        : [keyId(key), { isKnown: false, why: "unbilled" }];
    }),
  );
}
