/** What of an estate could not be read, by cause: one refusal of everything is one thing to mend. */
import type { Estate, EstateAccount, EstateTarget } from "./assess.ts";
import type { Fault } from "./fault.ts";
import { groupBy } from "./group-by.ts";

/** Whatever the same refusal kept from being read; `fault` is the first one's, whose words may name its own place. */
export interface Unread<T> {
  readonly first: T;
  /** With the first. */
  readonly all: readonly T[];
  readonly fault: Fault;
}

/** Accounts whose role could not be assumed. */
export function unreadAccounts({ accounts }: Pick<Estate, "accounts">): Unread<EstateAccount>[] {
  return byCause(accounts);
}

/** Targets that should have answered. */
export function unreadTargets({ targets }: Pick<Estate, "targets">): Unread<EstateTarget>[] {
  return byCause(targets.filter(({ status }) => status === "unreadable"));
}

function byCause<T extends { readonly fault: Fault | null }>(unread: readonly T[]): Unread<T>[] {
  const refused = unread.flatMap((one) => (one.fault === null ? [] : [{ one, fault: one.fault }]));
  const groups = groupBy(refused, ({ fault: { operation, kind, code } }) => JSON.stringify([operation, kind, code]));
  return [...groups.values()].flatMap((group) => {
    const [head] = group;
    return head === undefined ? [] : [{ first: head.one, fault: head.fault, all: group.map(({ one }) => one) }];
  });
}
