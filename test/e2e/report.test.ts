/** `strata report` as a user runs it: equal to the bill, kept, restated, refused. Uses the built command. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCostAndUsageCommand, GetDimensionValuesCommand } from "@aws-sdk/client-cost-explorer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { activate, anEstate, explorer } from "../../scripts/costs-picture/estate.ts";
import { exactMoney, parseMoney } from "../../src/core/money.ts";
import { closeHash } from "../../src/core/report-figures.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, strata } from "./command.ts";

const FILE = `version: 1
stack: genai
regions: [us-west-2]
accounts: { prod: { id: "111122223333" }, dev: { id: "444455556666", regions: [us-east-1] } }
billing: { account: prod }
costAllocationTags: [project]
`;
const ONE_ACCOUNT = FILE.replace(/, dev: .*/, " }");
const RENAMED = `${FILE}projects:
  discovery: { formerly: [search], costCenter: CC-2210, owner: "@acme/discovery", budget: 100 }
`;

let sandbox: Sandbox;
let folder: string;
let cache: string;
let month: string;
/** ms that the sandbox is behind, so that what is activated has been so for long. */
let behindMs: number;
beforeEach(async () => {
  behindMs = 60 * 86_400_000;
  const now = new Date();
  month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7);
  sandbox = await anEstate({ now: () => new Date(Date.now() - behindMs) });
  await activate(sandbox, ["project"], new Date(Date.now() - behindMs));
  behindMs = 0;
  folder = aFolder({ "profiles.yaml": FILE, "renamed.yaml": RENAMED, "one.yaml": ONE_ACCOUNT });
  cache = mkdtempSync(join(tmpdir(), "strata-cache-"));
});
afterEach(() => sandbox.close());

const report = (...args: readonly string[]) =>
  strata(folder, ["report", ...args], { env: envOf(sandbox, { XDG_CACHE_HOME: cache }) });

async function reportJson(...args: readonly string[]) {
  const { stdout } = await report("--format", "json", ...args);
  return JSON.parse(stdout);
}

const charge = (project: string | null, tokens: number): Promise<void> => {
  const at = new Date(`${month}-15T12:00:00Z`);
  const place = { account: "111122223333", region: "us-west-2", modelId: "x", foundationModel: "amazon.nova-pro-v1:0" };
  return sandbox.recordUse({ ...place, tags: project === null ? {} : { project } }, at, { inputTokens: tokens });
};

/** What AWS tells of the last month that is over, without any grouping. */
async function bill(): Promise<string> {
  const client = explorer(sandbox);
  const first = new Date(`${month}-01T00:00:00Z`);
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1)).toISOString().slice(0, 10);
  const TimePeriod = { Start: `${month}-01`, End: next };
  const found = await client.send(
    new GetDimensionValuesCommand({ Dimension: "SERVICE", SearchString: "Bedrock", TimePeriod }),
  );
  const Values = (found.DimensionValues ?? []).flatMap(({ Value }) => Value ?? []);
  const { ResultsByTime } = await client.send(
    new GetCostAndUsageCommand({
      TimePeriod,
      Granularity: "MONTHLY",
      Metrics: ["UnblendedCost"],
      Filter: {
        And: [{ Dimensions: { Key: "SERVICE", Values } }, { Dimensions: { Key: "RECORD_TYPE", Values: ["Usage"] } }],
      },
    }),
  );
  return exactMoney(parseMoney(ResultsByTime?.[0]?.Total?.UnblendedCost?.Amount ?? "") ?? 0n);
}

describe("the last month that is over", () => {
  test("is the bill, to the last digit, and projects and unallocated are it", async () => {
    const told = await reportJson();
    expect([told.month, told.total.amount]).toEqual([month, await bill()]);
    const parts = [...told.projects, told.unallocated].map(({ amount }) => parseMoney(amount) ?? 0n);
    expect(exactMoney(parts.reduce((sum, one) => sum + one, 0n))).toBe(told.total.amount);
    expect(told.proof).toMatchObject({ holds: true, differences: { month: "0", before: "0", byKind: "0" } });
    for (const { change, split } of [...told.projects, told.unallocated, told.total]) {
      const sum = Object.values(split as Record<string, string>).reduce(
        (all, one) => all + (parseMoney(one) ?? 0n),
        0n,
      );
      expect(exactMoney(sum)).toBe(change);
    }
  });

  test("in the terminal, to the cent, with the register of the file; kept for the next format, which asks no more for figures", async () => {
    const { code, stdout } = await report("--config", "renamed.yaml");
    expect(code).toBe(0);
    const [, cents = ""] = /^Bedrock in [\d-]+: ([\d,.]+) USD/.exec(stdout) ?? [];
    expect(Number(cents.replaceAll(",", ""))).toBeCloseTo(Number(await bill()), 2);
    expect(stdout).toMatch(/discovery +[\d,.]+ +[\d.]+ % +[\d,.]+ +100\.00 +[\d,.]+ +CC-2210/);
    expect(stdout).toContain("search counts as discovery (projects: formerly)");
    const csv = await report("--config", "renamed.yaml", "--format", "csv");
    expect(csv.stderr).toMatch(/kept from before/);
    expect(csv.stdout).toMatch(/^BilledCost,BillingAccountId,.*x_Project/);
  });

  test("as a page and as Markdown", async () => {
    expect((await report("--format", "html")).stdout).toMatch(/^<!doctype html>[\s\S]+Does it add up\?/);
    expect((await report("--format", "markdown")).stdout).toMatch(/^### Bedrock in [\d-]+: [\d,.]+ USD/);
  });
});

describe("restated", () => {
  let old: string;
  beforeEach(async () => {
    old = join(folder, "old.json");
    await report("--format", "json", "--out", old);
  });

  test("an unchanged month says that nothing has changed, though it was asked anew", async () => {
    const { code, stdout } = await report("--restate", old);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`no figure of ${month} has changed`)]);
    expect(stdout).not.toContain("kept from before");
    expect(await reportJson("--restate", old)).toMatchObject({ restated: { changed: false } });
  });

  test("late charges are told by project; a rename moves no money", async () => {
    await charge("search", 1_000_000_000);
    await charge("late", 100_000_000);
    const { restated } = await reportJson("--restate", old, "--config", "renamed.yaml");
    const changed = restated.projects.filter((one: { changed: boolean }) => one.changed);
    expect(changed.map(({ project, difference }: Record<string, string>) => [project, difference])).toEqual([
      ["discovery", "800"],
      ["late", "80"],
    ]);
    expect([restated.total.difference, changed[1].old]).toEqual(["880", null]);
    // The sandbox's credit is a share of what native models cost.
    expect(restated.charges.map(({ recordType }: Record<string, string>) => recordType)).toEqual(["Credit", "Tax"]);
    const { stdout, stderr } = await report("--restate", old, "--format", "csv");
    expect([stderr.replace(/\s+/g, " "), stdout]).toEqual([
      expect.stringContaining(`figures of ${month} have changed`),
      expect.stringContaining("late"),
    ]);
  });

  test.each([
    ["edited", (text: string) => text.replace(/"amount": "(\d)/, '"amount": "9$1'), "changed after it was written"],
    ["cut off", (text: string) => text.slice(0, 500), "it is not JSON"],
    ["of something else", () => '{"formatVersion":"1.0"}', "no report of a month"],
  ])("a file that is %s is refused, without a request", async (_, edit, why) => {
    writeFileSync(old, edit(readFileSync(old, "utf8")));
    const asked = sandbox.calls.length;
    const { code, stdout, stderr } = await report("--restate", old);
    expect([code, stdout, sandbox.calls.length]).toEqual([64, "", asked]);
    expect(stderr.replace(/\s+/g, " ")).toContain(why);
  });

  test("of another currency: amounts are not taken from each other", async () => {
    const { formatVersion, hash: _, restated, asked, ...rest } = JSON.parse(readFileSync(old, "utf8"));
    const told = { ...rest, currency: "EUR" };
    writeFileSync(old, JSON.stringify({ formatVersion, hash: closeHash(told), ...told, restated, asked }));
    const { code, stdout, stderr } = await report("--restate", old);
    expect([code, stdout]).toEqual([64, ""]);
    expect(stderr.replace(/\s+/g, " ")).toContain(`is in EUR, and Cost Explorer tells ${month} in USD`);
  });

  test.each([
    ["another month", () => ["2026-01", "--restate", old], "leave 2026-01 out"],
    ["another key", () => ["--by", "stage", "--restate", old], "told by the key project"],
    ["a file that is not there", () => ["--restate", "none.json"], "none.json"],
  ])("%s contradicts it", async (_, args, why) => {
    const { code, stderr } = await report(...args());
    expect([code, stderr.replace(/\s+/g, " ")]).toEqual([64, expect.stringContaining(why)]);
  });
});

describe("refusals and warnings", () => {
  test.each([
    [["2999-01"], "has not begun yet"],
    [["0000-01"], "Cost Explorer holds 38 months at most"],
    [["2026-13"], "It takes a month"],
    [["--by", "model"], "told by one tag key"],
    [["--by", "project,stage"], "told by one tag key"],
  ])("%j is a usage error", async (args, why) => {
    const { code, stderr } = await report(...args);
    expect([code, stderr.replace(/\s+/g, " ")]).toEqual([64, expect.stringContaining(why)]);
    expect(sandbox.calls.filter(({ operation }) => operation.startsWith("Get"))).toEqual([]);
  });

  test("a key that billing does not follow: a report all the same, everything unallocated, loudly", async () => {
    const { code, stdout, stderr } = await report("--by", "team");
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, " ")).toContain("Nobody knows whose money this is");
    expect(stderr).toContain("costs/tag-inactive");
  });

  test("a month that is not over is told as estimated", async () => {
    const { stdout } = await report(new Date().toISOString().slice(0, 7));
    expect(stdout).toContain("Estimated:");
  });

  test("what AWS refuses is told, with what asking cost", async () => {
    sandbox.behaviour.deniedOperations = ["ce:GetCostAndUsage"];
    const { code, stdout, stderr } = await report();
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("costs/unreadable");
    expect(stderr).toMatch(/was asked \d+ times/);
  });
});

describe("figures that move between two requests", () => {
  /** Cost Explorer with another total than its parts, so many times. */
  async function unsteady(times: number): Promise<{ url: string; close: () => void }> {
    let left = times;
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const { host: _, ...headers } = request.headers;
      const answer = await fetch(sandbox.url, { method: "POST", headers: headers as Record<string, string>, body });
      const isTotal = /GetCostAndUsage$/.test(`${request.headers["x-amz-target"]}`) && !`${body}`.includes("GroupBy");
      const text = await answer.text();
      response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
      response.end(isTotal && left-- > 0 ? text.replaceAll('"Amount":"', '"Amount":"1') : text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
  }

  test.each([
    [1, 0, true],
    [2, 1, false],
  ])("%i times: asked once more at most, exit %i", async (times, code, holds) => {
    const explorer = await unsteady(times);
    try {
      const env = { ...envOf(sandbox, { XDG_CACHE_HOME: cache }), AWS_ENDPOINT_URL_COST_EXPLORER: explorer.url };
      const told = await strata(folder, ["report", "--format", "json"], { env });
      const { proof, asked, services } = JSON.parse(told.stdout);
      expect([told.code, proof.holds]).toEqual([code, holds]);
      expect(told.stderr.includes("costs/not-equal")).toBe(!holds);
      // Keys and backfills, then twice: services, total, charges by kind, each service.
      expect(asked.requests).toBe(2 + 2 * (3 + services.length));
    } finally {
      explorer.close();
    }
  });
});

test("cost per profile, by the names of the file, where billing follows strata:name", async () => {
  const file = `${FILE.replace("[project]", '[project, "strata:name"]')}profiles:\n  bot: { model: us.amazon.nova-pro-v1:0, accounts: [prod], tags: { project: discovery } }\n${RENAMED.slice(FILE.length)}`;
  writeFileSync(join(folder, "names.yaml"), file);
  // A backfill can be asked for once a day.
  behindMs = 58 * 86_400_000;
  await activate(sandbox, ["strata:name"], new Date(Date.now() - behindMs));
  behindMs = 0;
  const place = { account: "111122223333", region: "us-west-2", modelId: "x", foundationModel: "amazon.nova-pro-v1:0" };
  const tags = { project: "discovery", "strata:name": "bot" };
  await sandbox.recordUse({ ...place, tags }, new Date(`${month}-15T12:00:00Z`), { inputTokens: 100_000_000 });
  const { profiles, total } = await reportJson("--config", "names.yaml");
  expect(profiles.rows).toEqual([
    {
      account: "111122223333",
      name: "bot",
      project: "discovery",
      owner: "@acme/discovery",
      amount: "80",
      before: "0",
      change: "80",
    },
  ]);
  expect((parseMoney(profiles.rest.amount) ?? 0n) + (parseMoney("80") ?? 0n)).toBe(parseMoney(total.amount));
});

describe("models that end", () => {
  const MODEL = "amazon.nova-pro-v1:0";
  const ONE = ["--config", "one.yaml"];
  const LINE = /! 1 profile is on a model that ends by [\d-]+: strata list --expiring 90d/;

  test("are one line where people read, and nothing of the frozen figures", async () => {
    const tags = { "strata:stack": "genai", "strata:name": "old", "strata:source": `us.${MODEL}` };
    await sandbox.put({ account: "111122223333", region: "us-west-2", name: "old", source: `us.${MODEL}`, tags });
    const before = await reportJson(...ONE);
    sandbox.behaviour.endingModels = [`${MODEL}@${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}`];
    const flat = (shown: string) => shown.replaceAll(/\s+/g, " ");
    expect(flat((await report(...ONE)).stdout)).toMatch(LINE);
    expect((await report(...ONE, "--format", "markdown")).stdout).toContain("`strata list --expiring 90d` shows them.");
    expect((await report(...ONE, "--format", "html")).stdout).toContain("<h2>Models that end</h2>");
    sandbox.clearCalls();
    expect(await reportJson(...ONE)).toEqual({ ...before, asked: expect.anything() });
    expect(sandbox.calls.filter(({ service }) => service === "bedrock")).toEqual([]);
  });

  test("nobody knows of where targets cannot be read: the report stands", async () => {
    sandbox.behaviour.faults = [{ kind: "denied", operations: ["ListInferenceProfiles"] }];
    const told = await report(...ONE);
    expect(told.code).toBe(0);
    expect(told.stdout.replaceAll(/\s+/g, " ")).toMatch(
      /! Which models end could not be read in 1 target: strata doctor/,
    );
  });
});
