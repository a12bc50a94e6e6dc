/** What is wrong with an estate, the dearest first. Pure: each finding is a part of the profiles that were read. */
import { type EndingModel, type Estate, type EstateProfile, type EstateSpend, ownTags } from "./assess.ts";
import { keySlips, valueSlips } from "./assess-keys.ts";
import { groupBy } from "./group-by.ts";
import type { Money } from "./money.ts";
import { compareText, targetId } from "./profile.ts";

/**
 * In this order: what stops answering; money that nobody answers for; profiles that make more of it; money that falls
 * apart into two names; what is only untidy.
 */
export const FINDING_KINDS = [
  "ending-model",
  "unattributed-spend",
  "untagged",
  "key-case",
  "value-case",
  "unused",
  "same-name",
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** Why a profile is in a finding. */
export type Evidence =
  | { readonly type: "model"; readonly model: EndingModel }
  /** The key in its usual spelling, and what is written where. */
  | { readonly type: "case"; readonly key: string; readonly from: string; readonly to: string }
  /** Its name does not tell it from the others: its id does, and its calls. */
  | { readonly type: "double" }
  | { readonly type: "none" };

export interface FoundCase {
  readonly profile: EstateProfile;
  readonly evidence: Evidence;
}

export interface Finding {
  readonly kind: FindingKind;
  /** How many profiles are in it; each counts once. */
  readonly profiles: number;
  /** One for each profile and reason; none of spend. */
  readonly cases: readonly FoundCase[];
  /** Of spend alone. */
  readonly spend: UnattributedSpend | null;
}

/** The part of the last full month's spend that carries no value of the key that most of it carries. */
export interface UnattributedSpend {
  /** The one that most of it carries of those that are known; null where billing follows no key at all. */
  readonly key: string | null;
  /** Active keys of which it is known what spend carries them. */
  readonly known: number;
  /** All active keys. */
  readonly active: number;
  readonly amount: Money;
  readonly total: Money;
  readonly currency: string | null;
}

export function findingsOf({ profiles }: Estate, spend: EstateSpend): Finding[] {
  const unattributed = unattributedOf(spend);
  const byKind: Readonly<Record<FindingKind, readonly FoundCase[]>> = {
    "ending-model": endingCases(profiles),
    "unattributed-spend": [],
    untagged: plain(profiles.filter(({ tags }) => tags !== null && ownTags(tags).length === 0)),
    "key-case": slips(keySlips(profiles)),
    "value-case": slips(valueSlips(profiles)),
    unused: plain(profiles.filter(({ calls, isNew }) => calls === 0 && !isNew)),
    "same-name": doubles(profiles).map((profile) => ({ profile, evidence: { type: "double" } })),
  };
  return FINDING_KINDS.flatMap((kind): Finding[] => {
    const cases = byKind[kind];
    const own = kind === "unattributed-spend" ? unattributed : null;
    if (cases.length === 0 && own === null) return [];
    return [{ kind, profiles: new Set(cases.map(({ profile }) => profile.arn)).size, cases, spend: own }];
  });
}

/** Null where nothing is unattributed, or where nobody knows. */
export function unattributedOf(spend: EstateSpend): UnattributedSpend | null {
  if (spend.status !== "told" || spend.total <= 0n) return null;
  const { total, currency, keys, unasked } = spend;
  const active = keys.length + unasked.length;
  if (active === 0) return { key: null, known: 0, active, amount: total, total, currency };
  const told = keys.filter(({ isKnown }) => isKnown).sort((a, b) => (a.covered < b.covered ? 1 : -1));
  const [best] = told;
  // Amounts below 0 have no shares, so that none can be called the greatest.
  if (best === undefined || best.uncovered <= 0n || told.some(({ share }) => share === null)) return null;
  return { key: best.key, known: told.length, active, amount: best.uncovered, total, currency };
}

/** Profiles that are in some finding. */
export function profilesToMend(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(({ cases }) => cases.map(({ profile }) => profile.arn)));
}

/** The nearest end first; one that nobody has told comes last. */
function endingCases(profiles: readonly EstateProfile[]): FoundCase[] {
  const LAST = "9999-12-31";
  const cases = profiles.flatMap((profile) =>
    (profile.ending ?? []).map((model) => ({ profile, evidence: { type: "model" as const, model } })),
  );
  return cases.sort((a, b) => compareText(a.evidence.model.endOfLife ?? LAST, b.evidence.model.endOfLife ?? LAST));
}

function doubles(profiles: readonly EstateProfile[]): EstateProfile[] {
  const byName = groupBy(profiles, (profile) => JSON.stringify([targetId(profile), profile.name]));
  return [...byName.values()].filter(({ length }) => length > 1).flat();
}

function slips(found: ReturnType<typeof keySlips>): FoundCase[] {
  return found.map(({ profile, key, from, to }) => ({ profile, evidence: { type: "case", key, from, to } }));
}

function plain(profiles: readonly EstateProfile[]): FoundCase[] {
  return profiles.map((profile) => ({ profile, evidence: { type: "none" } }));
}
