/** `strata drift`: has someone changed what we applied? Cannot write. */
import { declaredIn, isDrift } from "../core/drift.ts";
import { isParameterDrift } from "../core/parameter-change.ts";
import type { Plan } from "../core/plan.ts";
import { targetId } from "../core/profile.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { renderDriftMarkdown } from "../render/drift-markdown.ts";
import { type DriftReport, renderDriftText } from "../render/drift-text.ts";
import { COMMENT_BYTES, NO_ORIGIN } from "../render/markdown-options.ts";
import { renderPlanJson } from "../render/plan-json.ts";
import { summaryOptions, tellPlanToCi } from "./ci.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";
import { type Reading, renderForReading } from "./reading.ts";

export interface DriftOptions extends PlanOptions, Reading {
  /** Exit 2 when there is drift. */
  readonly detailedExitcode: boolean;
  /** Look for orphans of the stack in every Bedrock region. */
  readonly everywhere: boolean;
}

export async function driftCommand(context: CommandContext, options: DriftOptions): Promise<ExitCode> {
  if (options.everywhere && context.scope.targets.length > 0) {
    const detail = "--everywhere reads every region, and --target only some: give one of them.";
    context.view.diagnostics([diagnostic("usage/contradiction", { detail })], new Map());
    return EXIT.usage;
  }
  const made = await makePlan(context, { ...options, withoutBilling: true }, context.readPorts);
  if (!made.ok) return made.exit;
  const isDeclared = declaredIn(made.value.declared);
  const plan = withoutClosedRegions(withoutGuards(made.value.plan), isDeclared);
  const { files } = made.value;
  context.view.result(render(context, { plan, guards: null, configFiles: files, isDeclared }, options));
  const drifted = plan.changes.filter(isDrift);
  const parameters = plan.parameters.filter(isParameterDrift);
  tellPlanToCi(context.ci, { ...plan, changes: drifted, parameters });
  if (context.ci !== null) context.ci.summarise(renderDriftMarkdown(plan, summaryOptions(context.ci)));
  return worstOf([
    plan.complete ? EXIT.done : EXIT.unreadable,
    plan.summary.blocked > 0 ? EXIT.blocked : EXIT.done,
    options.detailedExitcode && drifted.length + parameters.length > 0 ? EXIT.pending : EXIT.done,
  ]);
}

function render(context: CommandContext, report: DriftReport, reading: Reading): string {
  switch (context.format) {
    case "json":
      return renderPlanJson(report.plan);
    case "markdown": {
      const origin = context.ci?.origin ?? NO_ORIGIN;
      return renderDriftMarkdown(report.plan, { maxBytes: COMMENT_BYTES, origin, hasMarker: false });
    }
    case "text":
      return renderForReading(context, reading, (fitted) => renderDriftText(report, fitted));
  }
}

/** Guards are about applying, which this command does not. */
function withoutGuards({ guards: _, ...plan }: Plan): Plan {
  return { ...plan, diagnostics: plan.diagnostics.filter(({ code }) => !code.startsWith("safety/")) };
}

/** Regions that an account has not enabled hold nothing of ours; that they were not looked at is said, and no error. */
function withoutClosedRegions(plan: Plan, isDeclared: ReturnType<typeof declaredIn>): Plan {
  const closed = plan.targets.filter((target) => target.status === "unreadable" && !isDeclared(target));
  if (closed.length === 0) return plan;
  const ids = new Set(closed.map(targetId));
  const targets = plan.targets.filter((target) => !ids.has(targetId(target)));
  const detail = `Not looked at, since not enabled or not readable: ${[...ids].join(", ")}.`;
  const isAbout = ({ target }: Plan["diagnostics"][number]): boolean =>
    target !== undefined && ids.has(targetId(target));
  const kept = plan.diagnostics.filter((found) => !isAbout(found));
  return {
    ...plan,
    targets,
    complete: targets.every(({ status }) => status !== "unreadable"),
    diagnostics: [...kept, diagnostic("aws/region-not-scanned", { detail })],
  };
}
