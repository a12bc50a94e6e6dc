/** `strata plan`: shows the difference between the file and AWS. Cannot write. */
import { endsArn } from "../core/change.ts";
import type { Plan, PlannedChange } from "../core/plan.ts";
import { renderPlanJson } from "../render/plan-json.ts";
import { renderPlanText } from "../render/plan-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { type MadePlan, makePlan, type PlanOptions } from "./make-plan.ts";

export interface PlanCommandOptions extends PlanOptions {
  /** Exit 2 when something executable is pending. */
  readonly detailedExitcode: boolean;
  /** Show unchanged profiles too. */
  readonly full: boolean;
  /** Where to save the plan JSON, beside whatever is shown. */
  readonly out?: string;
}

export async function planCommand(context: CommandContext, options: PlanCommandOptions): Promise<ExitCode> {
  const made = await makePlan(context, options, context.readPorts);
  if (!made.ok) return made.exit;
  const consent = options.allowDeletes === undefined ? [] : ["--allow-deletes", String(options.allowDeletes)];
  const repeatFlags = [...context.repeatFlags, ...consent];
  showPlan({ ...context, repeatFlags }, made.value, { full: options.full, next: "told" });
  if (options.out !== undefined) context.view.save(options.out, renderPlanJson(made.value.plan));
  const isPending = options.detailedExitcode && ownChanges(made.value.plan).some(({ hash }) => hash !== null);
  const isActivating = options.detailedExitcode && made.value.plan.summary.activate > 0;
  return worstOf([...planCodes(made.value), isPending || isActivating ? EXIT.pending : EXIT.done]);
}

/** With a base, exit codes speak of this change alone (DESIGN section 4). */
function ownChanges({ changes }: Plan): readonly PlannedChange[] {
  return changes.filter(({ alreadyPending }) => alreadyPending !== true);
}

/** What a plan alone says: targets that could not be read, and what is blocked. */
export function planCodes({ plan, guards }: MadePlan): ExitCode[] {
  const own = ownChanges(plan);
  const isStopped = guards.stops.length > 0 && (plan.base === undefined || own.some(endsArn));
  const isBlocked = own.some(({ action }) => action === "blocked") || isStopped;
  return [plan.complete ? EXIT.done : EXIT.unreadable, isBlocked ? EXIT.blocked : EXIT.done];
}

export function showPlan(
  context: CommandContext,
  made: MadePlan,
  options: { readonly full: boolean; readonly next: "told" | "untold" },
): void {
  const { plan, guards, files, unchanged } = made;
  if (context.format === "json") {
    context.view.result(renderPlanJson(plan));
    return;
  }
  const report = { plan, guards, configFiles: files, unchanged, repeatFlags: context.repeatFlags };
  // What was found is part of the text, beside the change that it is about.
  context.view.result(renderPlanText(report, { ...context.style, ...options }));
}
