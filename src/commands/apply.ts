/** `strata apply`: plans, guards, asks, executes, reports. The one command whose context can make a writing client. */
import { isIncomplete } from "../core/outcome.ts";
import { countExecutable, executables, type Plan } from "../core/plan.ts";
import { renderQuestion } from "../render/outcome-text.ts";
import type { ReportSink, WriteContext } from "./context.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";
import { planCodes, showPlan } from "./plan.ts";
import { finish, runApply } from "./run-apply.ts";

export interface ApplyCommandOptions extends PlanOptions {
  /** Apply without asking. */
  readonly yes: boolean;
  /** Saved plans: only what one of them approves is done. */
  readonly plans: readonly string[];
  /** Beginning of the hash that the plan must have. */
  readonly expect?: string;
  /** Only creates, tag updates and activations. */
  readonly additive: boolean;
  /** Only what time brought. */
  readonly due: boolean;
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
  const sink = options.report === undefined ? null : context.openReport(options.report);
  if (guards.stops.length > 0 || countExecutable(plan) === 0) {
    finish(context, plan, { outcomes: [], notes: [] }, sink);
    return worstOf([...codes, lostReport(context, sink)]);
  }
  const refusal = options.yes ? null : await refusalOf(context, plan);
  if (refusal !== null) return refusal;
  const outcomes = await runApply(context, { made: made.value, changes: executables(plan), left: [], sink });
  return worstOf([
    ...codes,
    isIncomplete(outcomes) ? EXIT.incomplete : EXIT.done,
    context.isStopping() ? EXIT.interrupted : EXIT.done,
    lostReport(context, sink),
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

/** A report with holes must not look like a whole one; the apply itself went on. */
function lostReport(context: WriteContext, sink: ReportSink | null): ExitCode {
  const problem = sink?.problem() ?? null;
  if (problem === null) return EXIT.done;
  context.view.note(`The report is not whole: ${problem}. What was done is told above.`);
  return EXIT.internal;
}
