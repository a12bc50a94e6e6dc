/** Estates for tests of `assess`: profiles that are in order unless told otherwise. */
import type { Estate, EstateProfile, EstateSpend, ToldSpend } from "../../src/core/assess.ts";
import { compareProfiles } from "../../src/core/assess.ts";
import { managerOf } from "../../src/core/assess-manager.ts";
import { type Assessment, assessmentOf } from "../../src/core/assess-report.ts";
import { groupBy } from "../../src/core/group-by.ts";
import type { ModelLifecycle } from "../../src/core/lifecycle.ts";
import { deadlineWithin } from "../../src/core/lifecycle.ts";
import { parseMoney } from "../../src/core/money.ts";
import { compareTargets, type Target, targetId } from "../../src/core/profile.ts";
import type { Coverage } from "../../src/core/spend.ts";
import { NOW, PROD } from "./builders.ts";

const MODEL = "anthropic.claude-3-5-sonnet-20241022-v2:0";

type Parts = Partial<EstateProfile> & { readonly name: string; readonly target?: Target; readonly endOfLife?: string };

let made = 0;

export function anEstateProfile({ name, target = PROD, endOfLife, ...over }: Parts): EstateProfile {
  made += 1;
  const id = over.id ?? `p${String(made).padStart(11, "0")}`;
  const tags = over.tags === undefined ? { project: "search" } : over.tags;
  const lifecycle: ModelLifecycle = { status: "LEGACY", endOfLife: `${endOfLife}T00:00:00Z` };
  const deadline = endOfLife === undefined ? undefined : deadlineWithin(lifecycle, 90, NOW);
  return {
    ...target,
    accountName: null,
    name,
    id,
    arn: `arn:aws:bedrock:${target.region}:${target.account}:application-inference-profile/${id}`,
    createdAt: "2026-03-01T00:00:00.000000+00:00",
    modelIds: [MODEL],
    ending: deadline === undefined ? [] : [{ model: MODEL, ...deadline }],
    calls: 7,
    isNew: false,
    manager: managerOf(tags),
    ...over,
    tags,
  };
}

export function anEstateWith(profiles: readonly EstateProfile[], over: Partial<Estate> = {}): Estate {
  const byTarget = groupBy(profiles, targetId);
  const targets = [...byTarget.values()].flatMap((mine) => {
    const [first] = mine;
    if (first === undefined) return [];
    const { account, accountName, region } = first;
    return [{ account, accountName, region, status: "read" as const, profiles: mine.length, fault: null }];
  });
  const ids = [...new Set(profiles.map(({ account }) => account))];
  const nameOf = (id: string) => profiles.find(({ account }) => account === id)?.accountName ?? null;
  return {
    at: NOW,
    expiringDays: 90,
    accounts: ids.map((id) => ({ id, name: nameOf(id), through: "caller", fault: null })),
    targets: targets.sort(compareTargets),
    profiles: [...profiles].sort(compareProfiles),
    gaps: [],
    ...over,
  };
}

export const NOT_ASKED: EstateSpend = { status: "not-asked", reason: "no-money" };

const money = (text: string): bigint => parseMoney(text) ?? 0n;

export function aCoverage(key: string, covered: string, total: string): Coverage {
  const uncovered = money(total) - money(covered);
  const status = { status: "active", since: null, countsFrom: null } as const;
  const share = Number(covered) / Number(total);
  return { key, status, covered: money(covered), uncovered, isKnown: true, share, partialFrom: null };
}

export function aSpend(keys: readonly Coverage[], total = "3000", over: Partial<ToldSpend> = {}): ToldSpend {
  return {
    status: "told",
    period: { start: "2026-10-01", end: "2026-11-01" },
    accounts: ["111122223333"],
    currency: "USD",
    total: money(total),
    isEstimated: false,
    keys,
    unasked: [],
    unfollowed: [],
    backfillFault: null,
    price: { requests: 4, kept: 0 },
    ...over,
  };
}

export function anAssessment(
  estate: Estate,
  spend: EstateSpend = NOT_ASKED,
  roleName: string | null = null,
): Assessment {
  return assessmentOf(estate, spend, { repeatFlags: [], roleName, externalId: null, file: "profiles.yaml", again: [] });
}
