/** The plan as it is written to a file: flat, with every key in a fixed order (DESIGN section 8). */
import type { BillingChange } from "./billing.ts";
import type { Calls } from "./calls.ts";
import type { Action, Change, ProfileSpec, Reason } from "./change.ts";
import { type ChangeMoney, toFileMoney } from "./change-money.ts";
import type { Fault } from "./fault.ts";
import { type PlanFileDiagnostic, toFileDiagnostic } from "./file-diagnostic.ts";
import { type FilePlace, toFilePlace } from "./file-place.ts";
import type { Plan, PlanBase, PlanGuards, PlannedChange, PlanTarget, Scope, Summary } from "./plan.ts";
import { type PlanDeadlines, toFileDeadlines } from "./plan-deadlines.ts";
import { type PlanFileParameter, toFileParameter } from "./plan-file-parameters.ts";
import { type PlanShard, toFileShard } from "./plan-shard.ts";
import { compareText, type Tags } from "./profile.ts";
import { sealOf } from "./seal.ts";
import type { TagEdits } from "./tag-edits.ts";
import { type TokenCoverage, toFileCoverage } from "./token-coverage.ts";

export interface PlanFileTarget extends Omit<PlanTarget, "fault"> {
  /** Only where the target could not be read. */
  readonly fault?: Fault;
}

export interface PlanFileChange {
  readonly action: Action;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly hash: string | null;
  readonly before: ProfileSpec | null;
  readonly after: ProfileSpec | null;
  /** Complete: Strata's own tags included, since an apply executes them. */
  readonly tagEdits: TagEdits | null;
  readonly arn: string | null;
  readonly because: readonly Reason[];
  readonly declaredAt: FilePlace | null;
  /** Only of what ends an ARN, where it was asked; null where nobody could tell. */
  readonly calls?: Calls | null;
  /** Only of a plan with a base. */
  readonly alreadyPending?: boolean;
  /** Only with `plan --money`. */
  readonly money?: ChangeMoney;
  /** Only of a replace. */
  readonly graceMs?: number;
  /** Only of a replace. */
  readonly successor?: string | null;
  /** Only of a replace: ignored tags that move along to the new profile. */
  readonly carriedTags?: Tags;
}

export interface PlanFile {
  readonly formatVersion: "1.0";
  readonly stack: string;
  readonly hash: string;
  readonly complete: boolean;
  readonly scope: Scope;
  /** Only with `plan --base`. */
  readonly base?: PlanBase;
  /** Only with `plan --shard`. */
  readonly shard?: PlanShard;
  readonly targets: readonly PlanFileTarget[];
  readonly changes: readonly PlanFileChange[];
  readonly billing: readonly BillingChange[];
  readonly parameters: readonly PlanFileParameter[];
  readonly summary: Summary;
  /** Not of a drift, nor of a part. */
  readonly guards?: PlanGuards;
  /** Only with `drift --coverage`. */
  readonly tokenCoverage?: TokenCoverage;
  /** Only where the catalogue was read. */
  readonly deadlines?: PlanDeadlines;
  readonly diagnostics: readonly PlanFileDiagnostic[];
  /** SHA-256 of all the rest (core/seal.ts). */
  readonly seal: string;
}

/** Equal plans give equal files, byte for byte once stringified: every object is built anew in one order. */
export function toPlanFile(plan: Plan): PlanFile {
  const { scope, summary } = plan;
  const file = {
    formatVersion: plan.formatVersion,
    stack: plan.stack,
    hash: plan.hash,
    complete: plan.complete,
    scope: { targets: scope.targets, only: scope.only, exclude: scope.exclude },
    ...(plan.base === undefined ? {} : { base: { ref: plan.base.ref, commit: plan.base.commit } }),
    ...(plan.shard === undefined ? {} : { shard: toFileShard(plan.shard) }),
    targets: plan.targets.map(toFileTarget),
    changes: plan.changes.map(toFileChange),
    billing: plan.billing.map(toFileBilling),
    parameters: plan.parameters.map(toFileParameter),
    summary: toFileSummary(summary),
    ...(plan.guards === undefined ? {} : { guards: toFileGuards(plan.guards) }),
    ...(plan.tokenCoverage === undefined ? {} : { tokenCoverage: toFileCoverage(plan.tokenCoverage) }),
    ...(plan.deadlines === undefined ? {} : { deadlines: toFileDeadlines(plan.deadlines) }),
    diagnostics: plan.diagnostics.map(toFileDiagnostic),
  };
  return { ...file, seal: sealOf(file) };
}

function toFileBilling({ action, key, from, hash, account, alreadyPending }: BillingChange): BillingChange {
  return {
    action,
    key,
    from,
    hash,
    ...(account === undefined ? {} : { account }),
    ...(alreadyPending === undefined ? {} : { alreadyPending }),
  };
}

function toFileGuards({ ends, parameters, serving, maxDeletes, maxDeletePercent, consent }: PlanGuards): PlanGuards {
  return { ends, parameters, serving, maxDeletes, maxDeletePercent, consent };
}

function toFileTarget(target: PlanTarget): PlanFileTarget {
  const { account, accountName, region, status, managed, unmanaged, fault } = target;
  const flat = { account, accountName, region, status, managed, unmanaged };
  return fault === null ? flat : { ...flat, fault: toFileFault(fault) };
}

/** A fault with its keys in a fixed order. */
export function toFileFault({ kind, retryable, operation, message, code, requestId }: Fault): Fault {
  return {
    kind,
    retryable,
    operation,
    message,
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function toFileChange(change: PlannedChange): PlanFileChange {
  const { key, declaredAt } = change;
  return {
    action: change.action,
    account: key.account,
    region: key.region,
    name: key.name,
    hash: change.hash,
    before: toFileSpec(change.before),
    after: toFileSpec(change.after),
    tagEdits: toFileEdits(change.tagEdits),
    arn: change.arn,
    because: change.because.map(({ code, text }) => ({ code, text })),
    declaredAt: declaredAt === null ? null : toFilePlace(declaredAt),
    ...(change.calls === undefined ? {} : { calls: toFileCalls(change.calls) }),
    ...(change.alreadyPending === undefined ? {} : { alreadyPending: change.alreadyPending }),
    ...(change.money === undefined ? {} : { money: toFileMoney(change.money) }),
    ...replaceKeys(change),
  };
}

function toFileCalls(calls: Calls | null): Calls | null {
  return calls === null ? null : { days: calls.days, invocations: calls.invocations };
}

function replaceKeys(change: Change): Pick<PlanFileChange, "graceMs" | "successor" | "carriedTags"> {
  return change.action === "replace"
    ? { graceMs: change.graceMs, successor: change.successor, carriedTags: sortKeys(change.carriedTags) }
    : {};
}

function toFileSpec(spec: ProfileSpec | null): ProfileSpec | null {
  return spec === null ? null : { source: spec.source, description: spec.description, tags: sortKeys(spec.tags) };
}

function toFileEdits(edits: TagEdits | null): TagEdits | null {
  if (edits === null) return null;
  const set = Object.entries(edits.set).map(([key, { from, to }]) => [key, { from, to }] as const);
  return { set: sortKeys(Object.fromEntries(set)), remove: sortKeys(edits.remove) };
}

function sortKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));
}

function toFileSummary(summary: Summary): Summary {
  const { create, update, replace, delete: deletes, retire, adopt, release, activate, publish, unpublish } = summary;
  const { keep, protected: kept, retiring, blocked, waiting } = summary;
  const done = { create, update, replace, delete: deletes, retire, adopt, release, activate, publish, unpublish };
  return { ...done, keep, protected: kept, retiring, blocked, waiting };
}

/** Tags in key order, for whatever else is written out. */
export function sortTags(tags: Tags): Tags {
  return sortKeys(tags);
}
