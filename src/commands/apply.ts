/** `strata apply`: plans, guards, asks, executes, reports. The one command whose context can make a writing client. */
import { isIncomplete, type Outcome } from "../core/outcome.ts";
import { countExecutable, type Plan } from "../core/plan.ts";
import { execute } from "../engine/execute.ts";
import type { WritePorts } from "../engine/ports.ts";
import { renderApplyJson, renderReportLine, renderReportSummary } from "../render/outcome-json.ts";
import { renderApplySummary, renderQuestion } from "../render/outcome-text.ts";
import type { ReportSink, WriteContext } from "./context.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { type Connected, makePlan, type PlanOptions } from "./make-plan.ts";
import { planCodes, showPlan } from "./plan.ts";

export interface ApplyCommandOptions extends PlanOptions {
  /** Apply without asking. */
  readonly yes: boolean;
  /** Where each outcome is written as it happens, as JSON Lines. */
  readonly report?: string;
}

export async function applyCommand(context: WriteContext, options: ApplyCommandOptions): Promise<ExitCode> {
  const made = await makePlan(context, options, context.writePorts);
  if (!made.ok) return made.exit;
  const { plan, guards } = made.value;
  if (context.format === "json") context.view.diagnostics(plan.diagnostics, made.value.sources);
  else showPlan(context, made.value, { full: false, next: "untold" });
  const codes = planCodes(made.value);
  const isStopped = guards.stops.length > 0;
  if (isStopped || countExecutable(plan) === 0) {
    report(context, options, plan, []);
    return worstOf(codes);
  }
  const refusal = options.yes ? null : await refusalOf(context, plan);
  if (refusal !== null) return refusal;
  const outcomes = await run(context, options, made.value);
  return worstOf([
    ...codes,
    isIncomplete(outcomes) ? EXIT.incomplete : EXIT.done,
    context.isStopping() ? EXIT.interrupted : EXIT.done,
  ]);
}

async function refusalOf(context: WriteContext, plan: Plan): Promise<ExitCode | null> {
  const answer = await context.ask(renderQuestion(plan));
  if (answer === "yes") return null;
  context.view.note(
    answer === "no"
      ? "Declined. Nothing was changed."
      : "Nothing was changed: there is no terminal to ask on. Run `strata apply --yes` to apply without a question.",
  );
  return EXIT.declined;
}

async function run(
  context: WriteContext,
  options: ApplyCommandOptions,
  made: Connected<WritePorts>,
): Promise<Outcome[]> {
  const { plan, observation, desired, ports } = made;
  const sink = options.report === undefined ? null : context.openReport(options.report);
  const outcomes: Outcome[] = [];
  const total = countExecutable(plan);
  try {
    return await execute(plan, {
      ports,
      clock: context.clock,
      newToken: context.newToken,
      formerStacks: desired.formerStacks,
      knownArns: new Set(observation.targets.flatMap((t) => (t.status === "read" ? t.live.map(({ arn }) => arn) : []))),
      isStopping: context.isStopping,
      onOutcome: (outcome) => {
        outcomes.push(outcome);
        sink?.write(renderReportLine(outcome));
        context.view.progress({ type: "outcome", outcome, done: outcomes.length, total });
      },
    });
  } finally {
    // Also after a crash: what was done is told before anything else.
    finish(context, plan, outcomes, sink);
  }
}

/** An apply with nothing to execute leaves a report too: an empty one says so. */
function report(context: WriteContext, options: ApplyCommandOptions, plan: Plan, outcomes: readonly Outcome[]): void {
  const sink = options.report === undefined ? null : context.openReport(options.report);
  sink?.write(renderReportSummary(plan, outcomes));
  sink?.close();
  if (context.format === "json") context.view.result(renderApplyJson(plan, outcomes));
}

function finish(context: WriteContext, plan: Plan, outcomes: readonly Outcome[], sink: ReportSink | null): void {
  sink?.write(renderReportSummary(plan, outcomes));
  sink?.close();
  context.view.result(
    context.format === "json" ? renderApplyJson(plan, outcomes) : renderApplySummary(plan, outcomes, context.style),
  );
}
