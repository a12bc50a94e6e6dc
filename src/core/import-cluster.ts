/** Which candidates share an entry, and under what name: one AWS name in many places should be one entry. */
import type { Desired, DesiredAccount } from "./desired.ts";
import { anyGlob } from "./glob.ts";
import type { Candidate } from "./import-select.ts";
import { isDeclarableName, toDeclarableName } from "./import-values.ts";
import type { Observation } from "./observation.ts";
import { isOurs, strataName } from "./ownership.ts";
import { compareText, targetId } from "./profile.ts";

export interface Cluster {
  /** Name of the entry. */
  readonly key: string;
  /** An ARN where the AWS name alone would not say which profile is meant. */
  readonly adopt: true | string;
  /** Never empty; several only with `adopt: true`, since an ARN is of one place. */
  readonly members: readonly Candidate[];
}

/** Every candidate in exactly one cluster, each under a name that no other entry and no profile of ours has. */
export function clusterCandidates(
  candidates: readonly Candidate[],
  desired: Desired,
  observation: Observation,
): Cluster[] {
  const keys = new EntryKeys(candidates, desired, observation);
  const bearers = countBearers(observation);
  const groups = groupBy(candidates, ({ live }) => live.awsName);
  const clusters: Cluster[] = [];
  const rest: { readonly candidate: Candidate; readonly twins: number }[] = [];
  for (const [name, group] of groups) {
    const alone = group.filter((candidate) => bearers.get(bearerId(candidate)) === 1);
    const members = keys.mayBear(name) ? largestEntry(alone, desired.accounts) : [];
    if (members.length > 0) clusters.push({ key: keys.take(name), adopt: true, members });
    for (const candidate of group.filter((one) => !members.includes(one))) {
      const twins = group.filter((one) => bearerId(one) === bearerId(candidate)).length;
      rest.push({ candidate, twins });
    }
  }
  for (const { candidate, twins } of rest) {
    clusters.push({ key: keys.find(candidate, twins > 1), adopt: candidate.live.arn, members: [candidate] });
  }
  return clusters.sort((a, b) => compareText(a.key, b.key));
}

/** Names for entries: each is given away once. */
class EntryKeys {
  readonly #taken: Set<string>;
  /** AWS names of candidates: an entry of another profile under one of them would confuse every reader. */
  readonly #natural: ReadonlySet<string>;
  readonly #isReleased: (name: string) => boolean;

  constructor(candidates: readonly Candidate[], desired: Desired, observation: Observation) {
    const ours = observation.targets.flatMap((observed) =>
      observed.status === "read" ? observed.live.filter(({ tags }) => isOurs(tags, desired)) : [],
    );
    this.#taken = new Set([
      ...desired.profiles.map(({ key }) => key.name),
      // An entry under the name of ours would manage that one instead.
      ...ours.flatMap((live) => [live.awsName, strataName(live)]),
    ]);
    this.#natural = new Set(candidates.map(({ live }) => live.awsName));
    this.#isReleased = anyGlob(desired.release.map(({ pattern }) => pattern));
  }

  mayBear(name: string): boolean {
    return isDeclarableName(name) && !this.#taken.has(name) && !this.#isReleased(name);
  }

  take(name: string): string {
    this.#taken.add(name);
    return name;
  }

  /** `hasTwin`: another candidate of the target bears the same AWS name, so neither may have it to itself. */
  find({ live, accountName }: Candidate, hasTwin: boolean): string {
    const { awsName, target, id } = live;
    const places = hasTwin ? [] : [accountName, target.region, `${accountName ?? target.account}-${target.region}`];
    const suffixes = [...places.filter((place) => place !== undefined), id];
    const own = hasTwin ? [] : [awsName, ...(isDeclarableName(awsName) ? [] : [toDeclarableName(awsName)])];
    const wished = [...own, ...suffixes.map((suffix) => toDeclarableName(awsName, suffix))];
    const isFree = (name: string): boolean => this.mayBear(name) && (name === awsName || !this.#natural.has(name));
    let key = [...wished, `import-${id}`].find(isFree);
    // Ids with signs that no name may have, or globs under `release` that match all of these.
    for (let n = 1; key === undefined; n++) key = [`import-${n}`].find((name) => !this.#taken.has(name));
    return this.take(key);
  }
}

function bearerId({ live }: Pick<Candidate, "live">): string {
  return JSON.stringify([targetId(live.target), live.awsName]);
}

/** How many live profiles of a target bear a name, whoever owns them: `adopt: true` wants to find just one. */
function countBearers(observation: Observation): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const observed of observation.targets) {
    if (observed.status !== "read") continue;
    for (const live of observed.live) counts.set(bearerId({ live }), (counts.get(bearerId({ live })) ?? 0) + 1);
  }
  return counts;
}

/** The most candidates of one name that a single entry can stand for. */
function largestEntry(candidates: readonly Candidate[], accounts: readonly DesiredAccount[]): readonly Candidate[] {
  const alike = groupBy(candidates, ({ description, protect, unlisted }) =>
    JSON.stringify([description, protect, unlisted.length > 0]),
  );
  let best: readonly Candidate[] = [];
  for (const group of alike.values()) {
    const members = joinAccounts(group, accounts);
    if (members.length > best.length) best = members;
  }
  return best;
}

/** The account with the most of them, and every other that fits into the same entry. */
function joinAccounts(group: readonly Candidate[], accounts: readonly DesiredAccount[]): readonly Candidate[] {
  const byAccount = [...groupBy(group, ({ live }) => live.target.account)];
  byAccount.sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || compareText(a, b));
  let members: readonly Candidate[] = [];
  for (const [, more] of byAccount) {
    const joined = [...members, ...more];
    if (isOneEntry(joined, accounts)) members = joined;
  }
  return members;
}

/** An entry goes to each of its regions in each of its accounts, and a region is the same in all of them. */
function isOneEntry(members: readonly Candidate[], accounts: readonly DesiredAccount[]): boolean {
  const ids = new Set(members.map(({ live }) => live.target.account));
  const regions = new Set(members.map(({ live }) => live.target.region));
  const places = accounts.filter(({ id }) => ids.has(id)).flatMap((account) => account.regions);
  if (places.filter((region) => regions.has(region)).length !== members.length) return false;
  const variants = new Map<string, string>();
  return members.every((member) => {
    const { region } = member.live.target;
    const variant = variantId(member);
    const first = variants.get(region) ?? variant;
    variants.set(region, first);
    return first === variant;
  });
}

function variantId({ source, tags }: Candidate): string {
  return JSON.stringify([source, Object.entries(tags).sort(([a], [b]) => compareText(a, b))]);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
