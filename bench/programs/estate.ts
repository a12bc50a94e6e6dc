/** Large made-up inputs of the core. Plain data, nothing frozen. */
import type { Catalogue } from "../../src/core/catalogue.ts";
import type { Desired } from "../../src/core/desired.ts";
import type { Observation } from "../../src/core/observation.ts";
import type { DesiredProfile, LiveProfile, Target } from "../../src/core/profile.ts";

/** The most that AWS allows. */
const PER_TARGET = 1000;
const SOURCE = "us.amazon.nova-lite-v1:0";
const STACK = "bench";
const REGION = "us-west-2";
const MODELS = ["us-east-1", "us-east-2", "us-west-2"].map(
  (region) => `arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`,
);
const DESCRIPTION = "Made for a measurement";

/** What every region offers, read before: profiles of it can be created. */
const CATALOGUE: Catalogue = {
  system: new Map([
    [
      SOURCE,
      {
        id: SOURCE,
        arn: `arn:aws:bedrock:${REGION}::inference-profile/${SOURCE}`,
        name: "Nova Lite",
        modelArns: MODELS,
        onDemand: false,
      },
    ],
  ]),
  foundation: new Map(),
};

/** What is to become of a profile. */
export type Fate = "keep" | "create" | "update" | "delete";

export interface Estate {
  readonly desired: Desired;
  readonly observation: Observation;
}

/** `fateOf` gets the number of a profile, from 0. */
export function estateOf(n: number, fateOf: (number: number) => Fate, perTarget = PER_TARGET): Estate {
  const numbers = Array.from({ length: n }, (_, number) => number);
  const targetOf = (number: number): Target => targetAt(Math.floor(number / perTarget));
  const targets = numbers.filter((number) => number % perTarget === 0).map(targetOf);
  const liveOfTarget = (at: number): LiveProfile[] =>
    numbers
      .slice(at * perTarget, (at + 1) * perTarget)
      .flatMap((number) => (fateOf(number) === "create" ? [] : [liveOf(number, targetOf(number))]));
  return {
    desired: desiredOf(
      targets,
      numbers.flatMap((number) => {
        const fate = fateOf(number);
        return fate === "delete" ? [] : [desiredProfile(number, targetOf(number), fate)];
      }),
    ),
    observation: {
      targets: targets.map((target, at) => ({
        target,
        status: "read",
        live: liveOfTarget(at),
        catalogue: CATALOGUE,
      })),
    },
  };
}

function desiredOf(targets: readonly Target[], profiles: readonly DesiredProfile[]): Desired {
  return {
    stack: STACK,
    formerStacks: [],
    accounts: targets.map(({ account, region }) => ({ id: account, regions: [region], pending: false })),
    profiles,
    release: [],
    ignoreTags: [],
    costAllocationTags: [],
    guards: { maxDeletes: 5, maxDeletePercent: 30, inUseDays: 7 },
    replacement: { graceMs: 86_400_000, on: ["model"] },
    projects: [],
  };
}

function targetAt(at: number): Target {
  return { account: String(100_000_000_000 + at), region: REGION };
}

function nameOf(number: number): string {
  return `app-${String(number).padStart(6, "0")}`;
}

function tagsOf(number: number): Record<string, string> {
  return { project: `project-${number % 40}`, stage: "prod", owner: "ai-platform" };
}

function desiredProfile(number: number, target: Target, fate: Fate): DesiredProfile {
  const start = { line: number + 10, column: 3, offset: number * 90 };
  return {
    key: { ...target, name: nameOf(number) },
    candidates: [SOURCE],
    description: DESCRIPTION,
    tags: { ...tagsOf(number), ...(fate === "update" ? { stage: "test" } : {}) },
    unlistedTags: "remove",
    protect: false,
    adopt: false,
    declaredAt: { file: "profiles.yaml", start, end: { ...start, column: 11, offset: start.offset + 8 } },
  };
}

function liveOf(number: number, target: Target): LiveProfile {
  const id = `id${String(number).padStart(10, "0")}`;
  return {
    target,
    awsName: nameOf(number),
    arn: `arn:aws:bedrock:${REGION}:${target.account}:application-inference-profile/${id}`,
    id,
    description: DESCRIPTION,
    modelArns: MODELS.map((arn) => arn),
    tags: { ...tagsOf(number), "strata:stack": STACK, "strata:name": nameOf(number), "strata:source": SOURCE },
    exact: true,
    createdAt: "2026-07-21T19:13:39.417684+00:00",
  };
}
