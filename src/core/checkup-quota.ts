/** Is there room for the profiles that the file wants? */
import { skippedVerdict, type Verdict } from "./check.ts";
import type { ProfileQuota, TargetAnswers } from "./checkup-reads.ts";
import type { Desired } from "./desired.ts";
import { strataName } from "./ownership.ts";
import { isSameTarget, type LiveProfile, type Tags, type Target } from "./profile.ts";

/** Service Quotas' code of "Inference profiles per account", which counts by region (AWS.md section 4). */
export const PROFILE_QUOTA = "L-40EC9882";

export interface QuotaUse {
  readonly used: number;
  readonly limit: number;
  readonly left: number;
  /** Entries of the file that have no live profile yet. */
  readonly wanted: number;
}

export interface QuotaVerdict extends Verdict {
  /** Null where it cannot be told. */
  readonly use: QuotaUse | null;
}

/** A warning when less than this part of the quota would be left once the file is applied. */
const NEARLY_USED_UP = 0.1;

export function judgeQuota(target: Target, { profiles, tags, quota }: TargetAnswers, desired: Desired): QuotaVerdict {
  if (!profiles.ok) return { ...skippedVerdict("not told: the profiles could not be counted"), use: null };
  if (!quota.ok) {
    const { fault } = quota;
    if (fault.kind === "denied") return { ...skippedVerdict(`not told: ${fault.operation} is denied`), use: null };
    const mend = "Look it up in the Service Quotas console, under Amazon Bedrock.";
    return { status: "warning", text: "not told: Service Quotas gives no usable answer", mend, fault, use: null };
  }
  const used = profiles.value.length;
  const wanted = wantedMore(target, desired, profiles.value, tags.ok ? tags.value : new Map());
  const use = { used, limit: quota.value.limit, left: Math.max(0, quota.value.limit - used), wanted };
  return { ...verdictOf(use, quota.value, target), use };
}

/** Entries that no live profile answers to, by the name in the file or on AWS. */
function wantedMore(
  target: Target,
  { profiles }: Desired,
  live: readonly LiveProfile[],
  tags: ReadonlyMap<string, Tags>,
): number {
  const known = new Set(
    live.flatMap((profile) => [profile.awsName, strataName({ ...profile, tags: tags.get(profile.arn) ?? null })]),
  );
  return profiles.filter(({ key }) => isSameTarget(key, target) && !known.has(key.name)).length;
}

function verdictOf(use: QuotaUse, quota: ProfileQuota, { region }: Target): Verdict {
  const { used, limit, left, wanted } = use;
  const more = wanted === 0 ? "" : `; the file wants ${wanted} more`;
  const which = quota.isApplied ? "" : " (AWS's default value: none is applied to the account)";
  const text = `${used} of ${limit} profiles used, ${left} left${more}${which}`;
  if (left >= wanted && left - wanted >= limit * NEARLY_USED_UP) return { status: "ok", text, mend: null, fault: null };
  const ask = quota.isAdjustable
    ? `Ask for more: aws service-quotas request-service-quota-increase --service-code bedrock --quota-code ${PROFILE_QUOTA} --region ${region} --desired-value N; or delete profiles that nobody calls.`
    : "It cannot be raised: delete profiles that nobody calls.";
  return { status: left < wanted ? "failed" : "warning", text, mend: ask, fault: null };
}
