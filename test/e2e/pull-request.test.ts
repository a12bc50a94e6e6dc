/** The whole story of a pull request, as its jobs play it: the built command, a real git repository, the sandbox, the stand-in for GitHub. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { GitHubStandIn, TOKEN } from "../github/stand-in/server.ts";
import { type Pull, REPOSITORY } from "../github/stand-in/state.ts";
import { aFolder, type Ended, PROFILES, strata } from "./command.ts";

const HOSTILE = "@everyone <img src=x onerror=alert(1)> ``` |";

let sandbox: Sandbox;
let gitHub: GitHubStandIn;
let folder: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  gitHub = await new GitHubStandIn().start();
  folder = aFolder({ "profiles.yaml": PROFILES, ".gitignore": "*.json\n*.jsonl\napproved/\n" });
  mkdirSync(join(folder, "approved"));
  git("init", "-q", "-b", "main");
  commit("begin");
  expect((await job(["apply", "--yes"])).code).toBe(0);
});
afterAll(async () => {
  await Promise.all([sandbox.close(), gitHub.stop()]);
});

function git(...args: string[]): void {
  const who = ["-c", "user.name=dev", "-c", "user.email=dev@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...who, ...args], { cwd: folder, stdio: "pipe" });
}

function commit(message: string): void {
  git("add", "-A");
  git("commit", "-q", "-m", message);
}

function edit(from: string | RegExp, to: string): void {
  const path = join(folder, "profiles.yaml");
  const before = readFileSync(path, "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

const read = (name: string): string => readFileSync(join(folder, name), "utf8");

interface Where {
  readonly pull?: Pull;
  readonly sha?: string;
  readonly runId?: number;
}

/** One step of a job: AWS is the sandbox, GitHub the stand-in. */
async function job(args: readonly string[], { pull, sha, runId = 7 }: Where = {}): Promise<Ended> {
  const event = {
    pull_request: { number: pull?.number, head: { sha: pull?.headSha, repo: { full_name: pull?.from } } },
  };
  writeFileSync(join(folder, "event.json"), JSON.stringify(pull === undefined ? {} : event));
  return strata(folder, args, {
    env: {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_API_URL: gitHub.apiUrl,
      GITHUB_TOKEN: TOKEN,
      GITHUB_SHA: sha ?? pull?.headSha ?? "0".repeat(40),
      GITHUB_REF_NAME: "main",
      GITHUB_RUN_ID: String(runId),
      GITHUB_EVENT_PATH: join(folder, "event.json"),
      GITHUB_OUTPUT: join(folder, "output.json"),
      GITHUB_STEP_SUMMARY: join(folder, "summary.json"),
    },
  });
}

/** What plan.yml does: plan, keep the plan, comment. */
async function planned(pull: Pull): Promise<Ended> {
  const ended = await job(["plan", "--base", "main", "--out", "plan.json"], { pull });
  gitHub.repository.keepPlan(pull, read("plan.json"));
  expect((await job(["comment", "--from", "plan.json"], { pull })).code).toBe(0);
  return ended;
}

/** What apply.yml does: find the approved plans, apply them, tell. */
async function merged(pull: Pull): Promise<Ended> {
  const sha = gitHub.repository.merge(pull);
  const run = gitHub.repository.addApplyRun(sha, { status: "in_progress", conclusion: null });
  const where = { sha, runId: run.id };
  const approved = await job(["approved", "--out-dir", "approved"], where);
  const plans = approved.stdout
    .trim()
    .split("\n")
    .flatMap((file) => ["--plan", file]);
  expect(plans).toEqual(["--plan", `approved/${pull.number}.json`]);
  const ended = await job(["apply", ...plans, "--report", "report.jsonl", "--yes"], where);
  expect((await job(["comment", "--report", "report.jsonl"], where)).code).toBe(0);
  Object.assign(run, { status: "completed", conclusion: ended.code === 0 ? "success" : "failure" });
  return ended;
}

/** What drift.yml does. */
async function drift(): Promise<void> {
  expect((await job(["drift", "--format", "json", "--out", "drift.json"])).code).toBe(0);
  expect((await job(["comment", "--issue", "--from", "drift.json"])).code).toBe(0);
}

const comments = (number: number) => gitHub.repository.comments.filter(({ issue }) => issue === number);
const names = () =>
  sandbox
    .profiles()
    .map(({ name }) => name)
    .sort();

describe.sequential("a pull request", () => {
  let pull: Pull;

  test("opened: planned, and commented once", async () => {
    git("switch", "-q", "-c", "feature");
    edit(
      /$/,
      "  checkout:\n    model: us.amazon.nova-lite-v1:0\n    regions: [us-west-2]\n    tags: { project: checkout }\n",
    );
    commit("add checkout");
    pull = gitHub.repository.openPullRequest(12, "first");
    expect((await planned(pull)).code).toBe(0);
    expect(comments(12)).toHaveLength(1);
    expect(comments(12)[0]?.body).toContain("### Bedrock profiles `e2e`: 1 create\n");
    expect(comments(12)[0]?.body).toContain("+ checkout");
  });

  test("a second push: the same comment says what it is now", async () => {
    edit("stage: test", "stage: prod");
    commit("promote myapp-01");
    pull.headSha = "b".repeat(40);
    await planned(pull);
    expect(comments(12)).toHaveLength(1);
    expect(comments(12)[0]?.body).toContain(": 1 create, 1 tag update\n");
    expect(comments(12)[0]?.body).toContain('"head":"bbbbbbb"');
  });

  test("merged: the approved plan is found and applied, and the comment says so", async () => {
    git("switch", "-q", "main");
    git("merge", "-q", "--squash", "feature");
    commit("squashed");
    expect((await merged(pull)).code).toBe(0);
    expect(names()).toContain("checkout");
    expect(comments(12)).toHaveLength(1);
    expect(comments(12)[0]?.body).toContain("**Applied: 2 changes** in [run ");
  });

  test("someone edits a tag by hand: an issue about drift is opened", async () => {
    const found = sandbox.profiles().find(({ name }) => name === "checkout");
    await sandbox.setTags(found?.arn ?? "", { ...found?.tags, project: HOSTILE });
    await drift();
    expect(gitHub.repository.issues).toHaveLength(1);
    expect(gitHub.repository.issues[0]?.body).toContain("| `checkout` |");
    expect(gitHub.repository.issues[0]?.body).toMatch(/\n````+diff\n/);
    await drift();
    expect(gitHub.repository.issues).toHaveLength(1);
  });

  test("put back: the issue is closed", async () => {
    expect((await job(["apply", "--yes"])).code).toBe(0);
    await drift();
    expect(gitHub.repository.issues[0]).toMatchObject({ state: "closed" });
  });
});

describe.sequential("live changed between review and merge", () => {
  const second = (): Pull => gitHub.repository.openPullRequest(13, "second");

  test("nothing is applied, exit 4, and a new comment explains it", async () => {
    git("switch", "-q", "-c", "cleanup");
    edit(/ {2}checkout:[\s\S]*$/, "");
    commit("remove checkout");
    const pull = second();
    await planned(pull);
    expect(comments(13)[0]?.body).toContain("| **delete** | `checkout` |");
    const other = sandbox.profiles().find(({ name }) => name === "myapp-01");
    await sandbox.setTags(other?.arn ?? "", { ...other?.tags, stage: "uat" });
    git("switch", "-q", "main");
    git("merge", "-q", "--squash", "cleanup");
    commit("squashed again");

    expect((await merged(pull)).code).toBe(4);
    expect(names()).toContain("checkout");
    expect(comments(13)).toHaveLength(2);
    expect(comments(13)[0]?.body).toContain(
      "**Not applied: what is live, or the file, is no longer what was reviewed**",
    );
    expect(comments(13)[1]?.body).toContain("1 change is not approved");
    expect(comments(13)[1]?.body).toContain("myapp-01");
  });

  test("the next apply that is approved brings both", async () => {
    git("switch", "-q", "-c", "retry");
    edit("project: app01", "project: app-01");
    commit("rename the project");
    const pull = gitHub.repository.openPullRequest(14, "third");
    const ended = await planned(pull);
    expect(ended.stdout).toContain("Already pending");
    git("switch", "-q", "main");
    git("merge", "-q", "--squash", "retry");
    commit("squashed for the third time");
    // Its own plan approves the edit; that of #13, whose apply failed, approves the delete.
    const sha = gitHub.repository.merge(pull);
    const run = gitHub.repository.addApplyRun(sha, { status: "in_progress", conclusion: null });
    const approved = await job(["approved", "--out-dir", "approved"], { sha, runId: run.id });
    expect(approved.stdout.trim().split("\n")).toEqual(["approved/13.json", "approved/14.json"]);
    const plans = ["--plan", "approved/13.json", "--plan", "approved/14.json"];
    expect((await job(["apply", ...plans, "--report", "report.jsonl", "--yes"], { sha, runId: run.id })).code).toBe(0);
    expect(names()).not.toContain("checkout");
  });
});
