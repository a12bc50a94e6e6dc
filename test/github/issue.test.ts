/** `strata comment --issue`: one issue about drift, opened, rewritten, opened again, closed. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { commentCommand } from "../../src/commands/comment.ts";
import { sealOf } from "../../src/core/seal.ts";
import { aDesired, aFault, aKept, aLive, DEV, type Given } from "../fakes/builders.ts";
import { GitHubStandIn } from "./stand-in/server.ts";
import { PERSON } from "./stand-in/state.ts";
import { aRun, planJson, type Told } from "./world.ts";

const kept = aKept("kept");
const edited = (team: string): Given => ({
  desired: [kept.desired, aDesired({ name: "app" })],
  live: [kept.live, aLive({ name: "app", tags: { team, env: "prod" } })],
});
const CLEAN: Given = { desired: [kept.desired], live: [kept.live] };
const UNREAD: Given = { ...CLEAN, unread: [{ ...DEV, status: "unreadable", fault: aFault() }] };

let gitHub: GitHubStandIn;
beforeEach(async () => {
  gitHub = await new GitHubStandIn().start();
});
afterEach(() => gitHub.stop());

async function drift(given: Given): Promise<Told> {
  const told = aRun(gitHub, { texts: { "drift.json": planJson(given) } });
  expect(await commentCommand(told.context, { from: "drift.json", issue: true, mode: "auto" })).toBe(0);
  return told;
}

const issues = () => gitHub.repository.issues;
const news = () => gitHub.repository.comments.map(({ body }) => body.replace(/ Found by .*/, ""));

test("the token coverage of the drift stands in the issue, and is no news by itself", async () => {
  const tokenCoverage = { since: "2026-11-16T09:00:00Z", days: 7, all: 100, covered: 91, share: 0.91, unread: 0 };
  const drifted = async (points: number): Promise<void> => {
    const json = { ...JSON.parse(planJson(edited("elsewhere"))), tokenCoverage: { ...tokenCoverage, points } };
    const told = aRun(gitHub, { texts: { "drift.json": JSON.stringify({ ...json, seal: sealOf(json) }) } });
    expect(await commentCommand(told.context, { from: "drift.json", issue: true, mode: "auto" })).toBe(0);
  };
  await drifted(-3);
  expect(issues()[0]?.body).toContain("\ntoken coverage 91 % (−3) in the last 7 days\n");
  await drifted(0);
  expect(issues()[0]?.body).toContain("token coverage 91 % (±0)");
  expect(news()).toEqual([]);
});

test("no drift, no issue", async () => {
  await drift(CLEAN);
  expect(issues()).toEqual([]);
});

test("one issue: opened, rewritten, told again only when the drift is another, closed", async () => {
  await drift(edited("elsewhere"));
  expect(issues()[0]).toMatchObject({
    state: "open",
    title: "Drift: genai-platform is not as declared",
    labels: ["strata-drift"],
  });
  expect(issues()[0]?.body).toContain("| `app` | `prod` `us-east-1` | tags are not as declared |");
  expect(issues()[0]?.body).toContain("- team           checkout\n+ team           elsewhere");
  await drift(edited("elsewhere"));
  expect(news()).toEqual([]);
  await drift(edited("nowhere"));
  expect(news()).toEqual(["The drift is another now: 1 difference."]);
  expect(issues()[0]?.body).toContain("nowhere");
  await drift(CLEAN);
  expect(issues()).toHaveLength(1);
  expect(issues()[0]).toMatchObject({ state: "closed", body: expect.stringContaining(": no drift") });
  expect(news().at(-1)).toBe("No drift any more.");
});

test("closed within 30 days: opened again; before: a new one", async () => {
  await drift(edited("x"));
  await drift(CLEAN);
  await drift(edited("x"));
  expect(issues().map(({ state }) => state)).toEqual(["open"]);
  expect(news().at(-1)).toBe("There is drift again: 1 difference.");
  await drift(CLEAN);
  for (const issue of issues())
    Object.assign(issue, { closed_at: "2026-10-01T00:00:00Z", updated_at: "2026-10-01T00:00:00Z" });
  await drift(edited("x"));
  expect(issues().map(({ state }) => state)).toEqual(["closed", "open"]);
});

test("what was not read may have drifted: the issue stays open", async () => {
  await drift(edited("x"));
  const told = await drift(UNREAD);
  expect(issues()[0]?.state).toBe("open");
  expect(told.notices).toEqual(["warning: Not all targets were read: the drift issue stays as it is."]);
});

test("issues of others and of other stacks are left alone", async () => {
  await drift(edited("x"));
  const [mine] = issues();
  if (mine === undefined) throw new Error("no issue");
  const body = mine.body;
  issues().push(
    { ...mine, number: 1, user: PERSON },
    { ...mine, number: 2, body: body.replace("genai-platform", "other") },
  );
  await drift(CLEAN);
  expect(issues().map(({ state }) => state)).toEqual(["closed", "open", "open"]);
});

test("403: the job summary, exit 0", async () => {
  gitHub.trouble(
    { status: 403, body: { message: "Resource not accessible by integration" } },
    { method: "POST", path: /issues/, times: 9 },
  );
  const told = await drift(edited("x"));
  expect(told.summaries[0]).toContain("1 difference");
  expect(told.notices[0]).toMatch(/^notice: /);
});
