/** What commands need of GitHub, as values; implemented in `github/`. A refused call is a fault, never an exception. */
import type { Answer } from "../core/fault.ts";
import type { Moment } from "../core/moment.ts";

/** A comment that this run's own user has written. */
export interface PostedComment {
  readonly id: number;
  /** The same by its GraphQL name, which minimising takes. */
  readonly nodeId: string;
  readonly body: string;
  readonly createdAt: Moment;
}

/** Comments of one pull request. */
export interface CommentGateway {
  /** Those of this run's own user, oldest first: others may have copied the marker. */
  ownComments(pull: number): Promise<Answer<readonly PostedComment[]>>;
  addComment(pull: number, body: string): Promise<Answer<void>>;
  editComment(id: number, body: string): Promise<Answer<void>>;
  /** Folds a comment away as outdated. */
  minimise(nodeId: string): Promise<Answer<void>>;
  /** Whether anyone has submitted a review since. */
  isReviewedSince(pull: number, moment: Moment): Promise<Answer<boolean>>;
}

export interface PostedIssue {
  readonly number: number;
  readonly body: string;
  readonly isOpen: boolean;
  /** Null while it is open. */
  readonly closedAt: Moment | null;
}

export interface IssueEdit {
  readonly title?: string;
  readonly body?: string;
  readonly state?: "open" | "closed";
}

/** Issues with Strata's label. */
export interface IssueGateway {
  /** Those of this run's own user, newest first, open or closed since the moment. */
  ownIssues(label: string, since: Moment): Promise<Answer<readonly PostedIssue[]>>;
  openIssue(label: string, title: string, body: string): Promise<Answer<number>>;
  editIssue(issue: number, edit: IssueEdit): Promise<Answer<void>>;
  addComment(issue: number, body: string): Promise<Answer<void>>;
}

/** A pull request whose plan was reviewed. */
export interface ReviewedPull {
  readonly number: number;
  /** Its last commit: what was reviewed. */
  readonly headSha: string;
  /** From another repository, whose plans approve nothing. */
  readonly isFork: boolean;
}

/** One that was merged into the branch that is applied. */
export interface MergedPull extends ReviewedPull {
  readonly mergedAt: Moment;
}

/** The plan of a pull request as its run has kept it, or why there is none. */
export type KeptPlan = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

export interface ApprovalGateway {
  /**
   * Pull requests whose merges a push has brought, oldest first: those of all commits since this workflow last
   * succeeded on the branch, since a run in between may have failed or been dropped.
   */
  mergedPulls(): Promise<Answer<readonly MergedPull[]>>;
  /** One by its number, merged or not. */
  pull(number: number): Promise<Answer<ReviewedPull>>;
  keptPlan(pull: ReviewedPull): Promise<Answer<KeptPlan>>;
  /**
   * True for a run that is run again though its branch has newer commits by now: their own run has applied what this
   * one's merge brought, or will, and this one would set it back.
   */
  isOutrun(): Promise<Answer<boolean>>;
}

export interface GitHubPorts {
  readonly comments: CommentGateway;
  readonly issues: IssueGateway;
  readonly approvals: ApprovalGateway;
}
