/** Bulk requests for tags that fail, as a whole or in part: each profile's outcome tells what became of it. */
import { afterEach, describe, expect, test } from "vitest";
import type { Outcome } from "../../src/core/outcome.ts";
import type { Fault } from "../../src/sandbox/faults.ts";
import { ACCOUNT, aDesired, aState, LITE, ourTags, REGION } from "../fakes/values.ts";
import { aWorldOf, liveTags, names, retag, statuses, wanting, writesIn } from "./bulk-world.ts";
import type { World } from "./world.ts";

let world: World;
afterEach(() => world.sandbox.close());

const OWNED = { old: "x", owner: "ann" };
const OWN = ["TagResource", "UntagResource"];
const BULK = ["TagResources", "UntagResources"];

/** Fills a profile of the four tags up to the fifty that AWS allows. */
const FILL = Object.fromEntries(Array.from({ length: 46 }, (_, i) => [`k${i}`, "v"]));

const byStatus = (outcomes: readonly Outcome[], status: string): [string, string | undefined, string | null][] =>
  outcomes
    .filter((one) => one.status === status)
    .map(({ change, fault, note }) => [change.key.name, fault?.code, note]);

describe("in part", () => {
  test("a profile that is gone is stale, one that is full fails, the others are done", async () => {
    world = await aWorldOf(22);
    const between = async () => {
      await retag(world, 1, FILL);
      await world.sandbox.remove(world.sandbox.profiles()[0]?.arn ?? "");
    };
    const { outcomes, notes } = await world.applyAll(wanting(22, OWNED), { between });
    expect(byStatus(outcomes, "stale")).toEqual([["app-100", undefined, "it was gone already"]]);
    expect(byStatus(outcomes, "failed")).toEqual([["app-101", "TooManyTagsException", null]]);
    expect(byStatus(outcomes, "applied")).toHaveLength(20);
    expect([writesIn(world), notes]).toEqual([{ TagResources: 2 }, []]);
  });

  test.each<[string, Fault]>([
    ["was throttled", { kind: "throttle", probability: 1, operations: OWN, times: 2 }],
    ["failed inside of AWS", { kind: "error", operations: OWN, times: 2 }],
    ["was done, and then lost", { kind: "error", when: "after", operations: OWN, times: 2 }],
    ["got no answer from Bedrock", { kind: "reset", operations: OWN, times: 2 }],
    ["was refused", { kind: "denied", operations: OWN, times: 2 }],
  ])("a share that %s is asked of Bedrock itself; bulk requests go on", async (_, fault) => {
    world = await aWorldOf(60, { faults: [fault] });
    const { outcomes, notes } = await world.applyAll(wanting(60, OWNED));
    expect([statuses(outcomes), notes]).toEqual([["applied"], []]);
    expect(writesIn(world)).toEqual({ TagResources: 3, TagResource: 2 });
    expect(liveTags(world, "owner")).toEqual(Array(60).fill("ann"));
  });

  test("what Bedrock itself refuses too has failed, in Bedrock's words, with both requests counted", async () => {
    const refuse = { kind: "denied", operations: OWN, times: 1 } as const;
    // The first share of the bulk request, and after the other nineteen the request of its own.
    world = await aWorldOf(20, { faults: [refuse, { ...refuse, skip: 19 }] });
    const [first, ...others] = await world.apply(wanting(20, OWNED));
    expect(first).toMatchObject({
      status: "failed",
      attempts: 3,
      fault: { kind: "denied", operation: "bedrock:TagResource", requestId: expect.any(String) },
    });
    expect(statuses(others)).toEqual(["applied"]);
  });

  test("where new tags are set and old ones not removed, it says so", async () => {
    world = await aWorldOf(3, { deniedOperations: ["bedrock:UntagResource"] });
    const { outcomes, notes } = await world.applyAll(wanting(3, { owner: "ann" }));
    const note = "its new tags are set, its old ones are not removed";
    expect(byStatus(outcomes, "failed")).toEqual(names(3).map((name) => [name, "AccessDeniedException", note]));
    expect([liveTags(world, "owner"), notes]).toEqual([["ann", "ann", "ann"], []]);
  });

  test("old tags make room first on those profiles alone that are full", async () => {
    world = await aWorldOf(3);
    await retag(world, 1, FILL);
    const outcomes = await world.apply(wanting(3, { owner: "ann" }, { ignoreTags: ["k*"] }));
    expect(outcomes.map(({ status, attempts }) => [status, attempts])).toEqual([
      ["applied", 3],
      ["applied", 4],
      ["applied", 3],
    ]);
    expect(writesIn(world)).toEqual({ TagResources: 1, UntagResources: 1, TagResource: 1 });
    expect(liveTags(world, "owner")).toEqual(["ann", "ann", "ann"]);
  });
});

describe("as a whole", () => {
  test.each<[string, Fault]>([
    ["reset", { kind: "reset", when: "after", operations: BULK, times: 1 }],
    ["500", { kind: "error", when: "after", operations: BULK, times: 1 }],
    ["a page of a proxy", { kind: "malformed", when: "after", operations: BULK, times: 1 }],
    ["an object that is no reply", { kind: "malformed", as: "object", operations: BULK, times: 1 }],
    ["throttled", { kind: "throttle", probability: 1, operations: BULK, times: 1 }],
  ])("%s: sent again, which does no harm", async (_, fault) => {
    world = await aWorldOf(3, { faults: [fault] });
    const { outcomes, notes } = await world.applyAll(wanting(3, OWNED));
    expect([statuses(outcomes), notes]).toEqual([["applied"], []]);
    expect(outcomes.map(({ attempts }) => attempts)).toEqual([3, 3, 3]);
    expect(liveTags(world, "owner")).toEqual(["ann", "ann", "ann"]);
  });

  test("without the permission: tried once a target, then one by one, said once", async () => {
    world = await aWorldOf(45, { deniedOperations: ["tag:TagResources"] });
    for (const name of names(25)) {
      await world.sandbox.put({ region: "us-east-1", name, source: LITE, tags: ourTags(name, LITE, { old: "x" }) });
    }
    const desired = aState(
      [
        ...names(45).map((name) => aDesired({ name, tags: OWNED })),
        ...names(25).map((name) => aDesired({ name, region: "us-east-1", tags: OWNED })),
      ],
      { accounts: [{ id: ACCOUNT, regions: [REGION, "us-east-1"], pending: false }] },
    );
    const { outcomes, notes } = await world.applyAll(desired);
    expect(statuses(outcomes)).toEqual(["applied"]);
    expect(writesIn(world)).toEqual({ TagResources: 2, TagResource: 70 });
    expect(notes.map(({ kind, text }) => [kind, text])).toEqual([
      [
        "one-by-one",
        "tags were written profile by profile, here and in 1 more target, since tag:TagResources failed: AccessDeniedException",
      ],
    ]);
    expect(outcomes.filter(({ attempts }) => attempts === 2)).toHaveLength(40);
  });

  test("then they go one by one side by side, sixteen at once", async () => {
    world = await aWorldOf(60, { deniedOperations: ["tag:TagResources"] });
    let ended = 0;
    let begun = 0;
    let most = 0;
    const onStart = (): void => {
      begun += 1;
      // The first batch tells that AWS takes none.
      if (ended >= 20) most = Math.max(most, begun - ended);
    };
    const onOutcome = (): void => {
      ended += 1;
    };
    await world.apply(wanting(60, OWNED), { watch: { onStart, onOutcome } });
    expect(most).toBe(16);
  });

  test("every share refused is a permission that is missing too", async () => {
    const denied: Fault = { kind: "denied", operations: ["TagResource"], times: 20 };
    world = await aWorldOf(60, { faults: [denied] });
    const { outcomes, notes } = await world.applyAll(wanting(60, OWNED));
    expect([statuses(outcomes), notes.map(({ kind }) => kind)]).toEqual([["applied"], ["one-by-one"]]);
    expect(writesIn(world)).toEqual({ TagResources: 1, TagResource: 60 });
  });

  test("a role that may not tag at all fails each change in Bedrock's words, without a note", async () => {
    world = await aWorldOf(3, { deniedOperations: ["bedrock:TagResource"] });
    const { outcomes, notes } = await world.applyAll(wanting(3, OWNED));
    expect(byStatus(outcomes, "failed")).toHaveLength(3);
    expect(new Set(outcomes.map(({ fault }) => fault?.operation))).toEqual(new Set(["bedrock:TagResource"]));
    expect(notes).toEqual([]);
  });

  test("a permission that goes midway: what is done stays done, the rest goes one by one", async () => {
    world = await aWorldOf(100, { faults: [{ kind: "denied", operations: BULK, skip: 2 }] });
    const { outcomes, notes } = await world.applyAll(wanting(100, OWNED));
    expect([statuses(outcomes), notes.map(({ kind }) => kind)]).toEqual([["applied"], ["one-by-one"]]);
    expect(writesIn(world)).toEqual({ TagResources: 5, TagResource: 60 });
    expect(liveTags(world, "owner")).toEqual(Array(100).fill("ann"));
  });

  test("a region whose tagging API does not know profiles", async () => {
    world = await aWorldOf(3, { faults: [{ kind: "hang", operations: OWN, times: 3 }] });
    const { outcomes } = await world.applyAll(wanting(3, OWNED));
    expect([statuses(outcomes), writesIn(world)]).toEqual([["applied"], { TagResources: 1, TagResource: 3 }]);
  });

  test("credentials that end midway: what is done is told, nothing more is begun", async () => {
    world = await aWorldOf(400, { faults: [{ kind: "expired", operations: BULK, skip: 1 }] });
    const outcomes = await world.apply(wanting(400, OWNED));
    const counts = (status: string) => byStatus(outcomes, status).length;
    // The first batch, the sixteen that were in flight, and the three that were not yet.
    expect([counts("applied"), counts("failed"), counts("skipped")]).toEqual([20, 320, 60]);
    expect(writesIn(world)).toEqual({ TagResources: 17 });
  });
});

describe("a stop", () => {
  test("between two batches: the first ends, the others are not begun", async () => {
    world = await aWorldOf(60);
    const told: string[] = [];
    const watch = { isStopping: () => told.length > 0, onOutcome: ({ status }: Outcome) => told.push(status) };
    const outcomes = await world.apply(wanting(60, OWNED), { watch });
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(20).fill("applied"), ...Array(40).fill("skipped")]);
    expect(writesIn(world)).toEqual({ TagResources: 1 });
    expect(told).toHaveLength(60);
  });

  test("while a request is under way: what it leaves undone is told, and not asked for again", async () => {
    world = await aWorldOf(40, { faults: [{ kind: "throttle", probability: 1, operations: OWN, times: 5 }] });
    let hasBegun = false;
    const onStart = (): void => {
      hasBegun = true;
    };
    const outcomes = await world.apply(wanting(40, OWNED), { watch: { isStopping: () => hasBegun, onStart } });
    expect(byStatus(outcomes, "failed").map(([name, code]) => [name, code])).toEqual(
      names(5).map((name) => [name, "ThrottlingException"]),
    );
    expect([byStatus(outcomes, "applied").length, byStatus(outcomes, "skipped").length]).toEqual([15, 20]);
    expect(writesIn(world)).toEqual({ TagResources: 1 });
  });

  test("while a request is under way whose replies are lost: what may be done is told so", async () => {
    world = await aWorldOf(20, { faults: [{ kind: "error", when: "after", operations: OWN, times: 5 }] });
    let hasBegun = false;
    const onStart = (): void => {
      hasBegun = true;
    };
    const outcomes = await world.apply(wanting(20, OWNED), { watch: { isStopping: () => hasBegun, onStart } });
    const lost = "its reply was lost, so it may be done: the next apply sees";
    expect(byStatus(outcomes, "failed").map(([name, , note]) => [name, note])).toEqual(
      names(5).map((name) => [name, lost]),
    );
    expect(liveTags(world, "owner")).toEqual(Array(20).fill("ann"));
  });

  test("where bulk requests were refused midway, what was not begun goes change by change, so that none waits long", async () => {
    world = await aWorldOf(400, { faults: [{ kind: "denied", operations: BULK, skip: 1 }] });
    const events: string[] = [];
    const watch = {
      onStart: ({ key }: { readonly key: { readonly name: string } }) => events.push(`begin ${key.name}`),
      onOutcome: ({ change }: Outcome) => events.push(`end ${change.key.name}`),
    };
    expect(statuses(await world.apply(wanting(400, OWNED), { watch }))).toEqual(["applied"]);
    const [last, before] = [names(400).at(-1), names(400).at(-2)];
    expect(events.indexOf(`begin ${last}`)).toBeGreaterThan(events.indexOf(`end ${before}`));
    expect(writesIn(world)).toEqual({ TagResources: 17, TagResource: 380 });
  });
});
