/** The executing half of an apply: outcomes as they end, the report, and a truthful end even of a broken run. */
import type { ClosingNote } from "../core/outcome.ts";
import type { AnyOutcome, ParameterOutcome } from "../core/parameter-outcome.ts";
import type { PlannedParameter } from "../core/parameters.ts";
import type { Executable, Plan } from "../core/plan.ts";
import { execute } from "../engine/execute.ts";
import type { WritePorts } from "../engine/ports.ts";
import { Publisher } from "../engine/publish.ts";
import { renderApplyJson, renderReportLine, renderReportNote, renderReportSummary } from "../render/outcome-json.ts";
import { renderApplySummary, renderInFlight } from "../render/outcome-text.ts";
import type { ReportSink, WriteContext } from "./context.ts";
import type { Connected } from "./make-plan.ts";
import { renderResult, summariseResult } from "./tell-result.ts";

export interface ApplyRun {
  readonly made: Connected<WritePorts>;
  /** What is to be done: the executable changes that are approved. */
  readonly changes: readonly Executable[];
  /** The same of parameters. */
  readonly parameters: readonly PlannedParameter[];
  /** What is left as it is, each with its reason. */
  readonly left: readonly AnyOutcome[];
  /** Where each outcome is written as it happens. */
  readonly sink: ReportSink | null;
}

/** Answers the outcomes of all changes, those that are left included. */
export async function runApply(context: WriteContext, run: ApplyRun): Promise<readonly AnyOutcome[]> {
  const { made, changes, parameters, left, sink } = run;
  const { plan, observation, desired, ports } = made;
  const told: AnyOutcome[] = [];
  const inFlight = new Set<Executable>();
  const tell = (outcome: AnyOutcome): void => {
    told.push(outcome);
    sink?.write(renderReportLine(outcome));
  };
  const total = changes.length + parameters.length;
  const show = (outcome: AnyOutcome): void =>
    context.view.progress({ type: "outcome", outcome, done: told.length - left.length, total });
  for (const outcome of left) tell(outcome);
  context.onAbort(() => {
    sink?.write(renderReportSummary(plan, told));
    context.view.note(renderInFlight([...inFlight], told, plan, context.style));
  });
  const published: ParameterOutcome[] = [];
  const publisher = new Publisher(parameters, {
    ports,
    stack: plan.stack,
    formerStacks: desired.formerStacks,
    changes: plan.changes,
    isStopping: context.isStopping,
    onOutcome: (outcome) => {
      published.push(outcome);
      tell(outcome);
      show(outcome);
    },
  });
  let end: { outcomes: readonly AnyOutcome[]; notes: readonly ClosingNote[] } = { outcomes: told, notes: [] };
  try {
    const executed = await execute(changes, {
      ports,
      clock: context.clock,
      newToken: context.newToken,
      stack: plan.stack,
      formerStacks: desired.formerStacks,
      knownArns: new Set(observation.targets.flatMap((t) => (t.status === "read" ? t.live.map(({ arn }) => arn) : []))),
      isStopping: context.isStopping,
      onStart: (change) => inFlight.add(change),
      onOutcome: (outcome) => {
        tell(outcome);
        inFlight.delete(outcome.change as Executable);
        show(outcome);
      },
      afterTarget: (target, outcomes) => publisher.afterTarget(target, outcomes),
    });
    await publisher.rest();
    end = { outcomes: [...left, ...executed.outcomes, ...published], notes: executed.notes };
    return end.outcomes;
  } finally {
    // Also after a crash: what was done is told before anything else.
    finish(context, plan, end, sink);
  }
}

/** The end of a run that had nothing to execute: its report says so, and `refusal` is the line that says why, or empty. */
export function endIdle(
  context: WriteContext,
  plan: Plan,
  left: readonly AnyOutcome[],
  sink: ReportSink | null,
  refusal: string,
): readonly AnyOutcome[] {
  for (const outcome of left) sink?.write(renderReportLine(outcome));
  finish(context, plan, { outcomes: left, notes: [] }, sink, refusal);
  return left;
}

function finish(
  context: WriteContext,
  plan: Plan,
  { outcomes, notes }: { outcomes: readonly AnyOutcome[]; notes: readonly ClosingNote[] },
  sink: ReportSink | null,
  refusal = "",
): void {
  sink?.write(refusal);
  for (const note of notes) sink?.write(renderReportNote(note));
  sink?.write(renderReportSummary(plan, outcomes));
  context.view.result(render(context, plan, outcomes, notes));
  summariseResult(context, { plan, outcomes, notes, refusal });
}

function render(
  context: WriteContext,
  plan: Plan,
  outcomes: readonly AnyOutcome[],
  notes: readonly ClosingNote[],
): string {
  switch (context.format) {
    case "json":
      return renderApplyJson(plan, outcomes, notes);
    case "markdown":
      return renderResult(context, { plan, outcomes, notes });
    case "text":
      return renderApplySummary(plan, outcomes, context.style, notes);
  }
}
