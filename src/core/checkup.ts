/** The verdicts of `doctor` about one target. Pure: from answers of AWS to rows; nothing here asks anything. */
import { type Check, checkOf, skippedVerdict } from "./check.ts";
import { judgeCaller, judgeRegion } from "./checkup-access.ts";
import type { BillingCheckup } from "./checkup-billing.ts";
import { judgeModels } from "./checkup-models.ts";
import { judgePermissions, skippedPermissions } from "./checkup-permissions.ts";
import { judgeQuota, type QuotaUse } from "./checkup-quota.ts";
import type { TargetAnswers, TargetReads } from "./checkup-reads.ts";
import type { Desired } from "./desired.ts";
import type { Moment } from "./moment.ts";
import { CALLER, compareText, isSameTarget, type Target } from "./profile.ts";

/** All that a run found. */
export interface Checkup {
  readonly targets: readonly TargetCheckup[];
  /** Null where the file names no cost allocation tags. */
  readonly billing: BillingCheckup | null;
}

export interface TargetCheckup {
  /** Null while nobody has told the account of the credentials. */
  readonly account: string | null;
  readonly accountName: string | null;
  readonly region: string;
  /** Whether a plan can read it; `pending`: its role does not exist yet. */
  readonly status: "read" | "unreadable" | "pending";
  /** Null where it is not known. */
  readonly quota: QuotaUse | null;
  readonly checks: readonly Check[];
}

/** What nobody can find out without doing it. */
const WRITING: Check = {
  kind: "writing",
  subject: null,
  status: "skipped",
  text: "not tried: whether writing is allowed shows only when something is written",
  mend: "strata iam apply prints the policy that writing needs.",
  fault: null,
};

/** The rows of one target, in the order in which they depend on each other. */
export function checkUp({ target, caller, answers }: TargetReads, desired: Desired, now: Moment): TargetCheckup {
  const credentials = checkOf("credentials", null, judgeCaller(target, caller));
  if (answers === null || credentials.status === "failed") {
    const why = "not tried: there are no credentials for this account";
    const region = checkOf("region", null, skippedVerdict(why));
    return unreadable(target, desired, [credentials, region, ...skippedRest(target, desired, why)]);
  }
  const region = checkOf("region", null, judgeRegion(target, answers.profiles));
  if (region.status === "failed") {
    const why = "not told: the region does not answer this account";
    return unreadable(target, desired, [credentials, region, ...skippedRest(target, desired, why)]);
  }
  return judgeAnswers(target, answers, { desired, now, first: [credentials, region] });
}

interface Judging {
  readonly desired: Desired;
  readonly now: Moment;
  /** Rows that come before the others. */
  readonly first: readonly Check[];
}

function judgeAnswers(target: Target, answers: TargetAnswers, { desired, now, first }: Judging): TargetCheckup {
  const permissions = judgePermissions(answers, desired).map((verdict) =>
    checkOf("permission", verdict.action, verdict),
  );
  const quota = judgeQuota(target, answers, desired);
  const models = judgeModels(target, answers, desired, now).map((verdict) => checkOf("model", verdict.source, verdict));
  return {
    ...place(target, desired),
    status: permissions.some(({ status }) => status === "failed") ? "unreadable" : "read",
    quota: quota.use,
    checks: [...first, ...permissions, checkOf("quota", null, quota), ...models, WRITING],
  };
}

function unreadable(target: Target, desired: Desired, checks: readonly Check[]): TargetCheckup {
  return { ...place(target, desired), status: "unreadable", quota: null, checks };
}

/** Permissions, quota and models of a target that could not be asked. */
function skippedRest(target: Target, desired: Desired, why: string): Check[] {
  const here = desired.profiles.filter(({ key }) => isSameTarget(key, target));
  const sources = new Set(here.map(({ candidates }) => candidates.join(" or ")));
  return [
    ...skippedPermissions(why, desired).map((verdict) => checkOf("permission", verdict.action, verdict)),
    checkOf("quota", null, skippedVerdict(why)),
    ...[...sources].sort(compareText).map((source) => checkOf("model", source, skippedVerdict(why))),
    WRITING,
  ];
}

/** A target whose role does not exist yet: it has no rows. */
export function pendingCheckup(target: Target, desired: Desired): TargetCheckup {
  return { ...place(target, desired), status: "pending", quota: null, checks: [] };
}

function place({ account, region }: Target, { accounts }: Desired) {
  const accountName = accounts.find(({ id }) => id === account)?.name ?? null;
  return { account: account === CALLER ? null : account, accountName, region };
}
