/** The gateway to Cost Explorer against the sandbox, through the real SDK: what is counted, and what is not. */
import { GetCostAndUsageCommand } from "@aws-sdk/client-cost-explorer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { activate, anEstate, askCosts, explorer, NOW, PAYER, sourceOf } from "../../scripts/costs-picture/estate.ts";
import { exactMoney, parseMoney } from "../../src/core/money.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await anEstate();
  await activate(sandbox, ["project", "stage"]);
});
afterEach(() => sandbox.close());

const OCTOBER = { since: "2026-10", until: "2026-10" };

/** What Cost Explorer tells without any grouping, for usage of services with the word in their name. */
async function whole(): Promise<string> {
  const services = await sourceOf(sandbox).costs.bedrockServices({ start: "2026-10-01", end: "2026-11-01" });
  const Values = services.ok ? [...services.value] : [];
  const asked = {
    TimePeriod: { Start: "2026-10-01", End: "2026-11-01" },
    Granularity: "MONTHLY" as const,
    Metrics: ["UnblendedCost"],
    Filter: {
      And: [
        { Dimensions: { Key: "SERVICE" as const, Values } },
        { Dimensions: { Key: "RECORD_TYPE" as const, Values: ["Usage"] } },
      ],
    },
  };
  const { ResultsByTime } = await explorer(sandbox).send(new GetCostAndUsageCommand(asked));
  return exactMoney(parseMoney(ResultsByTime?.[0]?.Total?.UnblendedCost?.Amount ?? "") ?? 0n);
}

test.each([["project"], ["project,stage"], ["model"], ["service,region"], ["account"]])(
  "by %s, the total is what Cost Explorer tells ungrouped: no credit, no tax, no other service",
  async (by) => {
    const { spend } = await askCosts(sourceOf(sandbox), { by, ...OCTOBER });
    expect(exactMoney(spend.total)).toBe(await whole());
    expect(spend.rows.length).toBeGreaterThan(1);
  },
);

test("many small pages give the same, and each is a request", async () => {
  const one = await askCosts(sourceOf(sandbox), { by: "project,service", ...OCTOBER });
  sandbox.behaviour.pageSizeCap = 2;
  const many = await askCosts(sourceOf(sandbox), { by: "project,service", ...OCTOBER });
  expect(many.spend).toEqual(one.spend);
  expect(one.price.requests).toBe(5);
  const sent = sandbox.calls.filter(({ operation }) => operation !== "UpdateCostAllocationTagsStatus");
  expect(many.price.requests).toBe(sent.filter(({ service }) => service === "ce").length - 1 - one.price.requests);
});

test("a value may hold a $: only the first one divides", async () => {
  sandbox.behaviour.syntheticCosts = false;
  const place = { account: PAYER, region: "us-west-2", modelId: "x", foundationModel: "amazon.nova-pro-v1:0" };
  await sandbox.recordUse({ ...place, tags: { project: "a$b" } }, new Date(NOW), { inputTokens: 1_000_000 });
  const { spend } = await askCosts(sourceOf(sandbox), { by: "project", last: "mtd" });
  expect(spend.rows.map(({ values, total }) => [values, exactMoney(total)])).toEqual([[["a$b"], "0.8"]]);
});

test("a refusal names what was refused", async () => {
  sandbox.behaviour.deniedOperations = ["ce:GetDimensionValues"];
  const answer = await sourceOf(sandbox).costs.bedrockServices({ start: "2026-10-01", end: "2026-11-01" });
  expect(answer).toMatchObject({ ok: false, fault: { kind: "denied", operation: "ce:GetDimensionValues" } });
});
