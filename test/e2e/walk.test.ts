/** The walk of the table that docs/DESIGN.md begins with, start to end, with the built command against the sandbox. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aFolder, strata } from "./command.ts";

const FILE = `version: 1
stack: walk
regions: [us-west-2]
costAllocationTags: [project, stage]
publish: { ssm: "/genai/{project}/{name}" }
profiles:
  myapp-01:
    model: us.anthropic.claude-sonnet-4-5-20250929-v1:0
    tags: { project: app01, stage: test }
  search:
    model: us.amazon.nova-lite-v1:0
    tags: { project: search, stage: prod }
`;

test("create, tag, activate, outputs, invoke, costs, usage, delete", async () => {
  const folder = aFolder({ "profiles.yaml": FILE });
  // Billing learns of a key at once instead of within a day.
  const sandboxed = ["--sandbox", "--behaviour", "billingDelayMs=0"];
  const run = async (code: number, ...args: string[]) => {
    const ended = await strata(folder, [...args, ...sandboxed]);
    expect([args.join(" "), ended.code, ended.code === code ? "" : ended.stderr]).toEqual([args.join(" "), code, ""]);
    return ended;
  };
  const json = async (code: number, ...args: string[]) =>
    JSON.parse((await run(code, ...args, "--format", "json")).stdout);

  // Find a base, and what is there.
  expect((await run(0, "list", "--system")).stdout).toContain("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
  expect((await json(0, "list")).profiles).toEqual([]);

  // Create; billing does not know the keys yet, and that is said.
  expect((await json(2, "plan", "--detailed-exitcode")).summary).toMatchObject({ create: 2, publish: 2, waiting: 2 });
  await run(0, "apply", "--yes");
  const { outputs } = await json(0, "outputs");
  const [first, second] = outputs;
  expect([first.name, second.name]).toEqual(["myapp-01", "search"]);
  expect(outputs.every(({ arn }: { arn: string }) => arn.includes(":application-inference-profile/"))).toBe(true);
  expect((await run(0, "show", "myapp-01")).stdout).toContain(first.id);

  // Prove that it answers; only then billing can know the keys, and the next apply activates them.
  expect((await json(0, "invoke", "myapp-01", "Hello")).tokens.input).toBeGreaterThan(0);
  expect((await run(0, "invoke", "--all")).stdout).toContain("2 answer, 0 not");
  expect(
    (await json(0, "apply", "--yes")).outcomes.map((one: Record<string, unknown>) => [one.name, one.status]),
  ).toEqual([
    ["project", "applied"],
    ["stage", "applied"],
  ]);
  expect((await json(0, "tags")).tags.map(({ key, status }: Record<string, unknown>) => [key, status])).toEqual([
    ["project", "Active"],
    ["stage", "Active"],
  ]);

  // Money by tag, with what carries none told in one line; and use, minutes old.
  // Of two months, since in the first hour of a month nothing of it is billed yet.
  const since = new Date(Date.now() - 35 * 86_400_000).toISOString().slice(0, 10);
  const costs = await run(0, "costs", "--by", "project", "--since", since);
  expect(costs.stdout).toMatch(/^Coverage: project [<\d.]+ % \([>\d.]+ % of spend, [\d,.]+ USD, carries no project\)/m);
  const usage = await json(0, "usage");
  expect(usage.profiles.map(({ name, invocations }: Record<string, unknown>) => [name, invocations])).toEqual([
    ["myapp-01", 2],
    ["search", 1],
  ]);

  // A tag edit in place; then an end, which the calls of before stop until somebody consents.
  const path = join(folder, "profiles.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace("stage: test", "stage: uat"));
  expect((await json(0, "apply", "--yes")).outcomes).toMatchObject([{ action: "update", status: "applied" }]);
  writeFileSync(path, FILE.slice(0, FILE.indexOf("  myapp-01:")) + FILE.slice(FILE.indexOf("  search:")));
  expect((await json(5, "plan")).changes).toMatchObject([{ action: "blocked", calls: { days: 7, invocations: 2 } }]);
  const ended = await json(0, "apply", "--yes", "--allow-in-use", "myapp-01");
  expect(ended.outcomes.map(({ action, status }: Record<string, unknown>) => [action, status])).toEqual([
    ["delete", "applied"],
    ["unpublish", "applied"],
  ]);
  expect((await json(0, "outputs")).outputs.map(({ name }: Record<string, unknown>) => name)).toEqual(["search"]);
  expect((await json(0, "plan", "--detailed-exitcode")).changes).toEqual([]);
});
