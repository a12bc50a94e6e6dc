/** The plan that the plan workflow has kept for a pull request's last commit: the approval itself. */
import { unzipSync } from "fflate";
import { approvedBy } from "../core/approval.ts";
import type { Answer } from "../core/fault.ts";
import { readPlanFile } from "../core/read-plan-file.ts";
import type { KeptPlan, ReviewedPull } from "../engine/github-ports.ts";
import { type GitHubClient, mapAnswer } from "./client.ts";

const PAGE = 100;
/** Runs of one commit that are looked at, the newest first: more of them are nobody's daily work. */
const MOST_RUNS = 10;
/** A plan of 100,000 changes has about 60 MB; an archive that unpacks to more is not ours. */
const MOST_BYTES = 200 * 1024 * 1024;
const PLAN_FILE = "plan.json";

/** Only the plan workflow's runs count; any other could carry an artifact of the same name. */
const PLAN_WORKFLOW = /^\.github\/workflows\/(?:strata-)?plan\.ya?ml(?:@.*)?$/;

/**
 * Several runs may have kept a plan of one commit: the pull request was opened again, or another one with the same
 * commit and another workflow file was. What counts then is what all of them hold.
 */
export async function keptPlan(client: GitHubClient, pull: ReviewedPull): Promise<Answer<KeptPlan>> {
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
  const plans: KeptPlan[] = [];
  for (const { id, size_in_bytes, workflow_run } of kept.slice(0, MOST_RUNS)) {
    const trusted = await isPlanRun(client, workflow_run?.id, pull);
    if (!trusted.ok) return trusted;
    if (!trusted.value) continue;
    const plan = await download(client, id, size_in_bytes);
    if (!plan.ok) return plan;
    plans.push(plan.value);
  }
  return ok(smallest(plans));
}

function ok<T>(value: T): Answer<T> {
  return { ok: true, value, attempts: 1 };
}

const NONE: KeptPlan = { ok: false, why: "no run of the plan workflow of this repository has kept its plan" };
const DIFFERENT: KeptPlan = {
  ok: false,
  why: "several runs have kept different plans for its last commit; one more commit on it gives it one plan again",
};

/** The newest of those that approve nothing beyond any other; a lone one is what it is. */
function smallest(plans: readonly KeptPlan[]): KeptPlan {
  const [first] = plans;
  if (first === undefined) return NONE;
  if (plans.length === 1) return first;
  const approving = plans.map(hashesOf);
  return plans.find((_, index) => approving.every((other) => isSubset(approving[index], other))) ?? DIFFERENT;
}

/** What a plan approves; undefined for one that cannot be read, which agrees with none. */
function hashesOf(plan: KeptPlan): ReadonlySet<string> | undefined {
  const read = plan.ok ? readPlanFile(plan.text, PLAN_FILE).value : undefined;
  return read === undefined ? undefined : new Set(approvedBy(read).flatMap(({ hash }) => hash ?? []));
}

function isSubset(some: ReadonlySet<string> | undefined, all: ReadonlySet<string> | undefined): boolean {
  return some !== undefined && all !== undefined && [...some].every((hash) => all.has(hash));
}

/**
 * An artifact approves only as the work of the plan workflow, on the reviewed commit, of this repository. How the run
 * ended does not matter: a blocked or incomplete plan fails it, and the job that comments may still be at work.
 */
async function isPlanRun(
  client: GitHubClient,
  runId: number | undefined,
  pull: ReviewedPull,
): Promise<Answer<boolean>> {
  if (runId === undefined) return ok(false);
  const { owner, repo } = client.at;
  const run = await client.send("GET workflow run", (octokit) =>
    octokit.rest.actions.getWorkflowRun({ ...client.at, run_id: runId }),
  );
  return mapAnswer(run, ({ data }) => {
    const isHere = data.head_repository?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase();
    const isOfPull = data.event === "pull_request" && data.head_sha === pull.headSha;
    return isHere && isOfPull && PLAN_WORKFLOW.test(data.path);
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
