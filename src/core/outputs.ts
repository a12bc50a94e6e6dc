/** What callers need of each profile: its ARN, and what stands behind it. Values only. */
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import type { Change } from "./change.ts";
import type { Desired } from "./desired.ts";
import { modelIdsOf } from "./listing.ts";
import type { Observation } from "./observation.ts";
import { SOURCE_TAG } from "./ownership.ts";
import { compareTargets, compareText, keyId, type ProfileKey, type Tags, type Target, targetId } from "./profile.ts";
import { type NameScope, nameFilter } from "./scope.ts";
import { servingProfiles } from "./serving.ts";
import { tagOf } from "./tag-edits.ts";

/** One name in one target, and the profile that serves it. */
export interface Output extends Target {
  readonly accountName: string | null;
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  /** What it was copied from; null where its tag does not tell. */
  readonly source: string | null;
  /** The foundation model that answers; null where AWS names none. */
  readonly model: string | null;
  /** All its tags, Strata's own included. */
  readonly tags: Tags;
  /** The entry that asks for it; null where none does any more, so that the next apply may end it. */
  readonly declaredAt: SourceRange | null;
}

/** A profile that the file asks for and nobody can call yet. */
export interface MissingOutput extends ProfileKey {
  readonly accountName: string | null;
  /** Half a sentence, without its full stop. */
  readonly why: string;
}

export interface Outputs {
  /** By name, account and region. */
  readonly outputs: readonly Output[];
  readonly missing: readonly MissingOutput[];
  /** Every place that the file has for a name, live or not, readable or not: whether a name needs its place is told by these. */
  readonly places: readonly ProfileKey[];
}

export interface OutputsInput {
  readonly desired: Desired;
  readonly observation: Observation;
  readonly changes: readonly Change[];
  readonly names: NameScope;
}

export function outputsOf({ desired, observation, changes, names }: OutputsInput): Outputs {
  const isInScope = nameFilter(names);
  const serving = servingProfiles(observation, changes, desired);
  const declared = new Map(desired.profiles.map((profile) => [keyId(profile.key), profile.declaredAt]));
  const accounts = new Map(observation.targets.map((one) => [targetId(one.target), one.accountName ?? null]));
  const nameOf = (target: Target): string | null => accounts.get(targetId(target)) ?? null;
  const outputs = [...serving].map(([id, live]): Output => {
    const tags = live.tags ?? {};
    return {
      account: live.target.account,
      accountName: nameOf(live.target),
      region: live.target.region,
      name: id.slice(targetId(live.target).length + 1),
      arn: live.arn,
      id: live.id,
      source: tagOf(tags, SOURCE_TAG),
      model: modelIdsOf(live.modelArns)[0] ?? null,
      tags,
      declaredAt: declared.get(id) ?? null,
    };
  });
  const read = new Map(observation.targets.map((one) => [targetId(one.target), one.status]));
  const missing = desired.profiles
    .filter(({ key }) => !serving.has(keyId(key)) && read.get(targetId(key)) !== "unreadable")
    .map(({ key }) => ({ ...key, accountName: nameOf(key), why: whyMissing(key, read.get(targetId(key)), changes) }));
  return {
    places: [...desired.profiles.map(({ key }) => key), ...outputs.filter(({ declaredAt }) => declaredAt === null)],
    outputs: outputs.filter(({ name }) => isInScope(name)).sort(compareKeys),
    missing: missing.filter(({ name }) => isInScope(name)).sort(compareKeys),
  };
}

function compareKeys(a: ProfileKey, b: ProfileKey): number {
  return compareText(a.name, b.name) || compareTargets(a, b);
}

function whyMissing(key: ProfileKey, status: string | undefined, changes: readonly Change[]): string {
  if (status !== "read") return "the role of its account does not exist yet";
  const own = changes.filter((change) => keyId(change.key) === keyId(key));
  const blocked = own.find(({ action }) => action === "blocked");
  if (blocked !== undefined)
    return `it is blocked: ${blocked.because.map(({ text }) => text.replace(/\.$/, "")).join("; ")}`;
  if (own.some(({ action }) => action === "adopt")) return "it is not ours yet: strata apply takes it over";
  if (own.some(({ action }) => action === "update")) return "it is retiring: strata apply takes it back";
  return "it is not there yet: strata apply creates it";
}

/** The name of the source as LiteLLM and LangChain know models: the system profile, or the foundation model itself. */
export function baseModelOf({ source, model }: Output): string | null {
  return source ?? model;
}
