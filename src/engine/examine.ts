/** Asks every target what `doctor` judges. Reads only, all targets at once. */
import PQueue from "p-queue";
import { modelsToAsk } from "../core/checkup-models.ts";
import type { Caller, TargetAnswers, TargetReads } from "../core/checkup-reads.ts";
import { bindCaller, type Desired, desiredTargets } from "../core/desired.ts";
import type { Answer } from "../core/fault.ts";
import { CALLER, compareText, type Target } from "../core/profile.ts";
import type { DoctorPorts } from "./ports.ts";

export interface Examined {
  /** With the caller's real account number in it, where STS tells it. */
  readonly desired: Desired;
  readonly reads: readonly TargetReads[];
  /** Targets whose role does not exist yet: not asked. */
  readonly pending: readonly Target[];
}

/** Targets that are asked at the same time. */
const TARGETS_AT_ONCE = 16;

export async function examine(desired: Desired, ports: DoctorPorts): Promise<Examined> {
  const pendingIds = new Set(desired.accounts.filter(({ pending }) => pending).map(({ id }) => id));
  const targets = desiredTargets(desired);
  const callers = new Map<string, Promise<Answer<Caller>>>();
  /** One question an account: its regions share the credentials. */
  const callerOf = (target: Target): Promise<Answer<Caller>> => {
    const asked = callers.get(target.account) ?? ports.doctor(target).caller();
    callers.set(target.account, asked);
    return asked;
  };
  const queue = new PQueue({ concurrency: TARGETS_AT_ONCE });
  const reads = await Promise.all(
    targets
      .filter(({ account }) => !pendingIds.has(account))
      .map((target) => queue.add(() => examineTarget(target, desired, ports, callerOf))),
  );
  const self = await callers.get(CALLER);
  const account = self?.ok === true ? self.value.account : CALLER;
  const bind = (target: Target): Target => (target.account === CALLER ? { ...target, account } : target);
  return {
    desired: bindCaller(desired, account),
    reads: reads.map((read) => ({ ...read, target: bind(read.target) })),
    pending: targets.filter((target) => pendingIds.has(target.account)),
  };
}

async function examineTarget(
  target: Target,
  desired: Desired,
  ports: DoctorPorts,
  callerOf: (target: Target) => Promise<Answer<Caller>>,
): Promise<TargetReads> {
  const caller = await callerOf(target);
  const isRight = caller.ok && (target.account === CALLER || target.account === caller.value.account);
  return { target, caller, answers: isRight ? await askServices(target, desired, ports) : null };
}

/** First all that depends on nothing, then what has to name a profile or a model that was found. */
async function askServices(target: Target, desired: Desired, ports: DoctorPorts): Promise<TargetAnswers> {
  const [reader, doctor] = [ports.reader(target), ports.doctor(target)];
  const [profiles, tags, system, foundation, quota] = await Promise.all([
    reader.listProfiles(),
    reader.listTags(),
    reader.readCatalogue("system"),
    reader.readCatalogue("foundation"),
    doctor.readQuota(),
  ]);
  const models = modelsToAsk(target, desired, { system, foundation });
  const profileArn = profiles.ok ? profiles.value[0]?.arn : undefined;
  const systemId = system.ok ? [...system.value.keys()].sort(compareText)[0] : undefined;
  const [oneSystemProfile, oneProfilesTags, availability] = await Promise.all([
    systemId === undefined ? null : doctor.getProfile(systemId),
    profileArn === undefined ? null : reader.readTags(profileArn),
    Promise.all(models.map(async (model) => [model, await doctor.readAvailability(model)] as const)),
  ]);
  const first = { profiles, tags, system, foundation, quota };
  return { ...first, oneSystemProfile, oneProfilesTags, availability: new Map(availability) };
}
