/** Asks every target what `doctor` judges. Reads only, all targets at once. */
import type { BillingRead } from "../core/billing.ts";
import { modelsToAsk } from "../core/checkup-models.ts";
import type { Caller, ParameterAnswers, TargetAnswers, TargetReads } from "../core/checkup-reads.ts";
import { bindCaller, type Desired, namedTargets } from "../core/desired.ts";
import type { Answer } from "../core/fault.ts";
import type { ObservedTarget } from "../core/observation.ts";
import { CALLER, compareText, type Target, targetId } from "../core/profile.ts";
import { askBilling } from "./ask-billing.ts";
import { eachTarget } from "./each-target.ts";
import type { ReadingTold } from "./observe.ts";
import { pathsOf } from "./observe-parameters.ts";
import type { ParameterReader } from "./ports/parameters.ts";
import type { Clock, DoctorPorts } from "./ports.ts";
import { timeOf } from "./read-use.ts";

export interface Examined {
  /** With the caller's real account number in it, where STS tells it. */
  readonly desired: Desired;
  readonly reads: readonly TargetReads[];
  /** Targets whose role does not exist yet: not asked. */
  readonly pending: readonly Target[];
  /** Null where the file names no cost allocation tags. */
  readonly billing: BillingRead | null;
}

export interface ExamineOptions extends ReadingTold {
  /** The whole file: who pays does not depend on the scope of a run. */
  readonly declared: Desired;
  readonly clock: Pick<Clock, "now">;
}

export async function examine(
  desired: Desired,
  ports: DoctorPorts,
  { declared, clock, ...told }: ExamineOptions,
): Promise<Examined> {
  const pendingIds = new Set(desired.accounts.filter(({ pending }) => pending).map(({ id }) => id));
  const all = namedTargets(desired);
  const targets = all.filter(({ target }) => !pendingIds.has(target.account));
  const pending = all.filter(({ target }) => pendingIds.has(target.account));
  told.onTargets?.(all);
  for (const one of pending) told.onTarget?.({ ...one, status: "pending" });
  const callers = new Map<string, Promise<Answer<Caller>>>();
  /** One question an account: its regions share the credentials. */
  const callerOf = (target: Target): Promise<Answer<Caller>> => {
    const asked = callers.get(target.account) ?? ports.doctor(target).caller();
    callers.set(target.account, asked);
    return asked;
  };
  const keys = declared.costAllocationTags;
  const asking = { desired, ports, clock, told, pathsIn: pathsOf([desired]) };
  const [billing, reads] = await Promise.all([
    keys.length === 0 ? null : askBilling(declared, ports, keys),
    eachTarget(targets, ({ target }) => examineTarget(target, callerOf, asking)),
  ]);
  const self = await callers.get(CALLER);
  const account = self?.ok === true ? self.value.account : CALLER;
  const bind = (target: Target): Target => (target.account === CALLER ? { ...target, account } : target);
  return {
    desired: bindCaller(desired, account),
    reads: reads.map((read) => ({ ...read, target: bind(read.target) })),
    pending: pending.map(({ target }) => target),
    billing: billing?.read ?? null,
  };
}

interface Asking {
  readonly desired: Desired;
  readonly ports: DoctorPorts;
  readonly clock: Pick<Clock, "now">;
  readonly told: ReadingTold;
  /** Where the file publishes, by the id of a target. */
  readonly pathsIn: (targetId: string) => readonly string[];
}

async function examineTarget(
  target: Target,
  callerOf: (target: Target) => Promise<Answer<Caller>>,
  asking: Asking,
): Promise<TargetReads> {
  asking.told.onBegin?.(target);
  const caller = await callerOf(target);
  const isRight = caller.ok && (target.account === CALLER || target.account === caller.value.account);
  const read = { target, caller, answers: isRight ? await askServices(target, asking) : null };
  asking.told.onTarget?.(observedIn(read));
  return read;
}

/** How the read of a target ended, in the words of any other command. */
function observedIn({ target, caller, answers }: TargetReads): ObservedTarget {
  const profiles = answers?.profiles;
  if (profiles?.ok === true) return { target, status: "read", live: profiles.value, catalogue: {} };
  const refused = caller.ok ? profiles : caller;
  return { target, status: "unreadable", ...(refused?.ok === false && { fault: refused.fault }) };
}

/** CloudWatch tells of the silence of an id that nobody has, so that this needs no profile. */
const NO_PROFILE = "none";

/** First all that depends on nothing, then what has to name a profile or a model that was found. */
async function askServices(target: Target, { desired, ports, clock, pathsIn }: Asking): Promise<TargetAnswers> {
  const [reader, doctor] = [ports.reader(target), ports.doctor(target)];
  const paths = pathsIn(targetId(target));
  const [profiles, tags, system, foundation, quota, use, usedModels, parameters] = await Promise.all([
    reader.listProfiles(),
    reader.listTags(),
    reader.readCatalogue("system"),
    reader.readCatalogue("foundation"),
    doctor.readQuota(),
    ports.usage(target).readUse([NO_PROFILE], ["invocations"], timeOf("1h", clock)),
    ports.usage(target).modelIds(),
    paths.length === 0 ? null : askParameters(paths, ports.parameters(target)),
  ]);
  const models = modelsToAsk(target, desired, { system, foundation });
  const profileArn = profiles.ok ? profiles.value[0]?.arn : undefined;
  const systemId = system.ok ? [...system.value.keys()].sort(compareText)[0] : undefined;
  const [oneSystemProfile, oneProfilesTags, availability] = await Promise.all([
    systemId === undefined ? null : doctor.getProfile(systemId),
    profileArn === undefined ? null : reader.readTags(profileArn),
    Promise.all(models.map(async (model) => [model, await doctor.readAvailability(model)] as const)),
  ]);
  const first = { profiles, tags, system, foundation, quota, use, usedModels, parameters };
  return { ...first, oneSystemProfile, oneProfilesTags, availability: new Map(availability) };
}

/** All paths, as a plan reads them: a policy may allow some alone. Tags of one that is there, if there is any. */
async function askParameters(paths: readonly string[], reader: ParameterReader): Promise<ParameterAnswers> {
  const values = await reader.readParameters(paths);
  const [one = paths[0] ?? ""] = values.ok ? values.value.keys() : [];
  return { values, tags: await reader.readParameterTags(one) };
}
