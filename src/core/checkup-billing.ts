/** May the payer's billing be asked about the file's cost allocation tags? */
import { type BillingRead, unreadWarnings } from "./billing.ts";
import { type Check, checkOf, okVerdict, type Verdict } from "./check.ts";
import { mendFor } from "./checkup-permissions.ts";
import type { Desired } from "./desired.ts";

export interface BillingCheckup {
  /** The payer's number; null while nobody has told it. */
  readonly account: string | null;
  readonly accountName: string | null;
  readonly checks: readonly Check[];
}

const ACTION = "ce:ListCostAllocationTags";

/** The same reading as a plan's: nothing about it stops an apply. */
export function judgeBilling({ accounts, costAllocationTags }: Desired, read: BillingRead): BillingCheckup {
  const { account } = read;
  const accountName = accounts.find(({ id }) => id === account)?.name ?? null;
  const verdict = read.status === "read" ? okVerdict("allowed") : unreadVerdict(read, costAllocationTags);
  return { account, accountName, checks: [checkOf("permission", ACTION, verdict)] };
}

type Unread = Extract<BillingRead, { status: "unread" }>;

function unreadVerdict(read: Unread, keys: readonly string[]): Verdict {
  const without = "cost allocation tags are neither checked nor activated";
  return { status: "warning", text: `${reasonText(read)}: ${without}`, mend: mendOf(read, keys), fault: read.fault };
}

function reasonText(read: Unread): string {
  const payer = read.account === null ? "the payer's account" : `account ${read.account}`;
  switch (read.reason) {
    case "denied":
      return `denied in ${payer}`;
    case "role-refused":
      return `the role in ${payer} cannot be assumed`;
    case "linked-account":
      return `${payer} is a linked account, and not the one that pays`;
    case "not-enabled":
      return `Cost Explorer is off in ${payer}`;
    case "no-role":
      return `not asked, since only a role reaches ${payer}, which pays`;
    case "no-cost-explorer":
      return "not asked, since the partition has no Cost Explorer";
    case "unanswered":
      return `no usable answer from ${payer}`;
  }
}

/** As a plan tells it, but for what is wrong before billing is even asked. */
function mendOf(read: Unread, keys: readonly string[]): string | null {
  if (read.fault?.kind === "credentials") return mendFor(read.fault);
  return unreadWarnings(keys, read)[0]?.hint ?? null;
}
