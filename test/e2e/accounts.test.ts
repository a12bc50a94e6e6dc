/** Several accounts, reached through a role, and runs that are narrowed to some of them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { appliedSandbox } from "./applied.ts";
import { aFolder, envOf, strata } from "./command.ts";

const FILE = `version: 1
stack: accounts
regions: [us-west-2, eu-central-1]
accounts:
  prod: { id: "111122223333" }
  dev: { id: "444455556666", regions: [us-west-2] }
  new: { id: "777788889999", pending: true }
profiles:
  search:
    model: anthropic.claude-sonnet-4-5-20250929-v1:0
    routing: geo
    regions: [us-west-2]
    accounts: [prod, dev]
    tags: { project: search }
  ads:
    model: us.amazon.nova-lite-v1:0
    regions: [us-west-2]
    accounts: [prod]
    tags: { project: ads }
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const env = (more: Record<string, string> = {}) => envOf(sandbox, { STRATA_ROLE_NAME: "strata", ...more });
/** A folder with the file, after its apply. */
async function applied(): Promise<string> {
  await sandbox.close();
  sandbox = await appliedSandbox(FILE, { STRATA_ROLE_NAME: "strata" });
  return aFolder({ "profiles.yaml": FILE });
}
const live = () => sandbox.profiles().map(({ account, region, name }) => `${account} ${region} ${name}`);

describe("accounts", () => {
  test("each is reached through the role; one that is pending is skipped without an error", async () => {
    const folder = aFolder({ "profiles.yaml": FILE });
    const ended = await strata(folder, ["apply", "--yes"], { env: env() });
    expect(ended.code).toBe(0);
    expect(live().sort()).toEqual([
      "111122223333 us-west-2 ads",
      "111122223333 us-west-2 search",
      "444455556666 us-west-2 search",
    ]);
    expect(ended.stdout).toContain("pending: its role does not exist yet");
    expect(sandbox.calls.some(({ account }) => account === "777788889999")).toBe(false);
  });

  test("a name in several is asked for by the accounts' names, as --target takes them", async () => {
    const folder = await applied();
    for (const args of [
      ["show", "search"],
      ["invoke", "search", "Hi"],
    ]) {
      const { code, stderr } = await strata(folder, args, { env: env() });
      expect([code, stderr.replaceAll(/\s+/g, " ")]).toEqual([
        64,
        expect.stringContaining("lives in 2 targets: dev/us-west-2, prod/us-west-2."),
      ]);
    }
    expect((await strata(folder, ["show", "search", "--target", "dev/us-west-2"], { env: env() })).code).toBe(0);
  });

  test("one role is assumed once, however many regions and services use it", async () => {
    const folder = aFolder({ "profiles.yaml": FILE });
    expect((await strata(folder, ["plan"], { env: env() })).code).toBe(0);
    expect(sandbox.calls.filter(({ operation }) => operation === "AssumeRole")).toHaveLength(2);
  });

  test("an account whose role cannot be assumed: its targets get no changes, exit 7, the others go on", async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "sts:AssumeRole", account: "444455556666" }];
    const folder = aFolder({ "profiles.yaml": FILE });
    const ended = await strata(folder, ["apply", "--yes"], { env: env() });
    expect(ended.code).toBe(7);
    expect(ended.stdout).toContain("sts:AssumeRole");
    expect(live().every((place) => place.startsWith("111122223333"))).toBe(true);
    expect(live()).toHaveLength(2);
  });

  test("without a role name only the caller's account is in reach: exit 64 says so", async () => {
    const folder = aFolder({ "profiles.yaml": FILE });
    const ended = await strata(folder, ["plan"], { env: env({ STRATA_ROLE_NAME: "" }) });
    expect([ended.code, ended.stderr.includes("usage/role-needed")]).toEqual([64, true]);
  });

  test.each([
    ["x:y", "a colon"],
    ["../admin", "a way up"],
    ["a b", "a space"],
  ])("a role name such as %s is refused before AWS is asked", async (name) => {
    const folder = aFolder({ "profiles.yaml": FILE });
    for (const [args, more] of [
      [["plan", "--role-name", name], {}],
      [["plan"], { STRATA_ROLE_NAME: name }],
    ] as const) {
      const ended = await strata(folder, args, { env: env(more) });
      expect([ended.code, sandbox.calls.length]).toEqual([64, 0]);
    }
  });
});

describe("a narrowed run", () => {
  test.each([
    ["a target by the account's name", ["--target", "dev/us-west-2"], ["444455556666 us-west-2 search"]],
    ["a target by its number", ["--target", "444455556666/us-west-2"], ["444455556666 us-west-2 search"]],
    [
      "several targets by a pattern",
      ["--target", "*/us-west-2", "--only", "search"],
      ["111122223333 us-west-2 search", "444455556666 us-west-2 search"],
    ],
    ["a name", ["--only", "a*"], ["111122223333 us-west-2 ads"]],
    ["all but a name", ["--exclude", "ads"], ["111122223333 us-west-2 search", "444455556666 us-west-2 search"]],
  ])("%s", async (_, args, expected) => {
    const folder = aFolder({ "profiles.yaml": FILE });
    const ended = await strata(folder, ["apply", "--yes", ...args], { env: env() });
    expect(ended.code).toBe(0);
    expect(live().sort()).toEqual(expected);
    expect(ended.stdout).toContain("scope: ");
  });

  test("never ends what is outside of it, and its scope is part of the hash", async () => {
    await applied();
    const gone = FILE.replace(/ {2}ads:[\s\S]*$/, "");
    const smaller = aFolder({ "profiles.yaml": gone });
    const plan = async (...args: string[]) =>
      JSON.parse((await strata(smaller, ["plan", "--format", "json", ...args], { env: env() })).stdout);
    const [whole, here, elsewhere] = [
      await plan(),
      await plan("--target", "prod/*"),
      await plan("--target", "dev/us-west-2"),
    ];
    expect([whole.summary.delete, here.summary.delete, elsewhere.summary.delete]).toEqual([1, 1, 0]);
    expect(whole.hash).not.toBe(here.hash);
    expect(here.scope.targets).toEqual(["111122223333/eu-central-1", "111122223333/us-west-2"]);
    expect((await plan("--exclude", "ads")).summary.delete).toBe(0);
  });

  test.each([
    ["a target that the file does not have", ["--target", "prod/us-east-1"], "usage/unknown-target"],
    ["an account that is unknown", ["--target", "prdo/us-west-2"], "usage/unknown-target"],
    ["no slash", ["--target", "us-west-2"], "usage/unknown-target"],
    ["a name that is nowhere", ["--only", "saerch"], 'Did you mean "search"?'],
    ["a mistyped exception", ["--exclude", "adds"], 'Did you mean "ads"?'],
    ["an exception that leaves nothing", ["--only", "ads", "--exclude", "a*"], "usage/scope-empty"],
  ])("%s: exit 64", async (_, args, text) => {
    const folder = aFolder({ "profiles.yaml": FILE });
    const ended = await strata(folder, ["apply", "--yes", ...args], { env: env() });
    expect([ended.code, live()]).toEqual([64, []]);
    expect(ended.stderr).toContain(text);
  });

  test("list and show keep to it too", async () => {
    const folder = await applied();
    const listed = await strata(folder, ["list", "--target", "dev/*", "--format", "json"], { env: env() });
    expect(JSON.parse(listed.stdout).profiles).toHaveLength(1);
    const only = await strata(folder, ["list", "--only", "ads", "--format", "json"], { env: env() });
    expect(JSON.parse(only.stdout).profiles.map(({ name }: { name: string }) => name)).toEqual(["ads"]);
    const shown = await strata(folder, ["show", "search", "--target", "dev/us-west-2"], { env: env() });
    expect([shown.code, shown.stdout.includes("444455556666")]).toEqual([0, true]);
  });
});
