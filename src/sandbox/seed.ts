// Profiles put in behind the API's back: other stacks, other tools, the console. And the view of a profile for tests.
import { parseProfileArn } from "./arn.ts";
import { DEFAULT_ACCOUNT, partitionOf } from "./caller.ts";
import { catalogueOf } from "./catalogue.ts";
import { type ProfileRecord, toSummary, toTimestamp, withTags } from "./profile-record.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { ProfileStore } from "./store.ts";

/** An application profile with everything in it, also what the API never returns. */
export interface SandboxProfile {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  /** `copyFrom` as it was sent. */
  readonly source: string;
  readonly modelArns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: string;
  /** False while GetResources has never had a reason to know of it. */
  readonly everTagged: boolean;
}

/** A profile to put in. None of the API's constraints, quotas or lags apply: names may repeat, `aws:` tags are fine. */
export interface ProfileSeed {
  readonly region: string;
  readonly name: string;
  /** A system profile id, a foundation model id, or an ARN; decides the models unless `modelArns` is given. */
  readonly source: string;
  /** Default 111122223333. */
  readonly account?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly modelArns?: readonly string[];
  readonly id?: string;
  readonly createdAt?: Date;
  /** True: was tagged once, so that GetResources returns it, with `[]` if it has no tags now. */
  readonly everTagged?: boolean;
}

export function toSandboxProfile(record: ProfileRecord): SandboxProfile {
  const { account, region, id, arn, name, source, modelArns, tags, createdAt, description } = record;
  const everTagged = record.tagHistory.length > 0;
  const base = { account, region, id, arn, name, source, modelArns, tags, createdAt, everTagged };
  return description === undefined ? base : { ...base, description };
}

function modelsOf(seed: ProfileSeed): readonly string[] {
  const id = seed.source.slice(seed.source.lastIndexOf("/") + 1);
  const catalogue = catalogueOf(seed.region, "us");
  const models = catalogue.systemProfiles.get(id)?.modelArns;
  if (models !== undefined) return models;
  const model = catalogue.foundationModels.get(id)?.arn;
  if (model !== undefined) return [model];
  throw new SandboxError("bad-profile", `${seed.source} is not in the catalogue of ${seed.region}; give modelArns.`);
}

/** The source as an ARN, whichever way it was given. */
function sourceArn(seed: ProfileSeed, account: string): string {
  if (seed.source.startsWith("arn:")) return seed.source;
  const base = `arn:${partitionOf(seed.region)}:bedrock:${seed.region}:`;
  const isProfile = catalogueOf(seed.region, "us").systemProfiles.has(seed.source);
  return isProfile ? `${base}${account}:inference-profile/${seed.source}` : `${base}:foundation-model/${seed.source}`;
}

function checkSeed(seed: ProfileSeed): void {
  const texts = [seed.region, seed.name, seed.source, seed.id ?? "x", seed.description ?? "x"];
  const wellFormed =
    texts.every((text) => typeof text === "string" && text !== "") &&
    /^\d{12}$/.test(seed.account ?? DEFAULT_ACCOUNT) &&
    typeof (seed.tags ?? {}) === "object" &&
    [...Object.values(seed.tags ?? {}), ...[seed.modelArns ?? []].flat()].every((text) => typeof text === "string") &&
    Array.isArray(seed.modelArns ?? []);
  if (wellFormed) return;
  throw new SandboxError(
    "bad-profile",
    "A profile needs region, name and source as text, 12 digits as account, texts as tags.",
  );
}

const NO_LAG = { listLagMs: 0, tagLagMs: 0, rgtReturnsDeletedMs: 0 };

/** @throws SandboxError `bad-profile` for a malformed seed, or a source that the catalogue does not have. */
export function putProfile(store: ProfileStore, seed: ProfileSeed, now: Date): SandboxProfile {
  checkSeed(seed);
  const account = seed.account ?? DEFAULT_ACCOUNT;
  const partition = partitionOf(seed.region);
  const id = seed.id ?? store.freshId(account, seed.region);
  const moment = seed.createdAt ?? now;
  const createdAt = toTimestamp(moment, 0);
  const born = { at: moment.getTime(), lag: 0 };
  const record = {
    account,
    region: seed.region,
    id,
    arn: `arn:${partition}:bedrock:${seed.region}:${account}:application-inference-profile/${id}`,
    name: seed.name,
    source: sourceArn(seed, account),
    modelArns: seed.modelArns ?? modelsOf(seed),
    createdAt,
    updatedAt: createdAt,
    order: store.nextOrder(),
    born,
    tags: {},
    tagHistory: seed.everTagged === true ? [{ ...born, tags: {} }] : [],
    ...(seed.description !== undefined && { description: seed.description }),
  };
  const tagged = withTags({ ...record, summary: toSummary(record) }, seed.tags ?? {}, NO_LAG, moment.getTime());
  return toSandboxProfile(store.insert(tagged));
}

/** @throws SandboxError `unknown-profile` when no live profile has this ARN. */
export function recordOf(store: ProfileStore, arn: string): ProfileRecord {
  const parts = parseProfileArn(arn);
  const record = parts && store.find(parts.account, parts.region, parts.id);
  if (record === undefined) throw new SandboxError("unknown-profile", `There is no profile ${arn}.`);
  return record;
}
