/** Where a plan's text goes on a pull request: into the comment that is there, or into a new one. */
import type { CommentMarker } from "./comment-marker.ts";

export const COMMENT_MODES = ["auto", "update", "new", "off"] as const;

/**
 * `auto`: edit in place until someone has reviewed; when the plan changes after that, post anew, so that it notifies ·
 * `update`: always edit · `new`: always post · `off`: nothing.
 */
export type CommentMode = (typeof COMMENT_MODES)[number];

/** A plan comment of this stack that is there already. */
export interface KnownComment {
  readonly id: number;
  readonly nodeId: string;
  readonly marker: CommentMarker;
}

export type CommentChoice =
  | { readonly action: "none"; readonly why: string }
  | { readonly action: "edit"; readonly id: number }
  /** `outdated` are folded away, all but what a person has written. */
  | { readonly action: "post"; readonly outdated: readonly KnownComment[] };

export interface CommentSituation {
  readonly mode: CommentMode;
  /** Oldest first. */
  readonly known: readonly KnownComment[];
  readonly hash: string;
  /** Nothing to do, and nothing in doubt. */
  readonly hasNothing: boolean;
  /** Whether someone has reviewed since the newest known comment was posted. */
  readonly isReviewed: boolean;
}

/** One plan comment a stack is ever unfolded; a plan with nothing to do is only told where one was told before. */
export function chooseComment({ mode, known, hash, hasNothing, isReviewed }: CommentSituation): CommentChoice {
  const newest = known.at(-1);
  if (mode === "off") return { action: "none", why: "comments are off" };
  if (newest === undefined) {
    return hasNothing ? { action: "none", why: "the plan has nothing to do" } : { action: "post", outdated: [] };
  }
  const isStale = mode === "auto" && isReviewed && newest.marker.hash !== hash;
  return mode === "new" || isStale ? { action: "post", outdated: known } : { action: "edit", id: newest.id };
}

/** Only `auto` asks for reviews, and only where a comment with another plan is there. */
export function needsReviews({ mode, known, hash }: Pick<CommentSituation, "mode" | "known" | "hash">): boolean {
  const newest = known.at(-1);
  return mode === "auto" && newest !== undefined && newest.marker.hash !== hash;
}
