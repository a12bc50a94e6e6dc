/** `strata approved`: fetches the plans that a push approves, for `strata apply --plan`. Reads GitHub alone. */
import type { Fault } from "../core/fault.ts";
import { readPlanFile } from "../core/read-plan-file.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { MergedPull } from "../engine/github-ports.ts";
import { type ApprovedPlan, renderApprovedJson, renderApprovedText } from "../render/approved-text.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { GitHubContext } from "./github-context.ts";

export interface ApprovedContext extends GitHubContext {
  /** Writes a file anew, never through a link that is there; answers its path. */
  readonly saveFresh: (folder: string, name: string, text: string) => string;
}

export interface ApprovedOptions {
  readonly outDir: string;
}

/** Exit 0 also where nothing is approved; 1 where GitHub did not say, since what is approved is then unknown. */
export async function approvedCommand(context: ApprovedContext, { outDir }: ApprovedOptions): Promise<ExitCode> {
  const connection = context.gitHub();
  if (!connection.ok) return tell(context, [diagnostic("github/no-run", { detail: connection.why })], EXIT.usage);
  const { approvals } = await connection.connect();
  const pulls = await approvals.mergedPulls();
  if (!pulls.ok) return unavailable(context, pulls.fault);
  const plans: ApprovedPlan[] = [];
  const without: Diagnostic[] = [];
  for (const pull of pulls.value) {
    const kept = await approvals.keptPlan(pull);
    if (!kept.ok) return unavailable(context, kept.fault);
    const found = kept.value.ok ? readPlanFile(kept.value.text, `the plan of #${pull.number}`) : undefined;
    if (found?.value !== undefined && kept.value.ok) {
      const file = context.saveFresh(outDir, `${pull.number}.json`, kept.value.text);
      plans.push({ pull: pull.number, file, hash: found.value.hash });
    } else without.push(...whyNone(pull, kept.value.ok ? "" : kept.value.why, found?.diagnostics ?? []));
  }
  context.view.diagnostics(without, new Map());
  if (plans.length === 0) context.view.note(nothing(pulls.value));
  const render = context.format === "json" ? renderApprovedJson : renderApprovedText;
  context.view.result(render(plans));
  context.ci?.output({ plans: plans.map(({ file }) => `--plan ${file}`).join(" "), count: plans.length });
  return EXIT.done;
}

function whyNone(pull: MergedPull, why: string, problems: readonly Diagnostic[]): Diagnostic[] {
  const reasons = why === "" ? problems.map(({ detail }) => detail) : [`${why}.`];
  return reasons.map((reason) => diagnostic("github/no-plan", { detail: `#${pull.number}: ${reason}` }));
}

function nothing(pulls: readonly MergedPull[]): string {
  return pulls.length === 0
    ? "No merged pull request belongs to this commit, so no plan is approved."
    : "No plan is approved.";
}

function unavailable(context: GitHubContext, fault: Fault): ExitCode {
  const id = fault.requestId === undefined ? "" : ` (request id ${fault.requestId})`;
  const detail = `${fault.operation}: ${fault.code === undefined ? "" : `${fault.code} `}${fault.message}${id}.`;
  return tell(context, [diagnostic("github/unavailable", { detail })], EXIT.internal);
}

function tell(context: GitHubContext, problems: readonly Diagnostic[], exit: ExitCode): ExitCode {
  context.view.diagnostics(problems, new Map());
  return exit;
}
