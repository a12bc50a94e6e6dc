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
type When = "before" | "after";

export type Fault = FaultScope &
  (
    | {
        /** A token bucket for each account, region and operation (429; text in AWS.md 1.4). */
        readonly kind: "throttle";
        readonly ratePerSecond: number;
        /** Size of the bucket; default: one second's worth, at least 1. */
        readonly burst?: number;
        /** Refused requests cost a token too; default false. */
        readonly chargeRefused?: boolean;
      }
    | { readonly kind: "error"; readonly status?: 500 | 503; readonly when?: When }
    | { readonly kind: "reset"; readonly when?: When }
    | { readonly kind: "hang"; readonly when?: When }
    | { readonly kind: "delay"; readonly delayMs: number }
  );

/** The part of Behaviour that the engine reads, afresh for each request. */
export interface FaultSettings {
  readonly faults: readonly Fault[];
  readonly faultSeed: number;
}

export interface FaultTarget {
  readonly operation: string;
  readonly account: string;
  readonly region: string;
}

/** What to do to one request. */
export interface FaultVerdict {
  readonly delayMs: number;
  readonly kind?: "throttled" | "internal" | "unavailable" | "reset" | "hang";
  readonly when: When;
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

function takeToken(
  fault: Fault & { kind: "throttle" },
  memory: FaultMemory,
  target: FaultTarget,
  now: number,
): boolean {
  const key = `${target.account}/${target.region}/${target.operation}`;
  const burst = fault.burst ?? Math.max(1, fault.ratePerSecond);
  const bucket = memory.buckets.get(key) ?? { tokens: burst, at: now };
  memory.buckets.set(key, bucket);
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * fault.ratePerSecond);
  bucket.at = now;
  const allowed = bucket.tokens >= 1;
  if (allowed) bucket.tokens -= 1;
  else if (fault.chargeRefused === true) bucket.tokens = Math.max(0, bucket.tokens - 1);
  return allowed;
}

function inScope(fault: Fault, target: FaultTarget): boolean {
  return (
    (fault.operations?.includes(target.operation) ?? true) &&
    (fault.accounts?.includes(target.account) ?? true) &&
    (fault.regions?.includes(target.region) ?? true)
  );
}

function kindOf(fault: Exclude<Fault, { kind: "delay" }>): NonNullable<FaultVerdict["kind"]> {
  if (fault.kind === "throttle") return "throttled";
  if (fault.kind === "error") return fault.status === 503 ? "unavailable" : "internal";
  return fault.kind;
}

/** Decides request by request; counters and buckets live as long as the fault object they belong to. */
export class FaultEngine {
  readonly #settings: FaultSettings;
  readonly #now: () => Date;
  readonly #memories = new WeakMap<Fault, FaultMemory>();
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
      if (fault.kind === "delay") delayMs += fault.delayMs;
      else return { delayMs, kind: kindOf(fault), when: "when" in fault ? (fault.when ?? "before") : "before" };
    }
    return { delayMs, when: "before" };
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

const MEMBERS: Readonly<Record<Fault["kind"], readonly string[]>> = {
  throttle: ["ratePerSecond", "burst", "chargeRefused"],
  error: ["status", "when"],
  reset: ["when"],
  hang: ["when"],
  delay: ["delayMs"],
};

const SCOPE_MEMBERS = ["kind", "operations", "accounts", "regions", "probability", "skip", "times"];

const isCount = (value: unknown) => typeof value === "number" && value >= 0 && Number.isFinite(value);
const isList = (value: unknown) => Array.isArray(value) && value.every((entry) => typeof entry === "string");

const MEMBER_CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  operations: isList,
  accounts: isList,
  regions: isList,
  probability: (value) => isCount(value) && (value as number) <= 1,
  skip: isCount,
  times: isCount,
  ratePerSecond: isCount,
  burst: (value) => isCount(value) && (value as number) >= 1,
  chargeRefused: (value) => typeof value === "boolean",
  status: (value) => value === 500 || value === 503,
  when: (value) => value === "before" || value === "after",
  delayMs: isCount,
};

const NEEDED: Readonly<Record<string, string>> = { throttle: "ratePerSecond", delay: "delayMs" };

/** What is wrong with a fault that came from outside, as the end of a sentence; undefined when it is well formed. */
export function checkFault(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return "must be an object with a kind";
  const fault = value as Record<string, unknown>;
  const kind = String(fault.kind);
  if (!Object.hasOwn(MEMBERS, kind)) return `has no known kind (${Object.keys(MEMBERS).join(", ")})`;
  const allowed = [...SCOPE_MEMBERS, ...MEMBERS[kind as Fault["kind"]]];
  for (const [name, setting] of Object.entries(fault)) {
    if (!allowed.includes(name)) return `has the unknown key ${name}`;
    if (setting !== undefined && MEMBER_CHECKS[name]?.(setting) === false) return `has a wrong ${name}`;
  }
  const needed = NEEDED[kind];
  return needed !== undefined && fault[needed] === undefined ? `needs ${needed}` : undefined;
}
