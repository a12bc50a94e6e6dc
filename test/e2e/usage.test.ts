/** The in-use guard and `strata usage` as a user runs them. Uses the built command. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import schema from "../../schema/usage.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, PROFILES, strata } from "./command.ts";

/** What an apply of the file makes. */
const LIVE = [
  ["search", "eu-central-1", "eu"],
  ["myapp-01", "us-west-2", "us"],
  ["search", "us-west-2", "us"],
] as const;

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  folder = aFolder({ "profiles.yaml": PROFILES });
  for (const [name, region, prefix] of LIVE) {
    const source = `${prefix}.anthropic.claude-sonnet-4-5-20250929-v1:0`;
    const own = name === "search" ? { project: "search", stage: "prod" } : { project: "app01", stage: "test" };
    const tags = { ...own, "strata:stack": "e2e", "strata:name": name, "strata:source": source };
    await sandbox.put({ name, region, source, tags });
  }
});
afterEach(() => sandbox.close());

const run = (...args: string[]) =>
  strata(folder, args, {
    env: envOf(sandbox),
  });

/** Over the control endpoint, as another process would. */
async function call(name: string, invocations: number, region = "us-west-2", msAgo = 0): Promise<void> {
  const { id } = sandbox.profiles().find((one) => one.name === name && one.region === region) ?? { id: "" };
  const at = new Date(Date.now() - msAgo).toISOString();
  const body = JSON.stringify({
    region,
    modelId: id,
    invocations,
    inputTokens: invocations * 100,
    clientErrors: 1,
    at,
  });
  expect((await fetch(`${sandbox.url}/_sandbox/uses`, { method: "POST", body })).status).toBe(200);
}

const live = (): string[] => sandbox.profiles().map(({ name, region }) => `${region} ${name}`);
const asked = (): number => sandbox.calls.filter(({ operation }) => operation === "GetMetricData").length;
const rewrite = (from: string | RegExp, to: string): void =>
  writeFileSync(join(folder, "profiles.yaml"), readFileSync(join(folder, "profiles.yaml"), "utf8").replace(from, to));
const WITHOUT_SEARCH = / {2}search:[\s\S]*/;
const DAY = 86_400_000;

describe("the in-use guard", () => {
  test("what is called is blocked by itself, exit 5; consent ends it; what is not called ends", async () => {
    await call("search", 1204);
    rewrite(WITHOUT_SEARCH, "");
    const plan = await run("plan", "--format", "json");
    expect(plan.code).toBe(5);
    const changes = JSON.parse(plan.stdout).changes;
    expect(changes.map((one: { action: string; calls: unknown }) => [one.action, one.calls])).toEqual([
      ["delete", { days: 7, invocations: 0 }],
      ["blocked", { days: 7, invocations: 1204 }],
    ]);
    expect(asked()).toBe(2); // one for each target in which something ends

    const applied = await run("apply", "--yes");
    expect([applied.code, live()]).toEqual([5, ["us-west-2 myapp-01", "us-west-2 search"]]);
    const told = applied.stdout.replace(/\s+/g, " ");
    expect(told).toContain("it had 1,204 calls in the last 7 days");
    expect(told).toContain("--allow-in-use search");

    expect((await run("apply", "--yes", "--allow-in-use", "myapp-01")).code).toBe(5);
    const consented = await run("apply", "--yes", "--allow-in-use", "search");
    expect([consented.code, live()]).toEqual([0, ["us-west-2 myapp-01"]]);
  });

  test("the file's consent counts while it is live; calls of last week do not", async () => {
    await call("search", 5);
    await call("myapp-01", 9, "us-west-2", 9 * DAY);
    rewrite(/profiles:[\s\S]*/, "profiles: {}\n");
    const allow = (until: string) =>
      `guards: { maxDeletes: 5, allow: { deletes: 3, inUse: [search], until: ${until} } }\n`;
    rewrite("costAllocationTags", `${allow("2026-01-01")}costAllocationTags`);
    const expired = await run("plan", "--allow-deletes", "3");
    expect([expired.code, expired.stdout.includes("plan/in-use")]).toEqual([5, true]);
    rewrite(allow("2026-01-01"), allow("2099-01-01"));
    expect((await run("apply", "--yes")).code).toBe(0);
    expect(live()).toEqual([]);
  });

  test("a replace with grace warns; one without is blocked, its successor too", async () => {
    await call("myapp-01", 7);
    rewrite("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.anthropic.claude-haiku-4-5-20251001-v1:0");
    const warned = await run("plan");
    expect(warned.code).toBe(0);
    expect(warned.stdout).toContain("plan/in-use-replaced");
    expect(warned.stdout).toContain("7 calls in the last 7 days");
    rewrite("profiles:", "replacement: { grace: 0 }\nprofiles:");
    const blocked = await run("apply", "--yes");
    expect([blocked.code, live().length]).toEqual([5, 3]);
  });

  test("an approved delete that is called by now is blocked by itself; the rest goes on", async () => {
    rewrite(WITHOUT_SEARCH, "");
    expect((await run("plan", "--out", "plan.json")).code).toBe(0);
    await call("search", 3);
    const applied = await run("apply", "--plan", "plan.json", "--report", "report.jsonl");
    expect([applied.code, live()]).toEqual([5, ["us-west-2 myapp-01", "us-west-2 search"]]);
    const saved = await run("plan", "--from", "plan.json");
    expect(saved.stdout).toContain("no calls in the last 7 days");
  });

  test("denied: use unknown, said once, exit 0; drift and a plan without endings ask nothing", async () => {
    await call("search", 3);
    expect((await run("plan")).code).toBe(0);
    rewrite(WITHOUT_SEARCH, "");
    expect((await run("drift")).code).toBe(0);
    expect(asked()).toBe(0);
    sandbox.behaviour.deniedOperations = ["cloudwatch:GetMetricData"];
    const plan = await run("plan");
    expect([plan.code, plan.stdout.match(/aws\/use-unknown/g)?.length]).toEqual([0, 1]);
  });
});

describe("usage", () => {
  test("calls, tokens and errors of our profiles, with totals; the next command has nothing to write", async () => {
    await call("search", 1204);
    await call("search", 6, "us-west-2", 3_600_000);
    await call("search", 2, "us-west-2", 3 * DAY);
    const { code, stdout, stderr } = await run("usage");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/search +us-west-2 +1,210 +[·▁█]+ +121k/);
    expect(stdout).toContain("all 3");
    expect(asked()).toBe(2);
    const week = JSON.parse((await run("usage", "--last", "7d", "--format", "json")).stdout);
    expect(new Ajv({ strict: false }).validate(schema, week)).toBe(true);
    expect(week.totals).toMatchObject({ invocations: 1212, inputTokens: 121_200, clientErrors: 3 });
  });

  test("--only, --target, csv, and an unknown span", async () => {
    await call("search", 4);
    const csv = await run("usage", "--only", "search", "--target", "*/us-west-2", "--format", "csv");
    expect(csv.stdout.split("\r\n")).toHaveLength(3);
    expect(csv.stdout).toContain(",4,400,0,1,0,0,");
    expect((await run("usage", "--last", "2h")).code).toBe(64);
    expect((await run("usage", "--only", "nobody")).code).toBe(64);
    expect((await run("usage", "--format", "dotenv")).code).toBe(64);
    const markdown = await run("usage", "--format", "markdown");
    expect([markdown.code, markdown.stdout]).toEqual([
      0,
      expect.stringMatching(/^\| `search` \| `us-west-2` \| 4 \| 400 /m),
    ]);
    const page = await run("usage", "--format", "html", "--out", "usage.html");
    expect([page.code, readFileSync(join(folder, "usage.html"), "utf8").slice(0, 15)]).toEqual([0, "<!doctype html>"]);
  });

  test("a target whose metrics are denied is no silent one: exit 7, the others are told", async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "cloudwatch:GetMetricData", region: "us-west-2" }];
    const { code, stdout, stderr } = await run("usage", "--format", "json");
    const { profiles, unread } = JSON.parse(stdout);
    expect([code, profiles.length, unread[0].fault.operation]).toEqual([7, 1, "cloudwatch:GetMetricData"]);
    expect(stderr).toContain("aws/use-unread");
  });
});
