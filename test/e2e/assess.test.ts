/** `strata assess` as a prospect runs it: no file, an estate that nobody has looked at. Uses the built command. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import schema from "../../schema/assess.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, strata } from "./command.ts";
import { strataHere } from "./in-process.ts";
import { DEV, LOST, lastMonth, MESSY, OWN, putMessy, spendMessy } from "./messy-estate.ts";

const DAY_MS = 86_400_000;
const ORGANIZATION = [`${OWN}=Acme payer`, `${DEV}=Search & Dev`, `${LOST}=lost`, "999900001111=old=SUSPENDED"];

let sandbox: Sandbox;
let folder: string;
/** ms that the sandbox's clock is behind. */
let behindMs: number;
beforeEach(async () => {
  behindMs = 0;
  sandbox = await startSandbox({
    now: () => new Date(Date.now() - behindMs),
    behaviour: { syntheticCosts: false, pageSizeCap: 3, organization: ORGANIZATION },
  });
  folder = aFolder();
});
afterEach(() => sandbox.close());

const run = (...args: string[]) => strata(folder, ["assess", ...args], { env: envOf(sandbox) });
const json = async (...args: string[]) => {
  const ended = await run("--format", "json", ...args);
  const value = JSON.parse(ended.stdout);
  const ajv = new Ajv({ strict: false });
  ajv.validate(schema, value);
  expect(ajv.errors).toBeNull();
  return { ...ended, value };
};
/** Activated and written back so long ago that Cost Explorer shows it. */
async function spend(): Promise<void> {
  behindMs = 2 * DAY_MS;
  await spendMessy(sandbox, new Date(Date.now() - behindMs));
  behindMs = 0;
}
type Found = { kind: string; profiles: number; cases: { name: string }[]; spend: unknown };
const namesOf = (findings: readonly Found[]) =>
  Object.fromEntries(findings.map(({ kind, cases }) => [kind, cases.map(({ name }) => name)]));
const asked = (operation: string) => sandbox.calls.filter((call) => call.operation === operation);

/** API names that the sandbox logs, as IAM spells them. */
const PREFIX: Readonly<Record<string, string>> = { tagging: "tag", monitoring: "cloudwatch" };
const actionsAsked = () =>
  new Set(sandbox.calls.map((call) => `${PREFIX[call.service] ?? call.service}:${call.operation}`));

const OWN_FOUND = {
  "ending-model": ["support-bot"],
  "unattributed-spend": [],
  untagged: ["hackday", "notebooks"],
  "key-case": ["ads"],
  "value-case": ["search-rerank"],
  unused: ["notebooks"],
  "same-name": ["double", "double"],
};

describe("one account", () => {
  test("finds everything in an empty folder, leaves nothing there, and asks what its documentation says", async () => {
    await putMessy(sandbox);
    await spend();
    sandbox.clearCalls();
    const { code, stderr, value } = await json();
    expect([code, stderr, readdirSync(folder)]).toEqual([0, "", []]);
    expect(namesOf(value.findings)).toEqual(OWN_FOUND);
    const own = MESSY.filter(({ account = OWN }) => account === OWN);
    expect(value.summary).toEqual({
      profiles: own.length,
      toMend: 7,
      new: 1,
      managers: { strata: 1, cloudformation: 1, sagemaker: 1, terraform: 1, nobody: own.length - 4, unknown: 0 },
    });
    expect(value.findings[1].spend).toMatchObject({ key: "project", amount: "1200", total: "3000", currency: "USD" });
    expect([value.spend.accounts, value.spend.requests]).toEqual([
      [OWN],
      asked("ListCostAllocationTags").length +
        asked("ListCostAllocationTagBackfillHistory").length +
        asked("GetDimensionValues").length +
        asked("GetCostAndUsage").length,
    ]);
    // Only where there are profiles is more asked than whether there are.
    expect([new Set(asked("GetMetricData").map(({ region }) => region)), asked("ListFoundationModels").length]).toEqual(
      [new Set(["us-west-2", "eu-central-1"]), 2],
    );
    expect(new Set(asked("ListInferenceProfiles").map(({ region }) => region)).size).toBe(33);

    // The same in an organization asks the rest.
    sandbox.behaviour.deniedOperations = [{ operation: "sts:AssumeRole", account: LOST }];
    await run("--organization", "--role-name", "strata-plan");
    const page = readFileSync(join(import.meta.dirname, "../../docs/assess.md"), "utf8");
    const [, policy = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const allowed = JSON.parse(policy).Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(new Set(allowed)).toEqual(new Set([...actionsAsked()].filter((one) => one !== "sts:GetCallerIdentity")));
  });

  test("the command that it ends with takes over exactly what it counted", async () => {
    await putMessy(sandbox);
    const { value } = await json("--no-money");
    const [, ...words] = value.next.words;
    const imported = await strata(folder, words, { env: envOf(sandbox) });
    expect(imported.code).toBe(0);
    const plan = await strata(folder, ["plan", "--format", "json"], { env: envOf(sandbox) });
    const { summary } = JSON.parse(plan.stdout);
    expect(summary).toMatchObject({
      adopt: value.summary.managers.nobody + value.summary.managers.terraform,
      create: 0,
      delete: 0,
    });
    expect(value.next.words).toContain("genai-2"); // a stack "genai" is there
  });

  test("without money nothing of billing is asked; without profiles neither", async () => {
    const empty = await json();
    expect([empty.code, empty.value.verdict, empty.value.next.words]).toEqual([0, "empty", ["strata", "init"]]);
    await putMessy(sandbox);
    const { value } = await json("--no-money", "--region", "us-west-2");
    expect(value.spend).toEqual({ status: "not-asked", reason: "no-money" });
    expect(sandbox.calls.filter(({ service }) => service === "ce")).toEqual([]);
    expect(new Set(value.targets.map(({ region }: { region: string }) => region))).toEqual(new Set(["us-west-2"]));
  });

  test("where billing follows no key, all spend belongs to nobody: three questions tell how much", async () => {
    await sandbox.put({ name: "notebooks", region: "us-west-2", source: "us.amazon.nova-lite-v1:0" });
    const at = lastMonth();
    const place = {
      account: OWN,
      region: "us-west-2",
      modelId: "y",
      foundationModel: "amazon.nova-pro-v1:0",
      tags: {},
    };
    await sandbox.recordUse(place, at, { inputTokens: 1_500_000_000 });
    const { value } = await json();
    expect(value.findings[0]).toMatchObject({ kind: "unattributed-spend", spend: { key: null, amount: "1200" } });
    expect(value.spend.requests).toBe(3);
  });

  test("a linked account, and a refusal of Cost Explorer, are said; the rest is told", async () => {
    await putMessy(sandbox);
    sandbox.behaviour.payerAccount = DEV;
    const linked = await json();
    expect([linked.code, linked.value.spend.isLinked, linked.value.spend.requests]).toEqual([0, true, 1]);
    sandbox.behaviour.payerAccount = "";
    sandbox.behaviour.deniedOperations = ["ce:GetCostAndUsage"];
    await spend();
    const text = (await run()).stdout.replace(/\s+/g, " ");
    expect(text).toContain("Spend is not known. ce:GetCostAndUsage: AccessDeniedException");
    expect(text).toContain("Cost Explorer was asked");
    expect(Object.keys(namesOf((await json()).value.findings))).not.toContain("unattributed-spend");
  });

  test("regions that are not enabled are one line; a denied one is exit 7; missing rights only leave gaps", async () => {
    await putMessy(sandbox);
    sandbox.behaviour.disabledRegions = ["me-south-1", "af-south-1"];
    const regions = ["--no-money", "--region", "us-west-2", "--region", "me-south-1", "--region", "af-south-1"];
    const off = await run(...regions);
    expect([off.code, off.stderr]).toEqual([0, ""]);
    expect(off.stdout).toContain("Not enabled, so not looked into: 2 regions (af-south-1, me-south-1).");

    sandbox.behaviour.deniedOperations = [
      "tag:GetResources",
      "cloudwatch:GetMetricData",
      "bedrock:ListFoundationModels",
    ];
    const gaps = await json(...regions);
    expect([gaps.code, gaps.value.gaps.map(({ what }: { what: string }) => what)]).toEqual([0, ["models", "use"]]);
    expect(Object.keys(namesOf(gaps.value.findings))).toEqual(["untagged", "key-case", "value-case", "same-name"]);

    sandbox.behaviour.deniedOperations = ["tag:GetResources", "bedrock:ListTagsForResource"];
    const blind = await json(...regions);
    expect([blind.code, blind.value.complete, namesOf(blind.value.findings).untagged]).toEqual([7, false, undefined]);

    sandbox.behaviour.deniedOperations = [{ operation: "bedrock:ListInferenceProfiles", region: "us-west-2" }];
    const denied = await run("--no-money", "--region", "us-west-2", "--region", "eu-central-1");
    expect(denied.code).toBe(7);
    expect(denied.stdout).toContain("us-west-2: NOT READ");
    expect(denied.stderr).toContain("aws/target-unreadable");
  });
});

describe("several accounts", () => {
  test("an organization: suspended accounts are left out, one that cannot be reached is told, exit 7", async () => {
    await putMessy(sandbox);
    sandbox.behaviour.deniedOperations = [LOST, OWN].map((account) => ({ operation: "sts:AssumeRole", account }));
    const { code, stderr, value } = await json("--organization", "--role-name", "strata-plan", "--no-money");
    const accounts = value.accounts.map(({ id, name, through, fault }: Record<string, unknown>) => [
      id,
      name,
      through,
      fault === null,
    ]);
    expect([code, accounts]).toEqual([
      7,
      [
        [OWN, "Acme payer", "caller", true],
        [DEV, "Search & Dev", "role", true],
        [LOST, "lost", "role", false],
      ],
    ]);
    expect([value.summary.profiles, stderr.match(/aws\/account-unreachable/g)?.length]).toEqual([MESSY.length, 1]);
    // One question tells that the role is not there.
    expect(sandbox.calls.filter((call) => call.operation === "AssumeRole" && call.status >= 400).length).toBeLessThan(
      10,
    );
    expect(value.next.words).toEqual(
      expect.arrayContaining(["acme-payer=111122223333", "search-dev=444455556666", "--role-name", "strata-plan"]),
    );
  });

  test("accounts by name are read through the role", async () => {
    await putMessy(sandbox);
    const { code, value } = await json(
      "--account",
      DEV,
      "--role-name",
      "strata-plan",
      "--no-money",
      "--region",
      "us-east-1",
    );
    expect([code, value.accounts.length, namesOf(value.findings)]).toEqual([
      0,
      1,
      { untagged: ["dev-lab"], unused: ["dev-bot"] },
    ]);
  });

  test.each([
    [["--account", DEV], 64, "usage/role-needed"],
    [["--organization"], 64, "usage/role-needed"],
    [["--organization", "--account", DEV], 64, "cannot be used with"],
    [["--account", "dev"], 64, "12 digits"],
    [["--region", "us-wset-2"], 64, "us-west-2"],
    [["--expiring", "soon"], 64, "90d"],
    [["--target", "x/y"], 64, "--account and --region"],
  ])("%j is refused", async (args, code, text) => {
    const ended = await run(...args);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(text)]);
  });

  test("who may not list the organization is told so, exit 1", async () => {
    sandbox.behaviour.organization = [];
    const { code, stderr } = await run("--organization", "--role-name", "strata-plan");
    expect([code, stderr]).toEqual([1, expect.stringContaining("aws/organization-unread")]);
  });
});

test("a configuration that is there is not read, however wrong it is; every format is written", async () => {
  await putMessy(sandbox);
  folder = aFolder({ "profiles.yaml": "version: nonsense" });
  for (const [format, beginning] of [
    ["text", "Inference profiles: "],
    ["csv", "finding,"],
    ["markdown", "### "],
    ["html", "<!doctype html>"],
  ] as const) {
    const { code, stdout } = await run("--no-money", "--region", "us-west-2", "--format", format);
    expect([code, stdout.slice(0, beginning.length)]).toEqual([0, beginning]);
  }
});

test("--sandbox needs nothing at all", async () => {
  const state = join(folder, "state.json");
  const { code, stdout } = await strataHere(["assess", "--sandbox", "--sandbox-state", state]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("Next: strata init")]);
});
