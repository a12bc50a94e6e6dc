// Every use of a model that went through the sandbox, minute by minute: what CloudWatch and Cost Explorer tell of later.
import { isNumber, isShape, isTags, isText, type Shape } from "./shapes.ts";
import type { StateSection } from "./state-section.ts";

/** How often one model was called in one place, and what went through it. */
export interface UseCounts {
  readonly invocations: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Beside the input: read from the prompt cache, and written into it. */
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly throttles: number;
  /** ms, summed over the invocations. */
  readonly latencyMs: number;
}

/** Where a use belongs. */
export interface UsePlace {
  readonly account: string;
  readonly region: string;
  /** CloudWatch's `ModelId`: an application profile's id, a system profile's id or a model's id (AWS.md 7). */
  readonly modelId: string;
  /** The foundation model that answered: what is charged. */
  readonly foundationModel: string;
  /** The tags that the profile carried then: what it is billed to. Empty for a use without a profile. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Use extends UsePlace, UseCounts {
  /** Beginning of the minute, ms since 1970. */
  readonly minute: number;
}

export const MINUTE_MS = 60_000;

/** Older state files know of no cache. */
function isNumberOrAbsent(value: unknown): boolean {
  return value === undefined || isNumber(value);
}

const USE: Shape = {
  account: isText,
  region: isText,
  modelId: isText,
  foundationModel: isText,
  tags: isTags,
  minute: isNumber,
  invocations: isNumber,
  inputTokens: isNumber,
  outputTokens: isNumber,
  cacheReadTokens: isNumberOrAbsent,
  cacheWriteTokens: isNumberOrAbsent,
  clientErrors: isNumber,
  serverErrors: isNumber,
  throttles: isNumber,
  latencyMs: isNumber,
};

const NO_USE: UseCounts = {
  invocations: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  clientErrors: 0,
  serverErrors: 0,
  throttles: 0,
  latencyMs: 0,
};

export class Ledger implements StateSection {
  readonly name = "uses";
  readonly #uses = new Map<string, Use>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Adds to the minute of `at`; counts that are left out are 0. */
  add(place: UsePlace, at: Date, counts: Partial<UseCounts>): void {
    const minute = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
    const { account, region, modelId, foundationModel, tags } = place;
    const fresh: Use = { account, region, modelId, foundationModel, tags: { ...tags }, minute, ...NO_USE };
    this.#merge({ ...fresh, ...counts });
    this.#onChange();
  }

  /** All uses, in the order in which their minutes were begun. */
  uses(): readonly Use[] {
    return [...this.#uses.values()];
  }

  lines(): readonly string[] {
    return this.uses().map((use) => JSON.stringify(use));
  }

  restore(entry: unknown): boolean {
    if (!isShape(entry, USE)) return false;
    const { account, region, modelId, foundationModel, tags, minute, ...counts } = entry as Use;
    this.#merge({ account, region, modelId, foundationModel, tags, minute, ...NO_USE, ...counts });
    return true;
  }

  #merge(use: Use): void {
    const { account, region, modelId, foundationModel, minute, tags } = use;
    const key = JSON.stringify([account, region, modelId, foundationModel, minute, Object.entries(tags).sort()]);
    const known = this.#uses.get(key);
    this.#uses.set(key, known === undefined ? use : { ...known, ...sumCounts(known, use) });
  }
}

export function sumCounts(a: UseCounts, b: UseCounts): UseCounts {
  return {
    invocations: a.invocations + b.invocations,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    clientErrors: a.clientErrors + b.clientErrors,
    serverErrors: a.serverErrors + b.serverErrors,
    throttles: a.throttles + b.throttles,
    latencyMs: a.latencyMs + b.latencyMs,
  };
}
