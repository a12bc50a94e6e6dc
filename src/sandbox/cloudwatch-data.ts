// What CloudWatch knows of the use of models: the ledger's uses and, where switched on, made-up traffic, by period.
import { directCallers } from "./direct-traffic.ts";
import { MINUTE_MS, sumCounts, type Use, type UseCounts } from "./ledger.ts";
import type { Caller, ServiceContext } from "./service.ts";
import { DAY_MS, HOUR_MS, trafficOfHour } from "./traffic.ts";

/** Half-open, in ms since 1970; periods begin at `start`. */
export interface Window {
  readonly start: number;
  readonly end: number;
  /** ms. */
  readonly period: number;
}

/** One period that something happened in; `at` is its beginning. */
export interface PeriodUse {
  readonly at: number;
  readonly counts: UseCounts;
}

/** How long CloudWatch keeps data at all. */
export const RETENTION_MS = 455 * DAY_MS;
/** A profile has a made-up past of so long before its creation, so that one just made has something to show. */
const MADE_UP_PAST_MS = 30 * DAY_MS;
/** ms that a made-up invocation takes. */
const MADE_UP_LATENCY = 900;

/** The uses in one account and region, each question about them answered once. */
export class UseData {
  readonly #context: ServiceContext;
  readonly #caller: Pick<Caller, "account" | "region">;
  readonly #uses: readonly Use[];
  readonly #asked = new Map<string, readonly PeriodUse[]>();

  constructor(context: ServiceContext, caller: Pick<Caller, "account" | "region">) {
    this.#context = context;
    this.#caller = caller;
    const { account, region } = caller;
    this.#uses = context.ledger.uses().filter((use) => use.account === account && use.region === region);
  }

  /** Everything that a metric can be of. */
  modelIds(): string[] {
    return [
      ...new Set([...this.#uses.map(({ modelId }) => modelId), ...this.#madeUp().map(({ modelId }) => modelId)]),
    ].sort();
  }

  /** Periods with any use, oldest first; of all models together without a `modelId`. */
  periods(modelId: string | undefined, window: Window): readonly PeriodUse[] {
    const key = `${modelId ?? "*"} ${window.start} ${window.end} ${window.period}`;
    const known = this.#asked.get(key) ?? this.#collect(modelId, window);
    this.#asked.set(key, known);
    return known;
  }

  #collect(modelId: string | undefined, window: Window): PeriodUse[] {
    const now = this.#context.now().getTime();
    const kept = { ...window, start: Math.max(window.start, now - RETENTION_MS) };
    const periods = new Map<number, UseCounts>();
    const add = (at: number, counts: UseCounts): void => {
      if (at < kept.start || at >= kept.end) return;
      const begin = window.start + Math.floor((at - window.start) / window.period) * window.period;
      const known = periods.get(begin);
      periods.set(begin, known === undefined ? counts : sumCounts(known, counts));
    };
    for (const use of this.#uses) if (modelId === undefined || use.modelId === modelId) add(use.minute, use);
    for (const caller of this.#madeUp())
      if (modelId === undefined || caller.modelId === modelId) makeUp(caller, kept, now, add);
    return [...periods].map(([at, counts]) => ({ at, counts })).sort((a, b) => a.at - b.at);
  }

  /** Who has made-up traffic: live profiles, and where there are some, those who call models directly. */
  #madeUp(): readonly MadeUpCaller[] {
    if (!this.#context.behaviour.syntheticUsage) return [];
    const { account, region } = this.#caller;
    const records = [...this.#context.store.records()].filter(
      (record) => record.account === account && record.region === region && record.deleted === undefined,
    );
    const today = Math.floor(this.#context.now().getTime() / DAY_MS);
    const direct = records.length === 0 ? [] : directCallers(account, region, today + 1);
    return [
      ...records.map(({ id, name, createdAt }) => ({
        modelId: id,
        seed: `${account}/${region}/${name}`,
        from: Date.parse(createdAt) - MADE_UP_PAST_MS,
        until: Number.POSITIVE_INFINITY,
      })),
      ...direct.map(({ modelId, seed, from, until }) => ({
        modelId,
        seed,
        from: from * DAY_MS,
        until: until * DAY_MS,
      })),
    ];
  }
}

/** `from` and `until` in ms since 1970. */
interface MadeUpCaller {
  readonly modelId: string;
  readonly seed: string;
  readonly from: number;
  readonly until: number;
}

/** Hour by hour where a period holds whole hours, else minute by minute; nothing that is still to come. */
function makeUp(
  { seed, from: begins, until }: MadeUpCaller,
  window: Window,
  now: number,
  add: (at: number, counts: UseCounts) => void,
): void {
  const from = Math.max(window.start, begins);
  const to = Math.min(window.end, now, until);
  const hasWholeHours = window.period % HOUR_MS === 0 && window.start % HOUR_MS === 0;
  for (let hour = Math.floor(from / HOUR_MS); hour * HOUR_MS < to; hour += 1) {
    const begin = hour * HOUR_MS;
    const whole = trafficOfHour(seed, hour);
    const isWhole = hasWholeHours && begin >= from && begin + HOUR_MS <= to;
    if (isWhole)
      add(
        begin,
        countsOf((total) => total, whole),
      );
    else
      for (let minute = 0; minute < 60; minute += 1) {
        const at = begin + minute * MINUTE_MS;
        if (at >= from && at < to)
          add(
            at,
            countsOf((total) => partOf(total, minute), whole),
          );
      }
  }
}

/** The share of an hour that falls into one of its minutes; the 60 of them sum up to the hour. */
function partOf(total: number, minute: number): number {
  return Math.round((total * (minute + 1)) / 60) - Math.round((total * minute) / 60);
}

function countsOf(share: (total: number) => number, whole: ReturnType<typeof trafficOfHour>): UseCounts {
  const invocations = share(whole.invocations);
  return {
    invocations,
    inputTokens: share(whole.inputTokens),
    outputTokens: share(whole.outputTokens),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    clientErrors: share(whole.clientErrors),
    serverErrors: 0,
    throttles: share(whole.throttles),
    latencyMs: invocations * MADE_UP_LATENCY,
  };
}
