/** What `assess` needs of AWS Organizations. */
import type { Answer } from "../../core/fault.ts";

export interface OrganizationAccount {
  /** Twelve digits. */
  readonly id: string;
  /** As the organization calls it. */
  readonly name: string;
}

/** Reads with the caller's own credentials: those of the management account, or of a delegated administrator. */
export interface OrganizationReader {
  /** Every active account, the caller's own among them (`organizations:ListAccounts`). */
  listAccounts(): Promise<Answer<readonly OrganizationAccount[]>>;
}
