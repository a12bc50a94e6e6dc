/** `strata apply`: plans, guards, asks, executes, reports. The one command whose context can make a writing client. */

import { skippedActivation } from "../core/activation-outcome.ts";
import { type Approval, hasHash, type Judgement, judge } from "../core/approval.ts";
import { NOTHING_ENDED } from "../core/ended.ts";
import { type GuardVerdict, withGuards } from "../core/guards.ts";
import { isIncomplete, skippedOutcome } from "../core/outcome.ts";
import { approvedWork, judgeParameters, type ParameterJudgement } from "../core/parameter-approval.ts";
import { skippedParameter } from "../core/parameter-outcome.ts";
import type { Plan } from "../core/plan.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { WritePorts } from "../engine/ports.ts";
import { renderReportRefusal, renderReportSummary } from "../render/outcome-json.ts";
import { applyQuestion } from "../render/question-text.ts";
import {
  concerning,
  planDifferenceText,
  readSavedPlans,
  refuseOtherStack,
  refuseUnjudged,
  renderPlanDifference,
} from "./approved-plans.ts";
import { tellOutcomesToCi, tellPlanToCi } from "./ci.ts";
import type { ReportSink, WriteContext } from "./context.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { type Connected, guardsOf, makePlan, type PlanOptions } from "./make-plan.ts";
import { isStoppedBy, planCodes, renderPlan, reportOf } from "./plan.ts";
import type { Reading } from "./reading.ts";
import { endIdle, type Left, runApply } from "./run-apply.ts";
import { applyShardProblem } from "./shard-flags.ts";
import { summariseResult } from "./tell-result.ts";

export interface ApplyCommandOptions extends PlanOptions, Reading {
  /** Apply without asking. */
  readonly yes: boolean;
  /** Saved plans: only what one of them approves is done. */
  readonly plans: readonly string[];
  /** First digits of the hash that the plan must have. */
  readonly expect?: string;
  /** Only creates, tag updates and activations. */
  readonly additive: boolean;
  /** Only what time brought. */
  readonly due: boolean;
  /** Where each outcome is written as it happens, as JSON Lines. */
  readonly report?: string;
}

export async function applyCommand(context: WriteContext, options: ApplyCommandOptions): Promise<ExitCode> {
  const problem = reportProblem(options) ?? applyShardProblem(context, options);
  if (problem !== null) return refuseFlags(context, problem);
  if (options.report !== undefined) context.dropReport(options.report);
  const saved = await readSavedPlans(context, options.plans, { mustBeSealed: options.shard !== undefined });
  if (!saved.ok) return saved.exit;
  const isJudged = refuseUnjudged(context, options.shard === undefined ? [] : saved.value, options.plans);
  if (!isJudged.ok) return isJudged.exit;
  const [first] = saved.value;
  const scope = first === undefined ? {} : { scope: first.scope };
  const whole = await makePlan(context, { ...options, ...scope }, context.writePorts);
  if (!whole.ok) return whole.exit;
  const isSameStack = refuseOtherStack(context, saved.value, options.plans, whole.value.plan.stack);
  if (!isSameStack.ok) return isSameStack.exit;
  const approval: Approval = {
    ...options,
    saved: first === undefined ? null : concerning(whole.value.plan, saved.value),
  };
  return applyApproved(context, options, approval, { ...whole.value, approvedWhole: saved.value });
}

function reportProblem({ report, plans }: ApplyCommandOptions): Diagnostic | null {
  if (report === undefined || !plans.includes(report)) return null;
  return diagnostic("usage/contradiction", {
    detail: `--plan and --report name one file, ${report}: give the report its own.`,
  });
}

function refuseFlags(context: WriteContext, problem: Diagnostic): ExitCode {
  context.view.diagnostics([problem], new Map());
  return EXIT.usage;
}

/** What is live now, and the saved plans with the targets of all shards. */
interface Planned extends Connected<WritePorts> {
  readonly approvedWhole: readonly Plan[];
}

async function applyApproved(
  context: WriteContext,
  options: ApplyCommandOptions,
  approval: Approval,
  whole: Planned,
): Promise<ExitCode> {
  const judgement = judge(whole.plan, approval);
  const published = judgeParameters(whole.plan, approval);
  const guards = verdictOf(context, options, whole, {
    changes: judgement.approved,
    parameters: published.approved,
  });
  const made = judged(whole, guards);
  const { plan } = made;
  if (context.format === "json") context.view.diagnostics(plan.diagnostics, made.sources);
  else context.view.result(renderPlan(context, reportOf(made), { ...options, next: "untold" }));
  tellPlanToCi(context.ci, plan);
  const refusal = refuseUncovered(context, options, approval, plan, [...judgement.unapproved, ...published.unapproved]);
  if (refusal !== null) return refusal;
  const isLeft = isLeftOver(approval, [...judgement.unapproved, ...published.unapproved]);
  const isStopped = isStoppedBy(guards);
  const codes = [...planCodes(plan, isStopped), isLeft ? EXIT.notApproved : EXIT.done];
  const todo = judgement.approved.length + published.approved.length + judgement.tags.approved.length;
  const isIdle = isStopped || todo === 0;
  const answer = isIdle || isConfirmed(options) ? null : await refusalOf(context, plan);
  if (answer !== null) return answer;
  const sink = options.report === undefined ? null : context.openReport(options.report);
  const left = isStopped ? NOTHING_ENDED : leftOut(judgement, published);
  const work = { changes: judgement.approved, parameters: published.approved, tags: judgement.tags.approved };
  const ended = isIdle
    ? endIdle(context, plan, left, sink, guardRefusal(guards))
    : await runApply(context, { made, ...work, left, sink });
  tellOutcomesToCi(context.ci, ended);
  if (isLeft && context.format === "text") {
    context.view.told(renderPlanDifference(context, plan, approval, "rest-applied").trimEnd());
  }
  return worstOf([
    ...codes,
    isIncomplete(ended.outcomes) ? EXIT.incomplete : EXIT.done,
    context.isStopping() ? EXIT.interrupted : EXIT.done,
    lostReport(context, sink),
  ]);
}

/**
 * Guards judge what this run would do, not what it leaves alone. The run of a shard sees a part of that alone, so they
 * judge all that was approved, done or not, by the figures that the plan was approved with: each shard hears the same.
 */
function verdictOf(
  context: WriteContext,
  options: ApplyCommandOptions,
  whole: Planned,
  approved: Pick<Plan, "changes" | "parameters">,
): GuardVerdict {
  const { plan, approvedWhole } = whole;
  const weigh = (work: typeof approved, serving?: number): GuardVerdict =>
    guardsOf(context, { ...plan, ...work }, whole, options, serving);
  const [first] = approvedWhole;
  if (plan.shard === undefined || first === undefined) return weigh(approved);
  const work = approvedWork(approvedWhole);
  const verdicts = approvedWhole.map(({ guards }) => weigh(work, guards?.serving));
  const verdict = verdicts.find(isStoppedBy) ?? weigh(work, first.guards?.serving);
  return { ...verdict, isOfAllShards: true };
}

/** The plan with this verdict instead of that on all that is live. */
function judged(whole: Planned, guards: GuardVerdict): Planned {
  const stops = new Set<unknown>(whole.guards?.stops);
  const found = whole.plan.diagnostics.filter((one) => !stops.has(one));
  return { ...whole, guards, plan: withGuards({ ...whole.plan, diagnostics: found }, guards) };
}

/** Exit 4 before anything is done: the plan is another than the expected one, or holds what no saved plan holds. */
function refuseUncovered(
  context: WriteContext,
  { expect, report }: ApplyCommandOptions,
  approval: Approval,
  plan: Plan,
  unapproved: readonly unknown[],
): ExitCode | null {
  if (expect !== undefined && !hasHash(plan, expect)) {
    const detail = `--expect ${expect}: the current plan has the hash ${plan.hash.slice(0, expect.length)}. Nothing was applied.`;
    context.view.diagnostics([diagnostic("approval/not-covered", { detail })], new Map());
    return refused(context, report, plan, detail);
  }
  if (approval.saved === null || unapproved.length === 0) return null;
  context.view.result(renderPlanDifference(context, plan, approval, "nothing-applied"));
  return refused(context, report, plan, planDifferenceText(plan, approval));
}

/** The report says that nothing was done, and why: whoever merged is told it there. */
function refused(context: WriteContext, file: string | undefined, plan: Plan, text: string): ExitCode {
  const sink = file === undefined ? null : context.openReport(file);
  const refusal = renderReportRefusal("not-covered", text);
  sink?.write(refusal);
  sink?.write(renderReportSummary(plan, NOTHING_ENDED));
  summariseResult(context, { plan, ended: NOTHING_ENDED, refusal });
  return worstOf([EXIT.notApproved, lostReport(context, sink)]);
}

/** The line of the report that says which guard stopped everything; empty where none did. */
function guardRefusal({ stops }: GuardVerdict): string {
  if (stops.length === 0) return "";
  return renderReportRefusal(
    "guard",
    stops.map(({ detail, hint }) => [detail, ...(hint === undefined ? [] : [hint])].join("\n")).join("\n"),
  );
}

/** With `--additive` alone the rest waits for its approval; `--due` does not ask for anything else to be done. */
function isLeftOver({ additive }: Approval, unapproved: readonly unknown[]): boolean {
  return additive && unapproved.length > 0;
}

/** Whoever names what may be done has said yes to it. */
function isConfirmed({ yes, plans, expect, additive, due }: ApplyCommandOptions): boolean {
  return yes || plans.length > 0 || expect !== undefined || additive || due;
}

function leftOut({ unapproved, postponed, tags }: Judgement, published: ParameterJudgement): Left {
  const why = ["not-approved", "not approved"] as const;
  return {
    outcomes: [
      ...[...unapproved, ...postponed].map((change) => skippedOutcome(change, ...why)),
      ...[...published.unapproved, ...published.postponed].map((change) => skippedParameter(change, ...why)),
    ],
    activations: tags.postponed.map((tag) => skippedActivation(tag, ...why)),
  };
}

async function refusalOf(context: WriteContext, plan: Plan): Promise<ExitCode | null> {
  const question = applyQuestion(plan);
  const answer = await context.ask(question);
  if (answer === "yes") return null;
  context.view.note(
    answer === "no"
      ? `Declined: the answer was not "${question.consent}". Nothing was changed.`
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
