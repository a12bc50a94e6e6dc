/** `strata plan`: shows the difference between the file and AWS. Cannot write. */
import { type Approval, judge } from "../core/approval.ts";
import { endsArn } from "../core/change.ts";
import { type GuardVerdict, savedGuards } from "../core/guards.ts";
import { judgeParameters } from "../core/parameter-approval.ts";
import { countExecutable, ownPart, type Plan } from "../core/plan.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { COMMENT_BYTES, NO_ORIGIN } from "../render/markdown-options.ts";
import { renderPlanJson } from "../render/plan-json.ts";
import { renderPlanMarkdown } from "../render/plan-markdown.ts";
import type { PlanReport } from "../render/plan-report.ts";
import { renderPlanText } from "../render/plan-text.ts";
import { concerning, readSavedPlan, readSavedPlans, refuseOtherStack, renderPlanDifference } from "./approved-plans.ts";
import { summaryOptions, tellPlanToCi } from "./ci.ts";
import type { CommandContext } from "./context.ts";
import type { CostsContext } from "./costs.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { type MadePlan, makePlan, type PlanOptions } from "./make-plan.ts";
import { makePlanWithMoney } from "./plan-money.ts";
import { type Reading, renderForReading } from "./reading.ts";
import { planShardProblem } from "./shard-flags.ts";

export interface PlanCommandOptions extends PlanOptions, Reading {
  /** Exit 2 when something executable is pending. */
  readonly detailedExitcode: boolean;
  /** Where to save the plan JSON, beside whatever is shown. */
  readonly out?: string;
  /** An approved plan: does it still cover what is to be done? */
  readonly check?: string;
  /** A saved plan to show instead of making one. */
  readonly from?: string;
  /** Ask what the changes cost last month. */
  readonly money: boolean;
}

export async function planCommand(context: CostsContext, options: PlanCommandOptions): Promise<ExitCode> {
  const { check, from } = options;
  const problem = contradiction(options) ?? planShardProblem(context, options);
  if (problem !== null) {
    context.view.diagnostics([problem], new Map());
    return EXIT.usage;
  }
  if (from !== undefined) return showSaved(context, options, from);
  if (check !== undefined) return checkSaved(context, options, check);
  const made = options.money
    ? await makePlanWithMoney(context, options)
    : await makePlan(context, options, context.readPorts);
  if (!made.ok) return made.exit;
  const repeatFlags = [...context.repeatFlags, ...consentFlags(options)];
  return tellPlan(context, { ...reportOf(made.value), repeatFlags }, { ...options, next: "told" });
}

function contradiction({ check, from, money }: PlanCommandOptions): Diagnostic | null {
  const refused = (detail: string): Diagnostic => diagnostic("usage/contradiction", { detail });
  if (check !== undefined && from !== undefined) {
    return refused("--check makes a plan, and --from shows one that is made: give one of them.");
  }
  if (!money || (check === undefined && from === undefined)) return null;
  return refused(
    from === undefined
      ? "--check compares what is to be done, which money is no part of: leave --money out."
      : "--from shows a plan as it was saved, with the money that it holds: leave --money out.",
  );
}

/** A plan that was just made: shown, saved, told to the job; answers what it says as an exit code. */
export function tellPlan(
  context: CommandContext,
  report: PlanReport,
  options: Shown & Pick<PlanCommandOptions, "out" | "detailedExitcode">,
): ExitCode {
  const { plan, guards } = report;
  const saved = options.out === undefined ? {} : { savedTo: options.out };
  // What was found is part of the text, beside the change that it is about.
  context.view.result(renderPlan(context, { ...report, ...saved }, options));
  if (options.out !== undefined) context.view.save(options.out, renderPlanJson(plan));
  tellPlanToCi(context.ci, plan);
  // A part is told as the whole that it becomes.
  if (context.ci !== null && plan.shard === undefined)
    context.ci.summarise(renderPlanMarkdown(report, summaryOptions(context.ci)));
  return worstOf([...planCodes(plan, isStoppedBy(guards)), pendingCode(plan, options)]);
}

export function isStoppedBy(guards: GuardVerdict | null): boolean {
  return guards !== null && guards.stops.length > 0;
}

/** What the next command has to consent to once more. */
function consentFlags({ allowDeletes, allowInUse = [] }: PlanOptions): string[] {
  const deletes = allowDeletes === undefined ? [] : ["--allow-deletes", String(allowDeletes)];
  return [...deletes, ...allowInUse.flatMap((name) => ["--allow-in-use", name])];
}

function pendingCode(plan: Plan, { detailedExitcode }: Pick<PlanCommandOptions, "detailedExitcode">): ExitCode {
  return detailedExitcode && countExecutable(ownPart(plan)) > 0 ? EXIT.pending : EXIT.done;
}

/** A saved plan once more, as it was; neither the configuration nor AWS is asked. */
async function showSaved(context: CommandContext, options: PlanCommandOptions, file: string): Promise<ExitCode> {
  const read = await readSavedPlan(context, file);
  if (!read.ok) return read.exit;
  const plan = read.value;
  const report = { plan, guards: savedGuards(plan), configFiles: [file] };
  context.view.result(renderPlan(context, report, { ...options, next: "untold" }));
  if (options.out !== undefined) context.view.save(options.out, renderPlanJson(plan));
  const isStopped = plan.diagnostics.some(({ code, severity }) => code.startsWith("safety/") && severity === "error");
  return worstOf([...planCodes(plan, isStopped), pendingCode(plan, options)]);
}

async function checkSaved(context: CommandContext, options: PlanCommandOptions, file: string): Promise<ExitCode> {
  const saved = await readSavedPlans(context, [file], { mustBeSealed: options.shard !== undefined });
  if (!saved.ok) return saved.exit;
  const [first] = saved.value;
  const made = await makePlan(context, { ...options, ...(first && { scope: first.scope }) }, context.readPorts);
  if (!made.ok) return made.exit;
  const { plan, sources } = made.value;
  const isSameStack = refuseOtherStack(context, saved.value, [file], plan.stack);
  if (!isSameStack.ok) return isSameStack.exit;
  const approval: Approval = { saved: concerning(plan, saved.value), additive: false, due: false };
  // What the base would bring too was not for this plan to approve, as in a merge queue behind another change.
  const asked = ownPart(plan);
  const unapproved = [...judge(asked, approval).unapproved, ...judgeParameters(asked, approval).unapproved];
  context.view.diagnostics(plan.diagnostics, sources);
  context.view.result(renderPlanDifference(context, asked, approval, "checked"));
  tellPlanToCi(context.ci, plan);
  if (options.out !== undefined) context.view.save(options.out, renderPlanJson(plan));
  return worstOf([plan.complete ? EXIT.done : EXIT.unreadable, unapproved.length > 0 ? EXIT.notApproved : EXIT.done]);
}

/** What a plan alone says: targets that could not be read, and what is blocked. */
export function planCodes(plan: Plan, hasStops: boolean): ExitCode[] {
  const { changes: own, parameters } = ownPart(plan);
  const isStopped = hasStops && (plan.base === undefined || own.some(endsArn));
  const isBlocked = [...own, ...parameters].some(({ action }) => action === "blocked") || isStopped;
  return [plan.complete ? EXIT.done : EXIT.unreadable, isBlocked ? EXIT.blocked : EXIT.done];
}

interface Shown extends Reading {
  readonly next: "told" | "untold";
}

export function reportOf({ plan, guards, files, unchanged }: MadePlan): PlanReport {
  return { plan, guards, configFiles: files, unchanged };
}

export function renderPlan(context: CommandContext, report: PlanReport, options: Shown): string {
  switch (context.format) {
    case "json":
      return renderPlanJson(report.plan);
    case "markdown": {
      const origin = context.ci?.origin ?? NO_ORIGIN;
      return renderPlanMarkdown(report, { maxBytes: COMMENT_BYTES, origin, hasMarker: false });
    }
    case "text":
      return renderForReading(context, options, (fitted) => renderPlanText(report, { ...fitted, next: options.next }));
  }
}
