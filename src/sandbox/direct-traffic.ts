// Synthetic use that goes through no application profile, in every account and region that has one: what no tag reaches.
import { beginsOn, type Phase, phasesOf } from "./model-phases.ts";
import { fraction } from "./traffic.ts";

/** Somebody who calls one model in one way for a while. */
export interface DirectCaller extends Phase {
  /** Seed of the traffic, the same for all models that one caller had. */
  readonly seed: string;
  /** CloudWatch's `ModelId`: a system profile's id. */
  readonly modelId: string;
}

const HABITS = [
  { habit: "sonnet", model: "anthropic.claude-sonnet-4-5-20250929-v1:0", share: 1 },
  { habit: "haiku", model: "anthropic.claude-haiku-4-5-20251001-v1:0", share: 0.5 },
  { habit: "nova-lite", model: "amazon.nova-lite-v1:0", share: 0.7 },
] as const;

/** Who calls models directly in one place, up to a day (exclusive). Not every habit is found everywhere. */
export function directCallers(account: string, region: string, until: number): DirectCaller[] {
  return HABITS.flatMap(({ habit, model, share }) => {
    const seed = `${account}/${region}/direct ${habit}`;
    if (fraction(`${seed} is there`) >= share) return [];
    return phasesOf(seed, model, until).map((phase) => ({
      ...phase,
      from: Math.max(phase.from, beginsOn(seed)),
      seed,
      modelId: geoId(region, phase.foundationModel),
    }));
  });
}

/** The system profile of the region's geography; `global.` where there is none of its own. */
function geoId(region: string, foundationModel: string): string {
  const prefix = /^(us|eu)-/.exec(region)?.[1] ?? "global";
  return `${prefix}.${foundationModel}`;
}
