/** A project that was renamed, as a user sees it: told by `validate`, one row in `costs`. Uses the built command. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { activate } from "../../scripts/costs-picture/estate.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, PROFILES, strata } from "./command.ts";

const RENAMED = `${PROFILES}projects:
  discovery: { formerly: [search], costCenter: CC-2210, owner: "@acme/discovery" }
  app01:
`;

let sandbox: Sandbox;
let cache: string;
beforeEach(async () => {
  const at = new Date(Date.now() - 2 * 86_400_000);
  // What has just been activated is not kept: it was so two days ago.
  let now = at;
  sandbox = await startSandbox({ now: () => now, behaviour: { syntheticCosts: false } });
  cache = mkdtempSync(join(tmpdir(), "strata-cache-"));
  for (const project of ["search", "search", "discovery"]) {
    const place = {
      account: "111122223333",
      region: "us-west-2",
      modelId: "x",
      foundationModel: "amazon.nova-pro-v1:0",
    };
    await sandbox.recordUse({ ...place, tags: { project } }, at, { inputTokens: 100_000_000 });
  }
  await activate(sandbox, ["project"], at);
  now = new Date();
});
afterEach(() => sandbox.close());

const costs = (...args: readonly string[]) => {
  const env = envOf(sandbox);
  return strata(aFolder({ "profiles.yaml": RENAMED }), ["costs", ...args], { env: { ...env, XDG_CACHE_HOME: cache } });
};

test("the former name is told, and refuses nothing", async () => {
  const { code, stderr } = await strata(aFolder({ "profiles.yaml": RENAMED }), ["validate"], { env: {} });
  expect([code, stderr]).toEqual([0, expect.stringContaining("The project `search` is now called `discovery`.")]);
});

test("one row under the present name, with what is registered; another question of the kept figures asks nothing", async () => {
  const { code, stdout } = await costs();
  expect(code).toBe(0);
  expect(stdout).toMatch(/discovery +CC-2210 +@acme\/discovery +240\.00 +100 %/);
  expect(stdout).toContain("search counts as discovery (projects: formerly)");
  const raw = await costs("--raw-projects");
  expect(raw.stdout).toMatch(/search +CC-2210 +@acme\/discovery +160\.00[\s\S]+discovery +CC-2210 .* 80\.00/);
  expect(raw.stdout).not.toContain("formerly");
  expect(raw.stdout).toContain("kept from before");
});

test("CSV says on stderr what its lines do not tell apart", async () => {
  const { stdout, stderr } = await costs("--by", "project,service", "--format", "csv");
  expect(stdout).toMatch(/^project,service,costCenter,owner,start,[^\n]+\ndiscovery,Amazon Bedrock,CC-2210,'@acme/);
  expect(stdout.trimEnd().split("\r\n")).toHaveLength(2);
  expect(stderr).toContain("search counts as discovery");
});
