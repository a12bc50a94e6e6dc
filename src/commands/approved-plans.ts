/** Saved plans from files: what an apply may do, and the scope it has. */
import { type Approval, judge, withinTargets } from "../core/approval.ts";
import { comparePlans } from "../core/compare-plans.ts";
import { partAlone } from "../core/merge-problems.ts";
import { judgeParameters } from "../core/parameter-approval.ts";
import type { Plan, Scope } from "../core/plan.ts";
import { type ReadPlanOptions, readPlanFile } from "../core/read-plan-file.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { fence } from "../render/markdown-text.ts";
import { renderCheckJson } from "../render/plan-check-json.ts";
import type { PlanDiff } from "../render/plan-diff-text.ts";
import { renderPlanDiff } from "../render/plan-diff-text.ts";
import type { CommandContext, ScopeFlags } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { OrExit } from "./look.ts";

/** Reads one saved plan; says why it is refused. A file that is missing is a usage error, a bad one no approval. */
export async function readSavedPlan(
  context: CommandContext,
  file: string,
  options: ReadPlanOptions = {},
): Promise<OrExit<Plan>> {
  const read = await context.readText(file);
  if (!read.ok) {
    return refuse(context, EXIT.usage, [diagnostic("usage/unreadable-file", { detail: `${file}: ${read.reason}.` })]);
  }
  const { value, diagnostics } = readPlanFile(read.text, file, options);
  return value === undefined ? refuse(context, EXIT.notApproved, diagnostics) : { ok: true, value };
}

/** All saved plans of one run, which must be whole and have one scope; none where no file is named. */
export async function readSavedPlans(
  context: CommandContext,
  files: readonly string[],
  options: ReadPlanOptions = {},
): Promise<OrExit<readonly Plan[]>> {
  const plans: Plan[] = [];
  for (const file of files) {
    const read = await readSavedPlan(context, file, options);
    if (!read.ok) return read;
    const part = partAlone({ file, plan: read.value });
    if (part !== undefined) return refuse(context, EXIT.notApproved, [part]);
    plans.push(read.value);
  }
  if (plans.length > 0 && hasScope(context.scope)) {
    const detail = "The scope of a saved plan comes from its file: leave out --target, --only and --exclude.";
    return refuse(context, EXIT.usage, [diagnostic("usage/contradiction", { detail })]);
  }
  const [first] = plans;
  const other = plans.findIndex(({ scope }) => first !== undefined && textOf(scope) !== textOf(first.scope));
  if (other > 0) {
    const detail = `${files[0]} and ${files[other]} are narrowed differently.`;
    return refuse(context, EXIT.usage, [diagnostic("approval/other-scope", { detail })]);
  }
  return { ok: true, value: plans };
}

/** What saved plans hold about the targets that a run is about: all of it, unless it is that of a shard. */
export function concerning({ shard, targets }: Plan, saved: readonly Plan[]): readonly Plan[] {
  return shard === undefined ? saved : saved.map((plan) => withinTargets(plan, targets));
}

function hasScope({ targets, only, exclude }: ScopeFlags): boolean {
  return targets.length + only.length + exclude.length > 0;
}

function textOf({ targets, only, exclude }: Scope): string {
  return JSON.stringify([targets, only, exclude]);
}

/** A saved plan approves nothing in another stack. */
export function refuseOtherStack(
  context: CommandContext,
  saved: readonly Plan[],
  files: readonly string[],
  stack: string,
): OrExit<null> {
  const other = saved.findIndex((plan) => plan.stack !== stack);
  if (other < 0) return { ok: true, value: null };
  const detail = `${files[other]} is a plan of the stack "${saved[other]?.stack}", ${context.configFile} is of "${stack}".`;
  return refuse(context, EXIT.notApproved, [diagnostic("approval/other-stack", { detail })]);
}

/** Drift has no figures for the guards, which an apply by shards judges by. */
export function refuseUnjudged(
  context: CommandContext,
  saved: readonly Plan[],
  files: readonly string[],
): OrExit<null> {
  const without = saved.findIndex(({ guards }) => guards === undefined);
  if (without < 0) return { ok: true, value: null };
  const detail = `${files[without]} has no figures of the guards, as drift: no shard of it can be applied.`;
  return refuse(context, EXIT.notApproved, [diagnostic("approval/not-a-plan", { detail })]);
}

function refuse(
  context: CommandContext,
  exit: ExitCode,
  problems: readonly Diagnostic[],
): { readonly ok: false; readonly exit: ExitCode } {
  context.view.diagnostics(problems, new Map());
  return { ok: false, exit };
}

/** The same as plain text, for a report. */
export function planDifferenceText(plan: Plan, approval: Approval): string {
  const { approved, unapproved } = judge(plan, approval);
  const comparison = comparePlans(approval.saved ?? [], unapproved, approved, judgeParameters(plan, approval));
  return renderPlanDiff({ plan, comparison, effect: "nothing-applied" }, REPORT_STYLE);
}

/** How a terminal of usual width shows it. */
const REPORT_STYLE = { width: 100, color: false };

/** The difference to what was approved, in the format that was asked for. */
export function renderPlanDifference(
  context: CommandContext,
  plan: Plan,
  approval: Approval,
  effect: PlanDiff["effect"],
): string {
  const { approved, unapproved } = judge(plan, approval);
  const comparison = comparePlans(approval.saved ?? [], unapproved, approved, judgeParameters(plan, approval));
  if (context.format === "json") return renderCheckJson(plan, comparison);
  const text = renderPlanDiff({ plan, comparison, effect }, context.style);
  return context.format === "text" ? text : `${fence(text.trimEnd().split("\n"), "text").join("\n")}\n`;
}
