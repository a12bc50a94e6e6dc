/** `strata comment --report`: the pull request is told what was applied, and a failure notifies. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commentCommand } from "../../src/commands/comment.ts";
import { parseMarker } from "../../src/core/comment-marker.ts";
import { aDesired } from "../fakes/builders.ts";
import { GitHubStandIn } from "./stand-in/server.ts";
import type { Pull } from "./stand-in/state.ts";
import { aRun, planJson, type Told } from "./world.ts";

const HASH = "a".repeat(64);

const outcome = (name: string, status: string, over: object = {}) => ({
  type: "outcome",
  status,
  action: "create",
  account: "111122223333",
  region: "us-east-1",
  name,
  hash: HASH,
  oldArn: null,
  arn: `arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${name}`,
  attempts: 1,
  fault: null,
  note: null,
  skip: null,
  ...over,
});

const COUNTS = { applied: 0, already: 0, failed: 0, stale: 0, skipped: 0, untold: 0 };
const summary = (complete: boolean, over: object = {}) => ({
  type: "summary",
  formatVersion: "1.0",
  stack: "genai-platform",
  planHash: HASH,
  complete,
  counts: { ...COUNTS, ...over },
});

const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const DONE = lines(outcome("one", "applied"), summary(true, { applied: 1 }));
const FAULT = {
  kind: "denied",
  retryable: false,
  operation: "bedrock:CreateInferenceProfile",
  message: "no",
  code: "AccessDeniedException",
  requestId: "r-1",
};
const FAILED = lines(
  outcome("one", "applied"),
  outcome("two", "failed", { arn: null, fault: FAULT }),
  outcome("three", "skipped", { skip: "stopped", note: "the run was stopped" }),
  summary(false, { applied: 1, failed: 1, skipped: 1 }),
);
const REFUSED = lines(
  { type: "refusal", reason: "not-covered", text: "New\n  - prod us-east-1  gone  delete\n" },
  summary(false, { untold: 1 }),
);

let gitHub: GitHubStandIn;
let pull: Pull;
let merge: string;
let planComment: { body: string };

beforeEach(async () => {
  gitHub = await new GitHubStandIn().start();
  pull = gitHub.repository.openPullRequest(12, "first");
  const told = aRun(gitHub, { pull: 12, texts: { "plan.json": planJson({ desired: [aDesired({ name: "one" })] }) } });
  await commentCommand(told.context, { from: "plan.json", issue: false, mode: "auto" });
  [planComment = { body: "" }] = gitHub.repository.comments;
  merge = gitHub.repository.merge(pull);
});
afterEach(() => gitHub.stop());

async function report(text: string | readonly string[], run: { runId?: number } = {}): Promise<Told> {
  const applyRun = gitHub.repository.addApplyRun(merge, {
    ...(run.runId && { id: run.runId }),
    conclusion: null,
    status: "in_progress",
  });
  const texts = Object.fromEntries([text].flat().map((one, at) => [`report-${at}.jsonl`, one]));
  const told = aRun(gitHub, { sha: merge, runId: applyRun.id, texts });
  expect(await commentCommand(told.context, { reports: Object.keys(texts), issue: false, mode: "auto" })).toBe(0);
  return told;
}

const comments = () => gitHub.repository.comments;
const statusOf = (body: string): string | undefined => body.split("\n")[2];

describe("what was applied", () => {
  test("the plan's comment gets a status, and nobody is notified", async () => {
    await report(DONE, { runId: 77 });
    expect(comments()).toHaveLength(1);
    expect(statusOf(planComment.body)).toBe(
      "**Applied: 1 change** in [run 77](https://github.com/acme/ai/actions/runs/77), 2026-11-23 09:14 UTC.",
    );
    expect(parseMarker(planComment.body)?.kind).toBe("plan");
    expect(planComment.body).toContain("+ one");
  });

  test("a second report replaces the status", async () => {
    await report(FAILED);
    await report(DONE);
    expect(planComment.body.match(/strata:status/g)).toHaveLength(2);
    expect(planComment.body).toContain("**Applied: 1 change**");
    expect(planComment.body).not.toContain("failed");
  });

  test("changes that nobody had approved are told", async () => {
    const left = outcome("gone", "skipped", { action: "delete", skip: "not-approved", note: "not approved" });
    await report(lines(outcome("one", "applied"), left, summary(true, { applied: 1, skipped: 1 })));
    expect(statusOf(planComment.body)).toContain("1 change was left alone, as nobody had approved it.");
    expect(comments()).toHaveLength(1);
  });
});

describe("a failure is a comment of its own", () => {
  test("with what failed, why, and what was done", async () => {
    await report(FAILED);
    expect(comments()).toHaveLength(2);
    const body = comments()[1]?.body ?? "";
    expect(body).toContain("**The apply failed: 1 done, 1 failed, 1 not tried**");
    expect(body).toContain(
      "| **failed** | `create` | `two` | `111122223333` `us-east-1` |  | `bedrock:CreateInferenceProfile: AccessDeniedException: no (request id r-1)` |",
    );
    expect(body).toContain("| **not tried** | `create` | `three` |");
    expect(body).toContain("| applied | `create` | `one` |");
    expect(body).toContain("run the failed job again");
    expect(statusOf(planComment.body)).toContain("**The apply failed: 1 done, 1 failed, 1 not tried**");
  });

  test("the same run, run again, rewrites it; when it succeeds it is folded away", async () => {
    await report(FAILED, { runId: 77 });
    gitHub.repository.runs.length = 0;
    await report(FAILED, { runId: 77 });
    expect(comments()).toHaveLength(2);
    gitHub.repository.runs.length = 0;
    await report(DONE, { runId: 77 });
    expect(comments().map(({ isMinimised }) => isMinimised)).toEqual([false, true]);
  });

  test("a refusal explains what differs from what was reviewed", async () => {
    await report(REFUSED);
    const body = comments()[1]?.body ?? "";
    expect(body).toContain("**Not applied: what is live, or the file, is no longer what was reviewed**");
    expect(body).toContain("```text\nNew\n  - prod us-east-1  gone  delete\n```");
    expect(body).toContain("open a pull request that brings it");
  });

  test.each([
    ["", "| billing |"],
    ["999900001111", "| billing `999900001111` |"],
  ])("a cost tag is the payer's, and of no region: %j", async (account, where) => {
    const tag = outcome("project", "applied", { action: "activate-tag", account, region: "", arn: null });
    await report(lines(outcome("two", "failed", { fault: FAULT }), tag, summary(false, { applied: 1, failed: 1 })));
    expect(comments()[1]?.body).toContain(`| applied | \`activate-tag\` | \`project\` ${where}`);
  });

  test("a run that was killed is told as cut off, also with a torn last line", async () => {
    await report(`${lines(outcome("one", "applied"))}{"type":"outc`);
    expect(statusOf(planComment.body)).toContain("**The apply was cut off after 1 change**");
    expect(comments()[1]?.body).toContain("what the cut doubled is removed");
  });

  test("ten thousand failures fit", async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => outcome(`p${i}`, "failed", { fault: FAULT }));
    await report(lines(...many, summary(false, { failed: 10_000 })));
    expect(Buffer.byteLength(comments()[1]?.body ?? "")).toBeLessThanOrEqual(60_000);
    expect(comments()[1]?.body).toContain("10000 failed");
  });
});

describe("the reports of shards", () => {
  const of = (index: number, complete = true) => ({ ...summary(complete, { applied: 1 }), shard: { index, count: 3 } });
  const shard = (index: number) => lines(outcome(`app-${index}`, "applied"), of(index));
  const stopped = (text: string) => lines({ type: "refusal", reason: "not-covered", text }, of(3, false));

  test("all are told as one apply, in whatever order", async () => {
    await report([shard(3), shard(1), shard(2)]);
    expect([comments().length, statusOf(planComment.body)]).toEqual([
      1,
      expect.stringContaining("**Applied: 3 changes**"),
    ]);
  });

  test("one that failed makes the whole so", async () => {
    const failed = lines(outcome("two", "failed", { arn: null, fault: FAULT }), { ...of(2, false), ...summary(false) });
    await report([shard(1), failed, shard(3)]);
    expect(statusOf(planComment.body)).toContain("**The apply failed: 2 done, 1 failed**");
    expect(comments()[1]?.body).toContain("| applied | `create` | `app-3` |");
  });

  test("one that refused: it says what the others changed, and never that nothing was", async () => {
    await report([
      shard(1),
      stopped("New\n  late\n"),
      lines({ type: "refusal", reason: "not-covered", text: "New\n  more\n" }, of(2, false)),
    ]);
    const status = statusOf(planComment.body);
    expect(status).toContain("**Not all shards applied: what is live, or the file, is no longer what was reviewed**");
    expect(status).toContain("1 change was made in others.");
    expect(status).not.toContain("Nothing was changed");
    expect(comments()[1]?.body).toContain("New\n  late\n\nNew\n  more");
  });

  test("all that refused with one text say it once", async () => {
    const guard = (index: number) =>
      lines({ type: "refusal", reason: "guard", text: "8 would end." }, of(index, false));
    await report([guard(1), guard(2), guard(3)]);
    expect(statusOf(planComment.body)).toContain("**Not applied: a guard stopped it**");
    expect(comments()[1]?.body?.match(/8 would end/g)).toHaveLength(1);
  });

  const killed = lines(outcome("app-2", "applied"));
  const refusedBy = (index: number) =>
    lines({ type: "refusal", reason: "guard", text: "8 would end." }, { ...of(index, false), ...summary(false) });

  test.each([
    ["one without a report", () => [shard(1), shard(3)], "known: 2 done**", "Shard 2/3 has left no report"],
    ["two without one", () => [shard(1)], "known: 1 done**", "Shards 2/3, 3/3 have left no report"],
    [
      "one that was killed",
      () => [shard(1), killed, shard(3)],
      "was cut off after 3 changes**",
      "Shard 2/3 has left no whole report",
    ],
    [
      "one that was killed, and one without a report",
      () => [shard(1), killed],
      "cut off after 2",
      "Shards 2/3, 3/3 have",
    ],
    [
      "guards, and one without a report",
      () => [refusedBy(1), refusedBy(3)],
      "a guard stopped it**",
      "Shard 2/3 has left",
    ],
  ])("%s: told which shard", async (_, texts, status, gap) => {
    await report(texts());
    expect(statusOf(planComment.body)).toContain(status);
    expect(statusOf(planComment.body)).toContain(gap);
    expect(statusOf(planComment.body)).not.toContain("Nothing was changed");
    expect(comments()).toHaveLength(2);
  });

  test.each([
    [
      "one twice",
      () => [shard(1), shard(1), shard(3)],
      "report-0.jsonl and report-1.jsonl tell of the same shard, 1/3.",
    ],
    [
      "one of another number of shards",
      () => [shard(1), lines({ ...summary(true), shard: { index: 1, count: 4 } })],
      "report-0.jsonl and report-1.jsonl differ in number of shards (3, 4).",
    ],
    [
      "one of another stack",
      () => [shard(1), shard(2), lines({ ...of(3), stack: "search" })],
      "report-0.jsonl and report-2.jsonl differ in stack (genai-platform, search).",
    ],
    ["two of no shard", () => [DONE, FAILED], "report-0.jsonl and report-1.jsonl tell of applies without shards."],
    ["more than there are shards", () => [shard(1), shard(2), shard(3), killed], "There are 4 reports of 3 shards."],
  ])("%s: refused, exit 64, and GitHub is not asked", async (_, texts, detail) => {
    const named = Object.fromEntries(texts().map((text, at) => [`report-${at}.jsonl`, text]));
    const before = planComment.body;
    const told = aRun(gitHub, { sha: merge, texts: named });
    const options = { reports: Object.keys(named), issue: false, mode: "auto" } as const;
    expect(await commentCommand(told.context, options)).toBe(64);
    expect(told.found.map(({ code, detail: said }) => [code, said])).toEqual([["merge/other-reports", detail]]);
    expect([comments().length, planComment.body]).toEqual([1, before]);
  });
});

describe("which pull requests", () => {
  test("all that were merged since the last run that succeeded", async () => {
    const { repository } = gitHub;
    const first = repository.addApplyRun(merge);
    const second = repository.openPullRequest(13, "second");
    const third = repository.openPullRequest(14, "third");
    for (const number of [13, 14]) repository.addComment(number, planComment.body);
    repository.addApplyRun(repository.merge(second), { conclusion: "failure" });
    repository.addApplyRun(sha("scheduled"), { event: "schedule" });
    merge = repository.merge(third);
    await report(DONE);
    const told = comments().filter(({ body }) => body.includes("**Applied: 1 change**"));
    expect(told.map(({ issue }) => issue)).toEqual([13, 14]);
    expect(first.conclusion).toBe("success");
  });

  test("a push without one: the job summary", async () => {
    merge = gitHub.repository.pushDirectly("direct");
    const told = await report(DONE);
    expect(told.summaries[0]).toContain("**Applied: 1 change**");
    expect(told.notices[0]).toContain("no merged pull request belongs to this commit");
  });

  test("one that another stack has planned hears nothing", async () => {
    const [first] = comments();
    if (first !== undefined) first.body = first.body.replace('"key":"genai-platform"', '"key":"other"');
    const told = await report(FAILED);
    expect([comments().length, told.notes]).toEqual([1, ["#12 has no comment with a plan of this stack."]]);
  });

  test("one without any plan hears of a failure, and of nothing else", async () => {
    comments().length = 0;
    await report(DONE);
    expect(comments()).toHaveLength(0);
    await report(FAILED);
    expect(comments().map(({ body }) => body.includes("The apply failed"))).toEqual([true]);
  });

  test("a failure is told also where the plan's comment cannot be edited any more", async () => {
    gitHub.trouble({ status: 404, body: { message: "Not Found" } }, { method: "PATCH", times: 9 });
    await report(FAILED);
    expect(comments().at(-1)?.body).toContain("The apply failed");
  });

  test("GitHub does not say: the job summary, exit 0", async () => {
    gitHub.trouble({ status: 500, body: { message: "Server Error" } }, { path: /commits/, times: 99 });
    const told = await report(FAILED);
    expect(told.summaries[0]).toContain("The apply failed");
    expect(told.notices[0]).toMatch(/^warning: .*500 Server Error/);
  });
});

function sha(name: string): string {
  return gitHub.repository.pushDirectly(name);
}
