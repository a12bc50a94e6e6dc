/** Activation in batches: every key ends in exactly one outcome, and one wrong key never blocks another. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billingReader, tagActivator } from "../../src/aws/billing-gateway.ts";
import { AwsClients } from "../../src/aws/clients.ts";
import type { ActivationOutcome } from "../../src/core/activation-outcome.ts";
import { activationWarnings } from "../../src/core/activation-outcome.ts";
import type { Answer } from "../../src/core/fault.ts";
import { activateTags } from "../../src/engine/activate-tags.ts";
import type { ActivationReply, TagActivator } from "../../src/engine/ports/billing.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { aFault, anActivation } from "../fakes/builders.ts";

const done = (...refused: string[]): ActivationReply => ({
  kind: "done",
  refused: refused.map((key) => ({ key, code: "Odd", message: "no" })),
});
const ok = (value: ActivationReply): Answer<ActivationReply> => ({ ok: true, value, attempts: 1 });

/** Billing that knows all keys but these, and refuses those. */
function billing({ unknown = [], refused = [] }: { unknown?: string[]; refused?: string[] }) {
  const sent: string[][] = [];
  const activator: TagActivator = {
    activate: async (keys) => {
      sent.push([...keys]);
      if (keys.length > 20) throw new Error("too many keys");
      const lost = keys.filter((key) => unknown.includes(key));
      return ok(
        lost.length > 0 ? { kind: "unknown-keys", keys: lost } : done(...keys.filter((key) => refused.includes(key))),
      );
    },
  };
  return { activator, sent };
}

const told = (outcomes: readonly ActivationOutcome[]) =>
  outcomes.map(({ tag, status }) => `${tag.key} ${status}`).sort();
const keysOf = (count: number) => Array.from({ length: count }, (_, n) => `k${String(n).padStart(2, "0")}`);
const tagsOf = (keys: readonly string[]) => keys.map((key) => anActivation(key));

describe("batches", () => {
  test("of 20 keys", async () => {
    const { activator, sent } = billing({});
    expect(await activateTags(tagsOf(keysOf(45)), { activator })).toHaveLength(45);
    expect(sent.map(({ length }) => length)).toEqual([20, 20, 5]);
  });

  test("an unknown key waits again, the rest of its batch is sent once more", async () => {
    const { activator, sent } = billing({ unknown: ["b"] });
    const outcomes = await activateTags(tagsOf(["a", "b", "c"]), { activator });
    expect(told(outcomes)).toEqual(["a applied", "b stale", "c applied"]);
    expect(sent).toEqual([
      ["a", "b", "c"],
      ["a", "c"],
    ]);
    expect(outcomes.find(({ tag }) => tag.key === "a")?.attempts).toBe(2);
  });

  test("a key that AWS refuses by itself fails alone", async () => {
    const { activator } = billing({ refused: ["b"] });
    expect(told(await activateTags(tagsOf(["a", "b"]), { activator }))).toEqual(["a applied", "b failed"]);
  });

  test("a batch that AWS refuses without naming a key is sent key by key", async () => {
    const invalid = aFault({ kind: "invalid", message: "something is wrong" });
    const activator: TagActivator = {
      activate: async (keys) => (keys.includes("b") ? { ok: false, fault: invalid, attempts: 1 } : ok(done())),
    };
    expect(told(await activateTags(tagsOf(["a", "b", "c"]), { activator }))).toEqual([
      "a applied",
      "b failed",
      "c applied",
    ]);
  });

  test("once the credentials have ended, nothing more is tried", async () => {
    let calls = 0;
    const activator: TagActivator = {
      activate: async () => {
        calls += 1;
        return { ok: false, fault: aFault({ kind: "credentials" }), attempts: 1 };
      },
    };
    const outcomes = await activateTags(tagsOf(keysOf(21)), { activator });
    expect([calls, outcomes.filter(({ skip }) => skip === "credentials").length]).toEqual([1, 1]);
  });

  test("a stop lets the batch in flight end, and starts nothing new", async () => {
    const { activator, sent } = billing({});
    const outcomes = await activateTags(tagsOf(keysOf(40)), { activator, isStopping: () => sent.length > 0 });
    expect([sent.length, outcomes.filter(({ skip }) => skip === "stopped").length]).toEqual([1, 20]);
  });

  test("whatever is unknown or refused: one outcome a key, and the others are active", async () => {
    const keys = fc.uniqueArray(fc.constantFrom(...keysOf(50)), { maxLength: 45 });
    await fc.assert(
      fc.asyncProperty(keys, keys, keys, async (all, unknown, refused) => {
        const { activator } = billing({ unknown, refused });
        const seen: string[] = [];
        const outcomes = await activateTags(tagsOf(all), { activator, onOutcome: ({ tag }) => seen.push(tag.key) });
        expect(seen).toEqual(outcomes.map(({ tag }) => tag.key));
        const expected = all.map(
          (key) => `${key} ${unknown.includes(key) ? "stale" : refused.includes(key) ? "failed" : "applied"}`,
        );
        expect(told(outcomes)).toEqual(expected.sort());
      }),
    );
  });
});

test("one warning names all that failed, and says nothing of what waits", () => {
  const outcome = (key: string, status: ActivationOutcome["status"]): ActivationOutcome => ({
    status,
    tag: anActivation(key, { account: "999900001111" }),
    attempts: 1,
    fault: status === "failed" ? aFault({ kind: "denied" }) : null,
    note: null,
    skip: null,
  });
  const found = activationWarnings([outcome("a", "failed"), outcome("b", "stale"), outcome("c", "failed")]);
  expect(found.map(({ code }) => code)).toEqual(["billing/not-activated"]);
  expect(found[0]?.detail).toContain("Not activated in account 999900001111: a, c.");
  expect(activationWarnings([outcome("b", "stale")])).toEqual([]);
});

test("the real gateway against the sandbox: pages, more keys than a call takes, and the words of an unknown key", async () => {
  const sandbox = await startSandbox({ behaviour: { billingDelayMs: 0, pageSizeCap: 40 } });
  try {
    const clients = new AwsClients({
      endpoint: sandbox.url,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      homeRegion: "us-west-2",
      sessionName: "test",
      pace: (_, send) => send(),
    });
    const payer = { account: "caller", region: "us-east-1" };
    const keys = keysOf(120);
    const place = { account: "111122223333", region: "us-west-2", modelId: "x", foundationModel: "m" };
    const tags = Object.fromEntries(keys.map((key) => [key, "x"]));
    await sandbox.recordUse({ ...place, tags }, new Date(Date.now() - 300_000), { invocations: 1 });
    const wanted = ["unknown", ...keys];
    const outcomes = await activateTags(tagsOf(wanted), { activator: tagActivator(clients, payer) });
    expect(outcomes.filter(({ status }) => status === "applied")).toHaveLength(120);
    expect(outcomes.find(({ tag }) => tag.key === "unknown")?.status).toBe("stale");
    const some = await billingReader(clients, payer).listTags(wanted);
    const all = await billingReader(clients, payer).listTags(null);
    expect([some, all].map((answer) => (answer.ok ? answer.value.length : answer.fault))).toEqual([120, 120]);
    expect(some.ok && some.value.every(({ status, updatedAt }) => status === "Active" && updatedAt !== null)).toBe(
      true,
    );
  } finally {
    await sandbox.close();
  }
});
