// What one region offers: system profiles with the models they route to, and foundation models. Built once a region.
import { partitionOf } from "./caller.ts";
import { FOUNDATION_MODELS, type FoundationModelSeed } from "./catalogue-models.ts";
import { SYSTEM_PROFILES, type SystemProfileSeed } from "./catalogue-profiles.ts";
import { COMMERCIAL_REGIONS, GOV_REGIONS } from "./regions.ts";

export interface SystemProfile {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly modelArns: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface FoundationModel extends FoundationModelSeed {
  readonly arn: string;
  /** `ON_DEMAND` and/or `INFERENCE_PROFILE`, for this region (AWS.md 2). */
  readonly inferenceTypes: readonly string[];
}

export interface RegionCatalogue {
  readonly systemProfiles: ReadonlyMap<string, SystemProfile>;
  readonly foundationModels: ReadonlyMap<string, FoundationModel>;
}

const REGIONS = new Set([...COMMERCIAL_REGIONS, ...GOV_REGIONS]);
const cache = new Map<string, RegionCatalogue>();

/** Whether application inference profiles exist in a region (AWS.md 2). */
export function isBedrockRegion(region: string): boolean {
  return REGIONS.has(region);
}

function modelArn(region: string, model: string, partition: string): string {
  return `arn:${partition}:bedrock:${region}::foundation-model/${model}`;
}

/** `us-east-1, us-west-2 and us-east-2`, as system descriptions have it. */
function inWords(regions: readonly string[]): string {
  return regions.length < 2 ? regions.join("") : `${regions.slice(0, -1).join(", ")} and ${regions.at(-1)}`;
}

function destinationsFrom(seed: SystemProfileSeed, region: string): readonly string[] | undefined {
  if (seed.destinations === undefined) return undefined;
  return (seed.selfAdding ?? []).includes(region) ? [...seed.destinations, region] : seed.destinations;
}

function toSystemProfile(seed: SystemProfileSeed, region: string, govPrefix: string): SystemProfile {
  const partition = partitionOf(region);
  const prefix = seed.prefix === "gov" ? govPrefix : seed.prefix;
  const destinations = destinationsFrom(seed, region);
  const title = { global: "Global", gov: "US-GOV" }[seed.prefix as string] ?? seed.prefix.toUpperCase();
  return {
    id: `${prefix}.${seed.model}`,
    name: `${title} ${seed.label}`,
    description:
      destinations === undefined
        ? `Routes requests to ${seed.label} globally across all supported AWS Regions.`
        : `Routes requests to ${seed.label} in ${inWords(destinations)}.`,
    modelArns: (destinations ?? ["", region]).map((destination) => modelArn(destination, seed.model, partition)),
    createdAt: seed.createdAt,
    updatedAt: seed.updatedAt,
  };
}

function toFoundationModel(seed: FoundationModelSeed, region: string, offered: ReadonlySet<string>): FoundationModel {
  const inferenceTypes = [
    ...(seed.onDemand.includes(region) ? ["ON_DEMAND"] : []),
    ...(offered.has(seed.id) ? ["INFERENCE_PROFILE"] : []),
  ];
  return { ...seed, arn: modelArn(region, seed.id, partitionOf(region)), inferenceTypes };
}

function buildCatalogue(region: string, govPrefix: string): RegionCatalogue {
  const seeds = SYSTEM_PROFILES.filter(
    (seed) => seed.sources.includes(region) || (seed.selfAdding ?? []).includes(region),
  );
  const offered = new Set(seeds.map((seed) => seed.model));
  const profiles = seeds.map((seed) => toSystemProfile(seed, region, govPrefix));
  const models = FOUNDATION_MODELS.map((seed) => toFoundationModel(seed, region, offered)).filter(
    (model) => model.inferenceTypes.length > 0,
  );
  return {
    systemProfiles: new Map(profiles.map((profile) => [profile.id, profile])),
    foundationModels: new Map(models.map((model) => [model.id, model])),
  };
}

/** The catalogue of a region; empty for a region without application inference profiles. `govPrefix`: AWS.md 11, point 14. */
export function catalogueOf(region: string, govPrefix: string): RegionCatalogue {
  const key = `${region}/${govPrefix}`;
  const known = cache.get(key) ?? buildCatalogue(region, govPrefix);
  if (isBedrockRegion(region)) cache.set(key, known);
  return known;
}
