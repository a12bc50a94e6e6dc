/** What profiles cost, asked of a real Cost Explorer of the sandbox: whose figures, and exactly which requests. */
import { UpdateCostAllocationTagsStatusCommand } from "@aws-sdk/client-cost-explorer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { activate, explorer, NOW, PAYER, sourceOf } from "../../scripts/costs-picture/estate.ts";
import type { Desired } from "../../src/core/desired.ts";
import type { LiveProfile, ProfileKey } from "../../src/core/profile.ts";
import {
  askProfileMoney,
  type MoneyPorts,
  type MoneyWanted,
  type ProfileMoney,
} from "../../src/engine/ask-profile-money.ts";
import type { CostPorts } from "../../src/engine/ports/costs.ts";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aLive, anObservation, aState } from "../fakes/builders.ts";

const OTHER = "444455556666";
const SOURCE = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const keyOf = (account: string, region: string, name: string): ProfileKey => ({ account, region, name });
const KEYS = [keyOf(OTHER, "us-east-1", "bot"), keyOf(PAYER, "us-west-2", "bot"), keyOf(PAYER, "us-west-2", "search")];
const EARLIER = "2026-08-01T00:00:00Z";

let sandbox: Sandbox;
let now: string;
let live: LiveProfile[];
beforeEach(async () => {
  now = NOW;
  sandbox = await startSandbox({ now: () => new Date(now), random: seededRandom(7) });
  live = [];
  for (const { account, region, name } of KEYS) await put(account, region, name, "ours");
});
afterEach(() => sandbox.close());

async function put(account: string, region: string, name: string, stack: string): Promise<void> {
  const tags = { "strata:stack": stack, "strata:name": name };
  const awsName = stack === "ours" ? name : `${name} of ${stack}`;
  await sandbox.put({ name: awsName, account, region, source: SOURCE, tags, createdAt: new Date(EARLIER) });
  live.push(aLive({ name, target: { account, region }, stack, id: awsName.replaceAll(" ", ""), createdAt: EARLIER }));
}

/** Followed since long, and written back for a year. */
async function follow(on: string, ...keys: readonly string[]): Promise<void> {
  now = on;
  await activate(sandbox, keys, new Date(on));
  now = NOW;
  sandbox.clearCalls();
}

/** From that moment on, and nothing written back. */
async function followOnly(on: string, key: string): Promise<void> {
  now = on;
  sandbox.behaviour.billingDelayMs = 0;
  const place = { account: PAYER, region: "us-west-2", modelId: "x", foundationModel: "amazon.nova-lite-v1:0" };
  await sandbox.recordUse({ ...place, tags: { [key]: "x" } }, new Date(on), {});
  const status = { TagKey: key, Status: "Active" as const };
  await explorer(sandbox).send(new UpdateCostAllocationTagsStatusCommand({ CostAllocationTagsStatus: [status] }));
  now = NOW;
  sandbox.clearCalls();
}

interface World {
  readonly state?: Partial<Desired>;
  readonly ports?: Partial<CostPorts>;
}

function ask(profiles: readonly ProfileKey[], { state = {}, ports = {} }: World = {}, more: Partial<MoneyWanted> = {}) {
  const { costs, billing } = sourceOf(sandbox);
  const account = { id: PAYER, regions: ["us-west-2"], pending: false };
  const desired = aState({
    desired: [],
    state: { stack: "ours", accounts: [account], billingAccount: PAYER, ...state },
  });
  const observation = anObservation({ desired: [], live });
  const all: Partial<CostPorts> = {
    assumesRoles: true,
    billing: { hasOwnRole: false, reader: () => billing as never },
    costs: () => costs,
    ...ports,
  };
  const tools: MoneyPorts = {
    ports: all as CostPorts,
    clock: { now: () => NOW, sleep: async () => {}, elapsedMs: () => 0 },
    answers: { read: async () => null, write: async () => {} },
    endpoint: null,
  };
  return askProfileMoney(desired, observation, tools, { profiles, ...more });
}

const requests = () => sandbox.calls.map(({ operation }) => operation).sort();
const amountsOf = ({ costs }: ProfileMoney) =>
  Object.fromEntries([...costs].map(([id, cost]) => [id, cost.isKnown ? cost.amount > 0n : cost.why]));
const STATES = ["ListCostAllocationTagBackfillHistory", "ListCostAllocationTags"];

test("without profiles nobody is asked", async () => {
  const money = await ask([]);
  expect([requests(), money.price, money.costs.size, money.trouble]).toEqual([[], { requests: 0, kept: 0 }, 0, null]);
});

test("one request for each account, besides the services and how the keys stand", async () => {
  await follow("2026-09-01T00:00:00Z", "strata:name");
  const money = await ask(KEYS);
  expect(requests()).toEqual(["GetCostAndUsage", "GetCostAndUsage", "GetDimensionValues", ...STATES.slice(1)].sort());
  expect([money.month, money.price, money.trouble]).toEqual(["2026-10", { requests: 4, kept: 0 }, null]);
  expect(amountsOf(money)).toEqual({
    [`${OTHER}/us-east-1/bot`]: true,
    [`${PAYER}/us-west-2/bot`]: true,
    [`${PAYER}/us-west-2/search`]: true,
  });
  const amounts = [...money.costs.values()].map((cost) => (cost.isKnown ? cost.amount : 0n));
  expect(new Set(amounts).size).toBe(3);
});

test("how further keys stand comes with the same request", async () => {
  await follow("2026-09-01T00:00:00Z", "strata:name", "project");
  const { statusOf, price } = await ask([keyOf(PAYER, "us-west-2", "bot")], {}, { tagKeys: ["project", "stage"] });
  expect([statusOf("project").status, statusOf("stage").status, price.requests]).toEqual(["active", "unseen", 3]);
});

test("what was asked already is not asked again, and counted once", async () => {
  await follow("2026-09-01T00:00:00Z", "strata:name");
  const listed = await sourceOf(sandbox).billing.listTags(["strata:name", "strata:stack"]);
  const { price, trouble } = await ask([keyOf(PAYER, "us-west-2", "bot")], {}, { listed });
  expect([requests(), price.requests, trouble]).toEqual([
    ["GetCostAndUsage", "GetDimensionValues", "ListCostAllocationTags"],
    3,
    null,
  ]);
});

test("only accounts whose profiles are wanted; under a name that nobody bears nothing is known", async () => {
  await follow("2026-09-01T00:00:00Z", "strata:name");
  const money = await ask([keyOf(OTHER, "us-east-1", "search")]);
  expect(requests().filter((operation) => operation === "GetCostAndUsage")).toHaveLength(1);
  expect([...money.costs.values()]).toEqual([{ isKnown: false, why: "unbilled" }]);
});

test.each<[string, string, object]>([
  ["since a day of the month", "2026-10-12T08:00:00Z", { isKnown: false, why: "followed-since", since: "2026-10-12" }],
  ["since a day after it", "2026-11-20T08:00:00Z", { isKnown: false, why: "followed-since", since: "2026-11-20" }],
])("followed %s: not known, and no costs are asked for", async (_, on, cost) => {
  await followOnly(on, "strata:name");
  const money = await ask(KEYS);
  expect([requests(), [...money.costs.values()]]).toEqual([STATES, [cost, cost, cost]]);
});

describe("several stacks in one account", () => {
  beforeEach(async () => {
    await put(PAYER, "us-west-2", "bot", "theirs");
    await follow("2026-09-01T00:00:00Z", "strata:name");
  });

  test("a name that both have is not known; the others are", async () => {
    expect(amountsOf(await ask(KEYS))).toEqual({
      [`${OTHER}/us-east-1/bot`]: true,
      [`${PAYER}/us-west-2/bot`]: "shared-name",
      [`${PAYER}/us-west-2/search`]: true,
    });
  });

  test("where no other is wanted of the account, it is not asked about", async () => {
    await ask([keyOf(PAYER, "us-west-2", "bot")]);
    expect(requests()).toEqual(["ListCostAllocationTags"]);
  });

  test("followed by stack, ours and those of a former stack are told apart from theirs", async () => {
    const key = keyOf(PAYER, "us-west-2", "bot");
    await follow("2026-09-03T00:00:00Z", "strata:stack");
    const amountOf = async (state: Partial<Desired>) => {
      const cost = (await ask([key], { state })).costs.get(`${PAYER}/us-west-2/bot`);
      return cost?.isKnown ? cost.amount : null;
    };
    const [ours, theirs, both] = [
      await amountOf({ stack: "ours" }),
      await amountOf({ stack: "theirs" }),
      await amountOf({ stack: "ours", formerStacks: ["theirs"] }),
    ];
    expect([ours !== theirs, (ours ?? 0n) > 0n, both]).toEqual([true, true, (ours ?? 0n) + (theirs ?? 0n)]);
  });

  test("a stack that is followed since a day of the month does not tell them apart", async () => {
    await put(PAYER, "us-west-2", "search", "theirs");
    await followOnly("2026-10-12T00:00:00Z", "strata:stack");
    expect(amountsOf(await ask([keyOf(PAYER, "us-west-2", "search")]))).toEqual({
      [`${PAYER}/us-west-2/search`]: "shared-name",
    });
  });
});

describe("trouble", () => {
  const fault = (operation: string) => ({ kind: "fault", payer: PAYER, fault: { operation, kind: "denied" } });

  test.each([
    ["ce:ListCostAllocationTags", 1],
    ["ce:GetDimensionValues", 2],
    ["ce:GetCostAndUsage", 4],
  ])("%s refused: no cost is known, and what was sent is counted", async (operation, sent) => {
    await follow("2026-09-01T00:00:00Z", "strata:name");
    sandbox.behaviour.deniedOperations = [operation];
    const { trouble, costs, price } = await ask(KEYS);
    expect([costs.size, price.requests]).toEqual([0, sent]);
    expect(trouble).toMatchObject(fault(operation));
  });

  test("backfills refused, of a key that is followed late: no day is told as if nothing were written back", async () => {
    await followOnly("2026-11-20T08:00:00Z", "strata:name");
    sandbox.behaviour.deniedOperations = ["ce:ListCostAllocationTagBackfillHistory"];
    const { trouble, costs, price } = await ask(KEYS);
    expect([costs.size, price.requests]).toEqual([0, 2]);
    expect(trouble).toMatchObject({
      ...fault("ce:ListCostAllocationTagBackfillHistory"),
      kind: "backfills-unread",
      since: "2026-11-20",
    });
  });

  test("billing has never met the key", async () => {
    const { trouble } = await ask(KEYS);
    expect([requests(), trouble]).toMatchObject([["ListCostAllocationTags"], { kind: "not-followed", payer: PAYER }]);
  });

  test("no Cost Explorer in the partition, and a payer that only a role reaches: nobody is asked", async () => {
    const gov = { id: PAYER, regions: ["us-gov-west-1"], pending: false };
    const callerAccount = async () => ({ ok: true, value: OTHER, attempts: 1 }) as const;
    const far = { ports: { assumesRoles: false, identity: { callerAccount } } };
    const reasons = [(await ask(KEYS, { state: { accounts: [gov] } })).trouble, (await ask(KEYS, far)).trouble];
    expect([requests(), reasons]).toMatchObject([
      [],
      [
        { kind: "no-payer", unread: { reason: "no-cost-explorer" } },
        { kind: "no-payer", unread: { reason: "no-role" } },
      ],
    ]);
  });

  test("an answer that makes no sense", async () => {
    await follow("2026-09-01T00:00:00Z", "strata:name");
    const { costs: real } = sourceOf(sandbox);
    const spans = [{ start: "2026-10-01", end: "2026-11-01", estimated: false }];
    const cell = { start: "2026-10-01", values: ["bot", "us-west-2"], amount: "1" };
    const cells = [
      { ...cell, currency: "USD" },
      { ...cell, currency: "EUR" },
    ];
    const spend = async () => ({ ok: true, value: { spans, cells }, attempts: 1 }) as const;
    const { trouble } = await ask(KEYS, { ports: { costs: () => ({ ...real, spend }) } });
    expect(trouble).toMatchObject({ kind: "fault", fault: { message: "amounts are in EUR and USD" } });
  });
});
