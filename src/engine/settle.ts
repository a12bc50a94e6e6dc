/** Reads what decisions still rest on, until the diff trusts all of them (DESIGN section 5). */
import PQueue from "p-queue";
import type { Catalogue, CatalogueHalf } from "../core/catalogue.ts";
import { type LifecycleWish, needsLifecycles } from "../core/deadlines.ts";
import { deniedIn } from "../core/denied.ts";
import type { Desired } from "../core/desired.ts";
import { type Diff, diffProfiles } from "../core/diff.ts";
import type { Moment } from "../core/moment.ts";
import type { MissingReads, Observation, ObservedTarget, ReadTarget } from "../core/observation.ts";
import { type LiveProfile, targetId } from "../core/profile.ts";
import type { NameScope } from "../core/scope.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { eachTarget } from "./each-target.ts";
import type { ReadGateway, ReadPorts } from "./ports.ts";

/** Tag reads at the same time within one target, before pacing. */
const READS_AT_ONCE = 16;

/** Reads for a decision may uncover another decision; more rounds than this would be a bug. */
const MAX_ROUNDS = 8;

export interface SettleOptions {
  readonly now: Moment;
  /** Decide about these names only; all are read. */
  readonly names?: NameScope;
  /** Whose models to ask the end of, though no decision needs it; nobody's without it. */
  readonly lifecycles?: LifecycleWish;
}

export interface Settled {
  readonly observation: Observation;
  /** One for each version of the configuration, all of the same live state. */
  readonly diffs: readonly Diff[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Diffs, reads what the diffs still miss, and diffs again, until nothing is missing. */
export async function settle(
  versions: readonly Desired[],
  first: Observation,
  ports: Pick<ReadPorts, "reader">,
  options: SettleOptions,
): Promise<Settled> {
  let observation = first;
  const diagnostics: Diagnostic[] = [];
  const decisive = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const diffs = versions.map((desired) => diffProfiles(desired, observation, options.now, options.names));
    const needed = joinMissing(diffs.flatMap((diff) => diff.missing));
    const lifecycles = missingLifecycles(versions, observation, options.lifecycles ?? "nobody");
    const missing = joinMissing([...needed.values(), ...lifecycles]);
    if (missing.size === 0) {
      return { observation, diffs, diagnostics: [...diagnostics, ...lifecyclesUnread(observation, decisive)] };
    }
    for (const [id, { catalogue }] of needed) if (catalogue.includes("foundation")) decisive.add(id);
    const targets = await eachTarget(observation.targets, async (observed) => {
      const reads = missing.get(targetId(observed.target));
      if (reads === undefined || observed.status !== "read") return observed;
      const told = needed.get(targetId(observed.target))?.catalogue ?? [];
      return readMissing(observed, reads, ports.reader(observed.target), { told, diagnostics });
    });
    observation = { targets };
  }
  throw new Error(`reads did not settle in ${MAX_ROUNDS} rounds`);
}

function joinMissing(all: readonly MissingReads[]): Map<string, MissingReads> {
  const joined = new Map<string, MissingReads>();
  for (const { target, exact, catalogue } of all) {
    const earlier = joined.get(targetId(target));
    joined.set(targetId(target), {
      target,
      exact: [...(earlier?.exact ?? []), ...exact],
      catalogue: [...new Set([...(earlier?.catalogue ?? []), ...catalogue])],
    });
  }
  return joined;
}

/** Where it is said that a half of the catalogue is closed, and of which halves. */
interface CatalogueFaults {
  /** Those that a decision needs; where only lifecycles were looked for, that is said once for all targets. */
  readonly told: readonly CatalogueHalf[];
  readonly diagnostics: Diagnostic[];
}

/** Reads that no decision needs, but whoever wants to know when models end. */
function missingLifecycles(
  versions: readonly Desired[],
  { targets }: Observation,
  wish: LifecycleWish,
): MissingReads[] {
  return targets.flatMap((observed): MissingReads[] =>
    observed.status === "read" && needsLifecycles(observed, versions, wish)
      ? [{ target: observed.target, exact: [], catalogue: ["foundation"] }]
      : [],
  );
}

function lifecyclesUnread({ targets }: Observation, decisive: ReadonlySet<string>): Diagnostic[] {
  const closed = targets.filter(
    (observed) =>
      observed.status === "read" && observed.catalogue.foundation === null && !decisive.has(targetId(observed.target)),
  );
  return deniedIn(
    "aws/lifecycles-unread",
    closed.map(({ target }) => target),
  );
}

async function readMissing(
  observed: ReadTarget,
  reads: MissingReads,
  reader: ReadGateway,
  faults: CatalogueFaults,
): Promise<ObservedTarget> {
  const [exact, catalogue] = await Promise.all([
    readExactly(observed, new Set(reads.exact), reader),
    readCatalogue(observed, reads.catalogue, reader, faults),
  ]);
  return exact.status === "read" ? { ...exact, catalogue } : exact;
}

/** A profile that is gone by now is left out; any other fault makes the target unreadable (DESIGN section 1, rule 5). */
export async function readExactly(
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
  { told, diagnostics }: CatalogueFaults,
): Promise<Catalogue> {
  const answers = await Promise.all(halves.map(async (half) => ({ half, answer: await reader.readCatalogue(half) })));
  const read = answers.map(({ half, answer }) => {
    if (answer.ok) return [half, answer.value] as const;
    const { operation, message } = answer.fault;
    const detail = `${operation} in ${targetId(observed.target)}: ${message}`;
    if (told.includes(half))
      diagnostics.push(diagnostic("aws/catalogue-unreadable", { detail, target: observed.target }));
    return [half, null] as const;
  });
  return { ...observed.catalogue, ...Object.fromEntries(read) };
}
