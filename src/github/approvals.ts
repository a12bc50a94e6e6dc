/** Which plans a push approves: commit → merged pull requests → the artifact that each one's plan run has kept. */
import type { Answer } from "../core/fault.ts";
import type { ApprovalGateway, MergedPull, ReviewedPull } from "../engine/github-ports.ts";
import { type GitHubClient, mapAnswer } from "./client.ts";
import { keptPlan } from "./kept-plan.ts";

/** The push that is to be applied. */
export interface Push {
  readonly sha: string;
  readonly branch: string;
  /** This workflow run; null outside of one. */
  readonly runId: number | null;
  /** 1, and one more each time that the run is run again. */
  readonly attempt: number;
}

const PAGE = 100;
/** Commits that are asked for their pull requests, newest first: more than that since the last apply is no daily work. */
const MOST_COMMITS = 300;
/** Calls at the same time; GitHub asks clients not to make many at once. */
const AT_ONCE = 6;

export function approvalGateway(client: GitHubClient, push: Push): ApprovalGateway {
  return {
    mergedPulls: () => mergedPulls(client, push),
    pull: (number) => pullOf(client, number),
    keptPlan: (pull) => keptPlan(client, pull),
    isOutrun: () => isOutrun(client, push),
  };
}

async function mergedPulls(client: GitHubClient, push: Push): Promise<Answer<readonly MergedPull[]>> {
  const since = await lastApplied(client, push);
  if (!since.ok) return since;
  const commits = since.value === null ? ok([push.sha]) : await commitsBetween(client, since.value, push.sha);
  if (!commits.ok) return commits;
  const pulls = new Map<number, MergedPull>();
  for (let from = 0; from < commits.value.length; from += AT_ONCE) {
    const answers = await Promise.all(
      commits.value.slice(from, from + AT_ONCE).map((sha) => pullsOf(client, push, sha)),
    );
    for (const answer of answers) {
      if (!answer.ok) return answer;
      for (const pull of answer.value) pulls.set(pull.number, pull);
    }
  }
  return ok(
    [...pulls.values()].sort((a, b) =>
      a.mergedAt < b.mergedAt ? -1 : a.mergedAt > b.mergedAt ? 1 : a.number - b.number,
    ),
  );
}

function ok<T>(value: T): Answer<T> {
  return { ok: true, value, attempts: 1 };
}

/** The commit of the newest other run of this workflow that applied what was merged, and succeeded; null for none. */
async function lastApplied(client: GitHubClient, { branch, runId }: Push): Promise<Answer<string | null>> {
  if (runId === null) return ok(null);
  const run = await client.send("GET workflow run", (octokit) =>
    octokit.rest.actions.getWorkflowRun({ ...client.at, run_id: runId }),
  );
  if (!run.ok) return run;
  const { workflow_id } = run.value.data;
  const listed = await client.send("GET workflow runs", (octokit) =>
    octokit.rest.actions.listWorkflowRuns({ ...client.at, workflow_id, branch, status: "success", per_page: PAGE }),
  );
  return mapAnswer(listed, ({ data }) => {
    // The scheduled run does what is due, and nothing that was merged since.
    const applied = data.workflow_runs.filter(({ id, event }) => id !== runId && event !== "schedule");
    return applied[0]?.head_sha ?? null;
  });
}

/** Newest first, at most `MOST_COMMITS`. Pages come oldest first, so the last ones are asked for. */
async function commitsBetween(client: GitHubClient, base: string, head: string): Promise<Answer<readonly string[]>> {
  const page = (number: number) =>
    client.send("GET compare", (octokit) =>
      octokit.rest.repos.compareCommitsWithBasehead({
        ...client.at,
        basehead: `${base}...${head}`,
        per_page: PAGE,
        page: number,
      }),
    );
  const first = await page(1);
  if (!first.ok) return first;
  const last = Math.ceil(first.value.data.total_commits / PAGE);
  const shas: string[] = [];
  for (let number = Math.max(1, last - MOST_COMMITS / PAGE + 1); number <= last; number++) {
    const answer = number === 1 ? first : await page(number);
    if (!answer.ok) return answer;
    shas.push(...answer.value.data.commits.map(({ sha }) => sha));
  }
  // A run that is run again has nothing since itself: the push's own commit stays what it is about.
  return ok([...new Set([head, ...shas.reverse()])].slice(0, MOST_COMMITS));
}

async function pullsOf(client: GitHubClient, { branch }: Push, sha: string): Promise<Answer<readonly MergedPull[]>> {
  const full = fullName(client);
  const listed = await client.send("GET pull requests of a commit", (octokit) =>
    octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...client.at, commit_sha: sha, per_page: PAGE }),
  );
  return mapAnswer(listed, ({ data }) =>
    data.flatMap(({ number, merged_at, base, head }) =>
      merged_at === null || base.ref !== branch || base.repo.full_name.toLowerCase() !== full
        ? []
        : [{ number, headSha: head.sha, isFork: head.repo?.full_name.toLowerCase() !== full, mergedAt: merged_at }],
    ),
  );
}

async function pullOf(client: GitHubClient, number: number): Promise<Answer<ReviewedPull>> {
  const full = fullName(client);
  const answer = await client.send("GET pull request", (octokit) =>
    octokit.rest.pulls.get({ ...client.at, pull_number: number }),
  );
  return mapAnswer(answer, ({ data: { head } }) => ({
    number,
    headSha: head.sha,
    isFork: head.repo?.full_name.toLowerCase() !== full,
  }));
}

async function isOutrun(client: GitHubClient, { sha, branch, attempt }: Push): Promise<Answer<boolean>> {
  if (attempt <= 1) return ok(false);
  const newest = await client.send("GET branch", (octokit) => octokit.rest.repos.getBranch({ ...client.at, branch }));
  return mapAnswer(newest, ({ data }) => data.commit.sha !== sha);
}

function fullName({ at: { owner, repo } }: GitHubClient): string {
  return `${owner}/${repo}`.toLowerCase();
}
