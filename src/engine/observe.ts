/** Reads AWS until every decision of the diff rests on something that was really read (DESIGN section 5). */
import PQueue from "p-queue";
import type { Catalogue, CatalogueHalf } from "../core/catalogue.ts";
import { bindCaller, type Desired, type DesiredAccount, desiredTargets } from "../core/desired.ts";
import { type Diff, diffProfiles } from "../core/diff.ts";
import type { Fault } from "../core/fault.ts";
import type { Moment } from "../core/moment.ts";
import type { MissingReads, Observation, ObservedTarget, ReadTarget } from "../core/observation.ts";
import { CALLER, type LiveProfile, type Target, targetId } from "../core/profile.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { ReadGateway, ReadPorts } from "./ports.ts";

export interface Observed {
  /** The configuration with the caller's real account number in it. */
  readonly desired: Desired;
  readonly observation: Observation;
  readonly diff: Diff;
  readonly diagnostics: readonly Diagnostic[];
}

/** Either what was seen, or the fault that kept us from even knowing the account. */
export type ObserveResult =
  | { readonly ok: true; readonly value: Observed }
  | { readonly ok: false; readonly fault: Fault }
  /** Accounts that the caller's own credentials cannot reach. */
  | { readonly ok: false; readonly fault: null; readonly caller: string; readonly outOfReach: readonly string[] };

export interface ObserveOptions {
  readonly now: Moment;
  /** Read every tag exactly, one call a profile (`--refresh exact`). */
  readonly exact: boolean;
  /** Told as each target ends, for progress. */
  readonly onTarget?: (target: ObservedTarget) => void;
}

/** Targets read at the same time, and tag reads at the same time within one target. */
const TARGETS_AT_ONCE = 16;
const READS_AT_ONCE = 16;

/** Reads for a decision may uncover another decision; more rounds than this would be a bug. */
const MAX_ROUNDS = 6;

export async function observe(desired: Desired, ports: ReadPorts, options: ObserveOptions): Promise<ObserveResult> {
  const queue = new PQueue({ concurrency: TARGETS_AT_ONCE });
  const named = desired.accounts.flatMap(({ id, pending }) => (id === CALLER || pending ? [] : [id]));
  if (named.length > 0 && !ports.assumesRoles) {
    const caller = await ports.identity.callerAccount();
    if (!caller.ok) return { ok: false, fault: caller.fault };
    const outOfReach = named.filter((id) => id !== caller.value);
    if (outOfReach.length > 0) return { ok: false, fault: null, caller: caller.value, outOfReach };
  }
  const needsIdentity = desired.accounts.some(({ id }) => id === CALLER);
  const [identity, firsts] = await Promise.all([
    needsIdentity ? ports.identity.callerAccount() : null,
    Promise.all(desiredTargets(desired).map((target) => queue.add(() => readFirst(desired, target, ports, options)))),
  ]);
  if (identity !== null && !identity.ok) return { ok: false, fault: identity.fault };
  const caller = identity?.value ?? CALLER;
  const bound = bindCaller(desired, caller);
  const targets = firsts.map(({ observed }) => bindTarget(observed, caller));
  const { observation, diff, diagnostics } = await settle(bound, { targets }, ports, options);
  return {
    ok: true,
    value: {
      desired: bound,
      observation,
      diff,
      diagnostics: [...firsts.flatMap((first) => first.diagnostics), ...diagnostics, ...faultsOf(observation)],
    },
  };
}

interface FirstRead {
  readonly observed: ObservedTarget;
  readonly diagnostics: readonly Diagnostic[];
}

/** The inventory, joined with the tags of one bulk read; where that is denied, every tag by itself. */
async function readFirst(
  desired: Desired,
  target: Target,
  ports: ReadPorts,
  options: ObserveOptions,
): Promise<FirstRead> {
  const account = desired.accounts.find(({ id }) => id === target.account);
  const base = { target, ...nameOf(account) };
  if (account?.pending === true) return { observed: { ...base, status: "pending" }, diagnostics: [] };
  const reader = ports.reader(target);
  const [listed, tagged] = await Promise.all([reader.listProfiles(), options.exact ? null : reader.listTags()]);
  if (!listed.ok) return ended({ ...base, status: "unreadable", fault: listed.fault }, options);
  if (tagged !== null && !tagged.ok && tagged.fault.kind !== "denied") {
    return ended({ ...base, status: "unreadable", fault: tagged.fault }, options);
  }
  if (tagged?.ok === true) {
    const live = listed.value.map((profile) => ({ ...profile, tags: tagged.value.get(profile.arn) ?? null }));
    return ended({ ...base, status: "read", live, catalogue: {} }, options);
  }
  const unread: ReadTarget = { ...base, status: "read", live: listed.value, catalogue: {} };
  const observed = await readExactly(unread, new Set(listed.value.map(({ arn }) => arn)), reader);
  if (tagged === null) return ended(observed, options);
  const detail = `${tagged.fault.operation} is denied in ${targetId(target)}.`;
  options.onTarget?.(observed);
  return { observed, diagnostics: [diagnostic("aws/tags-read-one-by-one", { detail, target })] };
}

function ended(observed: ObservedTarget, options: ObserveOptions): FirstRead {
  options.onTarget?.(observed);
  return { observed, diagnostics: [] };
}

function nameOf(account: DesiredAccount | undefined): { accountName?: string } {
  return account?.name === undefined ? {} : { accountName: account.name };
}

function bindTarget(observed: ObservedTarget, caller: string): ObservedTarget {
  if (observed.target.account !== CALLER) return observed;
  const target = { ...observed.target, account: caller };
  if (observed.status !== "read") return { ...observed, target };
  return { ...observed, target, live: observed.live.map((profile) => ({ ...profile, target })) };
}

/** Diffs, reads what the diff still misses, and diffs again, until nothing is missing. */
async function settle(
  desired: Desired,
  first: Observation,
  ports: ReadPorts,
  options: ObserveOptions,
): Promise<Omit<Observed, "desired">> {
  let observation = first;
  const diagnostics: Diagnostic[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const diff = diffProfiles(desired, observation, options.now);
    if (diff.missing.length === 0) return { observation, diff, diagnostics };
    const missing = new Map(diff.missing.map((reads) => [targetId(reads.target), reads]));
    const targets = await Promise.all(
      observation.targets.map(async (observed) => {
        const reads = missing.get(targetId(observed.target));
        if (reads === undefined || observed.status !== "read") return observed;
        return readMissing(observed, reads, ports.reader(observed.target), diagnostics);
      }),
    );
    observation = { targets };
  }
  throw new Error(`reads did not settle in ${MAX_ROUNDS} rounds`);
}

async function readMissing(
  observed: ReadTarget,
  reads: MissingReads,
  reader: ReadGateway,
  diagnostics: Diagnostic[],
): Promise<ObservedTarget> {
  const [exact, catalogue] = await Promise.all([
    readExactly(observed, new Set(reads.exact), reader),
    readCatalogue(observed, reads.catalogue, reader, diagnostics),
  ]);
  return exact.status === "read" ? { ...exact, catalogue } : exact;
}

/** A profile that is gone by now is left out; any other fault makes the target unreadable (DESIGN section 1, rule 5). */
async function readExactly(
  observed: ReadTarget,
  arns: ReadonlySet<string>,
  reader: ReadGateway,
): Promise<ObservedTarget> {
  if (arns.size === 0) return observed;
  const queue = new PQueue({ concurrency: READS_AT_ONCE });
  const answers = await Promise.all(
    observed.live.map(async (profile) => {
      if (!arns.has(profile.arn)) return { profile, fault: null };
      const answer = await queue.add(() => reader.readTags(profile.arn));
      if (answer.ok) return { profile: { ...profile, tags: answer.value, exact: true }, fault: null };
      return { profile: null, fault: answer.fault.kind === "not-found" ? null : answer.fault };
    }),
  );
  const fault = answers.find((answer) => answer.fault !== null)?.fault;
  if (fault !== undefined && fault !== null) {
    const { target, accountName } = observed;
    return { target, ...(accountName === undefined ? {} : { accountName }), status: "unreadable", fault };
  }
  return { ...observed, live: answers.flatMap(({ profile }): LiveProfile[] => (profile === null ? [] : [profile])) };
}

async function readCatalogue(
  observed: ReadTarget,
  halves: readonly CatalogueHalf[],
  reader: ReadGateway,
  diagnostics: Diagnostic[],
): Promise<Catalogue> {
  const answers = await Promise.all(halves.map(async (half) => ({ half, answer: await reader.readCatalogue(half) })));
  const read = answers.map(({ half, answer }) => {
    if (answer.ok) return [half, answer.value] as const;
    const { operation, message } = answer.fault;
    const detail = `${operation} in ${targetId(observed.target)}: ${message}`;
    diagnostics.push(diagnostic("aws/catalogue-unreadable", { detail, target: observed.target }));
    return [half, null] as const;
  });
  return { ...observed.catalogue, ...Object.fromEntries(read) };
}

function faultsOf(observation: Observation): Diagnostic[] {
  return observation.targets.flatMap(({ status, target, ...rest }) => {
    if (status !== "unreadable") return [];
    const fault = "fault" in rest ? rest.fault : undefined;
    const detail = `${fault?.operation ?? "a read"} in ${targetId(target)}: ${fault?.message ?? "no answer"}`;
    const id = fault?.requestId === undefined ? "" : ` (request id ${fault.requestId})`;
    return [diagnostic("aws/target-unreadable", { detail: detail + id, target })];
  });
}
