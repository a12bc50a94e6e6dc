// Who spends: profiles and direct callers with a made-up past, and what was really called. Days are UTC, since 1970.

import { directCallers } from "./direct-traffic.ts";
import { beginsOn, phasesOf } from "./model-phases.ts";
import type { ProfileRecord } from "./profile-record.ts";
import type { ServiceContext } from "./service.ts";
import { DAY_MS, HOUR_MS, trafficOfDay, trafficOfHour } from "./traffic.ts";

/** Tokens of each day, from `from` on. */
export interface TokenDays {
  readonly from: number;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

/** One model's tokens under one set of tags. */
export interface Spender {
  readonly account: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly foundationModel: string;
  readonly isGlobal: boolean;
  readonly tokens: TokenDays;
  /** Of these days only: up to `until`, exclusive. */
  readonly from: number;
  readonly until: number;
}

/** So much of the past is made up: Cost Explorer's own memory, a little rounded up. */
export const PAST_DAYS = 14 * 31;

/** Remembers the made-up past of each seed: it never changes. Days grow, so the newest are added. */
export class TokenMemory {
  readonly #known = new Map<string, { from: number; input: number[]; output: number[] }>();

  /** Whole days before `today`, and the hours of today that are over at `now` (ms). */
  tokensOf(seed: string, today: number, now: number): TokenDays {
    const from = today - PAST_DAYS;
    let known = this.#known.get(seed);
    if (known === undefined || known.from > from) known = { from, input: [], output: [] };
    this.#known.set(seed, known);
    const begins = beginsOn(seed);
    for (let day = known.from + known.input.length; day < today; day += 1) {
      const { inputTokens, outputTokens } = day < begins ? NOTHING : trafficOfDay(seed, day);
      known.input.push(inputTokens);
      known.output.push(outputTokens);
    }
    const soFar = partOfToday(seed, today, now);
    const days = today - known.from;
    return {
      from: known.from,
      input: [...known.input.slice(0, days), soFar.inputTokens],
      output: [...known.output.slice(0, days), soFar.outputTokens],
    };
  }
}

const NOTHING = { inputTokens: 0, outputTokens: 0 } as const;

function partOfToday(seed: string, today: number, now: number) {
  let inputTokens = 0;
  let outputTokens = 0;
  for (let hour = today * 24; hour < Math.floor(now / HOUR_MS); hour += 1) {
    const done = trafficOfHour(seed, hour);
    inputTokens += done.inputTokens;
    outputTokens += done.outputTokens;
  }
  return { inputTokens, outputTokens };
}

/** Everybody who has ever spent, with the tags that profiles carry now. */
export function spendersOf(context: ServiceContext, memory: TokenMemory): Spender[] {
  const real = realSpenders(context);
  return context.behaviour.syntheticCosts ? [...real, ...madeUpSpenders(context, memory)] : real;
}

function madeUpSpenders({ store, now }: ServiceContext, memory: TokenMemory): Spender[] {
  const moment = now().getTime();
  const today = Math.floor(moment / DAY_MS);
  const live = [...store.records()].filter(({ deleted }) => deleted === undefined);
  const places = new Map(live.map(({ account, region }) => [`${account}/${region}`, { account, region }]));
  const until = today + 1;
  const ofProfiles = live.flatMap((profile) => {
    const { account, region, name, tags } = profile;
    const seed = `${account}/${region}/${name}`;
    const common = { account, region, tags, isGlobal: isGlobal(profile), tokens: memory.tokensOf(seed, today, moment) };
    return phasesOf(seed, modelOf(profile), until).map((phase) => ({ ...common, ...phase }));
  });
  const direct = [...places.values()].flatMap(({ account, region }) =>
    directCallers(account, region, until).map(({ seed, modelId, ...phase }) => {
      const tokens = memory.tokensOf(seed, today, moment);
      return { account, region, tags: {}, isGlobal: modelId.startsWith("global."), tokens, ...phase };
    }),
  );
  return [...ofProfiles, ...direct];
}

const modelOf = ({ modelArns }: ProfileRecord): string => modelArns[0]?.replace(/^.*\//, "") ?? "";
const isGlobal = ({ modelArns }: ProfileRecord): boolean => /^arn:[a-z-]+:bedrock:::/.test(modelArns[0] ?? "");

/** What went through the sandbox, summed up by day. */
function realSpenders({ ledger, store }: ServiceContext): Spender[] {
  const byPlace = new Map<
    string,
    { spender: Omit<Spender, "tokens" | "from" | "until">; days: Map<number, [number, number]> }
  >();
  for (const { account, region, modelId, foundationModel, tags, minute, inputTokens, outputTokens } of ledger.uses()) {
    const key = JSON.stringify([account, region, modelId, foundationModel, Object.entries(tags).sort()]);
    const profile = store.find(account, region, modelId);
    const isWorldwide = profile === undefined ? modelId.startsWith("global.") : isGlobal(profile);
    const known = byPlace.get(key) ?? {
      spender: { account, region, tags, foundationModel, isGlobal: isWorldwide },
      days: new Map(),
    };
    byPlace.set(key, known);
    const day = Math.floor(minute / DAY_MS);
    const [input, output] = known.days.get(day) ?? [0, 0];
    known.days.set(day, [input + inputTokens, output + outputTokens]);
  }
  return [...byPlace.values()].map(({ spender, days }) => {
    const from = Math.min(...days.keys());
    const until = Math.max(...days.keys()) + 1;
    const all = Array.from(
      { length: until - from },
      (_, index): readonly [number, number] => days.get(from + index) ?? [0, 0],
    );
    const tokens = { from, input: all.map(([input]) => input), output: all.map(([, output]) => output) };
    return { ...spender, tokens, from, until };
  });
}
