/** The two tables of an assessment as rows: places with their counts, and tag keys. */
import type { ToldSpend } from "../core/assess.ts";
import type { Finding, FindingKind } from "../core/assess-findings.ts";
import { profilesToMend } from "../core/assess-findings.ts";
import { billableKeys } from "../core/assess-keys.ts";
import type { Assessment } from "../core/assess-report.ts";
import { groupBy } from "../core/group-by.ts";
import { shareText } from "../core/money.ts";
import { targetId } from "../core/profile.ts";

/** Findings that have a column of their own. */
export const COUNTED: readonly { readonly title: string; readonly kind: FindingKind }[] = [
  { title: "ending", kind: "ending-model" },
  { title: "untagged", kind: "untagged" },
  { title: "unused", kind: "unused" },
];

/** One place with profiles, or all of them together. */
export interface PlaceRow {
  readonly account: string;
  /** Empty where the row is the sum. */
  readonly region: string;
  readonly profiles: number;
  readonly toMend: number;
  /** By kind of finding; of those that are about profiles. */
  readonly found: Readonly<Record<FindingKind, number>>;
}

/** The most profiles first, in the order of accounts and regions where there are as many. */
export function placeRows({ estate, findings }: Assessment): PlaceRow[] {
  const byPlace = groupBy(estate.profiles, targetId);
  const rows = estate.targets.flatMap((target): PlaceRow[] => {
    const arns = new Set((byPlace.get(targetId(target)) ?? []).map(({ arn }) => arn));
    if (arns.size === 0) return [];
    return [{ account: target.accountName ?? target.account, region: target.region, ...countsOf(arns, findings) }];
  });
  return rows.sort((a, b) => b.profiles - a.profiles);
}

export function sumRow({ estate, findings }: Assessment): PlaceRow {
  const arns = new Set(estate.profiles.map(({ arn }) => arn));
  return { account: "all", region: "", ...countsOf(arns, findings) };
}

function countsOf(arns: ReadonlySet<string>, findings: readonly Finding[]): Omit<PlaceRow, "account" | "region"> {
  const inside = (all: Iterable<string>): number => new Set([...all].filter((arn) => arns.has(arn))).size;
  const counted = findings.map(({ kind, cases }) => [kind, inside(cases.map(({ profile }) => profile.arn))] as const);
  return {
    profiles: arns.size,
    toMend: inside(profilesToMend(findings)),
    found: Object.fromEntries(counted) as PlaceRow["found"],
  };
}

/** One tag key. */
export interface KeyRow {
  readonly key: string;
  /** How many carry it, of those whose tags could be read; a word where there are none of these. */
  readonly profiles: string;
  /** Of these, as `81 %`. */
  readonly share: string;
  /** How much of last month's spend carries it: a share, `not followed`, or nothing where nobody asked. */
  readonly spend: string;
}

/** Keys that profiles carry, then those that only billing follows and was asked about. */
export function keyRows({ keys, estate, spend }: Assessment): KeyRow[] {
  const read = BigInt(estate.profiles.filter(({ tags }) => tags !== null).length);
  const asked = spend.status === "told" ? spend.keys.map(({ key }) => key) : [];
  const carried = new Map(billableKeys(estate.profiles).map(({ key, profiles }) => [key, profiles]));
  const own = new Set(keys.map(({ key }) => key));
  const others = asked.filter((key) => !own.has(key)).map((key) => ({ key, profiles: carried.get(key) ?? 0 }));
  return [...keys, ...others].map(({ key, profiles }) => ({
    key,
    profiles: read === 0n ? "not known" : String(profiles),
    share: shareText(BigInt(profiles), read),
    spend: spend.status === "told" ? spendOf(key, spend) : "",
  }));
}

function spendOf(key: string, spend: ToldSpend): string {
  const told = spend.keys.find((one) => one.key === key);
  if (told === undefined) return spend.unfollowed.includes(key) ? "not followed" : "not asked";
  if (told.share === null) return told.isKnown || spend.total === 0n ? "no share" : "not known";
  return shareText(told.covered, told.covered + told.uncovered);
}
