/** The pace against a limiter whose rate it does not know, in virtual time. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answer, Fault } from "../../src/core/fault.ts";
import { makePacer } from "../../src/engine/pace.ts";
import { seeded, VirtualClock } from "./virtual-clock.ts";

const LANE = { target: "111122223333/us-west-2", operation: "bedrock:CreateInferenceProfile" };

function fault(kind: Fault["kind"], over: Partial<Fault> = {}): Answer<never> {
  const retryable = kind === "throttled" || kind === "unavailable";
  return { ok: false, attempts: 1, fault: { kind, retryable, operation: LANE.operation, message: kind, ...over } };
}

interface Limit {
  /** Requests a second at a time in ms. */
  readonly rate: (at: number) => number;
  readonly burst: number;
  readonly latencyMs: number;
  /** Share that is throttled by chance. */
  readonly chance?: number;
}

/** Sends `count` requests at once through a pace in front of a token bucket. */
async function drive(count: number, { rate, burst, latencyMs, chance = 0 }: Limit, seed = 1) {
  const clock = new VirtualClock();
  const random = seeded(seed);
  const { pace } = makePacer({ clock, random });
  let tokens = burst;
  let at = 0;
  let sent = 0;
  const send = async (): Promise<Answer<number>> => {
    sent += 1;
    await clock.sleep(latencyMs * (0.5 + random()));
    const now = clock.elapsedMs();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * rate(now));
    at = now;
    if (random() < chance || tokens < 1) return fault("throttled");
    tokens -= 1;
    return { ok: true, value: sent, attempts: 1 };
  };
  const answers = await clock.run(Promise.all(Array.from({ length: count }, () => pace(LANE, send))));
  const failed = answers.filter(({ ok }) => !ok).length;
  const attempts = answers.reduce((sum, answer) => sum + answer.attempts, 0);
  return { seconds: clock.elapsedMs() / 1000, sent, failed, attempts };
}

describe("a limit that is not known", () => {
  test.each([
    ["2/s", 2, 10, 80, 100],
    ["5/s", 5, 5, 100, 60],
    ["20/s", 20, 20, 30, 200],
    ["50/s", 50, 50, 50, 1000],
    ["200/s", 200, 200, 40, 2000],
  ])("%s: no failure, within 1.15 of the least possible time", async (_, rate, burst, latencyMs, count) => {
    const { seconds, failed, sent, attempts } = await drive(count, { rate: () => rate, burst, latencyMs });
    expect(failed).toBe(0);
    expect(attempts).toBe(sent);
    expect(seconds).toBeLessThanOrEqual(1.15 * (count / rate));
  });

  // A burst of one refuses nearly all of what is sent first, which tells little about the rate.
  test.each([
    ["10/s", 10, 1, 40],
    ["10/s", 10, 2, 40],
    ["5/s", 5, 1, 40],
    ["50/s", 50, 5, 100],
  ])("%s with hardly a burst: soon found again, whatever the latency", async (_, rate, burst, count) => {
    for (const latencyMs of [2, 50, 300]) {
      for (const seed of [1, 2, 3]) {
        const { seconds, failed } = await drive(count, { rate: () => rate, burst, latencyMs }, seed);
        expect(failed).toBe(0);
        expect(seconds).toBeLessThanOrEqual(count / rate + 8);
      }
    }
  });

  test("any rate, burst and latency, and any change of the rate midway: no failure, 87 % of what was to be had", () => {
    const rate = fc.integer({ min: 1, max: 200 });
    const limits = fc.record({
      before: rate,
      after: fc.oneof(fc.constant(null), rate),
      burstSeconds: fc.double({ min: 0.5, max: 5, noNaN: true }),
      latencyMs: fc.integer({ min: 10, max: 150 }),
      seed: fc.nat(),
    });
    return fc.assert(
      fc.asyncProperty(limits, async ({ before, after, burstSeconds, latencyMs, seed }) => {
        const second = after ?? before;
        // Sixteen in flight cannot do more than this, whatever the limit.
        const reachable = (perSecond: number) => Math.min(perSecond, (16 * 1000) / latencyMs);
        const count = Math.round(60 * reachable(before) + 120 * reachable(second));
        const burst = Math.max(2, Math.max(before, second) * burstSeconds);
        const limit = { rate: (at: number) => (at < 60_000 ? before : second), burst, latencyMs };
        const { seconds, failed } = await drive(count, limit, seed);
        expect(failed).toBe(0);
        expect(180 / seconds).toBeGreaterThanOrEqual(0.87);
      }),
      { numRuns: 15 },
    );
  });

  test("a fifth throttled by chance does not slow it down", async () => {
    const { seconds, failed } = await drive(100, { rate: () => 1e9, burst: 1e9, latencyMs: 50, chance: 0.2 });
    expect([failed, seconds < 2]).toEqual([0, true]);
  });

  test("a limit that drops midway is noticed, and one that rises too", async () => {
    const down = await drive(400, { rate: (at) => (at < 10_000 ? 20 : 5), burst: 20, latencyMs: 30 });
    expect([down.failed, down.seconds < 1.15 * (10 + (400 - 220) / 5)]).toEqual([0, true]);
    const up = await drive(1000, { rate: (at) => (at < 10_000 ? 5 : 100), burst: 5, latencyMs: 30 });
    expect([up.failed, up.seconds < 30]).toEqual([0, true]);
  });

  test("no limit: as fast as sixteen in flight allow", async () => {
    const { seconds, sent } = await drive(480, { rate: () => 1e9, burst: 1e9, latencyMs: 50 });
    expect([sent, seconds < 2.2]).toEqual([480, true]);
  });

  test("lanes do not slow each other down", async () => {
    const clock = new VirtualClock();
    const { pace } = makePacer({ clock, random: seeded(1) });
    const free = { ...LANE, target: "111122223333/eu-west-1" };
    let done = 0;
    const stuck = Array.from({ length: 50 }, () => pace(LANE, () => clock.sleep(20).then(() => fault("throttled"))));
    const quick = Array.from({ length: 50 }, () =>
      pace(free, async () => {
        await clock.sleep(20);
        done += 1;
        return { ok: true as const, value: null, attempts: 1 };
      }),
    );
    await clock.run(Promise.all(quick));
    expect([done, clock.elapsedMs() < 500]).toEqual([50, true]);
    expect(stuck).toHaveLength(50);
  });

  test("of a thousand lanes, no more is in flight than connections can take, and every lane has its turn", async () => {
    const clock = new VirtualClock();
    const { pace } = makePacer({ clock, random: seeded(1) });
    let inFlight = 0;
    let most = 0;
    const all = Array.from({ length: 10_000 }, (_, index) =>
      pace({ ...LANE, target: String(index % 1_000) }, async () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await clock.sleep(20);
        inFlight -= 1;
        return { ok: true as const, value: null, attempts: 1 };
      }),
    );
    await clock.run(Promise.all(all));
    expect([most, clock.elapsedMs()]).toEqual([256, Math.ceil(10_000 / 256) * 20]);
  });

  test.each([
    ["2 targets", 2, 10],
    ["8 targets", 8, 20],
    ["16 targets", 16, 50],
  ])("%s under one limit: all of it is used, and none gets much less than its share", async (_, targets, rate) => {
    const done = await shareLimit(targets, rate, 300);
    const total = done.reduce((sum, each) => sum + each, 0);
    expect(total).toBeGreaterThanOrEqual(0.95 * rate * 300);
    expect(Math.min(...done)).toBeGreaterThanOrEqual((0.25 * total) / targets);
    expect(Math.max(...done)).toBeLessThanOrEqual((2.5 * total) / targets);
  });
});

/** What each of several targets got done under one limit; all have more to do than there is time for. */
async function shareLimit(targets: number, rate: number, seconds: number): Promise<number[]> {
  const clock = new VirtualClock();
  const random = seeded(1);
  const { pace } = makePacer({ clock, random });
  let tokens = rate;
  let at = 0;
  const send = async (): Promise<Answer<null>> => {
    await clock.sleep(60 * (0.5 + random()));
    const now = clock.elapsedMs();
    tokens = Math.min(rate, tokens + ((now - at) / 1000) * rate);
    at = now;
    if (tokens < 1) return fault("throttled");
    tokens -= 1;
    return { ok: true, value: null, attempts: 1 };
  };
  const done = Array.from({ length: targets }, () => 0);
  for (let target = 0; target < targets; target++) {
    for (let each = 0; each < rate * seconds; each++) {
      void pace({ ...LANE, target: String(target) }, send).then(({ ok }) => {
        if (ok) done[target] = (done[target] ?? 0) + 1;
      });
    }
  }
  await clock.run(clock.sleep(seconds * 1000));
  return done;
}

/** Answers one after the other, the last one for ever; the time it took, and the final answer. */
async function answerWith(answers: readonly Answer<string>[], isStopping: () => boolean = () => false) {
  const clock = new VirtualClock();
  const { pace } = makePacer({ clock, random: () => 0.5, isStopping });
  let sent = 0;
  const answer = await clock.run(
    pace(LANE, async () => {
      await clock.sleep(10);
      return answers[Math.min(sent++, answers.length - 1)] as Answer<string>;
    }),
  );
  return { answer, sent, seconds: clock.elapsedMs() / 1000 };
}
const fine: Answer<string> = { ok: true, value: "arn", attempts: 1 };

describe("what is tried again", () => {
  test.each([
    ["throttled", [fault("throttled"), fault("throttled"), fine], 3],
    ["unavailable", [fault("unavailable"), fine], 2],
    ["a clock that is wrong, once", [fault("credentials", { code: "RequestTimeTooSkewed" }), fine], 2],
    ["nothing", [fine], 1],
  ])("%s", async (_, answers, sent) => {
    expect(await answerWith(answers)).toMatchObject({ answer: { ok: true, value: "arn", attempts: sent }, sent });
  });

  test.each(["denied", "conflict", "quota", "not-found", "invalid", "credentials", "unknown"] as const)(
    "not %s",
    async (kind) => {
      expect(await answerWith([fault(kind), fine])).toMatchObject({ answer: { ok: false, attempts: 1 }, sent: 1 });
    },
  );

  test("a clock that stays wrong is told after one more try", async () => {
    expect((await answerWith([fault("credentials", { code: "RequestTimeTooSkewed" })])).sent).toBe(2);
  });

  test.each([
    ["throttling: a quarter of an hour", fault("throttled"), 14 * 60, 17 * 60],
    ["no service: half a minute", fault("unavailable"), 24, 31],
    ["no way there: some seconds", fault("unavailable", { code: "ENOTFOUND" }), 4, 9],
  ])("for a time, not for ever: %s", async (_, answer, least, most) => {
    const ended = await answerWith([answer]);
    expect(ended.answer.ok).toBe(false);
    expect(ended.seconds).toBeGreaterThan(least);
    expect(ended.seconds).toBeLessThan(most);
  });

  test("nothing once the run is to stop: the last fault is the answer", async () => {
    expect((await answerWith([fault("throttled"), fine], () => true)).sent).toBe(1);
  });
});

test("a bug in a call reaches its caller, and the lane goes on", async () => {
  const clock = new VirtualClock();
  const { pace } = makePacer({ clock, random: Math.random });
  await expect(pace(LANE, () => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
  expect(await pace(LANE, async () => fine)).toEqual(fine);
});

test("what has waited long is told, one line a lane, also before any answer", async () => {
  const clock = new VirtualClock();
  const pacer = makePacer({ clock, random: () => 0.5 });
  const hung = () => pacer.pace(LANE, () => clock.sleep(9_000).then(() => fine));
  const all = Promise.all([hung(), hung()]);
  await clock.run(clock.sleep(6_000));
  expect(pacer.waiting(5_000)).toEqual([{ lane: LANE, waitedMs: 6_000, attempts: 0, fault: null }]);
  expect(pacer.waiting(7_000)).toEqual([]);
  await clock.run(all);
  expect(pacer.waiting(0)).toEqual([]);
});

test("of each lane it tells how often it was throttled, and how fast it is sent because of that", async () => {
  const clock = new VirtualClock();
  const pacer = makePacer({ clock, random: seeded(1) });
  let sent = 0;
  const send = async (): Promise<Answer<string>> => {
    sent += 1;
    await clock.sleep(100);
    return sent % 2 === 0 ? fault("throttled") : fine;
  };
  const other = { ...LANE, operation: "bedrock:TagResource" };
  await clock.run(Promise.all([pacer.pace(other, async () => fine), pacer.pace(LANE, async () => fine)]));
  const [free] = pacer.speeds();
  expect(free).toEqual({ lane: other, perSecond: null, throttled: 0 });
  await clock.run(Promise.all(Array.from({ length: 60 }, () => pacer.pace(LANE, send))));
  const [, busy] = pacer.speeds();
  expect([busy?.lane, busy?.throttled]).toEqual([LANE, sent - 60]);
  expect(busy?.perSecond).toBeGreaterThan(0);
});
