/** `strata comment`: posts a saved plan, a report or drift to GitHub. Knows neither AWS nor the configuration. */
import type { CommentMode } from "../core/comment-choice.ts";
import { joinReports, type NamedReport } from "../core/join-reports.ts";
import { partAlone } from "../core/merge-problems.ts";
import type { Plan } from "../core/plan.ts";
import { readPlanFile } from "../core/read-plan-file.ts";
import { type ApplyReport, readReport } from "../core/read-report.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { keepDriftIssue } from "./comment-issue.ts";
import { commentPlan } from "./comment-plan.ts";
import { commentReport } from "./comment-report.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { GitHubConnection, GitHubContext } from "./github-context.ts";
import type { OrExit } from "./look.ts";

export interface CommentOptions {
  /** A saved plan, or saved drift. */
  readonly from?: string;
  /** The report of an apply; several are those of its shards. */
  readonly reports?: readonly string[];
  /** `from` is drift, and goes to its issue. */
  readonly issue: boolean;
  readonly mode: CommentMode;
}

/** Exit 0 whatever GitHub answers: telling is a courtesy, and what could not be told there is in the job summary. */
export async function commentCommand(context: GitHubContext, options: CommentOptions): Promise<ExitCode> {
  const { from, reports = [] } = options;
  const problem = contradiction(options);
  if (problem !== null) return refuse(context, [diagnostic("usage/contradiction", { detail: problem })]).exit;
  const plan = from === undefined ? NOTHING : await readSaved(context, from);
  if (!plan.ok) return plan.exit;
  const told = await readTold(context, reports);
  if (!told.ok) return told.exit;
  const connection = context.gitHub();
  if (!connection.ok) return refuse(context, [diagnostic("github/no-run", { detail: connection.why })]).exit;
  await send(context, options, connection, { plan: plan.value, report: told.value });
  return EXIT.done;
}

const NOTHING = { ok: true, value: null } as const;

function contradiction({ from, reports = [], issue }: CommentOptions): string | null {
  if (from === undefined && reports.length === 0)
    return "Name what is to be told: --from plan.json, or --report report.jsonl.";
  if (issue && (from === undefined || reports.length > 0)) return "--issue takes --from drift.json alone.";
  return null;
}

async function send(
  context: GitHubContext,
  { issue, mode }: CommentOptions,
  { run, connect }: Extract<GitHubConnection, { ok: true }>,
  { plan, report }: { readonly plan: Plan | null; readonly report: ApplyReport | null },
): Promise<void> {
  if (mode === "off") context.view.note("Nothing was posted: comments are off.");
  else if (report !== null) await commentReport(context, report, plan?.stack ?? null, connect);
  else if (plan !== null && issue) await keepDriftIssue(context, plan, async () => (await connect()).issues);
  else if (plan !== null)
    await commentPlan(context, plan, mode, { run, comments: async () => (await connect()).comments });
}

async function readSaved(context: GitHubContext, file: string): Promise<OrExit<Plan>> {
  const read = await context.readText(file);
  if (!read.ok) return unreadable(context, file, read.reason);
  const { value, diagnostics } = readPlanFile(read.text, file);
  if (value === undefined) return refuse(context, diagnostics);
  const part = partAlone({ file, plan: value });
  return part === undefined ? { ok: true, value } : refuse(context, [part]);
}

/** Null where no file is named. */
async function readTold(context: GitHubContext, files: readonly string[]): Promise<OrExit<ApplyReport | null>> {
  const reports: NamedReport[] = [];
  for (const file of files) {
    const read = await context.readText(file);
    if (!read.ok) return unreadable(context, file, read.reason);
    const found = readReport(read.text);
    if (!found.ok) return unreadable(context, file, `it is no report: ${found.why}`);
    reports.push({ file, report: found.report });
  }
  const { value, diagnostics } = joinReports(reports);
  return value === undefined ? refuse(context, diagnostics) : { ok: true, value };
}

function unreadable(context: GitHubContext, file: string, reason: string) {
  return refuse(context, [diagnostic("usage/unreadable-file", { detail: `${file}: ${reason}.` })]);
}

function refuse(
  context: GitHubContext,
  problems: readonly Diagnostic[],
): { readonly ok: false; readonly exit: ExitCode } {
  context.view.diagnostics(problems, new Map());
  return { ok: false, exit: EXIT.usage };
}
