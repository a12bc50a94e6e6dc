// Faults on request: which requests fail, how, and whether the work was done first. Seeded, so that a run can be repeated.

/** Which requests a fault is for. Absent members match everything. */
interface FaultScope {
  /** API names, for example `CreateInferenceProfile`. */
  readonly operations?: readonly string[];
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** 0–1, default 1: the share of matching requests that are hit. */
  readonly probability?: number;
  /** The first so many matching requests pass. */
  readonly skip?: number;
  /** At most so many requests are hit. */
  readonly times?: number;
}

/** `after` = the work was done, is durable, and its answer is lost. */
export type When = "before" | "after";

/** What a malformed answer, status 200, holds: a web page, half of the answer, nothing, or JSON that says something else. */
export type Malformation = "html" | "truncated" | "empty" | "object";

export type Fault = FaultScope &
  (
    | {
        /** A token bucket for each account, region and operation (429; text in AWS.md 1.4); needs a rate or a probability. */
        readonly kind: "throttle";
        /** Absent: no bucket, every request that `probability` picks is refused. */
        readonly ratePerSecond?: number;
        /** Size of the bucket; default: one second's worth, at least 1. */
        readonly burst?: number;
        /** Refused requests cost a token too; default false. */
        readonly chargeRefused?: boolean;
      }
    | { readonly kind: "error"; readonly status?: 500 | 503; readonly when?: When }
    | { readonly kind: "reset"; readonly when?: When }
    | { readonly kind: "hang"; readonly when?: When }
    | { readonly kind: "delay"; readonly delayMs: number }
    | { readonly kind: "malformed"; readonly as?: Malformation; readonly when?: When }
    /** The credentials have expired: ExpiredTokenException. */
    | { readonly kind: "expired" }
    /** AccessDeniedException in IAM's words. */
    | { readonly kind: "denied" }
  );

export type FaultKind = Fault["kind"];

/** How many requests each kind has hit. */
export type FaultCounts = Readonly<Record<FaultKind, number>>;

/** The part of Behaviour that the engine reads, afresh for each request. */
export interface FaultSettings {
  readonly faults: readonly Fault[];
  readonly faultSeed: number;
}

export interface FaultTarget {
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** True of one profile's share of a bulk call, which as a whole has met the other faults: only those that name it count. */
  readonly isShare?: boolean;
}

/** A fault that decides what becomes of a request; a delay does not. */
export type StrikingFault = Exclude<Fault, { kind: "delay" }>;

/** What to do to one request: first wait, then what `fault` says. */
export interface FaultVerdict {
  readonly delayMs: number;
  readonly fault?: StrikingFault;
}

interface Bucket {
  tokens: number;
  at: number;
}

interface FaultMemory {
  seen: number;
  hits: number;
  readonly buckets: Map<string, Bucket>;
}

/** A small seeded generator (mulberry32): good enough for faults and ids, not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Whether the bucket lets a request pass. Without a rate there is no bucket, and nothing passes. */
function takeToken(
  fault: Fault & { kind: "throttle" },
  memory: FaultMemory,
  target: FaultTarget,
  now: number,
): boolean {
  const { ratePerSecond } = fault;
  if (ratePerSecond === undefined) return false;
  const key = `${target.account}/${target.region}/${target.operation}`;
  const burst = fault.burst ?? Math.max(1, ratePerSecond);
  const bucket = memory.buckets.get(key) ?? { tokens: burst, at: now };
  memory.buckets.set(key, bucket);
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * ratePerSecond);
  bucket.at = now;
  const allowed = bucket.tokens >= 1;
  if (allowed) bucket.tokens -= 1;
  else if (fault.chargeRefused === true) bucket.tokens = Math.max(0, bucket.tokens - 1);
  return allowed;
}

function inScope(fault: Fault, target: FaultTarget): boolean {
  if (target.isShare === true && (fault.operations === undefined || fault.kind === "delay")) return false;
  return (
    (fault.operations?.includes(target.operation) ?? true) &&
    (fault.accounts?.includes(target.account) ?? true) &&
    (fault.regions?.includes(target.region) ?? true)
  );
}

const NO_HITS: FaultCounts = {
  throttle: 0,
  error: 0,
  reset: 0,
  hang: 0,
  delay: 0,
  malformed: 0,
  expired: 0,
  denied: 0,
};

/** Decides request by request; counters and buckets live as long as the fault object they belong to. */
export class FaultEngine {
  readonly #settings: FaultSettings;
  readonly #now: () => Date;
  readonly #memories = new WeakMap<Fault, FaultMemory>();
  readonly #counts: Record<FaultKind, number> = { ...NO_HITS };
  #seed: number | undefined;
  #random: () => number = () => 0;

  constructor(settings: FaultSettings, now: () => Date) {
    this.#settings = settings;
    this.#now = now;
  }

  /** Delays of all matching faults add up; the first other one that hits decides. */
  decide(target: FaultTarget): FaultVerdict {
    let delayMs = 0;
    for (const fault of this.#settings.faults) {
      if (!inScope(fault, target) || !this.#hits(fault, target)) continue;
      if (fault.kind === "delay") {
        delayMs += fault.delayMs;
        this.count("delay");
      } else return { delayMs, fault };
    }
    return { delayMs };
  }

  /** Counts a fault that has really hit: one that comes after the work does not hit a request that was refused. */
  count(kind: FaultKind): void {
    this.#counts[kind] += 1;
  }

  counts(): FaultCounts {
    return { ...this.#counts };
  }

  #hits(fault: Fault, target: FaultTarget): boolean {
    const memory = this.#memories.get(fault) ?? { seen: 0, hits: 0, buckets: new Map() };
    this.#memories.set(fault, memory);
    memory.seen += 1;
    if (memory.seen <= (fault.skip ?? 0) || memory.hits >= (fault.times ?? Number.POSITIVE_INFINITY)) return false;
    if (fault.probability !== undefined && this.#draw() >= fault.probability) return false;
    if (fault.kind === "throttle" && takeToken(fault, memory, target, this.#now().getTime())) return false;
    memory.hits += 1;
    return true;
  }

  #draw(): number {
    if (this.#seed !== this.#settings.faultSeed) {
      this.#seed = this.#settings.faultSeed;
      this.#random = seededRandom(this.#seed);
    }
    return this.#random();
  }
}
