/** Which plans a push approves: commit → merged pull requests → the artifact that each one's plan run has kept. */
import { unzipSync } from "fflate";
import type { Answer } from "../core/fault.ts";
import type { ApprovalGateway, KeptPlan, MergedPull } from "../engine/github-ports.ts";
import { type GitHubClient, mapAnswer } from "./client.ts";

/** The push that is to be applied. */
export interface Push {
  readonly sha: string;
  readonly branch: string;
  /** This workflow run; null outside of one. */
  readonly runId: number | null;
}

const PAGE = 100;
/** Commits that are asked for their pull requests, newest first: more than that since the last apply is no daily work. */
const MOST_COMMITS = 300;
/** Calls at the same time; GitHub asks clients not to make many at once. */
const AT_ONCE = 6;
/** A plan of 100,000 changes has about 60 MB; an archive that unpacks to more is not ours. */
const MOST_BYTES = 200 * 1024 * 1024;
const PLAN_FILE = "plan.json";

/** Only the plan workflow's runs count; any other could carry an artifact of the same name. */
const PLAN_WORKFLOW = /^\.github\/workflows\/(?:strata-)?plan\.ya?ml(?:@.*)?$/;

export function approvalGateway(client: GitHubClient, push: Push): ApprovalGateway {
  return {
    mergedPulls: () => mergedPulls(client, push),
    keptPlan: (pull) => keptPlan(client, pull),
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
  const { owner, repo } = client.at;
  const full = `${owner}/${repo}`.toLowerCase();
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

async function keptPlan(client: GitHubClient, pull: MergedPull): Promise<Answer<KeptPlan>> {
  if (pull.isFork) return ok({ ok: false, why: "it comes from a fork, whose plans approve nothing" });
  const name = `strata-plan-${pull.headSha}`;
  const listed = await client.send("GET artifacts", (octokit) =>
    octokit.rest.actions.listArtifactsForRepo({ ...client.at, name, per_page: PAGE }),
  );
  if (!listed.ok) return listed;
  const found = listed.value.data.artifacts.filter(
    (one) => one.name === name && one.workflow_run?.head_sha === pull.headSha,
  );
  const kept = found.filter(({ expired }) => !expired).sort((a, b) => b.id - a.id);
  if (kept.length === 0)
    return ok({ ok: false, why: found.length === 0 ? "no plan was kept for its last commit" : "its plan has expired" });
  for (const artifact of kept) {
    const runId = artifact.workflow_run?.id;
    if (runId === undefined) continue;
    const trusted = await isPlanRun(client, runId, pull);
    if (!trusted.ok) return trusted;
    if (trusted.value) return download(client, artifact.id, artifact.size_in_bytes);
  }
  return ok({ ok: false, why: "no run of the plan workflow of this repository has kept its plan" });
}

/**
 * An artifact approves only as the work of the plan workflow, on the reviewed commit, of this repository. A run that
 * failed counts: a blocked or incomplete plan fails it, and is reviewed and merged all the same.
 */
async function isPlanRun(client: GitHubClient, runId: number, pull: MergedPull): Promise<Answer<boolean>> {
  const { owner, repo } = client.at;
  const run = await client.send("GET workflow run", (octokit) =>
    octokit.rest.actions.getWorkflowRun({ ...client.at, run_id: runId }),
  );
  return mapAnswer(run, ({ data }) => {
    const isHere = data.head_repository?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase();
    const isEnded = data.status === "completed" && data.conclusion !== "cancelled";
    return (
      isHere &&
      isEnded &&
      data.event === "pull_request" &&
      data.head_sha === pull.headSha &&
      PLAN_WORKFLOW.test(data.path)
    );
  });
}

async function download(client: GitHubClient, id: number, size: number): Promise<Answer<KeptPlan>> {
  if (size > MOST_BYTES) return ok({ ok: false, why: `its artifact has ${size} bytes, which no plan has` });
  const fetched = await client.send("GET artifact", (octokit) =>
    octokit.rest.actions.downloadArtifact({ ...client.at, artifact_id: id, archive_format: "zip" }),
  );
  return mapAnswer(fetched, ({ data }) => unpack(new Uint8Array(data as ArrayBuffer)));
}

function unpack(zip: Uint8Array): KeptPlan {
  try {
    const files = unzipSync(zip, {
      filter: ({ name, originalSize }) => name === PLAN_FILE && originalSize <= MOST_BYTES,
    });
    const plan = files[PLAN_FILE];
    if (plan === undefined) return { ok: false, why: `its artifact holds no ${PLAN_FILE}` };
    return { ok: true, text: new TextDecoder().decode(plan) };
  } catch (error) {
    return { ok: false, why: `its artifact cannot be unpacked: ${(error as Error).message}` };
  }
}
