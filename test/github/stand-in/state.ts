/** What the stand-in for GitHub knows: one repository with pull requests, comments, issues, runs and artifacts. */
import { strToU8, zipSync } from "fflate";

export interface User {
  readonly login: string;
  readonly type: "User" | "Bot";
}

/** Who the token of a workflow is. */
export const ACTIONS: User = { login: "github-actions[bot]", type: "Bot" };
export const PERSON: User = { login: "octocat", type: "User" };

export interface Comment {
  readonly id: number;
  readonly node_id: string;
  readonly issue: number;
  readonly user: User;
  body: string;
  readonly created_at: string;
  isMinimised: boolean;
}

export interface Issue {
  readonly number: number;
  readonly user: User;
  title: string;
  body: string;
  state: "open" | "closed";
  closed_at: string | null;
  updated_at: string;
  readonly labels: readonly string[];
}

export interface Pull {
  readonly number: number;
  readonly from: string;
  headSha: string;
  mergedAt: string | null;
  /** Commits of the branch that belong to it. */
  readonly commits: string[];
  readonly reviews: { readonly user: User; readonly submitted_at: string }[];
}

export interface WorkflowRun {
  readonly id: number;
  readonly workflow_id: number;
  readonly path: string;
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string;
  readonly head_repository: string;
  status: string;
  conclusion: string | null;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly run: number;
  readonly zip: Uint8Array;
  expired: boolean;
}

export const REPOSITORY = "acme/ai";

/** Moments go up by a minute with everything that happens. */
export class Repository {
  readonly comments: Comment[] = [];
  readonly issues: Issue[] = [];
  readonly pulls: Pull[] = [];
  readonly runs: WorkflowRun[] = [];
  readonly artifacts: Artifact[] = [];
  /** Commits of the branch `main`, oldest first. */
  readonly main: string[] = [sha("begin")];
  #moment = Date.parse("2026-11-23T09:00:00Z");
  #id = 1000;

  now(): string {
    this.#moment += 60_000;
    return new Date(this.#moment).toISOString().replace(".000Z", "Z");
  }

  pass(ms: number): void {
    this.#moment += ms;
  }

  nextId(): number {
    this.#id += 1;
    return this.#id;
  }

  openPullRequest(number: number, commit: string, from = REPOSITORY): Pull {
    const pull: Pull = { number, from, headSha: sha(commit), mergedAt: null, commits: [], reviews: [] };
    this.pulls.push(pull);
    return pull;
  }

  review(pull: Pull): void {
    pull.reviews.push({ user: PERSON, submitted_at: this.now() });
  }

  /** A squash: the branch gets a commit that the pull request never had. */
  merge(pull: Pull): string {
    const commit = sha(`merge of ${pull.number}`);
    pull.mergedAt = this.now();
    pull.commits.push(commit);
    this.main.push(commit);
    return commit;
  }

  pushDirectly(name: string): string {
    this.main.push(sha(name));
    return sha(name);
  }

  addRun(over: Partial<WorkflowRun> & { readonly head_sha: string }): WorkflowRun {
    const run: WorkflowRun = {
      id: this.nextId(),
      workflow_id: 1,
      path: ".github/workflows/plan.yml",
      event: "pull_request",
      head_branch: "feature",
      head_repository: REPOSITORY,
      status: "completed",
      conclusion: "success",
      ...over,
    };
    this.runs.push(run);
    return run;
  }

  addApplyRun(head_sha: string, over: Partial<WorkflowRun> = {}): WorkflowRun {
    const apply = { workflow_id: 2, path: ".github/workflows/apply.yml", event: "push", head_branch: "main" };
    return this.addRun({ ...apply, ...over, head_sha });
  }

  keepPlan(pull: Pull, plan: string, over: Partial<WorkflowRun> = {}): Artifact {
    const run = this.addRun({ head_sha: pull.headSha, ...over });
    return this.addArtifact(run, `strata-plan-${pull.headSha}`, { "plan.json": plan });
  }

  addArtifact(run: WorkflowRun, name: string, files: Readonly<Record<string, string>>): Artifact {
    const entries = Object.entries(files).map(([file, text]) => [file, strToU8(text)]);
    const artifact = {
      id: this.nextId(),
      name,
      run: run.id,
      zip: zipSync(Object.fromEntries(entries)),
      expired: false,
    };
    this.artifacts.push(artifact);
    return artifact;
  }

  addComment(issue: number, body: string, user: User = ACTIONS): Comment {
    const id = this.nextId();
    const comment = { id, node_id: `IC_${id}`, issue, user, body, created_at: this.now(), isMinimised: false };
    this.comments.push(comment);
    return comment;
  }
}

/** A commit id that says where it comes from, as far as hexadecimal digits can. */
export function sha(name: string): string {
  return Buffer.from(name.padEnd(20, ".")).toString("hex").slice(0, 40);
}
