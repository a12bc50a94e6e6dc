/** What the plan of one shard says of itself, so that the parts can be joined into one plan (core/merge-plans.ts). */
import type { Desired, EndLimits } from "./desired.ts";
import { hashOf } from "./hash.ts";
import type { UnknownConsent } from "./in-use.ts";
import { membersOf, type Reader, readCount, readList, readNullable, readNumber, readText } from "./shape.ts";
import type { Shard } from "./shard.ts";

export interface PlanShard extends Shard {
  /** Version of Strata: another one may split, decide or hash otherwise. */
  readonly version: string;
  /** SHA-256 of the whole configuration with its places: parts of two configurations make no plan. */
  readonly configuration: string;
  /** Profiles that the file asks for in all shards, within the scope. */
  readonly declared: number;
  /** Ours that are not retiring, in the readable targets of this shard. */
  readonly serving: number;
  /** What the guards judge by, once all parts are there. */
  readonly limits: EndLimits;
  /** Consent to names that no profile of this shard bears. */
  readonly unknownConsent: readonly UnknownConsent[];
}

/** What is known in the run of one shard. */
export interface ShardFacts {
  readonly shard: Shard;
  readonly version: string;
  /** The whole configuration, with the number of the caller's account. */
  readonly whole: Desired;
  /** The same within the scope, for all shards. */
  readonly inScope: Desired;
  readonly serving: number;
  readonly unknownConsent: readonly UnknownConsent[];
}

export function planShard({ shard, version, whole, inScope, serving, unknownConsent }: ShardFacts): PlanShard {
  const { index, count } = shard;
  const declared = inScope.profiles.length;
  const limits = toLimits(whole.guards);
  return { index, count, version, configuration: hashOf(whole), declared, serving, limits, unknownConsent };
}

function toLimits({ maxDeletes, maxDeletePercent, allow }: EndLimits): EndLimits {
  const allowed = allow === undefined ? {} : { allow: { deletes: allow.deletes, until: allow.until } };
  return { maxDeletes, maxDeletePercent, ...allowed };
}

/** With its keys in a fixed order. */
export function toFileShard(shard: PlanShard): PlanShard {
  const { index, count, version, configuration, declared, serving, limits, unknownConsent } = shard;
  const consent = unknownConsent.map(({ name, near }) => ({ name, near }));
  const figures = { declared, serving, limits: toLimits(limits), unknownConsent: consent };
  return { index, count, version, configuration, ...figures };
}

export const readShard: Reader<PlanShard> = (value, at) => {
  const { get } = membersOf(value, at);
  return {
    index: get("index", readCount),
    count: get("count", readCount),
    version: get("version", readText),
    configuration: get("configuration", readText),
    declared: get("declared", readCount),
    serving: get("serving", readCount),
    limits: get("limits", readLimits),
    unknownConsent: get("unknownConsent", readList(readUnknown)),
  };
};

const readLimits: Reader<EndLimits> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const allow = maybe("allow", (given, place) => {
    const { get: member } = membersOf(given, place);
    return { deletes: member("deletes", readCount), until: member("until", readText) };
  });
  return {
    maxDeletes: get("maxDeletes", readCount),
    maxDeletePercent: get("maxDeletePercent", readNumber),
    ...(allow === undefined ? {} : { allow }),
  };
};

const readUnknown: Reader<UnknownConsent> = (value, at) => {
  const { get } = membersOf(value, at);
  return { name: get("name", readText), near: get("near", readNullable(readText)) };
};
