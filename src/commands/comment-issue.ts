/** Drift as one issue a stack: opened, rewritten, opened again, closed (UX.md section 4, point 6). */
import { parseMarker } from "../core/comment-marker.ts";
import type { Answer, Fault } from "../core/fault.ts";
import type { Plan } from "../core/plan.ts";
import type { IssueGateway, PostedIssue } from "../engine/github-ports.ts";
import { driftedChanges, renderDriftMarkdown } from "../render/drift-markdown.ts";
import { COMMENT_BYTES } from "../render/markdown-options.ts";
import { link, plain } from "../render/markdown-text.ts";
import { HASH_DIGITS } from "../render/next-step.ts";
import { countOf } from "../render/plan-words.ts";
import type { GitHubContext } from "./github-context.ts";
import { fallBackAfter } from "./post.ts";

const LABEL = "strata-drift";

/** An issue that was closed within this time is opened again rather than doubled. */
const REOPEN_MS = 30 * 24 * 3_600_000;

export async function keepDriftIssue(
  context: GitHubContext,
  plan: Plan,
  connect: () => Promise<IssueGateway>,
): Promise<void> {
  const body = renderDriftMarkdown(plan, { maxBytes: COMMENT_BYTES, origin: context.origin, hasMarker: true });
  const issues = await connect();
  const own = await issues.ownIssues(LABEL, context.clock.now(-REOPEN_MS));
  if (!own.ok) return fallBackAfter(context, body, own.fault);
  const known = own.value.filter((issue) => isAbout(issue, plan.stack));
  const count = driftedChanges(plan).length;
  const kept =
    count > 0
      ? await tellDrift(context, issues, plan, known, body)
      : await tellNone(context, issues, plan, known, body);
  if (kept !== null) fallBackAfter(context, body, kept);
}

function isAbout({ body }: PostedIssue, stack: string): boolean {
  const marker = parseMarker(body);
  return marker?.kind === "drift" && marker.key === stack;
}

async function tellDrift(
  context: GitHubContext,
  issues: IssueGateway,
  plan: Plan,
  known: readonly PostedIssue[],
  body: string,
): Promise<Fault | null> {
  const oldest = context.clock.now(-REOPEN_MS);
  const title = `Drift: ${plain(plan.stack)} is not as declared`;
  const issue = known.find(({ isOpen }) => isOpen) ?? known.find(({ closedAt }) => (closedAt ?? "") >= oldest);
  if (issue === undefined) {
    const opened = await issues.openIssue(LABEL, title, body);
    if (!opened.ok) return opened.fault;
    context.view.note(`Issue #${opened.value} was opened.`);
    return null;
  }
  const isNew = parseMarker(issue.body)?.hash !== plan.hash.slice(0, HASH_DIGITS);
  const count = countOf(driftedChanges(plan).length, "difference", "differences");
  // Rewriting a body tells nobody; a comment does, so there is one only when there is news.
  const news = issue.isOpen ? `The drift is another now: ${count}.` : `There is drift again: ${count}.`;
  const state = issue.isOpen ? {} : { state: "open" as const };
  const edited = await inTurn([
    () => issues.editIssue(issue.number, { ...state, title, body }),
    ...(isNew || !issue.isOpen ? [() => issues.addComment(issue.number, `${news}${runText(context)}`)] : []),
  ]);
  if (edited === null) context.view.note(`Issue #${issue.number} was ${issue.isOpen ? "rewritten" : "opened again"}.`);
  return edited;
}

/** Only a look at everything proves that there is none. */
async function tellNone(
  context: GitHubContext,
  issues: IssueGateway,
  plan: Plan,
  known: readonly PostedIssue[],
  body: string,
): Promise<Fault | null> {
  const open = known.filter(({ isOpen }) => isOpen);
  if (!plan.complete) {
    context.notice("Not all targets were read: the drift issue stays as it is.", "warning");
    return null;
  }
  if (open.length === 0) context.view.note("No drift, and no issue about any.");
  for (const { number } of open) {
    const closed = await inTurn([
      () => issues.addComment(number, `No drift any more.${runText(context)}`),
      () => issues.editIssue(number, { body, state: "closed" }),
    ]);
    if (closed !== null) return closed;
    context.view.note(`Issue #${number} was closed.`);
  }
  return null;
}

function runText({ origin }: GitHubContext): string {
  return origin.run === null ? "" : ` Found by ${link(`run ${origin.run.id}`, origin.run.url)}.`;
}

/** One call after the other, up to the first that fails. */
async function inTurn(calls: readonly (() => Promise<Answer<void>>)[]): Promise<Fault | null> {
  for (const call of calls) {
    const answer = await call();
    if (!answer.ok) return answer.fault;
  }
  return null;
}
