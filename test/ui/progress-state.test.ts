/** What goes on, from the events that a run tells: by table, and over random runs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CALLER } from "../../src/core/profile.ts";
import { type ApplyingState, progressState, rateOf, remainingMs, waitingOf } from "../../src/ui/progress-state.ts";
import type { ProgressEvent } from "../../src/ui/view.ts";
import { aFault, anActivation, DEV, PROD } from "../fakes/builders.ts";
import { deepFreeze } from "../fakes/values.ts";
import { anOutcome, aWait, someWork, stateAfter } from "./progress.ts";

const HERE = { account: CALLER, region: "us-west-2" };
const READING: ProgressEvent = {
  type: "reading",
  targets: [{ target: PROD, accountName: "prod" }, { target: DEV }, { target: HERE }],
};
const applyingOf = (work: ReturnType<typeof someWork>): ProgressEvent => ({
  type: "applying",
  work,
  accountNames: new Map([[PROD.account, "prod"]]),
});
const asApplying = (state: unknown) => state as ApplyingState;

describe("reading", () => {
  const read: ProgressEvent = {
    type: "target-read",
    target: { target: PROD, status: "read", live: [], catalogue: {} },
  };
  const fault = aFault({ kind: "denied" });
  test.each<[string, ProgressEvent[], string[]]>([
    [
      "all wait at first, called as the file calls them",
      [],
      ["prod us-east-1 queued", "444455556666 us-east-1 queued", "us-west-2 queued"],
    ],
    [
      "each begins",
      [{ type: "target-begun", target: DEV }],
      ["prod us-east-1 queued", "444455556666 us-east-1 reading", "us-west-2 queued"],
    ],
    [
      "and ends",
      [{ type: "target-begun", target: PROD }, read],
      ["prod us-east-1 read", "444455556666 us-east-1 queued", "us-west-2 queued"],
    ],
    [
      "or cannot be read",
      [{ type: "target-read", target: { target: DEV, status: "unreadable", fault } }],
      ["prod us-east-1 queued", "444455556666 us-east-1 unreadable", "us-west-2 queued"],
    ],
    [
      "a target that nobody announced is left out",
      [{ type: "target-begun", target: { ...PROD, region: "eu-west-9" } }],
      ["prod us-east-1 queued", "444455556666 us-east-1 queued", "us-west-2 queued"],
    ],
  ])("%s", (_, events, told) => {
    const state = stateAfter(deepFreeze([READING, ...events]));
    expect(state?.kind === "reading" && state.targets.map(({ place, status }) => `${place} ${status}`)).toEqual(told);
  });
});

describe("the run as a whole", () => {
  test.each<[string, ProgressEvent[]]>([
    ["nothing has begun", [{ type: "lanes", lanes: [], waiting: [] }, { type: "stopping" }]],
    ["a question is asked", [READING, { type: "idle" }]],
    ["outcomes come without a beginning", [anOutcome(someWork(1)[0]!)]],
  ])("nothing goes on where %s", (_, events) => expect(stateAfter(events)).toBeNull());

  test("an apply follows the reads, and forgets them", () => {
    const state = stateAfter([READING, applyingOf(someWork(2))]);
    expect([state?.kind, state?.since]).toEqual(["applying", 100]);
  });

  test("a stop and what waits are known whatever goes on", () => {
    const lanes: ProgressEvent = { type: "lanes", lanes: [], waiting: [aWait()] };
    for (const first of [READING, applyingOf(someWork(1))]) {
      const state = stateAfter([first, lanes, { type: "stopping" }]);
      expect([state?.isStopping, state?.waiting]).toEqual([true, [aWait()]]);
    }
  });
});

describe("rows of what runs", () => {
  const work = someWork(4);
  const [a, b, c, d] = work as [(typeof work)[0], (typeof work)[0], (typeof work)[0], (typeof work)[0]];
  const begun = (...some: typeof work): ProgressEvent => ({ type: "begun", work: some });
  const told = (events: ProgressEvent[]) =>
    asApplying(stateAfter([applyingOf(work), ...events])).slots.map(
      ({ name, ended }) => `${name} ${ended?.word ?? "runs"}`,
    );
  test.each<[string, ProgressEvent[], string[]]>([
    ["each has its own", [begun(a), begun(b)], ["app-100 runs", "app-101 runs"]],
    ["what has ended stays", [begun(a), begun(b), anOutcome(a)], ["app-100 created", "app-101 runs"]],
    ["until something takes its row", [begun(a), begun(b), anOutcome(a), begun(c)], ["app-102 runs", "app-101 runs"]],
    ["a failure is told", [begun(d), anOutcome(d, "failed")], ["app-103 FAILED"]],
    ["what never began has none", [anOutcome(a, "skipped")], []],
    ["what begins again keeps its own", [begun(a, b), begun(a)], ["app-100 runs", "app-101 runs"]],
  ])("%s", (_, events, rows) => expect(told(events)).toEqual(rows));

  test("activations count as billing", () => {
    const tag = anActivation("project");
    const state = asApplying(
      stateAfter([
        { type: "applying", work: [...work, tag], accountNames: new Map() },
        { type: "begun", work: [tag] },
      ]),
    );
    expect(state.targets.map(({ id, total, running }) => [id, total, running])).toEqual([
      ["111122223333/us-east-1", 4, 0],
      ["billing", 1, 1],
    ]);
  });
});

describe("rates", () => {
  const work = someWork(20, [PROD, DEV]);
  const mine = (account: string) => work.filter(({ key }) => key.account === account);
  const done = (some: typeof work): ProgressEvent[] =>
    some.flatMap((one): ProgressEvent[] => [{ type: "begun", work: [one] }, anOutcome(one)]);
  test("are told once there are enough endings, from the first of them to now", () => {
    const state = asApplying(stateAfter([applyingOf(work), ...done(mine(PROD.account).slice(0, 5))], 250));
    const [prod, dev] = state.targets;
    expect([rateOf(prod!, 2_000), rateOf(prod!, 2_500), rateOf(dev!, 9_000)]).toEqual([null, 2, null]);
    expect(remainingMs(state.targets, 2_500)).toBeNull();
  });
  test("the slowest target says how long it takes", () => {
    const events = [...done(mine(PROD.account).slice(0, 10)), ...done(mine(DEV.account).slice(0, 6))];
    const state = asApplying(stateAfter([applyingOf(work), ...events], 100));
    const [prod, dev] = state.targets;
    const now = 5_000;
    const slower = Math.max(10_000 / rateOf(prod!, now)!, 14_000 / rateOf(dev!, now)!);
    expect(remainingMs(state.targets, now)).toBe(slower);
  });
  test("what was not tried is no work done", () => {
    const skipped = work.slice(0, 8).map((one) => anOutcome(one, "skipped"));
    const state = asApplying(stateAfter([applyingOf(work), ...skipped], 1_000));
    expect(rateOf(state.targets[0]!, 9_000)).toBeNull();
  });
});

test("random runs: the counts of each target add up, and never fall below nothing", () => {
  const work = someWork(6, [PROD, DEV]);
  // A parameter may end more than once: what is known of it last counts.
  const statuses = fc.constantFrom("applied", "already", "failed", "stale", "skipped" as const);
  const steps = fc.array(fc.tuple(fc.nat(work.length - 1), fc.boolean(), statuses), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      let state = progressState(null, applyingOf(work), 0);
      all.forEach(([at, begins, status], index) => {
        const one = work[at]!;
        state = progressState(state, begins ? { type: "begun", work: [one] } : anOutcome(one, status), index);
        for (const target of asApplying(state).targets) {
          const { total, done, failed, untried, running } = target;
          const parts = [done, failed, untried, running, waitingOf(target)];
          expect(parts.every((part) => part >= 0)).toBe(true);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        }
      });
      const { slots, targets } = asApplying(state);
      const running = targets.reduce((sum, target) => sum + target.running, 0);
      expect(slots.filter((slot) => slot.ended === null)).toHaveLength(running);
    }),
  );
});
