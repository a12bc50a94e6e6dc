/** Plain values for tests of the core: one desired profile, one live one, and the state around them. Deep-frozen. */
import type { Catalogue, CatalogueSource } from "../../src/core/catalogue.ts";
import type { Desired } from "../../src/core/desired.ts";
import type { Observation, ReadTarget } from "../../src/core/observation.ts";
import type { DesiredProfile, LiveProfile, Tags } from "../../src/core/profile.ts";

export const ACCOUNT = "111122223333";
export const REGION = "us-west-2";
export const TARGET = { account: ACCOUNT, region: REGION };
export const NOW = "2026-11-23T09:00:00Z";
export const STACK = "genai";
export const LITE = "us.amazon.nova-lite-v1:0";
export const PRO = "us.amazon.nova-pro-v1:0";
export const GLOBAL = "global.amazon.nova-2-lite-v1:0";
export const MICRO_MODEL = "amazon.nova-micro-v1:0";

const US = ["us-east-1", "us-west-2", "us-east-2"];

export function modelArns(source: string): string[] {
  const model = source.replace(/^(us|global)\./, "");
  const arn = (region: string): string => `arn:aws:bedrock:${region}::foundation-model/${model}`;
  if (source.startsWith("global.")) return [arn(""), arn(REGION)];
  return source.startsWith("us.") ? US.map(arn) : [arn(REGION)];
}

function source(id: string): [string, CatalogueSource] {
  const arn = `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/${id}`;
  return [id, { id, arn, name: id, modelArns: modelArns(id), onDemand: true }];
}

export const CATALOGUE: Catalogue = {
  system: new Map([source(LITE), source(PRO), source(GLOBAL)]),
  foundation: new Map([source(MICRO_MODEL)]),
};

const PLACE = {
  file: "profiles.yaml",
  start: { line: 1, column: 1, offset: 0 },
  end: { line: 1, column: 2, offset: 1 },
};

export function aDesired(
  over: Partial<Omit<DesiredProfile, "key">> & { name?: string; region?: string } = {},
): DesiredProfile {
  const { name = "app", region = REGION, ...rest } = over;
  return deepFreeze({
    key: { account: ACCOUNT, region, name },
    candidates: [LITE],
    tags: { project: "app01" },
    unlistedTags: "remove",
    protect: false,
    adopt: false,
    declaredAt: PLACE,
    ...rest,
  });
}

/** Tags of a profile of ours that needs nothing done. */
export function ourTags(name = "app", sourceId = LITE, more: Tags = { project: "app01" }): Tags {
  return { ...more, "strata:stack": STACK, "strata:name": name, "strata:source": sourceId };
}

let made = 0;

export function aLive(over: Partial<LiveProfile> & { source?: string } = {}): LiveProfile {
  const { source: from = LITE, ...rest } = over;
  made += 1;
  const id = over.id ?? `p${String(made).padStart(11, "0")}`;
  return deepFreeze({
    target: TARGET,
    awsName: "app",
    arn: `arn:aws:bedrock:${REGION}:${ACCOUNT}:application-inference-profile/${id}`,
    id,
    modelArns: modelArns(from),
    tags: ourTags("app", from),
    exact: true,
    createdAt: "2026-01-01T00:00:00.000Z",
    ...rest,
  });
}

export function aState(profiles: readonly DesiredProfile[], over: Partial<Desired> = {}): Desired {
  return deepFreeze({
    stack: STACK,
    formerStacks: [],
    accounts: [{ id: ACCOUNT, regions: [REGION], pending: false }],
    profiles,
    release: [],
    ignoreTags: [],
    costAllocationTags: [],
    guards: { maxDeletes: 5, maxDeletePercent: 30, inUseDays: 7 },
    replacement: { graceMs: 86_400_000, on: ["model"] },
    projects: [],
    ...over,
  });
}

export function anObservation(live: readonly LiveProfile[], over: Partial<ReadTarget> = {}): Observation {
  return { targets: [{ target: TARGET, status: "read", live, catalogue: CATALOGUE, ...over }] };
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}
