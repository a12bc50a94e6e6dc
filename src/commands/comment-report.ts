/** What an apply did, on the pull requests that it was for: a status on the plan's comment, a new comment when it failed. */
import { parseMarker } from "../core/comment-marker.ts";
import type { ApplyReport } from "../core/read-report.ts";
import type { CommentGateway, GitHubPorts, MergedPull, PostedComment } from "../engine/github-ports.ts";
import { COMMENT_BYTES } from "../render/markdown-options.ts";
import { isWhole, renderResultMarkdown, statusLine, withStatus } from "../render/result-markdown.ts";
import { knownComments, minimise } from "./comment-plan.ts";
import type { GitHubContext } from "./github-context.ts";
import { type Body, fallBack, fallBackAfter, sendFitting } from "./post.ts";

export async function commentReport(
  context: GitHubContext,
  report: ApplyReport,
  stack: string | null,
  connect: () => Promise<GitHubPorts>,
): Promise<void> {
  const key = report.summary?.stack ?? stack;
  const body: Body = (maxBytes) =>
    renderResultMarkdown(report, { maxBytes, origin: context.origin, hasMarker: true, key: key ?? "" });
  const { approvals, comments } = await connect();
  const pulls = await approvals.mergedPulls();
  if (!pulls.ok) return fallBackAfter(context, body(COMMENT_BYTES), pulls.fault);
  if (pulls.value.length === 0)
    return fallBack(context, body(COMMENT_BYTES), "no merged pull request belongs to this commit.");
  for (const pull of pulls.value) await tell(context, { report, key, body, comments, pull });
}

interface Told {
  readonly report: ApplyReport;
  /** The stack; null where a killed run has not told it. */
  readonly key: string | null;
  readonly body: Body;
  readonly comments: CommentGateway;
  readonly pull: MergedPull;
}

async function tell(context: GitHubContext, told: Told): Promise<void> {
  const { report, body, comments, pull } = told;
  const own = await comments.ownComments(pull.number);
  if (!own.ok) return fallBackAfter(context, body(COMMENT_BYTES), own.fault);
  const key = told.key ?? loneStack(own.value);
  const plan = key === null ? undefined : planComment(own.value, key);
  if (plan === undefined) {
    context.view.note(`#${pull.number} has no comment with a plan of this stack.`);
    // Where another stack was planned, this one is not what the pull request is about.
    if (stacksOf(own.value).size > 0) return;
  } else {
    const edited = await comments.editComment(plan.id, withStatus(plan.body, statusLine(report, context.origin)));
    if (edited.ok) context.view.note(`The comment on #${pull.number} says what was applied.`);
    else if (isWhole(report)) return fallBackAfter(context, body(COMMENT_BYTES), edited.fault);
  }
  await tellFailure(context, told, own.value, key ?? "");
}

/** A failure has to notify, so it is a comment of its own; a run that is run again rewrites its own one. */
async function tellFailure(
  context: GitHubContext,
  { report, body, comments, pull }: Told,
  own: readonly PostedComment[],
  key: string,
): Promise<void> {
  const results = own.flatMap((comment) => {
    const marker = parseMarker(comment.body);
    return marker?.kind === "result" && (marker.key === key || marker.key === "") ? [{ ...comment, marker }] : [];
  });
  if (isWhole(report)) return minimise(context, comments, results);
  const mine = results.find(({ marker }) => marker.run !== null && marker.run === context.origin.run?.id);
  const answer = await sendFitting(body, COMMENT_BYTES, (text) =>
    mine === undefined ? comments.addComment(pull.number, text) : comments.editComment(mine.id, text),
  );
  if (!answer.ok) return fallBackAfter(context, body(COMMENT_BYTES), answer.fault);
  context.view.note(`The failure was told on #${pull.number}.`);
}

function planComment(own: readonly PostedComment[], key: string): PostedComment | undefined {
  const newest = knownComments(own, key).at(-1);
  return own.find(({ id }) => id === newest?.id);
}

function stacksOf(own: readonly PostedComment[]): ReadonlySet<string> {
  return new Set(own.flatMap(({ body }) => parseMarker(body)).flatMap((m) => (m?.kind === "plan" ? [m.key] : [])));
}

/** The stack of all plan comments, where there is only one. */
function loneStack(own: readonly PostedComment[]): string | null {
  const [only, ...others] = stacksOf(own);
  return only === undefined || others.length > 0 ? null : only;
}
