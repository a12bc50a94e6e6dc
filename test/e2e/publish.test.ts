/** `publish: { ssm }` as a user runs it: plan, apply, replacement, edits by strangers, the end. Uses the built command. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, strata } from "./command.ts";

const FILE = `version: 1
stack: e2e
regions: [us-west-2]
publish: { ssm: "/genai/{project}/{name}" }
replacement: { grace: 0 }
profiles:
  bot:
    model: us.amazon.nova-lite-v1:0
    tags: { project: app01 }
  search:
    model: us.amazon.nova-lite-v1:0
    tags: { project: app02 }
`;
const BOT = "/genai/app01/bot";
const SEARCH = "/genai/app02/search";

let sandbox: Sandbox;
let folder: string;
let ssm: SSMClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  folder = aFolder({ "profiles.yaml": FILE });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  ssm = new SSMClient({ endpoint: sandbox.url, region: "us-west-2", credentials, maxAttempts: 1 });
});
afterEach(() => sandbox.close());

const env = () => ({ AWS_ENDPOINT_URL: sandbox.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
const run = (...args: string[]) => strata(folder, args, { env: env() });
const edit = (change: (text: string) => string) =>
  writeFileSync(join(folder, "profiles.yaml"), change(readFileSync(join(folder, "profiles.yaml"), "utf8")));
const held = (Name: string) =>
  ssm.send(new GetParameterCommand({ Name })).then(
    ({ Parameter }) => Parameter?.Value,
    () => null,
  );
const arnOf = (name: string) => sandbox.profiles().find((profile) => profile.name.startsWith(name))?.arn;
const planned = async () => {
  const { stdout } = await run("plan", "--format", "json");
  const { parameters, summary } = JSON.parse(stdout);
  const rows = parameters.map((one: Record<string, unknown>) => `${one.action} ${one.parameter} ${one.because}`);
  return { rows, parameters, summary };
};
const ssmCalls = () => sandbox.calls.filter(({ service }) => service === "ssm").map(({ operation }) => operation);

describe("a whole life", () => {
  test("created, kept, replaced, moved, and gone with the profile", { timeout: 60_000 }, async () => {
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
  test("is stopped like deletes, until as many are consented to", { timeout: 60_000 }, async () => {
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
  test("an edited and a missing parameter are drift, and are put right", { timeout: 30_000 }, async () => {
    await run("apply", "--yes");
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

  test("a stranger's parameter is never overwritten, and stops only itself", { timeout: 30_000 }, async () => {
    await ssm.send(new PutParameterCommand({ Name: BOT, Value: "theirs", Type: "String" }));
    const plan = await run("plan");
    expect([plan.code, plan.stdout.includes("plan/parameter-taken")]).toEqual([5, true]);
    const applied = await run("apply", "--yes");
    expect(applied.code).toBe(5);
    expect([await held(BOT), await held(SEARCH)]).toEqual(["theirs", arnOf("search")]);
    expect(sandbox.profiles()).toHaveLength(2);
  });

  test("a failed create leaves its parameter unpublished, and says so", { timeout: 30_000 }, async () => {
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

  test("without permission: a warning, nothing published, profiles go on", { timeout: 30_000 }, async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "ssm:GetParameters" }];
    const { code, stdout } = await run("apply", "--yes");
    expect([code, stdout.includes("aws/parameters-unchecked")]).toEqual([0, true]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("Allow ssm:GetParameters to the role: strata iam plan prints");
    expect([sandbox.profiles().length, await held(BOT)]).toEqual([2, null]);
  });

  test("lagging tags neither double nor take anything", { timeout: 30_000 }, async () => {
    sandbox.behaviour.tagLagMs = 3_600_000;
    await run("apply", "--yes");
    expect((await planned()).rows).toEqual([]);
  });
});

describe("approval", () => {
  test("a saved plan covers its parameters, and the rest of a run that was cut off", { timeout: 60_000 }, async () => {
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

  test("--additive publishes what it creates", { timeout: 30_000 }, async () => {
    expect((await run("apply", "--additive")).code).toBe(0);
    expect(await held(BOT)).toBe(arnOf("bot"));
  });

  test("a plan of a version that published nothing is still read", { timeout: 30_000 }, async () => {
    edit((text) => text.replace(/^publish:.*\n/m, ""));
    await run("plan", "--out", "plan.json");
    const file = join(folder, "plan.json");
    const { parameters: _, ...older } = JSON.parse(readFileSync(file, "utf8"));
    const { publish: _p, unpublish: _u, ...summary } = older.summary;
    writeFileSync(file, JSON.stringify({ ...older, summary }));
    expect((await run("apply", "--plan", "plan.json")).code).toBe(0);
    expect(sandbox.profiles()).toHaveLength(2);
  });
});

describe("scope", () => {
  test("--only publishes those names alone, and ends no other's", { timeout: 60_000 }, async () => {
    await run("apply", "--yes", "--only", "bot");
    expect([await held(BOT), await held(SEARCH)]).toEqual([arnOf("bot"), null]);
    await run("apply", "--yes");
    edit((text) => text.slice(0, text.indexOf("  search:")));
    const { stdout } = await run("plan", "--only", "bot", "--format", "json");
    expect(JSON.parse(stdout).parameters).toEqual([]);
  });

  test("without publish nothing of SSM is asked", { timeout: 30_000 }, async () => {
    edit((text) => text.replace(/^publish:.*\n/m, ""));
    await run("apply", "--yes");
    expect(ssmCalls()).toEqual([]);
    const found = sandbox.calls.filter(({ operation }) => operation === "GetResources").length;
    expect(found).toBe(1);
  });
});

describe("no parameter ever names a profile that has ended", () => {
  const live = () => sandbox.profiles().map(({ arn }) => arn);
  const anotherModel = () => edit((text) => text.replace("nova-lite", "nova-micro"));

  test.each([
    ["the parameter may not be written", ["PutParameter"], "still holds its ARN"],
    ["the parameters may not be read", ["GetParameters"], "could not be read"],
  ])("grace 0, and %s: the old ARN goes on, exit 3", { timeout: 30_000 }, async (_, denied, why) => {
    await run("apply", "--yes");
    const old = arnOf("bot") ?? "";
    anotherModel();
    sandbox.behaviour.deniedOperations = denied;
    const ended = await run("apply", "--yes");
    expect([ended.code, ended.stdout.replaceAll(/\s+/g, " ").includes(why)]).toEqual([3, true]);
    sandbox.behaviour.deniedOperations = [];
    expect([live().includes(old), await held(BOT)]).toEqual([true, old]);
    expect((await run("apply", "--yes")).code).toBe(0);
    expect(live()).not.toContain(old);
    expect(live()).toContain(await held(BOT));
    expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
  });

  test("a retirement that is due moves the parameter on first, also with --due alone", {
    timeout: 30_000,
  }, async () => {
    edit((text) => text.replace("grace: 0", "grace: 24h"));
    await run("apply", "--yes");
    const old = arnOf("bot") ?? "";
    anotherModel();
    sandbox.behaviour.deniedOperations = ["PutParameter"];
    expect((await run("apply", "--yes")).code).toBe(3);
    const { tags } = sandbox.profiles().find(({ arn }) => arn === old) ?? { tags: {} };
    await sandbox.setTags(old, { ...tags, "strata:retire-after": "2026-01-01T00:00:00Z" });
    expect((await run("apply", "--due", "--yes")).code).toBe(3);
    expect([live().includes(old), await held(BOT)]).toEqual([true, old]);
    sandbox.behaviour.deniedOperations = [];
    expect((await run("apply", "--due", "--yes")).code).toBe(0);
    expect([live().includes(old), live().includes((await held(BOT)) ?? "")]).toEqual([false, true]);
  });

  test("a move whose tag edit failed leaves the former name", { timeout: 30_000 }, async () => {
    await run("apply", "--yes");
    edit((text) => text.replace("app01", "app09"));
    expect((await run("plan")).stdout).toContain("! 1 parameter moves: whoever still reads the former path");
    expect((await run("plan", "--format", "markdown")).stdout).toContain("**1 parameter moves with this change.**");
    sandbox.behaviour.deniedOperations = ["bedrock:TagResource"];
    expect((await run("apply", "--yes")).code).toBe(3);
    expect(await held(BOT)).toBe(arnOf("bot"));
  });
});
