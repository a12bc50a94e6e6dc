/** Tag keys over a whole estate: how many profiles carry each, and which spellings differ by case alone. */
import { type EstateProfile, ownTags } from "./assess.ts";
import { groupBy } from "./group-by.ts";
import { compareText } from "./profile.ts";

/** One of Strata's marks. */
export function isMark(key: string): boolean {
  return /^strata:/i.test(key);
}

/** One tag key as it is spelt. */
export interface KeyUse {
  readonly key: string;
  /** How many profiles carry it. */
  readonly profiles: number;
}

/** A tag that is spelt in another case than most of its kind. */
export interface CaseSlip {
  readonly profile: EstateProfile;
  /** The key in its usual spelling. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

interface Carried {
  readonly profile: EstateProfile;
  readonly key: string;
  readonly value: string;
}

/** The most carried first. */
export function keyUses(profiles: readonly EstateProfile[]): KeyUse[] {
  const byKey = groupBy(carriedBy(profiles), ({ key }) => key);
  return [...byKey].map(([key, carried]) => ({ key, profiles: carried.length })).sort(byUse);
}

function byUse(a: KeyUse, b: KeyUse): number {
  return b.profiles - a.profiles || compareText(a.key, b.key);
}

/** Keys that spend may be told by: profiles' own, then Strata's marks, each the most carried first. */
export function billableKeys(profiles: readonly EstateProfile[]): KeyUse[] {
  const marks = profiles.flatMap(({ tags }) => Object.keys(tags ?? {}).filter(isMark));
  const marked = [...groupBy(marks, (key) => key)].map(([key, all]) => ({ key, profiles: all.length }));
  return [...keyUses(profiles), ...marked.sort(byUse)];
}

/** Keys such as `Project` where most profiles carry `project`: to AWS they are two keys (AWS.md section 3). */
export function keySlips(profiles: readonly EstateProfile[]): CaseSlip[] {
  return kindsOf(carriedBy(profiles)).flatMap((carried) => {
    const to = usualOf(carried.map(({ key }) => key));
    return carried.flatMap(({ profile, key: from }) => (from === to ? [] : [{ profile, key: to, from, to }]));
  });
}

/** Values of one key such as `Search` where most write `search`; spellings of the key count as one here. */
export function valueSlips(profiles: readonly EstateProfile[]): CaseSlip[] {
  return kindsOf(carriedBy(profiles)).flatMap((carried) => {
    const key = usualOf(carried.map((one) => one.key));
    const byValue = groupBy(carried, ({ value }) => value.toLowerCase());
    return [...byValue.values()].flatMap((alike) => {
      const to = usualOf(alike.map(({ value }) => value));
      return alike.flatMap(({ profile, value: from }) => (from === to ? [] : [{ profile, key, from, to }]));
    });
  });
}

function carriedBy(profiles: readonly EstateProfile[]): Carried[] {
  return profiles.flatMap((profile) => ownTags(profile.tags ?? {}).map(([key, value]) => ({ profile, key, value })));
}

function kindsOf(carried: readonly Carried[]): Carried[][] {
  return [...groupBy(carried, ({ key }) => key.toLowerCase()).values()];
}

/** The commonest spelling; of several, the one without upper case, since most tags are written so. */
function usualOf(texts: readonly string[]): string {
  const counted = [...groupBy(texts, (text) => text)].map(([text, all]) => ({ text, count: all.length }));
  const isLower = (text: string): number => Number(text === text.toLowerCase());
  counted.sort((a, b) => b.count - a.count || isLower(b.text) - isLower(a.text) || compareText(a.text, b.text));
  return counted[0]?.text ?? "";
}
