/** What a region offers to copy from: system profiles and foundation models (AWS.md section 2). */
import type { ModelLifecycle } from "./lifecycle.ts";
import type { Target } from "./profile.ts";
import { isSystemProfileId, partitionOf } from "./source-id.ts";

export interface CatalogueSource {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly modelArns: readonly string[];
  /** False for models that answer only through a system profile (`inferenceTypesSupported`). */
  readonly onDemand: boolean;
  /** Of a foundation model, as far as AWS tells. */
  readonly lifecycle?: ModelLifecycle;
}

export type CatalogueHalf = "system" | "foundation";

/**
 * Two halves, each from a call of its own. A half is absent until a decision needs it, and null where its call was
 * denied: that never makes the target unreadable.
 */
export type Catalogue = Readonly<Partial<Record<CatalogueHalf, ReadonlyMap<string, CatalogueSource> | null>>>;

/** The half that an id is looked up in. */
export function halfOf(id: string): CatalogueHalf {
  return isSystemProfileId(id) ? "system" : "foundation";
}

/** `unread`: not asked for yet · `unknowable`: asked, and denied · `absent`: the region does not offer it. */
export type SourceLookup = CatalogueSource | "unread" | "unknowable" | "absent";

export function lookUpSource(catalogue: Catalogue, id: string): SourceLookup {
  const half = catalogue[halfOf(id)];
  if (half === undefined) return "unread";
  if (half === null) return "unknowable";
  return half.get(id) ?? "absent";
}

/** Model ARNs that a copy of `id` has in this target, or null where they cannot be told. */
export function modelArnsOf(catalogue: Catalogue, id: string, target: Target): readonly string[] | null {
  if (!isSystemProfileId(id))
    return [`arn:${partitionOf(target.region)}:bedrock:${target.region}::foundation-model/${id}`];
  const found = lookUpSource(catalogue, id);
  return typeof found === "string" ? null : found.modelArns;
}
