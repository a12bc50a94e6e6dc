/** Events of a made-up run, for tests of what is shown of it. */
import type { Outcome, OutcomeStatus } from "../../src/core/outcome.ts";
import { type Executable, executables, type PlannedChange } from "../../src/core/plan.ts";
import type { Target } from "../../src/core/profile.ts";
import type { Waiting } from "../../src/engine/ports.ts";
import { type ProgressState, progressState } from "../../src/ui/progress-state.ts";
import type { ProgressEvent } from "../../src/ui/view.ts";
import { aDesired, aFault, aPlanReport, PROD } from "../fakes/builders.ts";

/** Creates of so many profiles in each target. */
export function someWork(count: number, targets: readonly Target[] = [PROD]): Executable[] {
  const names = Array.from({ length: count }, (_, index) => `app-${index + 100}`);
  const desired = targets.flatMap((target) => names.map((name) => aDesired({ name, target })));
  return executables(aPlanReport({ desired }).plan);
}

export function anOutcome(change: PlannedChange, status: OutcomeStatus = "applied"): ProgressEvent {
  const fault = status === "failed" ? aFault() : null;
  const outcome: Outcome = { status, change, arn: null, attempts: 1, fault, note: null, skip: null };
  return { type: "outcome", outcome, done: 1, total: 1 };
}

export function aWait(over: Partial<Waiting> = {}): Waiting {
  const lane = { target: "111122223333/us-east-1", operation: "bedrock:CreateInferenceProfile" };
  return { lane, waitedMs: 6_000, attempts: 2, fault: null, ...over };
}

/** The state after events that follow each other by so many milliseconds. */
export function stateAfter(events: readonly ProgressEvent[], everyMs = 100, from: ProgressState = null): ProgressState {
  return events.reduce<ProgressState>((state, event, at) => progressState(state, event, at * everyMs), from);
}
