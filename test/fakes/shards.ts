/** The plans of all shards of an estate, each as a run of its own makes it, and back from their files. */
import { desiredTargets } from "../../src/core/desired.ts";
import { countServing } from "../../src/core/guards.ts";
import type { UnknownConsent } from "../../src/core/in-use.ts";
import type { SavedPart } from "../../src/core/merge-problems.ts";
import type { Plan } from "../../src/core/plan.ts";
import { planShard } from "../../src/core/plan-shard.ts";
import { type Target, targetId } from "../../src/core/profile.ts";
import { readPlanFile } from "../../src/core/read-plan-file.ts";
import { hasBilling, narrowToShard } from "../../src/core/shard.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { anObservation, aPlanReport, aState, type Given } from "./builders.ts";

export interface Sharded extends Given {
  readonly targets: readonly Target[];
  /** What is found in one target alone. */
  readonly foundIn?: (targets: readonly Target[]) => readonly Diagnostic[];
  readonly unknownIn?: (targets: readonly Target[]) => readonly UnknownConsent[];
  readonly version?: string;
}

/** The plan that one run makes. */
export function wholePlan(given: Sharded): Plan {
  const found = [...(given.diagnostics ?? []), ...(given.foundIn?.(given.targets) ?? [])];
  return aPlanReport({ ...given, diagnostics: found }).plan;
}

export function partsOf(given: Sharded, count: number): SavedPart[] {
  return Array.from({ length: count }, (_, at) => {
    const file = `part-${at + 1}.json`;
    const { value, diagnostics } = readPlanFile(renderPlanJson(partOf(given, { index: at + 1, count })), file);
    if (value === undefined) throw new Error(JSON.stringify(diagnostics));
    return { file, plan: value };
  });
}

function partOf(given: Sharded, shard: { index: number; count: number }): Plan {
  const whole = aState({ ...given, state: { ...given.state, accounts: accountsOf(given.targets) } });
  const mine = narrowToShard(whole, shard);
  const targets = desiredTargets(mine);
  const ids = new Set(targets.map(targetId));
  const here: Given = {
    ...given,
    desired: mine.profiles,
    live: (given.live ?? []).filter(({ target }) => ids.has(targetId(target))),
    targets,
    unread: (given.unread ?? []).filter((target) => ids.has(targetId(target))),
    billing: hasBilling(shard) ? (given.billing ?? []) : [],
    diagnostics: [...(given.diagnostics ?? []), ...(given.foundIn?.(targets) ?? [])],
  };
  const serving = countServing(anObservation(here), whole);
  const unknownConsent = given.unknownIn?.(targets) ?? [];
  const facts = { shard, version: given.version ?? "1.0.0", whole, inScope: whole };
  return aPlanReport({ ...here, shard: planShard({ ...facts, serving, unknownConsent }) }).plan;
}

function accountsOf(targets: readonly Target[]) {
  const ids = [...new Set(targets.map(({ account }) => account))];
  return ids.map((id) => {
    const regions = targets.filter(({ account }) => account === id).map(({ region }) => region);
    return { id, regions, pending: false };
  });
}
