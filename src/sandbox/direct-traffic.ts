// Synthetic use that goes through no application profile, in every account and region that has one: what no tag reaches.
import { fraction } from "./traffic.ts";

export interface DirectCaller {
  /** Seed of its traffic. */
  readonly seed: string;
  /** CloudWatch's `ModelId`: a system profile's id or a model's. */
  readonly modelId: string;
  readonly foundationModel: string;
}

const HABITS = [
  { modelId: "sonnet", foundationModel: "anthropic.claude-sonnet-4-5-20250929-v1:0", share: 1 },
  { modelId: "haiku", foundationModel: "anthropic.claude-haiku-4-5-20251001-v1:0", share: 0.5 },
  { modelId: "nova-lite", foundationModel: "amazon.nova-lite-v1:0", share: 0.7 },
] as const;

/** Who calls models directly in one place. Not every habit is found everywhere. */
export function directCallers(account: string, region: string): DirectCaller[] {
  return HABITS.flatMap(({ modelId, foundationModel, share }) => {
    const seed = `${account}/${region}/direct ${modelId}`;
    return fraction(`${seed} is there`) < share
      ? [{ seed, modelId: geoId(region, foundationModel), foundationModel }]
      : [];
  });
}

/** The system profile of the region's geography; `global.` where there is none of its own. */
function geoId(region: string, foundationModel: string): string {
  const prefix = /^(us|eu)-/.exec(region)?.[1] ?? "global";
  return `${prefix}.${foundationModel}`;
}
