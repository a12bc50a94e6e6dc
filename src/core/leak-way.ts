/** Which way calls of one ModelId went: through a profile of ours, one that is not ours, or none. */
import type { ProfileRow } from "./listing.ts";
import { modelIdsOf, regionsOf } from "./listing.ts";
import { foundationOf, isModelId } from "./model-names.ts";
import type { Tags } from "./profile.ts";
import { isSystemProfileId } from "./source-id.ts";
import { tagOf } from "./tag-edits.ts";

export type Way =
  /** `missing`: cost allocation tags that it does not carry, or with an empty value, so that its costs have no value of them. */
  | { readonly kind: "ours"; readonly profile: ProfileRow; readonly missing: readonly string[] }
  | { readonly kind: "not-ours"; readonly profile: ProfileRow; readonly missing: readonly string[] }
  /** By the id of a system profile or of a model. */
  | { readonly kind: "direct"; readonly source: string }
  /** What nobody knows, a deleted profile perhaps; `what` is the kind of thing, where an ARN tells it. */
  | { readonly kind: "unknown"; readonly what: string | null };

/**
 * `covered`: through a profile of ours with its tags · `elsewhere`: through a profile that is not ours, but carries the tags,
 * so that its costs are told apart all the same · `leaked`: what no tag reaches.
 */
export type Verdict = "covered" | "elsewhere" | "leaked";

export type Routing = "regional" | "geo" | "global";

const ARN = /^arn:[a-z-]+:[a-z-]+:[^:]*:[^:]*:([a-z-]+)\/(.+)$/;

/**
 * CloudWatch has the last segment of an ARN, or all of it. `profileOf` answers the live profile with an id, in the account
 * and region where the calls were counted; `tagKeys` are those that costs are told by.
 */
export function wayOf(
  modelId: string,
  profileOf: (id: string) => ProfileRow | undefined,
  tagKeys: readonly string[],
): Way {
  const [, type = null, id = modelId] = ARN.exec(modelId) ?? [];
  const profile = type === null || type === "application-inference-profile" ? profileOf(id) : undefined;
  if (profile !== undefined) {
    const missing = tagKeys.filter((key) => !isTold(profile.tags, key));
    return { kind: profile.ownership === "ours" ? "ours" : "not-ours", profile, missing };
  }
  if (type === "foundation-model" || type === "inference-profile" || (type === null && isModelId(id))) {
    return { kind: "direct", source: id };
  }
  return { kind: "unknown", what: type };
}

/** Whether Cost Explorer tells costs by it: an empty value is none. */
export function isTold(tags: Tags | null, key: string): boolean {
  return (tagOf(tags ?? {}, key) ?? "") !== "";
}

/** Without cost allocation tags nobody else's profile tells costs apart, and ours are known by their mark. */
export function verdictOf(way: Way, tagKeys: readonly string[]): Verdict {
  if (way.kind === "ours") return way.missing.length === 0 ? "covered" : "leaked";
  return way.kind === "not-ours" && tagKeys.length > 0 && way.missing.length === 0 ? "elsewhere" : "leaked";
}

/** The foundation model that answered; null where it cannot be told. */
export function modelOfWay(way: Way): string | null {
  switch (way.kind) {
    case "direct":
      return foundationOf(way.source);
    case "unknown":
      return null;
    default:
      return modelIdsOf(way.profile.modelArns)[0] ?? null;
  }
}

export function routingOf(way: Way): Routing | null {
  if (way.kind === "unknown") return null;
  return way.kind === "direct" ? routingOfSource(way.source) : routingOfProfile(way.profile);
}

function routingOfSource(source: string): Routing {
  if (!isSystemProfileId(source)) return "regional";
  return source.startsWith("global.") ? "global" : "geo";
}

export function routingOfProfile({ modelArns }: ProfileRow): Routing {
  const regions = regionsOf(modelArns);
  return regions.includes("*") ? "global" : regions.length > 1 ? "geo" : "regional";
}
