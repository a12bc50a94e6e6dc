/** Asks the payer's billing about cost allocation tags; whatever goes wrong is a value, since it stops nothing. */
import { type BillingRead, type CostTag, costExplorerRegion, payerOf, reasonOf } from "../core/billing.ts";
import type { Desired } from "../core/desired.ts";
import type { Answer, Fault } from "../core/fault.ts";
import { CALLER } from "../core/profile.ts";
import type { Backfill } from "../core/tag-clocks.ts";
import type { Payer } from "./ports/billing.ts";
import type { ReadPorts } from "./ports.ts";

type Unread = Extract<BillingRead, { status: "unread" }>;

/** The payer, or why it cannot be asked. */
export type FoundPayer =
  | { readonly ok: true; readonly payer: Payer; readonly account: string | null }
  | { readonly ok: false; readonly unread: Unread };

/** `billing.account` of the file, else the only account there is, else that of the credentials. */
export async function findPayer(desired: Desired, ports: ReadPorts): Promise<FoundPayer> {
  const region = costExplorerRegion(desired);
  const named = payerOf(desired) ?? CALLER;
  const known = named === CALLER ? null : named;
  if (region === null) return unread("no-cost-explorer", known, null);
  const needsCaller = named === CALLER ? ports.billing.hasOwnRole : !ports.billing.hasOwnRole && !ports.assumesRoles;
  // Asked anyway while targets are read, so that its number costs nothing more.
  const isAsked = desired.accounts.some(({ id }) => id === CALLER);
  if (!needsCaller && !(named === CALLER && isAsked)) {
    return { ok: true, payer: { account: named, region }, account: known };
  }
  const caller = await ports.identity.callerAccount();
  if (!caller.ok) return unread("unanswered", known, caller.fault);
  if (known !== null && caller.value !== known) return unread("no-role", known, null);
  const account = ports.billing.hasOwnRole ? caller.value : named;
  return { ok: true, payer: { account, region }, account: known ?? caller.value };
}

function unread(reason: Unread["reason"], account: string | null, fault: Fault | null): FoundPayer {
  return { ok: false, unread: { status: "unread", account, reason, fault } };
}

export interface AskedBilling {
  /** Null where it cannot be asked. */
  readonly payer: Payer | null;
  readonly read: BillingRead;
  /** The answer itself, with the requests that it took; null where nobody was asked. */
  readonly listed: Answer<readonly CostTag[]> | null;
}

/** The state of these keys; null stands for every key that billing knows. */
export async function askBilling(
  desired: Desired,
  ports: ReadPorts,
  keys: readonly string[] | null,
): Promise<AskedBilling> {
  const found = await findPayer(desired, ports);
  return found.ok ? askPayer(found, ports, keys) : { payer: null, read: found.unread, listed: null };
}

async function askPayer(
  found: Extract<FoundPayer, { ok: true }>,
  ports: ReadPorts,
  keys: readonly string[] | null,
): Promise<AskedBilling> {
  const { payer } = found;
  const listed = await ports.billing.reader(payer).listTags(keys);
  if (listed.ok) return { payer, listed, read: { status: "read", account: found.account, tags: listed.value } };
  const account = found.account ?? (await callerNumber(ports));
  return { payer, listed, read: { status: "unread", account, reason: reasonOf(listed.fault), fault: listed.fault } };
}

/** Only for the warning: worth a call, and no trouble of its own. */
async function callerNumber({ identity }: ReadPorts): Promise<string | null> {
  const caller = await identity.callerAccount();
  return caller.ok ? caller.value : null;
}

export interface AskedBackfills extends AskedBilling {
  /** Why they are not known, where they are not. */
  readonly backfills: Answer<readonly Backfill[]> | null;
}

/** The same, with the backfills that there were; asked at the same time. */
export async function askBillingHistory(
  desired: Desired,
  ports: ReadPorts,
  keys: readonly string[] | null,
): Promise<AskedBackfills> {
  const found = await findPayer(desired, ports);
  if (!found.ok) return { payer: null, read: found.unread, listed: null, backfills: null };
  const [asked, backfills] = await Promise.all([
    askPayer(found, ports, keys),
    ports.billing.reader(found.payer).listBackfills(),
  ]);
  return { ...asked, backfills };
}
