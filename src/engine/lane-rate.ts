/**
 * How fast one lane may send, from what AWS answered: free until more than a quarter is throttled, then at the rate of
 * measured success, and from there up or down until as much is throttled as is wanted (MEASURED.md, "Pacing").
 */

/** Requests in flight at most; also what a lane begins with. */
const MOST_IN_FLIGHT = 16;

/** What the last so many milliseconds showed decides. At low rates it takes longer to see anything. */
const WINDOW_MS = 2_000;
const LONGEST_WINDOW_MS = 10_000;
const FEWEST_SEEN = 8;

/** A new rate is set at most so often (ms), so that each has been seen at work. */
const ADJUST_EVERY_MS = 500;

/** Far too fast is seen sooner. */
const BRAKE_EVERY_MS = 100;
const FAR_TOO_MANY = 0.5;

/** Above this share of throttled answers a lane begins to be paced. */
const TOO_MANY = 0.25;

/**
 * The share of throttled answers that shows that the limit is used up: a fast lane needs less of it, so that lanes
 * under one limit, which all see the same share, come to equal rates, and few requests are sent in vain.
 */
const WANTED_AT_ONE_PER_SECOND = 0.3;
const MOST_WANTED = 0.25;
const LEAST_WANTED = 0.03;

/** Requests a second that each adjustment adds besides: the slowest of several lanes gains most by it. */
const STEP_UP = 0.1;

const ABOVE_MEASURED = 1.05;
const GROWTH = 1.1;
/** By how many adjustments in a row saw nothing throttled: then the limit is far away, or has been raised. */
const CLEAN_GROWTH: readonly number[] = [GROWTH, GROWTH, 1.25, 1.5, 2];

/**
 * The first rate is measured on a burst of which nearly all may have been refused, so it may be far too low: until
 * something is throttled again, each so many clean answers double it.
 */
const SEARCH_GROWTH = 2;
const FEWEST_IN_SEARCH = 3;

/** One look at few answers is noisy, so that no single one slows down by more than this. */
const HARD_BRAKE = 0.5;
const SOFT_BRAKE = 0.8;
const SLOWEST_PER_SECOND = 0.4;

interface Seen {
  readonly at: number;
  readonly result: "ok" | "throttled" | "other";
}

export class LaneRate {
  readonly mostInFlight = MOST_IN_FLIGHT;
  /** Requests a second; null while nothing has asked to go slower. */
  #perSecond: number | null = null;
  #seen: Seen[] = [];
  #nextAt = 0;
  /** Adjustments in a row that saw nothing throttled. */
  #clean = 0;
  /** True from the first rate on until something is throttled at it. */
  #isSearching = false;
  #adjustedAt: number;
  #throttled = 0;

  /** `now` and all times are elapsed milliseconds. */
  constructor(now: number) {
    this.#adjustedAt = now;
  }

  /** Milliseconds until the next request may be sent; 0 for at once. */
  pauseAt(now: number): number {
    return this.#perSecond === null ? 0 : Math.max(0, this.#nextAt - now);
  }

  /** True once something has asked to go slower: then the rate spreads what is tried again. */
  get isMeasured(): boolean {
    return this.#perSecond !== null;
  }

  get perSecond(): number | null {
    return this.#perSecond;
  }

  /** Throttled answers so far. */
  get throttled(): number {
    return this.#throttled;
  }

  sent(now: number): void {
    if (this.#perSecond !== null)
      this.#nextAt = Math.max(this.#nextAt, now - 1000 / this.#perSecond) + 1000 / this.#perSecond;
  }

  /** What was sent before the last adjustment says nothing about the new rate. */
  ended(now: number, sentAt: number, result: Seen["result"]): void {
    if (result === "throttled") this.#throttled += 1;
    if (sentAt < this.#adjustedAt) return;
    this.#seen.push({ at: now, result });
    this.#adjust(now);
  }

  #adjust(now: number): void {
    const window = this.#window();
    // Kept sorted by time of answer, so that the old ones are at the front.
    const start = this.#seen.findIndex(({ at }) => at > now - window);
    if (start > 0) this.#seen = this.#seen.slice(start);
    const throttled = this.#seen.filter(({ result }) => result === "throttled").length;
    const share = throttled / this.#seen.length;
    const least = share > FAR_TOO_MANY ? BRAKE_EVERY_MS : ADJUST_EVERY_MS;
    if (this.#seen.length < this.#fewest() || now - this.#adjustedAt < least) return;
    if (this.#perSecond === null && share <= TOO_MANY) return;
    const before = this.#perSecond;
    this.#perSecond = Math.max(SLOWEST_PER_SECOND, this.#rateFor(share, now));
    this.#adjustedAt = now;
    this.#seen = [];
    if (before === null) this.#nextAt = now + 1000 / this.#perSecond;
  }

  #rateFor(share: number, now: number): number {
    const current = this.#perSecond;
    const measured = this.#measured(now) * ABOVE_MEASURED;
    if (current === null) {
      this.#isSearching = true;
      return measured;
    }
    this.#isSearching &&= share === 0;
    if (this.#isSearching) return current * SEARCH_GROWTH;
    this.#clean = share === 0 ? this.#clean + 1 : 0;
    if (share > FAR_TOO_MANY) return Math.max(measured, current * HARD_BRAKE);
    if (share > 0) {
      const factor = 1 + wantedShare(current) - share;
      return current * Math.min(GROWTH, Math.max(SOFT_BRAKE, factor)) + STEP_UP;
    }
    return current * (CLEAN_GROWTH[Math.min(this.#clean, CLEAN_GROWTH.length - 1)] ?? GROWTH);
  }

  /** Successes a second over the time that was really watched. */
  #measured(now: number): number {
    const watched = Math.max(now - Math.max(this.#adjustedAt, now - this.#window()), ADJUST_EVERY_MS);
    const good = this.#seen.filter(({ result }) => result !== "throttled").length;
    return (good * 1000) / watched;
  }

  /** So many answers that the longest window can hold them. */
  #fewest(): number {
    if (this.#perSecond === null) return FEWEST_SEEN;
    if (this.#isSearching && this.#seen.every(({ result }) => result !== "throttled")) return FEWEST_IN_SEARCH;
    return Math.min(FEWEST_SEEN, Math.floor((this.#perSecond * LONGEST_WINDOW_MS * 0.8) / 1000));
  }

  #window(): number {
    if (this.#perSecond === null) return WINDOW_MS;
    return Math.min(LONGEST_WINDOW_MS, Math.max(WINDOW_MS, (FEWEST_SEEN * 1000) / this.#perSecond));
  }
}

function wantedShare(perSecond: number): number {
  return Math.min(MOST_WANTED, Math.max(LEAST_WANTED, WANTED_AT_ONE_PER_SECOND / Math.sqrt(perSecond)));
}
