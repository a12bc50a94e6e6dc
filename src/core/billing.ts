/** Cost allocation tags: what the payer's billing says about the keys of the file, and what is left to do (AWS.md section 6). */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Desired } from "./desired.ts";
import type { Fault } from "./fault.ts";
import { hashOf } from "./hash.ts";
import type { Moment } from "./moment.ts";
import { partitionOf } from "./source-id.ts";

/** The payer's account: the file's `billing`, else the only account there is; null where that of the credentials is. */
export function payerOf({ billingAccount, accounts }: Desired): string | null {
  if (billingAccount !== undefined) return billingAccount;
  return accounts.length === 1 ? (accounts[0]?.id ?? null) : null;
}

/** A cost allocation tag that billing does not count yet, or that nobody has asked about (`unchecked`). */
export interface BillingChange {
  readonly action: "activate-tag" | "waiting" | "unchecked";
  readonly key: string;
  /** What billing says now; null where it does not know the key, or was not asked. */
  readonly from: string | null;
  /** Only of what an apply activates. */
  readonly hash: string | null;
  /** The payer's account, where its number is known. */
  readonly account?: string;
  /** Only of a plan with a base: the base's configuration names the key too. */
  readonly alreadyPending?: boolean;
}

/** A key that an apply activates. Time-born: it stopped waiting, and no hash of a plan holds it (DESIGN section 4). */
export type Activation = BillingChange & { readonly action: "activate-tag"; readonly hash: string };

/** One key as billing knows it. */
export interface CostTag {
  readonly key: string;
  /** `Active` or `Inactive`. */
  readonly status: string;
  /** The last activation or deactivation; null where there was none. */
  readonly updatedAt: Moment | null;
  /** In the last month that the key was used in; null where AWS does not tell. */
  readonly usedAt: Moment | null;
}

/** Why billing could not be asked, or did not answer. */
export type UnreadReason =
  /** The role may not ask. */
  | "denied"
  /** The role could not even be assumed. */
  | "role-refused"
  /** The account is not the one that pays, so AWS refuses it whatever its role may do. */
  | "linked-account"
  /** Nobody has enabled Cost Explorer for the account. */
  | "not-enabled"
  /** The payer is another account than that of the credentials, and there is no role to reach it. */
  | "no-role"
  /** The partition has no Cost Explorer. */
  | "no-cost-explorer"
  | "unanswered";

/** What billing said. `account` is the payer's number as far as it is known. */
export type BillingRead =
  | { readonly status: "read"; readonly account: string | null; readonly tags: readonly CostTag[] }
  | {
      readonly status: "unread";
      readonly account: string | null;
      readonly reason: UnreadReason;
      readonly fault: Fault | null;
    };

/** A day: how long each of billing's clocks takes at most. Milliseconds. */
export const BILLING_CLOCK_MS = 24 * 60 * 60 * 1000;

export function isActive({ status }: Pick<CostTag, "status">): boolean {
  return status === "Active";
}

/** Hash of what an approval of an activation covers; null where nothing is executed. */
export function hashOfBilling({ action, key }: Pick<BillingChange, "action" | "key">): string | null {
  return action === "activate-tag" ? hashOf({ action, key }) : null;
}

/** What is left to do about the keys of the file: nothing about an active one. `baseKeys` are those of a plan's base. */
export function billingChanges(
  keys: readonly string[],
  read: BillingRead | null,
  baseKeys: readonly string[] | null = null,
): BillingChange[] {
  const account = read?.account ?? null;
  const found = read?.status === "read" ? new Map(read.tags.map((tag) => [tag.key, tag])) : null;
  const change = (action: BillingChange["action"], key: string, from: string | null): BillingChange => ({
    action,
    key,
    from,
    hash: hashOfBilling({ action, key }),
    ...(account === null ? {} : { account }),
    ...(baseKeys === null ? {} : { alreadyPending: baseKeys.includes(key) }),
  });
  return keys.flatMap((key) => {
    if (found === null) return [change("unchecked", key, null)];
    const tag = found.get(key);
    if (tag === undefined) return [change("waiting", key, null)];
    return isActive(tag) ? [] : [change("activate-tag", key, tag.status)];
  });
}

/** Regions of Cost Explorer's endpoints by partition; GovCloud's has none (AWS.md section 6). */
const COST_EXPLORER: Readonly<Record<string, string>> = { aws: "us-east-1", "aws-cn": "cn-northwest-1" };

/** Region of the endpoint in a region's partition; null where there is no Cost Explorer. */
export function costExplorerFor(region: string): string | null {
  return COST_EXPLORER[partitionOf(region)] ?? null;
}

/** Region of the endpoint that knows of the file's costs; null where its partition has no Cost Explorer. */
export function costExplorerRegion(desired: Desired): string | null {
  const payer = desired.accounts.filter(({ id }) => id === payerOf(desired));
  const regions = (payer.length > 0 ? payer : desired.accounts).flatMap((account) => account.regions);
  return regions.map(costExplorerFor).find((found) => found !== null) ?? null;
}

/** AWS refuses a linked account with the name of a missing permission: only its words tell the two apart. */
export function reasonOf(fault: Fault): UnreadReason {
  const { kind, message } = fault;
  if (kind !== "denied") return "unanswered";
  if (isRoleRefused(fault)) return "role-refused";
  if (/not enabled for cost explorer/i.test(message)) return "not-enabled";
  return /linked account/i.test(message) ? "linked-account" : "denied";
}

/** Nobody asked billing then: what is missing is the way to the payer's account, and no right in it. */
export function isRoleRefused({ operation, kind }: Fault): boolean {
  return operation === "sts:AssumeRole" && kind === "denied";
}

/** Who has to allow what to whom, so that the caller reaches `payer` (`account 111122223333`). */
export function roleRefusedHint(payer: string): string {
  return `The role has to exist in ${payer} and to trust the caller (strata iam plan --trust prints that, strata iam billing --trust for a role of its own), and the caller's own policy has to allow sts:AssumeRole on it. Another role is named with --billing-role-name, another payer with billing.account.`;
}

/** Warnings about keys that nobody could check: which, in whose account, and how a person activates them. */
export function unreadWarnings(keys: readonly string[], read: BillingRead): Diagnostic[] {
  if (read.status === "read" || keys.length === 0) return [];
  const { reason, fault, account } = read;
  const said = fault === null ? "" : ` AWS said: ${faultWords(fault)}.`;
  const unchecked = `Not checked: ${keys.join(", ")}.`;
  const payer = account === null ? "the payer's account" : `account ${account}`;
  const byHand = `A person can activate them in the Billing console of ${payer}, under Cost allocation tags, once they are listed there.`;
  switch (reason) {
    case "denied":
      return [
        diagnostic("billing/not-checked", {
          detail: `${unchecked} The role in use may not ask ${payer}.${said}`,
          hint: `Allow ce:ListCostAllocationTags there (strata iam plan and strata iam billing print it), or name the role that may with --billing-role-name. ${byHand}`,
        }),
      ];
    case "role-refused":
      return [
        diagnostic("billing/not-checked", {
          detail: `${unchecked} The role in ${payer} cannot be assumed.${said}`,
          hint: `${roleRefusedHint(payer)} ${byHand}`,
        }),
      ];
    case "linked-account":
      return [
        diagnostic("billing/linked-account", {
          detail: `${unchecked} ${account === null ? "The account that was asked" : `Account ${account}`} is a linked account, and only the account that pays may see them.${said}`,
          hint: "Name the account that pays under billing.account in the file, and its role with --billing-role-name. A person can activate the keys in its Billing console, under Cost allocation tags, once they are listed there.",
        }),
      ];
    case "not-enabled":
      return [
        diagnostic("billing/not-checked", {
          detail: `${unchecked} Cost Explorer is off in ${payer}.${said}`,
          hint: `Enable Cost Explorer in the Billing console of ${payer}; it takes about a day.`,
        }),
      ];
    case "no-role":
      return [
        diagnostic("billing/role-needed", {
          detail: `${unchecked} Only a role reaches ${payer}, which pays; the credentials in use are of another account.`,
          hint: `Name the role with --billing-role-name or STRATA_BILLING_ROLE_NAME. ${byHand}`,
        }),
      ];
    case "no-cost-explorer":
      return [
        diagnostic("billing/no-cost-explorer", {
          detail: `${unchecked} The partition of the file's regions has no Cost Explorer, so nothing was asked.`,
          hint: "A person can activate them in the Billing console of the account that pays for this one, under Cost allocation tags.",
        }),
      ];
    case "unanswered":
      return [
        diagnostic("billing/not-checked", {
          detail: `${unchecked} Billing of ${payer} gave no usable answer.${said}`,
          hint: `Run the command again. ${byHand}`,
        }),
      ];
  }
}

function faultWords({ operation, code, message, requestId }: Fault): string {
  const words = [operation, ...(code === undefined ? [] : [code]), message.replace(/\.$/, "")].join(": ");
  return requestId === undefined ? words : `${words} (request id ${requestId})`;
}
