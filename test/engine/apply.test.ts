import { afterEach, describe, expect, test } from "vitest";
import { aDesired, aState, LITE, ourTags, PRO, REGION } from "../fakes/values.ts";
import { actionsOf, aWorld, type World } from "./world.ts";

let world: World;
afterEach(() => world.sandbox.close());

const live = (name: string) => world.sandbox.profiles().filter((p) => p.tags["strata:name"] === name);

describe("apply against the sandbox, through the AWS SDK", () => {
  test("creates carry all tags, and a second apply does nothing", async () => {
    world = await aWorld();
    const desired = aState([
      aDesired({ description: "One", protect: true }),
      aDesired({ name: "bot", candidates: [PRO] }),
    ]);
    const outcomes = await world.apply(desired);
    expect(outcomes.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect(world.operations()).not.toContain("TagResource");
    expect(live("app")[0]).toMatchObject({
      name: "app",
      description: "One",
      tags: { ...ourTags(), "strata:protect": "true" },
    });
    expect(await world.apply(desired)).toEqual([]);
    expect(world.operations().sort()).toEqual(["GetCallerIdentity", "GetResources", "ListInferenceProfiles"]);
  });

  test("tag edits set, change and remove; nothing else is touched", async () => {
    world = await aWorld();
    await world.sandbox.put({ region: REGION, name: "theirs", source: LITE, tags: { a: "1" } });
    const [theirs] = world.sandbox.profiles();
    await world.apply(aState([aDesired({ tags: { project: "a", gone: "x" } })]));
    const outcomes = await world.apply(aState([aDesired({ tags: { project: "b", fresh: "" } })]));
    expect(outcomes.map(({ status, attempts }) => [status, attempts])).toEqual([["applied", 3]]);
    expect(live("app")[0]?.tags).toEqual({ ...ourTags("app", LITE, { project: "b", fresh: "" }) });
    expect(world.sandbox.profiles()[0]).toEqual(theirs);
  });

  test.each([true, false])(
    "replace without grace creates first, then deletes (unique names: %s)",
    async (uniqueNames) => {
      world = await aWorld({ behaviour: { uniqueNames } });
      const replacement = { graceMs: 0, on: ["model"] } as const;
      const [before] = await world.apply(aState([aDesired()]));
      world.operations();
      const [after] = await world.apply(aState([aDesired({ candidates: [PRO] })], { replacement }));
      expect(after?.status).toBe("applied");
      expect(after?.arn).not.toBe(before?.arn);
      const writes = world.operations().filter((name) => /Create|Delete/.test(name));
      expect(writes).toEqual(
        uniqueNames
          ? ["CreateInferenceProfile", "CreateInferenceProfile", "DeleteInferenceProfile"]
          : ["CreateInferenceProfile", "DeleteInferenceProfile"],
      );
      expect(live("app").map((p) => [p.arn, p.name])).toEqual([[after?.arn, uniqueNames ? "app-2" : "app"]]);
      expect(await world.apply(aState([aDesired({ candidates: [PRO] })], { replacement }))).toEqual([]);
    },
  );

  test("replace with grace tags the old one; it retires when due", async () => {
    world = await aWorld();
    await world.apply(aState([aDesired()]));
    const desired = aState([aDesired({ candidates: [PRO] })]);
    await world.apply(desired);
    expect(live("app").map((p) => p.tags["strata:retire-after"])).toEqual(["2026-11-24T09:00:00Z", undefined]);
    expect(actionsOf(await world.plan(desired))).toEqual(["retiring app"]);
    const [outcome] = await world.apply(desired, { now: "2026-11-24T09:00:00Z" });
    expect([outcome?.change.action, outcome?.status]).toEqual(["retire", "applied"]);
    expect(live("app").map((p) => p.name)).toEqual(["app-2"]);
  });

  test("A → B → A within the grace takes the first one back", async () => {
    world = await aWorld();
    const [first] = await world.apply(aState([aDesired()]));
    await world.apply(aState([aDesired({ candidates: [PRO] })]));
    await world.apply(aState([aDesired()]));
    expect(live("app")).toHaveLength(2);
    const serving = live("app").filter((p) => p.tags["strata:retire-after"] === undefined);
    expect(serving.map((p) => p.arn)).toEqual([first?.arn]);
    expect(actionsOf(await world.plan(aState([aDesired()])))).toEqual(["retiring app"]);
  });

  test("a replacement takes along what it does not own: ignored tags, and unlisted ones that are to be kept", async () => {
    world = await aWorld();
    const over = { replacement: { graceMs: 0, on: ["model"] }, ignoreTags: ["map-migrated"] } as const;
    await world.apply(aState([aDesired()], over));
    const [old] = live("app");
    await world.sandbox.setTags(old?.arn ?? "", { ...old?.tags, "map-migrated": "mig1", "cost-owner": "x" });
    const keeping = aState([aDesired({ candidates: [PRO], unlistedTags: "keep" })], over);
    await world.apply(keeping);
    expect(live("app").map((p) => p.tags)).toEqual([
      { ...ourTags("app", PRO), "map-migrated": "mig1", "cost-owner": "x" },
    ]);
    expect(await world.apply(keeping)).toEqual([]);
    await world.apply(aState([aDesired()], over));
    expect(live("app").map((p) => p.tags)).toEqual([{ ...ourTags(), "map-migrated": "mig1" }]);
  });

  test("adopt and release change tags only", async () => {
    world = await aWorld();
    const put = await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags: { project: "app01" } });
    await world.apply(aState([aDesired({ adopt: true })]));
    expect(live("app").map((p) => [p.arn, p.createdAt])).toEqual([[put.arn, put.createdAt]]);
    await world.apply(aState([], { release: [{ pattern: "a*", declaredAt: aDesired().declaredAt }] }));
    expect(world.sandbox.profiles().map((p) => [p.arn, p.tags])).toEqual([[put.arn, { project: "app01" }]]);
  });
});

describe("what can go wrong", () => {
  test("a create whose reply was lost is found again, not doubled", async () => {
    world = await aWorld({
      behaviour: {
        tokenReplay: "conflict",
        faults: [{ kind: "reset", when: "after", operations: ["CreateInferenceProfile"], times: 1 }],
      },
    });
    const [outcome] = await world.apply(aState([aDesired()]));
    expect(outcome?.status).toBe("applied");
    expect(live("app").map((p) => p.arn)).toEqual([outcome?.arn]);
  });

  test("a profile that was protected after the plan is not deleted", async () => {
    world = await aWorld();
    await world.apply(aState([aDesired()]));
    const between = async () => {
      const [p] = live("app");
      await world.sandbox.setTags(p?.arn ?? "", { ...p?.tags, "strata:protect": "true" });
    };
    const [outcome] = await world.apply(aState([]), { between });
    expect(outcome?.status).toBe("stale");
    expect(live("app")).toHaveLength(1);
  });

  test("a profile that changed its owner after the plan is not deleted", async () => {
    world = await aWorld();
    await world.apply(aState([aDesired()]));
    const between = async () => {
      const [p] = live("app");
      await world.sandbox.setTags(p?.arn ?? "", { ...p?.tags, "strata:stack": "other" });
    };
    expect((await world.apply(aState([]), { between }))[0]?.status).toBe("stale");
    expect(world.sandbox.profiles()).toHaveLength(1);
  });

  test.each([
    ["adopt", {}, aState([aDesired({ adopt: true })])],
    ["update", ourTags(), aState([aDesired({ tags: { project: "other" } })])],
    ["replace", ourTags(), aState([aDesired({ candidates: [PRO] })])],
  ])("a profile that another stack took after the plan: %s leaves it alone", async (_, tags, desired) => {
    world = await aWorld();
    const put = await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags });
    const taken = { "strata:stack": "other", "strata:name": "app" };
    const between = async () => {
      await world.sandbox.setTags(put.arn, taken);
    };
    expect((await world.apply(desired, { between })).map(({ status }) => status)).toEqual(["stale"]);
    expect(world.sandbox.profiles().find((p) => p.arn === put.arn)?.tags).toEqual(taken);
  });

  test("a double is not ended when the one that was to stay has been taken away meanwhile", async () => {
    world = await aWorld();
    const createdAt = new Date("2026-01-01T00:00:00Z");
    const older = await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags: ourTags(), createdAt });
    await world.sandbox.put({ region: REGION, name: "app-2", source: LITE, tags: ourTags() });
    const outcomes = await world.apply(aState([aDesired()]), { between: () => world.sandbox.remove(older.arn) });
    expect(outcomes.map(({ status, note }) => [status, note?.includes("no longer serves the key")])).toEqual([
      ["stale", true],
    ]);
    expect(live("app")).toHaveLength(1);
  });

  test.each([0, 86_400_000])(
    "the old one does not end when its successor has been taken away meanwhile (grace %i)",
    async (graceMs) => {
      world = await aWorld();
      const replacement = { graceMs, on: ["model"] } as const;
      await world.sandbox.put({ region: REGION, name: "app", source: LITE, tags: ourTags() });
      const made = await world.sandbox.put({ region: REGION, name: "app-2", source: PRO, tags: ourTags("app", PRO) });
      const desired = aState([aDesired({ candidates: [PRO] })], { replacement });
      const between = async () => {
        await world.sandbox.setTags(made.arn, { ...made.tags, "strata:retire-after": "2026-12-01T00:00:00Z" });
      };
      expect((await world.apply(desired, { between })).map(({ status }) => status)).toEqual(["stale"]);
      expect(live("app").map((p) => p.tags["strata:retire-after"])).toEqual([undefined, "2026-12-01T00:00:00Z"]);
    },
  );

  test("a profile whose mark names another entry by then is left alone", async () => {
    world = await aWorld();
    await world.apply(aState([aDesired()]));
    const between = async () => {
      const [p] = live("app");
      await world.sandbox.setTags(p?.arn ?? "", { ...p?.tags, "strata:name": "other" });
    };
    expect((await world.apply(aState([]), { between }))[0]?.status).toBe("stale");
    expect(live("other")).toHaveLength(1);
  });

  test("a profile that is gone by then is told as already done", async () => {
    world = await aWorld();
    await world.apply(aState([aDesired()]));
    const between = async () => world.sandbox.remove(live("app")[0]?.arn ?? "");
    expect((await world.apply(aState([]), { between }))[0]?.status).toBe("already");
  });

  test("one refused create stops nothing else, and carries AWS's words and request id", async () => {
    world = await aWorld({ behaviour: { quota: 1 } });
    const outcomes = await world.apply(aState([aDesired({ name: "a" }), aDesired({ name: "b" })]));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["applied", "failed"]);
    const fault = outcomes.find(({ status }) => status === "failed")?.fault;
    expect(fault).toMatchObject({ kind: "quota", operation: "bedrock:CreateInferenceProfile" });
    expect(fault?.requestId).toMatch(/./);
  });

  test("a replace whose create fails ends nothing", async () => {
    world = await aWorld();
    await world.apply(aState([aDesired()]));
    world.sandbox.behaviour.deniedOperations = ["CreateInferenceProfile"];
    const [outcome] = await world.apply(
      aState([aDesired({ candidates: [PRO] })], { replacement: { graceMs: 0, on: ["model"] } }),
    );
    expect(outcome).toMatchObject({ status: "failed", fault: { kind: "denied" } });
    expect(live("app").map((p) => p.name)).toEqual(["app"]);
  });

  test("throttling and 5xx are waited out", async () => {
    const operations = ["CreateInferenceProfile"];
    world = await aWorld({
      behaviour: {
        faults: [
          { kind: "error", operations, times: 2 },
          { kind: "reset", operations, times: 1 },
        ],
      },
    });
    const [outcome] = await world.apply(aState([aDesired()]));
    expect(outcome).toMatchObject({ status: "applied", attempts: 4 });
  });
});

describe("reading", () => {
  test("without tag:GetResources every tag is read exactly, said once, and the plan is the same", async () => {
    world = await aWorld();
    const desired = aState([aDesired(), aDesired({ name: "bot" })]);
    await world.apply(desired);
    world.sandbox.behaviour.deniedOperations = ["tag:GetResources"];
    world.operations();
    const plan = await world.plan(desired);
    expect(plan.changes).toEqual([]);
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(["aws/tags-read-one-by-one"]);
    expect(world.operations().filter((name) => name === "ListTagsForResource")).toHaveLength(2);
  });

  test("a denied inventory makes the target unreadable: no changes there", async () => {
    world = await aWorld();
    world.sandbox.behaviour.deniedOperations = ["ListInferenceProfiles"];
    const plan = await world.plan(aState([aDesired()]));
    expect(plan).toMatchObject({
      complete: false,
      changes: [],
      targets: [{ status: "unreadable", fault: { kind: "denied" } }],
    });
  });

  test("a denied model list does not: AWS itself decides about the source", async () => {
    world = await aWorld();
    world.sandbox.behaviour.deniedOperations = ["ListFoundationModels"];
    const [outcome] = await world.apply(aState([aDesired({ candidates: ["anthropic.claude-3-haiku-20240307-v1:0"] })]));
    expect(outcome?.status).toBe("applied");
  });

  test("tag lag: an apply straight after another sees its own work", async () => {
    world = await aWorld({ behaviour: { tagLagMs: 60_000 } });
    await world.apply(aState([aDesired()]));
    const swapped = aState([aDesired({ candidates: [PRO] })]);
    await world.apply(swapped);
    expect(await world.apply(swapped)).toEqual([]);
    expect(live("app")).toHaveLength(2);
  });

  test("pages are followed to their end", async () => {
    world = await aWorld({ behaviour: { pageSizeCap: 2, rgtSparsePages: true } });
    const desired = aState(Array.from({ length: 7 }, (_, i) => aDesired({ name: `app${i}` })));
    expect(await world.apply(desired)).toHaveLength(7);
    expect(await world.apply(desired)).toEqual([]);
  });

  test.each([
    [100, 3],
    [250, 5],
  ])("a no-op plan of %i profiles takes %i calls, one of them for the caller's account", async (count, calls) => {
    world = await aWorld();
    const names = Array.from({ length: count }, (_, i) => `app${i}`);
    for (const name of names) await world.sandbox.put({ region: REGION, name, source: LITE, tags: ourTags(name) });
    const own = { id: "caller", regions: [REGION], pending: false };
    const profiles = names.map((name) => {
      const profile = aDesired({ name });
      return { ...profile, key: { ...profile.key, account: "caller" } };
    });
    expect((await world.plan(aState(profiles, { accounts: [own] }))).summary.keep).toBe(count);
    expect(world.operations()).toHaveLength(calls);
  });
});
