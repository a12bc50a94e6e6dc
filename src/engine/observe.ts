/** Reads AWS until every decision of the diff rests on something that was really read (DESIGN section 5). */
import { deniedIn } from "../core/denied.ts";
import { bindCaller, type Desired, type NamedTarget, namedTargets } from "../core/desired.ts";
import type { Diff } from "../core/diff.ts";
import type { Fault } from "../core/fault.ts";
import type { Observation, ObservedTarget, ReadTarget } from "../core/observation.ts";
import { CALLER, type Target, targetId } from "../core/profile.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { eachTarget } from "./each-target.ts";
import type { ReadPorts } from "./ports.ts";
import { readExactly, type SettleOptions, settle } from "./settle.ts";

export interface Observed {
  /** The configuration with the caller's real account number in it. */
  readonly desired: Desired;
  readonly observation: Observation;
  readonly diff: Diff;
  /** What `options.base` would have had to change in the very same live state. */
  readonly baseDiff: Diff | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Either what was seen, or the fault that kept us from even knowing the account. */
export type ObserveResult =
  | { readonly ok: true; readonly value: Observed }
  | { readonly ok: false; readonly fault: Fault }
  /** Accounts that the caller's own credentials cannot reach. */
  | { readonly ok: false; readonly fault: null; readonly caller: string; readonly outOfReach: readonly string[] };

/** How a read of all targets goes on, for progress. */
export interface ReadingTold {
  /** Once before the reads: every target there is. */
  readonly onTargets?: (targets: readonly NamedTarget[]) => void;
  readonly onBegin?: (target: Target) => void;
  readonly onTarget?: (target: ObservedTarget) => void;
}

export interface ObserveOptions extends SettleOptions, ReadingTold {
  /** Read every tag exactly, one call a profile (`--refresh exact`). */
  readonly exact: boolean;
  /** An older configuration to compare with (`plan --base`). */
  readonly base?: Desired;
}

export async function observe(desired: Desired, ports: ReadPorts, options: ObserveOptions): Promise<ObserveResult> {
  const named = desired.accounts.flatMap(({ id, pending }) => (id === CALLER || pending ? [] : [id]));
  if (named.length > 0 && !ports.assumesRoles) {
    const caller = await ports.identity.callerAccount();
    if (!caller.ok) return { ok: false, fault: caller.fault };
    const outOfReach = named.filter((id) => id !== caller.value);
    if (outOfReach.length > 0) return { ok: false, fault: null, caller: caller.value, outOfReach };
  }
  const targetsToRead = namedTargets(desired);
  options.onTargets?.(targetsToRead);
  const needsIdentity = desired.accounts.some(({ id }) => id === CALLER);
  const [identity, firsts] = await Promise.all([
    needsIdentity ? ports.identity.callerAccount() : null,
    eachTarget(targetsToRead, (target) => readFirst(desired, target, ports, options)),
  ]);
  if (identity !== null && !identity.ok) return { ok: false, fault: identity.fault };
  const caller = identity?.value ?? CALLER;
  const bound = bindCaller(desired, caller);
  const targets = firsts.map(({ observed }) => bindTarget(observed, caller));
  const versions = [bound, ...(options.base === undefined ? [] : [bindCaller(options.base, caller)])];
  const { observation, diffs, diagnostics } = await settle(versions, { targets }, ports, options);
  const [diff, baseDiff = null] = diffs;
  if (diff === undefined) throw new Error("unreachable: there is a diff for each version");
  const slow = firsts.flatMap(({ bulkFault }, index) =>
    bulkFault === null ? [] : [targets[index]?.target ?? []].flat(),
  );
  return {
    ok: true,
    value: {
      desired: bound,
      observation,
      diff,
      baseDiff,
      diagnostics: [...deniedIn("aws/tags-read-one-by-one", slow), ...diagnostics, ...faultsOf(observation)],
    },
  };
}

interface FirstRead {
  readonly observed: ObservedTarget;
  /** Why tags were read one by one, where the bulk read was denied. */
  readonly bulkFault: Fault | null;
}

/** The inventory, joined with the tags of one bulk read; where that is denied, every tag by itself. */
async function readFirst(
  desired: Desired,
  base: NamedTarget,
  ports: ReadPorts,
  options: ObserveOptions,
): Promise<FirstRead> {
  const { target } = base;
  const isPending = desired.accounts.some(({ id, pending }) => id === target.account && pending);
  if (isPending) return ended({ ...base, status: "pending" }, options);
  options.onBegin?.(target);
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
  return ended(observed, options, tagged?.fault ?? null);
}

function ended(observed: ObservedTarget, options: ObserveOptions, bulkFault: Fault | null = null): FirstRead {
  options.onTarget?.(observed);
  return { observed, bulkFault };
}

function bindTarget(observed: ObservedTarget, caller: string): ObservedTarget {
  if (observed.target.account !== CALLER) return observed;
  const target = { ...observed.target, account: caller };
  if (observed.status !== "read") return { ...observed, target };
  return { ...observed, target, live: observed.live.map((profile) => ({ ...profile, target })) };
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
