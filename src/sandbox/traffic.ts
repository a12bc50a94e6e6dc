// Synthetic use of models: the same text seed and the same hour give the same figures, on every machine and in every
// run. Cost Explorer and CloudWatch both tell of it, so their figures agree. Nothing here is AWS's.

export interface TrafficCounts {
  readonly invocations: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly clientErrors: number;
  readonly throttles: number;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** 0 ≤ n < 1, from a text alone (FNV-1a, then a finaliser, so that texts that differ by a digit differ in all bits). */
export function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** Invocations on day 0 (1970) are this many at most, were there no growth. */
const MOST_A_DAY = 4_000;
/** A year brings so much more. */
const YEARLY_GROWTH = 0.8;
const GROWTH_FROM_DAY = 20_454; // 2026-01-01
const WEEKEND = 0.35;

/** What stays the same over a caller's days. */
interface Habit {
  readonly seed: string;
  readonly size: number;
  readonly yearly: number;
  readonly inputEach: number;
  readonly outputEach: number;
}

function habitOf(seed: string): Habit {
  return {
    seed,
    size: 50 + fraction(`${seed} size`) ** 3 * MOST_A_DAY,
    yearly: 1 + YEARLY_GROWTH * fraction(`${seed} growth`),
    inputEach: 400 + Math.round(fraction(`${seed} input`) * 2_600),
    outputEach: 80 + Math.round(fraction(`${seed} output`) * 520),
  };
}

/** Days are asked for caller by caller, so the last habit is the one that is wanted next. */
let lastHabit = habitOf("");

/** What a caller known by `seed` does on one UTC day (days since 1970). */
export function trafficOfDay(seed: string, day: number): TrafficCounts {
  if (lastHabit.seed !== seed) lastHabit = habitOf(seed);
  const { size, yearly, inputEach, outputEach } = lastHabit;
  const growth = yearly ** ((day - GROWTH_FROM_DAY) / 365);
  const isWeekend = [2, 3].includes(day % 7); // 1970-01-01 was a Thursday
  const noise = 0.75 + 0.5 * fraction(`${seed} ${day}`);
  const invocations = Math.round(size * growth * noise * (isWeekend ? WEEKEND : 1));
  return {
    invocations,
    inputTokens: invocations * inputEach,
    outputTokens: invocations * outputEach,
    clientErrors: Math.floor(invocations * 0.004 * fraction(`${seed} errors ${day}`)),
    throttles: Math.floor(invocations * 0.02 * fraction(`${seed} throttles ${day}`) ** 4),
  };
}

/** Share of a day's work that is done before the hour `hour` begins: a working day with a tail, 0 at 0 and 1 at 24. */
function doneBefore(hour: number): number {
  return hour <= 0 ? 0 : hour >= 24 ? 1 : (1 - Math.cos((Math.PI * hour) / 24)) / 2;
}

/** What happens within one hour (hours since 1970); the 24 hours of a day sum up to exactly `trafficOfDay`. */
export function trafficOfHour(seed: string, hour: number): TrafficCounts {
  const whole = trafficOfDay(seed, Math.floor(hour / 24));
  const from = doneBefore(hour % 24);
  const to = doneBefore((hour % 24) + 1);
  const part = (total: number): number => Math.round(total * to) - Math.round(total * from);
  return {
    invocations: part(whole.invocations),
    inputTokens: part(whole.inputTokens),
    outputTokens: part(whole.outputTokens),
    clientErrors: part(whole.clientErrors),
    throttles: part(whole.throttles),
  };
}
