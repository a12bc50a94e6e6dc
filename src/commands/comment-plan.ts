/** A saved plan as the one comment of its stack on the pull request of this run. */
import { type CommentMode, chooseComment, type KnownComment, needsReviews } from "../core/comment-choice.ts";
import { parseMarker } from "../core/comment-marker.ts";
import { savedGuards } from "../core/guards.ts";
import type { Plan } from "../core/plan.ts";
import type { CommentGateway, PostedComment } from "../engine/github-ports.ts";
import { COMMENT_BYTES } from "../render/markdown-options.ts";
import { HASH_DIGITS } from "../render/next-step.ts";
import { hasNothing, renderPlanMarkdown } from "../render/plan-markdown.ts";
import type { GitHubContext, RunFacts } from "./github-context.ts";
import { type Body, fallBack, fallBackAfter, sendFitting } from "./post.ts";

export interface Target {
  readonly run: RunFacts;
  readonly comments: () => Promise<CommentGateway>;
}

export async function commentPlan(
  context: GitHubContext,
  plan: Plan,
  mode: CommentMode,
  { run, comments }: Target,
): Promise<void> {
  const report = { plan, guards: savedGuards(plan), configFiles: [] };
  const body: Body = (maxBytes) => renderPlanMarkdown(report, { maxBytes, origin: context.origin, hasMarker: true });
  if (run.pull === null) return fallBack(context, body(COMMENT_BYTES), "this run is not about a pull request.");
  if (run.pull.isFork)
    return fallBack(context, body(COMMENT_BYTES), "a run of a fork may not write to the pull request.");
  await post(context, plan, mode, { gateway: await comments(), pull: run.pull.number, body });
}

interface Post {
  readonly gateway: CommentGateway;
  readonly pull: number;
  readonly body: Body;
}

async function post(
  context: GitHubContext,
  plan: Plan,
  mode: CommentMode,
  { gateway, pull, body }: Post,
): Promise<void> {
  const own = await gateway.ownComments(pull);
  if (!own.ok) return fallBackAfter(context, body(COMMENT_BYTES), own.fault);
  const known = knownComments(own.value, plan.stack);
  const hash = plan.hash.slice(0, HASH_DIGITS);
  const posted = own.value.find(({ id }) => id === known.at(-1)?.id);
  const reviews =
    posted !== undefined && needsReviews({ mode, known, hash })
      ? await gateway.isReviewedSince(pull, posted.createdAt)
      : null;
  // Where reviews cannot be read, a new comment is the safe one: it tells those who may have reviewed.
  const isReviewed = reviews === null ? false : reviews.ok ? reviews.value : true;
  const choice = chooseComment({ mode, known, hash, hasNothing: hasNothing(plan), isReviewed });
  if (choice.action === "none") return context.view.note(`Nothing was posted: ${choice.why}.`);
  const add = () => sendFitting(body, COMMENT_BYTES, (text) => gateway.addComment(pull, text));
  const edit = (id: number) => sendFitting(body, COMMENT_BYTES, (text) => gateway.editComment(id, text));
  const edited = choice.action === "edit" ? await edit(choice.id) : null;
  // Somebody may have deleted it meanwhile.
  const isGone = edited !== null && !edited.ok && edited.fault.kind === "not-found";
  const answer = edited === null || isGone ? await add() : edited;
  if (!answer.ok) return fallBackAfter(context, body(COMMENT_BYTES), answer.fault);
  context.view.note(`The comment on #${pull} was ${edited === null || isGone ? "posted" : "updated"}.`);
  if (choice.action === "post") await minimise(context, gateway, choice.outdated);
}

/** After the new one is there, so that a failure in between hides nothing. */
export async function minimise(
  context: GitHubContext,
  gateway: CommentGateway,
  outdated: readonly KnownComment[],
): Promise<void> {
  for (const { nodeId } of outdated) {
    const answer = await gateway.minimise(nodeId);
    if (!answer.ok) context.notice(`An older comment could not be folded away: ${answer.fault.message}`, "notice");
  }
}

/** Plan comments of a stack, oldest first. */
export function knownComments(own: readonly PostedComment[], stack: string): KnownComment[] {
  return own.flatMap(({ id, nodeId, body }) => {
    const marker = parseMarker(body);
    return marker?.kind === "plan" && marker.key === stack ? [{ id, nodeId, marker }] : [];
  });
}
