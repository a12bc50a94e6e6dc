/** Whether and when a request is sent again: bounded by time, not by tries (DESIGN section 6). */
import type { Fault } from "../core/fault.ts";

/** Throttling says "later", and later it works: only a run that waits for so long (ms) gives up. */
const THROTTLED_FOR = 15 * 60_000;

/** AWS or the way to it is broken: after so long (ms) it is told rather than waited for. */
const UNAVAILABLE_FOR = 30_000;

/** No such host, nobody listening: most often a wrong name or no network at all, so it is told soon (ms). */
const UNREACHABLE_FOR = 8_000;

const UNREACHABLE: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** The SDK learns AWS's time from such an answer, so that one more sending through the same client is signed right. */
const SKEW: ReadonlySet<string> = new Set(["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]);

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/** What happened to one request so far; times are elapsed milliseconds. */
export interface TryHistory {
  firstThrottledAt: number | null;
  firstUnavailableAt: number | null;
  skewRetries: number;
  /** How often it was answered so in a row. */
  unavailable: number;
  throttled: number;
}

/** Milliseconds until the next sending, or null when there is none. Writes the fault into the history. */
export function nextTry(fault: Fault, history: TryHistory, now: number, random: () => number): number | null {
  if (SKEW.has(fault.code ?? "")) {
    history.skewRetries += 1;
    return history.skewRetries > 1 ? null : 0;
  }
  if (!fault.retryable) return null;
  if (fault.kind === "throttled") {
    history.firstThrottledAt ??= now;
    history.throttled += 1;
    history.unavailable = 0;
    history.firstUnavailableAt = null;
    // The lane's rate is what slows the sending down; the pause only spreads those that were refused together.
    return now - history.firstThrottledAt > THROTTLED_FOR ? null : jittered(FIRST_PAUSE / 2, history.throttled, random);
  }
  history.firstUnavailableAt ??= now;
  history.unavailable += 1;
  const limit = UNREACHABLE.has(fault.code ?? "") ? UNREACHABLE_FOR : UNAVAILABLE_FOR;
  const pause = jittered(FIRST_PAUSE, history.unavailable, random);
  return now + pause - history.firstUnavailableAt > limit ? null : pause;
}

/** Doubles each time up to a most, and is spread over its whole upper half. */
function jittered(first: number, times: number, random: () => number): number {
  const most = Math.min(LONGEST_PAUSE, first * 2 ** Math.min(times - 1, 10));
  return most / 2 + (random() * most) / 2;
}
