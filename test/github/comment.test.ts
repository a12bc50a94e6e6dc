/** `strata comment` over the real Octokit: one comment that follows the plan, whatever GitHub answers. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commentCommand } from "../../src/commands/comment.ts";
import type { CommentMode } from "../../src/core/comment-choice.ts";
import { parseMarker } from "../../src/core/comment-marker.ts";
import { aDesired, aKept, aLive, type Given } from "../fakes/builders.ts";
import { GitHubStandIn } from "./stand-in/server.ts";
import { type Comment, PERSON, type Pull } from "./stand-in/state.ts";
import { aRun, planJson, type Run, type Told } from "./world.ts";

const ONE: Given = { desired: [aDesired({ name: "one" })] };
const TWO: Given = { desired: [aDesired({ name: "one" }), aDesired({ name: "two" })] };
const NOTHING: Given = { desired: [aKept("kept").desired], live: [aKept("kept").live] };

let gitHub: GitHubStandIn;
let pull: Pull;
beforeEach(async () => {
  gitHub = await new GitHubStandIn().start();
  pull = gitHub.repository.openPullRequest(12, "first");
});
afterEach(() => gitHub.stop());

async function comment(given: Given, mode: CommentMode = "auto", run: Run = {}): Promise<Told & { exit: number }> {
  const told = aRun(gitHub, { pull: 12, ...run, texts: { "plan.json": planJson(given) } });
  const exit = await commentCommand(told.context, { from: "plan.json", issue: false, mode });
  return { ...told, exit };
}

const shown = (): readonly Comment[] => gitHub.repository.comments.filter(({ isMinimised }) => !isMinimised);
const bodies = (): string[] => shown().map(({ body }) => body.split("\n")[1] ?? "");

describe("the comment follows the plan", () => {
  test("posted once, then edited in place", async () => {
    expect((await comment(ONE)).exit).toBe(0);
    await comment(TWO);
    await comment(TWO);
    expect(bodies()).toEqual(["### Bedrock profiles `genai-platform`: 2 create"]);
    expect(gitHub.repository.comments).toHaveLength(1);
  });

  test("its marker names stack, plan, commit and run", async () => {
    await comment(ONE, "auto", { runId: 1182 });
    expect(parseMarker(shown()[0]?.body ?? "")).toEqual({
      kind: "plan",
      key: "genai-platform",
      hash: expect.stringMatching(/^[0-9a-f]{12}$/),
      head: "9999999",
      run: 1182,
      truncated: false,
    });
  });

  test("the money of a saved plan is in it", async () => {
    const cost = {
      isKnown: true,
      amount: 4n * 10n ** 18n,
      currency: "USD",
      estimated: false,
      isOfName: false,
    } as const;
    const desired = [aDesired({ name: "one", tags: { project: "ads" } })];
    await comment({ desired, live: [aLive({ name: "one", tags: { project: "search" } })], costs: () => cost });
    expect(shown()[0]?.body).toContain("\nThis plan moves 4.00 USD/month between projects.\n");
    expect(shown()[0]?.body).toContain(
      "\n#   money        moves 4.00 USD/month from `search` to `ads` (as in 2026-10)\n",
    );
  });

  test("after a review another plan is a new comment, and the old one is folded away", async () => {
    await comment(ONE);
    gitHub.repository.review(pull);
    await comment(ONE);
    expect(gitHub.repository.comments).toHaveLength(1);
    await comment(TWO);
    expect(gitHub.repository.comments.map(({ isMinimised }) => isMinimised)).toEqual([true, false]);
    expect(bodies()).toEqual(["### Bedrock profiles `genai-platform`: 2 create"]);
  });

  test("a review before the comment is none of it", async () => {
    gitHub.repository.review(pull);
    await comment(ONE);
    await comment(TWO);
    expect(gitHub.repository.comments).toHaveLength(1);
  });

  test.each([
    ["update", 1],
    ["new", 2],
    ["off", 0],
  ] as const)("--mode %s", async (mode, count) => {
    await comment(ONE, mode);
    gitHub.repository.review(pull);
    await comment(TWO, mode);
    expect(gitHub.repository.comments).toHaveLength(count);
    expect(shown().length).toBe(Math.min(1, count));
  });

  test("a plan with nothing to do is told only where one was told before", async () => {
    expect((await comment(NOTHING)).notes).toEqual(["Nothing was posted: the plan has nothing to do."]);
    await comment(ONE);
    await comment(NOTHING);
    expect(bodies()).toEqual([expect.stringMatching(/^Bedrock profiles `genai-platform`: no changes\./)]);
  });

  test("comments of others with the same marker are left alone, and so are other stacks'", async () => {
    await comment(ONE);
    const [mine] = gitHub.repository.comments;
    const copied = gitHub.repository.addComment(12, mine?.body ?? "", PERSON);
    const other = gitHub.repository.addComment(12, (mine?.body ?? "").replace("genai-platform", "other"));
    const before = [copied.body, other.body];
    await comment(TWO);
    expect([copied.body, other.body]).toEqual(before);
    expect(mine?.body).toContain("2 create");
  });

  test("it is found behind 250 comments of others, page by page", async () => {
    for (let i = 0; i < 250; i++) gitHub.repository.addComment(12, `comment ${i}`, PERSON);
    await comment(ONE);
    await comment(TWO);
    expect(gitHub.repository.comments).toHaveLength(251);
    expect(gitHub.calls.filter(({ path }) => path.includes("/issues/12/comments?"))).toHaveLength(6);
  });

  test("GitHub Enterprise: REST below /api/v3, GraphQL beside it", async () => {
    await comment(ONE, "auto", { apiUrl: gitHub.enterpriseUrl });
    expect(bodies()).toHaveLength(1);
    expect(gitHub.calls.map(({ path }) => path.split("?")[0])).toEqual([
      "/api/graphql",
      "/api/v3/repos/acme/ai/issues/12/comments",
      "/api/v3/repos/acme/ai/issues/12/comments",
    ]);
  });
});

describe("what GitHub refuses", () => {
  const readOnly = { status: 403, body: { message: "Resource not accessible by integration" } };

  test.each([
    ["a fork", { from: "someone/ai" }, 0],
    ["a fork that is deleted", { from: "" }, 0],
    ["no pull request", { pull: undefined }, 0],
  ] as const)("%s: nothing is asked, the text is in the job summary", async (_, run, calls) => {
    const told = await comment(ONE, "auto", run as Run);
    expect([told.exit, gitHub.calls.length]).toEqual([0, calls]);
    expect(told.summaries[0]).toContain("1 create");
    expect(told.notices[0]).toMatch(/^notice: The comment was not posted: .* It is in the job summary\.$/);
  });

  test("403: the job summary, a notice, exit 0", async () => {
    gitHub.trouble(readOnly, { method: "POST", path: /comments/, times: 9 });
    const told = await comment(ONE);
    expect([told.exit, shown().length, told.summaries.length]).toEqual([0, 0, 1]);
    expect(told.notices).toEqual([
      expect.stringMatching(
        /^notice: .*403 Resource not accessible by integration \(request id A1B2:C3\).*pull-requests: write/,
      ),
    ]);
    expect(gitHub.calls.filter(({ method, path }) => method === "POST" && path.includes("comments"))).toHaveLength(1);
  });

  test("422 for its length: a shorter one", async () => {
    const many = { desired: Array.from({ length: 400 }, (_, i) => aDesired({ name: `app-${i}` })) };
    gitHub.trouble({ status: 422, body: { message: "Validation Failed" } }, { method: "POST", path: /comments/ });
    const told = await comment(many);
    expect([told.exit, told.summaries]).toEqual([0, []]);
    expect(shown()[0]?.body.length).toBeLessThan(16_000);
    expect(shown()[0]?.body).toContain("400 create");
  });

  test.each([500, 502, 503])("%i on a read: asked again", async (status) => {
    gitHub.trouble({ status, body: { message: "Server Error" } }, { method: "GET", times: 2 });
    expect((await comment(ONE)).notices).toEqual([]);
    expect(shown()).toHaveLength(1);
  });

  test("5xx that does not end: a warning, the job summary, exit 0", async () => {
    gitHub.trouble({ status: 502, body: { message: "Server Error" } }, { times: 99 });
    const told = await comment(ONE);
    expect([told.exit, told.summaries.length]).toEqual([0, 1]);
    expect(told.notices[0]).toMatch(/^warning: .*502 Server Error/);
  });

  test.each([
    [
      "a secondary limit",
      { status: 403, body: { message: "You have exceeded a secondary rate limit" }, headers: { "retry-after": "2" } },
    ],
    ["429", { status: 429, body: { message: "Too many requests" }, headers: { "retry-after": "1" } }],
  ])("%s: waits as long as it is told, then goes on", async (_, reply) => {
    gitHub.trouble(reply, { path: /comments/ });
    expect((await comment(ONE)).notices).toEqual([]);
    expect(shown()).toHaveLength(1);
  });

  test("a limit of an hour is not waited for", async () => {
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3600) };
    gitHub.trouble(
      { status: 403, body: { message: "API rate limit exceeded" }, headers },
      { times: 99, path: /comments/ },
    );
    const told = await comment(ONE);
    expect([told.exit, told.summaries.length]).toEqual([0, 1]);
    expect(told.notices[0]).toMatch(/^warning: .*API rate limit exceeded/);
  });

  test.each([
    ["who we are", /graphql/],
    ["the comments", /comments/],
  ])("a proxy's page instead of %s: a warning, the job summary, exit 0", async (_, path) => {
    gitHub.trouble({ status: 200, body: "<html>Sign in</html>" }, { path, times: 99 });
    const told = await comment(ONE);
    expect([told.exit, told.summaries.length]).toEqual([0, 1]);
    expect(told.notices[0]).toMatch(/^warning: .*something between here and GitHub answered instead/);
  });

  test("nobody there: told without a status that nobody sent", async () => {
    const told = await comment(ONE, "auto", { apiUrl: "http://127.0.0.1:2" });
    expect(told.notices[0]).toMatch(/ECONNREFUSED/);
    expect(told.notices[0]).not.toContain("500");
  });

  test("a comment that somebody deletes meanwhile is posted anew", async () => {
    await comment(ONE);
    gitHub.trouble({ status: 404, body: { message: "Not Found" } }, { method: "PATCH" });
    const told = await comment(TWO);
    expect([told.notes, told.summaries]).toEqual([["The comment on #12 was posted."], []]);
    expect(shown()).toHaveLength(2);
  });

  test("a reply that is lost after the work was done does not post twice", async () => {
    gitHub.trouble("reset-after-work", { method: "POST", path: /comments/ });
    expect((await comment(ONE)).notices).toEqual([]);
    expect(gitHub.repository.comments).toHaveLength(1);
  });

  test("a connection that breaks before the work is done: sent again", async () => {
    gitHub.trouble("reset", { method: "POST", path: /comments/ });
    expect((await comment(ONE)).notices).toEqual([]);
    expect(gitHub.repository.comments).toHaveLength(1);
  });

  test("an old comment that cannot be folded away is told, and nothing else is lost", async () => {
    await comment(ONE, "new");
    gitHub.trouble(
      { status: 200, body: { data: null, errors: [{ message: "Resource not accessible" }] } },
      { path: /graphql/, times: 1 },
    );
    gitHub.troubles.pop();
    const told = aRun(gitHub, { pull: 12, texts: { "plan.json": planJson(TWO) } });
    const connection = told.context.gitHub();
    if (!connection.ok) throw new Error(connection.why);
    const ports = await connection.connect();
    const answer = await ports.comments.minimise("IC_nobody");
    expect(answer).toMatchObject({
      ok: false,
      fault: { message: expect.stringContaining("Could not resolve to a node") },
    });
  });

  test("the token is in no text, whatever fails", async () => {
    gitHub.trouble({ status: 401, body: { message: "Bad credentials ghs_secret" } }, { times: 99 });
    const told = await comment(ONE);
    expect(JSON.stringify([told.notices, told.notes, told.summaries, told.found])).not.toContain("ghs_secret");
    expect(told.notices[0]).toContain("401 Bad credentials ***");
  });
});

describe("usage", () => {
  test.each([
    ["neither file", {}, "usage/contradiction"],
    ["drift and a report", { from: "plan.json", reports: ["r"], issue: true }, "usage/contradiction"],
    ["an issue about nothing", { issue: true }, "usage/contradiction"],
    ["a plan that is not there", { from: "other.json" }, "usage/unreadable-file"],
    ["a plan that is none", { from: "bad.json" }, "approval/not-a-plan"],
    ["a report that is none", { reports: ["bad.json"] }, "usage/unreadable-file"],
  ] as const)("%s: exit 64", async (_, options, code) => {
    const told = aRun(gitHub, { pull: 12, texts: { "plan.json": planJson(ONE), "bad.json": "[1]\n" } });
    const exit = await commentCommand(told.context, { issue: false, mode: "auto", ...options });
    expect([exit, told.found.map((found) => found.code)]).toEqual([64, [code]]);
  });

  test("outside of GitHub Actions: exit 64", async () => {
    const told = aRun(gitHub, { pull: 12, env: { GITHUB_REPOSITORY: "" }, texts: { "plan.json": planJson(ONE) } });
    expect(await commentCommand(told.context, { from: "plan.json", issue: false, mode: "auto" })).toBe(64);
    expect(told.found[0]?.code).toBe("github/no-run");
  });
});

test("hostile text goes to GitHub as code", async () => {
  await comment({
    desired: [aDesired({ name: "a", tags: { team: "@everyone <img src=x onerror=alert(1)> ``` | \u202e" } })],
    live: [aLive({ name: "a" })],
  });
  expect(shown()[0]?.body).toContain("````diff");
});
