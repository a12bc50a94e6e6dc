/** What the configuration as a whole asks for: the output of `config/`, an input of the diff. */
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import { CALLER, type DesiredProfile, type Target } from "./profile.ts";

/** An account that the file names; without `accounts:` there is one, the caller's. */
export interface DesiredAccount {
  /** Twelve digits or `CALLER`. */
  readonly id: string;
  /** The name the file gives it; absent for the caller's account. */
  readonly name?: string;
  readonly regions: readonly string[];
  /** Its role does not exist yet: it is skipped without an error. */
  readonly pending: boolean;
}

export interface ReleasePattern {
  /** Glob over profile names. */
  readonly pattern: string;
  readonly declaredAt: SourceRange;
}

/** Consent in the reviewed file to what the guards would stop. */
export interface GuardAllowance {
  readonly deletes: number;
  readonly inUse: readonly string[];
  /** Last day (UTC, `YYYY-MM-DD`, inclusive) on which it counts. */
  readonly until: string;
}

export interface GuardLimits {
  readonly maxDeletes: number;
  readonly maxDeletePercent: number;
  readonly inUseDays: number;
  readonly allow?: GuardAllowance;
}

/** What the guards of a whole plan judge by. */
export interface EndLimits extends Pick<GuardLimits, "maxDeletes" | "maxDeletePercent"> {
  readonly allow?: Pick<GuardAllowance, "deletes" | "until">;
}

export type ReplaceTrigger = "model" | "description";

export interface ReplacementPolicy {
  /** Milliseconds that an old ARN goes on working after its replacement; 0 deletes it in the same apply. */
  readonly graceMs: number;
  readonly on: readonly ReplaceTrigger[];
}

export interface Project {
  readonly name: string;
  readonly formerly: readonly string[];
  readonly costCenter?: string;
  readonly owner?: string;
  /** Money a month, in the payer's currency. */
  readonly budget?: number;
}

export interface Desired {
  readonly stack: string;
  readonly formerStacks: readonly string[];
  readonly accounts: readonly DesiredAccount[];
  readonly profiles: readonly DesiredProfile[];
  readonly release: readonly ReleasePattern[];
  /** Globs over tag keys that are never a difference; `aws:*` is always one. */
  readonly ignoreTags: readonly string[];
  readonly costAllocationTags: readonly string[];
  /** Account id of the payer, where it is not the account of the credentials. */
  readonly billingAccount?: string;
  readonly guards: GuardLimits;
  readonly replacement: ReplacementPolicy;
  /** SSM parameter path with `{name}` and `{tag}` placeholders. */
  readonly publishSsm?: string;
  readonly projects: readonly Project[];
  /** How long a model must still live for a profile to be created from it; absent: no rule. */
  readonly minModelLifeMs?: number;
}

/** Every account × region that the file looks after, pending accounts included. */
export function desiredTargets(desired: Desired): Target[] {
  return desired.accounts.flatMap((account) => account.regions.map((region) => ({ account: account.id, region })));
}

export interface NamedTarget {
  readonly target: Target;
  /** The name the file gives the account. */
  readonly accountName?: string;
}

/** The same, each with the name of its account. */
export function namedTargets(desired: Desired): NamedTarget[] {
  const names = new Map(desired.accounts.map(({ id, name }) => [id, name]));
  return desiredTargets(desired).map((target) => {
    const accountName = names.get(target.account);
    return { target, ...(accountName === undefined ? {} : { accountName }) };
  });
}

/** Puts the caller's real account number in the place of `CALLER`. */
export function bindCaller(desired: Desired, accountId: string): Desired {
  const bind = (id: string): string => (id === CALLER ? accountId : id);
  return {
    ...desired,
    accounts: desired.accounts.map((account) => ({ ...account, id: bind(account.id) })),
    profiles: desired.profiles.map((p) => ({ ...p, key: { ...p.key, account: bind(p.key.account) } })),
  };
}
