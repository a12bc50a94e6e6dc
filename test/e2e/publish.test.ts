/** `publish: { ssm }` as a user runs it: plan, apply, replacement, edits by strangers, the end. Uses the built command. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteParameterCommand, ListTagsForResourceCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anAppliedStack, aPublishedStack, BOT, type PublishedStack, SEARCH } from "./published-stack.ts";

let sandbox: PublishedStack["sandbox"];
let folder: string;
let ssm: PublishedStack["ssm"];
let { run, edit, held, arnOf } = {} as PublishedStack;
beforeEach(async () => {
  ({ sandbox, folder, ssm, run, edit, held, arnOf } = await aPublishedStack());
});
afterEach(() => sandbox.close());

const planned = async () => {
  const { stdout } = await run("plan", "--format", "json");
  const { parameters, summary } = JSON.parse(stdout);
  const rows = parameters.map((one: Record<string, unknown>) => `${one.action} ${one.parameter} ${one.because}`);
  return { rows, parameters, summary };
};
const ssmCalls = () => sandbox.calls.filter(({ service }) => service === "ssm").map(({ operation }) => operation);

describe("a whole life", () => {
  test("created, kept, replaced, moved, and gone with the profile", async () => {
    const first = await planned();
    expect(first.rows).toEqual([`publish ${BOT} missing`, `publish ${SEARCH} missing`]);
    expect(first.parameters[0]).toMatchObject({ from: null, to: null, name: "bot", account: "111122223333" });
    expect(first.summary).toMatchObject({ create: 2, publish: 2, unpublish: 0 });
    const applied = await run("apply", "--yes", "--report", "report.jsonl");
    expect([applied.code, applied.stdout.includes("2 published")]).toEqual([0, true]);
    expect([await held(BOT), await held(SEARCH)]).toEqual([arnOf("bot"), arnOf("search")]);
    const lines = readFileSync(join(folder, "report.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ action }) => action === "publish")).toMatchObject([
      { type: "outcome", status: "applied", parameter: BOT, oldArn: null, arn: arnOf("bot") },
      { type: "outcome", status: "applied", parameter: SEARCH, oldArn: null, arn: arnOf("search") },
    ]);
    expect(lines.at(-1)).toMatchObject({ type: "summary", complete: true, counts: { applied: 4, untold: 0 } });
    const { TagList } = await ssm.send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: BOT }));
    expect(TagList).toEqual([
      { Key: "strata:stack", Value: "e2e" },
      { Key: "strata:name", Value: "bot" },
    ]);
    expect((await planned()).rows).toEqual([]);
    expect((await run("plan", "--detailed-exitcode")).code).toBe(0);

    const old = arnOf("bot");
    edit((text) => text.replace("nova-lite", "nova-micro"));
    const { rows, parameters } = await planned();
    expect([rows, parameters[0]]).toEqual([
      [`publish ${BOT} new-arn`],
      expect.objectContaining({ from: old, to: null }),
    ]);
    expect((await run("apply", "--yes", "--allow-deletes", "1")).code).toBe(0);
    expect(arnOf("bot")).not.toBe(old);
    expect(await held(BOT)).toBe(arnOf("bot"));

    edit((text) => text.replace("/genai/{project}/{name}", "/ai/{name}"));
    expect((await planned()).rows).toEqual([
      "publish /ai/bot missing",
      "publish /ai/search missing",
      `unpublish ${BOT} moved`,
      `unpublish ${SEARCH} moved`,
    ]);
    expect((await run("apply", "--yes")).code).toBe(0);
    expect([await held("/ai/bot"), await held(BOT)]).toEqual([arnOf("bot"), null]);

    edit((text) => text.slice(0, text.indexOf("  search:")));
    expect((await planned()).rows).toEqual(["unpublish /ai/search profile-ends"]);
    expect((await run("apply", "--yes")).code).toBe(0);
    expect([await held("/ai/search"), await held("/ai/bot")]).toEqual([null, arnOf("bot")]);
    expect((await planned()).rows).toEqual([]);
  });
});

describe("another template", () => {
  test("is stopped like deletes, until as many are consented to", async () => {
    const file = ["a", "b", "c"].map(
      (name) => `  ${name}: { model: us.amazon.nova-lite-v1:0, tags: { project: x } }\n`,
    );
    edit((text) => `${text.slice(0, text.indexOf("  bot:"))}${file.join("")}guards: { maxDeletes: 2 }\n`);
    expect((await run("apply", "--yes")).code).toBe(0);
    edit((text) => text.replace("/genai/{project}/{name}", "/ai/{name}"));
    const before = ssmCalls().length;
    const stopped = await run("apply", "--yes");
    expect(stopped.code).toBe(5);
    expect(stopped.stdout).toContain("3 published parameters of 3 (100 %) would end; the guards allow 2.");
    expect(
      ssmCalls()
        .slice(before)
        .filter((name) => /Put|Delete/.test(name)),
    ).toEqual([]);
    expect((await run("apply", "--yes", "--allow-deletes", "3")).code).toBe(0);
    expect([await held("/ai/a"), await held("/genai/x/a")]).toEqual([arnOf("a"), null]);
  });
});

describe("others at work", () => {
  test("an edited and a missing parameter are drift, and are put right", async () => {
    await sandbox.close();
    ({ sandbox, ssm, run, held, arnOf } = await anAppliedStack());
    await ssm.send(new PutParameterCommand({ Name: BOT, Value: "by hand", Overwrite: true }));
    await ssm.send(new DeleteParameterCommand({ Name: SEARCH }));
    const drift = await run("drift", "--detailed-exitcode");
    expect(drift.code).toBe(2);
    expect(drift.stdout).toContain("EDITED outside Strata");
    expect(drift.stdout).toContain("MISSING: deleted outside Strata");
    expect(drift.stdout).toContain("Drift: 2 differences.");
    const markdown = await run("drift", "--format", "markdown");
    expect(markdown.stdout).toContain("| `/genai/app01/bot` | `bot` |");
    expect((await planned()).rows).toEqual([`publish ${BOT} edited`, `publish ${SEARCH} missing`]);
    expect((await run("apply", "--yes")).code).toBe(0);
    expect([await held(BOT), await held(SEARCH)]).toEqual([arnOf("bot"), arnOf("search")]);
  });

  test("a stranger's parameter is never overwritten, and stops only itself", async () => {
    await ssm.send(new PutParameterCommand({ Name: BOT, Value: "theirs", Type: "String" }));
    const plan = await run("plan");
    expect([plan.code, plan.stdout.includes("plan/parameter-taken")]).toEqual([5, true]);
    const applied = await run("apply", "--yes");
    expect(applied.code).toBe(5);
    expect([await held(BOT), await held(SEARCH)]).toEqual(["theirs", arnOf("search")]);
    expect(sandbox.profiles()).toHaveLength(2);
  });

  test("a failed create leaves its parameter unpublished, and says so", async () => {
    sandbox.behaviour.quota = 0;
    const { code, stdout } = await run("apply", "--yes", "--format", "json");
    const skipped = JSON.parse(stdout).outcomes.filter(({ action }: { action: string }) => action === "publish");
    expect(code).toBe(3);
    expect(skipped).toMatchObject([
      { status: "skipped", skip: "unmet", parameter: BOT },
      { status: "skipped", skip: "unmet", parameter: SEARCH },
    ]);
    expect([await held(BOT), ssmCalls().includes("PutParameter")]).toEqual([null, false]);
  });

  test("without permission: a warning, nothing published, profiles go on", async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "ssm:GetParameters" }];
    const { code, stdout } = await run("apply", "--yes");
    expect([code, stdout.includes("aws/parameters-unchecked")]).toEqual([0, true]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("Allow ssm:GetParameters to the role: strata iam plan prints");
    expect([sandbox.profiles().length, await held(BOT)]).toEqual([2, null]);
  });

  test("lagging tags neither double nor take anything", async () => {
    sandbox.behaviour.tagLagMs = 3_600_000;
    await run("apply", "--yes");
    expect((await planned()).rows).toEqual([]);
  });
});

describe("approval", () => {
  test("a saved plan covers its parameters, and the rest of a run that was cut off", async () => {
    await run("plan", "--out", "plan.json");
    sandbox.behaviour.deniedOperations = [{ operation: "ssm:PutParameter" }];
    const first = await run("apply", "--plan", "plan.json");
    expect([first.code, first.stdout.includes("ssm:PutParameter")]).toEqual([3, true]);
    sandbox.behaviour.deniedOperations = [];
    const check = await run("plan", "--check", "plan.json", "--format", "json");
    expect([check.code, JSON.parse(check.stdout)]).toEqual([0, expect.objectContaining({ covered: true, same: 2 })]);
    expect((await run("apply", "--plan", "plan.json")).code).toBe(0);
    expect(await held(BOT)).toBe(arnOf("bot"));
    await ssm.send(new PutParameterCommand({ Name: BOT, Value: "by hand", Overwrite: true }));
    const later = await run("apply", "--plan", "plan.json");
    expect([later.code, later.stdout.includes(BOT), await held(BOT)]).toEqual([4, true, "by hand"]);
  });

  test("--additive publishes what it creates", async () => {
    expect((await run("apply", "--additive")).code).toBe(0);
    expect(await held(BOT)).toBe(arnOf("bot"));
  });

  test("a plan of a version that published nothing is still read", async () => {
    edit((text) => text.replace(/^publish:.*\n/m, ""));
    await run("plan", "--out", "plan.json");
    const file = join(folder, "plan.json");
    const { parameters: _, seal: _s, ...older } = JSON.parse(readFileSync(file, "utf8"));
    const { publish: _p, unpublish: _u, ...summary } = older.summary;
    writeFileSync(file, JSON.stringify({ ...older, summary }));
    expect((await run("apply", "--plan", "plan.json")).code).toBe(0);
    expect(sandbox.profiles()).toHaveLength(2);
  });
});

describe("scope", () => {
  test("--only publishes those names alone, and ends no other's", async () => {
    await run("apply", "--yes", "--only", "bot");
    expect([await held(BOT), await held(SEARCH)]).toEqual([arnOf("bot"), null]);
    await run("apply", "--yes");
    edit((text) => text.slice(0, text.indexOf("  search:")));
    const { stdout } = await run("plan", "--only", "bot", "--format", "json");
    expect(JSON.parse(stdout).parameters).toEqual([]);
  });

  test("without publish nothing of SSM is asked, where nothing ends", async () => {
    edit((text) => text.replace(/^publish:.*\n/m, ""));
    await run("apply", "--yes");
    expect(ssmCalls()).toEqual([]);
    const found = sandbox.calls.filter(({ operation }) => operation === "GetResources").length;
    expect(found).toBe(1);
  });
});
