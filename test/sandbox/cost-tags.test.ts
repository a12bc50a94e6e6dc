// Cost allocation tags of the sandbox, through the real Cost Explorer SDK and the AWS CLI.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CostExplorerClient,
  ListCostAllocationTagBackfillHistoryCommand,
  ListCostAllocationTagsCommand,
  paginateListCostAllocationTags,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from "@aws-sdk/client-cost-explorer";
import { describe, expect, test } from "vitest";
import { DEFAULT_BEHAVIOUR } from "../../src/sandbox/behaviour.ts";
import { CostTags } from "../../src/sandbox/cost-tags.ts";
import type { UsePlace } from "../../src/sandbox/ledger.ts";
import { Ledger } from "../../src/sandbox/ledger.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/server.ts";
import { ACCOUNT, aSandbox, errorOf, REGION, type TestClock, testClock } from "./clients.ts";
import { isInstalled, programEnvironment, run } from "./programs.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const START = new Date("2026-11-23T09:00:31Z");

function placeOf(tags: Record<string, string>, account = ACCOUNT): UsePlace {
  return { account, region: REGION, modelId: "06vsfs68yb4g", foundationModel: "amazon.nova-lite-v1:0", tags };
}

function clientOf(sandbox: Sandbox, accessKeyId = "test"): CostExplorerClient {
  const credentials = { accessKeyId, secretAccessKey: "test" };
  return new CostExplorerClient({ endpoint: sandbox.url, region: "us-east-1", credentials, maxAttempts: 1 });
}

async function aBilling(behaviour: SandboxOptions["behaviour"] = {}) {
  const clock = testClock(START.toISOString());
  const sandbox = await aSandbox({ now: clock.now, behaviour });
  return { clock, sandbox, client: clientOf(sandbox) };
}

/** A sandbox whose billing has seen these keys, a day after their use. */
async function aBillingThatKnows(...keys: string[]) {
  const billing = await aBilling();
  await billing.sandbox.recordUse(placeOf(Object.fromEntries(keys.map((key) => [key, "x"]))), START, {
    invocations: 1,
  });
  billing.clock.advance(DAY);
  return billing;
}

async function listed(client: CostExplorerClient, input = {}) {
  const { CostAllocationTags = [] } = await client.send(new ListCostAllocationTagsCommand(input));
  return CostAllocationTags.map(({ TagKey, Status }) => `${TagKey} ${Status}`);
}

const activate = (...keys: string[]) =>
  new UpdateCostAllocationTagsStatusCommand({
    CostAllocationTagsStatus: keys.map((TagKey) => ({ TagKey, Status: "Active" as const })),
  });

describe("what billing knows", () => {
  test("a key, so long after the first use through a profile that carries it; a profile alone is no use", async () => {
    const { clock, sandbox, client } = await aBilling();
    await sandbox.put({
      account: ACCOUNT,
      region: REGION,
      name: "a",
      source: "us.amazon.nova-lite-v1:0",
      tags: { stage: "prod" },
    });
    await sandbox.recordUse(placeOf({ project: "search" }), START, { invocations: 1 });
    expect(await listed(client)).toEqual([]);
    clock.advance(DAY - 60_000);
    expect(await listed(client)).toEqual([]);
    clock.advance(60_000);
    expect((await client.send(new ListCostAllocationTagsCommand({}))).CostAllocationTags).toEqual([
      { TagKey: "project", Type: "UserDefined", Status: "Inactive", LastUsedDate: "2026-11-01T00:00:00Z" },
    ]);
  });

  test("uses of every account, whoever asks; or of the payer alone, and a linked account gets its 400", async () => {
    const { sandbox, client } = await aBilling({ billingDelayMs: 0 });
    await sandbox.recordUse(placeOf({ project: "x" }, "444455556666"), START, { invocations: 1 });
    expect(await listed(client)).toEqual(["project Inactive"]);
    sandbox.behaviour.payerAccount = "999900001111";
    const refused = await errorOf(listed(client));
    expect([refused.name, refused.message]).toEqual([
      "AccessDeniedException",
      "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost allocation tags.",
    ]);
    expect(refused.$metadata).toMatchObject({ httpStatusCode: 400 });
    expect((await errorOf(client.send(activate("project")))).message).toContain(
      "Failed to update Cost Allocation Tags",
    );
    expect(await listed(clientOf(sandbox, "999900001111"))).toEqual(["project Inactive"]);
  });

  test("pages and filters", async () => {
    const { client } = await aBillingThatKnows("a", "b", "c", "d");
    await client.send(activate("b", "d"));
    expect(await listed(client, { Status: "Active" })).toEqual(["b Active", "d Active"]);
    expect(await listed(client, { TagKeys: ["d", "a", "nowhere"] })).toEqual(["a Inactive", "d Active"]);
    expect(await listed(client, { Type: "AWSGenerated" })).toEqual([]);
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListCostAllocationTags({ client, pageSize: 3 }, {})) {
      pages.push((page.CostAllocationTags ?? []).map(({ TagKey }) => TagKey));
    }
    expect(pages).toEqual([["a", "b", "c"], ["d"]]);
    const first = await client.send(new ListCostAllocationTagsCommand({ MaxResults: 1 }));
    const other = { Status: "Active" as const, ...(first.NextToken && { NextToken: first.NextToken }) };
    expect((await errorOf(listed(client, other))).name).toBe("InvalidNextTokenException");
    const many = Array.from({ length: 101 }, (_, n) => `k${n}`);
    expect((await errorOf(listed(client, { TagKeys: many }))).name).toBe("ValidationException");
    expect((await errorOf(listed(client, { MaxResults: 1001 }))).name).toBe("ValidationException");
  });
});

describe("activation", () => {
  test("one unknown key fails the whole batch, and is named", async () => {
    const { client } = await aBillingThatKnows("project");
    const refused = await errorOf(client.send(activate("owner", "project", "env")));
    expect([refused.name, refused.message, refused.$metadata]).toMatchObject([
      "ValidationException",
      "Failed to update Cost Allocation Tag: Tag keys not found: owner,env",
      { httpStatusCode: 400 },
    ]);
    expect(await listed(client)).toEqual(["project Inactive"]);
  });

  test("is dated; the same status again changes nothing; 1 to 20 keys", async () => {
    const { clock, client } = await aBillingThatKnows("project");
    expect(await client.send(activate("project"))).toMatchObject({ Errors: [] });
    clock.advance(DAY);
    await client.send(activate("project"));
    const { CostAllocationTags } = await client.send(new ListCostAllocationTagsCommand({}));
    expect(CostAllocationTags).toMatchObject([{ Status: "Active", LastUpdatedDate: "2026-11-24T09:00:31Z" }]);
    const many = Array.from({ length: 21 }, (_, n) => `k${n}`);
    expect((await errorOf(client.send(activate(...many)))).name).toBe("ValidationException");
    expect((await errorOf(client.send(activate()))).name).toBe("ValidationException");
  });

  test("is kept in the state file, and a malformed entry is refused", async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), "strata-tags-")), "state.json");
    const first = await aSandbox({ stateFile, behaviour: { billingDelayMs: 0 } });
    await first.recordUse(placeOf({ project: "x" }), new Date(Date.now() - 120_000), { invocations: 1 });
    await clientOf(first).send(activate("project"));
    await first.close();
    const second = await aSandbox({ stateFile, behaviour: { billingDelayMs: 0 } });
    expect(await listed(clientOf(second))).toEqual(["project Active"]);
    await second.close();
    writeFileSync(stateFile, readFileSync(stateFile, "utf8").replace('"Active"', '"active"'));
    expect((await errorOf(aSandbox({ stateFile }))).message).toContain("entry 1 of costTags is malformed");
  });
});

describe("backfill", () => {
  const start = (BackfillFrom: string) => new StartCostAllocationTagBackfillCommand({ BackfillFrom });

  test("once in 24 hours: in work for an hour, then done", async () => {
    const { clock, client } = await aBillingThatKnows("project");
    const { BackfillRequest } = await client.send(start("2026-08-01T00:00:00Z"));
    expect(BackfillRequest).toEqual({
      BackfillFrom: "2026-08-01T00:00:00Z",
      RequestedAt: "2026-11-24T09:00:31Z",
      LastUpdatedAt: "2026-11-24T09:00:31Z",
      BackfillStatus: "PROCESSING",
    });
    clock.advance(30 * 60_000);
    const running = await errorOf(client.send(start("2026-08-01T00:00:00Z")));
    expect([running.name, running.message]).toEqual([
      "BackfillLimitExceededException",
      expect.stringContaining("already in progress"),
    ]);
    clock.advance(HOUR);
    const { BackfillRequests } = await client.send(new ListCostAllocationTagBackfillHistoryCommand({}));
    expect(BackfillRequests).toMatchObject([{ BackfillStatus: "SUCCEEDED", CompletedAt: "2026-11-24T10:00:31Z" }]);
    expect((await errorOf(client.send(start("2026-08-01T00:00:00Z")))).message).toContain("once every 24 hours");
    clock.advance(DAY);
    await client.send(start("2026-09-01T00:00:00Z"));
    const history = await client.send(new ListCostAllocationTagBackfillHistoryCommand({ MaxResults: 1 }));
    expect([history.BackfillRequests?.[0]?.BackfillFrom, history.NextToken]).toEqual([
      "2026-09-01T00:00:00Z",
      expect.any(String),
    ]);
  });

  test.each([
    ["not the first of a month", "2026-08-02T00:00:00Z"],
    ["in the future", "2026-12-01T00:00:00Z"],
    ["more than twelve months ago", "2025-10-01T00:00:00Z"],
    ["no time", "2026-08-01"],
  ])("%s", async (_, from) => {
    const { client } = await aBilling();
    expect((await errorOf(client.send(start(from)))).name).toBe("ValidationException");
  });
});

describe("from when on costs carry a key", () => {
  function aStore(clock: TestClock) {
    const ledger = new Ledger(() => undefined);
    return new CostTags({ behaviour: { ...DEFAULT_BEHAVIOUR }, ledger, now: clock.now, onChange: () => undefined });
  }
  const FROM = Date.UTC(2026, 7, 1);

  test("its activation; the backfill's beginning once that is done; nothing while it is inactive", () => {
    const clock = testClock(START.toISOString());
    const tags = aStore(clock);
    expect(tags.appliesFrom(ACCOUNT, "project")).toBeUndefined();
    tags.setStatus(ACCOUNT, "project", "Active");
    clock.advance(DAY);
    expect(tags.appliesFrom(ACCOUNT, "project")).toBe(START.getTime());
    expect(tags.appliesFrom("444455556666", "project")).toBeUndefined();
    tags.startBackfill(ACCOUNT, FROM);
    expect(tags.appliesFrom(ACCOUNT, "project")).toBe(START.getTime());
    clock.advance(HOUR);
    expect(tags.appliesFrom(ACCOUNT, "project")).toBe(FROM);
    tags.setStatus(ACCOUNT, "project", "Inactive");
    expect(tags.appliesFrom(ACCOUNT, "project")).toBeUndefined();
  });

  test("a backfill from before the activation does not count", () => {
    const clock = testClock(START.toISOString());
    const tags = aStore(clock);
    tags.startBackfill(ACCOUNT, FROM);
    clock.advance(2 * DAY);
    tags.setStatus(ACCOUNT, "project", "Active");
    expect(tags.appliesFrom(ACCOUNT, "project")).toBe(START.getTime() + 2 * DAY);
  });
});

const present = isInstalled("aws", "--version");
if (!present) console.warn("aws is not installed: the AWS CLI tests are skipped");

test.skipIf(!present)("the AWS CLI lists, activates and backfills", async () => {
  const { sandbox } = await aBilling({ billingDelayMs: 0 });
  await sandbox.recordUse(placeOf({ project: "x", stage: "y" }), START, { invocations: 1 });
  const aws = async (...args: string[]) => {
    const ran = await run("aws", ["ce", ...args, "--output", "json"], programEnvironment(sandbox.url));
    return { ...ran, json: ran.code === 0 ? JSON.parse(ran.stdout) : undefined };
  };
  const update = (key: string) =>
    aws("update-cost-allocation-tags-status", "--cost-allocation-tags-status", `TagKey=${key},Status=Active`);
  expect((await update("project")).json).toEqual({ Errors: [] });
  expect((await update("owner")).stderr).toContain("(ValidationException)");
  const tags = await aws("list-cost-allocation-tags", "--tag-keys", "project", "stage");
  expect(tags.json.CostAllocationTags.map(({ Status }: { Status: string }) => Status)).toEqual(["Active", "Inactive"]);
  const started = await aws("start-cost-allocation-tag-backfill", "--backfill-from", "2026-08-01T00:00:00Z");
  expect(started.json.BackfillRequest.BackfillStatus).toBe("SUCCEEDED");
});
