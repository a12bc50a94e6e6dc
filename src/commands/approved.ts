/** `strata approved`: fetches the plans that a push approves, for `strata apply --plan`. Reads GitHub alone. */
import type { Answer, Fault } from "../core/fault.ts";
import { readPlanFile } from "../core/read-plan-file.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { ApprovalGateway, ReviewedPull } from "../engine/github-ports.ts";
import { type ApprovedPlan, renderApprovedJson, renderApprovedText } from "../render/approved-text.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { GitHubContext } from "./github-context.ts";

export interface ApprovedContext extends GitHubContext {
  /** Writes a file anew, never through a link that is there; answers its path. */
  readonly saveFresh: (folder: string, name: string, text: string) => string;
}

export interface ApprovedOptions {
  readonly outDir: string;
  /** The plan of this pull request, merged or not, instead of those that the push brings. */
  readonly pull?: number;
}

/**
 * Exit 0 also where nothing is approved; 1 where GitHub did not say, since what is approved is then unknown; 4 for a run
 * that is run again though newer commits are there.
 */
export async function approvedCommand(context: ApprovedContext, { outDir, pull }: ApprovedOptions): Promise<ExitCode> {
  const connection = context.gitHub();
  if (!connection.ok) return tell(context, [diagnostic("github/no-run", { detail: connection.why })], EXIT.usage);
  const { approvals } = await connection.connect();
  const outrun = await approvals.isOutrun();
  if (!outrun.ok) return unavailable(context, outrun.fault);
  if (outrun.value) return tell(context, [diagnostic("github/outrun", { detail: OUTRUN })], EXIT.notApproved);
  const pulls = await pullsOf(approvals, pull);
  if (!pulls.ok) return unavailable(context, pulls.fault);
  const plans: ApprovedPlan[] = [];
  const without: Diagnostic[] = [];
  for (const one of pulls.value) {
    const kept = await approvals.keptPlan(one);
    if (!kept.ok) return unavailable(context, kept.fault);
    const found = kept.value.ok ? readPlanFile(kept.value.text, `the plan of #${one.number}`) : undefined;
    if (found?.value !== undefined && kept.value.ok) {
      const file = context.saveFresh(outDir, `${one.number}.json`, kept.value.text);
      plans.push({ pull: one.number, file, hash: found.value.hash });
    } else without.push(...whyNone(one, kept.value.ok ? "" : kept.value.why, found?.diagnostics ?? []));
  }
  context.view.diagnostics(without, new Map());
  if (plans.length === 0) context.view.note(nothing(pulls.value));
  const render = context.format === "json" ? renderApprovedJson : renderApprovedText;
  context.view.result(render(plans));
  context.ci?.output({ plans: flagsOf(plans, without.length > 0), count: plans.length });
  return EXIT.done;
}

const OUTRUN = "The branch has newer commits than the one that this run is about.";

async function pullsOf(approvals: ApprovalGateway, number?: number): Promise<Answer<readonly ReviewedPull[]>> {
  if (number === undefined) return approvals.mergedPulls();
  const one = await approvals.pull(number);
  return one.ok ? { ...one, value: [one.value] } : one;
}

/** What `apply` takes. A merge without a plan adds what adds, also beside others that have one. */
function flagsOf(plans: readonly ApprovedPlan[], isSomeWithout: boolean): string {
  const additive = isSomeWithout || plans.length === 0 ? ["--additive"] : [];
  return [...plans.map(({ file }) => `--plan ${file}`), ...additive].join(" ");
}

function whyNone(pull: ReviewedPull, why: string, problems: readonly Diagnostic[]): Diagnostic[] {
  const reasons = why === "" ? problems.map(({ detail }) => detail) : [`${why}.`];
  return reasons.map((reason) => diagnostic("github/no-plan", { detail: `#${pull.number}: ${reason}` }));
}

function nothing(pulls: readonly ReviewedPull[]): string {
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
