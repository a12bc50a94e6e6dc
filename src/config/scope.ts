/** The accounts and regions that the main file declares. */
import type { DesiredAccount } from "../core/desired.ts";
import { CALLER } from "../core/profile.ts";
import type { Checked } from "./checked.ts";
import { entriesOf, items } from "./config-part.ts";
import type { WrittenConfig } from "./generated/written-config.ts";

export interface Scope {
  readonly accounts: readonly DesiredAccount[];
  /** Accounts by the name in the file; empty when the file names none. */
  readonly byName: ReadonlyMap<string, DesiredAccount>;
  /** Every region that some account has. */
  readonly regions: ReadonlySet<string>;
}

/** Reads the scope; an account without a usable id keeps its name, so that references to it are no further error. */
export function scopeOf(config: Checked<WrittenConfig>): Scope {
  const topRegions = [...items(config.regions)].map(([, region]) => region);
  const accounts: DesiredAccount[] = entriesOf(config.accounts).map(([name, account]) => ({
    id: account.id ?? "",
    name,
    regions: account.regions === undefined ? topRegions : [...items(account.regions)].map(([, region]) => region),
    pending: account.pending ?? false,
  }));
  const byName = new Map(accounts.map((account) => [account.name ?? "", account]));
  if (config.accounts === undefined) accounts.push({ id: CALLER, regions: topRegions, pending: false });
  return { accounts, byName, regions: new Set([...topRegions, ...accounts.flatMap((account) => account.regions)]) };
}
