/** `strata approved`: only the plan workflow's own work on the reviewed commit approves anything. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { approvedCommand } from "../../src/commands/approved.ts";
import { aDesired } from "../fakes/builders.ts";
import { GitHubStandIn } from "./stand-in/server.ts";
import { type Pull, sha, type WorkflowRun } from "./stand-in/state.ts";
import { aRun, planJson, type Told } from "./world.ts";

const PLAN = planJson({ desired: [aDesired({ name: "one" })] });
const LATER = planJson({ desired: [aDesired({ name: "two" })] });

let gitHub: GitHubStandIn;
let pull: Pull;
beforeEach(async () => {
  gitHub = await new GitHubStandIn().start();
  pull = gitHub.repository.openPullRequest(12, "first");
});
afterEach(() => gitHub.stop());

interface Asked {
  readonly format?: "text" | "json";
  readonly attempt?: number;
  readonly pull?: number;
}

async function approved(commit: string, asked: Asked = {}): Promise<Told & { exit: number }> {
  const { format = "text", attempt = 1, pull: number } = asked;
  const run = gitHub.repository.addApplyRun(commit, { conclusion: null, status: "in_progress" });
  const env = { GITHUB_RUN_ATTEMPT: String(attempt) };
  const told = aRun(gitHub, { sha: commit, runId: run.id, format, env });
  const options = { outDir: "approved", ...(number === undefined ? {} : { pull: number }) };
  return { ...told, exit: await approvedCommand(told.context, options) };
}

test("commit → pull request → artifact, also after a squash", async () => {
  gitHub.repository.keepPlan(pull, PLAN);
  const told = await approved(gitHub.repository.merge(pull));
  expect(told.exit).toBe(0);
  expect(told.results).toEqual(["approved/12.json\n"]);
  expect(told.saved.get("approved/12.json")).toBe(PLAN);
  expect(told.outputs).toEqual({ plans: "--plan approved/12.json", count: 1 });
});

test("as JSON", async () => {
  gitHub.repository.keepPlan(pull, PLAN);
  const told = await approved(gitHub.repository.merge(pull), { format: "json" });
  expect(JSON.parse(told.results[0] ?? "")).toEqual({
    formatVersion: "1.0",
    plans: [{ pull: 12, file: "approved/12.json", hash: JSON.parse(PLAN).hash }],
  });
});

test("the token stays with GitHub when the artifact is elsewhere", async () => {
  gitHub.repository.keepPlan(pull, PLAN);
  await approved(gitHub.repository.merge(pull));
  expect(gitHub.storageCalls.map(({ authorization }) => authorization)).toEqual([undefined]);
  expect(gitHub.calls.every(({ authorization }) => authorization === "token ghs_secret")).toBe(true);
});

test("several merges since the last good apply: the union of their plans; a dropped or failed run loses nothing", async () => {
  const { repository } = gitHub;
  const old = repository.openPullRequest(11, "old");
  repository.keepPlan(old, PLAN);
  repository.addApplyRun(repository.merge(old));
  repository.keepPlan(pull, PLAN);
  repository.addApplyRun(repository.merge(pull), { conclusion: "failure" });
  const next = repository.openPullRequest(13, "next");
  repository.keepPlan(next, LATER);
  repository.addApplyRun(repository.pushDirectly("direct"), { event: "schedule" });
  const told = await approved(repository.merge(next));
  expect(told.outputs).toEqual({ plans: "--plan approved/12.json --plan approved/13.json", count: 2 });
});

test("a re-run of an apply that succeeded approves its own commit again", async () => {
  gitHub.repository.keepPlan(pull, PLAN);
  const commit = gitHub.repository.merge(pull);
  gitHub.repository.addApplyRun(commit);
  expect((await approved(commit)).outputs.count).toBe(1);
});

describe("several runs have kept a plan of one commit", () => {
  const BOTH = planJson({ desired: [aDesired({ name: "one" }), aDesired({ name: "two" })] });
  test.each([
    ["the same plan twice: the newest", [PLAN, PLAN], PLAN],
    ["the newer one has less left to do", [BOTH, PLAN], PLAN],
    ["the newer one approves more: what was kept first counts", [PLAN, BOTH], PLAN],
  ])("%s", async (_, plans, expected) => {
    for (const plan of plans) gitHub.repository.keepPlan(pull, plan);
    expect((await approved(gitHub.repository.merge(pull))).saved.get("approved/12.json")).toBe(expected);
  });

  test.each([
    ["different plans approve nothing", LATER],
    ["nor does one that cannot be read beside it", "{}"],
  ])("%s", async (_, other) => {
    gitHub.repository.keepPlan(pull, PLAN);
    gitHub.repository.keepPlan(pull, other);
    const told = await approved(gitHub.repository.merge(pull));
    expect([told.exit, told.outputs]).toEqual([0, { plans: "--additive", count: 0 }]);
    expect(told.found[0]?.detail).toContain("several runs have kept different plans");
  });
});

test.each([
  ["while its run goes on, as with a merge before the comment is posted", { status: "in_progress", conclusion: null }],
  ["though its run was cancelled after it", { conclusion: "cancelled" }],
  ["though its run failed, as a blocked plan makes it", { conclusion: "failure" }],
])("a kept plan counts %s", async (_, over) => {
  gitHub.repository.keepPlan(pull, PLAN, over);
  expect((await approved(gitHub.repository.merge(pull))).outputs.count).toBe(1);
});

test("a merge without a plan beside one that has one: what the first adds is added all the same", async () => {
  gitHub.repository.keepPlan(pull, PLAN);
  gitHub.repository.addApplyRun(gitHub.repository.pushDirectly("before"));
  gitHub.repository.merge(pull);
  const foreign = gitHub.repository.openPullRequest(20, "foreign", "someone/ai");
  const told = await approved(gitHub.repository.merge(foreign));
  expect(told.outputs).toEqual({ plans: "--plan approved/12.json --additive", count: 1 });
});

describe("a run that is run again", () => {
  test("goes on while its commit is the newest", async () => {
    gitHub.repository.keepPlan(pull, PLAN);
    expect((await approved(gitHub.repository.merge(pull), { attempt: 2 })).outputs.count).toBe(1);
  });
  test("is refused once the branch has newer ones, which it would set back", async () => {
    gitHub.repository.keepPlan(pull, PLAN);
    const commit = gitHub.repository.merge(pull);
    gitHub.repository.pushDirectly("a revert");
    const told = await approved(commit, { attempt: 2 });
    expect([told.exit, told.outputs, told.found.map(({ code }) => code)]).toEqual([4, {}, ["github/outrun"]]);
    expect((await approved(commit)).exit).toBe(0);
  });
});

test("--pull: the plan of one pull request, before it is merged", async () => {
  gitHub.repository.keepPlan(pull, PLAN);
  const told = await approved(sha("queue"), { pull: 12 });
  expect([told.exit, told.outputs]).toEqual([0, { plans: "--plan approved/12.json", count: 1 }]);
  gitHub.repository.openPullRequest(20, "foreign", "someone/ai");
  expect((await approved(sha("queue"), { pull: 20 })).found[0]?.detail).toContain("comes from a fork");
  expect((await approved(sha("queue"), { pull: 99 })).exit).toBe(1);
});

test("250 commits since the last good apply", async () => {
  const { repository } = gitHub;
  repository.addApplyRun(repository.pushDirectly("applied"));
  repository.keepPlan(pull, PLAN);
  repository.merge(pull);
  for (let i = 0; i < 249; i++) repository.pushDirectly(`direct ${i}`);
  expect((await approved(repository.main.at(-1) ?? "")).outputs.count).toBe(1);
});

describe("what approves nothing", () => {
  const trust = (over: Partial<WorkflowRun>): void => void gitHub.repository.keepPlan(pull, PLAN, over);
  const cases: readonly (readonly [string, () => void, RegExp])[] = [
    ["no artifact", () => undefined, /no plan was kept for its last commit/],
    [
      "an expired one",
      () => Object.assign(gitHub.repository.keepPlan(pull, PLAN), { expired: true }),
      /its plan has expired/,
    ],
    ["one of another workflow", () => trust({ path: ".github/workflows/other.yml" }), /no run of the plan workflow/],
    [
      "one of a workflow that only ends alike",
      () => trust({ path: ".github/workflows/evil/plan.yml" }),
      /no run of the plan workflow/,
    ],
    ["one of a fork's run", () => trust({ head_repository: "someone/ai" }), /no run of the plan workflow/],
    [
      "one of a run that is not about a pull request",
      () => trust({ event: "workflow_dispatch" }),
      /no run of the plan workflow/,
    ],
    ["one of an older commit", () => trust({ head_sha: sha("older") }), /no plan was kept for its last commit/],
    ["one that holds no plan", () => badFiles({ "other.json": PLAN }), /holds no plan\.json/],
    [
      "one that is edited",
      () => badFiles({ "plan.json": PLAN.replace('"one"', '"owned"') }),
      /was changed after it was saved/,
    ],
    ["one that is no zip", () => brokenZip(), /cannot be unpacked/],
  ];
  const badFiles = (files: Record<string, string>): void => {
    const run = gitHub.repository.addRun({ head_sha: pull.headSha });
    gitHub.repository.addArtifact(run, `strata-plan-${pull.headSha}`, files);
  };
  const brokenZip = (): void => {
    const artifact = gitHub.repository.keepPlan(pull, PLAN);
    Object.assign(artifact, { zip: artifact.zip.slice(0, 30) });
  };

  test.each(cases)("%s", async (_, prepare, why) => {
    prepare();
    const told = await approved(gitHub.repository.merge(pull));
    expect([told.exit, told.outputs, told.saved.size]).toEqual([0, { plans: "--additive", count: 0 }, 0]);
    expect(told.found).toMatchObject([{ code: "github/no-plan", detail: expect.stringMatching(why) }]);
    expect(told.results).toEqual([""]);
  });

  test("a pull request of a fork", async () => {
    const foreign = gitHub.repository.openPullRequest(20, "foreign", "someone/ai");
    gitHub.repository.keepPlan(foreign, PLAN);
    const told = await approved(gitHub.repository.merge(foreign));
    expect(told.found[0]?.detail).toContain("comes from a fork");
  });

  test("one that is open, or was closed", async () => {
    gitHub.repository.keepPlan(pull, PLAN);
    pull.commits.push(sha("direct"));
    const told = await approved(gitHub.repository.pushDirectly("direct"));
    expect([told.exit, told.outputs.count, told.notes]).toEqual([
      0,
      0,
      ["No merged pull request belongs to this commit, so no plan is approved."],
    ]);
  });
});

describe("GitHub does not say: exit 1, since less than was approved is not what was approved", () => {
  test.each([
    ["the pull requests", /commits/],
    ["the runs", /actions\/runs/],
    ["the artifacts", /actions\/artifacts/],
    ["the artifact", /zip/],
  ])("%s", async (_, path) => {
    gitHub.repository.keepPlan(pull, PLAN);
    gitHub.trouble({ status: 403, body: { message: "Resource not accessible by integration" } }, { path, times: 99 });
    const told = await approved(gitHub.repository.merge(pull));
    expect([told.exit, told.outputs, told.found.map(({ code }) => code)]).toEqual([1, {}, ["github/unavailable"]]);
  });
});
