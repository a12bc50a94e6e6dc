/**
 * Sends requests as fast as AWS takes them, and tries again what may succeed later. Control-plane limits are low and
 * unpublished (AWS.md section 4), so the rate is measured, per target and operation; MEASURED.md compares the ways.
 */
import type { Answer, Fault } from "../core/fault.ts";
import { LaneRate } from "./lane-rate.ts";
import type { Clock, Lane, LaneSpeed, Pace, Waiting } from "./ports.ts";
import { nextTry, type TryHistory } from "./retry.ts";

export interface PacerOptions {
  readonly clock: Pick<Clock, "elapsedMs" | "sleep">;
  /** 0–1, for jitter. */
  readonly random: () => number;
  /** True once the run is to end: nothing is tried again, what has been sent is waited for. */
  readonly isStopping?: () => boolean;
}

export interface Pacer {
  readonly pace: Pace;
  /** Of each lane, the request that has waited longest, where that is at least so long. */
  waiting(leastMs: number): Waiting[];
  /** Of every lane that has been used. */
  speeds(): LaneSpeed[];
}

/** One request on its way through a lane. */
interface Job extends TryHistory {
  readonly send: () => Promise<Answer<unknown>>;
  readonly done: (answer: Answer<unknown>) => void;
  readonly fail: (error: unknown) => void;
  attempts: number;
  fault: Fault | null;
  /** Elapsed milliseconds at which the request was asked for. */
  readonly since: number;
}

/** Requests in flight at most, over all lanes: with more, connections wait for each other until their time is up. */
const MOST_IN_FLIGHT = 256;

/** What all lanes share: how many requests are in flight, and who waits for one of them to end. */
class Gate {
  #inFlight = 0;
  readonly #waiting = new Set<() => void>();

  /** False where all places are taken; then `again` is called once one is free. */
  enter(again: () => void): boolean {
    if (this.#inFlight >= MOST_IN_FLIGHT) {
      this.#waiting.add(again);
      return false;
    }
    this.#inFlight += 1;
    return true;
  }

  leave(): void {
    this.#inFlight -= 1;
    // Whoever has nothing to send by now leaves the place to the next.
    for (const next of this.#waiting) {
      if (this.#inFlight >= MOST_IN_FLIGHT) return;
      this.#waiting.delete(next);
      next();
    }
  }
}

export function makePacer(options: PacerOptions): Pacer {
  const lanes = new Map<string, LaneQueue>();
  const gate = new Gate();
  const laneOf = (lane: Lane): LaneQueue => {
    const id = `${lane.target} ${lane.operation}`;
    const queue = lanes.get(id) ?? new LaneQueue(lane, options, gate);
    lanes.set(id, queue);
    return queue;
  };
  const pace: Pace = (lane, send) => laneOf(lane).run(send);
  return {
    pace,
    waiting: (leastMs) => [...lanes.values()].flatMap((lane) => lane.waiting(leastMs) ?? []),
    speeds: () => [...lanes.values()].map((lane) => lane.speed()),
  };
}

class LaneQueue {
  readonly #lane: Lane;
  readonly #options: PacerOptions;
  readonly #rate: LaneRate;
  readonly #gate: Gate;
  readonly #pumpAgain = (): void => this.#pump();
  /** Tried again before anything new is begun, so that no request waits for ever. */
  readonly #again: Job[] = [];
  readonly #fresh: Job[] = [];
  readonly #open = new Set<Job>();
  #inFlight = 0;
  #isAsleep = false;

  constructor(lane: Lane, options: PacerOptions, gate: Gate) {
    this.#lane = lane;
    this.#options = options;
    this.#gate = gate;
    this.#rate = new LaneRate(options.clock.elapsedMs());
  }

  run<T>(send: () => Promise<Answer<T>>): Promise<Answer<T>> {
    return new Promise((resolve, reject) => {
      const job: Job = {
        send,
        done: resolve as (answer: Answer<unknown>) => void,
        fail: reject,
        attempts: 0,
        fault: null,
        since: this.#now(),
        firstThrottledAt: null,
        firstUnavailableAt: null,
        skewRetries: 0,
        unavailable: 0,
        throttled: 0,
      };
      this.#open.add(job);
      this.#fresh.push(job);
      this.#pump();
    });
  }

  waiting(leastMs: number): Waiting | undefined {
    const now = this.#now();
    const [oldest] = this.#open;
    if (oldest === undefined || now - oldest.since < leastMs) return undefined;
    return { lane: this.#lane, waitedMs: now - oldest.since, attempts: oldest.attempts, fault: oldest.fault };
  }

  speed(): LaneSpeed {
    const { perSecond, throttled } = this.#rate;
    return { lane: this.#lane, perSecond, throttled };
  }

  /** Starts what may start now; where the rate says later, comes back then. */
  #pump(): void {
    while (!this.#isAsleep && this.#again.length + this.#fresh.length > 0) {
      if (this.#inFlight >= this.#rate.mostInFlight) return;
      const pause = this.#rate.pauseAt(this.#now());
      if (pause > 0) {
        this.#sleepThenPump(pause);
        return;
      }
      const [next] = this.#again;
      if (next?.fault != null && this.#options.isStopping?.() === true) {
        this.#again.shift();
        this.#giveUp(next, next.fault);
        continue;
      }
      if (!this.#gate.enter(this.#pumpAgain)) return;
      const job = this.#again.shift() ?? this.#fresh.shift();
      if (job !== undefined) void this.#send(job);
    }
  }

  #sleepThenPump(ms: number): void {
    this.#isAsleep = true;
    void this.#options.clock.sleep(ms).then(() => {
      this.#isAsleep = false;
      this.#pump();
    });
  }

  async #send(job: Job): Promise<void> {
    this.#inFlight += 1;
    const sentAt = this.#now();
    this.#rate.sent(sentAt);
    try {
      const answer = await job.send();
      job.attempts += answer.attempts;
      this.#take(job, answer, sentAt);
    } catch (error) {
      // Not an answer of AWS but a bug: it goes to the caller, and the lane goes on.
      this.#open.delete(job);
      job.fail(error);
    } finally {
      this.#inFlight -= 1;
      this.#gate.leave();
      this.#pump();
    }
  }

  #take(job: Job, answer: Answer<unknown>, sentAt: number): void {
    const now = this.#now();
    this.#rate.ended(now, sentAt, answer.ok ? "ok" : answer.fault.kind === "throttled" ? "throttled" : "other");
    if (answer.ok) {
      this.#open.delete(job);
      job.done({ ...answer, attempts: job.attempts });
      return;
    }
    job.fault = answer.fault;
    const next = this.#options.isStopping?.() === true ? null : nextTry(answer.fault, job, now, this.#options.random);
    if (next === null) this.#giveUp(job, answer.fault);
    else if (next === 0 || (this.#rate.isMeasured && answer.fault.kind === "throttled")) this.#again.push(job);
    else void this.#tryLater(job, next);
  }

  async #tryLater(job: Job, ms: number): Promise<void> {
    await this.#options.clock.sleep(ms);
    this.#again.push(job);
    this.#pump();
  }

  #giveUp(job: Job, fault: Fault): void {
    this.#open.delete(job);
    job.done({ ok: false, fault, attempts: job.attempts });
  }

  #now(): number {
    return this.#options.clock.elapsedMs();
  }
}
